"""Files that administrators send: fetched when they are not too large, tried out beside, and shown with what they would change.

What anybody else sends is answered as any file is; that somebody tried is written down.
"""

from __future__ import annotations

import logging
from typing import cast

from telegram import Document, Update
from telegram.error import TelegramError

from bot.channels.telegram import other_kinds, words_knowledge
from bot.channels.telegram import tickets_shown as shown
from bot.channels.telegram.access import access_of, author_of, conclude_use, note_attempt
from bot.channels.telegram.knowledge import begin
from bot.channels.telegram.preparer import Failed, Found
from bot.channels.telegram.replies import SAID
from bot.channels.telegram.turn import Turn
from bot.channels.telegram.wire import Line, TooLarge
from bot.journal.journal import Journal
from bot.journal.people import Access
from bot.journal.ticket import State
from bot.library.incoming import MAX_BYTES

_LOG = logging.getLogger(__name__)
_ENDINGS = (".yaml", ".yml", ".xlsx", ".csv")
_NEARLY = (".xlsm", ".xls", ".xlsb", ".ods")  # an administrator is told what to save these as
_SHOWN = 60  # signs of a name


async def document(update: Update, turn: Turn) -> None:
    """A file in somebody's own chat with the bot."""
    message = update.effective_message
    file = message.document if message else None
    name = ((file.file_name if file else None) or "").lower()
    if file is None or not name.endswith(_ENDINGS + _NEARLY):
        await other_kinds.not_text(update, turn)
        return
    access = await access_of(turn)
    ticket = await turn.read(lambda journal: journal.tickets.of_chat(turn.chat))
    if ticket and ticket.state is State.CLAIMED:
        await other_kinds.not_text(update, turn)  # it is for the operator who has the ticket
    elif access is Access.ADMINISTRATOR:
        await _try_out(turn, file)
    else:
        await other_kinds.not_text(update, turn)
        if name.endswith(_ENDINGS):
            turn.also(lambda journal: note_attempt(journal, turn, access, "gửi tệp tri thức"))


async def _try_out(turn: Turn, file: Document) -> None:
    if (file.file_size or 0) > MAX_BYTES:
        _say(turn, words_knowledge.FILE_TOO_LARGE.format(most=MAX_BYTES // 2**20))
        return
    name = file.file_name or ""
    author, at = await author_of(turn), turn.now

    async def find() -> Found | None:
        try:
            content = await _line(turn).download(file.file_id, MAX_BYTES)
        except TooLarge:
            return Failed(words_knowledge.FILE_TOO_LARGE.format(most=MAX_BYTES // 2**20))
        except TelegramError as error:
            _LOG.warning("file not fetched", extra={"kind": type(error).__name__})
            return Failed(words_knowledge.FILE_NOT_FETCHED)
        return await turn.services.publishing.prepare(author, at, (name, content))

    shown_name = name if len(name) <= _SHOWN else f"{name[:_SHOWN]}…"
    await begin(turn, "gửi tệp tri thức", words_knowledge.CHECKING_FILE.format(name=shown_name), find, shown_name)


def _line(turn: Turn) -> Line:
    return cast("Line", turn.bot)  # our application has no other bot


def _say(turn: Turn, text: str) -> None:
    def effect(journal: Journal) -> None:
        journal.outbox.put(turn.answer(shown.said(text), ref=SAID), turn.now)

    conclude_use(turn, "gửi tệp tri thức", effect)
