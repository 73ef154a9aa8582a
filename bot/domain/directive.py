"""A directive (văn bản chỉ đạo): its number, issuer, day, subject, what became of it, and how we know it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class StatusKind(StrEnum):
    IN_FORCE = "in_force"
    DONE = "done"
    EXPIRED = "expired"
    REPLACED = "replaced"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Status:
    kind: StatusKind = StatusKind.UNKNOWN
    note: str = ""
    replaced_by: str = ""
    since: date | None = None
    basis: str = ""


@dataclass(frozen=True, slots=True)
class Directive:
    """One document. `mentioned` holds those that others only mention: their own text is not in the knowledge."""

    number: str
    kind: str = ""
    issuer: str = ""
    issued: date | None = None
    subject: str = ""
    short: str = ""
    known_from: str = ""
    status: Status = Status()
    aliases: tuple[str, ...] = ()
    summary: str = ""
    note: str = ""
    mentioned: bool = False

    @property
    def label(self) -> str:
        """Its name on a button."""
        return self.short or self.subject or self.number

    @property
    def title(self) -> str:
        """Kind and number, as one says it: "Quyết định 4612/QĐ-UBND"."""
        kind = self.kind[:1].upper() + self.kind[1:]
        return f"{kind} {self.number}" if kind and self.number[:1].isdigit() else self.number or self.subject
