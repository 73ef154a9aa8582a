"""Whatever is put into a page, Telegram takes it, and nothing of it is cut in the middle."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.telegram.actions import Home, Tell
from bot.channels.telegram.markup import MOST, Button, Run, Style, button, clean, cut, link, page, reply_markup, shortened, units
from tests.telegram.pages.chance import patient
from tests.telegram.pages.seen import seen

ANY = st.text(alphabet=st.characters(exclude_categories=()), max_size=300)
STYLED = st.lists(st.builds(Run, ANY, st.sampled_from(list(Style))), max_size=12)


@patient
@given(STYLED)
def test_any_texts_in_any_styles_make_a_page_that_telegram_takes(runs: list[Run]) -> None:
    made = page(runs)

    assert seen(made) == made.plain


@patient
@given(STYLED, st.integers(1, 40))
def test_a_text_many_times_too_long_makes_one_too(runs: list[Run], times: int) -> None:
    made = page([Run("Kế hoạch. "), *runs * times * 8])

    assert seen(made) == made.plain
    assert units(made.plain) <= MOST


@patient
@given(STYLED, st.integers(2, 500))
def test_what_is_cut_begins_as_the_whole_and_ends_with_an_ellipsis(runs: list[Run], most: int) -> None:
    whole, kept = "".join(run.text for run in cut(runs, 10**6)), "".join(run.text for run in cut(runs, most))

    assert units(kept) <= most
    assert kept == whole or (kept.endswith("…") and whole.startswith(kept[:-1].rstrip()))


@patient
@given(ANY, st.integers(1, 120))
def test_a_shortened_text_is_within_its_limit(text: str, most: int) -> None:

    assert units(shortened(text, most)) <= most
    assert units(shortened(text, most, sentence=True)) <= most


@pytest.mark.parametrize(
    ("text", "most", "kept"),
    [
        ("Một hai ba. Bốn năm sáu. Bảy tám", 27, "Một hai ba. Bốn năm sáu.…"),
        ("Một hai ba bốn năm sáu", 16, "Một hai ba bốn…"),
        ("Mộthaibabốnnămsáu", 8, "Mộthaib…"),
        ("😀😀😀😀", 6, "😀😀…"),
        ("😀😀😀😀", 5, "😀😀…"),
        ("cafe\u0301 và trà", 5, "caf…"),
        ("👨\u200d👩\u200d👧 nhà", 5, "…"),
        ("ngắn", 4, "ngắn"),
    ],
)
def test_a_text_is_cut_at_a_sentence_else_at_a_word_and_never_inside_a_letter(text: str, most: int, kept: str) -> None:

    assert kept == shortened(text, most, sentence=True)


def test_lengths_are_counted_in_utf_16() -> None:

    assert [4, 2, 3, 0] == [units(text) for text in ("nhà ", "😀", "a😀", "")]


def test_exactly_as_long_as_telegram_allows_is_not_cut() -> None:

    assert "&" * MOST == page([Run("&" * MOST)]).plain
    assert page([Run("&" * (MOST + 1))]).plain.endswith("…")


def test_markup_in_a_text_is_seen_as_it_was_written() -> None:
    made = page([Run("<b>a</b> & <script>", Style.BOLD)])

    assert "<b>&lt;b&gt;a&lt;/b&gt; &amp; &lt;script&gt;</b>" == made.html
    assert "<b>a</b> & <script>" == made.plain


def test_control_characters_and_broken_surrogates_are_left_out() -> None:

    assert "a b\nc" == clean("a\tb\r\nc\x00\ud800\x1b\x7f")


def test_nothing_is_still_something_that_can_be_sent() -> None:

    assert ("…", "…") == (page([]).html, page([Run(" \n")]).plain)


def test_a_button_carries_an_action_or_an_address_as_the_bot_api_wants_it() -> None:
    rows = ((button("Về  đầu\n", Home()), link("Trang", "https://hanoi.gov.vn")),)

    assert {
        "inline_keyboard": [[{"text": "Về đầu", "callback_data": "h"}, {"text": "Trang", "url": "https://hanoi.gov.vn"}]]
    } == reply_markup(rows)
    assert {"inline_keyboard": []} == reply_markup(())


@patient
@given(ANY)
def test_a_button_of_any_label_is_one_that_telegram_takes(label: str) -> None:
    made = button(label, Tell("abc"))

    assert isinstance(made, Button)
    assert made.text.strip()
    assert units(made.text) <= 64
