"""What is changed in the exported workbook comes into just the item it belongs to; what is wrong in it is named with sheet, row and column."""

from __future__ import annotations

import difflib
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from bot.domain.errors import FilesMoved, KnowledgeInvalid
from bot.library.sheets import apply, export, read_changes
from tests.library.sheets.workbooks import column, contents, edited, folder_of, row_of, setting

FILE = "directives/12-KH-SVC-2026.yaml"
FACTS, AGENCIES = "Mục tri thức", "Cơ quan"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return folder_of(tmp_path)


@pytest.fixture
def book(folder: Path, tmp_path: Path) -> Path:
    export(folder, tmp_path / "bang.xlsx")
    return tmp_path / "bang.xlsx"


def lines_changed(folder: Path, before: dict[str, bytes]) -> list[str]:
    after = contents(folder)
    found = []
    for file in sorted(before.keys() | after.keys()):
        old, new = before.get(file, b"").decode().split("\n"), after.get(file, b"").decode().split("\n")
        found += [
            f"{file} {line}" for line in difflib.unified_diff(old, new, n=0, lineterm="") if not line.startswith(("---", "+++", "@@"))
        ]
    return found


def test_a_changed_cell_changes_just_that_part_of_that_item(folder: Path, book: Path):
    before = contents(folder)

    changes = read_changes(edited(book, setting(FACTS, "kinh-phi", "Phần của văn bản", "mục II.2")), folder)
    apply(changes.files, folder)

    assert [(FILE, 0, 1, 0)] == [(one.file, one.added, one.changed, one.removed) for one in changes.files]
    assert [f"{FILE} -  at: mục II.1", f"{FILE} +  at: mục II.2"] == lines_changed(folder, before)


def test_nothing_is_written_before_it_is_applied(folder: Path, book: Path):
    before = contents(folder)

    read_changes(edited(book, setting(FACTS, "kinh-phi", "Phần của văn bản", "mục II.2")), folder)

    assert before == contents(folder)


def insert_fact(book: Any) -> None:
    sheet = book[FACTS]
    heads = {cell.value: cell.column for cell in sheet[1]}
    row = sheet.max_row + 1
    new = {
        "Tệp": "12-KH-SVC-2026.yaml", "Mã": "moi", "Nội dung trả lời": "Sân chơi có 3 ghế đá.", "Số liệu": "3 | ghế | ghế đá \\| ghế gỗ",
        "Phần của văn bản": "mục IV", "Câu hỏi mẫu": "sân chơi có ghế không\nmấy ghế đá", "Thời hạn": "by | 2026-09-30 | đến 30/9/2026",
    }  # fmt: skip
    for head, text in new.items():
        sheet.cell(row, heads[head]).value = text


def remove_fact(book: Any) -> None:
    sheet = book[FACTS]
    sheet.delete_rows(row_of(sheet, "Mã", "nguoi-ky"))


def test_a_new_row_becomes_a_new_item(folder: Path, book: Path):
    before = contents(folder)

    apply(read_changes(edited(book, insert_fact), folder).files, folder)

    assert [
        f"{FILE} +{line}"
        for line in (
            "- id: moi",
            "  says: Sân chơi có 3 ghế đá.",
            "  deadline: {kind: by, value: 2026-09-30, text: đến 30/9/2026}",
            "  figures:",
            "  - {value: 3, unit: ghế, of: ghế đá | ghế gỗ}",
            "  at: mục IV",
            "  phrasings:",
            "  - sân chơi có ghế không",
            "  - mấy ghế đá",
        )
    ] == lines_changed(folder, before)


def test_a_row_less_is_an_item_less(folder: Path, book: Path):
    before = contents(folder)

    changes = read_changes(edited(book, remove_fact), folder)
    apply(changes.files, folder)

    lines = lines_changed(folder, before)
    assert (1, f"{FILE} -- id: nguoi-ky") == (changes.files[0].removed, lines[0])
    assert all(" -" in line for line in lines)


