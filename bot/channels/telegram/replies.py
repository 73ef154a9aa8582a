"""The commonest way in which an update is concluded: one message back, and nothing else changed."""

from __future__ import annotations

from telegram.constants import ChatType

from bot.channels.telegram import parcels, words
from bot.channels.telegram.markup import Page, Run, link, page
from bot.channels.telegram.pages import deep_link
from bot.channels.telegram.turn import Turn
from bot.journal.journal import Journal
from bot.journal.outbox import Parcel

SAID = "said"
"""The ref of messages that nobody looks for. In the operators' group every message of ours has a ref, so that one without is a copy that
went out just before we were killed and that the journal never heard of (see `relay.from_group_unknown`)."""


def in_group(turn: Turn) -> bool:
    """Whether others read along."""
    chat = turn.incoming.effective_chat
    return chat is not None and chat.type != ChatType.PRIVATE


def answer_with(turn: Turn, shown: Page) -> None:
    """Say this where the update came from; in a group in reply to the message, so that people see whom it answers."""
    message = turn.incoming.effective_message
    place = message.message_id if message and in_group(turn) else None
    conclude_with(turn, turn.answer(shown, reply_to=place, ref=SAID))


def conclude_with(turn: Turn, parcel: Parcel) -> None:
    """Conclude with one thing to be sent."""

    def work(journal: Journal) -> None:
        journal.outbox.put(parcel, turn.now)

    turn.conclude(work)


def take_buttons(journal: Journal, turn: Turn) -> None:
    """Nothing can be pressed any more under the message whose button was pressed."""
    query = turn.incoming.callback_query
    if query and query.message:
        journal.outbox.put(parcels.edit_buttons(turn.chat, (), message=query.message.message_id), turn.now)


def only_in_private(turn: Turn, why: str, payload: str) -> None:
    """Say that this is not for a group, with a button to where it is."""
    answer_with(turn, page([Run(why)], ((link(words.INLINE_OPEN, deep_link(turn.bot_name, payload)),),)))
