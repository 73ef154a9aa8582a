"""What the bot says: a closed union, rendered by each channel in its own way."""

from __future__ import annotations

from dataclasses import dataclass

from bot.domain.fact import Citation


@dataclass(frozen=True, slots=True)
class Option:
    """A reading offered as a button: `ask` is the message that pressing it sends."""

    label: str
    ask: str
    fact: str = ""


@dataclass(frozen=True, slots=True)
class Answered:
    """`direct` is the answer itself; `more` belongs to it; `changes` says what is no longer so. Plain text, no markup."""

    direct: str
    more: tuple[str, ...]
    citations: tuple[Citation, ...]
    cited: str
    changes: tuple[str, ...]
    facts: tuple[str, ...]
    confidence: float
    related: tuple[Option, ...] = ()


@dataclass(frozen=True, slots=True)
class AskBack:
    """Several readings: the person chooses one of `options`."""

    text: str
    options: tuple[Option, ...]
    facts: tuple[str, ...]
    confidence: float


@dataclass(frozen=True, slots=True)
class NotCovered:
    """The knowledge does not hold it; `text` says so and who may know; `options` are the nearest topics."""

    text: str
    options: tuple[Option, ...]
    facts: tuple[str, ...]
    confidence: float
    citations: tuple[Citation, ...] = ()


@dataclass(frozen=True, slots=True)
class SmallTalk:
    text: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Emergency:
    """Life or safety at stake: the numbers to call come first."""

    text: str
    confidence: float


Reply = Answered | AskBack | NotCovered | SmallTalk | Emergency
