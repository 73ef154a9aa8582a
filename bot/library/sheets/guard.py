"""Whether the bytes that somebody calls an .xlsx file may be opened at all. Looks at every part before any other library reads one.

An .xlsx is a zip of XML: it may unpack to gigabytes, hold programs, links to other files, formulas, or tell a reader to make a thousand
million cells. A sheet of knowledge needs none of these, so such a file is refused as a whole, with one sentence for whoever sent it.
"""

from __future__ import annotations

import io
import re
import stat
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from xml.etree.ElementTree import Element, ParseError, fromstring, iterparse

from bot.domain.errors import FileRefused

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_LINKS = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_OLE, _ZIP = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"PK\x03\x04"
_PROGRAMS = re.compile(
    r"vbaproject|vbadata|macrosheet|dialogsheet|activex|ctrlprops|customui|\.(?:exe|dll|js|vbs|hta|ps1|bat|cmd)$", re.IGNORECASE
)
_FOREIGN = re.compile(r"externallink|embeddings|oleobject|connections\.xml|querytable|webextension", re.IGNORECASE)
_BAD_TYPES = re.compile(rb"macroenabled|vbaproject|macrosheet|ms-office\.activex|oleobject|externallink", re.IGNORECASE)
_DECLARED = re.compile(r"""\s*<\?xml[^>]*?encoding\s*=\s*["']([^"']*)["']""")
_CELL = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
_SAVE_AGAIN = "hãy mở bằng Excel, chọn Lưu thành (Save As) kiểu “Excel Workbook (.xlsx)” rồi gửi lại"


@dataclass(frozen=True, slots=True)
class Limits:
    """How much a workbook may hold. `part` bounds what is neither a sheet nor the texts of one: styles, themes."""

    unpacked: int
    ratio: int
    parts: int
    part: int
    cells: int
    rows: int
    columns: int


INCOMING = Limits(unpacked=20_000_000, ratio=200, parts=300, part=1_000_000, cells=300_000, rows=20_000, columns=60)
LOCAL = Limits(unpacked=400_000_000, ratio=400, parts=1_000, part=4_000_000, cells=6_000_000, rows=300_000, columns=60)


@dataclass(frozen=True, slots=True)
class Extent:
    """How far a sheet goes: its last row, and the last row of each block of joined cells."""

    rows: int
    joined: tuple[int, ...]


def extents(content: bytes, limits: Limits) -> dict[str, Extent]:
    """The title of each sheet with its extent, of a workbook that may be opened. Raises FileRefused for any other."""
    if content.startswith(_OLE):
        raise FileRefused(f"Tệp có mật khẩu, hoặc là bảng tính kiểu cũ .xls; {_SAVE_AGAIN}, không đặt mật khẩu.")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = dict(_parts(archive, limits))
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError, ValueError, OverflowError) as error:
        raise FileRefused(f"Tệp không phải bảng tính .xlsx, hoặc bị hỏng, bị tải thiếu; {_SAVE_AGAIN}.") from error
    if "[Content_Types].xml" not in parts or "xl/workbook.xml" not in parts:
        raise FileRefused(f"Tệp nén này không phải bảng tính .xlsx; {_SAVE_AGAIN}.")
    if _BAD_TYPES.search(parts["[Content_Types].xml"]):
        raise FileRefused(f"Tệp có chương trình (macro) hoặc nhúng tệp khác nên không nhận; {_SAVE_AGAIN}.")
    try:
        return _measured(parts, limits)
    except (ParseError, ValueError, KeyError, RecursionError) as error:
        raise FileRefused(f"Nội dung bảng tính hỏng hoặc thiếu; {_SAVE_AGAIN}.") from error


