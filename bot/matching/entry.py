"""What matching knows of a fact: its texts in three views, and its slots. Made once when a library is built, read for each candidate.

Holds no wording that is shown; the fact itself does.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from bot.domain.facet import Facet
from bot.domain.fact import Nature
from bot.domain.span import Span
from bot.matching.sheet import Sheet, sheet_of
from bot.text.views import View, unpack

UNSEEN = 8.0  # the rarity of a folded syllable that the knowledge lacks


class Part(StrEnum):
    """Which text of a fact a unit is."""

    SAYS = "s"
    PHRASING = "p"
    KEYWORD = "k"
    CONTEXT = "c"


@dataclass(frozen=True)
class Unit:
    """One text of a fact, as packed by `bot.text.views`; its views are made when somebody looks. `facets` are those that a phrasing asks for."""

    part: Part
    packed: str
    facets: frozenset[Facet] = frozenset()

    @cached_property
    def view(self) -> View:
        return unpack(self.packed)

    @cached_property
    def text(self) -> str:
        """The folded tokens in one string, for character comparison."""
        return " ".join(self.view.folds)

    @cached_property
    def terms(self) -> frozenset[str]:
        return frozenset(self.view.folds)

    @cached_property
    def tones(self) -> frozenset[str]:
        return frozenset(self.view.tones)


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
    rarity: Mapping[str, float] = field(default_factory=dict, repr=False, compare=False)  # of folded syllables, in the whole library

    @cached_property
    def own(self) -> tuple[Unit, ...]:
        """The units that say the fact: everything but its context."""
        return tuple(unit for unit in self.units if unit.part is not Part.CONTEXT)

    @cached_property
    def traits(self) -> tuple[bool, ...]:
        """What kind of entry it is, as measuring writes it down: absence, overview, composed, elsewhere, small talk, emergency, has phrasings."""
        nature = self.nature
        return (
            nature is Nature.ABSENCE, nature is Nature.OVERVIEW, nature is Nature.COMPOSED, nature is Nature.ELSEWHERE,
            nature in (Nature.SMALL_TALK, Nature.ABUSE), nature is Nature.EMERGENCY, any(unit.part is Part.PHRASING for unit in self.units),
        )  # fmt: skip

    @cached_property
    def sheet(self) -> Sheet:
        return sheet_of(self.units, self.rarity, UNSEEN)
