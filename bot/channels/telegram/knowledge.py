"""/napdulieu and its buttons: what a change of the knowledge would do, and the yes or no of an administrator.

Finding out takes from seconds to minutes and goes on beside; the update is done when the result is told. A process that takes up an update
whose beginning was told already knows that the one before was ended in the middle, and says so.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from telegram import Update

from bot.channels.telegram import parcels, words_knowledge
from bot.channels.telegram import tickets_shown as shown
from bot.channels.telegram import versions_shown as views
from bot.channels.telegram.access import author_of, conclude_use, refused
from bot.channels.telegram.actions import Discard, Publish
from bot.channels.telegram.keeper import Work
from bot.channels.telegram.markup import Page
from bot.channels.telegram.preparer import Failed, Found, Invalid, Prepared
from bot.channels.telegram.publishing import Yes
from bot.channels.telegram.replies import SAID, take_buttons
from bot.channels.telegram.turn import Turn
from bot.domain.errors import DraftStale, FilesMoved, GateRefused, HoiDapError
from bot.journal.journal import Journal
from bot.journal.people import Access
from bot.text.normalize import comparable, fold

if TYPE_CHECKING:
    from bot.channels.telegram.publishing import Done

_ACCEPT = ("chapnhan", "chap nhan")
_DRAFT = "draft:"
Finding = Callable[[], Awaitable[Found | None]]


# finding out


async def load(update: Update, turn: Turn) -> None:
    """/napdulieu: what the knowledge files would change; with "chapnhan" and a reason: put live what the gate is against."""
    said = fold(comparable(" ".join(turn.args or ()))).strip()
    if said.startswith(_ACCEPT):
        await _accept(update, turn)
    elif said:
        _say(turn, "/napdulieu", words_knowledge.LOAD_HOW)
    else:
        author, at = await author_of(turn), turn.now
        await begin(turn, "/napdulieu", words_knowledge.CHECKING, lambda: turn.services.publishing.prepare(author, at))


async def begin(turn: Turn, what: str, told: str, finding: Finding, name: str = "") -> None:
    """Say that it is being found out, and tell the result when it is there. `name` is that of a file that was sent."""
    ref = f"check:{turn.incoming.update_id}"
    if await turn.read(lambda journal: journal.outbox.knows(ref, turn.chat)):
        _say(turn, what, words_knowledge.INTERRUPTED)
        return
    if turn.services.publishing.is_busy:
        _say(turn, what, words_knowledge.BUSY)
        return

    async def find() -> Work[None]:
        found = await finding()
        if isinstance(found, Prepared) and found.draft:
            turn.services.publishing.shown[turn.chat] = found.draft
        live = (await turn.services.publishing.history()).live
        return lambda journal: _tell(journal, turn, found, name, live)

    conclude_use(turn, what, lambda journal: _put(journal, turn, shown.said(told), ref), then=find)


def _tell(journal: Journal, turn: Turn, found: Found | None, name: str, live: int | None) -> None:
    """The result: a message, and all of it as a file."""
    match found:
        case None:
            _put(journal, turn, shown.said(words_knowledge.BUSY))
        case Failed():
            _put(journal, turn, views.failed_page(found))
        case Invalid():
            _put(journal, turn, views.problems_page(found))
            _put_file(journal, turn, words_knowledge.PROBLEMS_NAME, words_knowledge.PROBLEMS_CAPTION, "\n".join(found.problems))
        case Prepared(changes_nothing=True):
            _put(journal, turn, shown.said(words_knowledge.SAME.format(number=live) if live else words_knowledge.SAME_FIRST))
        case Prepared():
            _put(journal, turn, views.effect_page(found, name), f"{_DRAFT}{found.draft}")
            file = words_knowledge.REPORT_NAME.format(draft=found.draft)
            _put_file(journal, turn, file, words_knowledge.REPORT_CAPTION, found.report)


# yes and no


async def publish_pressed(turn: Turn, action: Publish) -> None:
    """[Đưa lên], of whoever is an administrator now."""
    if not await refused(turn, Access.ADMINISTRATOR):
        await _publish(turn, action.draft, words_knowledge.REASON)


async def discard_pressed(turn: Turn, action: Discard) -> None:
    """[Huỷ]."""
    if await refused(turn, Access.ADMINISTRATOR):
        return
    await turn.services.publishing.discard(action.draft)
    turn.answer_callback(words_knowledge.DISCARDED)

    def effect(journal: Journal) -> None:
        take_buttons(journal, turn)
        _put(journal, turn, shown.said(words_knowledge.DISCARDED))

    conclude_use(turn, "huỷ bản đã kiểm tra", effect)


async def _accept(update: Update, turn: Turn) -> None:
    """/napdulieu chapnhan <reason>, in reply to the result that is meant; without a reply the last one shown here."""
    words = " ".join(turn.args or ()).split()
    reason = " ".join(words[1 if fold(comparable(words[0])).strip() == "chapnhan" else 2 :])
    draft = await _draft_meant(update, turn)
    if not reason or not draft:
        _say(turn, "/napdulieu chapnhan", words_knowledge.ACCEPT_HOW)
        return
    await _publish(turn, draft, words_knowledge.REASON, reason)


async def _draft_meant(update: Update, turn: Turn) -> str:
    message = update.effective_message
    earlier = message.reply_to_message if message else None
    if earlier is None:
        return turn.services.publishing.shown.get(turn.chat, "")
    ref = await turn.read(lambda journal: journal.outbox.ref_of(turn.chat, earlier.message_id))
    return ref.removeprefix(_DRAFT) if ref.startswith(_DRAFT) else ""


async def _publish(turn: Turn, draft: str, reason: str, accept: str = "") -> None:
    try:
        done = await turn.services.publishing.publish(draft, Yes(await author_of(turn), turn.now, reason, accept))
    except (HoiDapError, OSError) as error:
        why = why_not(error)
        turn.answer_callback()
        gone = isinstance(error, DraftStale | FilesMoved)
        conclude_use(turn, "đưa bản mới lên: không được", lambda journal: _answered(journal, turn, why, gone=gone))
    else:
        turn.answer_callback()
        conclude_use(turn, f"đưa lên bản {done.version.number}", lambda journal: _answered(journal, turn, _told(done), gone=True))


def why_not(error: HoiDapError | OSError) -> str:
    """Why nothing went live, and what to do, for somebody who has no command line at hand."""
    match error:
        case DraftStale() | FilesMoved():
            return words_knowledge.DRAFT_STALE
        case GateRefused():
            return words_knowledge.DRAFT_REFUSED
        case OSError():
            return words_knowledge.NOT_PUBLISHED_DISK.format(why=error.strerror or type(error).__name__)
        case _:
            return words_knowledge.NOT_PUBLISHED.format(why=error)


def _told(done: Done) -> str:
    return views.published_already(done.version) if done.again else views.published(done.version)


def _answered(journal: Journal, turn: Turn, text: str, *, gone: bool) -> None:
    if gone:
        take_buttons(journal, turn)
    _put(journal, turn, shown.said(text))


# what is sent


def _say(turn: Turn, what: str, text: str) -> None:
    conclude_use(turn, what, lambda journal: _put(journal, turn, shown.said(text)))


def _put(journal: Journal, turn: Turn, page: Page, ref: str = SAID) -> None:
    journal.outbox.put(turn.answer(page, ref=ref), turn.now)


def _put_file(journal: Journal, turn: Turn, name: str, caption: str, text: str) -> None:
    file = parcels.File(name, views.as_file(text), caption)
    journal.outbox.put(parcels.document(turn.chat, file, otherwise=views.in_words(text), thread=turn.thread, ref=SAID), turn.now)
