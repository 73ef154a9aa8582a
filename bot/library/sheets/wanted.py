"""What a spreadsheet asks of the knowledge: for some files what they shall say, with the places of everything, and what is wrong with it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from bot.domain.errors import Problem
from bot.library.files import Source
from bot.library.sheets.grid import Cell, Nature
from bot.text.normalize import comparable, fold


@dataclass(slots=True)
class Wanted:
    """Files by their name in the knowledge folder; None is a file that shall go. `moved` are files that somebody else changed meanwhile."""

    files: dict[str, Source[Any] | None] = field(default_factory=dict)
    moved: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)


def head_key(text: str) -> str:
    """A head or title without what people write in different ways: accents, case, signs."""
    return " ".join("".join(letter if letter.isalnum() else " " for letter in fold(comparable(text))).split())


def cell_problem(cell: Cell, *, takes_days: bool = False) -> str:
    """What is wrong with a cell before it is read; empty for a sound one."""
    if cell.nature is Nature.ODD:
        return cell.text
    if cell.nature is Nature.DAY and not takes_days:
        return f"Excel đã đổi chữ trong ô thành ngày {cell.text}; định dạng ô là Text rồi gõ lại"
    return ""
