"""What a pressed button means: a closed union, packed into the 64 bytes that Telegram gives a button, and read back.

Whatever comes back is hostile until read: a button may be years old, of another version, or made up. Reading never raises; what cannot be
understood is `Stale`. Long ids (topics, facts, directives, agencies) travel as an 11-sign digest that `contents.Contents` resolves.
"""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import Any, cast

MOST = 64  # bytes of callback data


class Reason(StrEnum):
    """Why an answer did not help."""

    WRONG = "wrong"
    OTHER = "other"
    UNCLEAR = "unclear"
    OLD = "old"


class DueBy(StrEnum):
    """By what deadlines are looked through."""

    TOPIC = "t"
    AGENCY = "a"
    QUARTER = "q"


# about a reply; `question` is the number of the noted question in the journal


@dataclass(frozen=True, slots=True)
class Choose:
    """One of the options noted with a question: a reading, a related fact or a near topic, counted from 0."""

    question: int
    option: int


@dataclass(frozen=True, slots=True)
class Rate:
    """Whether an answer helped."""

    question: int
    good: bool


@dataclass(frozen=True, slots=True)
class Why:
    """Why it did not."""

    question: int
    reason: Reason


@dataclass(frozen=True, slots=True)
class NotMeant:
    """The answer is about something else than what was asked."""

    question: int


@dataclass(frozen=True, slots=True)
class Person:
    """A person, please. 0 where no question led to it."""

    question: int = 0


@dataclass(frozen=True, slots=True)
class Noted:
    """A button that only says that something was noted; pressing it does nothing."""

    question: int = 0


# looking around; `page` counts from 0


@dataclass(frozen=True, slots=True)
class Home:
    """The greeting with the topics."""


@dataclass(frozen=True, slots=True)
class Topics:
    """All wide topics."""


@dataclass(frozen=True, slots=True)
class ShowTopic:
    """The narrower topics of a wide one, or the facts of a narrow one."""

    topic: str
    page: int = 0


@dataclass(frozen=True, slots=True)
class Directives:
    """The directives whose content is known, or those that others only mention."""

    mentioned: bool = False
    page: int = 0


@dataclass(frozen=True, slots=True)
class ShowDirective:
    """One directive in brief, with its topics."""

    directive: str
    page: int = 0


@dataclass(frozen=True, slots=True)
class Agencies:
    """The agencies that have duties: the most named first, or those that begin with `initial`."""

    initial: str = ""
    page: int = 0


@dataclass(frozen=True, slots=True)
class ShowAgency:
    """What one agency must do."""

    agency: str
    page: int = 0


@dataclass(frozen=True, slots=True)
class Dues:
    """What deadlines may be looked through by: a choice of topics, agencies or quarters."""

    by: DueBy = DueBy.QUARTER
    page: int = 0


@dataclass(frozen=True, slots=True)
class ShowDue:
    """The deadlines of one topic, agency (digests) or quarter ("2019-Q4")."""

    by: DueBy
    value: str
    page: int = 0


@dataclass(frozen=True, slots=True)
class Tell:
    """The full answer of one fact."""

    fact: str


@dataclass(frozen=True, slots=True)
class Forget:
    """What is stored about me: delete it, or leave it after all."""

    sure: bool


# tickets and the desk


@dataclass(frozen=True, slots=True)
class OpenTicket:
    """Open a ticket for a person, after it was said when they work."""

    question: int = 0


@dataclass(frozen=True, slots=True)
class Claim:
    """An operator takes a ticket."""

    code: str


@dataclass(frozen=True, slots=True)
class CloseTicket:
    """The citizen or the operator ends a ticket."""

    code: str


@dataclass(frozen=True, slots=True)
class Stars:
    """How a citizen rates a closed ticket: 1 to 5."""

    code: str
    number: int


@dataclass(frozen=True, slots=True)
class DeskFact:
    """One fact as operators see it."""

    fact: str


