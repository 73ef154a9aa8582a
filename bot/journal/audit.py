"""The audit trail: who did what to the knowledge and to rights. Rows are added and never changed; neither purging nor forgetting touches them.

Holds no text of citizens and no numbers of people: a person of Telegram stands there as a key, an account of the machine by its name.
Each row is chained to the one before (`chain`); the end is kept in `meta` under a key made from the secret, so that a changed, removed,
inserted or swapped row shows, rows cut off the end too, and a chain that somebody without the secret wrote anew.

What it cannot show by itself: the trail and its head put back together to an older copy (as when the whole file is), and anything done by
somebody who knows the secret or while there is none. The versions of the library keep the head of their time; `anchored` asks whether
each of those is still in the chain.
"""

from __future__ import annotations

import hmac
import re
import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.domain.deed import Deed
from bot.domain.errors import JournalUnusable
from bot.journal.chain import BROKEN_OFF, EMPTY, FIELDS, Broken, Fault, Head, Verdict, hash_of, judged
from bot.journal.moments import moment, stamp
from bot.journal.sealing import Seal
from bot.journal.store import Store

TELEGRAM = "telegram"  # the channel whose authors are numbers of people
SEALED = "sealed"  # the kind of the row that tells that a journal begun without a secret was given one
_OURS = "journal"  # the channel of what nobody asked for
_DETAIL = 500
_STATE = 100
_NAME = 64
_WORD = 32
_NUMBER = re.compile(r"-?[0-9]{6,19}")
_KEY = re.compile(r"[0-9a-f]{32}")  # as `sealing` makes them
_PERSON = re.compile(r"-?[0-9]{1,19}")
_EVER = -(2**63)
_LATEST = 250_000_000_000_000  # milliseconds: in the year 9892

_COLUMNS = ", ".join((*FIELDS, "hash"))
_ADD = f"INSERT INTO audit ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"  # noqa: S608 - constants
_ALL = f"SELECT {_COLUMNS} FROM audit ORDER BY number"  # noqa: S608 - constants
_NEWEST = f"SELECT {_COLUMNS} FROM audit WHERE at >= ? ORDER BY number DESC LIMIT ?"  # noqa: S608 - constants
_LAST = "SELECT number, hash FROM audit ORDER BY number DESC LIMIT 1"

