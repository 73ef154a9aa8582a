import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some

from bot.journal.masking import masked
from bot.settings import PROJECT
from tests.journal.numbers import COVERED, UNTOUCHED, rows


def units(text: str) -> int:
    """How long Telegram finds a text."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def starred(row: str) -> str:
    """A row with what stands in brackets covered."""
    return re.sub("⟦(.*?)⟧", lambda found: re.sub(r"[^\W_]|[\ufe0f\u20e3]", lambda sign: "*" * units(sign[0]), found[1]), row)


def test_there_are_enough_rows():
    assert len(rows(COVERED)) + len(rows(UNTOUCHED)) >= 250


@pytest.mark.parametrize("row", rows(COVERED))
def test_covers_personal_numbers_and_nothing_beside_them(row):
    assert masked(re.sub("[⟦⟧]", "", row)) == starred(row)


@pytest.mark.parametrize("row", rows(UNTOUCHED))
def test_leaves_everything_else(row):
    assert masked(row) == row


@pytest.mark.parametrize("row", rows(UNTOUCHED))
def test_leaves_everything_else_beside_a_number(row):
    assert masked(f"{row}\nsđt 0912345678") == f"{row}\nsđt **********"


def test_no_question_of_the_golden_files_is_touched():
    questions = [text for file in (PROJECT / "knowledge" / "golden").glob("*.jsonl") for text in texts_of(file)]

    assert len(questions) > 1000
    assert [text for text in questions if masked(text) != text] == []


def texts_of(file: Path) -> Iterator[str]:
    for line in file.read_text(encoding="utf-8").splitlines():
        for value in json.loads(line).values():
            yield from (text for text in (value if isinstance(value, list) else [value]) if isinstance(text, str))


NEAR = some.text(alphabet="0123456789 .-/()+@,đsdtk*\u200b٣𝟗\u0301\ud800\n", max_size=60)
WORDS = some.lists(
    some.sampled_from([*"0912345678 001087012345 780.000.000 đồng stk sđt cmnd , / - @ gmail.com năm 2019".split(), " "])
).map("".join)


@given(some.one_of(some.text(), NEAR, WORDS))
def test_keeps_the_length_and_changes_nothing_the_second_time(text):
    once = masked(text)

    assert units(once) == units(text)
    assert masked(once) == once


@given(some.text().filter(lambda text: "@" not in text and "＠" not in text and not any(sign.isdigit() for sign in text)))
def test_leaves_texts_without_digits_and_addresses(text):
    assert masked(text) == text


@given(
    some.from_regex(r"0(3[2-9]|5[25689]|7[06-9]|8[1-9]|9[0-9])[0-9]{7}", fullmatch=True),
    some.sampled_from(["", " ", ".", "-", "–", ". "]),
    some.data(),
)
def test_covers_every_mobile_number_however_it_is_spaced(number, between, data):
    cut = data.draw(some.sampled_from([(4, 7), (3, 6), (4,), (2, 4, 6, 8), (4, 6, 8)]))
    spaced = between.join(number[first:last] for first, last in zip((0, *cut), (*cut, 10), strict=True))

    assert not re.search("[0-9]", masked(f"Gọi tôi: {spaced} nhé"))


@pytest.mark.parametrize(
    "text",
    [
        "9" * 5000,
        "0" * 5000,
        "0912345678 " * 400,
        "stk " * 1000 + "1",
        "a@" * 2000,
        "1." * 2000,
        "0 " * 2000,
        "((((" * 1000 + "0",
        "ab1" + "1 " * 2000,
        "a.b." * 1000 + "123456@",
    ],
)
def test_hostile_texts_do_not_hold_it_up(text):
    assert units(masked(text)) == units(text)
