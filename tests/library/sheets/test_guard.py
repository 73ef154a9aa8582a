"""A workbook that is no honest table of texts is refused before anything reads it."""

from __future__ import annotations

import contextlib
import io
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook

from bot.domain.errors import FileRefused, HoiDapError
from bot.library.sheets import Sent, read_changes
from tests.library.sheets.workbooks import EXAMPLE, contents, folder_of, repacked, workbook

HEAD = ["Câu hỏi", "Trả lời"]
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
PLAIN = workbook([HEAD, ["Có mấy ghế?", "Có năm ghế đá."]])
SHEET, TYPES, BOOK, LINKS = "xl/worksheets/sheet1.xml", "[Content_Types].xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
DECLARATION = b'<?xml version="1.0" encoding="UTF-8"?>'
BOMB = (
    b'<!DOCTYPE lolz [<!ENTITY lol "lol">'
    + b"".join(b'<!ENTITY lol%d "%s">' % (n, b"&lol%s;" % (str(n - 1).encode() if n else b"") * 10) for n in range(1, 10))
    + b"]>"
)


def with_sheet(xml: str) -> bytes:
    return repacked(PLAIN, {SHEET: f"<worksheet {MAIN}>{xml}</worksheet>".encode()})


def replacing(part: str, old: bytes, new: bytes) -> bytes:
    def change(content: bytes) -> bytes:
        assert old in content
        return content.replace(old, new)

    return repacked(PLAIN, {part: change})


def formula_book(formula: str = "=1+1") -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "Bảng hỏi"
    sheet.append(HEAD)
    sheet.append(["a", formula])
    book.save(out := io.BytesIO())
    return out.getvalue()


def named(name: str) -> bytes:
    out = io.BytesIO(PLAIN)
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr(zipfile.ZipInfo(name), "x")
    return out.getvalue()


def linked() -> bytes:
    out = io.BytesIO(PLAIN)
    with zipfile.ZipFile(out, "a") as archive:
        info = zipfile.ZipInfo("xl/link")
        info.external_attr = 0o120777 << 16
        archive.writestr(info, "/etc/passwd")
    return out.getvalue()


def lying(size: int) -> bytes:
    """An archive whose first part says that it unpacks to `size`."""
    content = bytearray(repacked(PLAIN, {}))
    at = content.index(b"PK\x01\x02")
    content[at + 24 : at + 28] = struct.pack("<I", size)
    return bytes(content)


def encrypted_flag() -> bytes:
    content = bytearray(PLAIN)
    for mark, offset in ((b"PK\x01\x02", 8), (b"PK\x03\x04", 6)):
        at = content.index(mark)
        content[at + offset] |= 1
    return bytes(content)


HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "empty": (lambda: b"", "Tệp rỗng"),
    "no zip": (lambda: b"Cau hoi".ljust(900), "không phải bảng tính"),
    "half a file": (lambda: PLAIN[: len(PLAIN) // 2], "bị tải thiếu"),
    "the end only": (lambda: PLAIN[len(PLAIN) // 2 :], "hỏng|không phải bảng tính"),
    "a password": (lambda: OLE, "có mật khẩu"),
    "a zip of something else": (lambda: _zip({"a.txt": b"x"}), "không phải bảng tính"),
    "a password on a part": (encrypted_flag, "mật khẩu"),
    "a bomb of noughts": (lambda: repacked(PLAIN, {"xl/media/a.bin": b"\0" * 21_000_000}), "bung ra quá lớn"),
    "a smaller bomb": (lambda: repacked(PLAIN, {"xl/media/a.bin": b"\0" * 9_000_000}), "nén bất thường"),
    "a size that lies": (lambda: lying(4_000_000_000), "bung ra quá lớn"),
    "a small size that lies": (lambda: lying(3), "hỏng"),
    "a thousand parts": (lambda: repacked(PLAIN, {f"xl/media/{n}.bin": b"" for n in range(1000)}), "bung ra quá lớn"),
    "macros": (lambda: repacked(PLAIN, {"xl/vbaProject.bin": OLE}), "macro"),
    "macros under another name": (lambda: repacked(PLAIN, {"xl/media/image1.png": OLE}), "dù đã đổi tên"),
    "a type with macros": (
        lambda: replacing(TYPES, b"spreadsheetml.sheet.main+xml", b"sheet.macroEnabled.main+xml"),
        "macro",
    ),
    "macros of Excel 4": (lambda: repacked(PLAIN, {"xl/macrosheets/sheet1.xml": b"<x/>"}), "macro"),
    "a link to another workbook": (lambda: repacked(PLAIN, {"xl/externalLinks/externalLink1.xml": b"<x/>"}), "liên kết"),
    "an embedded file": (lambda: repacked(PLAIN, {"xl/embeddings/oleObject1.bin": b"x"}), "liên kết hoặc tệp nhúng"),
    "a zip within": (lambda: repacked(PLAIN, {"xl/media/a.dat": PLAIN}), "tệp nén khác"),
    "a data connection": (lambda: repacked(PLAIN, {"xl/connections.xml": b"<x/>"}), "liên kết"),
    "an outer target": (
        lambda: replacing(LINKS, b"</Relationships>", b'<Relationship Type="x/attachedTemplate" Target="http://x" TargetMode="External" Id="q"/></Relationships>'),
        "liên kết tới tệp khác",
    ),
    "a part that climbs out": (lambda: named("../../etc/cron.d/x"), "trỏ ra ngoài"),
    "a part with a root": (lambda: named("/etc/passwd"), "trỏ ra ngoài"),
    "a part for Windows": (lambda: named("xl\\..\\..\\x"), "trỏ ra ngoài"),
    "a symbolic link": (linked, "trỏ ra ngoài"),
    "a part twice": (lambda: named("XL/workbook.xml"), "cùng tên"),
    "an entity bomb": (lambda: repacked(PLAIN, {SHEET: DECLARATION + BOMB + f"<worksheet {MAIN}><c>&lol9;</c></worksheet>".encode()}), "DOCTYPE"),
    "an entity of a file": (lambda: repacked(PLAIN, {BOOK: b'<!DOCTYPE x [<!ENTITY y SYSTEM "file:///etc/passwd">]><x>&y;</x>'}), "DOCTYPE"),
    "a part in another encoding": (lambda: repacked(PLAIN, {SHEET: b'<?xml version="1.0" encoding="cp037"?><x/>'}), "bảng mã khác"),
    "a part in UTF-16": (lambda: repacked(PLAIN, {SHEET: "<x/>".encode("utf-16")}), "hỏng|bảng mã"),
    "broken XML": (lambda: repacked(PLAIN, {SHEET: b"<worksheet><sheetData>"}), "hỏng"),
    "no sheet": (lambda: replacing(LINKS, b"worksheets/sheet1.xml", b"worksheets/none.xml"), "hỏng"),
    "a formula": (formula_book, "Trang “Bảng hỏi”, ô B2: có công thức"),
    "a formula that calls a program": (lambda: formula_book("=cmd|'/C calc'!A0"), "ô B2: có công thức"),
    "a shared formula": (lambda: with_sheet('<sheetData><row r="1"><c r="A1"><f t="shared" si="0" ref="A1:A9">1</f><v>1</v></c></row></sheetData>'), "công thức"),
    "a cell at the end of the world": (lambda: with_sheet('<sheetData><row r="1"><c r="XFD1"><v>1</v></c></row></sheetData>'), "quá rộng"),
    "a row at the end of the world": (lambda: with_sheet('<sheetData><row r="1048576"><c r="A1048576"><v>1</v></c></row></sheetData>'), "nhiều nhất 20000 hàng"),
    "rows in disorder": (lambda: with_sheet('<sheetData><row r="5"/><row r="2"/></sheetData>'), "hỏng"),
    "a row that is no number": (lambda: with_sheet('<sheetData><row r="1e9"/><row r="0"/></sheetData>'), "hỏng"),
    "a cell that is nowhere": (lambda: with_sheet('<sheetData><row r="1"><c r="A0"/></row></sheetData>'), "hỏng"),
    "a text that is not there": (lambda: with_sheet('<sheetData><row r="1"><c r="A1" t="s"><v>99</v></c></row></sheetData>'), "hỏng"),
    "too many cells": (lambda: with_sheet("<sheetData>" + f"<row>{'<c/>' * 50}</row>" * 6_100 + "</sheetData>"), "quá nhiều ô"),
    "a million styles": (lambda: repacked(PLAIN, {"xl/styles.xml": b"<x>" + b"<xf/>" * 300_000 + b"</x>"}, zipfile.ZIP_STORED), "lớn bất thường"),
}  # fmt: skip


def _zip(parts: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


@pytest.mark.parametrize("name", HOSTILE)
def test_it_is_refused_in_one_sentence_and_does_nothing(name: str, tmp_path: Path):
    make, words = HOSTILE[name]
    folder = folder_of(tmp_path)
    before = contents(tmp_path)
    content = make()

    with pytest.raises(FileRefused, match=words):
        read_changes(Sent("bang.xlsx", content), folder)

    assert before == contents(tmp_path)


def test_joined_cells_that_reach_everywhere_cost_nothing():
    joined = with_sheet(
        '<sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>Câu hỏi</t></is></c><c r="B1" t="inlineStr"><is><t>Trả lời</t></is></c></row></sheetData>'
        '<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells><hyperlinks><hyperlink ref="A1:XFD1048576"/></hyperlinks>'
    )

    with pytest.raises(HoiDapError):
        read_changes(Sent("bang.xlsx", joined), EXAMPLE)


def test_rows_and_columns_that_only_have_a_colour_may_lie_anywhere():
    coloured = with_sheet(
        '<sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>Câu hỏi</t></is></c><c r="B1" t="inlineStr"><is><t>Trả lời</t></is></c></row>'
        '<row r="2"><c r="A2" t="inlineStr"><is><t>Có mấy ghế?</t></is></c><c r="B2"><v>5</v></c><c r="XFD2" s="0"/></row>'
        '<row r="1048576"><c r="A1048576" s="0"/></row></sheetData>'
    )

    assert 1 == read_changes(Sent("bang.xlsx", coloured), EXAMPLE).files[0].added


def test_a_title_over_joined_cells_is_no_harm():
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["BẢNG HỎI ĐÁP CỦA PHƯỜNG"])
    sheet.merge_cells("A1:B1")
    sheet.append(HEAD)
    sheet.append(["Có mấy ghế?", "Có năm ghế đá."])
    book.save(out := io.BytesIO())

    assert 1 == read_changes(Sent("bang.xlsx", out.getvalue()), EXAMPLE).files[0].added


def test_a_link_in_a_cell_is_no_harm():
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(HEAD)
    sheet.append(["Gửi thư cho ai?", "Gửi tới hòm thư của phường."])
    sheet["B2"].hyperlink = "mailto:phuong@example.vn"
    book.save(out := io.BytesIO())

    assert 1 == read_changes(Sent("bang.xlsx", out.getvalue()), EXAMPLE).files[0].added


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(60))
def test_a_workbook_with_broken_bytes_is_read_or_refused(seed: int):
    content = bytearray(PLAIN)
    for step in range(1 + seed % 4):
        content[(seed * 7919 + step * 104_729) % len(content)] ^= 1 + seed % 255

    with contextlib.suppress(HoiDapError):
        read_changes(Sent("bang.xlsx", bytes(content)), EXAMPLE)
