"""An operator finds every document, agency and fact of the library by any of its names."""

from __future__ import annotations

import json

import pytest

from bot.channels.lookup import look_up
from bot.library.reader import Library
from bot.text.normalize import fold


@pytest.mark.parametrize(
    ("what", "shown"),
    [
        ("4612/QĐ-UBND", "Quyết định 4612/QĐ-UBND ngày 28/8/2019"), ("4612", "780.000.000 đồng"), ("4612/qd-ubnd", "29 cựu thanh niên xung phong"), ("STTTT", "Sở Khoa học và Công nghệ"),
        ("so noi vu", "441/TB-VP"), ("191-KH-UBND-2019/so-ngay", "29/8/2019"), ("441", "Thông báo 441/TB-VP"),
    ],
)  # fmt: skip
def test_it_is_found_and_shown(library: Library, what: str, shown: str) -> None:

    assert shown in "\n".join(found.text for found in look_up(library, what))


def test_every_directive_is_found_by_its_number_however_it_is_typed(library: Library) -> None:
    lost = [number for number in library.directives for typed in (number, fold(number), number.lower()) if not look_up(library, typed)]

    assert [] == lost


@pytest.mark.parametrize("what", ["", "999/KH-UBND", "không có gì", "🙂", "%"])
def test_what_is_not_there_is_not_found(library: Library, what: str) -> None:

    assert [] == look_up(library, what)


@pytest.mark.parametrize(
    ("what", "record"),
    [
        ("4612", "directive"),
        ("Sở Nội vụ", "agency"),
        ("191-KH-UBND-2019/buoc-3", "fact"),
        ("441-TB-VP-2022/tttt-cong-dvc", "fact"),
    ],
)
def test_what_machines_get_is_plain_json(library: Library, what: str, record: str) -> None:
    plain = [found.plain() for found in look_up(library, what)]

    assert plain == json.loads(json.dumps(plain, ensure_ascii=False))
    assert [record] == [item["record"] for item in plain]


def test_a_document_is_shown_with_its_own_facts_only(library: Library) -> None:
    (found,) = look_up(library, "3678/UBND-KT")

    assert "3678-UBND-KT-2019/sxd-han-quy-4" in found.text
    assert "191-KH-UBND-2019/" not in found.text
