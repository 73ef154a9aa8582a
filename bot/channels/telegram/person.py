"""Handlers of handing over: asking for a person, claiming a ticket, ending and rating it. What each step does is `handover`'s."""

from __future__ import annotations

from telegram import Message, Update

from bot.channels.telegram import relay, words
from bot.channels.telegram import tickets_shown as shown
from bot.channels.telegram.access import access_of, conclude_use, refuse
from bot.channels.telegram.actions import Claim, CloseTicket, OpenTicket, Person, Stars
from bot.channels.telegram.citizen import OFFER_AFTER, conversation_of
from bot.channels.telegram.handover import Desk, Want
from bot.channels.telegram.pages import PERSON_LINK
from bot.channels.telegram.replies import answer_with, in_group, only_in_private
from bot.channels.telegram.turn import Turn
from bot.journal.journal import Journal
from bot.journal.people import Access
from bot.journal.questions import Kind
from bot.journal.ticket import Operator, State, Ticket

# citizens


async def ask_for_person(_: Update, turn: Turn) -> None:
    """/nguoitruc, with or without a question behind it, and the deep link."""
    if in_group(turn):
        only_in_private(turn, words.PERSON_ONLY_PRIVATE, PERSON_LINK)
        return
    message = turn.incoming.effective_message
    is_command = message is not None and (message.text or "").startswith("/nguoitruc")  # else a link led here
    typed = " ".join(turn.args or ()) if is_command else ""
    reason = words.TICKET_REASON_COMMAND if is_command else words.TICKET_REASON_ASKED

    def work(journal: Journal) -> None:
        desk = _desk(journal, turn)
        before = " / ".join(conversation_of(journal, turn).said)
        want = Want(turn.chat, turn.user, typed or before, reason)
        if not typed:
            desk.ask(want)
        elif (code := desk.open(want)) and message:
            relay.to_operators(desk, code, message)

    turn.conclude(work)


async def person_pressed(turn: Turn, action: Person) -> None:
    """The button under a reply: says first when somebody is there."""
    if in_group(turn):
        only_in_private(turn, words.PERSON_ONLY_PRIVATE, PERSON_LINK)
        return
    turn.answer_callback()
    turn.conclude(lambda journal: _desk(journal, turn).ask(_want(journal, turn, action.question)))


async def away_accepted(turn: Turn, action: OpenTicket) -> None:
    """The button under the working hours: a ticket all the same."""
    turn.answer_callback()

    def work(journal: Journal) -> None:
        _desk(journal, turn).open(_want(journal, turn, action.question))

    turn.conclude(work)


async def starred(turn: Turn, action: Stars) -> None:
    """The citizen rates the conversation with the operator."""
    message = turn.incoming.effective_message
    number = message.message_id if message else None
    if not 1 <= action.number <= 5:
        turn.answer_callback(words.STALE, alert=True)
        return
    turn.answer_callback(words.THANKS)
    turn.conclude(lambda journal: _desk(journal, turn).rate(action.code, turn.chat, action.number, number))


# operators


async def claimed(turn: Turn, action: Claim) -> None:
    """An operator takes a ticket. What is shown at once is what is known now; what counts is decided when it is concluded."""
    access = await access_of(turn)
    if access is Access.CITIZEN:
        refuse(turn, access)
        return
    ticket = await turn.read(lambda journal: journal.tickets.get(action.code))
    turn.answer_callback(_claim_note(action.code, ticket, turn.user), alert=bool(ticket and ticket.operator))
    operator = _operator(turn)
    conclude_use(turn, f"nhận phiếu {action.code}", lambda journal: _desk(journal, turn).claim(action.code, operator))


# both


async def close_pressed(turn: Turn, action: CloseTicket) -> None:
    """The button that ends a ticket: the citizen's own, or one that an operator has."""
    ticket = await turn.read(lambda journal: journal.tickets.get(action.code))
    if ticket is None or ticket.state is State.CLOSED:
        turn.answer_callback(words.TICKET_GONE.format(code=action.code), alert=True)
    elif ticket.chat == turn.chat:
        turn.answer_callback()
        turn.conclude(lambda journal: _desk(journal, turn).end_by_citizen(ticket, turn.user))
    else:
        await _end_by_operator(turn, ticket)