# the knowledge, for administrators; `draft` is what was prepared


@dataclass(frozen=True, slots=True)
class Publish:
    """Put this draft live."""

    draft: str


@dataclass(frozen=True, slots=True)
class Discard:
    """Leave this draft."""

    draft: str


@dataclass(frozen=True, slots=True)
class ShowVersions:
    """The versions that are kept, newest first."""

    page: int = 0


@dataclass(frozen=True, slots=True)
class RollBack:
    """Make this version live again, when `live` still is the one that is."""

    number: int
    live: int


@dataclass(frozen=True, slots=True)
class Stay:
    """Do not go back after all."""


@dataclass(frozen=True, slots=True)
class Stale:
    """Data that nothing can be made of: an old button, or none of ours."""


Looking = Home | Topics | ShowTopic | Directives | ShowDirective | Agencies | ShowAgency | Dues | ShowDue
"""Actions that a page of `pages` answers, without the assistant or the journal."""

Action = (
    Choose | Rate | Why | NotMeant | Person | Noted | Looking | Tell | Forget | OpenTicket | Claim | CloseTicket | Stars | DeskFact
    | Publish | Discard | ShowVersions | RollBack | Stay | Stale
)  # fmt: skip

# The letter never changes its meaning: buttons of older versions are still on people's phones. New kinds take new letters.
_LETTERS: dict[str, type[Any]] = {
    "c": Choose, "r": Rate, "w": Why, "n": NotMeant, "p": Person, "k": Noted, "h": Home, "T": Topics, "t": ShowTopic, "D": Directives,
    "d": ShowDirective, "A": Agencies, "a": ShowAgency, "U": Dues, "u": ShowDue, "f": Tell, "x": Forget, "o": OpenTicket, "C": Claim,
    "e": CloseTicket, "s": Stars, "F": DeskFact, "P": Publish, "X": Discard, "V": ShowVersions, "R": RollBack, "S": Stay,
}  # fmt: skip
_LETTER_OF = {kind: letter for letter, kind in _LETTERS.items()}
_NUMBER = re.compile(r"0|[1-9][0-9]{0,17}", re.ASCII)
_WORD = re.compile(r"[\w-]{0,24}")


def encode(action: Action) -> str:
    """The action as callback data. Raises ValueError when it does not fit or could not be read back: a mistake of the caller."""
    if type(action) not in _LETTER_OF:
        raise ValueError(action)
    values = (getattr(action, item.name) for item in fields(action))
    data = ":".join([_LETTER_OF[type(action)], *(str(int(value)) if isinstance(value, bool) else str(value) for value in values)])
    if len(data.encode()) > MOST or decode(data) != action:
        raise ValueError(action)
    return data


def decode(data: str) -> Action:
    """The action of callback data; `Stale` for anything that is none."""
    letter, *parts = data.split(":")
    kind = _LETTERS.get(letter)
    if kind is None or len(parts) != len(fields(kind)):
        return Stale()
    try:
        return cast("Action", kind(*(_READERS[item.type](part) for item, part in zip(fields(kind), parts, strict=True))))
    except ValueError:
        return Stale()


def digest(name: str) -> str:
    """An id of any length as 11 signs (A-Z, a-z, 0-9, "_", "-"); the same in every version and process."""
    return base64.urlsafe_b64encode(hashlib.blake2b(name.encode(), digest_size=8).digest()).decode().rstrip("=")


def _number(text: str) -> int:
    if not _NUMBER.fullmatch(text):
        raise ValueError(text)
    return int(text)


def _flag(text: str) -> bool:
    if text not in ("0", "1"):
        raise ValueError(text)
    return text == "1"


def _word(text: str) -> str:
    if not _WORD.fullmatch(text):
        raise ValueError(text)
    return text


_READERS: dict[Any, Callable[[str], Any]] = {"int": _number, "bool": _flag, "str": _word, "Reason": Reason, "DueBy": DueBy}
