"""Messages that are not text: a polite word on what works, once for an album of many. What has a caption is asked by its caption."""

from __future__ import annotations

from telegram import Message, Update

from bot.channels.telegram import groups, relay, words
from bot.channels.telegram import tickets_shown as shown
from bot.channels.telegram.citizen import text
from bot.channels.telegram.handover import Desk
from bot.channels.telegram.replies import answer_with
from bot.channels.telegram.silence import unless_claimed
from bot.channels.telegram.turn import Turn
from bot.journal.journal import Journal

# the fields of a message, the more telling first: an animation is a document too, a venue a location
_WORDS: tuple[tuple[str, str], ...] = (
    ("voice", words.VOICE), ("audio", words.VOICE), ("video_note", words.VOICE), ("photo", words.PHOTO), ("sticker", words.STICKER),
    ("animation", words.STICKER), ("dice", words.STICKER), ("game", words.STICKER), ("venue", words.LOCATION), ("location", words.LOCATION),
    ("contact", words.CONTACT_CARD), ("video", words.FILE), ("document", words.FILE), ("story", words.FILE), ("poll", words.POLL),
    ("checklist", words.POLL),
)  # fmt: skip


def word_on(message: Message) -> str:
    """What to say to a message that has no words."""
    return next((said for field, said in _WORDS if getattr(message, field, None)), words.ONLY_TEXT)


async def not_text(update: Update, turn: Turn) -> None:
    """A message without text in the person's own chat."""
    message = update.effective_message
    if message is None or groups.by_machine(message, turn.bot.bot):
        return
    if message.caption:
        await text(update, turn)
    else:
        await unless_claimed(_say_what_works)(update, turn)


async def unknown_command(_: Update, turn: Turn) -> None:
    """A command that there is none of, in the person's own chat."""
    answer_with(turn, shown.said(words.UNKNOWN_COMMAND))


async def _say_what_works(update: Update, turn: Turn) -> None:
    message = update.effective_message
    if message is None:
        return

    def work(journal: Journal) -> None:
        ticket = journal.tickets.of_chat(turn.chat)
        if ticket:
            relay.to_operators(Desk(journal, turn.services, turn.now), ticket.code, message)
        ref = f"album:{message.media_group_id}" if message.media_group_id else ""
        if not ref or not journal.outbox.knows(ref, turn.chat):
            page = shown.already(ticket) if ticket else shown.said(word_on(message))
            journal.outbox.put(turn.answer(page, ref=ref), turn.now)

    turn.conclude(work)
