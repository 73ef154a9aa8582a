"""Slips of the finger are mended to words of the vocabulary that fit their neighbours."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.text.spelling import Speller

WORDS = {"khieu": 9, "nai": 9, "thanh": 9, "nien": 9, "xung": 5, "phong": 5, "nghieng": 1}
BESIDE = {("khieu", "nai"), ("thanh", "nien"), ("nien", "xung"), ("xung", "phong")}


@pytest.fixture(scope="module")
def speller() -> Speller:
    return Speller(WORDS, lambda left, right: int((left, right) in BESIDE))


@pytest.mark.parametrize(
    ("token", "before", "after", "meant"),
    [
        ("khieuu", "", "nai", "khieu"), ("nia", "khieu", "", "nai"), ("thnah", "", "nien", "thanh"), ("xug", "nien", "phong", "xung"),
        ("khieunai", "", "", "khieu nai"),
    ],
)  # fmt: skip
def test_a_slip_is_mended_to_the_word_that_fits_its_neighbours(speller: Speller, token: str, before: str, after: str, meant: str):
    assert speller.mend(token, before, after)[0][0] == meant


@given(word=st.sampled_from(sorted(WORDS)), times=st.integers(min_value=4, max_value=700))
def test_a_token_longer_than_any_two_words_is_left_alone(speller: Speller, word: str, times: int):
    assert speller.mend(word * times, "", "") == []


@given(token=st.text(max_size=30))
def test_whatever_is_mended_is_mended_to_known_words(speller: Speller, token: str):
    assert all(part in WORDS for mended, _ in speller.mend(token, "", "") for part in mended.split())
