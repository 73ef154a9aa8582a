"""What was asked and how it went: the text masked, the reply only by its kind and the facts it told."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from bot.domain.reply import Option
from bot.journal.masking import kept
from bot.journal.moments import day, moment, stamp
from bot.journal.sealing import Seal
from bot.journal.store import Store

_RECENT = 20  # questions looked back at for failures


class Kind(StrEnum):
    """How a question was replied to; the words are those of the command line's JSON."""

    ANSWER = "answer"
    CLARIFY = "clarify"
    ABSTAIN = "abstain"
    SMALLTALK = "smalltalk"
    EMERGENCY = "emergency"


class Rating(StrEnum):
    """What a citizen thought of a reply; NOT_MEANT is "that is not what I asked"."""

    GOOD = "good"
    BAD = "bad"
    NOT_MEANT = "not_meant"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A question and what was replied. `text` is masked before it is kept, whether or not it was before."""

    chat: int
    user: int
    text: str
    kind: Kind
    confidence: float
    facts: tuple[str, ...] = ()
    options: tuple[Option, ...] = ()
    channel: str = "telegram"
    message_id: int = 0
    library: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Noted:
    """A question as it was kept."""

    id: int
    at: datetime
    text: str
    kind: Kind
    confidence: float
    facts: tuple[str, ...]
    options: tuple[Option, ...]
    channel: str
    message_id: int
    library: str
    rating: Rating | None
    why: str


_LAST_OF = (
    "SELECT kind, rating FROM questions WHERE chat = ?1 AND {} AND at > coalesce((SELECT max(opened) FROM tickets WHERE chat = ?1), 0) "
    "ORDER BY id DESC LIMIT ?2"
)
_LAST_OF_CHAT, _LAST_OF_USER = _LAST_OF.format("?3 IS NOT NULL"), _LAST_OF.format("user = ?3")
_NOTED = "id, at, text, kind, confidence, facts, options, channel, message_id, library, rating, why"


class Questions:
    def __init__(self, store: Store, seal: Seal) -> None:
        self._store, self._seal = store, seal

    def note(self, asked: Asked, at: datetime) -> int:
        """Keep a question and tell its number."""
        return self._store.add(
            "INSERT INTO questions (at, day, chat, user, text, kind, confidence, facts, options, channel, message_id, library) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (stamp(at), day(at), self._seal.key_of(asked.chat), self._seal.key_of(asked.user), *_told(asked)),
        )

    def revise(self, question: int, asked: Asked) -> None:
        """The message was edited and answered anew: the same question in other words. A rating of the old answer is dropped."""
        self._store.run(
            "UPDATE questions SET text = ?, kind = ?, confidence = ?, facts = ?, options = ?, channel = ?, message_id = ?, library = ?, "
            "rating = NULL, why = NULL WHERE id = ? AND chat = ?",
            (*_told(asked), question, self._seal.key_of(asked.chat)),
        )

    def get(self, question: int, chat: int) -> Noted | None:
        """The question of that number, when it was asked in that chat: a number in a button may have been made up."""
        row = self._store.row(f"SELECT {_NOTED} FROM questions WHERE id = ? AND chat = ?", (question, self._seal.key_of(chat)))  # noqa: S608 - a constant
        return _noted(row) if row else None

    def of_message(self, chat: int, message_id: int) -> Noted | None:
        """The question that this message of the citizen asked, for when it is edited."""
        row = self._store.row(
            f"SELECT {_NOTED} FROM questions WHERE chat = ? AND message_id = ? ORDER BY id DESC LIMIT 1",  # noqa: S608 - a constant
            (self._seal.key_of(chat), message_id),
        )
        return _noted(row) if row else None

    def rate(self, question: int, chat: int, rating: Rating, why: str = "") -> bool:
        """Keep what the citizen thinks of the answer, in place of what they thought before. False when there is no such question."""
        return (
            self._store.change(
                "UPDATE questions SET rating = ?, why = ? WHERE id = ? AND chat = ?",
                (rating.value, kept(why), question, self._seal.key_of(chat)),
            )
            > 0
        )

    def not_meant(self, question: int, chat: int) -> bool:
        """Keep that the reply was about something else. False when there is no such question."""
        return self.rate(question, chat, Rating.NOT_MEANT)

    def failures_in_row(self, chat: int, user: int = 0) -> int:
        """How many of the last questions (of one person, where given) failed with no success between: not covered, not meant, rated bad.

        Asking back and small talk neither fail nor succeed. What was before a person was last asked for does not count.
        """
        rows = self._store.rows(_LAST_OF_USER if user else _LAST_OF_CHAT, (self._seal.key_of(chat), _RECENT, self._seal.key_of(user)))
        failures = 0
        for kind, rating in rows:
            if rating in (Rating.BAD, Rating.NOT_MEANT) or kind == Kind.ABSTAIN:
                failures += 1
            elif kind not in (Kind.CLARIFY, Kind.SMALLTALK):
                break
        return failures


def _told(asked: Asked) -> tuple[str | float | int, ...]:
    options = [[option.label, option.ask, option.fact] for option in asked.options]
    return (
        kept(asked.text), asked.kind.value, asked.confidence, json.dumps(asked.facts), json.dumps(options),
        asked.channel, asked.message_id, asked.library,
    )  # fmt: skip


def _noted(row: tuple[Any, ...]) -> Noted:
    number, at, text, kind, confidence, facts, options, channel, message_id, library, rating, why = row
    return Noted(
        id=number, at=moment(at), text=text, kind=Kind(kind), confidence=confidence, facts=tuple(json.loads(facts)),
        options=tuple(Option(*option) for option in json.loads(options)), channel=channel, message_id=message_id, library=library,
        rating=Rating(rating) if rating else None, why=why or "",
    )  # fmt: skip
