"""Cards for "@bot keywords" in any chat: a short answer with its source each, that pastes the complete, cited answer.

Chooses among answers already found (`bot.answering.nearest`); finds nothing itself.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from bot.channels.telegram import words
from bot.channels.telegram.actions import digest
from bot.channels.telegram.contents import Contents
from bot.channels.telegram.markup import Page, Run, clean, page, seen, shortened
from bot.channels.telegram.render import answer_page
from bot.domain.reply import Answered

MOST = 10
SURE_FROM, BESIDE_FROM = 0.12, 0.01  # how likely the best card must be for any to be shown, and each further one
_TITLE_MOST, _DESCRIPTION_MOST, _TEXT_MOST = 80, 120, 200
_SUMMARY = "composed/directive/"


@dataclass(frozen=True, slots=True)
class Card:
    """One result of an inline query. `id` is the same for the same fact; `page` is what choosing it pastes."""

    id: str
    title: str
    description: str
    page: Page


def cards(text: str, found: Sequence[Answered]) -> tuple[Card, ...]:
    """The cards for the answers nearest to `text`, best first; one that says so when there is none."""
    if not found or found[0].confidence < SURE_FROM:
        return (_nothing(text),)
    return cards_of([answer for answer in found if answer.confidence >= BESIDE_FROM])


def cards_of(found: Sequence[Answered]) -> tuple[Card, ...]:
    """A card for each answer, no fact twice."""
    first = {answer.facts[0]: answer for answer in reversed(found) if answer.facts}
    chosen = [answer for answer in found if answer.facts and first[answer.facts[0]] is answer]
    return tuple(_card(answer) for answer in chosen[:MOST])


def opening_facts(contents: Contents) -> list[str]:
    """What to show before anything is typed: each directive in brief, the newest first."""
    number = {contents.archive.fact(fact).citation.number: fact for fact in contents.facts() if fact.startswith(_SUMMARY)}
    return [number[item.number] for item in contents.directives(mentioned=False) if item.number in number][:MOST]


def _card(answer: Answered) -> Card:
    title = shortened(_line(answer.direct), _TITLE_MOST)
    return Card(
        digest(answer.facts[0]), title, shortened(_line(answer.cited or answer.citations[0].at), _DESCRIPTION_MOST), answer_page(answer)
    )


def _nothing(text: str) -> Card:
    said = shortened(_line(text), _TEXT_MOST)
    return Card("nothing", words.INLINE_NOTHING_TITLE, words.INLINE_NOTHING_HINT, page([Run(words.INLINE_NOTHING_TEXT.format(text=said))]))


def _line(text: str) -> str:
    """A text on one line; Telegram takes no empty titles."""
    line = " ".join(clean(text).split())
    return line if seen(line) else "…"
