"""Whether what a question names agrees with what a fact holds: documents, years, periods, days, agencies, places, numbers.

A clash means that the fact is about another one; a fact that names nothing of the kind neither agrees nor clashes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from bot.matching.entry import OTHER_TIMES, Entry, Slots
from bot.matching.question import Named

Check = Callable[[Named, Slots], float]


def agreement(named: Named, entries: Sequence[Entry]) -> Iterator[tuple[str, list[float]]]:
    """For each part that the question names, how each entry agrees: +1 for agreement, -1 for a clash, 0 for neither.

    Parts that it does not name are left out. "document_own" is 1 when the fact's own directive is named.
    """
    for part, is_named, check in _CHECKS:
        if is_named(named):
            yield part, [check(named, entry.slots) for entry in entries]


def _overlap(asked: frozenset[str] | frozenset[int], held: frozenset[str] | frozenset[int]) -> float:
    return 0.0 if not held else -1.0 if asked.isdisjoint(held) else 1.0


def _year(named: Named, slots: Slots) -> float:
    years = named.said.years
    if not slots.years and slots.own_year in (0, OTHER_TIMES):
        return 0.0
    if years & slots.years:
        return 1.0
    inside = any(span.start.year <= year <= span.end.year for span in slots.ranges for year in years)
    if inside or slots.own_year in years:
        return 0.6
    return -1.0


def _period(named: Named, slots: Slots) -> float:
    if not slots.ranges:
        return -0.3
    return 1.0 if any(span in slots.ranges for span in named.said.ranges) else -1.0


def _day(named: Named, slots: Slots) -> float:
    asked = named.said.spans
    if asked:
        return 1.0 if any(span.overlaps(held) for span in asked for held in slots.spans) else -0.5 if slots.spans else 0.0
    held_days = {(span.start.day, span.start.month) for span in slots.spans} | {(span.end.day, span.end.month) for span in slots.spans}
    return 1.0 if named.said.day_months & held_days else -0.5 if held_days else 0.0


_CITY = "ha noi"  # every fact is about the city: naming it neither agrees nor clashes


def _place(named: Named, slots: Slots) -> float:
    return _overlap(frozenset(place for place in named.places if not place.endswith(_CITY)), slots.places | slots.excluded_places)


def _called(named: Named, slots: Slots) -> float:
    """Whether a fact is of a directive that is called by name; one that only refers to it half agrees."""
    if not slots.documents:
        return 0.0
    return 1.0 if slots.directive in named.called else -1.0 if named.called.isdisjoint(slots.documents) else 0.5


_CHECKS: tuple[tuple[str, Callable[[Named], object], Check], ...] = (
    ("document", lambda named: named.documents, lambda named, slots: _overlap(named.documents, slots.documents)),
    ("document_own", lambda named: named.documents, lambda named, slots: float(slots.directive in named.documents)),
    ("called", lambda named: named.called, _called),
    ("year", lambda named: named.said.years, _year),
    ("period", lambda named: named.said.ranges, _period),
    ("day", lambda named: named.said.spans or named.said.day_months, _day),
    ("agency", lambda named: named.agencies, lambda named, slots: _overlap(named.agencies, slots.agencies)),
    ("office", lambda named: named.offices, lambda named, slots: _overlap(named.offices, slots.agencies)),
    ("place", lambda named: named.places, _place),
    ("percent", lambda named: named.said.percents, lambda named, slots: _overlap(named.said.percents, slots.percents)),
    (
        "number",
        lambda named: named.said.numbers or named.said.amounts,
        lambda named, slots: _overlap(named.said.numbers | named.said.amounts, slots.numbers),
    ),
)
