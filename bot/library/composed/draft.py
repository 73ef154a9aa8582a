"""What all composed facts share: the knowledge they draw on, sorted, and how a draft becomes a fact with the fields of its members.

A draft says which facts it draws on; of their fields the fact keeps those that its text says.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from bot.domain.agency import Agency, Place, Topic
from bot.domain.directive import Directive
from bot.domain.fact import Assignment, Citation, Dated, Fact, Nature
from bot.library.compiler import Compiled
from bot.library.composed.names import Names
from bot.text.normalize import comparable, fold

MOST = 1150
_PHRASINGS = 12
_SOME_AGENCIES = 12
# Texts in these characters alone differ from their comparable form in case, tone placement, spaces and marks only.
_ORDINARY = re.compile(r"[\x20-\x7eà-ãè-êìíò-õùúýÀ-ÃÈ-ÊÌÍÒ-ÕÙÚÝăĂđĐĩĨũŨơƠưƯẠ-ỹ“”\u2018\u2019\u2013—…]*")
_NOT_IN_SHAPE = b"aeiouy \"'-."
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Ground:
    """Compiled knowledge as composing needs it. `statements` holds what a directive itself says, in the order of the files."""

    directives: Mapping[str, Directive]
    agencies: Mapping[str, Agency]
    topics: Mapping[str, Topic]
    places: Mapping[str, Place]
    facts: tuple[Fact, ...]
    statements: tuple[Fact, ...]
    mentioned: tuple[Fact, ...]
    names: Names

    @classmethod
    def of(cls, compiled: Compiled) -> Ground:
        directives = {item.number: item for item in compiled.directives}
        own = tuple(
            fact
            for fact in compiled.facts
            if (fact.nature.answers or fact.nature is Nature.ABSENCE)
            and (directive := directives.get(fact.citation.number)) is not None
            and not directive.mentioned
            and not fact.id.startswith("mentioned/")
        )
        return cls(
            directives,
            {item.name: item for item in compiled.agencies},
            {item.id: item for item in compiled.topics},
            {item.name: item for item in compiled.places},
            own,
            tuple(fact for fact in own if fact.nature is Nature.STATEMENT),
            tuple(fact for fact in compiled.facts if fact.id.startswith("mentioned/")),
            Names.of(compiled.agencies, own),
        )

    def numbers(self, fact: Fact) -> tuple[str, ...]:
        """The documents that a text need not name again: the fact's own, and the one through which it is known."""
        directive = self.directives[fact.citation.number]
        return (directive.number, directive.known_from) if directive.known_from else (directive.number,)

    def parent(self, topic: str) -> Topic | None:
        """The widest topic around a topic."""
        found = self.topics.get(topic)
        for _ in range(9):
            if found is None or not found.parent or found.parent not in self.topics:
                break
            found = self.topics[found.parent]
        return found


@dataclass(frozen=True, slots=True)
class Draft:
    """A composed fact before its fields are filled in. `places`, `dates` and `assignments` are what it is about itself."""

    id: str
    name: str
    says: str
    number: str
    members: tuple[Fact, ...]
    phrasings: tuple[str, ...]
    keywords: tuple[str, ...] = ()
    assignments: tuple[Assignment, ...] = ()
    dates: tuple[Dated, ...] = ()
    places: tuple[str, ...] = ()
    refers_to: tuple[str, ...] = ()
    note: str = ""


def finish(draft: Draft) -> Fact:
    """The fact of a draft: its own fields, and those of its members that its text says."""
    said = draft.says.lower()
    numbers = frozenset(re.findall(r"\d+(?:[.,]\d+)*", said))
    members = draft.members
    first = members[0] if members else None
    assignments = (
        *draft.assignments,
        *(item for fact in members for item in fact.assignments[:_SOME_AGENCIES] if item.agency.lower() in said),
    )
    return Fact(
        id=draft.id,
        says=draft.says,
        citation=Citation(
            draft.number,
            f"tổng hợp từ {len(members)} mục" if members else "tóm tắt văn bản",
            first.citation.file if first else "",
            first.citation.line if first else 0,
        ),
        nature=Nature.COMPOSED,
        topic=first.topic if first else "",
        name=draft.name,
        assignments=unique(assignments),
        deadlines=unique(
            item for fact in members for item in fact.deadlines if all(part in numbers for part in re.findall(r"\d+", item.text))
        ),
        figures=unique(item for fact in members for item in fact.figures if said_value(item.value) in numbers and _shares(item.of, said)),
        dates=draft.dates,
        places=draft.places or unique(place for fact in members for place in fact.places if place.lower() in said),
        refers_to=unique((*draft.refers_to, *(item for fact in members for item in fact.refers_to if item.lower() in said))),
        note=draft.note,
        phrasings=draft.phrasings,
        keywords=unique(draft.keywords),
        members=unique(fact.id for fact in members),
    )


