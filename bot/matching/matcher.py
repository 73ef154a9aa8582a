"""From a message to ranked candidates with a confidence: the steps of this room in one place."""

from __future__ import annotations

from dataclasses import dataclass

from bot.matching.candidates import Shelf, rows_near, shortlist
from bot.matching.entry import Entry
from bot.matching.features import measure
from bot.matching.leaning import ALONE, Leaning, merge
from bot.matching.lexicon import Lexicon
from bot.matching.question import Question, understand
from bot.matching.ranking import Ranked, rank
from bot.matching.verdict import evidence, probability, vagueness
from bot.matching.weights import Weights
from bot.text.spelling import Speller

SHORTLIST = 40


@dataclass(frozen=True, slots=True)
class Matched:
    """A question, its candidates best first, and the probability that the best one that answers is what was asked."""

    question: Question
    ranked: list[Ranked]
    confidence: float
    leaning: Leaning


@dataclass(frozen=True, slots=True)
class Matcher:
    lexicon: Lexicon
    speller: Speller
    shelf: Shelf
    weights: Weights

    def understand(self, message: str) -> Question:
        return understand(message, self.lexicon, self.speller)

    def match(self, question: Question) -> Matched:
        """Match a message that stands alone."""
        return self._matched(question, shortlist(question, self.lexicon, self.shelf, SHORTLIST), ALONE)

    def match_leaning(self, earlier: Question, later: Question, leaning: Leaning) -> Matched:
        """Match a message together with the earlier one it leans on; what was answered before and its neighbours are candidates too."""
        merged = merge(earlier, later, self.lexicon)
        found = shortlist(merged, self.lexicon, self.shelf, SHORTLIST) + shortlist(later, self.lexicon, self.shelf, SHORTLIST // 2)
        rows = {entry.row: entry for entry in found}
        for entry in self._around(leaning):
            rows.setdefault(entry.row, entry)
        return self._matched(merged, list(rows.values()), leaning)

    def _around(self, leaning: Leaning) -> list[Entry]:
        rows = [row for row in map(self.shelf.row_of, leaning.facts) if row is not None]
        return [self.shelf.entry(row) for row in rows]

    def candidates(self, question: Question) -> list[Entry]:
        return shortlist(question, self.lexicon, self.shelf, SHORTLIST)

    def is_near(self, question: Question, rows: frozenset[int]) -> bool:
        """Whether an entry of one of these rows is a candidate for a message that stands alone."""
        return not rows.isdisjoint(rows_near(question, self.lexicon, self.shelf, SHORTLIST))

    def _matched(self, question: Question, entries: list[Entry], leaning: Leaning) -> Matched:
        ranked = rank(entries, measure(question, entries, self.lexicon, leaning), self.weights.ranking)
        if not ranked:
            return Matched(question, ranked, 0.0, leaning)
        sure = probability(evidence(question, ranked, leaning.strength), self.weights.verdict)
        return Matched(question, ranked, sure, leaning)

    def vagueness(self, matched: Matched) -> float:
        """The probability that a message has several readings; apart, for most matches need not know."""
        if not matched.ranked:
            return 0.0
        return probability(vagueness(matched.question, matched.ranked, matched.confidence), self.weights.vague)
