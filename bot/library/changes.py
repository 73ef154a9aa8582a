"""A change of knowledge files as one value: which files, what they read then, and what they were when that was worked out.

Writing it is all or nothing as far as a file system can: everything is written aside first, and nothing is moved while a file is not what
it was. Whether the knowledge holds together after the change is for whoever makes the value.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bot.domain.errors import FilesMoved
from bot.library import durable


@dataclass(frozen=True, slots=True)
class Change:
    """One file, relative to the knowledge folder. `content` is None when it goes, `before` empty when it is new; items are counted."""

    file: str
    content: bytes | None
    before: str
    added: int = 0
    changed: int = 0
    removed: int = 0


@dataclass(frozen=True, slots=True)
class Changes:
    """What a sheet would do to a knowledge folder. `source` is the name of the sheet's file."""

    source: str
    files: tuple[Change, ...]

    def __bool__(self) -> bool:
        return bool(self.files)


def digest_of(path: Path) -> str:
    """What a file holds, in few characters; empty when there is none."""
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except FileNotFoundError:
        return ""


def apply(changes: Sequence[Change], folder: Path) -> None:
    """Bring the changes into a knowledge folder. Raises FilesMoved (nothing was written), OSError (disk full, no rights; nothing was moved)."""
    for change in changes:
        (folder / change.file).parent.mkdir(parents=True, exist_ok=True)
    with _alone(folder):
        moved = [change.file for change in changes if digest_of(folder / change.file) != change.before]
        if moved:
            raise FilesMoved(f"{', '.join(moved)} đã đổi từ khi được đọc nên chưa ghi gì; hãy làm lại từ đầu với tệp đang có.")
        with _aside(changes, folder) as written:
            for aside, path in written:
                aside.replace(path)
        for change in changes:
            if change.content is None:
                (folder / change.file).unlink(missing_ok=True)
        for place in {(folder / change.file).parent for change in changes}:
            durable.settle(place)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """One writer at a time; the kernel lets go when the writer is killed."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


@contextmanager
def _aside(changes: Sequence[Change], folder: Path) -> Iterator[list[tuple[Path, Path]]]:
    """The new contents beside the files, on the disk; what was not moved is gone afterwards."""
    written: list[tuple[Path, Path]] = []
    try:
        for change in changes:
            if change.content is None:
                continue
            path = folder / change.file
            aside = path.with_name(f".{path.name}.part")  # one name: what a killed writer left is written over
            written.append((aside, path))
            durable.write(aside, change.content)
        yield written
    finally:
        for aside, _ in written:
            aside.unlink(missing_ok=True)
