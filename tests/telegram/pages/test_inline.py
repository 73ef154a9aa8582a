"""Cards for other chats: short to look at, complete and cited when pasted, at most ten."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answering.assistant import Assistant
from bot.answering.nearest import nearest, told
from bot.channels.telegram import words
from bot.channels.telegram.contents import Contents
from bot.channels.telegram.inline import Card, cards, cards_of, opening_facts
from bot.channels.telegram.markup import units
from bot.domain.fact import Citation
from bot.domain.reply import Answered
from tests.telegram.pages.chance import patient
from tests.telegram.pages.seen import seen

TEXT = st.text(alphabet=st.characters(exclude_categories=()), max_size=300)


@pytest.fixture
def found(assistant: Assistant, today: date) -> list[Answered]:
    return nearest(assistant, "han khieu nai", today)


def test_a_card_shows_a_short_answer_and_its_source_and_pastes_it_whole(found: list[Answered]) -> None:
    card = cards("han khieu nai", found)[0]

    assert card.title.startswith("Trước ngày 30/9/2019")
    assert card.description.startswith("Căn cứ: Kế hoạch 191/KH-UBND ngày 29/8/2019")
    assert seen(card.page).startswith(found[0].direct)
    assert found[0].cited in card.page.plain
    assert () == card.page.buttons


def test_there_are_at_most_ten_each_of_another_fact(found: list[Answered]) -> None:
    shown = cards_of([*found, *found])

    assert len(shown) == len({card.id for card in shown}) == len(found) == 10


def test_what_is_hardly_likely_is_left_out(found: list[Answered]) -> None:

    assert 1 <= len(cards("han khieu nai", found)) < 10


@pytest.mark.parametrize("text", ["gia vang", "", "giá vàng <b>&", "\ud800", "a" * 256])
def test_where_there_is_no_answer_one_card_says_so(assistant: Assistant, today: date, text: str) -> None:
    (card,) = cards(text, nearest(assistant, text, today))

    assert (words.INLINE_NOTHING_TITLE, words.INLINE_NOTHING_HINT) == (card.title, card.description)
    assert seen(card.page).startswith("Các văn bản tôi có không nói về “")


@patient
@given(
    st.lists(
        st.builds(Answered, TEXT, st.just(()), st.just((Citation("7", "mục 1"),)), TEXT, st.just(()), st.tuples(TEXT), st.floats(0, 1)),
        max_size=14,
    ),
    TEXT,
)
def test_any_answers_make_cards_that_telegram_takes(found: list[Answered], text: str) -> None:
    for card in cards(text, found):
        assert _is_taken(card)


def _is_taken(card: Card) -> bool:
    return (
        bool(seen(card.page))
        and 1 <= len(card.id.encode()) <= 64
        and bool(card.title.strip())
        and len(card.title) <= 80
        and units(card.description) <= 120
    )


def test_before_anything_is_typed_each_directive_is_offered_in_brief(contents: Contents, assistant: Assistant, today: date) -> None:
    facts = opening_facts(contents)
    shown = cards_of([answer for fact in facts if (answer := told(assistant, fact, today))])

    assert 8 == len(facts) == len(shown)
    assert "157/KH-UBND" in shown[0].title
