"""What can be a Vietnamese syllable, and where its tone mark stands."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.text.normalize import fold, fold_syllable
from bot.text.syllable import TONES, accented_forms, is_folded_syllable, is_syllable, split_tone, with_tone
from tests.text.words import WORDS, plain


@pytest.mark.parametrize("word", [plain(word) for word in WORDS])
def test_a_real_word_is_a_syllable_with_and_without_accents(word: str) -> None:

    assert is_syllable(word)
    assert is_folded_syllable(fold(word))


@pytest.mark.parametrize(
    "word",
    [
        "class",
        "speed",
        "access",
        "web",
        "hanoi",
        "ubnd",
        "x",
        "ng",
        "ngh",
        "q",
        "",
        "a1",
        "được2",
        "strong",
        "khkh",
        "việtt",
        "quc",
        "hà nội",
    ],
)
def test_other_things_are_no_syllables(word: str) -> None:

    assert not is_syllable(word)


@pytest.mark.parametrize("word", ["các", "cạc", "ích", "ịch", "ấp", "tốt", "một"])
def test_a_stopped_rime_takes_sac_or_nang(word: str) -> None:

    assert is_syllable(word)


@pytest.mark.parametrize("word", ["càc", "cảc", "cãc", "ìch", "ầp", "tổt", "mỗt"])
def test_a_stopped_rime_takes_no_other_tone(word: str) -> None:

    assert not is_syllable(word)


@pytest.mark.parametrize(
    ("bare", "key", "expected"),
    [
        ("hoa", "f", "hòa"), ("khoe", "r", "khỏe"), ("thuy", "r", "thủy"), ("uy", "r", "ủy"), ("hoan", "f", "hoàn"), ("xoet", "s", "xoét"),
        ("huyt", "s", "huýt"), ("thuơ", "r", "thuở"), ("tiêng", "s", "tiếng"), ("thuê", "s", "thuế"), ("ngươi", "f", "người"),
        ("bia", "f", "bìa"), ("cua", "r", "của"), ("chưa", "x", "chữa"), ("gia", "f", "già"), ("quy", "s", "quý"), ("qua", "r", "quả"),
        ("gi", "f", "gì"), ("gin", "f", "gìn"), ("ngoai", "f", "ngoài"), ("khuyu", "r", "khuỷu"), ("rươu", "j", "rượu"),
        ("hiêu", "r", "hiểu"), ("yêu", "s", "yếu"), ("khuya", "", "khuya"), ("quynh", "f", "quỳnh"), ("xyz", "s", "xýz"), ("bcd", "s", "bcd"),
    ],
)  # fmt: skip
def test_the_tone_mark_stands_where_it_is_printed(bare: str, key: str, expected: str) -> None:

    assert expected == with_tone(bare, TONES.get(key, ""))


@pytest.mark.parametrize("word", [plain(word) for word in WORDS])
def test_taking_the_tone_off_and_putting_it_back_gives_the_word(word: str) -> None:

    assert word == with_tone(*split_tone(word))


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("người", ("ngươi", "\u0300")),
        ("hỗ", ("hô", "\u0303")),
        ("nhà", ("nha", "\u0300")),
        ("được", ("đươc", "\u0323")),
        ("ta", ("ta", "")),
    ],
)
def test_the_tone_is_split_off_but_not_the_shape_of_the_vowel(word: str, expected: tuple[str, str]) -> None:

    assert expected == split_tone(word)


@pytest.mark.parametrize("word", [plain(word) for word in WORDS])
def test_a_word_is_among_all_that_read_like_it_without_accents(word: str) -> None:
    forms = accented_forms(fold(word))

    assert word in forms
    assert {fold_syllable(form) for form in forms} <= {fold_syllable(fold(word)), fold(word)[:-1] + "y"}


@pytest.mark.parametrize("word", ["quuý", "quuy", "quuận"])
def test_the_u_of_qu_stands_once(word: str) -> None:

    assert not is_syllable(word)
    assert not is_folded_syllable(fold(word))


@given(st.text(), st.sampled_from(["", *TONES.values()]))
def test_no_text_raises(text: str, tone: str) -> None:

    assert isinstance(is_syllable(text), bool)
    assert isinstance(is_folded_syllable(text), bool)
    assert isinstance(with_tone(text, tone) + split_tone(text)[0], str)
