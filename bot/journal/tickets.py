"""Citizens handed over to a person: OPEN, then CLAIMED by exactly one operator, then CLOSED, and perhaps rated.

Does not relay and does not notify. The chats of both are sealed while a ticket lives and gone when it is closed.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from bot.journal.codes import new_code, read_code
from bot.journal.masking import kept
from bot.journal.moments import moment, stamp
from bot.journal.sealing import Seal
from bot.journal.store import Store, Value
from bot.journal.ticket import (
    AlreadyBy,
    AlreadyClosed,
    AlreadyRated,
    AlreadyYours,
    Choice,
    Chosen,
    Claim,
    Claimed,
    Closed,
    Closing,
    NoSuchTicket,
    NotClaimed,
    NotClosed,
    NotYours,
    Opened,
    Opening,
    Operator,
    Rated,
    Release,
    Released,
    State,
    StillOpen,
    Ticket,
    Verdict,
)

_TICKET = "SELECT code, state, sealed_citizen, asked, opened, sealed_operator, claimed, closed, reminders, stars FROM tickets WHERE {} ORDER BY {}"
_BY_CODE = _TICKET.format("code = ?", "code")
_OF_CHAT = _TICKET.format("chat = ? AND state <> 'closed'", "code")
_OF_USER = _TICKET.format("user = ? AND state <> 'closed'", "opened, code")
_OF_OPERATOR = _TICKET.format("operator = ? AND state = 'claimed'", "current DESC, claimed DESC, code")
_LIVE = _TICKET.format("state <> 'closed'", "opened, code")
_UNCLAIMED = _TICKET.format("state = 'open' AND opened <= ?1 AND coalesce(reminded, 0) <= ?1", "opened, code")


class Tickets:
    """Each change is one transaction, or part of the one around it; of two that want the same, the second is told who was first."""

    def __init__(self, store: Store, seal: Seal) -> None:
        self._store, self._seal = store, seal

    def open(self, chat: int, user: int, asked: str, at: datetime) -> Opening:
        """A ticket for a citizen's chat, with what they asked (masked). A chat has one that is not closed at most."""
        with self._store.transaction():
            if live := self.of_chat(chat):
                return StillOpen(live)
            code = new_code(lambda code: self.get(code) is not None)
            self._store.run(
                "INSERT INTO tickets (code, state, chat, user, asked, opened, sealed_citizen) VALUES (?, ?, ?, ?, ?, ?, ?)",
                (
                    code,
                    State.OPEN.value,
                    self._seal.key_of(chat),
                    self._seal.key_of(user),
                    kept(asked),
                    stamp(at),
                    self._seal.close_id(chat),
                ),
            )
            return Opened(self._known(code))

    def get(self, code: str) -> Ticket | None:
        """The ticket with that code, as a person may have typed it."""
        return self._first(_BY_CODE, (read_code(code),))

    def claim(self, code: str, operator: Operator, at: datetime) -> Claim:
        """Exactly one operator gets it."""
        with self._store.transaction():
            ticket = self.get(code)
            if ticket is None:
                return NoSuchTicket(code)
            if ticket.state is State.CLOSED:
                return AlreadyClosed(ticket.code)
            if ticket.operator:
                return AlreadyYours(ticket) if ticket.operator.user == operator.user else AlreadyBy(ticket.operator.name)
            sealed = self._seal.close([operator.user, operator.chat, operator.name])
            self._change(
                ticket,
                "state = 'claimed', operator = ?, sealed_operator = ?, claimed = ?, current = ?",
                (self._seal.key_of(operator.user), sealed, stamp(at), self._next_current(operator.user)),
            )
            return Claimed(self._known(ticket.code))

    def _next_current(self, operator: int) -> int:
        """Beyond any that the operator has: moments would do if no two were ever equal."""
        found = self._store.row("SELECT max(current) FROM tickets WHERE operator = ?", (self._seal.key_of(operator),))
        return int((found and found[0]) or 0) + 1

    def release(self, code: str, at: datetime) -> Release:
        """It is given back: open again, and due for a reminder after the interval from now."""
        with self._store.transaction():
            ticket = self.get(code)
            if ticket is None:
                return NoSuchTicket(code)
            if ticket.state is not State.CLAIMED:
                return AlreadyClosed(ticket.code) if ticket.state is State.CLOSED else NotClaimed(ticket.code)
            self._change(
                ticket,
                "state = 'open', operator = NULL, sealed_operator = NULL, claimed = NULL, current = NULL, reminded = ?",
                (stamp(at),),
            )
            return Released(ticket)

    def close(self, code: str, by: int, at: datetime) -> Closing:
        """End it, claimed or not; `by` is whoever did (the operator, an administrator, the citizen). Who may is the caller's business."""
        with self._store.transaction():
            ticket = self.get(code)
            if ticket is None:
                return NoSuchTicket(code)
            if ticket.state is State.CLOSED:
                return AlreadyClosed(ticket.code)
            self._change(
                ticket,
                "state = 'closed', sealed_citizen = NULL, sealed_operator = NULL, current = NULL, closed = ?, closed_by = ?",
                (stamp(at), self._seal.key_of(by)),
            )
            return Closed(ticket)

    def rate(self, code: str, chat: int, stars: int) -> Verdict:
        """The citizen's stars, 1 to 5, once, from the chat that the ticket was opened for."""
        if not 1 <= stars <= 5:
            raise ValueError(f"stars: {stars}")
        with self._store.transaction():
            ticket = self._first(_TICKET.format("code = ? AND chat = ?", "code"), (read_code(code), self._seal.key_of(chat)))
            if ticket is None:
                return NoSuchTicket(code)
            if ticket.state is not State.CLOSED:
                return NotClosed(ticket.code)
            if ticket.stars:
                return AlreadyRated(ticket.code, ticket.stars)
            self._change(ticket, "stars = ?", (stars,))
            return Rated(ticket.code, stars)

    def of_chat(self, chat: int) -> Ticket | None:
        """The citizen's ticket that is not closed. While it is CLAIMED, the bot is silent there and relays."""
        return self._first(_OF_CHAT, (self._seal.key_of(chat),))

    def of_user(self, user: int) -> Ticket | None:
        """The person's ticket that is not closed, in whichever chat it was opened; the oldest, should there be several."""
        return self._first(_OF_USER, (self._seal.key_of(user),))

    def of_operator(self, operator: int) -> list[Ticket]:
        """What the operator has claimed and not closed, the current one first."""
        return self._all(_OF_OPERATOR, (self._seal.key_of(operator),))

    def current(self, operator: int) -> Ticket | None:
        """The ticket that what the operator writes goes to: the one claimed or chosen last."""
        return self._first(_OF_OPERATOR, (self._seal.key_of(operator),))

    def choose(self, code: str, operator: int) -> Choice:
        """Make one of the operator's claimed tickets the current one."""
        with self._store.transaction():
            ticket = self.get(code)
            if ticket is None:
                return NoSuchTicket(code)
            if ticket.state is State.CLOSED:
                return AlreadyClosed(ticket.code)
            if ticket.operator is None or ticket.operator.user != operator:
                return NotYours(ticket.code)
            self._change(ticket, "current = ?", (self._next_current(operator),))
            return Chosen(ticket)

    def live(self) -> list[Ticket]:
        """All that are not closed, oldest first."""
        return self._all(_LIVE)

    def claimed(self) -> list[Ticket]:
        """All that an operator has, oldest first."""
        return [ticket for ticket in self.live() if ticket.state is State.CLAIMED]

    def unclaimed_since(self, at: datetime) -> list[Ticket]:
        """Those OPEN and not spoken of since that moment: neither opened, nor given back, nor reminded of later than that."""
        return self._all(_UNCLAIMED, (stamp(at),))

    def reminded(self, code: str, at: datetime) -> None:
        """Operators were reminded of it."""
        self._store.run("UPDATE tickets SET reminded = ?, reminders = reminders + 1 WHERE code = ?", (stamp(at), read_code(code)))

    def moved(self, old_chat: int, new_chat: int) -> None:
        """The citizen's chat has another number now."""
        old, new = self._seal.key_of(old_chat), self._seal.key_of(new_chat)
        with self._store.transaction():
            self._store.run(
                "UPDATE tickets SET sealed_citizen = ? WHERE chat = ? AND state <> 'closed'", (self._seal.close_id(new_chat), old)
            )
            self._store.run("UPDATE OR IGNORE tickets SET chat = ? WHERE chat = ?", (new, old))

    def _change(self, ticket: Ticket, changes: str, values: tuple[Value, ...]) -> None:
        self._store.run(f"UPDATE tickets SET {changes} WHERE code = ?", (*values, ticket.code))  # noqa: S608 - constants of this module

    def _known(self, code: str) -> Ticket:
        return self._all(_BY_CODE, (code,))[0]

    def _first(self, sql: str, values: tuple[Value, ...]) -> Ticket | None:
        row = self._store.row(sql, values)
        return self._ticket(row) if row else None

    def _all(self, sql: str, values: tuple[Value, ...] = ()) -> list[Ticket]:
        return [self._ticket(row) for row in self._store.rows(sql, values)]

    def _ticket(self, row: tuple[Any, ...]) -> Ticket:
        code, state, citizen, asked, opened, operator, claimed, closed, reminders, stars = row
        return Ticket(
            code=code,
            state=State(state),
            chat=self._seal.open(citizen) if citizen else 0,
            asked=asked,
            opened=moment(opened),
            operator=Operator(*self._seal.open(operator)) if operator else None,
            claimed=moment(claimed) if claimed else None,
            closed=moment(closed) if closed else None,
            reminders=reminders,
            stars=stars,
        )
