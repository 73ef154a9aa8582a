"""The journal as its callers see it: its parts side by side, and one transaction around whatever belongs together."""

from __future__ import annotations

from contextlib import AbstractContextManager

from bot.journal.audit import Audit
from bot.journal.conversations import Conversations
from bot.journal.counters import Counters
from bot.journal.inbox import Inbox
from bot.journal.outbox import Outbox
from bot.journal.people import People
from bot.journal.questions import Questions
from bot.journal.sealing import Seal
from bot.journal.store import Store
from bot.journal.tickets import Tickets


class Journal:
    """For one thread at a time. Another process may read it, and purge it, meanwhile."""

    def __init__(self, store: Store, seal: Seal) -> None:
        self.store = store
        self.seal = seal
        self.counters = Counters(store)
        self.inbox = Inbox(store, seal, self.counters)
        self.outbox = Outbox(store, seal, self.counters)
        self.conversations = Conversations(store, seal)
        self.questions = Questions(store, seal)
        self.audit = Audit(store, seal)
        self.people = People(store, seal, self.audit)
        self.tickets = Tickets(store, seal)

    def transaction(self) -> AbstractContextManager[None]:
        """All that is done inside is kept, or nothing is, whatever is raised. One within another can fail alone."""
        return self.store.transaction()

    def moved(self, old_chat: int, new_chat: int) -> None:
        """A chat has another number now (a group that grew): what is kept of it goes with it, what waits goes there, and `chat_now` tells."""
        if old_chat == new_chat:
            return
        old, new = self.seal.key_of(old_chat), self.seal.key_of(new_chat)
        with self.transaction():
            self.store.run("DELETE FROM moves WHERE chat = ?", (new,))  # where it is now it has not gone away from
            self.store.run("INSERT OR REPLACE INTO moves VALUES (?, ?)", (old, self.seal.close_id(new_chat)))
            self.outbox.moved(old_chat, new_chat)
            self.tickets.moved(old_chat, new_chat)
            for table in ("questions", "conversations", "blocked"):
                self.store.run(f"UPDATE OR REPLACE {table} SET chat = ? WHERE chat = ?", (new, old))  # noqa: S608 - names of ours

    def chat_now(self, chat: int) -> int:
        """The number that a chat has by now, however often it moved; the same where it never did."""
        while found := self.store.row("SELECT sealed_chat FROM moves WHERE chat = ?", (self.seal.key_of(chat),)):
            chat = self.seal.open(found[0])
        return chat

    def check(self) -> None:
        """Raise JournalUnusable when it could not be written right now (asked by the readiness of the webhook server)."""
        with self.store.transaction():
            self.store.rows("SELECT name FROM meta")

    def compact(self) -> None:
        """Give back to the disk what was freed, some at a time; does nothing inside a transaction."""
        self.store.compact()

    def close(self) -> None:
        self.store.close()

    def __enter__(self) -> Journal:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
