"""Reads a folder of knowledge files into validated models, remembering the place of everything.

Collects every problem of every file before it says anything; whether the parts agree with each other is for `checks`. How the bytes of a
file become data is in `yaml_reading`; knowledge that comes from a spreadsheet is read in `sheets` and gives the same models.
"""

from __future__ import annotations

import errno
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Generic, NamedTuple, TypeVar

from pydantic import BaseModel, ValidationError

from bot.domain.errors import Problem, place
from bot.library import schema
from bot.library.checking.folders import stray
from bot.library.layout import knowledge_files
from bot.library.problems import in_vietnamese
from bot.library.yaml_reading import MAX_PROBLEMS, Lines, Where, decoded, load_lines, load_yaml

ModelType = TypeVar("ModelType", bound=BaseModel)
M = TypeVar("M")
MAX_BYTES = 64 * 1024 * 1024
_NO_FILE = {
    errno.EACCES: "không có quyền đọc",
    errno.EPERM: "không có quyền đọc",
    errno.EISDIR: "đây là một thư mục",
    errno.ENOENT: "liên kết trỏ tới chỗ không có tệp nào",
    errno.ELOOP: "liên kết trỏ vòng quanh",
    errno.EIO: "đĩa đọc lỗi",
}


class Spot(NamedTuple):
    """A place in a spreadsheet: row, and what people see at the foot of the sheet and the head of the column; `within` is the item in a cell."""

    file: str
    sheet: str
    row: int
    column: str = ""
    within: int = 0


@dataclass(slots=True)
class Source(Generic[M]):
    """One file as read: its model and the place of each part, by path ("facts", 3, "says"); a part from a spreadsheet has a spot."""

    file: str
    stem: str
    model: M
    lines: Lines
    spots: Mapping[Where, Spot] = field(default_factory=dict)

    def line(self, *where: str | int) -> int:
        """The line of a part, or of the nearest part around it that has one."""
        while where and where not in self.lines:
            where = where[:-1]
        return self.lines.get(where, 1)

    def spot(self, *where: str | int) -> Spot | None:
        """Where in a spreadsheet a part stands, or the nearest part around it; None for a part of a text file."""
        while where and where not in self.spots and where not in self.lines:
            where = where[:-1]
        return self.spots.get(where)

    def place(self, *where: str | int) -> str:
        """The place of a part, as people are told."""
        spot = self.spot(*where)
        return place(spot.file, spot.row, spot.sheet, spot.column) if spot else place(self.file, self.line(*where))

    def problem(self, message: str, *where: str | int) -> Problem:
        """A problem of a part."""
        spot = self.spot(*where)
        if spot is None:
            return Problem(self.file, self.line(*where), message)
        within = f"ý thứ {spot.within} trong ô: " if spot.within else ""
        return Problem(spot.file, spot.row, within + message, spot.sheet, spot.column)


@dataclass(slots=True)
class Knowledge:
    """Everything in a knowledge folder, and the problems met while reading it."""

    directives: list[Source[schema.DirectiveFile]] = field(default_factory=list)
    agencies: Source[schema.AgenciesFile] | None = None
    topics: Source[schema.TopicsFile] | None = None
    mentioned: Source[schema.MentionedFile] | None = None
    places: Source[schema.PlacesFile] | None = None
    terms: Source[schema.TermsFile] | None = None
    shorthand: Source[schema.ShorthandFile] | None = None
    contacts: Source[schema.ContactsFile] | None = None
    elsewhere: Source[schema.ElsewhereFile] | None = None
    smalltalk: Source[schema.SmallTalkFile] | None = None
    emergencies: Source[schema.EmergenciesFile] | None = None
    problems: list[Problem] = field(default_factory=list)

    def all_facts(self) -> Iterator[tuple[Source[schema.DirectiveFile], int, schema.FactModel]]:
        for source in self.directives:
            for index, fact in enumerate(source.model.facts):
                yield source, index, fact


SINGLE: dict[str, type[schema.Model]] = {
    "agencies": schema.AgenciesFile,
    "topics": schema.TopicsFile,
    "mentioned": schema.MentionedFile,
    "places": schema.PlacesFile,
    "terms": schema.TermsFile,
    "shorthand": schema.ShorthandFile,
    "contacts": schema.ContactsFile,
    "elsewhere": schema.ElsewhereFile,
    "smalltalk": schema.SmallTalkFile,
    "emergencies": schema.EmergenciesFile,
}


def model_of(name: str) -> type[schema.Model]:
    """What the file with this name, relative to the knowledge folder, holds."""
    return schema.DirectiveFile if name.startswith("directives") else SINGLE[Path(name).stem]


def read_folder(folder: Path) -> Knowledge:
    """Read every knowledge file of the folder. Problems are collected in the result, not raised."""
    knowledge = Knowledge()
    knowledge.problems += stray(folder)
    files = knowledge_files(folder)
    if not any(path.parent.name == "directives" for path in files):
        knowledge.problems.append(
            Problem(str(folder), 1, "không thấy tệp nào trong thư mục con directives/; cần ít nhất một tệp .yaml hoặc .jsonl")
        )
    for path in files:
        name = str(path.relative_to(folder))
        source = _read(path, name, knowledge.problems)
        if path.parent.name != "directives":
            setattr(knowledge, path.stem, source)
        elif source is not None:
            knowledge.directives.append(source)
    return knowledge


def _read(path: Path, name: str, problems: list[Problem]) -> Source[Any] | None:
    try:
        raw = path.read_bytes()
    except OSError as error:
        problems.append(Problem(name, 1, f"không mở được tệp: {_NO_FILE.get(error.errno or 0, error.strerror)}"))
        return None
    return read_bytes(raw, name, model_of(name), problems)


def read_bytes(raw: bytes, name: str, model: type[ModelType], problems: list[Problem]) -> Source[ModelType] | None:
    """The model of one file, from its bytes; None after problems."""
    if len(raw) > MAX_BYTES:
        problems.append(Problem(name, 1, f"tệp quá lớn ({len(raw)} byte); tối đa {MAX_BYTES} byte"))
        return None
    text = decoded(raw, name, problems)
    if text is None:
        return None
    stem = Path(name).stem
    data, lines = load_lines(text, name, stem, problems) if name.endswith(".jsonl") else load_yaml(text, name, problems)
    return None if data is None else modelled(Source(name, stem, None, lines), data, model, problems)


def modelled(source: Source[None], data: object, model: type[ModelType], problems: list[Problem]) -> Source[ModelType] | None:
    """The source with its data validated; None after problems, each at its place."""
    try:
        return Source(source.file, source.stem, model.model_validate(data), source.lines, source.spots)
    except ValidationError as error:
        for detail in error.errors(include_url=False)[:MAX_PROBLEMS]:
            where = tuple(detail["loc"])
            problems.append(source.problem(in_vietnamese(where, detail["type"], detail.get("ctx"), detail.get("input"), model), *where))
        return None
