"""False premises: a document, year, day, amount or agency in the question that the best fact does not hold. They are corrected, not answered around."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import get_close_matches

from bot import wording
from bot.answering.ports import Archive
from bot.domain.facet import Facet
from bot.domain.fact import Fact, Nature, Role
from bot.matching.question import Question
from bot.text.normalize import comparable, fold
from bot.text.tokens import tokens
from bot.text.views import fold_token

_BOUND = r"(truoc|sau|tu|den|toi|qua|het|cuoi)( ngay| thang| nam| cuoi)? {year}"  # "sau năm 2020" names no year to be right or wrong
_PROVINCE = "tỉnh"  # as places.yaml calls provinces and cities other than Hanoi
_OLDEST_YEAR = 2010  # earlier years in a message are birthdays and memories, not the year of a directive


@dataclass(frozen=True, slots=True)
class Correction:
    """A sentence that sets a premise right. `forbids` when the fact must not be told as the answer, only as the nearest thing known."""

    text: str
    forbids: bool


def correction(question: Question, fact: Fact, archive: Archive) -> Correction | None:
    """The weightiest false premise of a question about a fact, if any."""
    return (
        unknown_document(question, archive)
        or day_correction(question, fact)
        or year_correction(question, fact, archive)
        or amount_correction(question, fact)
        or _agency(question, fact, archive)
    )


def unknown_document(question: Question, archive: Archive) -> Correction | None:
    """A document number that the knowledge does not hold, with the nearest one that it does."""
    unknown = [number for number in question.named.unknown_documents if "/" in number]
    if not unknown or question.named.documents:
        return None
    asked = min(unknown)
    known = {fold(comparable(number)): number for number in archive.directives}
    near = get_close_matches(asked, known, n=1, cutoff=0.6)
    if near:
        return Correction(wording.UNKNOWN_DOCUMENT_NEAR.format(asked=asked.upper(), near=known[near[0]]), forbids=True)
    return Correction(wording.UNKNOWN_DOCUMENT.format(asked=asked.upper()), forbids=True)


def other_place(question: Question, fact: Fact, archive: Archive) -> Correction | None:
    """Another province, named without doubt in the asking part of the message, which the fact says nothing of."""
    for place in archive.places if question.named.places else ():
        if place.kind == _PROVINCE and fold(comparable(place.name)) in question.named.places:
            names = [_folded(name) for name in (place.name, *place.other_names)]
            asked, said = _asked(question), _folded(fact.says)
            if any(_holds(asked, name) for name in names) and not any(_holds(said, name) for name in names):
                return Correction(wording.OTHER_PLACE.format(asked=place.name), forbids=True)
    return None


def _asked(question: Question) -> str:
    """The asking part of a message, folded, without what has several readings: "dn" may be Đà Nẵng, and is doanh nghiệp far more often."""
    return " ".join(fold_token(tone) for item in question.heard if item.weight >= 1 and not item.others for tone in item.tones)


def _folded(text: str) -> str:
    return " ".join(map(fold_token, tokens(comparable(text))))


def _holds(text: str, name: str) -> bool:
    return f" {name} " in f" {text} "


def day_correction(question: Question, fact: Fact) -> Correction | None:
    """A day of another year than the fact holds."""
    held = [span for span in (*(deadline.span for deadline in fact.deadlines), *(dated.span for dated in fact.dates)) if span]
    for asked in question.named.said.spans:
        if not asked.is_day or any(span.holds(asked) for span in held):
            continue
        for span in held:
            if span.is_day and (span.end.day, span.end.month) == (asked.end.day, asked.end.month):
                return Correction(wording.OTHER_DAY.format(asked=wording.day(asked.end), held=wording.day(span.end)), forbids=True)
    return None


def year_correction(question: Question, fact: Fact, archive: Archive) -> Correction | None:
    """A year that the fact says nothing of."""
    text = fold(question.read_as)
    asked = {year for year in question.named.said.years if year >= _OLDEST_YEAR and not re.search(_BOUND.format(year=year), text)}
    directive = archive.directives.get(fact.citation.number)
    if not asked or directive is None or directive.issued is None:
        return None
    held = _years(fact, archive) | {directive.issued.year}
    if asked & held:
        return None
    return Correction(wording.OTHER_YEAR.format(asked=", ".join(map(str, sorted(asked))), held=directive.issued.year), forbids=True)


def _years(fact: Fact, archive: Archive) -> set[int]:
    """The years a fact speaks of; for one composed of several documents, the years of those, for what it lists reaches further."""
    if fact.nature is Nature.COMPOSED:
        named = [archive.directives.get(number) for number in fact.refers_to]
        listed = {directive.issued.year for directive in named if directive and directive.issued}
    else:
        listed = {int(year) for year in re.findall(r"(?<![\d.])(?:19|20)\d\d(?![\d.])", fact.says)}
    spans = [deadline.span for deadline in fact.deadlines if deadline.span] + [dated.span for dated in fact.dates]
    spans += [figure.period for figure in fact.figures if figure.period]
    return listed | {year for span in spans for year in span.years}


def amount_correction(question: Question, fact: Fact) -> Correction | None:
    """An amount of another size than the fact holds."""
    asked = question.named.said.amounts
    held = {int(figure.value): figure for figure in fact.figures if figure.unit == "đồng" and figure.value.isdigit()}
    if not asked or not held or asked & held.keys():
        return None
    amount = max(held)
    return Correction(wording.OTHER_AMOUNT.format(held=_money(amount), asked=_money(max(asked))), forbids=False)


def _money(amount: int) -> str:
    for size, name in ((10**9, "tỷ"), (10**6, "triệu")):
        if amount >= size and amount % (size // 10) == 0:
            return f"{amount / size:g} {name} đồng".replace(".", ",")
    return f"{amount:,} đồng".replace(",", ".")


def _agency(question: Question, fact: Fact, archive: Archive) -> Correction | None:
    leads = [assignment.agency for assignment in fact.assignments if assignment.role in (Role.LEAD, Role.CHAIR, Role.CARRY_OUT)]
    named = {fold(comparable(assignment.agency)) for assignment in fact.assignments}
    asked = question.named.agencies
    if Facet.YES_NO not in question.facets or not leads or not asked or asked & named:
        return None
    said = fold(comparable(fact.says))
    if any(name in said for name in asked):
        return None
    names = {fold(comparable(name)): name for name, agency in archive.agencies.items() if agency.kind == "department"}
    wrong = [names[name] for name in asked if name in names]
    if not wrong:
        return None
    return Correction(wording.OTHER_AGENCY.format(asked=wrong[0], held=leads[0]), forbids=False)
