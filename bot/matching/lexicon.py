"""What matching knows of the language and the knowledge as a whole: how rare a term is, which syllables and neighbours occur, names, shorthand.

A port: `Counts` is answered by the library (SQLite) or, in tests, by plain dictionaries.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

from bot.matching.called import NONE, UsualNames
from bot.matching.gazetteer import Gazetteer

FOLD, PAIR, TONE, WORD = "fold", "pair", "tone", "word"


class Counts(Protocol):
    """How often terms occur. `kind` is one of FOLD, PAIR, TONE, WORD."""

    @property
    def size(self) -> int:
        """Number of entries."""

    @property
    def mean_length(self) -> float:
        """Mean number of tokens of an entry."""

    def entries_with(self, kind: str, terms: Iterable[str]) -> dict[str, int]:
        """In how many entries each term occurs; terms that never occur are left out."""

    def vocabulary(self) -> Mapping[str, int]:
        """Every folded syllable and how often it occurs."""


@dataclass(frozen=True, slots=True)
class Alarm:
    """Words that together signal an emergency: one of every group, none of `unless`; all folded."""

    groups: tuple[tuple[str, ...], ...]
    unless: tuple[str, ...] = ()

    def rings(self, folded: str) -> bool:
        padded = f" {folded} "
        return all(any(f" {word} " in padded for word in group) for group in self.groups) and not any(
            f" {word} " in padded for word in self.unless
        )


@dataclass(frozen=True, slots=True)
class Lexicon:
    """`documents` maps a folded document number and its bare digits to the numbers it may stand for, `called` knows directives by usual names;
    `alarms` are by fact id. `offices` are the folded names of single agencies with duties of their own (departments, inspectorates, offices).
    """

    counts: Counts
    shorthand: Mapping[str, tuple[str, ...]]
    agencies: Gazetteer
    places: Gazetteer
    documents: Mapping[str, tuple[str, ...]]
    alarms: Mapping[str, Alarm]
    called: UsualNames = NONE
    offices: frozenset[str] = frozenset()

    def rarities(self, kind: str, terms: Iterable[str]) -> list[float]:
        """Inverse document frequency (BM25's, never negative) of each of several terms; those that never occur get the highest."""
        wanted, size = list(terms), self.counts.size
        seen = self.counts.entries_with(kind, wanted)
        return [rarity_of(seen.get(term, 0), size) for term in wanted]


@lru_cache(maxsize=1 << 14)
def rarity_of(entries: int, size: int) -> float:
    """The rarity of a term that occurs in `entries` of `size` entries (BM25's inverse document frequency, never negative)."""
    return math.log(1 + (size - entries + 0.5) / (entries + 0.5))
