"""/phienban and /quaylai: the versions that are kept, and going back to one of them."""

from __future__ import annotations

from collections.abc import Mapping

from telegram import Update

from bot.channels.telegram import tickets_shown as shown
from bot.channels.telegram import versions_shown as views
from bot.channels.telegram import words_knowledge
from bot.channels.telegram.access import author_of, conclude_use, refused
from bot.channels.telegram.actions import RollBack, ShowVersions, Stay
from bot.channels.telegram.keeper import Work
from bot.channels.telegram.markup import Page
from bot.channels.telegram.publishing import History
from bot.channels.telegram.replies import SAID, take_buttons
from bot.channels.telegram.turn import Turn
from bot.domain.errors import HoiDapError, LibraryForeign, NothingChanged, VersionDamaged, VersionMissing
from bot.journal.journal import Journal
from bot.journal.people import Access

_MOST_DIGITS = 9


async def versions(_: Update, turn: Turn) -> None:
    """/phienban: newest first, five on a page."""
    history = await turn.services.publishing.history()
    page = views.versions_page(history, 0, await _names(turn))
    conclude_use(turn, "/phienban", lambda journal: _put(journal, turn, page))


async def versions_turned(turn: Turn, action: ShowVersions) -> None:
    """Another page of them."""
    if await refused(turn, Access.ADMINISTRATOR):
        return
    page = views.versions_page(await turn.services.publishing.history(), action.page, await _names(turn))
    turn.answer_callback()
    turn.conclude(lambda journal: _change(journal, turn, page))


async def roll_back(_: Update, turn: Turn) -> None:
    """/quaylai, to the version before or to the one that is named: asks first."""
    history = await turn.services.publishing.history()
    found = _wanted(turn, history)
    page = shown.said(found) if isinstance(found, str) else await _question(turn, history, found)
    conclude_use(turn, "/quaylai", lambda journal: _put(journal, turn, page))


async def roll_back_pressed(turn: Turn, action: RollBack) -> None:
    """[Quay lại], as long as the version that was to be left still is the live one."""
    if await refused(turn, Access.ADMINISTRATOR):
        return
    live = (await turn.services.publishing.history()).live or 0
    if live == action.number:
        text = words_knowledge.ROLLED_BACK.format(number=live)  # it was pressed twice, or carried out just before we were killed
    elif live != action.live:
        text = words_knowledge.ROLL_BACK_STALE.format(live=live)
    else:
        text = await _gone_back(turn, action.number)
    turn.answer_callback()
    conclude_use(turn, f"quay lại bản {action.number}", _answering(turn, text))


async def stayed(turn: Turn, _: Stay) -> None:
    """[Huỷ] under the question whether to go back."""
    if await refused(turn, Access.ADMINISTRATOR):
        return
    turn.answer_callback(words_knowledge.STAYED)
    turn.conclude(_answering(turn, words_knowledge.STAYED))


async def _gone_back(turn: Turn, number: int) -> str:
    try:
        version = await turn.services.publishing.roll_back(number, await author_of(turn), turn.now)
    except (HoiDapError, OSError) as error:
        return _why_not(error, number)
    return words_knowledge.ROLLED_BACK.format(number=version.number)


def _why_not(error: HoiDapError | OSError, number: int) -> str:
    match error:
        case VersionMissing():
            return words_knowledge.ROLL_BACK_MISSING.format(number=number)
        case VersionDamaged():
            return words_knowledge.ROLL_BACK_DAMAGED.format(number=number)
        case LibraryForeign():
            return words_knowledge.ROLL_BACK_FOREIGN.format(number=number)
        case NothingChanged():
            return words_knowledge.ROLL_BACK_LIVE.format(number=number)
        case _:
            return words_knowledge.NOT_PUBLISHED.format(why=error)


def _wanted(turn: Turn, history: History) -> int | str:
    """The number of the version to go back to, or why there is none."""
    args = turn.args or ()
    if not args:
        return history.before or words_knowledge.ROLL_BACK_NONE.format(live=history.live or "–")
    said = args[0]
    if len(args) > 1 or not (said.isascii() and said.isdecimal()) or len(said) > _MOST_DIGITS:
        return words_knowledge.ROLL_BACK_HOW
    return int(said) if int(said) != history.live else words_knowledge.ROLL_BACK_LIVE.format(number=int(said))


async def _question(turn: Turn, history: History, number: int) -> Page:
    version = next((version for version in history.versions if version.number == number), None)
    if version is None:
        return shown.said(words_knowledge.ROLL_BACK_MISSING.format(number=number))
    return views.roll_back_page(version, history.live or 0, await _names(turn))


async def _names(turn: Turn) -> Mapping[str, str]:
    """Names of those with an access, as far as they are known, by the journal's keys of them."""
    return await turn.read(lambda journal: journal.people.names())


def _answering(turn: Turn, text: str) -> Work[None]:
    """The buttons go, and it is said what came of it."""

    def work(journal: Journal) -> None:
        take_buttons(journal, turn)
        _put(journal, turn, shown.said(text))

    return work


def _change(journal: Journal, turn: Turn, page: Page) -> None:
    query = turn.incoming.callback_query
    number = query.message.message_id if query and query.message else None
    journal.outbox.put(turn.edit(page, message=number), turn.now)


def _put(journal: Journal, turn: Turn, page: Page) -> None:
    journal.outbox.put(turn.answer(page, ref=SAID), turn.now)
