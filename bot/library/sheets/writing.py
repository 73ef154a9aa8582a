"""Writes pages of texts as a workbook: every cell a text, whatever it looks like; the head frozen, with hints, widths and drop-downs."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from bot.library.durable import replace

_LOOKS_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_TEXT = "@"
_WRAP = Alignment(wrap_text=True, vertical="top")
_HEAD_FONT, _HEAD_FILL = Font(bold=True), PatternFill("solid", start_color="FFDCE6F1")
_LISTED = 255  # characters that a drop-down written out may have


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a column. A drop-down offers `choices`, or the cells that `offered` names; only `strict` ones refuse other values."""

    text: str
    hint: str = ""
    width: int = 18
    choices: tuple[str, ...] = ()
    offered: str = ""
    strict: bool = True


@dataclass(slots=True)
class Page:
    """One sheet to be written."""

    title: str
    heads: Sequence[Head]
    rows: Iterable[Sequence[str]]
    frozen: str = "A2"
    hidden: bool = False
    offered_rows: int = 5_000
    count: int = field(default=0, init=False)


def write(pages: Sequence[Page], target: Path) -> None:
    """Write the workbook beside its place, then put it there. Afterwards each page knows how many rows it has."""
    book = Workbook(write_only=True)
    for page in pages:
        _write_page(book, page)
    whole = io.BytesIO()
    book.save(whole)
    replace(target, whole.getvalue())


def _write_page(book: Workbook, page: Page) -> None:
    sheet = book.create_sheet(page.title)
    sheet.freeze_panes = page.frozen
    if page.hidden:
        sheet.sheet_state = "veryHidden"
    for place, head in enumerate(page.heads, 1):
        dimension = sheet.column_dimensions[get_column_letter(place)]
        dimension.width = head.width
        dimension.number_format = _TEXT  # what people type in a new row stays as they type it
        dimension.alignment = _WRAP
        if validation := _validation(head, place, page.offered_rows):
            sheet.data_validations.append(validation)
    sheet.append([_head(sheet, head) for head in page.heads])
    for row in page.rows:
        sheet.append([_cell(sheet, text) if text else None for text in row])
        page.count += 1


def _validation(head: Head, place: int, rows: int) -> DataValidation | None:
    listed = f'"{",".join(head.choices)}"' if head.choices and len(",".join(head.choices)) < _LISTED else ""
    formula = head.offered or listed
    if not formula:
        return None
    validation = DataValidation(type="list", formula1=formula, allow_blank=True, showErrorMessage=head.strict)
    validation.errorTitle, validation.error = "Giá trị lạ", "Hãy chọn một giá trị trong danh sách."
    letter = get_column_letter(place)
    validation.add(f"{letter}2:{letter}{rows}")
    return validation


def _head(sheet: Any, head: Head) -> Cell:
    cell = _cell(sheet, head.text)
    cell.font, cell.fill = _HEAD_FONT, _HEAD_FILL
    if head.hint:
        cell.comment = Comment(head.hint, "hoidap", height=40 + 18 * (head.hint.count("\n") + len(head.hint) // 45), width=340)
    return cell


def _cell(sheet: Any, text: str) -> Cell:
    cell: Cell = WriteOnlyCell(sheet, _LOOKS_ESCAPED.sub("_x005F_", text))
    cell.data_type = "s"  # also where it looks like a formula, a day or an error
    cell.number_format = _TEXT
    cell.alignment = _WRAP
    return cell
