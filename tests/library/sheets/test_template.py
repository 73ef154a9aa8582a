"""The template that administrators fill in."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from bot.domain.errors import KnowledgeInvalid
from bot.library.sheets import read_changes, template
from tests.library.sheets.workbooks import EXAMPLE, KNOWLEDGE, edited


@pytest.fixture
def book(tmp_path: Path) -> Path:
    template(tmp_path / "mau.xlsx", EXAMPLE)
    return tmp_path / "mau.xlsx"


def test_it_offers_the_documents_and_topics_that_there_are(book: Path):
    sheets = load_workbook(book)

    validations = sheets["Hỏi đáp"].data_validations.dataValidation
    assert {("C2:C501", "'Danh mục'!$A$2:$A$4", False), ("F2:F501", "'Danh mục'!$B$2:$B$4", True)} == {
        (str(one.sqref), one.formula1, one.showErrorMessage) for one in validations
    }
    assert "12/KH-SVC" in [cell.value for cell in sheets["Danh mục"]["A"]]
    assert ["Hỏi đáp", "Ví dụ", "Hướng dẫn", "Danh mục"] == sheets.sheetnames


def test_left_empty_it_says_so(book: Path):
    with pytest.raises(KnowledgeInvalid) as refused:
        read_changes(book, EXAMPLE)

    assert "mau.xlsx, trang “Hỏi đáp”, hàng 1, cột “Câu hỏi”: bảng chưa có hàng nào" in str(refused.value.problems[0])


def copy_example(book: Any) -> None:
    for row in book["Ví dụ"].iter_rows(min_row=2, values_only=True):
        book["Hỏi đáp"].append(row)


@pytest.mark.parametrize("folder", [EXAMPLE, pytest.param(KNOWLEDGE, marks=pytest.mark.slow)], ids=["example", "shipped"])
def test_its_example_can_be_imported(folder: Path, tmp_path: Path):
    template(tmp_path / "mau.xlsx", folder)

    changes = read_changes(edited(tmp_path / "mau.xlsx", copy_example), folder)

    assert [("directives/15-KH-VIDU.yaml", 2), ("directives/sua-mau.yaml", 1)] == [(one.file, one.added) for one in changes.files]


def choose_topic(book: Any) -> None:
    book["Hỏi đáp"].append(
        ["Sân chơi có mái che không?", "Sân chơi không có mái che.", "12/KH-SVC", "mục V", "", book["Danh mục"]["B2"].value]
    )


def test_a_topic_that_was_chosen_by_name_is_known(book: Path):
    content = read_changes(edited(book, choose_topic), EXAMPLE).files[0].content

    assert b"- id: san-choi-co-mai-che-khong\n  topic: san-choi\n" in (content or b"")
