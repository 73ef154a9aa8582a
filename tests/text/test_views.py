"""The three views of a text: made alike for facts and questions, packed into one line and unpacked without loss."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.text import segment
from bot.text.normalize import comparable
from bot.text.tokens import tokens
from bot.text.views import pack, pairs, unpack, view, view_of_tokens


@pytest.fixture(scope="module", autouse=True)
def pairs_of_syllables() -> object:
    """A segmenter that joins every two words, in place of underthesea's."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(segment, "words", _two_by_two)
        yield


def _two_by_two(text: str) -> list[str]:
    cut = tokens(text)
    return ["_".join(cut[start : start + 2]) for start in range(0, len(cut), 2)]


def test_a_text_has_three_views() -> None:
    seen = view("Hỗ trợ nhà ở")

    assert ("hỗ", "trợ", "nhà", "ở") == seen.tones
    assert ("ho", "tro", "nha", "o") == seen.folds
    assert ("hỗ_trợ", "nhà_ở") == seen.words
    assert ("ho+tro", "tro+nha", "nha+o") == seen.pairs


def test_document_numbers_and_figures_are_never_part_of_a_word() -> None:

    assert ("quyết_định", "190/kh-ubnd", "ngày", "27/8/2019") == view("Quyết định 190/KH-UBND ngày 27/8/2019").words


def test_what_is_told_apart_by_its_pairs() -> None:

    assert view("đường phố").folds != view("phố đường").folds
    assert set(view("duong pho").pairs) != set(view("pho duong").pairs)


@pytest.mark.parametrize(
    ("one", "other"), [("Hoà giải", "hòa giải"), ("HỖ TRỢ", "hỗ trợ"), ("hỗ  trợ?", "hỗ trợ"), ("h\u043e\u0323c", "học")]
)
def test_texts_that_read_the_same_have_the_same_views(one: str, other: str) -> None:

    assert view(one) == view(other)


def test_a_missing_accent_changes_only_the_accented_view() -> None:

    assert view("dang ky").folds == view("đăng kí").folds
    assert view("dang ky").tones != view("đăng kí").tones


@pytest.mark.parametrize("text", ["", " ", "?!", "___", "\u200b"])
def test_a_text_without_letters_has_empty_views(text: str) -> None:

    assert "" == pack(text)
    assert ((), (), ()) == (view(text).tones, view(text).folds, view(text).words)


def test_tokens_already_cut_have_no_words() -> None:
    seen = view_of_tokens(("hỗ", "trợ"))

    assert (("hỗ", "trợ"), ("ho", "tro"), ()) == (seen.tones, seen.folds, seen.words)


@pytest.mark.parametrize(("folds", "expected"), [((), ()), (("a",), ()), (("a", "b", "c"), ("a+b", "b+c"))])
def test_pairs_are_neighbours(folds: tuple[str, ...], expected: tuple[str, ...]) -> None:

    assert expected == pairs(folds)


@given(st.text())
def test_unpacking_gives_the_tokens_of_the_text(text: str) -> None:
    seen = unpack(pack(text))

    assert tuple(tokens(comparable(text))) == seen.tones
    assert len(seen.tones) == len(seen.folds)
    assert seen.tones == tuple(token for word in seen.words for token in word.split("_"))


@given(st.text())
def test_packing_what_was_made_comparable_changes_nothing(text: str) -> None:

    assert pack(text) == pack(comparable(text))


@given(st.text(max_size=30))
@settings(max_examples=60, deadline=None)
def test_the_real_segmenter_never_changes_the_tokens(text: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(segment, "words", REAL_WORDS)
        seen = view(text)

    assert tuple(tokens(comparable(text))) == seen.tones


def test_the_real_segmenter_finds_words() -> None:

    assert ["hỗ_trợ", "thanh_niên"] == REAL_WORDS("hỗ trợ thanh niên")


REAL_WORDS = segment.words  # as it was when this module was read, before it is replaced
