"""What the Telegram door asks of answering, without holding up the loop; and what a process that answers must be able to do for it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Generic, Protocol, TypeVar

from bot.answering.conversation import Conversation
from bot.domain.errors import HoiDapError
from bot.domain.reply import Answered, Reply

T = TypeVar("T")


class Unanswered(HoiDapError):
    """No process managed to answer: the question broke one, or took too long, again and again. Says nothing of the question."""


@dataclass(frozen=True, slots=True)
class Edition:
    """A version of the library to answer from: its number, and the folder in which it lies."""

    number: int
    folder: Path


@dataclass(frozen=True, slots=True)
class Versioned(Generic[T]):
    """What was answered, and the number of the one version that all of it comes from."""

    value: T
    version: int


class Answerer(Protocol):
    """Answers somewhere else than on the loop. Each method raises Unanswered when no process manages to."""

    async def reply(self, message: str, conversation: Conversation, today: date) -> Versioned[tuple[Reply, Conversation]]:
        """The reply to a message, and the conversation after it."""

    async def nearest(self, message: str, today: date, most: int) -> Versioned[list[Answered]]:
        """At most `most` answers, the likeliest first."""

    async def told(self, fact_id: str, today: date) -> Versioned[Answered | None]:
        """The full answer of one fact; None when there is no such fact (any more)."""


class Speaker(Protocol):
    """The same, at once: what a process of its own holds."""

    def reply(self, message: str, conversation: Conversation, today: date) -> tuple[Reply, Conversation]: ...

    def nearest(self, message: str, today: date, most: int) -> list[Answered]: ...

    def told(self, fact_id: str, today: date) -> Answered | None: ...
