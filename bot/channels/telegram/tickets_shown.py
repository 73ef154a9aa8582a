"""What a ticket looks like: its card in the operators' group, and what the citizen reads. Pure: a ticket in, a page out.

The card is one message that changes with the ticket, so the group always sees how each of them stands.
"""

from __future__ import annotations

from datetime import datetime

from bot.channels.telegram import words
from bot.channels.telegram.actions import Claim, CloseTicket, OpenTicket
from bot.channels.telegram.markup import Keyboard, Page, Run, Style, button, page
from bot.channels.telegram.render import person_keyboard, stars_keyboard
from bot.journal.ticket import State, Ticket


def said(text: str, buttons: Keyboard = ()) -> Page:
    """A sentence."""
    return page([Run(text)], buttons)


# in the operators' group


def card(ticket: Ticket, *, reason: str = "", away: bool = False) -> Page:
    """A ticket that waits for an operator, or has one."""
    if ticket.state is State.CLAIMED and ticket.operator:
        title = words.TICKET_CLAIMED.format(code=ticket.code, operator=ticket.operator.name, time=_clock(ticket.claimed))
        runs = [Run(title, Style.BOLD), *_asked(ticket), Run("\n\n" + words.TICKET_HOW.format(code=ticket.code), Style.ITALIC)]
        return page(runs, ((button(words.TICKET_CLOSE.format(code=ticket.code), CloseTicket(ticket.code)),),))
    runs = [Run(words.TICKET_NEW.format(code=ticket.code), Style.BOLD), *_asked(ticket)]
    if reason:
        runs.append(Run("\n" + words.TICKET_REASON.format(reason=reason)))
    if away:
        runs.append(Run("\n" + words.TICKET_AWAY))
    return page(runs, _claim(ticket.code))


def closed_card(ticket: Ticket, line: str) -> Page:
    """A ticket that ended; `line` says how. Nothing can be done with it any more."""
    return page([Run(line, Style.BOLD), *_asked(ticket)])


def closed_by(ticket: Ticket, operator: str, at: datetime) -> str:
    return words.TICKET_CLOSED.format(code=ticket.code, operator=operator, time=_clock(at))


def reminder(ticket: Ticket, at: datetime) -> Page:
    """A ticket that nobody takes. Has the button too: the card may be far above by now."""
    waited = int((at - ticket.opened).total_seconds() // 60)
    return said(words.TICKET_REMIND.format(code=ticket.code, minutes=waited), _claim(ticket.code))


def released(ticket: Ticket) -> Page:
    return said(words.TICKET_RELEASED.format(code=ticket.code), _claim(ticket.code))


# to the citizen


def away(hours: str, opens: str, contact: str, question: int) -> Page:
    """When somebody is there, before the citizen writes in vain; then they choose."""
    text = words.PERSON_AWAY.format(hours=hours, next=opens, contact=contact)
    return said(text, ((button(words.PERSON_AWAY_OPEN, OpenTicket(question)),),))


def waiting(ticket: Ticket, when: str) -> Page:
    """The ticket is with the operators, who answer here. Says to write first when nothing was asked yet; `when` they are there."""
    text = words.PERSON_WRITE if ticket.asked else words.PERSON_WRITE_FIRST
    return said(" ".join(filter(None, [text.format(code=ticket.code), when])), _cancel(ticket.code))


def already(ticket: Ticket) -> Page:
    if ticket.state is State.CLAIMED:
        return said(words.PERSON_ALREADY_CLAIMED.format(code=ticket.code))
    return said(words.PERSON_ALREADY.format(code=ticket.code), _cancel(ticket.code))


def to_rate(ticket: Ticket, *, by_citizen: bool) -> Page:
    """The end of a conversation with an operator; one that never began is cancelled, and there is nothing to rate."""
    if by_citizen and ticket.state is State.OPEN:
        return said(words.PERSON_CANCELLED.format(code=ticket.code))
    text = words.PERSON_CLOSED_BY_CITIZEN if by_citizen else words.PERSON_CLOSED
    return said(text.format(code=ticket.code), stars_keyboard(ticket.code))


def thanks(stars: int) -> Page:
    return said(f"{words.PERSON_RATED.format(stars=stars)} {words.PERSON_BACK}")


def offer(question: int) -> Page:
    """After two failures in a row."""
    return said(words.PERSON_OFFER, person_keyboard(question))


def _asked(ticket: Ticket) -> list[Run]:
    return [Run("\n" + words.TICKET_ASKED.format(text=ticket.asked))] if ticket.asked else []


def _claim(code: str) -> Keyboard:
    return ((button(words.TICKET_CLAIM.format(code=code), Claim(code)),),)


def _cancel(code: str) -> Keyboard:
    return ((button(words.PERSON_CANCEL, CloseTicket(code)),),)


def _clock(at: datetime | None) -> str:
    return f"{at:%H:%M}" if at else ""
