"""The cells of a spreadsheet as texts, from .xlsx and .csv alike. Knows neither headings nor knowledge.

A value that Excel made out of what was typed (a day, a share in percent, true or false) is not turned into a guess: it is marked, and
whoever reads the column says whether it may stand there.
"""

from __future__ import annotations

import csv
import io
import re
import warnings
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import Enum
from typing import Any, NamedTuple

from openpyxl import load_workbook

from bot.domain.errors import FileRefused
from bot.library.sheets import cells
from bot.library.sheets.guard import INCOMING, Limits, extents

_SAVE_UTF8 = "hãy mở bằng Excel, chọn Lưu thành (Save As) kiểu “CSV UTF-8 (Comma delimited)” hoặc “Excel Workbook (.xlsx)” rồi gửi lại"
_ESCAPED = re.compile(r"_x005F_(?=x[0-9A-Fa-f]{4}_)")


class Nature(Enum):
    """What kind of value a cell holds."""

    TEXT = "text"
    NUMBER = "number"
    DAY = "day"
    ODD = "odd"


class Cell(NamedTuple):
    """One cell that is not empty. The text of an odd one says what is wrong with it."""

    text: str
    nature: Nature = Nature.TEXT


@dataclass(slots=True)
class Grid:
    """One sheet: the rows that hold anything, each with its number, and its cells by column (from 1)."""

    title: str
    rows: list[tuple[int, dict[int, Cell]]] = field(default_factory=list)
    joined: tuple[int, ...] = ()


def grids(name: str, content: bytes, limits: Limits = INCOMING) -> list[Grid]:
    """The sheets of a file, by the ending of its name and by what it holds. Raises FileRefused."""
    if not content:
        raise FileRefused("Tệp rỗng.")
    if name.lower().endswith(".csv"):
        return [Grid("", _csv_rows(content, limits))]
    return _workbook(content, limits)


def _workbook(content: bytes, limits: Limits) -> list[Grid]:
    sizes = extents(content, limits)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of styles and extensions that we do not use
        try:
            book = load_workbook(io.BytesIO(content), read_only=True, keep_links=False)
            found = []
            for title, extent in sizes.items():
                rows = book[title].iter_rows(min_row=1, max_row=max(extent.rows, 1), max_col=limits.columns)
                found.append(Grid(title, list(_filled(rows)), extent.joined))
            book.close()
        except Exception as error:  # of a file that was made by hand the library raises anything
            raise FileRefused("Bảng tính hỏng nên không đọc được; hãy mở bằng Excel, lưu lại thành .xlsx rồi gửi lại.") from error
    return found


def _filled(rows: Any) -> Iterator[tuple[int, dict[int, Cell]]]:
    for number, row in enumerate(rows, 1):
        filled = {place: cell for place, given in enumerate(row, 1) if given.value is not None and (cell := _cell(given)).text.strip()}
        if filled:
            yield number, filled


def _cell(given: Any) -> Cell:
    value = given.value
    if given.data_type == "e":
        return Cell(f"ô báo lỗi {str(value)[:20]}; gõ lại giá trị", Nature.ODD)
    if isinstance(value, bool):
        return Cell("Excel đã đổi chữ trong ô thành TRUE/FALSE; định dạng ô là Text rồi gõ lại", Nature.ODD)
    if isinstance(value, int | float):
        return _number(value, given.number_format or "")
    if isinstance(value, datetime | date):
        return _day(value)
    if not isinstance(value, str):
        return Cell("Excel đã đổi ô này thành giờ; định dạng ô là Text rồi gõ lại", Nature.ODD)
    return text_cell(_ESCAPED.sub("_", value).replace("_x000D_", "").replace("\r\n", "\n").replace("\r", "\n"))


def text_cell(text: str) -> Cell:
    odd = cells.unprintable(text)
    return Cell(odd, Nature.ODD) if odd else Cell(text)


def _number(value: float, form: str) -> Cell:
    if "%" in form:
        return Cell("ô có định dạng phần trăm; định dạng ô là Text rồi gõ lại như trong văn bản, ví dụ 35%", Nature.ODD)
    if isinstance(value, int) or (value.is_integer() and abs(value) < 1e15):
        return Cell(str(int(value)), Nature.NUMBER)
    return Cell(repr(value), Nature.NUMBER)


def _day(value: datetime | date) -> Cell:
    if isinstance(value, datetime):
        if value.time().isoformat() != "00:00:00":
            return Cell("ô có cả giờ; định dạng ô là Text rồi gõ ngày, ví dụ 2026-11-30", Nature.ODD)
        value = value.date()
    return Cell(value.isoformat(), Nature.DAY)


def _csv_rows(content: bytes, limits: Limits) -> list[tuple[int, dict[int, Cell]]]:
    text = _decoded(content)
    lead = re.match(r"sep=(.)\r?\n", text)
    signs = [lead[1]] if lead else [",", ";", "\t"]
    read = [_read_csv(text[lead.end() :] if lead else text, sign, limits) for sign in signs]
    # the right separator gives the widest head: the first row of more than one cell, or failing that any
    best = max(read, key=lambda rows: max((len(filled) for _, filled in rows[:10]), default=0))
    return [(number + bool(lead), filled) for number, filled in best]


def _read_csv(text: str, sign: str, limits: Limits) -> list[tuple[int, dict[int, Cell]]]:
    found: list[tuple[int, dict[int, Cell]]] = []
    try:
        for number, row in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=sign, strict=True), 1):
            if number > limits.rows or len(row) > limits.columns:
                raise FileRefused(f"Bảng quá lớn; nhiều nhất {limits.rows} hàng, {limits.columns} cột.")
            filled = {place: _csv_cell(value) for place, value in enumerate(row, 1) if value.strip()}
            if filled:
                found.append((number, filled))
    except csv.Error:
        return []
    return found


def _csv_cell(value: str) -> Cell:
    if re.match(r"\s*(?:=|@|[+-]\s*[A-Za-z]\w*[(|!])", value):
        return Cell("ô có công thức; bảng tri thức chỉ có chữ và số, hãy chép giá trị của ô", Nature.ODD)
    return text_cell(value.replace("\r\n", "\n").replace("\r", "\n"))


def _decoded(content: bytes) -> str:
    """The text of a CSV file in one of the Unicode encodings that Excel writes."""
    encoding = "utf-16" if content.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError as error:
        raise FileRefused(f"Tệp CSV không theo bảng mã UTF-8 nên chữ Việt sẽ hỏng; {_SAVE_UTF8}.") from error
    if "\0" in text:
        raise FileRefused(f"Tệp không phải CSV (có ký tự rỗng); {_SAVE_UTF8}.")
    return text
