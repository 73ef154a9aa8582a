"""Texts that read the same become the same text, and nothing else changes."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.text.normalize import clean, comparable, fold, fold_syllable

LETTERS = "aăâeêioôơuưyđbcdghklmnpqrstvx"
# What people, scanners and old web pages put into Vietnamese: letters, marks in any order, look-alikes, invisible characters, spaces
STRANGE = st.text(
    st.sampled_from(LETTERS + LETTERS.upper() + "аеорсхуіАВЕКМНОРСТХоνΑΒΕðÐƉıƣǎŏ\u0300\u0301\u0302\u0303\u0306\u0309\u030c\u031b\u0323"
                    "\u0340\u0341\u00a0\u200b\u200c\ufeff\u2009\u00ad\u0000\n\t -–—‑−'’“”.,/0123456789İßﬁＵ𝗨m³½"),
    max_size=40,
)  # fmt: skip
SENTENCES = [
    "Ủy ban nhân dân thành phố Hà Nội",
    "Hỗ trợ xây dựng, sửa chữa nhà ở cho cựu thanh niên xung phong",
    "Khiếu nại, tố cáo; giấy chứng nhận quyền sử dụng đất",
    "được người phường thuở khuya nguệch ngoạc khuỷu tay",
]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("hoà", "hòa"), ("khoẻ", "khỏe"), ("thuỷ", "thủy"), ("uỷ ban", "ủy ban"), ("HOÀ GIẢI", "hòa giải"), ("số hoá", "số hóa"),
        ("hoàn", "hoàn"), ("xoét", "xoét"), ("huýt", "huýt"), ("thuở", "thuở"), ("ngoài", "ngoài"), ("khuỷu", "khuỷu"),
        ("quý", "quý"), ("quỷ", "quỷ"), ("quà", "quà"), ("Quý IV", "quý iv"),
    ],
)  # fmt: skip
def test_the_tone_mark_gets_its_old_place_but_never_after_q(typed: str, expected: str) -> None:

    assert expected == comparable(typed)


@pytest.mark.parametrize(
    ("old", "new"),
    [("hòa", "hoà"), ("hóa", "hoá"), ("tỏa", "toả"), ("tõa", "toã"), ("họa", "hoạ"), ("hòe", "hoè"), ("khóe", "khoé"), ("khỏe", "khoẻ"),
     ("lõe", "loẽ"), ("lọe", "loẹ"), ("ùy", "uỳ"), ("úy", "uý"), ("ủy", "uỷ"), ("hũy", "huỹ"), ("lụy", "luỵ")],
)  # fmt: skip
def test_both_tone_placements_are_one_text(old: str, new: str) -> None:

    assert comparable(old) == comparable(new)
    assert comparable(old.upper()) == comparable(new.upper())


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("\u00f0ường", "đường"), ("\u00d0ường", "đường"), ("\u0189ất", "đất"),  # eth and African d
        ("ch\u0430", "cha"), ("\u0440hường", "phường"), ("\u0421ông", "công"), ("\u0425ã", "xã"),  # Cyrillic
        ("ph\u03bf", "pho"), ("\u039dội", "nội"),  # Greek
        ("t\u0131nh", "tinh"), ("n\u01cem", "năm"), ("t\u01a3", "tơ"),
        ("＃ＵＢＮＤ", "#ubnd"), ("𝗨𝗕𝗡𝗗", "ubnd"), ("25 m³", "25 m3"),
        ("2019 – 2020", "2019 - 2020"), ("2019—2020", "2019-2020"), ("190/KH‑UBND", "190/kh-ubnd"), ("“một cửa”", '"một cửa"'),
    ],
)  # fmt: skip
def test_look_alikes_become_the_letter_that_is_meant(typed: str, expected: str) -> None:

    assert expected == comparable(typed)


@pytest.mark.parametrize("unseen", ["\u200b", "\u200c", "\ufeff", "\u00ad", "\u2060", "\u202e", "\ufe0f"])
def test_invisible_characters_vanish(unseen: str) -> None:

    assert "hỗ trợ" == comparable(f"{unseen}hỗ{unseen} tr{unseen}ợ")
    assert "hỗ trợ" == clean(f"{unseen}hỗ{unseen} tr{unseen}ợ")


@pytest.mark.parametrize("space", ["\u00a0", "\u2009", "\t", "\n", "\r\n", "\x00", "   "])
def test_every_kind_of_space_is_one_space(space: str) -> None:

    assert "hỗ trợ" == comparable(f"{space}hỗ{space}trợ{space}")


@pytest.mark.parametrize("marked", ["e\u0302\u0323", "e\u0323\u0302", "ê\u0323", "ẹ\u0302"])
def test_marks_in_any_order_make_one_letter(marked: str) -> None:

    assert "ệ" == comparable(marked)


def test_the_old_tone_marks_are_the_new_ones() -> None:

    assert "hà" == comparable("ha\u0340")
    assert "há" == comparable("ha\u0341")


@pytest.mark.parametrize("sentence", SENTENCES)
def test_decomposed_text_is_the_same_text(sentence: str) -> None:

    assert comparable(sentence) == comparable(unicodedata.normalize("NFD", sentence))
    assert fold(sentence) == fold(unicodedata.normalize("NFD", sentence))
    assert clean(sentence) == clean(unicodedata.normalize("NFD", sentence))


@pytest.mark.parametrize(
    ("text", "expected"),
    [("Đường phố", "Duong pho"), ("được người", "duoc nguoi"), ("ỦY BAN", "UY BAN"), ("Müller, façade", "Müller, façade"), ("", "")],
)
def test_folding_takes_the_vietnamese_marks_and_the_bar_of_d(text: str, expected: str) -> None:

    assert expected == fold(text)


@pytest.mark.parametrize(
    ("one", "other"), [("ký", "kí"), ("lý", "lí"), ("mỹ", "mĩ"), ("quý", "quí"), ("hy", "hi"), ("sỹ", "sĩ"), ("ty", "ti"), ("vy", "vi")]
)
def test_i_and_y_at_the_end_are_folded_together(one: str, other: str) -> None:

    assert fold_syllable(one) == fold_syllable(other)


@pytest.mark.parametrize("syllable", ["tay", "tai", "thuy", "uy", "y", "yêu"])
def test_a_y_that_makes_a_difference_stays(syllable: str) -> None:

    assert fold(syllable) == fold_syllable(syllable)


@given(st.text())
def test_any_text_is_normalized_once_and_for_all(text: str) -> None:
    once = comparable(text)

    assert once == comparable(once)


@given(STRANGE)
def test_strange_vietnamese_is_normalized_once_and_for_all(text: str) -> None:
    once = comparable(text)

    assert once == comparable(once)
    assert once == once.strip()
    assert "  " not in once


@given(st.text(st.characters(codec=None), max_size=30))
def test_no_text_whatever_raises(text: str) -> None:
    folded = fold(comparable(text))

    assert isinstance(fold_syllable(folded) + clean(text), str)


@given(STRANGE)
def test_decomposing_a_text_changes_nothing(text: str) -> None:

    assert comparable(unicodedata.normalize("NFC", text)) == comparable(unicodedata.normalize("NFD", text))


@given(st.text(st.sampled_from(unicodedata.normalize("NFC", "".join(SENTENCES) + LETTERS + "çüñěå"))))
def test_folding_keeps_the_length(text: str) -> None:

    assert len(text) == len(fold(text))


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:

    assert fold(text) == fold(fold(text))


@given(st.text())
def test_a_cleaned_text_is_clean(text: str) -> None:

    assert clean(text) == clean(clean(text))