RESEALED = "Nhật ký {path} vừa được niêm phong bằng một khóa bí mật. Hãy đặt HOIDAP_SECRET (hoặc TELEGRAM_BOT_TOKEN) như bot rồi thử lại."
DAMAGED = "Vết thao tác trong nhật ký {path} bị hỏng, không ghi tiếp được. Giữ lại tệp này rồi khôi phục từ bản sao lưu."


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of the trail. `who` is a key for people of Telegram; `kind` is a DeedKind, or SEALED, or a word of a later version."""

    number: int
    at: datetime
    who: str
    role: str
    channel: str
    kind: str
    before: str
    after: str
    detail: str
    previous: str
    hash: str


class Audit:
    """The trail of one journal. Several processes may note at once: each takes the right to write before it looks at the end."""

    def __init__(self, store: Store, seal: Seal) -> None:
        self._store, self._seal = store, seal

    def note(self, deed: Deed, at: datetime, about: int = 0) -> Entry:
        """Add a deed, in the transaction that is open or one of its own; once that is done it outlasts a power cut. Long texts are cut.

        `about` is a person of Telegram whom it concerns; their key stands before the detail. Raises JournalUnusable.
        """
        author = deed.author
        person = f"#{self._seal.key_of(about)} " if about else ""
        detail = person + self._seal.nameless(_plain(deed.detail))
        return self._add(
            at,
            self._who(author.name, author.channel),
            _short(author.role, _WORD),
            _short(author.channel, _WORD),
            deed.kind.value,
            self._state(deed.before),
            self._state(deed.after),
            _short(detail, _DETAIL),
        )

    def entries(self, since: datetime | None = None, limit: int | None = None) -> list[Entry]:
        """Rows from a moment on, the newest first, at most so many. Shows what is there, whole or not."""
        values = (stamp(since) if since else _EVER, -1 if limit is None else limit)
        return [_entry(row) for row in self._store.rows_as_they_are(_NEWEST, values)]

    def head(self) -> Head:
        """The end of the chain, to be kept elsewhere and asked about with `anchored`."""
        found = self._store.row(_LAST)
        return Head(*found) if found else EMPTY

    def verify(self) -> Verdict:
        """Whether the chain is whole and is ours to its end."""
        try:
            with self._store.snapshot():
                return judged(self._store.rows_as_they_are(_ALL), self._kept_head())
        except sqlite3.OperationalError:  # no such table, no such column
            return Broken(0, Fault.UNREADABLE)

    def anchored(self, heads: Iterable[tuple[int, str]]) -> Verdict:
        """Whether the chain is whole and every head that others kept is still in it."""
        verdict = self.verify()
        if isinstance(verdict, Broken):
            return verdict
        hashes = {EMPTY.number: EMPTY.hash, **dict(self._store.rows("SELECT number, hash FROM audit"))}
        gone = [count for count, known in heads if hashes.get(count) != known]
        return Broken(min(gone), Fault.UNANCHORED) if gone else verdict

    def begin(self) -> None:
        """Keep the head of a chain without rows: from now on its absence tells that somebody took it away."""
        self._keep(EMPTY)

    def resealed(self, old: Seal, at: datetime) -> None:
        """The journal has another seal than `old` now: keep the head under it, if it was whole, and note that this was done."""
        head = Audit(self._store, old)._kept_head()  # noqa: SLF001 - the same trail, as it was read before
        if head is not None:
            self._keep(head)
        self._add(at, "", "", _OURS, SEALED, "", "", "")

    def _add(self, at: datetime, *told: str) -> Entry:
        try:
            with self._store.lasting():
                self._refuse_another_seal()
                number, previous = self._next()
                fields: tuple[str | int, ...] = (number, stamp(at), *told, previous)
                own = hash_of(fields)
                self._store.run(_ADD, (*fields, own))
                self._keep(Head(number, own))
        except (sqlite3.Error, OverflowError) as error:  # no such table, no such column, no number left
            raise JournalUnusable(DAMAGED.format(path=self._store.path)) from error
        return _entry((*fields, own))

    def _refuse_another_seal(self) -> None:
        """Another process may have given the journal its secret since it was opened here; our head would look like a forgery."""
        if self._store.row("SELECT value FROM meta WHERE name = 'seal'") != (self._seal.check_value(),):
            raise JournalUnusable(RESEALED.format(path=self._store.path))

    def _next(self) -> tuple[int, str]:
        """The number of the next row and what it chains to. Where the end is not as we left it, the row says so for ever:
        to go on as if nothing had happened would put our own head under what somebody else did.
        """
        last, kept = self.head(), self._kept_head()
        if last == kept:
            return last.number + 1, last.hash
        return max(last.number, kept.number if kept else 0) + 1, BROKEN_OFF

    def _kept_head(self) -> Head | None:
        """The head in `meta`; None when it is gone or was not written with our secret."""
        found = self._store.row("SELECT value FROM meta WHERE name = 'audit'")
        count, known, proof = _parts(str(found[0])) if found else ("", "", "")
        return (
            Head(int(count), known) if hmac.compare_digest(proof.encode("utf-8", "replace"), self._proof(count, known).encode()) else None
        )

    def _keep(self, head: Head) -> None:
        value = f"{head.number} {head.hash} {self._proof(str(head.number), head.hash)}"
        self._store.run("INSERT OR REPLACE INTO meta VALUES ('audit', ?)", (value,))

    def _proof(self, count: str, known: str) -> str:
        return self._seal.proof(f"{count} {known}")

    def _who(self, name: str, channel: str) -> str:
        if channel != TELEGRAM:
            return _short(name, _NAME)
        if _KEY.fullmatch(name):
            return name
        if not _PERSON.fullmatch(name):
            raise ValueError("an author of Telegram is named by a number or its key")
        return self._seal.key_of(int(name))

    def _state(self, text: str) -> str:
        """What was or is so: a version, a fingerprint, a role; should it be somebody's number after all, its key."""
        return _short(self._seal.nameless(text) if _NUMBER.fullmatch(text.strip()) else text, _STATE)


def _parts(head: str) -> tuple[str, str, str]:
    """The count, the hash and the proof; more than these are no proof."""
    count, _, rest = head.partition(" ")
    known, _, proof = rest.partition(" ")
    return count, known, proof


def _plain(text: str) -> str:
    """One line, without what cannot be seen or would move about in a terminal."""
    whole = text.encode("utf-8", "replace").decode()
    return " ".join("".join(sign if sign.isprintable() else " " for sign in whole).split())


def _short(text: str, most: int) -> str:
    plain = _plain(text)
    return plain if len(plain) <= most else plain[: most - 1] + "…"


def _entry(row: tuple[Any, ...]) -> Entry:
    number, at, *told = row
    return Entry(number, _moment(at), *map(str, told))


def _moment(at: object) -> datetime:
    """A kept moment; what somebody put in its place, and is none, is shown as the first of all."""
    return moment(at if isinstance(at, int) and 0 <= at < _LATEST else 0)
