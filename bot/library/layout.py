"""What a library's folder is called and where things lie in it. Light, for every start of the program looks here first."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path

from bot.text import segment

SCHEMA = 5
DATABASE, INDEX = "library.sqlite", "index"
SINGLE = (
    "agencies", "topics", "mentioned", "places", "terms", "shorthand", "contacts", "elsewhere", "smalltalk", "emergencies",
)  # fmt: skip


def knowledge_files(folder: Path) -> list[Path]:
    """The files that make up a knowledge folder, in a fixed order."""
    single = [folder / f"{name}.yaml" for name in SINGLE]
    facts = [path for ending in ("*.yaml", "*.yml", "*.jsonl") for path in sorted((folder / "directives").glob(ending))]
    return facts + [path for path in single if path.exists()]


def fingerprint(folder: Path, *, bare: bool = False) -> str:
    """What a library of this folder would be made from: file contents, schema, underthesea, our own code. Also the name of its folder."""
    digest = hashlib.sha256(f"{SCHEMA} {segment.version()} {bare} {_program()}".encode())
    for path in knowledge_files(folder):
        digest.update(str(path.relative_to(folder)).encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:24]


def place_of(folder: Path, libraries: Path, *, bare: bool = False) -> Path:
    """Where the library made from a knowledge folder stands, built or not."""
    return libraries / fingerprint(folder, bare=bare)


def is_built(library: Path) -> bool:
    return (library / DATABASE).exists()


@lru_cache(maxsize=1)
def _program() -> str:
    """The code that makes libraries: a library made by other code may hold other facts."""
    package = Path(__file__).parent.parent
    files = sorted(path for room in ("domain", "text", "library") for path in (package / room).rglob("*.py"))
    files += [package / "matching" / f"{name}.py" for name in ("entry", "facets", "sheet")]
    return hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()
