"""What the tests of knowledge rows share: every phrasing with its own fact, and what a reply may say with its grounds."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from bot import wording
from bot.domain.directive import Directive
from bot.domain.fact import Fact
from bot.domain.reply import Answered, AskBack, Emergency, NotCovered, Reply, SmallTalk
from bot.library.files import Knowledge, read_folder
from bot.library.reader import Library
from bot.text.normalize import comparable

KNOWLEDGE = Path(__file__).resolve().parents[2] / "knowledge"
_BESIDE = ("elsewhere", "smalltalk", "emergencies")

_DOCUMENT = re.compile(r"(?<![\w/])\d+(?:/\d{4})?/[A-ZĐ][\w&]*(?:-[\w&]+)*")
_DAY = re.compile(r"(?<![\d/])(\d{1,2})/(\d{1,2})/(\d{4})(?![\d/])")
_MONTH = re.compile(r"(?<![\d/])(\d{1,2})/(\d{4})(?!\d)")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_PLACE = re.compile(r"^\d\. ", re.MULTILINE)  # the places of readings in a list: 1. 2. 3.
# Corrections repeat what the person said; only what they set against it needs grounds.
_CORRECTIONS = tuple(
    re.compile("^" + re.sub(r"\\{(\w+)\\}", lambda match: rf"(?P<{match[1]}>.+?)", re.escape(template)), re.MULTILINE)
    for template in (
        wording.UNKNOWN_DOCUMENT, wording.UNKNOWN_DOCUMENT_NEAR, wording.OTHER_YEAR, wording.OTHER_DAY, wording.OTHER_AMOUNT, wording.OTHER_AGENCY,
    )
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Row:
    """A phrasing, the file it stands in and the id of its fact."""

    file: str
    fact: str
    phrasing: str

    def __str__(self) -> str:
        return f"{self.fact} | {self.phrasing}"


@cache
def knowledge() -> Knowledge:
    return read_folder(KNOWLEDGE)


@cache
def rows() -> tuple[Row, ...]:
    """Every phrasing of every file, in order."""
    return tuple(_rows(knowledge()))


def _rows(known: Knowledge) -> Iterator[Row]:
    for source, _, fact in known.all_facts():
        yield from (Row(source.file, f"{source.stem}/{fact.id}", phrasing) for phrasing in fact.phrasings)
    if known.mentioned:
        for place, record in enumerate(known.mentioned.model.mentioned, 1):
            yield from (Row(known.mentioned.file, f"mentioned/{place}", phrasing) for phrasing in record.phrasings)
    for name in _BESIDE:
        if source := getattr(known, name):
            for item in getattr(source.model, name):
                yield from (Row(source.file, f"{name}/{item.id}", phrasing) for phrasing in item.asks)


def files() -> list[str]:
    return list(dict.fromkeys(row.file for row in rows()))


# What a reply says, and on what grounds


def said(text: str) -> set[str]:
    """Every document number, day, month and other number of a text, each in one spelling; none is a part of another."""
    found: set[str] = set()

    def keep(pattern: re.Pattern[str], rest: str, spelled: str) -> str:
        def one(match: re.Match[str]) -> str:
            found.add(spelled + "/".join(part.lstrip("0") for part in match.groups()) if match.groups() else spelled + match[0].upper())
            return " "

        return pattern.sub(one, rest)

    rest = keep(_DOCUMENT, text, "số ")
    rest = keep(_DAY, rest, "ngày ")
    rest = keep(_MONTH, rest, "tháng ")
    return found | {match[0].lstrip("0") or "0" for match in _NUMBER.finditer(rest)}


def supported(text: str) -> set[str]:
    """What a text gives grounds for saying: all it says, the digits and year of its documents, the months and years of its days."""
    whole = said(text)
    parts = {part for item in whole if item.startswith("số ") for part in re.findall(r"\d+", item)}
    parts |= {item.rpartition("/")[2] for item in whole if item.startswith(("ngày ", "tháng "))}
    parts |= {f"tháng {item.partition('/')[2]}" for item in whole if item.startswith("ngày ")}
    return whole | parts


def told(reply: Reply, rendered: str, library: Library) -> str:
    """What was said, without the places of a list and without what the bot says by itself in every such reply."""
    text = _PLACE.sub("", rendered) if isinstance(reply, AskBack) else rendered
    for own in (_who_knows(library), wording.NOTHING_READ, wording.CUT):
        text = text.replace(own, "")
    if isinstance(reply, NotCovered):
        for option in reply.options:  # a question that its own fact is asked for with, offered in quotes, states nothing
            if option.fact and option.ask in library.fact(option.fact).phrasings:
                text = text.replace(f"“{option.label}”", "")
    for correction in _CORRECTIONS:
        text = correction.sub(lambda match: match[0].replace(match["asked"], ""), text)
    return text


def _who_knows(library: Library) -> str:
    """The sentence on whom to ask, word for word as the first contacts of the knowledge have it."""
    contacts = [wording.CONTACT.format(name=contact.name, number=contact.number) for contact in library.contacts[:2]]
    return wording.WHO_KNOWS.format(contacts=" hoặc ".join(contacts)) if contacts else wording.WHO_KNOWS_UNKNOWN


def agencies_without(told: str, grounds: str, library: Library) -> set[str]:
    """The agencies told of that the grounds do not name; one cut short by "…" is the one whose name begins so."""
    grounded = agencies_in(grounds, library)
    cut = {name for name in grounded for begun in agencies_in(told, library) if name.startswith(begun) and f"{begun}…" in told.lower()}
    return {name for name in agencies_in(told, library) - grounded if not any(whole.startswith(name) for whole in cut)}


def grounds(reply: Reply, first: str, library: Library) -> str:
    """Everything the reply may draw on: its facts with their fields, their directives, and the records of what changed."""
    facts = [library.fact(fact_id) for fact_id in _facts(reply, first)]
    directives = [library.directives[fact.citation.number] for fact in facts if fact.citation.number in library.directives]
    texts = [text for fact in facts for text in _fact_texts(fact)]
    texts += [text for directive in directives for text in _directive_texts(directive)]
    texts += [text for fact in facts for text in _changed_texts(fact, library)]
    return " \n ".join(filter(None, texts))


def _facts(reply: Reply, first: str) -> tuple[str, ...]:
    """The facts a reply was made of; small talk and the like are those that were found first."""
    match reply:
        case Answered(facts=facts) | AskBack(facts=facts):
            return facts
        case NotCovered(facts=facts, options=options):
            return (*facts, *(option.fact for option in options if option.fact)) or (first,)
        case SmallTalk() | Emergency():
            return (first,)


def _fact_texts(fact: Fact) -> Iterator[str]:
    yield from (fact.says, fact.name, fact.citation.number, fact.citation.at, fact.product, fact.note)
    for assignment in fact.assignments:
        yield assignment.agency
    for deadline in fact.deadlines:
        yield deadline.text
        if deadline.span:
            yield wording.day(deadline.span.end)
    for figure in fact.figures:
        yield f"{figure.value} {figure.unit} {figure.of}"
    for dated in fact.dates:
        yield f"{dated.text} {wording.day(dated.span.start)} {wording.day(dated.span.end)}"
    yield from (*fact.places, *fact.excluded_places, *fact.refers_to)


def _directive_texts(directive: Directive) -> Iterator[str]:
    yield from (directive.title, directive.subject, directive.short, directive.issuer, directive.known_from, directive.status.note)
    if directive.issued:
        yield f"{wording.day(directive.issued)} {directive.issued.year}"


def _changed_texts(fact: Fact, library: Library) -> Iterator[str]:
    for assignment in fact.assignments:
        agency = library.agencies.get(assignment.agency)
        if agency and agency.successor:
            yield f"{agency.successor.name} {agency.successor.note}"
    for number in (fact.citation.number, *fact.refers_to):
        if number in library.directives:
            yield f"{library.directives[number].title} {library.directives[number].status.replaced_by}"
    said_so = comparable(fact.says)
    yield from (term.note for term in library.terms if any(comparable(match) in said_so for match in term.matches))


def agencies_in(text: str, library: Library) -> set[str]:
    """The official names of all agencies that a text names by their official names."""
    return set(_agency_names(library).findall(comparable(text)))


@cache
def _agency_names(library: Library) -> re.Pattern[str]:
    names = sorted((comparable(name) for name in library.agencies if " " in name), key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, names))})\b")
