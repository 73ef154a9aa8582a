"""The steps of handing a citizen over to a person: ask, open, claim, release, end, rate, remind. Nothing here waits for anything.

Each step changes the journal and puts what it tells into the outbox, within the one transaction it is called in: either all of a step
happened or none, whatever is killed when. Which chat hears what:

    the citizen's chat      when somebody is there, that somebody took over, that it ended; stars
    the operators' group    one card for each ticket (ref "ticket:CODE"), changed as the ticket goes on; reminders; failures

Operators answer in their group, by replying to the card or to any message of the ticket: one way, which cannot go to the wrong
citizen, which others in the group can follow, and which needs no chat of their own with the bot. Relaying is `relay`'s.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from bot import wording
from bot.answering.ports import Archive
from bot.channels.telegram import parcels, words
from bot.channels.telegram import tickets_shown as shown
from bot.channels.telegram.hours import WorkingHours
from bot.channels.telegram.markup import Page
from bot.journal.journal import Journal
from bot.journal.people import Access
from bot.journal.ticket import (
    AlreadyBy,
    AlreadyClosed,
    AlreadyYours,
    Claimed,
    Closed,
    NoSuchTicket,
    Operator,
    Rated,
    Released,
    State,
    StillOpen,
    Ticket,
)
from bot.settings import Settings


def card_of(code: str) -> str:
    """The ref of a ticket's card."""
    return f"ticket:{code}"


class Around(Protocol):
    """What a hand-over needs to know; the bot's services are such."""

    @property
    def settings(self) -> Settings: ...

    @property
    def hours(self) -> WorkingHours: ...

    @property
    def archive(self) -> Archive: ...


@dataclass(frozen=True, slots=True)
class Want:
    """Somebody who wants a person: what they asked last (masked), and why an operator should know."""

    chat: int
    user: int
    asked: str = ""
    reason: str = ""
    question: int = 0


