"""What matching knows of a fact: its texts in three views, and its slots. Made once when a library is built, read for each candidate.

Holds no wording that is shown; the fact itself does.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from bot.domain.facet import Facet
from bot.domain.fact import Nature
from bot.domain.span import Span
from bot.text.views import View, pairs


class Part(StrEnum):
    """Which text of a fact a unit is."""

    SAYS = "s"
    PHRASING = "p"
    KEYWORD = "k"
    CONTEXT = "c"


@dataclass(frozen=True)
class Unit:
    part: Part
    view: View
    text: str  # the folded tokens in one string, for character comparison
    terms: frozenset[str] = field(repr=False)
    pairs: frozenset[str] = field(repr=False)


def unit(part: Part, view: View) -> Unit:
    return Unit(part, view, " ".join(view.folds), frozenset(view.folds), frozenset(pairs(view.folds)))


@dataclass(frozen=True)
class Slots:
    """The values in the fields of a fact, in the form in which a question's are compared with them (folded names, numbers, spans).

    `documents` are the directive's own number first, then those it refers to; `offers` the facets that its fields answer.
    """

    directive: str = ""
    documents: frozenset[str] = frozenset()
    agencies: frozenset[str] = frozenset()
    places: frozenset[str] = frozenset()
    excluded_places: frozenset[str] = frozenset()
    spans: tuple[Span, ...] = ()
    ranges: tuple[Span, ...] = ()
    years: frozenset[int] = frozenset()
    own_year: int = 0
    percents: frozenset[str] = frozenset()
    numbers: frozenset[int] = frozenset()
    offers: frozenset[Facet] = frozenset()


@dataclass(frozen=True)
class Entry:
    """`row` is the place in the library; `topic` and `parent` group entries; `order` is the place in the file (neighbours belong together)."""

    row: int
    id: str
    nature: Nature
    topic: str
    parent: str
    slots: Slots
    units: tuple[Unit, ...]

    @cached_property
    def own(self) -> tuple[Unit, ...]:
        """The units that say the fact: everything but its context."""
        return tuple(unit for unit in self.units if unit.part is not Part.CONTEXT)

    @cached_property
    def folds(self) -> Counter[str]:
        return Counter(term for unit in self.units for term in unit.view.folds)

    @cached_property
    def pair_counts(self) -> Counter[str]:
        return Counter(pair for unit in self.units for pair in pairs(unit.view.folds))

    @cached_property
    def tones(self) -> Counter[str]:
        return Counter(term for unit in self.units for term in unit.view.tones)

    @cached_property
    def words(self) -> Counter[str]:
        return Counter(word for unit in self.units for word in unit.view.words)

    @cached_property
    def length(self) -> int:
        return sum(len(unit.view.folds) for unit in self.units)

    @cached_property
    def terms(self) -> frozenset[str]:
        return frozenset(self.folds)
