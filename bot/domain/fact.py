"""A fact (mục tri thức): one thing a directive says that somebody can ask about. Who, when and how much are fields."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from bot.domain.span import Span


class Role(StrEnum):
    LEAD = "lead"
    COOPERATE = "cooperate"
    CARRY_OUT = "carry_out"
    SUPERVISE = "supervise"
    ADVISE = "advise"
    REPORT_TO = "report_to"
    RECEIVE = "receive"
    CHAIR = "chair"
    SIGN = "sign"
    ISSUE = "issue"
    ATTEND = "attend"


class DeadlineKind(StrEnum):
    BEFORE = "before"
    BY = "by"
    IN = "in"
    DURING = "during"
    EVERY = "every"


class Nature(StrEnum):
    """What kind of thing an entry of the library is; only the first three are told as answers."""

    STATEMENT = "statement"
    OVERVIEW = "overview"
    COMPOSED = "composed"
    ABSENCE = "absence"
    ELSEWHERE = "elsewhere"
    SMALL_TALK = "smalltalk"
    ABUSE = "abuse"
    EMERGENCY = "emergency"

    @cached_property
    def answers(self) -> bool:
        return self in (Nature.STATEMENT, Nature.OVERVIEW, Nature.COMPOSED)


@dataclass(frozen=True, slots=True)
class Assignment:
    """Who has which part in the matter."""

    agency: str
    role: Role


@dataclass(frozen=True, slots=True)
class Deadline:
    """By when something is to be done. `span` is None for repeating duties, whose `text` says how often."""

    kind: DeadlineKind
    value: str
    text: str
    span: Span | None


@dataclass(frozen=True, slots=True)
class Figure:
    """A value with its unit and what it measures; `period` is the span it holds for."""

    value: str
    unit: str
    of: str
    compare: str = "exact"
    period: Span | None = None


@dataclass(frozen=True, slots=True)
class Dated:
    """A day or period that is no deadline, and what happened then."""

    value: str
    text: str
    span: Span


@dataclass(frozen=True, slots=True)
class Person:
    name: str
    post: str = ""


@dataclass(frozen=True, slots=True)
class Citation:
    """Where a fact stands: the document, the section, and the line in our file."""

    number: str
    at: str
    file: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class Fact:
    """`id` is "<file stem>/<slug>". `members` lists the facts that a composed one draws on. All texts are as an administrator wrote them."""

    id: str
    says: str
    citation: Citation
    nature: Nature = Nature.STATEMENT
    topic: str = ""
    name: str = ""
    assignments: tuple[Assignment, ...] = ()
    deadlines: tuple[Deadline, ...] = ()
    figures: tuple[Figure, ...] = ()
    dates: tuple[Dated, ...] = ()
    places: tuple[str, ...] = ()
    excluded_places: tuple[str, ...] = ()
    refers_to: tuple[str, ...] = ()
    product: str = ""
    people: tuple[Person, ...] = ()
    note: str = ""
    phrasings: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    members: tuple[str, ...] = ()