def _parts(archive: zipfile.ZipFile, limits: Limits) -> Iterator[tuple[str, bytes]]:
    """The parts of the archive, each looked at. What it says of its own size is held against what comes out."""
    infos = archive.infolist()
    total = sum(info.file_size for info in infos)
    packed = sum(info.compress_size for info in infos)
    if len(infos) > limits.parts or total > limits.unpacked:
        raise FileRefused(
            f"Bảng tính bung ra quá lớn ({total // 1_000_000} MB, {len(infos)} phần); nhiều nhất {limits.unpacked // 1_000_000} MB."
        )
    if total > 1_000_000 and total > packed * limits.ratio:
        raise FileRefused("Bảng tính nén bất thường (một tệp nhỏ bung ra rất lớn) nên không mở; hãy chép dữ liệu sang bảng tính mới.")
    if len({info.filename.lower() for info in infos}) < len(infos):
        raise FileRefused(f"Tệp nén có hai phần cùng tên; {_SAVE_AGAIN}.")
    for info in infos:
        _check_name(info)
        content = archive.read(info)
        _check_part(info.filename, content, limits)
        yield info.filename, content


def _check_name(info: zipfile.ZipInfo) -> None:
    name = info.filename
    if name.startswith(("/", "\\")) or "\\" in name or ":" in name or ".." in name.split("/") or stat.S_ISLNK(info.external_attr >> 16):
        raise FileRefused(f"Trong bảng tính có phần tên lạ, trỏ ra ngoài tệp; {_SAVE_AGAIN}.")
    if info.flag_bits & 0x1:
        raise FileRefused("Bảng tính có mật khẩu; hãy bỏ mật khẩu rồi gửi lại.")
    if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise FileRefused(f"Bảng tính nén theo kiểu lạ; {_SAVE_AGAIN}.")
    if _PROGRAMS.search(name):
        raise FileRefused(f"Bảng tính có chương trình (macro); {_SAVE_AGAIN}.")
    if _FOREIGN.search(name):
        raise FileRefused("Bảng tính có liên kết hoặc tệp nhúng từ nơi khác; hãy chép riêng phần chữ sang bảng tính mới rồi gửi lại.")


def _check_part(name: str, content: bytes, limits: Limits) -> None:
    if content.startswith(_OLE):
        raise FileRefused(f"Bảng tính có chương trình (macro) hoặc tệp nhúng, dù đã đổi tên; {_SAVE_AGAIN}.")
    if content.startswith(_ZIP):
        raise FileRefused("Trong bảng tính có một tệp nén khác; hãy chép riêng phần chữ sang bảng tính mới rồi gửi lại.")
    if not name.lower().endswith((".xml", ".rels", ".vml")) or name.startswith("customXml/"):
        return  # nobody reads these
    if len(content) > limits.part and not re.match(r"xl/(?:worksheets/|sharedStrings|comments|drawings/)", name):
        raise FileRefused(f"Phần “{name}” của bảng tính lớn bất thường; hãy chép dữ liệu sang bảng tính mới.")
    text = content.decode("utf-8-sig")  # a wrong encoding is a ValueError: broken
    declared = _DECLARED.match(text)
    if (declared and declared[1].lower() not in ("utf-8", "utf8", "us-ascii")) or "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise FileRefused(f"Bảng tính có khai báo XML lạ (DOCTYPE, ENTITY hoặc bảng mã khác) nên không mở; {_SAVE_AGAIN}.")


def _measured(parts: Mapping[str, bytes], limits: Limits) -> dict[str, Extent]:
    for name in parts:
        if name.endswith(".rels"):
            _check_links(parts[name])
    titles = _titles(parts)
    sizes: dict[str, Extent] = {}
    for name, content in parts.items():
        if name.endswith(".xml") and not name.startswith(("docProps/", "customXml/")):
            extent = _Walk(titles.get(name, name), limits).through(content)
            if name in titles:
                sizes[titles[name]] = extent
    if not sizes:
        raise FileRefused(f"Bảng tính không có trang nào đọc được; {_SAVE_AGAIN}.")
    return sizes


