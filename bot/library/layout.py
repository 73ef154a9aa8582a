"""What a library's folder is called and where things lie in it. Light, for every start of the program looks here first."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path

from bot.library.cases import golden_files
from bot.text import segment

SCHEMA = 6
_PACKAGE = Path(__file__).parent.parent
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
        digest.update(str(path.relative_to(folder)).encode() + b"\0" + hashlib.sha256(_content(path)).digest())
    return digest.hexdigest()[:24]


def _content(path: Path) -> bytes:
    """What a file holds; nothing where it cannot be read, which is for the checks to tell."""
    try:
        return path.read_bytes()
    except OSError:
        return b""


def golden_fingerprint(folder: Path) -> str:
    """What the golden questions of a folder are."""
    digest = hashlib.sha256()
    for path in golden_files(folder):
        digest.update(path.name.encode() + b"\0" + hashlib.sha256(_content(path)).digest())
    return digest.hexdigest()[:24]


def place_of(folder: Path, libraries: Path, *, bare: bool = False) -> Path:
    """Where the library made from a knowledge folder stands, built or not."""
    return libraries / fingerprint(folder, bare=bare)


def is_built(library: Path) -> bool:
    return (library / DATABASE).exists()


@lru_cache(maxsize=1)
def answering_program() -> str:
    """The code and weights that answer: what a question got from other code says nothing of this."""
    rooms = [_PACKAGE / room for room in ("matching", "answering")]
    files = [path for room in rooms for path in room.rglob("*") if path.suffix in (".py", ".json")]
    return _digest([*_makers(), *files, _PACKAGE / "library" / "reader.py"])


@lru_cache(maxsize=1)
def _program() -> str:
    """The code that makes libraries: a library made by other code may hold other facts."""
    return _digest([*_makers(), *(_PACKAGE / "matching" / f"{name}.py" for name in ("entry", "facets", "sheet"))])


def _makers() -> list[Path]:
    library = _PACKAGE / "library"
    rooms = (_PACKAGE / "domain", _PACKAGE / "text", library / "composed")
    modules = ("compiler", "entries", "facts", "files", "pages", "records", "schema", "store", "yaml_reading")
    return [path for room in rooms for path in room.rglob("*.py")] + [library / f"{name}.py" for name in modules]


def _digest(files: list[Path]) -> str:
    return hashlib.sha256(segment.version().encode() + b"".join(path.read_bytes() for path in sorted(files))).hexdigest()[:24]
