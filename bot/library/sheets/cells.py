r"""A value in a cell, and back: every text that a model can hold comes back as it was.

A list is one item a line. A record is its parts with | between, `\|` for a | and `\\` for a backslash within a part; the last parts are left
out where they say nothing. Where saying nothing means something (a default), an empty text is written as two quotes.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from bot.library.sheets.columns import Column, Shape

MOST = 32_767  # characters of a cell, says Excel
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


class Unreadable(ValueError):
    """A cell that is not written as its column asks; the message is for its author."""


def unprintable(text: str) -> str:
    """What is wrong with a text that holds characters which no cell can hold; empty for a sound one."""
    odd = _CONTROL.search(text)
    return f"có ký tự không in được U+{ord(odd[0]):04X}; gõ lại ô này" if odd else ""


def written(value: Any, column: Column) -> str:
    """The text of a cell; `value` is what the model dumps, None where it dumps nothing."""
    match column.shape:
        case Shape.TEXTS:
            return "\n".join(value or ())
        case Shape.GROUPS:
            return "\n".join(_joined(group) or "|" for group in value or ())
        case Shape.RECORDS:
            return "\n".join(_joined([item.get(part, "") for part in column.parts]) for item in value or ())
        case Shape.RECORD:
            return _joined([value.get(part, "") for part in column.parts]) if value else ""
        case _:
            return _plainly(value, column.default)


def _plainly(value: str | None, default: str) -> str:
    if not default:
        return value or ""
    if value is None:
        return default
    return f'"{value}"' if not value or value.startswith('"') else value


def _joined(parts: Sequence[str]) -> str:
    texts = [part.replace("\\", "\\\\").replace("|", "\\|") for part in parts]
    while len(texts) > 1 and not texts[-1]:
        texts.pop()
    return " | ".join(texts)


def read(text: str, column: Column) -> Any:
    """What a cell says, as plain data for the model; None where it says nothing. Raises Unreadable."""
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    if not lines:
        return None
    match column.shape:
        case Shape.TEXTS:
            return lines
        case Shape.GROUPS:
            return [[part for part in _split(line) if part] for line in lines]
        case Shape.RECORDS:
            return [_record(line, column) for line in lines]
        case Shape.RECORD:
            if len(lines) > 1:
                raise Unreadable(f"ô này chỉ ghi một dòng: {' | '.join(column.parts)}")
            return _record(lines[0], column)
        case _:
            text = " ".join(lines)
            quoted = column.default and len(text) > 1 and text[0] == text[-1] == '"'
            return text[1:-1] if quoted else text


def _record(line: str, column: Column) -> dict[str, str]:
    parts = _split(line)
    if len(parts) > len(column.parts):
        raise Unreadable(
            f"“{line[:60]}” có {len(parts)} phần, nhiều nhất {len(column.parts)}: {' | '.join(column.parts)}; dấu | trong chữ thì viết \\|"
        )
    return {part: text for part, text in zip(column.parts, parts, strict=False) if text}


def _split(line: str) -> list[str]:
    """The parts of a line between its |, those with a backslash before them left in."""
    return [re.sub(r"\\([\\|])", r"\1", part.strip()) for part in re.findall(r"((?:\\.|[^|])*)(?:\||$)", line.strip())][: _bars(line) + 1]


def _bars(line: str) -> int:
    return re.sub(r"\\.", "", line).count("|")
