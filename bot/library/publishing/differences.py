"""What differs between two libraries, fact by fact and field by field. Says nothing about answers: that is `effect`.

Lines of files are left out: they move with every line written above them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, replace
from typing import TypeVar

from pydantic import TypeAdapter

from bot.domain.fact import Citation, Fact
from bot.library.contents import Held
from bot.library.records import DIRECTIVE, TOPIC

COMPOSED = "composed/"


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a fact, as it was and as it is now, readable."""

    name: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Place:
    """A fact with what it says and where it stands in the files."""

    id: str
    says: str
    file: str
    line: int


@dataclass(frozen=True, slots=True)
class Changed:
    fact: Place
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class Differences:
    """`beside` names the other kinds of records that changed (agencies, shorthand ...); they bear on how every question is read."""

    added: tuple[Place, ...] = ()
    changed: tuple[Changed, ...] = ()
    removed: tuple[Place, ...] = ()
    beside: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Compared:
    """The differences as people wrote them; and what they bear on, composed facts among it.

    `touched` and `gone` are ids of facts that read otherwise now or are no more, `numbers` the digits of directives that are new or other;
    `rereads` says that something changed by which every question is read (agencies, places, shorthand, alarms).
    """

    written: Differences
    touched: frozenset[str]
    gone: frozenset[str]
    numbers: frozenset[str]
    rereads: bool


def compare(before: Held | None, after: Held) -> Compared:
    """What a library has that the one before has not; everything is new where there was none."""
    old, was = (before.facts, before.records) if before else ({}, {})
    new, now = after.facts, after.records
    added = [fact for fact_id, fact in new.items() if fact_id not in old]
    removed = [fact for fact_id, fact in old.items() if fact_id not in new]
    changed = [(old[fact_id], fact) for fact_id, fact in new.items() if fact_id in old and _placeless(fact) != _placeless(old[fact_id])]
    beside = [kind for kind in sorted({*was, *now}) if before and set(was.get(kind, ())) != set(now.get(kind, ()))]
    directives = {item.number for item in _other(DIRECTIVE, "directive", was, now)}
    topics = {item.id for item in _other(TOPIC, "topic", was, now)}
    around = [fact.id for fact in new.values() if fact.citation.number in directives or fact.topic in topics]
    written = Differences(
        tuple(_place(fact) for fact in added if not _is_composed(fact)),
        tuple(Changed(_place(fact), tuple(_fields(earlier, fact))) for earlier, fact in changed if not _is_composed(fact)),
        tuple(_place(fact) for fact in removed if not _is_composed(fact)),
        tuple(beside),
    )
    return Compared(
        written,
        touched=frozenset([*(fact.id for fact in added), *(fact.id for _, fact in changed), *around]),
        gone=frozenset(fact.id for fact in removed),
        numbers=frozenset(digits[0] for number in directives if (digits := re.match(r"\d+", number))),
        rereads=not _REREAD.isdisjoint(beside),
    )


Records = Mapping[str, tuple[str, ...]]
T = TypeVar("T")
_REREAD = frozenset(["agency", "place", "shorthand", "alarms"])


def _other(shape: TypeAdapter[T], kind: str, was: Records, now: Records) -> list[T]:
    """The records of a kind that only one side has."""
    return [shape.validate_json(record) for record in set(was.get(kind, ())) ^ set(now.get(kind, ()))]


def _is_composed(fact: Fact) -> bool:
    return fact.id.startswith(COMPOSED)


def _place(fact: Fact) -> Place:
    return Place(fact.id, fact.says, fact.citation.file, fact.citation.line)


def _placeless(fact: Fact) -> Fact:
    return replace(fact, citation=Citation(fact.citation.number, fact.citation.at))


def _fields(was: Fact, fact: Fact) -> Iterator[Field]:
    was, fact = _placeless(was), _placeless(fact)
    for part in fields(Fact):
        before, after = getattr(was, part.name), getattr(fact, part.name)
        if before != after:
            yield Field(part.name, *_only_other(before, after))


def _only_other(before: object, after: object) -> tuple[str, str]:
    """Two values as text; of two lists only what one has and the other has not."""
    if isinstance(before, tuple) and isinstance(after, tuple):
        gone, new = [item for item in before if item not in after], [item for item in after if item not in before]
        if gone or new:
            return "; ".join(map(_told, gone)), "; ".join(map(_told, new))
        return "; ".join(map(_told, before)), "; ".join(map(_told, after))
    return _told(before), _told(after)


def _told(value: object) -> str:
    """A value of a fact in the fewest words: the texts of its parts."""
    if hasattr(value, "__dataclass_fields__"):
        parts = (getattr(value, name) for name in value.__dataclass_fields__ if name != "span")
        return ", ".join(filter(None, map(_told, parts)))
    return "" if value is None else str(value)
