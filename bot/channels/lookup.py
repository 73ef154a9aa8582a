"""Looks up a directive, an agency or a fact by number, name or id: what an operator sees with `hoidap show`."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Protocol

from bot import wording
from bot.answering.ports import Archive
from bot.domain.agency import Agency
from bot.domain.directive import Directive
from bot.domain.fact import Fact
from bot.text.normalize import comparable, fold


class Catalogue(Archive, Protocol):
    """An archive that can also list its facts."""

    def fact_ids(self) -> list[str]:
        """All ids, in the order of the files."""


@dataclass(frozen=True, slots=True)
class Found:
    """One thing looked up: its text for people, its record for machines."""

    text: str
    record: Directive | Agency | Fact

    def plain(self) -> dict[str, Any]:
        return {**_jsonable(asdict(self.record)), "record": type(self.record).__name__.lower()}


def look_up(archive: Catalogue, what: str) -> list[Found]:
    """Everything that bears this number, name, abbreviation or id; bare digits find all documents that begin with them."""
    wanted = _key(what)
    facts = [archive.fact(fact_id) for fact_id in archive.fact_ids()]
    found = [_fact(fact) for fact in facts if _key(fact.id) == wanted or _key(fact.id.rpartition("/")[2]) == wanted]
    found += [_directive(item, facts) for number, item in archive.directives.items() if _key(number) == wanted or _digits(number) == wanted]
    found += [_agency(item, facts) for item in archive.agencies.values() if wanted in map(_key, item.names)]
    return found


def _key(text: str) -> str:
    return fold(comparable(text))


def _digits(number: str) -> str:
    return number.partition("/")[0]


def _fact(fact: Fact) -> Found:
    lines = [f"{fact.id}  ({fact.citation.file}:{fact.citation.line})", fact.says, f"{fact.citation.number}, {fact.citation.at}"]
    if fact.note:
        lines.append(f"Ghi chú: {fact.note}")
    return Found("\n".join(lines), fact)


def _directive(directive: Directive, facts: list[Fact]) -> Found:
    issued = f" ngày {wording.day(directive.issued)}" if directive.issued else ""
    own = [fact for fact in facts if fact.citation.number == directive.number and not fact.id.startswith("composed/")]
    lines = [
        f"{directive.title}{issued}, {directive.issuer}".rstrip(", "),
        directive.subject,
        directive.summary,
        directive.note,
        directive.status.note,
    ]
    lines += [f"  {fact.id}: {fact.says}" for fact in own]
    return Found("\n".join(filter(None, lines)), directive)


def _agency(agency: Agency, facts: list[Fact]) -> Found:
    lines = [f"{agency.name} ({', '.join(agency.names[1:])})" if agency.names[1:] else agency.name]
    if agency.successor:
        lines.append(agency.successor.note)
    for fact in facts:
        if not fact.id.startswith("composed/") and agency.name in {assignment.agency for assignment in fact.assignments}:
            lines.append(f"  {fact.citation.number} {fact.id}: {fact.says}")
    return Found("\n".join(lines), agency)


def _jsonable(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _jsonable(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_jsonable(item) for item in value]
    return value if isinstance(value, str | int | float | bool | None) else str(value)
