"""What came in: kept before it is acknowledged, handed out again after a restart, and known by its number once it is done.

Does not read the updates, and does not handle them; `masking` is what the door does before it calls `receive`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.journal.counters import Count, Counters
from bot.journal.moments import moment, stamp
from bot.journal.sealing import Seal
from bot.journal.store import Store

Payload = dict[str, Any]  # JSON of the network, whose shape is not ours
_WHY_LENGTH = 300


@dataclass(frozen=True, slots=True)
class Received:
    """An update as it came in, its texts masked. `chat` is where it belongs, 0 when it belongs to none (an inline query)."""

    update_id: int
    payload: Payload
    chat: int = 0


@dataclass(frozen=True, slots=True)
class Waiting:
    """An update that is not done."""

    update_id: int
    payload: Payload
    at: datetime


@dataclass(frozen=True, slots=True)
class FailedUpdate:
    """An update whose handling failed; what it said is gone."""

    update_id: int
    why: str
    at: datetime


class Inbox:
    def __init__(self, store: Store, seal: Seal, counters: Counters) -> None:
        self._store, self._seal, self._counters = store, seal, counters

    def receive(self, updates: Sequence[Received], at: datetime) -> list[int]:
        """Keep updates, all or none, and tell the numbers of those not seen before, in their order. The others are counted and dropped."""
        kept = stamp(at)
        with self._store.transaction():
            new = [update.update_id for update in updates if self._keep(update, kept)]
            self._counters.add(Count.DUPLICATES_DROPPED, len(updates) - len(new))
        return new

    def _keep(self, update: Received, at: int) -> bool:
        chat = self._seal.key_of(update.chat) if update.chat else None
        row = (update.update_id, at, chat, self._seal.close(update.payload))
        return self._store.change("INSERT OR IGNORE INTO inbox (update_id, at, chat, payload) VALUES (?, ?, ?, ?)", row) > 0

    def pending(self) -> list[Waiting]:
        """What is not done, in the order in which it came. To be asked once, after a start: everything it tells is to be handled."""
        rows = self._store.rows("SELECT update_id, payload, at FROM inbox WHERE payload IS NOT NULL ORDER BY at, update_id")
        return [Waiting(update_id, self._seal.open(payload), moment(at)) for update_id, payload, at in rows]

    def waiting(self) -> int:
        """How many updates are not done."""
        return int(self._store.rows("SELECT count(*) FROM inbox WHERE payload IS NOT NULL")[0][0])

    def done(self, update_id: int) -> None:
        """The update is handled: only its number stays. Belongs into the transaction that did what it asked for."""
        self._store.run("UPDATE inbox SET payload = NULL, chat = NULL WHERE update_id = ?", (update_id,))

    def failed(self, update_id: int, why: str) -> None:
        """The handler raised, so the update is not tried again. `why` names the error; it must not quote the message."""
        with self._store.transaction():
            changed = self._store.change(
                "UPDATE inbox SET payload = NULL, chat = NULL, failed = ? WHERE update_id = ? AND payload IS NOT NULL",
                (self._seal.nameless(why)[:_WHY_LENGTH], update_id),
            )
            self._counters.add(Count.UPDATES_FAILED, changed)

    def failures(self) -> list[FailedUpdate]:
        """Updates whose handling failed, newest first, as long as they are kept."""
        rows = self._store.rows("SELECT update_id, failed, at FROM inbox WHERE failed IS NOT NULL ORDER BY at DESC LIMIT 100")
        return [FailedUpdate(update_id, why, moment(at)) for update_id, why, at in rows]
