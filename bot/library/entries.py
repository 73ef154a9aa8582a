"""Makes the matching entry of a fact: its texts in three views and its slots. The same functions serve shipped and generated facts."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

from bot.domain.agency import Topic
from bot.domain.directive import Directive
from bot.domain.facet import Facet
from bot.domain.fact import Fact, Nature
from bot.domain.span import Span
from bot.library.pages import Parts
from bot.matching.entry import OTHER_TIMES, Entry, Part, Slots
from bot.matching.facets import facets_of, names_time
from bot.matching.lexicon import FOLD, PAIR, TONE, WORD
from bot.matching.sheet import SPOKEN, Rarities, Vector, sheet_bytes, sheet_of, units_in
from bot.text.mentions import mentions
from bot.text.normalize import comparable, fold
from bot.text.views import pack, unpack

PackedUnit = tuple[str, str, frozenset[Facet]]


def units_of(fact: Fact, directive: Directive | None, topic: Topic | None) -> list[PackedUnit]:
    """The texts of a fact, packed, each with the part it is and the facets it asks for."""
    texts = [(Part.SAYS, fact.says if fact.nature.answers or fact.nature is Nature.ABSENCE else fact.name)]
    texts += [(Part.PHRASING, phrasing) for phrasing in fact.phrasings]
    texts += [(Part.KEYWORD, " , ".join(fact.keywords))]
    texts += [(Part.CONTEXT, context) for context in _context(fact, directive, topic)]
    return [(part.value, packed, _asked(part, text)) for part, text in texts if text and (packed := _pack(part, text))]


def _pack(part: Part, text: str) -> str:
    return _packed_before(text) if part is Part.CONTEXT else pack(text)


_packed_before = lru_cache(maxsize=20_000)(pack)  # what stands around a fact stands around its neighbours too


def _asked(part: Part, text: str) -> frozenset[Facet]:
    return facets_of(fold(comparable(text))) if part is Part.PHRASING else frozenset()


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


def _of_other_times(fact: Fact) -> bool:
    """Whether a subject that is not covered is the present, or other years than ours: most ways of asking for it name a time."""
    asks = [fold(comparable(phrasing)) for phrasing in fact.phrasings]
    timed = sum(names_time(ask) for ask in asks)
    return fact.nature is Nature.ELSEWHERE and 2 * timed > len(asks)


def _years_asked(fact: Fact) -> set[int]:
    """The years that a subject that is not covered is asked about, when most ways of asking for it name one: other years are another subject."""
    asked = [mentions(comparable(phrasing)).years for phrasing in fact.phrasings] if fact.nature is Nature.ELSEWHERE else []
    if 2 * sum(map(bool, asked)) <= len(asked):
        return set()
    return {year for years in (*asked, *(mentions(comparable(keyword)).years for keyword in fact.keywords)) for year in years}


def slots_of(fact: Fact, directive: Directive | None) -> Slots:
    """The values in the fact's fields. Years of a fact are those of its fields, and of its directive where it names none itself."""
    spans = [item.span for item in fact.deadlines if item.span] + [item.span for item in fact.dates]
    ranges = [figure.period for figure in fact.figures if figure.period] + [span for span in spans if len(span.years) > 1]
    said = mentions(comparable(fact.says))
    years = {year for span in spans + ranges for year in span.years} | set(said.years)
    years |= _years_asked(fact)
    years |= {int(year) for number in fact.refers_to for year in re.findall(r"/((?:19|20)\d\d)/", number)}
    own_year = directive.issued.year if directive and directive.issued else OTHER_TIMES if _of_other_times(fact) else 0
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


class Written(NamedTuple):
    """What a library keeps of an entry: `head` as JSON, the lines of `texts`, the bytes of its sheet; and its terms by view, for the index."""

    head: bytes
    texts: bytes
    sheet: bytes
    terms: dict[str, str]


def written(fact: Fact, directive: Directive | None, topic: Topic | None) -> Written:
    """The entry of a fact, to be read by `entry_of`."""
    units = units_of(fact, directive, topic)
    parts, views = "".join(part for part, _, _ in units), [unpack(packed) for _, packed, _ in units]
    spoken = [view.folds for part, view in zip(parts, views, strict=True) if part in SPOKEN]
    lines = [*(packed for _, packed, _ in units), *map(" ".join, spoken), *(" ".join(sorted(folds)) for folds in spoken)]
    head = [fact.id, fact.nature.value, fact.topic, topic.parent if topic else "", _plain_slots(slots_of(fact, directive))]
    views_of_terms = ((FOLD, "folds"), (PAIR, "pairs"), (TONE, "tones"), (WORD, "words"))
    terms = {kind: " ".join(term for view in views for term in getattr(view, name)) for kind, name in views_of_terms}
    return Written(
        json.dumps(head, ensure_ascii=False).encode(),
        "\n".join(lines).encode(),
        sheet_bytes(parts, views, [asked for _, _, asked in units]),
        terms,
    )


def entries_of(kept: Mapping[int, Parts], rarities: Rarities) -> dict[int, Entry]:
    """The entries kept by `written`, by row; `rarities` are those of folded syllables in the library they stand in."""
    masses = rarities.masses([sheet for _, _, sheet, _ in kept.values()]) if kept else []
    return {row: _entry(row, *parts[:3], mass) for (row, parts), mass in zip(kept.items(), masses, strict=True)}


def _entry(row: int, head: bytes, texts: bytes, sheet: bytes, masses: Vector) -> Entry:
    id_, nature, topic, parent, slots = json.loads(head)
    lines = texts.decode().split("\n") if texts else []
    count = units_in(sheet)
    middle = (len(lines) + count) // 2
    return Entry(
        row, id_, Nature(nature), topic, parent, _slots(slots), tuple(lines[:count]),
        sheet_of(sheet, tuple(lines[count:middle]), tuple(lines[middle:]), masses),
    )  # fmt: skip


def _plain_slots(slots: Slots) -> list[object]:
    return [
        slots.directive, sorted(slots.documents), sorted(slots.agencies), sorted(slots.places), sorted(slots.excluded_places),
        [_plain_span(span) for span in slots.spans], [_plain_span(span) for span in slots.ranges], sorted(slots.years),
        slots.own_year, sorted(slots.percents), sorted(slots.numbers), sorted(slots.offers),
    ]  # fmt: skip


def _slots(plain: list[Any]) -> Slots:
    directive, documents, agencies, places, excluded, spans, ranges, years, own_year, percents, numbers, offers = plain
    return Slots(
        directive, _set(documents), _set(agencies), _set(places), _set(excluded),
        tuple(_span(*days) for days in spans), tuple(_span(*days) for days in ranges), _set(years), own_year,
        _set(percents), _set(numbers), _offered(tuple(offers)),
    )  # fmt: skip


_NOTHING: frozenset[Any] = frozenset()


def _set(values: list[Any]) -> frozenset[Any]:
    """Most slots are empty or hold what many others hold; entries share their sets, and the garbage collector has less to look at."""
    return _shared(tuple(values)) if values else _NOTHING


@lru_cache(maxsize=10_000)
def _shared(values: tuple[Any, ...]) -> frozenset[Any]:
    return frozenset(values)


@lru_cache(maxsize=256)
def _offered(facets: tuple[str, ...]) -> frozenset[Facet]:
    return frozenset(map(Facet, facets))


def _plain_span(span: Span) -> tuple[int, int]:
    return span.start.toordinal(), span.end.toordinal()


@lru_cache(maxsize=10_000)
def _span(start: int, end: int) -> Span:
    return Span(date.fromordinal(start), date.fromordinal(end))
