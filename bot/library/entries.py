"""Makes the matching entry of a fact: its texts in three views and its slots. The same functions serve shipped and generated facts."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from bot.domain.agency import Topic
from bot.domain.directive import Directive
from bot.domain.facet import Facet
from bot.domain.fact import Fact, Nature
from bot.domain.span import Span
from bot.matching.facets import facets_of
from bot.matching.entry import Entry, Part, Slots, Unit
from bot.text.mentions import mentions
from bot.text.normalize import comparable, fold
from bot.text.views import pack


_PARTS = {part.value: part for part in Part}
PlainUnit = tuple[str, str, list[str]]


def units_of(fact: Fact, directive: Directive | None, topic: Topic | None) -> list[PlainUnit]:
    """The texts of a fact, packed, each with the part it is and the facets it asks for."""
    texts = [(Part.SAYS, fact.says if fact.nature.answers or fact.nature is Nature.ABSENCE else fact.name)]
    texts += [(Part.PHRASING, phrasing) for phrasing in fact.phrasings]
    texts += [(Part.KEYWORD, " , ".join(fact.keywords))]
    texts += [(Part.CONTEXT, context) for context in _context(fact, directive, topic)]
    return [(part.value, packed, _asked(part, text)) for part, text in texts if text and (packed := pack(text))]


def _asked(part: Part, text: str) -> list[str]:
    return sorted(facets_of(fold(comparable(text)))) if part is Part.PHRASING else []


def _context(fact: Fact, directive: Directive | None, topic: Topic | None) -> list[str]:
    """What stands around a fact: its directive, its topic, its agencies. Short, for it is shared with its neighbours."""
    around = []
    if directive is not None:
        year = f" năm {directive.issued.year}" if directive.issued else ""
        around.append(f"{directive.kind} {directive.number} {directive.short or directive.subject}{year}")
    if topic is not None:
        around.append(topic.name)
    who = " , ".join(assignment.agency for assignment in fact.assignments)
    return [*around, who, fact.product]


def slots_of(fact: Fact, directive: Directive | None) -> Slots:
    """The values in the fact's fields. Years of a fact are those of its fields, and of its directive where it names none itself."""
    spans = [item.span for item in fact.deadlines if item.span] + [item.span for item in fact.dates]
    ranges = [figure.period for figure in fact.figures if figure.period] + [span for span in spans if len(span.years) > 1]
    said = mentions(comparable(fact.says))
    years = {year for span in spans + ranges for year in span.years} | set(said.years)
    own_year = directive.issued.year if directive and directive.issued else 0
    return Slots(
        directive=fold(comparable(fact.citation.number)),
        documents=frozenset(fold(comparable(number)) for number in (fact.citation.number, *fact.refers_to) if number),
        agencies=frozenset(fold(comparable(assignment.agency)) for assignment in fact.assignments),
        places=frozenset(fold(comparable(place)) for place in fact.places),
        excluded_places=frozenset(fold(comparable(place)) for place in fact.excluded_places),
        spans=tuple(dict.fromkeys(spans)),
        ranges=tuple(dict.fromkeys([*ranges, *said.ranges])),
        years=frozenset(years),
        own_year=own_year,
        percents=frozenset(figure.value for figure in fact.figures if figure.unit == "%"),
        numbers=frozenset(int(figure.value) for figure in fact.figures if re.fullmatch(r"\d{1,15}", figure.value)),
        offers=_offers(fact),
    )


def _offers(fact: Fact) -> frozenset[Facet]:
    offers = set()
    if fact.assignments or fact.people:
        offers.add(Facet.WHO)
    if fact.deadlines or fact.dates:
        offers.add(Facet.WHEN)
    if fact.figures:
        offers |= {Facet.HOW_MUCH, Facet.HOW_MANY}
    if fact.places:
        offers.add(Facet.WHERE)
    if fact.refers_to:
        offers.add(Facet.WHICH_DOCUMENT)
    if fact.nature is Nature.OVERVIEW:
        offers.add(Facet.LIST)
    return frozenset(offers)


def to_plain(fact: Fact, units: list[PlainUnit], slots: Slots, parent: str) -> list[object]:
    """An entry as plain JSON values."""
    return [
        fact.id, fact.nature.value, fact.topic, parent, units,
        [
            slots.directive, sorted(slots.documents), sorted(slots.agencies), sorted(slots.places), sorted(slots.excluded_places),
            [_plain_span(span) for span in slots.spans], [_plain_span(span) for span in slots.ranges], sorted(slots.years),
            slots.own_year, sorted(slots.percents), sorted(slots.numbers), sorted(slots.offers),
        ],
    ]  # fmt: skip


def from_plain(row: int, plain: list, rarity: Mapping[str, float]) -> Entry:  # type: ignore[type-arg]
    """The entry written by `to_plain`; `rarity` is that of folded syllables in the library it stands in."""
    id_, nature, topic, parent, units, slots = plain
    return Entry(
        row, id_, Nature(nature), topic, parent,
        Slots(
            slots[0], frozenset(slots[1]), frozenset(slots[2]), frozenset(slots[3]), frozenset(slots[4]),
            tuple(_span(text) for text in slots[5]), tuple(_span(text) for text in slots[6]), frozenset(slots[7]), slots[8],
            frozenset(slots[9]), frozenset(slots[10]), frozenset(Facet(value) for value in slots[11]),
        ),
        tuple(Unit(_PARTS[part], packed, frozenset(map(Facet, asked))) for part, packed, asked in units), rarity,
    )  # fmt: skip


def _plain_span(span: Span) -> str:
    return f"{span.start.isoformat()}/{span.end.isoformat()}"


def _span(text: str) -> Span:
    start, _, end = text.partition("/")
    return Span(date.fromisoformat(start), date.fromisoformat(end))


def directive_index(directives: tuple[Directive, ...]) -> Mapping[str, Directive]:
    return {directive.number: directive for directive in directives}
