"""/xoadulieu: everything stored about the person goes, after they were asked once more."""

from __future__ import annotations

from telegram import Update

from bot.channels.telegram import parcels, words
from bot.channels.telegram.actions import Forget
from bot.channels.telegram.handover import Desk
from bot.channels.telegram.pages import forget_page, forgotten_page
from bot.channels.telegram.replies import answer_with, in_group, only_in_private
from bot.channels.telegram.turn import Turn
from bot.journal.journal import Journal
from bot.journal.purge import forget

FORGET_LINK = "xoadulieu"  # the deep link that asks for it


async def forget_asked(_: Update, turn: Turn) -> None:
    """/xoadulieu."""
    if in_group(turn):
        only_in_private(turn, words.ONLY_PRIVATE, FORGET_LINK)
    else:
        answer_with(turn, forget_page())


async def decided(turn: Turn, action: Forget) -> None:
    """The answer to that. A ticket that is still open ends with it, and its operator is told."""
    turn.answer_callback()
    message = turn.incoming.effective_message
    number = message.message_id if message else None

    def work(journal: Journal) -> None:
        if action.sure:
            gone = forget(journal, turn.chat, turn.user, turn.now)
            if gone.ticket:
                Desk(journal, turn.services, turn.now).ended(gone.ticket, words.TICKET_FORGOTTEN)
        journal.outbox.put(parcels.edit(turn.chat, forgotten_page(sure=action.sure), message=number), turn.now)

    turn.conclude(work)
