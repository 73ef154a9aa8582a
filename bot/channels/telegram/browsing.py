"""Looking around without asking: /start with its deep links, /help, /chude, /vanban, /coquan, /hanchot, and the buttons on their pages."""

from __future__ import annotations

from telegram import Update

from bot.channels.telegram import pages, words
from bot.channels.telegram import tickets_shown as shown
from bot.channels.telegram.access import access_of
from bot.channels.telegram.actions import Action, Agencies, Directives, Dues, Home, Looking, Person, Tell, Topics
from bot.channels.telegram.citizen import Heard, tell, told_fact
from bot.channels.telegram.markup import Page
from bot.channels.telegram.person import ask_for_person
from bot.channels.telegram.replies import answer_with, conclude_with, in_group
from bot.channels.telegram.turn import Handling, Turn
from bot.journal.people import Access

_OPERATORS = (words.ROLE_OPERATOR_NAME, words.OPERATORS_OWN_COMMANDS)
_COMMANDS: dict[Access, pages.OwnCommands] = {
    Access.CITIZEN: (),
    Access.OPERATOR: (_OPERATORS,),
    Access.ADMINISTRATOR: ((words.ROLE_ADMINISTRATOR_NAME, words.ADMINISTRATORS_OWN_COMMANDS), _OPERATORS),
}


async def start(update: Update, turn: Turn) -> None:
    """/start, alone or with where a link leads ("?start=...")."""
    payload = " ".join(turn.args or ()).strip()
    contents = turn.view.contents
    where: Action | None = pages.destination(contents, payload) if payload else None
    match where:
        case Tell():
            await tell_fact(turn, where)
        case Person():
            await ask_for_person(update, turn)
        case None | Home():
            answer_with(turn, pages.group_greeting(turn.bot_name) if in_group(turn) else pages.start(contents))
        case _:
            answer_with(turn, _page(turn, where))


async def help_(_: Update, turn: Turn) -> None:
    """/help; in their own chat with more for operators and administrators."""
    access = Access.CITIZEN if in_group(turn) else await access_of(turn)
    answer_with(turn, pages.help_page(turn.view.contents, turn.bot_name, turn.settings.keep.days, _COMMANDS[access]))


def shows(action: Looking) -> Handling:
    """The handler of a command that shows a page."""

    async def show(_: Update, turn: Turn) -> None:
        answer_with(turn, _page(turn, action))

    return show


topics, directives, agencies, dues = shows(Topics()), shows(Directives()), shows(Agencies()), shows(Dues())


async def turned_to(turn: Turn, action: Looking) -> None:
    """A button of a page: the page becomes the one it leads to."""
    page = _page(turn, action)
    query = turn.incoming.callback_query
    number = query.message.message_id if query and query.message else None
    turn.answer_callback()
    conclude_with(turn, turn.edit(page, message=number))


async def tell_fact(turn: Turn, action: Tell) -> None:
    """One fact in full, as an answer: it can be rated, and the next message may lean on it."""
    fact_id = turn.view.contents.fact_of(action.fact)
    told = await told_fact(turn, Heard(_asked_for(turn, fact_id)), fact_id) if fact_id else None
    if told is None:
        turn.answer_callback(words.STALE, alert=True)
        if turn.incoming.callback_query is None:
            answer_with(turn, pages.start(turn.view.contents))
        return
    turn.conclude(lambda journal: tell(journal, turn, told))


def _asked_for(turn: Turn, fact_id: str) -> str:
    """What somebody would have asked to be told this fact."""
    fact = turn.view.archive.fact(fact_id)
    return min(fact.phrasings, key=len, default=fact.says)


def _page(turn: Turn, action: Action) -> Page:
    if isinstance(action, Looking):
        return pages.look(action, turn.view.contents, turn.now.date())
    return shown.said(words.STALE)
