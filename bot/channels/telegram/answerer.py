"""What the Telegram door asks of answering, without holding up the loop; and what a process that answers must be able to do for it."""

from __future__ import annotations

from datetime import date
from typing import Protocol

from bot.answering.conversation import Conversation
from bot.domain.errors import HoiDapError
from bot.domain.reply import Answered, Reply


class Unanswered(HoiDapError):
    """No process managed to answer: the question broke one, or took too long, again and again. Says nothing of the question."""


class Answerer(Protocol):
    """Answers somewhere else than on the loop. Each method raises Unanswered when no process manages to."""

    async def reply(self, message: str, conversation: Conversation, today: date) -> tuple[Reply, Conversation]:
        """The reply to a message, and the conversation after it."""

    async def nearest(self, message: str, today: date, most: int) -> list[Answered]:
        """At most `most` answers, the likeliest first."""

    async def told(self, fact_id: str, today: date) -> Answered | None:
        """The full answer of one fact; None when there is no such fact (any more)."""


class Speaker(Protocol):
    """The same, at once: what a process of its own holds."""

    def reply(self, message: str, conversation: Conversation, today: date) -> tuple[Reply, Conversation]: ...

    def nearest(self, message: str, today: date, most: int) -> list[Answered]: ...

    def told(self, fact_id: str, today: date) -> Answered | None: ...
