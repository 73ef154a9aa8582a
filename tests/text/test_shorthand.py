"""Abbreviations are met however they are written: with signs, in pieces, their đ typed as keys; nothing else is cut otherwise than it was."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.text.normalize import comparable
from bot.text.shorthand import cut, readings, respelled, stroked
from bot.text.tokens import tokens

SHORT = {
    "b/c": ("báo cáo",), "kn": ("khiếu nại", "kiến nghị"), "tttt": ("thông tin và truyền thông",), "tt": ("thông tin",), "lđtbxh": ("lao động",),
    "kt-xh": ("kinh tế - xã hội",), "ubnd": ("ủy ban nhân dân",), "tp": ("thành phố",), "q": ("quận",), "hđnd": ("hội đồng nhân dân",), "gdđt": ("giáo dục",),
    "đc": ("được",), "tthc": ("thủ tục hành chính",), "kstthc": ("kiểm soát thủ tục",), "dvctt": ("dịch vụ công trực tuyến",), "ac": ("anh chị",),
    "sgdđt": ("sở giáo dục",), "hcm": ("hồ chí minh",), "tphcm": ("thành phố hồ chí minh",), "ubndtp": ("ủy ban nhân dân thành phố",),
}  # fmt: skip


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("hạn gửi b/c", ["hạn", "gửi", "b/c"]), ("k/n đông người", ["k/n", "đông", "người"]), ("sở tt&tt, tt & tt", ["sở", "tt&tt", "tt & tt"]),
        ("lđ-tb&xh", ["lđ-tb&xh"]), ("lđ tb xh", ["lđ tb xh"]), ("gd đt", ["gd đt"]), ("dvc tt mức 4", ["dvc tt", "mức", "4"]), ("kt.xh", ["kt", "xh"]),
        ("kt-xh", ["kt-xh"]), ("tthc-kstthc", ["tthc", "kstthc"]), ("ubnd/lđtb&xh", ["ubnd", "lđtb&xh"]), ("q.hoàn kiếm", ["q", "hoàn", "kiếm"]),
        ("u.b.n.d tp", ["u.b.n.d", "tp"]), ("gd&ddt", ["gd&ddt"]), ("tp.hn", ["tp", "hn"]), ("tp.hcm", ["tp", "hcm"]), ("ubnd tp", ["ubnd", "tp"]), ("tphcm", ["tphcm"]), ("và/hoặc", ["và", "hoặc"]), ("t9/2022", ["t9", "2022"]),
        ("190/kh-ubnd ngày 30/9/2019", ["190/kh-ubnd", "ngày", "30/9/2019"]), ("10-ctr/tu", ["10-ctr/tu"]), ("a c", ["a", "c"]), ("tt tt tt", ["tt tt", "tt"]),
        ("780.000.000 đồng", ["780.000.000", "đồng"]), ("b/c@hanoi.gov.vn", ["b", "c", "hanoi", "gov", "vn"]),
    ],
)  # fmt: skip
def test_an_abbreviation_with_signs_or_in_pieces_is_one_token(text: str, expected: list[str]) -> None:

    assert expected == cut(text, SHORT)


@pytest.mark.parametrize(
    ("token", "expected"),
    [
        ("b/c", ("báo cáo",)), ("k/n", ("khiếu nại", "kiến nghị")), ("tt & tt", ("thông tin và truyền thông",)), ("lđ-tb&xh", ("lao động",)),
        ("gd đt", ("giáo dục",)), ("hddnd", ("hội đồng nhân dân",)), ("hd9nd", ("hội đồng nhân dân",)), ("ddc", ("được",)), ("d9c", ("được",)),
        ("sgdddt", ("sở giáo dục",)), ("gd&ddt", ("giáo dục",)), ("500k", ("500 nghìn",)), ("1,2ty", ("1,2 tỷ",)), ("hội", ()),
        ("190/kh-ubnd", ()), ("ddci", ()),
    ],
)  # fmt: skip
def test_a_short_form_is_read_however_it_is_written(token: str, expected: tuple[str, ...]) -> None:

    assert expected == readings(token, SHORT)


@pytest.mark.parametrize(
    ("token", "expected"),
    [("fải", "phải"), ("khôg", "không"), ("mìh", "mình"), ("jờ", "giờ"), ("wá", "quá"), ("rôoồi", ""), ("hội", ""), ("hoi", "")],
)
def test_chat_spellings_follow_rules(token: str, expected: str) -> None:

    assert expected == respelled(token)


@pytest.mark.parametrize(("token", "expected"), [("sgdddt", {"sgđdt", "sgdđt"}), ("hddnd", {"hđnd"}), ("hdnd", set()), ("d9d9", {"đđ"})])
def test_a_stroke_typed_as_keys_is_put_back(token: str, expected: set[str]) -> None:

    assert expected == set(stroked(token))


@given(st.text("abdđkntx &/.-1", max_size=40))
def test_without_abbreviations_nothing_is_cut_otherwise(text: str) -> None:
    text = comparable(text)

    assert tokens(text) == cut(text, {})


@given(st.text("abcdđhknqtupx &/.-19", max_size=40))
def test_cutting_loses_no_letter_and_no_digit(text: str) -> None:
    text = comparable(text)

    assert [sign for sign in text if sign.isalnum()] == [sign for token in cut(text, SHORT) for sign in token if sign.isalnum()]


@given(st.text())
def test_no_text_raises(text: str) -> None:

    for token in cut(comparable(text), SHORT):
        readings(token, SHORT)
        respelled(token)
