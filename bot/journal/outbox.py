"""What is to be sent: put in the same transaction as the change it tells of, so that neither happens without the other.

Does not send. Keeps the order in which parcels were put; a lane for each chat is the sender's business.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from bot.journal.counters import Count, Counters
from bot.journal.inbox import Payload
from bot.journal.moments import moment, stamp
from bot.journal.sealing import Seal
from bot.journal.store import Store

_WHY_LENGTH = 300


class Method(StrEnum):
    """What is to be done with a message."""

    SEND = "send"
    EDIT = "edit"
    EDIT_MARKUP = "edit_markup"
    DELETE = "delete"
    COPY = "copy"
    DOCUMENT = "document"  # a file; its content lies in the payload, in base64


@dataclass(frozen=True, slots=True)
class Parcel:
    """Something to be sent. `ref` is our own name for the message in its chat: SEND, COPY and DOCUMENT give it, other methods find by it."""

    chat_id: int
    method: Method
    payload: Payload
    ref: str = ""


@dataclass(frozen=True, slots=True)
class Posted:
    """A parcel that is not sent yet. `maybe_twice`: the process ended while it may have been on its way, so it may have arrived already."""

    id: int
    parcel: Parcel
    attempts: int
    put_at: datetime
    maybe_twice: bool = False


_WAITING = "SELECT id, sealed_chat, method, payload, ref, attempts, at, twice FROM outbox WHERE payload IS NOT NULL ORDER BY id"
# A deleted message is the last word on its ref, whether or not the server gave a number back.
_MESSAGE_OF = (
    "SELECT message_id, method FROM outbox WHERE chat = ? AND ref = ? AND payload IS NULL AND failed IS NULL "
    "AND (message_id IS NOT NULL OR method = 'delete') ORDER BY id DESC LIMIT 1"
)


class Outbox:
    def __init__(self, store: Store, seal: Seal, counters: Counters) -> None:
        self._store, self._seal, self._counters = store, seal, counters
        self._new: list[Posted] = []
        store.watch(self._new)

    def put(self, parcel: Parcel, at: datetime) -> int:
        """Keep a parcel for the sender and tell its number. Counts as tried once: it is sent as soon as the transaction ends."""
        number = self._store.add(
            "INSERT INTO outbox (at, chat, sealed_chat, method, ref, payload) VALUES (?, ?, ?, ?, ?, ?)",
            (
                stamp(at),
                self._seal.key_of(parcel.chat_id),
                self._seal.close_id(parcel.chat_id),
                parcel.method.value,
                parcel.ref or None,
                self._seal.close(parcel.payload),
            ),
        )
        self._new.append(Posted(number, parcel, 1, at))
        return number

    def taken(self) -> list[Posted]:
        """What was put since this was last asked, in order, and not undone. To be asked after a commit, by the one who sends."""
        new = self._new.copy()
        self._new.clear()
        return new

    def pending(self) -> list[Posted]:
        """Everything not sent, in order. To be asked once, after a start: what was tried before may arrive twice and is counted, once."""
        with self._store.transaction():
            doubtful = self._store.change("UPDATE outbox SET twice = 1 WHERE payload IS NOT NULL AND attempts > 0 AND NOT twice")
            self._counters.add(Count.MAYBE_TWICE, doubtful)
            return [self._posted(row) for row in self._store.rows(_WAITING)]

    def _posted(self, row: tuple[Any, ...]) -> Posted:
        number, chat, method, payload, ref, attempts, at, twice = row
        parcel = Parcel(self._seal.open(chat), Method(method), self._seal.open(payload), ref or "")
        return Posted(number, parcel, attempts, moment(at), bool(twice))

    def waiting(self) -> int:
        """How many parcels are not sent."""
        return int(self._store.rows("SELECT count(*) FROM outbox WHERE payload IS NOT NULL")[0][0])

    def again(self, parcel_id: int) -> None:
        """One more try begins."""
        self._store.run("UPDATE outbox SET attempts = attempts + 1 WHERE id = ? AND payload IS NOT NULL", (parcel_id,))

    def sent(self, parcel_id: int, message_id: int | None, at: datetime) -> None:
        """The parcel arrived, as that message if it is one; what it said is gone. An edit sent anew names the new message."""
        self._store.run("UPDATE outbox SET payload = NULL, message_id = ?, at = ? WHERE id = ?", (message_id, stamp(at), parcel_id))

    def failed(self, parcel_id: int, why: str, at: datetime) -> None:
        """The parcel is given up. `why` is what the server said; it must not quote the message."""
        with self._store.transaction():
            changed = self._store.change(
                "UPDATE outbox SET payload = NULL, failed = ?, at = ? WHERE id = ? AND payload IS NOT NULL",
                (self._seal.nameless(why)[:_WHY_LENGTH], stamp(at), parcel_id),
            )
            self._counters.add(Count.PARCELS_FAILED, changed)

    def message_of(self, ref: str, chat: int) -> int | None:
        """The number of the message last sent to that chat under that name; None when there is none, or it was deleted."""
        found = self._store.row(_MESSAGE_OF, (self._seal.key_of(chat), ref))
        return found[0] if found and found[1] != Method.DELETE else None

    def knows(self, ref: str, chat: int) -> bool:
        """Whether anything was ever put under that name for that chat, sent or not."""
        return self._store.row("SELECT 1 FROM outbox WHERE chat = ? AND ref = ? LIMIT 1", (self._seal.key_of(chat), ref)) is not None

    def ref_of(self, chat: int, message_id: int) -> str:
        """The name under which a message of ours was sent; "" when it is not known."""
        found = self._store.row(
            "SELECT ref FROM outbox WHERE chat = ? AND message_id = ? AND ref IS NOT NULL ORDER BY id DESC LIMIT 1",
            (self._seal.key_of(chat), message_id),
        )
        return str(found[0]) if found else ""

    def moved(self, old_chat: int, new_chat: int) -> None:
        """The chat has another number now: whatever waits goes there, and its messages are found there."""
        self._store.run(
            "UPDATE outbox SET chat = ?, sealed_chat = ? WHERE chat = ?",
            (self._seal.key_of(new_chat), self._seal.close_id(new_chat), self._seal.key_of(old_chat)),
        )