async def done(update: Update, turn: Turn) -> None:
    """/xong: the citizen's ticket in their own chat; else the operator's, named by its code, by a reply, or the only one."""
    message = update.effective_message
    own = None if in_group(turn) else await turn.read(lambda journal: journal.tickets.of_chat(turn.chat))
    if own:
        turn.conclude(lambda journal: _desk(journal, turn).end_by_citizen(own, turn.user))
        return
    if await access_of(turn) is Access.CITIZEN:
        answer_with(turn, shown.said(words.PERSON_NO_TICKET))
        return
    named = "".join(turn.args or ())
    found = await turn.read(lambda journal: _meant(journal, turn, message, named))
    if isinstance(found, Ticket):
        await _end_by_operator(turn, found)
    else:
        answer_with(turn, shown.said(found))


async def _end_by_operator(turn: Turn, ticket: Ticket) -> None:
    """An operator ends what they hold; an administrator whatever is open."""
    access = await access_of(turn)
    if access is Access.CITIZEN:
        refuse(turn, access)
        return
    if ticket.operator and ticket.operator.user != turn.user and access is not Access.ADMINISTRATOR:
        why = words.TICKET_ALREADY.format(code=ticket.code, operator=ticket.operator.name)
        turn.answer_callback(why, alert=True)
        if turn.incoming.callback_query is None:
            answer_with(turn, shown.said(why))
        return
    turn.answer_callback()
    operator = _operator(turn)
    conclude_use(turn, f"kết thúc phiếu {ticket.code}", lambda journal: _desk(journal, turn).end_by_operator(ticket.code, operator))


def _meant(journal: Journal, turn: Turn, message: Message | None, named: str) -> Ticket | str:
    """The ticket that an operator's /xong means, or why none can be found."""
    earlier = message.reply_to_message if message else None
    found = relay.trace(journal.outbox.ref_of(turn.chat, earlier.message_id)) if earlier else None
    code = named or (found.code if found else "")
    if code:
        ticket = journal.tickets.get(code)
        if ticket is None:
            return words.TICKET_UNKNOWN.format(code=code[:8].upper())
        return words.TICKET_GONE.format(code=ticket.code) if ticket.state is State.CLOSED else ticket
    held = journal.tickets.of_operator(turn.user)
    if len(held) > 1:
        return words.TICKET_HOW_MANY.format(count=len(held), codes=", ".join(ticket.code for ticket in held))
    return held[0] if held else words.TICKET_NONE_HELD


def _want(journal: Journal, turn: Turn, question: int) -> Want:
    """What an operator should know of somebody who pressed a button under a reply."""
    noted = journal.questions.get(question, turn.chat) if question else None
    asked = noted.text if noted else " / ".join(conversation_of(journal, turn).said)
    reason = words.TICKET_REASON_ASKED
    if journal.questions.failures_in_row(turn.chat) >= OFFER_AFTER:
        reason = words.TICKET_REASON_FAILED
    elif noted and noted.kind is Kind.ABSTAIN:
        reason = words.TICKET_REASON_NOT_COVERED
    return Want(turn.chat, turn.user, asked, reason, question)


def _claim_note(code: str, ticket: Ticket | None, user: int) -> str:
    if ticket is None:
        return words.TICKET_UNKNOWN.format(code=code)
    if ticket.state is State.CLOSED:
        return words.TICKET_GONE.format(code=code)
    if ticket.operator is None:
        return words.TICKET_CLAIMED_TOAST.format(code=code)
    yours = ticket.operator.user == user
    return words.TICKET_ALREADY_YOURS.format(code=code) if yours else words.TICKET_ALREADY.format(code=code, operator=ticket.operator.name)


def _operator(turn: Turn) -> Operator:
    """Who acts. They talk to the citizen through their group."""
    user = turn.incoming.effective_user
    return Operator(turn.user, turn.settings.operators_chat or turn.chat, user.full_name if user else "")


def _desk(journal: Journal, turn: Turn) -> Desk:
    return Desk(journal, turn.services, turn.now)