def test_a_day_that_excel_made_of_what_was_typed_is_a_day(folder: Path, book: Path):
    changes = read_changes(edited(book, setting("Văn bản", "12/KH-SVC", "Ngày ban hành", date(2026, 1, 14), by="Số hiệu")), folder)

    assert b"issued: 2026-01-14" in (changes.files[0].content or b"")


def test_a_directive_without_a_row_goes(folder: Path, book: Path):
    def remove(book: Any) -> None:
        for title in ("Văn bản", FACTS):
            sheet = book[title]
            for row in range(sheet.max_row, 1, -1):
                if sheet.cell(row, 1).value == "hoi-dap-thu-vien.yaml":
                    sheet.delete_rows(row)

    changes = read_changes(edited(book, remove), folder)
    apply(changes.files, folder)

    assert not (folder / "directives/hoi-dap-thu-vien.yaml").exists()


def test_what_came_into_the_folder_after_the_export_stays(folder: Path, book: Path):
    (folder / "directives/them.jsonl").write_text('{"id": "a", "says": "Thêm sau."}\n', encoding="utf-8")

    changes = read_changes(edited(book, setting(FACTS, "kinh-phi", "Phần của văn bản", "mục II.2")), folder)

    assert (FILE,) == tuple(one.file for one in changes.files)


def test_a_file_that_somebody_else_changed_is_not_overwritten(folder: Path, book: Path):
    path = folder / FILE
    path.write_text(path.read_text(encoding="utf-8").replace("at: mục III.2", "at: mục III.3"), encoding="utf-8")

    with pytest.raises(FilesMoved, match="xuất bảng tính mới"):
        read_changes(edited(book, setting(FACTS, "kinh-phi", "Phần của văn bản", "mục II.2")), folder)

    only = read_changes(edited(book, setting(AGENCIES, "Sở Sân chơi (ví dụ)", "Ghi chú", "Cơ quan bịa ra.", by="Tên")), folder)
    assert ("agencies.yaml",) == tuple(one.file for one in only.files)


def test_a_file_that_changes_between_reading_and_writing_is_not_overwritten(folder: Path, book: Path):
    changes = read_changes(edited(book, setting(FACTS, "kinh-phi", "Phần của văn bản", "mục II.2")), folder)
    path = folder / FILE
    path.write_bytes(path.read_bytes() + b"# xong\n")
    before = contents(folder)

    with pytest.raises(FilesMoved):
        apply(changes.files, folder)

    assert before == contents(folder)


def rename_head(book: Any) -> None:
    book[FACTS].cell(1, column(book[FACTS], "Ghi chú")).value = "Lưu ý"


def twice(book: Any) -> None:
    sheet = book["Văn bản"]
    sheet.cell(sheet.max_row + 1, 1).value = sheet.cell(2, 1).value


def joined(book: Any) -> None:
    book[FACTS].merge_cells("C3:C4")


def stray_sheet(book: Any) -> None:
    book.create_sheet("Nháp").append(["gì đó"])


def common(book: Any) -> None:
    book["Điều chung của tệp"].append(["agencies.yaml", "la", "x"])


def no_file(book: Any) -> None:
    sheet = book[FACTS]
    sheet.cell(sheet.max_row + 1, 2).value = "khong-tep"