@dataclass(frozen=True, slots=True)
class Desk:
    """The operators' side of the bot, in one transaction and at one moment."""

    journal: Journal
    services: Around
    at: datetime

    @property
    def group(self) -> int | None:
        """The operators' group; None when no such group is set, and so nobody can be handed over."""
        return self.services.settings.operators_chat

    @property
    def contact(self) -> str:
        """Whom a citizen may call."""
        first = next(iter(self.services.archive.contacts), None)
        return wording.CONTACT.format(name=first.name, number=first.number) if first else words.ANSWER_FALLBACK_CONTACT

    def tell(self, chat: int, page: Page, *, ref: str = "", reply_to: int | str | None = None) -> None:
        """A message to a citizen, or to whoever pressed something."""
        self.journal.outbox.put(parcels.send(chat, page, ref=ref, reply_to=reply_to), self.at)

    def tell_group(self, code: str, page: Page, *, reply_to: int | None = None) -> None:
        """A message about a ticket, below its card; replies to it count as replies to the ticket."""
        if self.group is not None:
            self.tell(self.group, page, ref=f"about:{code}", reply_to=card_of(code) if reply_to is None else reply_to)

    def change_card(self, code: str, page: Page) -> None:
        if self.group is not None:
            self.journal.outbox.put(parcels.edit(self.group, page, ref=card_of(code)), self.at)

    # asking for a person

    def ask(self, want: Want) -> None:
        """Open a ticket; outside working hours say so first, and let the citizen choose."""
        if self.group is None or self.journal.tickets.of_chat(want.chat) or self.services.hours.is_open(self.at):
            self.open(want)
        else:
            hours = self.services.hours
            self.tell(want.chat, shown.away(hours.in_words(), hours.opens_in_words(self.at), self.contact, want.question))

    def open(self, want: Want) -> str:
        """A ticket for the operators' group, unless the citizen has one; its code, "" where there is no group."""
        if self.group is None:
            self.tell(want.chat, shown.said(words.PERSON_NONE.format(contact=self.contact)))
            return ""
        opening = self.journal.tickets.open(want.chat, want.user, want.asked, self.at)
        ticket = opening.ticket
        if isinstance(opening, StillOpen):
            self.tell(want.chat, shown.already(ticket))
        else:
            away = not self.services.hours.is_open(self.at)
            self.tell(self.group, shown.card(ticket, reason=want.reason, away=away), ref=card_of(ticket.code))
            self.tell(want.chat, shown.waiting(ticket, self._when(away=away)))
        return ticket.code

    def _when(self, *, away: bool) -> str:
        """When somebody is there again, for those who were not told before they wrote; "" when somebody is there."""
        hours = self.services.hours
        return words.PERSON_WAITING_AWAY.format(hours=hours.in_words(), next=hours.opens_in_words(self.at)) if away else ""

    # the operators

    def claim(self, code: str, operator: Operator) -> None:
        """Exactly one operator gets it; another is told who has it."""
        match self.journal.tickets.claim(code, operator, self.at):
            case Claimed(ticket=ticket):
                self.change_card(ticket.code, shown.card(ticket))
                self.tell(ticket.chat, shown.said(words.PERSON_CLAIMED.format(code=ticket.code)))
            case AlreadyBy(name=name):
                self.tell_group(code, shown.said(words.TICKET_ALREADY.format(code=code, operator=name)))
            case AlreadyYours() | AlreadyClosed() | NoSuchTicket():
                pass  # the note on the button has said so

    def release(self, ticket: Ticket) -> None:
        """Whoever had it cannot go on: it waits for another operator, and both sides are told."""
        if isinstance(self.journal.tickets.release(ticket.code, self.at), Released):
            freed = self.journal.tickets.get(ticket.code) or ticket
            self.change_card(ticket.code, shown.card(freed))
            self.tell_group(ticket.code, shown.released(ticket))
            self.tell(ticket.chat, shown.said(words.TICKET_RELEASED_CITIZEN.format(code=ticket.code)))

    def release_all(self, operator: int) -> None:
        """The operator lost the role, or left the group."""
        for ticket in self.journal.tickets.of_operator(operator):
            self.release(ticket)

    # the end

    def end_by_operator(self, code: str, operator: Operator) -> None:
        closing = self.journal.tickets.close(code, operator.user, self.at)
        if isinstance(closing, Closed):
            ticket = closing.ticket
            line = shown.closed_by(ticket, operator.name, self.at)
            self.change_card(ticket.code, shown.closed_card(ticket, line))
            self.tell_group(ticket.code, shown.said(line))
            self.tell(ticket.chat, shown.to_rate(ticket, by_citizen=False))

    def end_by_citizen(self, ticket: Ticket, user: int) -> None:
        if isinstance(self.journal.tickets.close(ticket.code, user, self.at), Closed):
            self.ended(ticket, words.TICKET_CLOSED_BY_CITIZEN)
            self.tell(ticket.chat, shown.to_rate(ticket, by_citizen=True))

    def end_by_silence(self, chat: int) -> None:
        """The citizen blocked the bot or is gone: nobody hears an operator there any more."""
        ticket = self.journal.tickets.of_chat(chat)
        if ticket and isinstance(self.journal.tickets.close(ticket.code, 0, self.at), Closed):
            self.ended(ticket, words.TICKET_BLOCKED_CLOSED)

    def ended(self, ticket: Ticket, words_of_it: str) -> None:
        """Show the group that a ticket ended without them."""
        line = words_of_it.format(code=ticket.code)
        self.change_card(ticket.code, shown.closed_card(ticket, line))
        self.tell_group(ticket.code, shown.said(line))

    def rate(self, code: str, chat: int, stars: int, message: int | None) -> None:
        """The citizen's stars take the place of the question for them; the group sees them below the card."""
        if isinstance(self.journal.tickets.rate(code, chat, stars), Rated):
            self.journal.outbox.put(parcels.edit(chat, shown.thanks(stars), message=message), self.at)
            self.tell_group(code, shown.said(words.TICKET_RATED.format(code=code, stars=stars)))

    # the clock

    def remind(self, after: timedelta) -> None:
        """Remind of tickets that nobody took, each once in `after`; not while nobody is there to take them."""
        if not self.services.hours.is_open(self.at):
            return
        for ticket in self.journal.tickets.unclaimed_since(self.at - after):
            self.tell_group(ticket.code, shown.reminder(ticket, self.at))
            self.journal.tickets.reminded(ticket.code, self.at)

    def free_the_forsaken(self) -> None:
        """Release what is held by people who are no operators any more: the settings may have changed while the bot was down."""
        for ticket in self.journal.tickets.live():
            holder = ticket.operator
            if ticket.state is State.CLAIMED and holder and self.journal.people.role(holder.user) is Access.CITIZEN:
                self.release(ticket)


def tick(journal: Journal, services: Around, at: datetime) -> None:
    """What is due once a minute."""
    desk = Desk(journal, services, at)
    if desk.group is not None:
        desk.free_the_forsaken()
        desk.remind(services.settings.remind_after)
