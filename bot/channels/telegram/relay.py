"""Carries messages between a citizen and the operator who claimed the ticket, whatever they hold: text, pictures, files, voices.

Copied by Telegram itself (copyMessage), so what is said does not enter the journal; a server that cannot copy gets the masked text.
Each copy is named for the message it was made of, so that a reply on one side becomes a reply on the other:

    relay:CODE:cNUMBER      in the group, a copy of the citizen's message NUMBER
    relay:CODE:gNUMBER      in the citizen's chat, a copy of message NUMBER of the group
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from telegram import Message

from bot.channels.telegram import parcels, words
from bot.channels.telegram import tickets_shown as shown
from bot.channels.telegram.handover import Around, Desk, card_of
from bot.channels.telegram.sender import BLOCKED
from bot.journal.journal import Journal
from bot.journal.outbox import Parcel
from bot.journal.people import Access
from bot.journal.ticket import State, Ticket

_REF = re.compile(r"(ticket|about|relay):([A-Z0-9]+)(?::([cg])([0-9]+))?")


@dataclass(frozen=True, slots=True)
class Trace:
    """What the ref of a message tells: the ticket, and for a copy the side ("c" citizen, "g" group) and number of what was copied."""

    kind: str
    code: str
    side: str = ""
    number: int = 0


def trace(ref: str) -> Trace | None:
    """What a ref tells about tickets; None when it tells of something else."""
    found = _REF.fullmatch(ref)
    return Trace(found[1], found[2], found[3] or "", int(found[4] or 0)) if found else None


def to_operators(desk: Desk, code: str, message: Message, *, edited: bool = False) -> None:
    """A citizen's message, into the group: below the card, or below the operator's words that it replies to."""
    if desk.group is None:
        return
    ref = f"relay:{code}:c{message.message_id}"
    answered = _answered(desk, message, "g")
    reply_to: int | str = answered or card_of(code)
    if edited and desk.journal.outbox.message_of(ref, desk.group) is not None:
        desk.tell(desk.group, shown.said(words.TICKET_EDITED.format(code=code)), ref=f"about:{code}", reply_to=ref)
    otherwise = f"{words.TICKET_FROM_CITIZEN.format(code=code)} {_text(message)}"
    parcel = parcels.copy(desk.group, (message.chat_id, message.message_id), otherwise=otherwise, reply_to=reply_to, ref=ref)
    desk.journal.outbox.put(parcel, desk.at)


def to_citizen(desk: Desk, ticket: Ticket, message: Message, *, edited: bool = False) -> None:
    """An operator's message, to the citizen."""
    ref = f"relay:{ticket.code}:g{message.message_id}"
    if edited and desk.journal.outbox.message_of(ref, ticket.chat) is not None:
        desk.tell(ticket.chat, shown.said(words.PERSON_EDITED), reply_to=ref)
    reply_to = _answered(desk, message, "c")
    parcel = parcels.copy(ticket.chat, (message.chat_id, message.message_id), otherwise=_text(message), reply_to=reply_to, ref=ref)
    desk.journal.outbox.put(parcel, desk.at)


def from_group(desk: Desk, found: Trace, message: Message, *, edited: bool = False) -> None:
    """Somebody in the group replied to a message of a ticket: it goes to the citizen when they hold the ticket; else they are told why not."""
    user = message.from_user.id if message.from_user else 0
    ticket = desk.journal.tickets.get(found.code)
    if desk.journal.people.role(user) is Access.CITIZEN:
        why = words.OPERATORS_ONLY
    elif ticket is None or ticket.state is State.CLOSED:
        why = words.TICKET_NOT_SENT_CLOSED.format(code=found.code)
    elif ticket.operator is None:
        why = words.TICKET_CLAIM_FIRST.format(code=ticket.code)
    elif ticket.operator.user != user:
        why = words.TICKET_NOT_YOURS.format(code=ticket.code, operator=ticket.operator.name)
    else:
        to_citizen(desk, ticket, message, edited=edited)
        return
    desk.tell(message.chat_id, shown.said(why), ref=f"about:{found.code}", reply_to=message.message_id)


def from_group_unknown(desk: Desk, message: Message, *, edited: bool = False) -> None:
    """An operator replied to a message of ours that the journal does not know: it was sent just before we were killed, and again after.

    It can only mean the ticket that they hold; when they hold several, they are asked to reply to a message of the one they mean.
    """
    user = message.from_user.id if message.from_user else 0
    held = desk.journal.tickets.of_operator(user)
    if len(held) == 1:
        to_citizen(desk, held[0], message, edited=edited)
        return
    why = words.TICKET_HOW_MANY.format(count=len(held), codes=", ".join(ticket.code for ticket in held)) if held else words.TICKET_NONE_HELD
    desk.tell(message.chat_id, shown.said(why), ref="about:", reply_to=message.message_id)


def undelivered(journal: Journal, parcel: Parcel, why: str, services: Around, at: datetime) -> None:
    """A message was given up. Operators hear of what did not reach the citizen, the citizen of what did not reach the operators."""
    desk = Desk(journal, services, at)
    found = trace(parcel.ref)
    to_group = parcel.chat_id == desk.group
    if why == BLOCKED and not to_group:
        _report(desk, found, words.TICKET_BLOCKED)
        desk.end_by_silence(parcel.chat_id)
    elif found and to_group:
        _admit(desk, found)
    elif found:
        _report(desk, found, why)


def _report(desk: Desk, found: Trace | None, why: str) -> None:
    """To the operator, below the message that did not arrive."""
    if found and found.side == "g":
        text = words.TICKET_NOT_DELIVERED.format(code=found.code, why=why)
        desk.tell_group(found.code, shown.said(text), reply_to=found.number)


def _admit(desk: Desk, found: Trace) -> None:
    """To the citizen, when the ticket itself or a message of theirs did not arrive. Failed reports and reminders concern nobody else."""
    ticket = desk.journal.tickets.get(found.code)
    if ticket and ticket.chat and found.kind != "about":
        text = words.PERSON_NOT_DELIVERED.format(contact=desk.contact)
        desk.tell(ticket.chat, shown.said(text), reply_to=found.number or None)


def _answered(desk: Desk, message: Message, side: str) -> int | None:
    """The number, on the other side, of the message that this one replies to, if that was a copy of one."""
    earlier = message.reply_to_message
    found = trace(desk.journal.outbox.ref_of(message.chat_id, earlier.message_id)) if earlier else None
    return found.number if found and found.side == side else None


def _text(message: Message) -> str:
    """What is said in place of a message where it cannot be copied: its text, masked at the door."""
    return message.text or message.caption or words.CANNOT_COPY
