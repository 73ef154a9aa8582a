"""Inline mode: "@bot từ khóa" in any chat. Nothing of it enters the journal but that an operator used it.

Everybody gets the same cards, which Telegram may keep for a while. Operators get more: also what is not sure, and under each card how
sure it is and where it stands; what a card pastes is the same complete, cited answer.
"""

from __future__ import annotations

import asyncio
from typing import Any

from telegram import Update

from bot.channels.telegram import words
from bot.channels.telegram.access import access_of
from bot.channels.telegram.inline import MOST, Card, cards, cards_of, opening_facts
from bot.channels.telegram.turn import Turn
from bot.channels.telegram.views import View
from bot.domain.reply import Answered
from bot.journal.people import Access

KEPT = 300  # seconds for which Telegram may show the same cards to anybody
_START = "inline"  # what /start is given by the button above the cards; leads to the greeting


async def asked_inline(update: Update, turn: Turn) -> None:
    """The cards for what somebody has typed so far."""
    query = update.inline_query
    if query is None:
        return
    wanted = query.query.strip()
    access = await access_of(turn)
    found, view = await (_nearest(turn, wanted) if wanted else _opening(turn))
    personal = access is not Access.CITIZEN
    results = _for_operators(view, found) if personal and found else [_result(card) for card in _cards(wanted, found)]
    fields: dict[str, Any] = {
        "inline_query_id": query.id, "results": results, "cache_time": 0 if personal else KEPT, "is_personal": personal, "next_offset": "",
        "button": {"text": words.INLINE_OPEN, "start_parameter": _START},
    }  # fmt: skip
    turn.at_once("answerInlineQuery", fields)
    if personal and wanted:
        await turn.services.keeper.run(lambda journal: journal.people.used(turn.user, access, "tra trong khung chat", turn.now))


def _cards(wanted: str, found: list[Answered]) -> tuple[Card, ...]:
    return cards(wanted, found) if wanted else cards_of(found)


async def _nearest(turn: Turn, wanted: str) -> tuple[list[Answered], View]:
    found = await turn.answerer.nearest(wanted, turn.now.date(), MOST)
    return found.value, turn.services.views.of(found.version)


async def _opening(turn: Turn) -> tuple[list[Answered], View]:
    """What is shown before anything is typed; facts that one version told, should another go live meanwhile."""
    facts = opening_facts(turn.view.contents)
    told = await asyncio.gather(*(turn.answerer.told(fact, turn.now.date()) for fact in facts))
    version = max((answer.version for answer in told), default=turn.view.version)
    return [answer.value for answer in told if answer.value and answer.version == version], turn.services.views.of(version)


def _for_operators(view: View, found: list[Answered]) -> list[dict[str, Any]]:
    sure = {answer.facts[0]: answer for answer in reversed(found) if answer.facts}
    ordered = [sure[fact] for fact in dict.fromkeys(answer.facts[0] for answer in found if answer.facts)]
    return [_result(card) | {"description": _where(view, answer)} for card, answer in zip(cards_of(ordered), ordered, strict=False)]


def _where(view: View, answer: Answered) -> str:
    """How sure an answer is, and where its fact stands."""
    citation = view.archive.fact(answer.facts[0]).citation
    return f"{min(99, round(100 * answer.confidence))} % · {answer.facts[0]} · {citation.file}:{citation.line}"


def _result(card: Card) -> dict[str, Any]:
    content = {"message_text": card.page.html, "parse_mode": "HTML", "link_preview_options": {"is_disabled": True}}
    return {
        "type": "article",
        "id": card.id,
        "title": card.title,
        "description": card.description,
        "input_message_content": content,
    }
