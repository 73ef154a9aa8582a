"""Who may do what, who used it, and which chats no longer take our messages."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.domain.deed import Author, Deed, DeedKind
from bot.journal.audit import TELEGRAM, Audit
from bot.journal.moments import moment, stamp
from bot.journal.sealing import Seal
from bot.journal.store import Store


class Access(StrEnum):
    """What a person may do; everybody who was not granted more is a citizen."""

    CITIZEN = "citizen"
    OPERATOR = "operator"
    ADMINISTRATOR = "administrator"


@dataclass(frozen=True, slots=True)
class Grant:
    """Somebody's access, who gave it and when. Given by the settings: `by` is 0 and `at` None."""

    user: int
    access: Access
    name: str
    by: int
    at: datetime | None


@dataclass(frozen=True, slots=True)
class Use:
    """One use of an access. `who` is a key: it tells two people apart and names neither."""

    who: str
    access: Access
    what: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Revoked:
    """The access is gone."""

    before: Access


@dataclass(frozen=True, slots=True)
class NotGranted:
    """There was nothing to take back."""


@dataclass(frozen=True, slots=True)
class InSettings:
    """The settings give this access, so only they can take it back; a grant of ours, if there was one, is gone."""

    access: Access


Revocation = Revoked | NotGranted | InSettings


class People:
    """Grants in the journal and those of the settings. The settings win where they give more, and are not written down.

    What is granted and taken back goes on the audit trail, both or neither.
    """

    def __init__(self, store: Store, seal: Seal, audit: Audit) -> None:
        self._store, self._seal, self._audit = store, seal, audit
        self._settings: dict[int, Access] = {}

    def appoint(self, *, administrators: Collection[int] = (), operators: Collection[int] = ()) -> None:
        """The people whom the settings name, for as long as this process lives; those named before are no longer."""
        self._settings = {**dict.fromkeys(operators, Access.OPERATOR), **dict.fromkeys(administrators, Access.ADMINISTRATOR)}

    def role(self, user: int) -> Access:
        """The most that this person may do."""
        found = self._store.row("SELECT access FROM grants WHERE user = ?", (self._seal.key_of(user),))
        granted = Access(found[0]) if found else Access.CITIZEN
        return max(granted, self._settings.get(user, Access.CITIZEN), key=list(Access).index)

    def grant(self, user: int, access: Access, by: int, at: datetime, name: str = "") -> None:
        """Give an access in place of the one before; to make somebody a citizen again, `revoke`."""
        if access is Access.CITIZEN:
            raise ValueError("citizens need no grant")
        sealed = self._seal.close({"user": user, "by": by, "name": name})
        row = (self._seal.key_of(user), access.value, sealed, stamp(at))
        with self._store.transaction():
            author, before = self._author(by), self.role(user)
            self._store.run("INSERT OR REPLACE INTO grants VALUES (?, ?, ?, ?)", row)
            self._audit.note(Deed(DeedKind.GRANTED, author, before.value, self.role(user).value), at, user)

    def revoke(self, user: int, by: int, at: datetime) -> Revocation:
        """Take a grant back."""
        with self._store.transaction():
            author, before = self._author(by), self.role(user)
            gone = self._store.change("DELETE FROM grants WHERE user = ?", (self._seal.key_of(user),))
            if gone:
                self._audit.note(Deed(DeedKind.REVOKED, author, before.value, self.role(user).value), at, user)
        if user in self._settings:
            return InSettings(self._settings[user])
        return Revoked(before) if gone else NotGranted()

    def _author(self, user: int) -> Author:
        return Author(str(user), self.role(user).value, TELEGRAM)

    def listing(self) -> list[Grant]:
        """Everybody with an access: those of the settings, then those granted, oldest first."""
        named = [Grant(user, access, "", 0, None) for user, access in self._settings.items()]
        granted = []
        for access, sealed, at in self._store.rows("SELECT access, sealed, at FROM grants ORDER BY at"):
            kept = self._seal.open(sealed)
            granted.append(Grant(kept["user"], Access(access), kept["name"], kept["by"], moment(at)))
        return named + granted

    def names(self) -> dict[str, str]:
        """The names of those with an access, as far as they are known, by their keys."""
        return {self._seal.key_of(grant.user): grant.name for grant in self.listing() if grant.name}

    def used(self, user: int, access: Access, what: str, at: datetime) -> None:
        """Write down that somebody used an access: a command and its own words, never a citizen's. People are named by keys in it."""
        self._store.run(
            "INSERT INTO uses (at, user, access, what) VALUES (?, ?, ?, ?)",
            (stamp(at), self._seal.key_of(user), access.value, self._seal.nameless(what)),
        )

    def uses(self, since: datetime) -> list[Use]:
        """What was written down since then, oldest first."""
        rows = self._store.rows("SELECT user, access, what, at FROM uses WHERE at >= ? ORDER BY id", (stamp(since),))
        return [Use(who, Access(access), what, moment(at)) for who, access, what, at in rows]

    def blocked(self, chat: int, at: datetime) -> None:
        """The chat takes no messages: blocked by the person, or gone."""
        self._store.run("INSERT OR IGNORE INTO blocked VALUES (?, ?)", (self._seal.key_of(chat), stamp(at)))

    def unblocked(self, chat: int) -> None:
        """The chat wrote to us again."""
        self._store.run("DELETE FROM blocked WHERE chat = ?", (self._seal.key_of(chat),))

    def is_blocked(self, chat: int) -> bool:
        return self._store.row("SELECT 1 FROM blocked WHERE chat = ?", (self._seal.key_of(chat),)) is not None
