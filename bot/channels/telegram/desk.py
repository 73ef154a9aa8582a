"""What an operator sees for /tra: how sure it is, a text to read aloud on the phone, the text to paste, where the fact stands, and what is near.

Says the same as a citizen would be told, of the likeliest fact, even when that is unlikely: the operator decides, so the likelihood comes first.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bot.answering.nearest import label_of
from bot.answering.ports import Archive
from bot.channels.telegram import words
from bot.channels.telegram.actions import DeskFact, digest
from bot.channels.telegram.aloud import Aloud
from bot.channels.telegram.contents import Contents
from bot.channels.telegram.listing import column
from bot.channels.telegram.markup import Page, Run, Style, page, shortened
from bot.domain.reply import Answered

SURE_FROM, LIKELY_FROM = 0.75, 0.35
_NEAR_FROM = 0.03  # below this nothing is near at all
_OTHERS = 5
_QUERY_MOST, _READ_MOST, _PASTE_MOST = 200, 1700, 2000  # units; together they fit a message
_WHERE = re.compile(r"\s*\([^()]*\)")


def desk_page(text: str, found: Sequence[Answered], archive: Archive, aloud: Aloud) -> Page:
    """The likeliest fact in full, and buttons of the next ones with their likelihood; `text` is what was looked for."""
    near = [answer for answer in found if answer.facts]
    if not near:
        return page([Run(words.DESK_NOTHING.format(text=shortened(text, _QUERY_MOST))), Run(f"\n{words.DESK_HOW}")])
    best, *others = near
    labels = [
        (words.DESK_OTHER.format(percent=_percent(other), label=_label(other.facts[0], archive)), DeskFact(digest(other.facts[0])))
        for other in others
    ]
    if best.confidence < _NEAR_FROM:
        nothing = [Run(words.DESK_NOTHING.format(text=shortened(text, _QUERY_MOST))), Run(f"\n\n{words.DESK_OTHERS}")]
        first = (words.DESK_OTHER.format(percent=_percent(best), label=_label(best.facts[0], archive)), DeskFact(digest(best.facts[0])))
        return page(nothing, column([first, *labels[: _OTHERS - 1]]))
    return page(_runs(_sure(best), best, archive, aloud), column(labels[:_OTHERS]))


def desk_fact_page(answer: Answered, archive: Archive, aloud: Aloud) -> Page:
    """One fact that the operator chose, and its neighbours."""
    related = [(option.label, DeskFact(digest(option.fact))) for option in answer.related if option.fact]
    return page(_runs(words.DESK_EXACT, answer, archive, aloud), column(related))


def exact_fact(contents: Contents, text: str) -> str | None:
    """The id of a fact, when that is what was looked for."""
    return contents.fact_of(digest(text.strip()))


def _runs(opening: str, answer: Answered, archive: Archive, aloud: Aloud) -> Iterator[Run]:
    yield Run(opening)
    yield Run(f"\n\n{words.DESK_READ}\n")
    yield Run(shortened(read_aloud(answer, aloud), _READ_MOST, sentence=True), Style.QUOTE)
    yield Run(f"\n\n{words.DESK_PASTE}\n")
    yield Run(shortened(pasted(answer), _PASTE_MOST, sentence=True), Style.PRE)
    citation = archive.fact(answer.facts[0]).citation
    yield Run(f"\n\n{words.DESK_SOURCE}")
    yield Run(answer.facts[0], Style.CODE)
    yield Run(words.DESK_AT.format(file=citation.file, line=citation.line))


def read_aloud(answer: Answered, aloud: Aloud) -> str:
    """The direct answer, its document without the section, and what has changed, as one says it."""
    return aloud.read(" ".join(filter(None, [_ended(answer.direct), _WHERE.sub("", answer.cited), *answer.changes])))


def pasted(answer: Answered) -> str:
    """The answer for any other window: plain text."""
    return "\n".join(filter(None, [answer.direct, answer.cited, *answer.changes]))


def _sure(answer: Answered) -> str:
    said = (
        words.DESK_SURE if answer.confidence >= SURE_FROM else words.DESK_LIKELY if answer.confidence >= LIKELY_FROM else words.DESK_UNSURE
    )
    return said.format(percent=_percent(answer))


def _percent(answer: Answered) -> int:
    """Rounded, but never 100: nothing is that sure."""
    return min(99, round(answer.confidence * 100))


def _label(fact: str, archive: Archive) -> str:
    return label_of(archive.fact(fact))


def _ended(text: str) -> str:
    return text if text.endswith((".", "!", "?")) else f"{text}."
