"""A desk over a real journal, without a network: what each step of a hand-over puts into the outbox, and messages to relay."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from telegram import Message

from bot.answering.ports import Archive
from bot.channels.telegram.handover import Desk, Want
from bot.channels.telegram.hours import WorkingHours, read_hours
from bot.journal.journal import Journal
from bot.journal.outbox import Method
from bot.journal.ticket import Operator, Ticket
from bot.settings import NAMES, Settings, read

GROUP, CITIZEN, OTHER_CITIZEN = -100500, 7001, 7002
LAN, MINH, STRANGER = 501, 502, 999
MONDAY = datetime.fromisoformat("2026-11-23T09:00+07:00")
NIGHT = datetime.fromisoformat("2026-11-23T22:00+07:00")
OFFICE = "T2-T6 08:00-12:00 13:30-17:30"


def settings(**more: str) -> Settings:
    """Settings with an operators' group; `more` by their short names."""
    values = {"operators_chat": str(GROUP), "operators": f"{LAN},{MINH}", **more}
    return read({NAMES[name]: value for name, value in values.items()})


@dataclass(frozen=True, slots=True)
class Office:
    """What surrounds a desk."""

    settings: Settings
    hours: WorkingHours
    archive: Archive


@dataclass(frozen=True, slots=True)
class Out:
    """One thing put into the outbox."""

    chat: int
    method: Method
    text: str
    ref: str
    labels: tuple[str, ...]
    payload: dict[str, Any]


@dataclass(slots=True)
class Steps:
    """Steps taken one after another, each in a transaction of its own, at a moment that moves only when it is told to."""

    journal: Journal
    around: Office
    at: datetime = MONDAY
    number: int = 100

    @property
    def desk(self) -> Desk:
        return Desk(self.journal, self.around, self.at)

    def later(self, **time: float) -> None:
        self.at += timedelta(**time)

    def opened(self, chat: int = CITIZEN, asked: str = "hạn khiếu nại là khi nào") -> Ticket:
        """A ticket, and nothing of it left to be read."""
        with self.journal.transaction():
            code = self.desk.open(Want(chat, chat, asked))
        self.out()
        return self.ticket(code)

    def claimed(self, operator: int = LAN, chat: int = CITIZEN) -> Ticket:
        ticket = self.opened(chat)
        with self.journal.transaction():
            self.desk.claim(ticket.code, person(operator))
        self.out()
        return self.ticket(ticket.code)

    def closed(self) -> Ticket:
        ticket = self.claimed()
        with self.journal.transaction():
            self.desk.end_by_operator(ticket.code, person(LAN))
        self.out()
        return self.ticket(ticket.code)

    def ticket(self, code: str) -> Ticket:
        ticket = self.journal.tickets.get(code)
        assert ticket is not None
        return ticket

    def out(self) -> list[Out]:
        """What was put since this was asked last; all of it arrives, each under a number of its own."""
        return [self._arrived(posted.id, posted.parcel) for posted in self.journal.outbox.taken()]

    def _arrived(self, parcel_id: int, parcel: Any) -> Out:
        self.number += 1
        self.journal.outbox.sent(parcel_id, self.number, self.at)
        payload = parcel.payload
        rows = payload.get("reply_markup", {}).get("inline_keyboard", [])
        labels = tuple(button["text"] for row in rows for button in row)
        return Out(parcel.chat_id, parcel.method, payload.get("plain", ""), parcel.ref, labels, payload)

    def without_group(self) -> None:
        self.around = replace(self.around, settings=settings(operators_chat=""))

    def working(self, hours: str, holidays: str = "") -> None:
        self.around = replace(self.around, hours=read_hours(hours, holidays))


def person(user: int) -> Operator:
    return Operator(user, GROUP, {LAN: "Lan", MINH: "Minh"}[user])


def message(chat: int, user: int, text: str, *, number: int = 1, reply_to: int = 0, **content: Any) -> Message:
    """A message as Telegram hands it over."""
    plain: dict[str, Any] = {
        "message_id": number, "date": 0, "chat": _chat(chat), "from": {"id": user, "is_bot": False, "first_name": "An"}, **content,
    }  # fmt: skip
    if text:
        plain["text"] = text
    if reply_to:
        plain["reply_to_message"] = {
            "message_id": reply_to, "date": 0, "chat": _chat(chat), "from": {"id": 1, "is_bot": True, "first_name": "Bot"},
        }  # fmt: skip
    found = Message.de_json(plain, None)
    assert found is not None
    return found


def _chat(chat: int) -> dict[str, Any]:
    return {"id": chat, "type": "private" if chat > 0 else "supergroup"}
