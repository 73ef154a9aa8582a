"""The shortlist: the entries that BM25 over folded syllables and pairs finds first. A port; the library's index answers it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Protocol

from bot.matching.entry import Entry
from bot.matching.lexicon import FOLD, PAIR, Lexicon, rarity_of
from bot.matching.question import Question

MOST_TERMS = 48
MOST_READ = (
    200_000  # occurrences of terms that a search may go through, about 2 ms; at 100,000 facts six times as many find no more right ones
)


class Shelf(Protocol):
    """Where entries are kept and found."""

    def find(self, terms: Sequence[tuple[str, str, float]], most: int) -> list[int]:
        """Rows of the entries that match weighted terms (kind, term, weight) best, best first."""

    def entries(self, rows: Sequence[int]) -> list[Entry]:
        """The entries of rows, in their order."""

    def entry(self, row: int) -> Entry:
        """The entry of a row."""

    def row_of(self, fact_id: str) -> int | None:
        """The row of a fact's entry."""


def shortlist(question: Question, lexicon: Lexicon, shelf: Shelf, most: int) -> list[Entry]:
    """At most `most` entries for a question, best first."""
    return shelf.entries(rows_near(question, lexicon, shelf, most))


def rows_near(question: Question, lexicon: Lexicon, shelf: Shelf, most: int) -> list[int]:
    """Their rows, without reading them."""
    return shelf.find(_terms(question, lexicon), most)


def _terms(question: Question, lexicon: Lexicon) -> list[tuple[str, str, float]]:
    """The question's terms that occur at all; of a long story the rarest ones, for common syllables cost time and say little."""
    weighed = []
    for kind, weights in ((FOLD, question.folds), (PAIR, question.pairs)):
        seen = lexicon.counts.entries_with(kind, weights)
        size = lexicon.counts.size
        weighed += [(rarity_of(count, size) * weights[term], kind, term, weights[term], count) for term, count in seen.items()]
    weighed.sort(reverse=True)
    return list(_affordable(weighed[:MOST_TERMS]))


def _affordable(weighed: Iterable[tuple[float, str, str, float, int]]) -> Iterator[tuple[str, str, float]]:
    """The rarest terms first, until they occur too often together."""
    read = 0
    for _, kind, term, weight, count in weighed:
        read += count
        if read > MOST_READ and read > count:
            return
        yield kind, term, weight
