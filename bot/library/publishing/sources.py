"""The knowledge files and golden questions that a version was made from, kept with it so that this is known for good."""

from __future__ import annotations

import io
import tempfile
import zipfile
from pathlib import Path

from bot.library.cases import Case, golden_files, read_cases
from bot.library.layout import knowledge_files


def packed(folder: Path) -> bytes:
    """The files of a folder, as one archive."""
    packed_files = io.BytesIO()
    with zipfile.ZipFile(packed_files, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in [*knowledge_files(folder), *golden_files(folder)]:
            archive.write(path, str(path.relative_to(folder)))
    return packed_files.getvalue()


def golden_texts(sources: Path) -> dict[str, bytes]:
    """The golden files that a version was published with."""
    if not sources.exists():
        return {}
    with zipfile.ZipFile(sources) as archive:
        return {Path(name).name: archive.read(name) for name in archive.namelist() if name.startswith("golden/")}


def golden_in(sources: Path) -> list[Case]:
    """The golden questions that a version was published with."""
    with tempfile.TemporaryDirectory() as aside:
        (Path(aside) / "golden").mkdir()
        for name, content in golden_texts(sources).items():
            (Path(aside) / "golden" / name).write_bytes(content)
        return read_cases(golden_files(Path(aside)))
