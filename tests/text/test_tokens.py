"""Comparable text is cut into tokens: document numbers, dates and numbers stay whole."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.text.normalize import comparable
from bot.text.tokens import is_document_number, sentences, tokens


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Hỗ trợ nhà ở?", ["hỗ", "trợ", "nhà", "ở"]), ("190/KH-UBND ngày 27/8/2019", ["190/kh-ubnd", "ngày", "27/8/2019"]),
        ("Nghị định 43/2011/NĐ-CP.", ["nghị", "định", "43/2011/nđ-cp"]), ("10-CTr/TU", ["10-ctr/tu"]),
        ("780.000.000 đồng", ["780.000.000", "đồng"]), ("8,5%", ["8,5"]), ("Sở TN&MT", ["sở", "tn", "mt"]),
        ("1723/CTPH-TANDTPHN-STP", ["1723/ctph-tandtphn-stp"]), ("mức độ 3, 4", ["mức", "độ", "3", "4"]), ("...!?", []), ("", []),
        ("190/kh_ubnd", ["190/kh", "ubnd"]),
    ],
)  # fmt: skip
def test_text_is_cut_into_tokens(text: str, expected: list[str]) -> None:

    assert expected == tokens(comparable(text))


@pytest.mark.parametrize("token", ["190/kh-ubnd", "43/2011/nđ-cp", "10-ctr/tu"])
def test_document_numbers_are_known_as_such(token: str) -> None:

    assert is_document_number(token)


@pytest.mark.parametrize("token", ["30/9/2019", "190", "780.000.000", "ubnd", "km"])
def test_other_tokens_are_no_document_numbers(token: str) -> None:

    assert not is_document_number(token)


@given(st.text())
def test_the_letters_and_digits_of_a_text_are_all_in_its_tokens(text: str) -> None:
    text = comparable(text)
    kept = "".join(letter for token in tokens(text) for letter in token if letter.isalnum())

    assert "".join(letter for letter in text if letter.isalnum()) == kept


@given(st.text())
def test_tokens_hold_no_spaces_or_underscores(text: str) -> None:

    assert [] == [token for token in tokens(comparable(text)) if not token or set(token) & set(" _\t\n")]


@given(st.text())
def test_cutting_joined_tokens_gives_the_same_tokens(text: str) -> None:
    cut = tokens(comparable(text))

    assert cut == tokens(" ".join(cut))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Một. Hai! Ba?", ["Một.", "Hai!", "Ba?"]), ("Một\nHai", ["Một", "Hai"]), ("780.000.000 đồng.", ["780.000.000 đồng."]),
        ("Một câu", ["Một câu"]), ("", []), (" \n ", []),
    ],
)  # fmt: skip
def test_text_is_split_into_sentences(text: str, expected: list[str]) -> None:

    assert expected == sentences(text)
