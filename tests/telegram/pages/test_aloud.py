"""A text is read aloud as people say it, whichever fact it tells."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.telegram.aloud import Aloud, spelled
from bot.library.reader import Library
from tests.telegram.pages.chance import patient


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("Kế hoạch 191/KH-UBND ngày 28/8/2019.", "Kế hoạch số 191 ngày 28 tháng 8 năm 2019."),
        ("Theo 441/TB-VP, hạn là 05/9/2022", "Theo thông báo số 441, hạn là ngày 5 tháng 9 năm 2022."),
        ("Số 100/KH-UBND và 9999/XY-UBND", "Số 100 và văn bản số 9999."),
        ("Pháp lệnh 34/2007/PL-UBTVQH11", "Pháp lệnh số 34 năm 2007."),
        ("780.000.000 đồng (780 triệu đồng)", "Bảy trăm tám mươi triệu đồng, 780 triệu đồng."),
        ("đạt 43,90/80 điểm, đứng thứ 12/63", "Đạt 43 phẩy 90 trên 80 điểm, đứng thứ 12 trên 63."),
        ("quý IV/2019, tháng 9/2022, 2019 - 2020", "Quý 4 năm 2019, tháng 9 năm 2022, 2019 đến 2020."),
        ("từ ngày 26-30/8/2019", "Từ ngày 26 đến ngày 30 tháng 8 năm 2019."),
        ("mục III.2, phần II và Phụ lục 2", "Mục 3 chấm 2, phần 2 và Phụ lục 2."),
        ("UBND cấp xã giải quyết 100% TTHC", "Ủy ban nhân dân cấp xã giải quyết 100 phần trăm thủ tục hành chính."),
        ("• Việc một\n• Việc hai (gấp)", "Việc một. Việc hai, gấp."),
        ("gọi 024.1022 hoặc 19001009", "Gọi 0 2 4, 1 0 2 2 hoặc 1 9 0 0 1 0 0 9."),
        ("3 tháng/lần; và/hoặc xã/phường", "3 tháng một lần; và hoặc xã hoặc phường."),
        ("gửi phong_a@hanoi.gov.vn", "Gửi phong gạch dưới a a còng hanoi chấm gov chấm vn."),
        ("“Cải cách” [1] <b>", "Cải cách, 1, dưới b trên."),
        ("chỉ số PAPI", "Chỉ số PAPI."),
        ("", ""),
    ],
)
def test_it_is_read_as_people_say_it(aloud: Aloud, text: str, read: str) -> None:

    assert read == aloud.read(text)


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "không"), (4, "bốn"), (10, "mười"), (15, "mười lăm"), (21, "hai mươi mốt"), (55, "năm mươi lăm"), (100, "một trăm"), (101, "một trăm linh một"), (110, "một trăm mười"), (1000, "một nghìn"),
        (1005, "một nghìn không trăm linh năm"), (10_000, "mười nghìn"), (780_000_000, "bảy trăm tám mươi triệu"), (1_000_001, "một triệu không trăm linh một"),
        (2_500_000_000, "hai tỷ năm trăm triệu"), (-1, "-1"), (10**12, str(10**12)),
    ],
)  # fmt: skip
def test_a_number_is_said_in_words(number: int, words: str) -> None:

    assert words == spelled(number)


def test_every_fact_is_read_without_marks_long_figures_or_listed_abbreviations(library: Library, aloud: Aloud) -> None:
    wrong = []
    for fact_id in library.fact_ids():
        read = aloud.read(library.fact(fact_id).says)
        if re.search(r"[()\[\]{}/•\n%“”\"*_@<>&…]|\d\.\d|\d{5}|  | [,.;:]|,,|\.\.|,\s*[.;:]", read) or {
            "UBND",
            "HĐND",
            "TTHC",
            "TNXP",
        } & set(re.findall(r"\w+", read)):
            wrong.append(read)

    assert [] == wrong


def test_a_day_of_a_fact_is_read_with_the_same_numbers(library: Library, aloud: Aloud) -> None:
    for fact_id in library.fact_ids():
        says = library.fact(fact_id).says
        for day, month, year in re.findall(r"(?<![\d/-])(\d{1,2})/(\d{1,2})/(\d{4})", says):
            assert f"ngày {int(day)} tháng {int(month)} năm {year}" in aloud.read(says).replace("Ngày", "ngày")


@patient
@given(st.text(alphabet=st.characters(exclude_categories=()), max_size=200))
def test_any_text_can_be_read(aloud: Aloud, text: str) -> None:

    assert not re.search(r"[()\[\]•\n]", aloud.read(text))