def _check_links(content: bytes) -> None:
    for link in fromstring(content):  # noqa: S314  looked at above
        kind = link.get("Type", "").rpartition("/")[2]
        if _PROGRAMS.search(kind) or _FOREIGN.search(kind) or (link.get("TargetMode") == "External" and kind != "hyperlink"):
            raise FileRefused(
                "Bảng tính có chương trình hoặc liên kết tới tệp khác; hãy chép riêng phần chữ sang bảng tính mới rồi gửi lại."
            )


def _titles(parts: Mapping[str, bytes]) -> dict[str, str]:
    """The title of the sheet in each part that is one."""
    links = {link.get("Id"): link.get("Target", "") for link in fromstring(parts["xl/_rels/workbook.xml.rels"])}  # noqa: S314
    sheets = fromstring(parts["xl/workbook.xml"]).iter(f"{_MAIN}sheet")  # noqa: S314
    found = {_full(links[sheet.get(_LINKS)]): sheet.get("name", "") for sheet in sheets}
    if len(set(found.values())) < len(found) or not found.keys() <= parts.keys():
        raise ValueError(found)
    return found


def _full(target: str) -> str:
    return target[1:] if target.startswith("/") else f"xl/{target}"


class _Walk:
    """Goes through one part as through a sheet; a part that is none has no cells. Rows and columns that hold nothing may lie anywhere."""

    def __init__(self, title: str, limits: Limits) -> None:
        self.title = title
        self.limits = limits
        self.place = ""
        self.row = self.column = self.cells = self.filled = 0
        self.joined: list[int] = []

    def through(self, content: bytes) -> Extent:
        begun = {f"{_MAIN}row": self._row, f"{_MAIN}c": self._cell, f"{_MAIN}f": self._formula, f"{_MAIN}mergeCell": self._joined}
        ended = {f"{_MAIN}v": self._value, f"{_MAIN}t": self._value}
        for event, element in iterparse(io.BytesIO(content), events=("start", "end")):  # noqa: S314  looked at above
            step = (begun if event == "start" else ended).get(element.tag)
            if step is not None:
                step(element)
            if event == "end":
                element.clear()
        return Extent(self.filled, tuple(self.joined))

    def _row(self, element: Element) -> None:
        given = element.get("r")
        number = int(given) if given and re.fullmatch("[0-9]{1,7}", given) else self.row + 1
        if number <= self.row:
            raise ValueError(given)
        self.row, self.column = number, 0

    def _cell(self, element: Element) -> None:
        self.cells += 1
        if self.cells > self.limits.cells:
            raise FileRefused(
                f"Trang “{self.title}” có quá nhiều ô (trên {self.limits.cells}); hãy xóa các ô thừa hoặc chia làm nhiều tệp."
            )
        self.place = element.get("r") or ""
        self.column = _column(self.place) if self.place else self.column + 1

    def _value(self, element: Element) -> None:
        if not (element.text or "").strip():
            return
        self.filled = self.row
        if self.row > self.limits.rows:
            raise FileRefused(f"Trang “{self.title}” có chữ ở hàng {self.row}; nhiều nhất {self.limits.rows} hàng, hãy chia làm nhiều tệp.")
        if self.column > self.limits.columns:
            raise FileRefused(f"Trang “{self.title}”, ô {self.place}: bảng quá rộng; nhiều nhất {self.limits.columns} cột.")

    def _formula(self, _: Element) -> None:
        raise FileRefused(
            f"Trang “{self.title}”, ô {self.place or self.row}: có công thức; bảng tri thức chỉ có chữ và số. "
            "Chép ô rồi dán giá trị (Paste Special, Values)."
        )

    def _joined(self, element: Element) -> None:
        self.joined.append(int(re.sub("[^0-9]", "", (element.get("ref") or "").rpartition(":")[2])[:9] or 0))


def _column(place: str) -> int:
    """The number of a cell's column: A is 1."""
    found = _CELL.fullmatch(place)
    if found is None:
        raise ValueError(place)
    number = 0
    for letter in found[1]:
        number = number * 26 + ord(letter) - 64
    return number
