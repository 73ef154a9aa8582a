"""What is deleted: everything after its time, and everything of one person when they ask for it.

What is deleted is overwritten in the file as well (`secure_delete`).
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from bot.journal.figures import number
from bot.journal.journal import Journal
from bot.journal.moments import stamp
from bot.journal.store import Store
from bot.journal.ticket import Ticket

_HANDLED = timedelta(days=3)  # numbers of handled updates; the network repeats none after a day
_CONVERSED = timedelta(days=1)  # idle conversations; they are no longer leaned on after an hour at most
_AT_ONCE = 2_000  # rows deleted in one transaction, so that a bot that runs meanwhile need not wait


@dataclass(frozen=True, slots=True, kw_only=True)
class Purged:
    """How many rows of each kind went, or (`dry_run`) would go."""

    questions: int
    tickets: int
    messages: int
    updates: int
    conversations: int
    uses: int
    blocked: int
    dry_run: bool

    @property
    def all(self) -> int:
        """How many rows in all."""
        return self.questions + self.tickets + self.messages + self.updates + self.conversations + self.uses + self.blocked

    def plain(self) -> dict[str, Any]:
        """For JSON."""
        return asdict(self)

    def text(self) -> str:
        """For a person, in Vietnamese."""
        told = {
            "câu hỏi": self.questions, "phiếu chuyển người trực": self.tickets, "tin đã gửi": self.messages, "tin đã nhận": self.updates,
            "cuộc trò chuyện": self.conversations, "lượt dùng quyền": self.uses, "ghi nhớ chặn tin": self.blocked,
        }  # fmt: skip
        parts = [f"{number(count)} {name}" for name, count in told.items() if count]
        if not parts:
            return "Không có gì để xóa."
        return f"{'Sẽ xóa' if self.dry_run else 'Đã xóa'}: {', '.join(parts)}."


# What is out of date in each table: `:old` is the age asked for, `:handled` and `:idle` are those above where they are less.
# What still is to be done has no age: updates not handled, parcels not sent, tickets not closed.
_OUT_OF_DATE = {
    "questions": ("questions", "id", "at < :old"),
    "tickets": ("tickets", "code", "state = 'closed' AND closed < :old"),
    "messages": ("outbox", "id", "payload IS NULL AND at < :old"),
    "updates": (
        "inbox",
        "update_id",
        "payload IS NULL AND (at < :old OR (failed IS NULL AND at < :handled)) AND update_id < (SELECT max(update_id) FROM inbox)",
    ),
    "conversations": ("conversations", "chat, user", "at < :idle"),
    "uses": ("uses", "id", "at < :old"),
    "blocked": ("blocked", "chat", "at < :old"),
}


def purge(journal: Journal, older_than: timedelta, at: datetime, *, dry_run: bool = False) -> Purged:
    """Delete what is older; what still is to be done stays. `dry_run` only counts, and counts the same rows.

    Deletes a little at a time unless a transaction is open already. Safe beside a bot that runs.
    """
    times = {
        "old": stamp(at - older_than),
        "handled": stamp(at - min(older_than, _HANDLED)),
        "idle": stamp(at - min(older_than, _CONVERSED)),
    }
    step = _count if dry_run else _delete
    counts = {name: step(journal.store, rule, times) for name, rule in _OUT_OF_DATE.items()}
    if not dry_run:
        journal.compact()
    return Purged(**counts, dry_run=dry_run)


def _count(store: Store, rule: tuple[str, str, str], times: dict[str, int]) -> int:
    table, _, condition = rule
    return int(store.rows(f"SELECT count(*) FROM {table} WHERE {condition}", times)[0][0])  # noqa: S608 - rules of ours


def _delete(store: Store, rule: tuple[str, str, str], times: dict[str, int]) -> int:
    table, key, condition = rule
    sql = f"DELETE FROM {table} WHERE ({key}) IN (SELECT {key} FROM {table} WHERE {condition} LIMIT {_AT_ONCE})"  # noqa: S608 - rules of ours
    gone = 0
    while True:
        with store.transaction():
            deleted = store.change(sql, times)
        gone += deleted
        if deleted < _AT_ONCE:
            return gone


@dataclass(frozen=True, slots=True, kw_only=True)
class Forgotten:
    """What was deleted of a person. `ticket` is the hand-over that ended by it, as it was, so that its operator can be told."""

    questions: int
    tickets: int
    messages: int
    ticket: Ticket | None


def forget(journal: Journal, chat: int, user: int, at: datetime) -> Forgotten:
    """Delete everything stored about a person: in their private chat all of it, in a group what was theirs. A live ticket of theirs ends.

    Messages on their way to them go too, so tell them so afterwards, not before. What they wrote after `at` stays. Grants and uses of an
    access stay: they are about an office, not about a citizen.
    """
    person = journal.seal.key_of(user)
    store = journal.store
    with journal.transaction():
        ticket = journal.tickets.of_user(user)
        questions = store.change("DELETE FROM questions WHERE user = ?", (person,))
        tickets = store.change("DELETE FROM tickets WHERE user = ?", (person,))
        store.run("DELETE FROM conversations WHERE user = ?", (person,))
        messages = _forget_chat(store, person, at) if chat == user else 0
    return Forgotten(questions=questions, tickets=tickets, messages=messages, ticket=ticket)


def _forget_chat(store: Store, key: str, at: datetime) -> int:
    """Delete what is kept of a private chat; updates keep their numbers, so that they are not handled twice."""
    store.run("UPDATE inbox SET payload = NULL, chat = NULL WHERE chat = ? AND at <= ?", (key, stamp(at)))
    store.run("DELETE FROM blocked WHERE chat = ?", (key,))
    return store.change("DELETE FROM outbox WHERE chat = ?", (key,))
