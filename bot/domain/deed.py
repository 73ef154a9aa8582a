"""What people did to the knowledge and to each other's rights: the values that the audit trail keeps."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class DeedKind(StrEnum):
    CHECKED = "checked"
    PREPARED = "prepared"
    PUBLISHING = "publishing"
    PUBLISHED = "published"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    ROLLED_BACK = "rolled-back"
    GRANTED = "granted"
    REVOKED = "revoked"
    STORED = "stored"
    IMPORTED = "imported"


@dataclass(frozen=True, slots=True)
class Author:
    """Who did it: the name of an account on the machine, or the journal's key of a Telegram user; with which role; through which door."""

    name: str
    role: str
    channel: str


@dataclass(frozen=True, slots=True)
class Deed:
    """One deed. `before` and `after` name what was so and is so now (version numbers, roles), "" where there was nothing."""

    kind: DeedKind
    author: Author
    before: str
    after: str
    detail: str = ""
