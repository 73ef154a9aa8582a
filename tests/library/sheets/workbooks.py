"""Workbooks for the tests: read with openpyxl, changed as a person would in Excel, and made by hand for what no spreadsheet program writes."""

from __future__ import annotations

import io
import shutil
import zipfile
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from openpyxl import Workbook, load_workbook

from bot.settings import PROJECT

KNOWLEDGE = PROJECT / "knowledge"
EXAMPLE = KNOWLEDGE / "vi-du"


def folder_of(tmp_path: Path, source: Path = EXAMPLE) -> Path:
    """A copy of a knowledge folder that a test may change."""
    return Path(shutil.copytree(source, tmp_path / "knowledge", ignore=shutil.ignore_patterns("vi-du")))


def contents(folder: Path) -> dict[str, bytes]:
    """Every file of a folder, hidden ones too."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def edited(source: Path, change: Callable[[Any], object]) -> Path:
    """The workbook changed and saved, as by a spreadsheet program."""
    book = load_workbook(source)
    change(book)
    target = source.with_name(f"sua-{source.name}")
    book.save(target)
    return target


def column(sheet: Any, head: str) -> int:
    return next(int(cell.column) for cell in sheet[1] if cell.value == head)


def row_of(sheet: Any, head: str, value: str) -> int:
    at = column(sheet, head)
    return next(row for row in range(2, sheet.max_row + 1) if sheet.cell(row, at).value == value)


def setting(title: str, key: str, head: str, value: Any, by: str = "Mã") -> Callable[[Any], object]:
    """Put a value into the row whose `by` column holds `key`."""

    def change(book: Any) -> None:
        sheet = book[title]
        sheet.cell(row_of(sheet, by, key), column(sheet, head)).value = value

    return change


def workbook(rows: Sequence[Sequence[Any]], title: str = "Bảng") -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = title
    for row in rows:
        sheet.append(list(row))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def repacked(content: bytes, parts: Mapping[str, bytes | Callable[[bytes], bytes]], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """The archive with parts put in, or those that are there changed."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        held = {info.filename: archive.read(info) for info in archive.infolist()}
    for name, part in parts.items():
        held[name] = part if isinstance(part, bytes) else part(held[name])
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compression) as archive:
        for name, part in held.items():
            archive.writestr(name, part)
    return out.getvalue()
