"""What has changed since a fact was written: deadlines passed, agencies merged, directives replaced, terms renamed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import lru_cache

from bot import wording
from bot.answering.ports import Archive
from bot.domain.agency import Term
from bot.domain.directive import StatusKind
from bot.domain.fact import Fact
from bot.text.normalize import comparable

_MOST = 3


def changes(fact: Fact, archive: Archive, today: date) -> tuple[str, ...]:
    """At most three sentences, the weightiest first."""
    found = [*_replaced(fact, archive), *_deadline_passed(fact, archive, today), *_agencies(fact, archive), *_terms(fact, archive)]
    return tuple(dict.fromkeys(found))[:_MOST]


def _replaced(fact: Fact, archive: Archive) -> Iterable[str]:
    for number in (fact.citation.number, *fact.refers_to):
        directive = archive.directives.get(number)
        if directive and directive.status.kind is StatusKind.REPLACED and directive.status.replaced_by:
            yield wording.REPLACED.format(title=directive.title, by=directive.status.replaced_by)


def _deadline_passed(fact: Fact, archive: Archive, today: date) -> Iterable[str]:
    ends = [deadline.span.end for deadline in fact.deadlines if deadline.span]
    directive = archive.directives.get(fact.citation.number)
    if not ends or max(ends) >= today:
        return
    if len({archive.fact(member).citation.number for member in fact.members}) > 1:
        yield wording.DEADLINES_PASSED
    elif directive and directive.issued:
        yield wording.DEADLINE_PASSED.format(year=directive.issued.year)


def _agencies(fact: Fact, archive: Archive) -> Iterable[str]:
    named = [assignment.agency for assignment in fact.assignments]
    for name in dict.fromkeys(named):
        agency = archive.agencies.get(name)
        if agency and agency.successor and agency.successor.note and agency.successor.note[1:] not in fact.says:
            note = agency.successor.note
            yield f"{name}: {note}"


def _terms(fact: Fact, archive: Archive) -> Iterable[str]:
    said = _said(fact.says)
    for term in archive.terms:
        if any(match in said for match in _met_as(term)):
            yield term.note


@lru_cache(maxsize=4096)
def _said(says: str) -> str:
    return comparable(says)


@lru_cache(maxsize=256)
def _met_as(term: Term) -> tuple[str, ...]:
    return tuple(map(comparable, term.matches))
