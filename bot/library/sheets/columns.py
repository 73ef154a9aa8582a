"""What columns a record has in a spreadsheet, worked out from its model: nothing here names a field, so a new one gets its column by itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import Enum, StrEnum
from functools import lru_cache
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic.fields import FieldInfo

from bot.library.schema import Model
from bot.library.sheets import words

Path = tuple[str | int, ...]  # of keys; as the paths to parts of a file, which go through places in lists too
_SPREAD = frozenset({"status", "successor"})  # records whose parts get columns of their own; any other record is one cell


class Shape(Enum):
    """How a value stands in a cell."""

    TEXT = "text"
    CHOICE = "choice"
    DAY = "day"
    TEXTS = "one text a line"
    GROUPS = "texts with | between, one group a line"
    RECORD = "parts with | between"
    RECORDS = "parts with | between, one record a line"


@dataclass(frozen=True, slots=True)
class Column:
    """One column: the path of keys to its value, what stands at its head, and how its cells are read."""

    path: Path
    head: str
    shape: Shape
    hint: str = ""
    choices: tuple[str, ...] = ()
    parts: tuple[str, ...] = ()
    default: str = ""

    @property
    def key(self) -> str:
        """What the value is called in the files: "says", "status.kind"."""
        return ".".join(map(str, self.path))

    @property
    def is_long(self) -> bool:
        return self.shape in (Shape.TEXTS, Shape.RECORDS, Shape.GROUPS) or self.path[-1] in {
            "says",
            "note",
            "summary",
            "reply",
            "subject",
            "who",
        }

    @property
    def takes_days(self) -> bool:
        """Whether a cell that Excel made a day of may stand here."""
        return self.shape is Shape.DAY


@lru_cache(maxsize=32)
def columns_of(model: type[Model], sheet: str) -> tuple[Column, ...]:
    """The columns of a record, in the order of the schema."""
    found: list[Column] = []
    for name, field in model.model_fields.items():
        key = field.alias or name
        record = _record(field.annotation)
        if key in _SPREAD and record:
            found += [_column((key, part), inner, f"{key}.{part}", sheet) for part, inner in _fields(record).items()]
        else:
            found.append(_column((key,), field, key, sheet))
    return tuple(found)


def _fields(model: type[Model]) -> Mapping[str, FieldInfo]:
    return {field.alias or name: field for name, field in model.model_fields.items()}


def _column(path: Path, field: FieldInfo, key: str, sheet: str) -> Column:
    kind = _bare(field.annotation)
    default = field.default if isinstance(field.default, str) and not isinstance(field.default, StrEnum) else ""
    head = words.head(sheet, key)
    if record := _record(kind):
        return Column(path, head, Shape.RECORD, _hint(record, ""), parts=tuple(_fields(record)))
    if get_origin(kind) is list:
        return _list_column(path, head, _bare(get_args(kind)[0]))
    if choices := _choices(kind):
        return Column(path, head, Shape.CHOICE, words.HINTS.get(key, ", ".join(choices)), choices, default=default)
    return Column(path, head, Shape.DAY if kind is date else Shape.TEXT, default=default)


def _list_column(path: Path, head: str, item: Any) -> Column:
    if record := _record(item):
        return Column(path, head, Shape.RECORDS, _hint(record, words.EVERY_LINE), parts=tuple(_fields(record)))
    if get_origin(item) is list:
        return Column(path, head, Shape.GROUPS, words.GROUPS)
    return Column(path, head, Shape.TEXTS, words.ONE_A_LINE)


def _hint(record: type[Model], every: str) -> str:
    named = " | ".join(words.PARTS.get(part, part) for part in _fields(record))
    hints = [words.RECORD.format(every=every, parts=named)]
    hints += [words.HINTS[part] for part in _fields(record) if part in words.HINTS]
    if "text" in _fields(record) and "kind" in _fields(record):
        hints.append(words.HINTS["deadline.kind"])
    return "\n".join(hints)


def _bare(annotation: Any) -> Any:
    """A type without what is said about it, and without None."""
    if get_origin(annotation) is Annotated:
        return _bare(get_args(annotation)[0])
    if get_origin(annotation) in (Union, UnionType):
        return _bare(next(part for part in get_args(annotation) if part is not type(None)))
    return annotation


def _record(annotation: Any) -> type[Model] | None:
    kind = _bare(annotation)
    return kind if isinstance(kind, type) and issubclass(kind, Model) else None


def _choices(kind: Any) -> tuple[str, ...]:
    if get_origin(kind) is Literal:
        return tuple(map(str, get_args(kind)))
    return tuple(str(member.value) for member in kind) if isinstance(kind, type) and issubclass(kind, Enum) else ()
