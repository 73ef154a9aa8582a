"""While an operator has the citizen's ticket, the bot says nothing of its own in that chat: what is written there goes to the operator."""

from __future__ import annotations

from telegram import Update

from bot.channels.telegram import relay, words
from bot.channels.telegram.handover import Desk
from bot.channels.telegram.replies import in_group
from bot.channels.telegram.turn import Handling, Turn
from bot.journal.ticket import State, Ticket


def unless_claimed(handling: Handling) -> Handling:
    """The handler for chats in which the bot speaks; in the others the message is carried over, and a button only says why it rests."""

    async def guarded(update: Update, turn: Turn) -> None:
        ticket = None if in_group(turn) else await turn.read(lambda journal: journal.tickets.of_chat(turn.chat))
        if ticket is None or ticket.state is not State.CLAIMED:
            await handling(update, turn)
        else:
            carry_over(update, turn, ticket)

    return guarded


def carry_over(update: Update, turn: Turn, ticket: Ticket) -> None:
    """Give what the citizen did to the operator. The ticket may have ended meanwhile: the group gets the message all the same."""
    message = update.message or update.edited_message
    if update.callback_query is not None:
        turn.answer_callback(words.PERSON_ALREADY_CLAIMED.format(code=ticket.code), alert=True)
    elif message is not None:
        edited = update.edited_message is not None
        turn.conclude(lambda journal: relay.to_operators(Desk(journal, turn.services, turn.now), ticket.code, message, edited=edited))
