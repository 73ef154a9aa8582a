"""What matching knows of a fact: its texts in three views, and its slots. Made once when a library is built, read for each candidate.

Holds no wording that is shown; the fact itself does.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from bot.domain.facet import Facet
from bot.domain.fact import Nature
from bot.domain.span import Span
from bot.matching.sheet import EMPTY, Sheet
from bot.text.views import View, unpack


class Part(StrEnum):
    """Which text of a fact a unit is."""

    SAYS = "s"
    PHRASING = "p"
    KEYWORD = "k"
    CONTEXT = "c"


@dataclass(frozen=True)
class Unit:
    """One text of a fact, as packed by `bot.text.views`; its views are made when somebody looks."""

    part: Part
    packed: str

    @cached_property
    def view(self) -> View:
        return unpack(self.packed)

    @cached_property
    def terms(self) -> frozenset[str]:
        return frozenset(self.view.folds)


OTHER_TIMES = 1  # as `Slots.own_year`: an entry about the present or about other years than the knowledge's


@dataclass(frozen=True, slots=True)
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
    """`row` is the place in the library, in the order of the files (neighbours belong together); `topic` and `parent` group entries.

    `packed` has the text of each unit, `sheet` what measuring reads of them.
    """

    row: int
    id: str
    nature: Nature
    topic: str
    parent: str
    slots: Slots
    packed: tuple[str, ...] = field(default=(), repr=False)
    sheet: Sheet = field(default=EMPTY, repr=False, compare=False)

    @cached_property
    def units(self) -> tuple[Unit, ...]:
        return tuple(Unit(Part(chr(part)), packed) for part, packed in zip(self.sheet.parts, self.packed, strict=True))

    @property
    def says(self) -> frozenset[str]:
        """The folded syllables of what it says."""
        at = self.sheet.parts.find(_SAYS)
        return frozenset(unpack(self.packed[at]).folds) if at >= 0 else frozenset()

    @property
    def traits(self) -> bytes:
        """What kind of entry it is, as measuring writes it down: absence, overview, composed, elsewhere, small talk, emergency, has phrasings."""
        return _TRAITS[self.nature, _PHRASING in self.sheet.parts]


_SAYS, _PHRASING = (part.value.encode() for part in (Part.SAYS, Part.PHRASING))
_TRAITS = {
    (nature, has_phrasings): bytes((
        nature is Nature.ABSENCE, nature is Nature.OVERVIEW, nature is Nature.COMPOSED, nature is Nature.ELSEWHERE,
        nature in (Nature.SMALL_TALK, Nature.ABUSE), nature is Nature.EMERGENCY, has_phrasings,
    ))
    for nature in Nature for has_phrasings in (False, True)
}  # fmt: skip
