"""The server reads HTML and counts characters as Telegram does."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.telegram.botapi.formatted import Entity, Formatted, found_in, of_bot, of_person, read_html, units
from tests.telegram.botapi.refusals import Refused


@pytest.mark.parametrize(
    ("source", "text", "entities"),
    [
        ("chữ thường", "chữ thường", []),
        ("<b>đậm</b> và <i>nghiêng</i>", "đậm và nghiêng", [("bold", 0, 3), ("italic", 7, 7)]),
        ("😀<b>a</b>", "😀a", [("bold", 2, 1)]),
        ("<b>một <i>hai</i></b>", "một hai", [("bold", 0, 7), ("italic", 4, 3)]),
        ("1 &lt; 2 &amp;&amp; 3 &gt; 2 &quot;x&quot; &#233; &#xe9;", '1 < 2 && 3 > 2 "x" é é', []),
        ("a & b &nbsp; &unknown;", "a & b &nbsp; &unknown;", []),
        ("<a href='https://hanoi.gov.vn/?a=1&amp;b=2'>cổng</a>", "cổng", [("text_link", 0, 4)]),
        ("<b></b>trống", "trống", []),
        ("<blockquote expandable>dài</blockquote>", "dài", [("blockquote", 0, 3)]),
        ("<span class='tg-spoiler'>kín</span>", "kín", [("spoiler", 0, 3)]),
        ("<B>hoa</B>", "hoa", [("bold", 0, 3)]),
    ],
)
def test_html_becomes_text_and_entities(source: str, text: str, entities: list[tuple[str, int, int]]) -> None:
    read = read_html(source)

    assert text == read.text
    assert entities == [(entity.kind, entity.offset, entity.length) for entity in read.entities]


@pytest.mark.parametrize(
    ("source", "why"),
    [
        ("<b>a", 'Can\'t find end tag corresponding to start tag "b"'),
        ("a</b>", "Unexpected end tag at byte offset 1"),
        ("<b>a</i>", 'Unmatched end tag at byte offset 4, expected "</b>", found "</i>"'),
        ("ạ<p>a</p>", 'Unsupported start tag "p" at byte offset 3'),
        ("1 < 2", 'Unsupported start tag "" at byte offset 2'),
        ("<b", "Unclosed start tag at byte offset 0"),
        ("<b>a</b", "Unclosed end tag at byte offset 4"),
        ("<a href>x</a>", 'Expected equal sign in declaration of an attribute of the tag "a" at byte offset 0'),
        ("<a href='x>x</a>", "Unclosed start tag at byte offset 0"),
        ("<span>x</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
    ],
)
def test_broken_html_is_refused_in_telegrams_words(source: str, why: str) -> None:
    with pytest.raises(Refused) as refused:
        read_html(source)

    assert (400, f"Bad Request: can't parse entities: {why}") == (refused.value.code, refused.value.description)


@given(st.text(alphabet=st.sampled_from("ab <>/&;=\"'#x1đ😀\n")))
def test_any_html_is_read_or_refused(source: str) -> None:
    try:
        read = read_html(source)
    except Refused as refused:
        assert 400 == refused.code  # noqa: PT017  both outcomes are right, a crash is not
    else:
        assert all(0 <= entity.offset < entity.offset + entity.length <= units(read.text) for entity in read.entities)


def test_length_counts_utf16_units_after_entities() -> None:
    fits = of_bot("<b>" + "😀" * 2048 + "</b>", "HTML", [])
    with pytest.raises(Refused, match="message is too long"):
        of_bot("😀" * 2048 + "a", "HTML", [])

    assert 4096 == units(fits.text)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "message text is empty"),
        (" \n ", "text must be non-empty"),
        ("\u200b\u2060", "text must be non-empty"),
        ("<b> </b>", "text must be non-empty"),
    ],
)
def test_a_text_with_nothing_to_see_is_refused(text: str, why: str) -> None:
    with pytest.raises(Refused, match=why):
        of_bot(text, "HTML", [])


def test_spaces_at_both_ends_are_cut_and_entities_move_along() -> None:
    assert Formatted("a b", (Entity("bold", 0, 1), Entity("italic", 2, 1))) == of_bot("  <b>a</b> <i>b </i> ", "HTML", [])


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("/start abc", [("bot_command", 0, 6)]),
        ("😀 /tra@hoidap_thu_bot x", [("bot_command", 3, 19)]),
        ("hỏi @hoidap_thu_bot nhé", [("mention", 4, 15)]),
        ("an@hanoi.gov.vn", [("email", 0, 15)]),
        ("xem https://hanoi.gov.vn/a?b=c.", [("url", 4, 27)]),
        ("100/KH-UBND và 4612/QĐ-UBND", []),
        ("#PAPI2019 #1", [("hashtag", 0, 9)]),
    ],
)
def test_entities_are_found_in_what_people_type(text: str, found: list[tuple[str, int, int]]) -> None:
    assert found == [(entity.kind, entity.offset, entity.length) for entity in found_in(text).entities]


def test_apps_cut_control_characters_before_they_send() -> None:
    assert "a b" == of_person(" a\x00b\r\n ").text
