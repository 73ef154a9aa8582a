"""What each chat said last, for messages that lean on it. Sealed, and of no use once the chat has been idle."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from bot.journal.masking import masked
from bot.journal.moments import moment, stamp
from bot.journal.sealing import Seal
from bot.journal.store import Store


class Leanable(Protocol):
    """What is kept of a conversation; `answering.Conversation` is one."""

    @property
    def said(self) -> tuple[str, ...]: ...

    @property
    def facts(self) -> tuple[str, ...]: ...


@dataclass(frozen=True, slots=True)
class Remembered:
    """What is remembered of a chat; nothing when it is new or has been idle. Make a `Conversation(said, facts)` of it."""

    said: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()


class Conversations:
    """One for each chat; in a group, where `user` is given, one for each person in it."""

    def __init__(self, store: Store, seal: Seal) -> None:
        self._store, self._seal = store, seal

    def of(self, chat: int, at: datetime, idle: timedelta, user: int = 0) -> Remembered:
        """What was said last, unless that is longer ago than `idle`."""
        found = self._store.row("SELECT sealed, at FROM conversations WHERE chat = ? AND user = ?", self._key(chat, user))
        if found is None or at - moment(found[1]) > idle:
            return Remembered()
        kept = self._seal.open(found[0])
        return Remembered(tuple(kept["said"]), tuple(kept["facts"]))

    def keep(self, chat: int, conversation: Leanable, at: datetime, user: int = 0) -> None:
        """Remember a conversation in place of the one before."""
        kept = {"said": [masked(text) for text in conversation.said], "facts": conversation.facts}
        self._store.run(
            "INSERT OR REPLACE INTO conversations VALUES (?, ?, ?, ?)", (*self._key(chat, user), stamp(at), self._seal.close(kept))
        )

    def forget(self, chat: int, user: int = 0) -> None:
        """Begin anew."""
        self._store.run("DELETE FROM conversations WHERE chat = ? AND user = ?", self._key(chat, user))

    def _key(self, chat: int, user: int) -> tuple[str, str]:
        return self._seal.key_of(chat), self._seal.key_of(user or chat)  # a private chat has the number of its person
