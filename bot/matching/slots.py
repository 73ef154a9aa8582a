"""Whether what a question names agrees with what a fact holds: documents, years, periods, days, agencies, places, numbers.

A clash means that the fact is about another one; a fact that names nothing of the kind neither agrees nor clashes.
"""

from __future__ import annotations

from dataclasses import dataclass

from bot.matching.entry import Entry, Slots
from bot.matching.question import Named


@dataclass(frozen=True, slots=True)
class Agreement:
    """Each part is +1 for agreement, -1 for a clash, 0 for neither; `document_own` is 1 when the fact's own directive is named."""

    document: float
    document_own: float
    year: float
    period: float
    day: float
    agency: float
    place: float
    percent: float
    number: float

    @property
    def clashes(self) -> bool:
        return min(self.document, self.year, self.period, self.place) < 0


def agreement(named: Named, entry: Entry) -> Agreement:
    slots = entry.slots
    return Agreement(
        document=_overlap(named.documents, slots.documents) if slots.documents else 0.0,
        document_own=float(slots.directive in named.documents),
        year=_year(named, slots),
        period=_period(named, slots),
        day=_day(named, slots),
        agency=_overlap(named.agencies, slots.agencies) if slots.agencies else 0.0,
        place=_place(named, slots),
        percent=_overlap(named.said.percents, slots.percents) if slots.percents else 0.0,
        number=_overlap(named.said.numbers | named.said.amounts, slots.numbers) if slots.numbers else 0.0,
    )


def _overlap(asked: frozenset[str] | frozenset[int], held: frozenset[str] | frozenset[int]) -> float:
    if not asked:
        return 0.0
    return 1.0 if asked & held else -1.0


def _year(named: Named, slots: Slots) -> float:
    years = named.said.years
    if not years or not (slots.years or slots.own_year):
        return 0.0
    if years & slots.years:
        return 1.0
    inside = any(span.start.year <= year <= span.end.year for span in slots.ranges for year in years)
    if inside or slots.own_year in years:
        return 0.6
    return -1.0


def _period(named: Named, slots: Slots) -> float:
    if not named.said.ranges:
        return 0.0
    if not slots.ranges:
        return -0.3
    return 1.0 if any(span in slots.ranges for span in named.said.ranges) else -1.0


def _day(named: Named, slots: Slots) -> float:
    asked = named.said.spans
    if asked:
        return 1.0 if any(span.overlaps(held) for span in asked for held in slots.spans) else -0.5 if slots.spans else 0.0
    if named.said.day_months:
        held_days = {(span.start.day, span.start.month) for span in slots.spans} | {(span.end.day, span.end.month) for span in slots.spans}
        return 1.0 if named.said.day_months & held_days else -0.5 if held_days else 0.0
    return 0.0


def _place(named: Named, slots: Slots) -> float:
    if not named.places or not (slots.places or slots.excluded_places):
        return 0.0
    return 1.0 if named.places & (slots.places | slots.excluded_places) else -1.0