DEFECTS: dict[str, tuple[Callable[[Any], object], str]] = {
    "a bad day": (
        setting("Văn bản", "12/KH-SVC", "Ngày ban hành", "2026-02-30", by="Số hiệu"),
        "bang.xlsx, trang “Văn bản”, hàng 2, cột “Ngày ban hành”: ngày sai",
    ),
    "an unknown agency in a cell": (
        setting(FACTS, "thoi-han", "Giao việc", "Phòng Cây xanh (ví dụ) | lead\nPhòng Cây sanh (ví dụ) | cooperate"),
        "trang “Mục tri thức”, hàng 4, cột “Giao việc”: ý thứ 2 trong ô: cơ quan “Phòng Cây sanh (ví dụ)” không có",
    ),
    "an unknown role": (setting(FACTS, "thoi-han", "Giao việc", "Phòng Cây xanh (ví dụ) | sếp"), "hàng 4, cột “Giao việc”: ý thứ 1 trong ô: “role” có giá trị lạ “sếp”"),
    "too many parts": (setting(FACTS, "thoi-han", "Giao việc", "a | lead | b"), "hàng 4, cột “Giao việc”: “a | lead | b” có 3 phần, nhiều nhất 2"),
    "a deadline of two lines": (setting(FACTS, "tong-quan", "Thời hạn", "a\nb"), "hàng 2, cột “Thời hạn”: ô này chỉ ghi một dòng"),
    "an empty answer": (setting(FACTS, "kinh-phi", "Nội dung trả lời", None), "hàng 3, cột “Nội dung trả lời”: thiếu khóa “says”"),
    "a number without a field": (setting(FACTS, "kinh-phi", "Số liệu", None), "hàng 3, cột “Nội dung trả lời”: “says” nêu số 6"),
    "an id that stands twice": (setting(FACTS, "kinh-phi", "Mã", "thoi-han"), "cột “Mã”: mã “thoi-han” đã dùng ở"),
    "a phrasing that stands twice": (
        setting(FACTS, "kinh-phi", "Câu hỏi mẫu", "Sân chơi mở cửa mấy giờ?"),
        "đã có ở bang.xlsx, trang “Mục tri thức”, hàng 3, cột “Câu hỏi mẫu”",
    ),
    "an unknown topic": (setting(FACTS, "kinh-phi", "Chủ đề", "la"), "hàng 3, cột “Chủ đề”: chủ đề “la” không có trong topics.yaml"),
    "true instead of a text": (setting(FACTS, "kinh-phi", "Ghi chú", True), "hàng 3, cột “Ghi chú”: Excel đã đổi chữ trong ô thành TRUE/FALSE"),
    "a day instead of a text": (setting(FACTS, "kinh-phi", "Phần của văn bản", date(2026, 3, 12)), "hàng 3, cột “Phần của văn bản”: Excel đã đổi chữ trong ô thành ngày 2026-03-12"),
    "a renamed head": (rename_head, "trang “Mục tri thức”, hàng 1: không rõ cột “Lưu ý” là gì"),
    "a file that stands twice": (twice, "trang “Văn bản”, hàng 5, cột “Tệp”: tệp “12-KH-SVC-2026.yaml” đã có ở hàng trên"),
    "a path for a file": (setting(FACTS, "kinh-phi", "Tệp", "../../x.yaml"), "hàng 3, cột “Tệp”: tên tệp “../../x.yaml” không dùng được"),
    "a row without a file": (no_file, "cột “Tệp”: tên tệp “” không dùng được"),
    "a file that no directive has": (setting(FACTS, "kinh-phi", "Tệp", "la.yaml"), "hàng 3, cột “Tệp”: tệp “la.yaml” không có ở trang “Văn bản”"),
    "joined cells": (joined, "trang “Mục tri thức”, hàng 4: có ô bị gộp làm một"),
    "a sheet of one's own": (stray_sheet, "trang “Nháp”, hàng 1: không rõ trang này là gì"),
    "a sheet less": (lambda book: book.remove(book[FACTS]), "thiếu trang “Mục tri thức”"),
    "a common key that is none": (common, "trang “Điều chung của tệp”, hàng 2, cột “Khóa”: không có tệp “agencies.yaml” với khóa “la”"),
    "a look-alike letter": (setting(FACTS, "kinh-phi", "Ghi chú", "Nоi dung"), "hàng 3, cột “Ghi chú”: chữ “о” (chữ Kirin)"),
}  # fmt: skip


@pytest.mark.parametrize("name", DEFECTS)
def test_a_defect_is_named_with_its_sheet_row_and_column(name: str, folder: Path, book: Path):
    change, words = DEFECTS[name]
    before = contents(folder)
    wrong = edited(book, change).rename(book)

    with pytest.raises(KnowledgeInvalid) as refused:
        apply(read_changes(wrong, folder).files, folder)

    told = [str(problem) for problem in refused.value.problems]
    assert any(words in line for line in told), told
    assert before == contents(folder)
