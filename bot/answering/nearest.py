"""The facts nearest to a few keywords, each as a full cited answer; and the answer of one chosen fact.

For people who choose themselves: operators at the desk, cards of an inline query, a fact pressed on a page. Decides nothing: it neither asks
back nor says that something is not covered, and it remembers no conversation; that is `Assistant.reply`.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import numpy as np

from bot.answering.assistant import Assistant
from bot.answering.compose import Composer, clipped
from bot.domain.fact import Fact, Nature
from bot.domain.reply import Answered
from bot.matching.columns import NAMES
from bot.matching.entry import Entry
from bot.matching.matcher import Matched
from bot.matching.ranking import Ranked

MOST = 10
_AROUND = 4  # neighbours of a fact on either side that may be offered beside it
_BESIDE = -100.0  # a score so far behind that a neighbour is offered, never told
_LABEL = range(8, 61)
_TOLD = (Nature.STATEMENT, Nature.OVERVIEW, Nature.COMPOSED, Nature.ABSENCE)


def nearest(assistant: Assistant, message: str, today: date, most: int = MOST) -> list[Answered]:
    """At most `most` answers, the likeliest first; `facts[0]` of each is its fact, `confidence` how likely that is what was meant."""
    question = assistant.matcher.understand(message)
    if not question.heard:
        return []
    matched = assistant.matcher.match(question)
    composer = Composer(assistant.archive, today)
    candidates = [candidate for candidate in matched.ranked if candidate.entry.nature in _TOLD]
    likely = sorted(((_likelihood(candidate, matched), candidate) for candidate in candidates), key=lambda pair: -pair[0])
    return [
        composer.answered([candidate, *_others(candidates, candidate)], matched.question.view.folds, sure)
        for sure, candidate in likely[:most]
    ]


def told(assistant: Assistant, fact_id: str, today: date) -> Answered | None:
    """The full answer of one fact, its neighbours of the same topic beside it; None when there is no such fact, or none that is told."""
    row = assistant.matcher.shelf.row_of(fact_id)
    if row is None:
        return None
    entry = assistant.matcher.shelf.entry(row)
    if entry.nature not in _TOLD:
        return None
    beside = [_chosen(other, _BESIDE) for other in _neighbours(assistant, entry)]
    return Composer(assistant.archive, today).answered([_chosen(entry, 0.0), *beside], (), 1.0)


def label_of(fact: Fact) -> str:
    """A fact on a button: its shortest phrasing that says enough, else the beginning of what it says."""
    asks = [phrasing for phrasing in fact.phrasings if len(phrasing) in _LABEL]
    label = min(asks, key=len) if asks else clipped(" ".join(fact.says.split()), 60)
    return label[:1].upper() + label[1:]


def _likelihood(candidate: Ranked, matched: Matched) -> float:
    """The best one that answers is as likely as the matcher is sure; what is left is divided among the others by their shares.

    None that answers is likelier than the best; what the documents do not say may be.
    """
    best = next((other for other in matched.ranked if other.entry.nature.answers), None)
    if candidate is best:
        return matched.confidence
    left = 1 - matched.confidence if best else 1.0
    rest = sum(other.share for other in matched.ranked if other is not best)
    likely = left * candidate.share / rest if rest else 0.0
    return min(matched.confidence, likely) if candidate.entry.nature.answers else likely


def _others(candidates: Sequence[Ranked], candidate: Ranked) -> list[Ranked]:
    return [other for other in candidates if other is not candidate]


def _chosen(entry: Entry, score: float) -> Ranked:
    """An entry that a person chose: nothing was measured."""
    return Ranked(entry, score, 1.0, np.zeros(len(NAMES)))


def _neighbours(assistant: Assistant, entry: Entry) -> list[Entry]:
    """Facts of the same topic that stand next to one in its file, nearest first: neighbours belong together."""
    last = assistant.matcher.lexicon.counts.size - 1
    rows = [row for row in range(entry.row - _AROUND, entry.row + _AROUND + 1) if 0 <= row <= last and row != entry.row]
    around = assistant.matcher.shelf.entries(rows)
    related = [other for other in around if other.topic == entry.topic and other.nature.answers]
    return sorted(related, key=lambda other: (abs(other.row - entry.row), -other.row))