def distinct(drafts: Sequence[Fact], others: Iterable[Fact]) -> list[tuple[str, ...]]:
    """The phrasings of each, without those that equal a phrasing of another fact; at most twelve."""
    own = [[(phrase, comparable(phrase)) for phrase in fact.phrasings] for fact in drafts]
    shapes = {_shape(phrase) for phrases in own for phrase, _ in phrases}
    taken = {comparable(phrase) for fact in others for phrase in fact.phrasings if _shape(phrase) in shapes}
    result = []
    for phrases in own:
        kept: list[str] = []
        for phrase, key in phrases:
            if key not in taken and len(kept) < _PHRASINGS:
                taken.add(key)
                kept.append(phrase)
        result.append(tuple(kept))
    return result


def bullets(heading: str, items: Sequence[str], rest: str, *, whole: bool = True) -> tuple[str, int]:
    """A heading and as many items as fit, one a line, and how many did; `rest` closes a list that is not whole.

    An item that ends in a colon is a heading inside the list.
    """
    lines = [heading]
    length = len(heading)
    for count, item in enumerate(items, 1):
        line = item if item.endswith(":") else f"• {item}"
        last = whole and count == len(items)
        if length + 1 + len(line) > (MOST if last else MOST - len(rest) - 1):
            break
        lines.append(line)
        length += 1 + len(line)
    taken = len(lines) - 1
    while lines[-1].endswith(":") and not lines[-1].startswith("• ") and len(lines) > 1:
        lines.pop()
    if taken < len(items) or not whole:
        lines.append(rest)
    return "\n".join(lines), taken


def told(heading: str, groups: Iterable[tuple[str, Iterable[tuple[str, Fact]]]], rest: str, *, whole: bool) -> tuple[str, tuple[Fact, ...]]:
    """A list of lines in groups, each under its heading where it has one, and the facts of the lines for which there was room."""
    lines: list[str] = []
    facts: list[Fact | None] = []
    for title, members in groups:
        if title:
            lines.append(f"{title}:")
            facts.append(None)
        for line, fact in members:
            lines.append(line)
            facts.append(fact)
    says, count = bullets(heading, lines, rest, whole=whole)
    return says, tuple(fact for fact in facts[:count] if fact is not None)


def day(value: date) -> str:
    return f"{value.day}/{value.month}/{value.year}"


def dated(directive: Directive) -> str:
    """Title and day: "Thông báo 441/TB-VP (9/9/2022)"."""
    return f"{directive.title} ({day(directive.issued)})" if directive.issued else directive.title


def bare_number(directive: Directive) -> str:
    """How people call a document for short: "kế hoạch 157"; the whole title where it has no number."""
    match = re.match(r"\d+", directive.number)
    return f"{directive.kind} {match[0]}".strip() if match else directive.title


def inside_label(text: str) -> str:
    """A subject or label inside a sentence: "Cải cách hành chính 2022" -> "cải cách hành chính 2022"; PAPI stays."""
    return text if text[1:2].isupper() else text[:1].lower() + text[1:]


def slug(text: str) -> str:
    words = re.sub(r"[^a-z0-9]+", "-", fold(comparable(text)))
    return words.strip("-")[:80].strip("-") or "x"


def said_value(value: str) -> str:
    """A number as Vietnamese text writes it: 10000 -> 10.000, 0.55 -> 0,55."""
    whole, _, part = value.partition(".")
    if whole.isdigit() and len(whole) > 4:
        whole = f"{int(whole):,}".replace(",", ".")
    return f"{whole},{part}" if part else whole


def unique(items: Iterable[T]) -> tuple[T, ...]:
    return tuple(dict.fromkeys(items))


def grouped(items: Iterable[T], key: Callable[[T], str]) -> dict[str, list[T]]:
    groups: dict[str, list[T]] = {}
    for item in items:
        groups.setdefault(key(item), []).append(item)
    return groups


def alike(left: str, right: str) -> float:
    """How much of the shorter of two texts the other says too, by syllables."""
    first, second = frozenset(re.findall(r"\w+", left.lower())), frozenset(re.findall(r"\w+", right.lower()))
    return len(first & second) / (min(len(first), len(second)) or 1)


def _shape(text: str) -> bytes:
    """What two phrasings that are the same have in common, quick to find: the plain consonants and digits, which no tone mark moves."""
    plain = text if _ORDINARY.fullmatch(text) else comparable(text)
    return plain.lower().encode("ascii", "ignore").translate(None, _NOT_IN_SHAPE)


def _shares(of: str, said: str) -> bool:
    words = re.findall(r"\w{2,}", of.lower())
    return sum(word in said for word in words) * 2 >= len(words)
