"""What a hand-over is, and what can come of doing something with it: closed unions, so that nobody forgets a case."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class State(StrEnum):
    OPEN = "open"
    CLAIMED = "claimed"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Operator:
    """Who claims a ticket: the person, the chat in which they talk to the bot, and the name others see."""

    user: int
    chat: int
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Ticket:
    """A hand-over. `chat` is the citizen's, 0 once closed; `operator` is whoever claimed it, None before and once closed."""

    code: str
    state: State
    chat: int
    asked: str
    opened: datetime
    operator: Operator | None
    claimed: datetime | None
    closed: datetime | None
    reminders: int
    stars: int | None


@dataclass(frozen=True, slots=True)
class Opened:
    """A new ticket."""

    ticket: Ticket


@dataclass(frozen=True, slots=True)
class StillOpen:
    """The chat has a ticket that is not closed; nothing was changed."""

    ticket: Ticket


@dataclass(frozen=True, slots=True)
class Claimed:
    """The operator has it now, and it is their current one."""

    ticket: Ticket


@dataclass(frozen=True, slots=True)
class AlreadyYours:
    """This operator claimed it before; nothing was changed."""

    ticket: Ticket


@dataclass(frozen=True, slots=True)
class AlreadyBy:
    """Another operator has it."""

    name: str


@dataclass(frozen=True, slots=True)
class Chosen:
    """It is the operator's current ticket now."""

    ticket: Ticket


@dataclass(frozen=True, slots=True)
class Released:
    """It is open again. The ticket is as it was before, so that both can be told."""

    ticket: Ticket


@dataclass(frozen=True, slots=True)
class Closed:
    """It is closed. The ticket is as it was before, with both chats, so that both can be told."""

    ticket: Ticket


@dataclass(frozen=True, slots=True)
class AlreadyClosed:
    code: str


@dataclass(frozen=True, slots=True)
class NotYours:
    """The operator has not claimed it."""

    code: str


@dataclass(frozen=True, slots=True)
class NotClaimed:
    """Nobody has it."""

    code: str


@dataclass(frozen=True, slots=True)
class NoSuchTicket:
    code: str


@dataclass(frozen=True, slots=True)
class Rated:
    code: str
    stars: int


@dataclass(frozen=True, slots=True)
class AlreadyRated:
    code: str
    stars: int


@dataclass(frozen=True, slots=True)
class NotClosed:
    """It cannot be rated before it is closed."""

    code: str


Opening = Opened | StillOpen
Claim = Claimed | AlreadyYours | AlreadyBy | AlreadyClosed | NoSuchTicket
Choice = Chosen | NotYours | AlreadyClosed | NoSuchTicket
Release = Released | NotClaimed | AlreadyClosed | NoSuchTicket
Closing = Closed | AlreadyClosed | NoSuchTicket
Verdict = Rated | AlreadyRated | NotClosed | NoSuchTicket
