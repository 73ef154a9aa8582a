"""Days, months, quarters, years, document numbers, percentages and amounts are read out of text, with or without accents."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.span import Span
from bot.text.mentions import Mentions, mentions
from bot.text.normalize import comparable, fold


def said(text: str) -> Mentions:
    return mentions(comparable(text))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("190/KH-UBND", ("190/kh-ubnd",)), ("theo Nghị định số 43/2011/NĐ-CP ngày 13/6/2011", ("43/2011/nđ-cp",)),
        ("Chương trình 10-CTr/TU", ("10-ctr/tu",)), ("3789/UBND-TKBT và 4612/QĐ-UBND", ("3789/ubnd-tkbt", "4612/qđ-ubnd")),
        ("1723/CTPH-TANDTPHN-STP", ("1723/ctph-tandtphn-stp",)), ("136/BC-UBND, 136/BC-UBND", ("136/bc-ubnd",)),
        ("30/9/2019", ()), ("80 trạm/70 trạm", ()), ("km/h", ()),
    ],
)  # fmt: skip
def test_whole_document_numbers(text: str, expected: tuple[str, ...]) -> None:

    assert tuple(fold(number) for number in expected) == said(text).documents


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("kế hoạch 190 nói gì", ("190",)), ("ke hoach so 190", ("190",)), ("KH 157", ("157",)), ("QĐ 4612", ("4612",)),
        ("công văn số 3678 và thông báo 441", ("3678", "441")), ("kế hoạch 100/2019", ("100",)), ("kế hoạch 100 %", ()),
        ("kế hoạch 2019", ()), ("luật 2013", ()), ("kế hoạch 15 triệu", ()), ("kế hoạch 190/KH-UBND", ()),
    ],
)  # fmt: skip
def test_documents_named_by_kind_and_digits(text: str, expected: tuple[str, ...]) -> None:

    assert expected == said(text).bare


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("ngày 28/8/2019", "2019-08-28"), ("ngày 28.8.2019", "2019-08-28"), ("28-08-2019", "2019-08-28"),
        ("ngày 3 tháng 9 năm 2019", "2019-09-03"), ("ngay 3 thang 9 nam 2019", "2019-09-03"),
        ("tháng 10/2022", "2022-10"), ("tháng 10 năm 2022", "2022-10"), ("10/2022", "2022-10"), ("T10/2022", "2022-10"),
        ("quý IV/2019", "2019-Q4"), ("quý 4 năm 2019", "2019-Q4"), ("quy iv nam 2019", "2019-Q4"), ("quí I 2024", "2024-Q1"),
    ],
)  # fmt: skip
def test_days_months_and_quarters_with_a_year(text: str, span: str) -> None:

    assert (Span.parse(span),) == said(text).spans
    assert frozenset({int(span[:4])}) == said(text).years


@pytest.mark.parametrize(
    ("text", "span"),
    [("giai đoạn 2019 - 2020", "2019/2020"), ("2021–2025", "2021/2025"), ("từ 2016 đến 2020", "2016/2020"), ("2021-25", "2021/2025")],
)
def test_periods_of_years(text: str, span: str) -> None:

    assert (Span.parse(span),) == said(text).ranges


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("trước 30/9", Mentions(day_months=frozenset({(30, 9)}))), ("ngày 25 tháng 11", Mentions(day_months=frozenset({(25, 11)}))),
        ("tháng 9", Mentions(months=frozenset({9}))), ("quý III", Mentions(quarters=frozenset({3}))), ("năm 2019", Mentions(years=frozenset({2019}))),
        ("năm 2030, tầm nhìn 2050", Mentions(years=frozenset({2030, 2050}))), ("35%", Mentions(percents=frozenset({"35"}))),
        ("8,5 phần trăm", Mentions(percents=frozenset({"8.5"}))), ("8.5%", Mentions(percents=frozenset({"8.5"}))),
        ("29 người", Mentions(numbers=frozenset({29}))), ("1.234 hồ sơ", Mentions(numbers=frozenset({1234}))),
    ],
)  # fmt: skip
def test_one_thing_is_read_once_and_as_nothing_else(text: str, found: Mentions) -> None:

    assert found == said(text)


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("780 triệu đồng", 780_000_000), ("780.000.000 đồng", 780_000_000), ("780,000,000 đồng", 780_000_000), ("780tr", 780_000_000),
        ("1,5 tỷ", 1_500_000_000), ("1.5 triệu", 1_500_000), ("500k", 500_000), ("15 nghìn", 15_000), ("8000đ", 8000),
    ],
)  # fmt: skip
def test_money_is_counted_in_dong(text: str, amount: int) -> None:

    assert frozenset({amount}) == said(text).amounts


@pytest.mark.parametrize(("text", "year"), [("31/11/2019", 2019), ("29/2/2023", 2023)])
def test_a_day_that_does_not_exist_is_no_span_but_its_year_is_named(text: str, year: int) -> None:

    assert () == said(text).spans
    assert frozenset({year}) == said(text).years


@pytest.mark.parametrize("text", ["45/13/2019", "tháng 13", "quý 7", "0/0"])
def test_impossible_days_are_not_read(text: str) -> None:
    found = said(text)

    assert ((), frozenset(), frozenset(), frozenset()) == (found.spans, found.day_months, found.months, found.quarters)


@pytest.mark.parametrize(
    "text", ["1,5,3 triệu", "1.55.3 triệu", "1..5 tỷ", "9" * 5000 + " đồng", "9" * 5000, "9" * 5000 + "%", "٣ đồng", "²"]
)
def test_odd_numbers_do_not_raise(text: str) -> None:

    assert isinstance(said(text), Mentions)


@given(
    st.dates(date(1990, 1, 1), date(2099, 12, 31)),
    st.sampled_from(["{0}/{1}/{2}", "{0:02}/{1:02}/{2}", "{0}-{1}-{2}", "ngày {0} tháng {1} năm {2}"]),
)
def test_every_day_is_read_back(day: date, form: str) -> None:

    assert (Span(day, day),) == said(form.format(day.day, day.month, day.year)).spans


@given(st.text())
def test_no_text_raises(text: str) -> None:

    assert isinstance(said(text), Mentions)


PIECES = st.sampled_from(
    "2019 20 1 31 . , / - % $ ngày tháng năm quý iv kế hoạch kh số triệu tỷ đồng k đ tr /kh-ubnd t đến".split() + [" "] * 8
)


@given(st.lists(PIECES, max_size=14).map("".join))
def test_accents_make_no_difference(text: str) -> None:

    assert said(text) == said(fold(text))
