"""Commands of operators and administrators: /tra, /capquyen, /thuquyen, /thongke, /chuatraloi. Every use is written down."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from telegram import Update

from bot.channels.telegram import tickets_shown as shown
from bot.channels.telegram import words
from bot.channels.telegram.access import access_of, conclude_use, refuse
from bot.channels.telegram.actions import DeskFact
from bot.channels.telegram.desk import desk_fact_page, desk_page, exact_fact
from bot.channels.telegram.handover import Desk
from bot.channels.telegram.markup import Page, Run, Style, page
from bot.channels.telegram.menu import commands_of
from bot.channels.telegram.replies import SAID, in_group
from bot.channels.telegram.turn import Turn
from bot.journal.journal import Journal
from bot.journal.people import Access, InSettings, NotGranted, Revoked
from bot.journal.statistics import not_covered, statistics
from bot.text.normalize import comparable, fold

_NEAREST = 6
_GROUPS = 20
_WEEK = 7
_MOST_DAYS = 366
_ROLES = {
    Access.OPERATOR: ("truc", "nguoi truc", "truc ban", "operator", "tong dai"),
    Access.ADMINISTRATOR: ("quantri", "quan tri", "quan tri vien", "admin", "administrator"),
}
_ROLE_NAMES = {
    Access.CITIZEN: words.ROLE_CITIZEN_NAME,
    Access.OPERATOR: words.ROLE_OPERATOR_NAME,
    Access.ADMINISTRATOR: words.ROLE_ADMINISTRATOR_NAME,
}


# looking up


async def look_up(_: Update, turn: Turn) -> None:
    """/tra: what is known about a few keywords, or the fact with that id."""
    wanted = " ".join(turn.args or ())
    if not wanted:
        _say(turn, "/tra", shown.said(words.DESK_HOW))
        return
    turn.typing()
    _say(turn, f"/tra {wanted}", await _looked_up(turn, wanted))


async def fact_pressed(turn: Turn, action: DeskFact) -> None:
    """A button of the desk: one of the facts near to what was looked for."""
    access = await access_of(turn)
    if access is Access.CITIZEN:
        refuse(turn, access)
        return
    fact_id = turn.view.contents.fact_of(action.fact)
    shown_fact = await _told(turn, fact_id)
    if shown_fact is None:
        turn.answer_callback(words.STALE, alert=True)
        return
    turn.answer_callback()
    _say(turn, f"/tra {fact_id}", shown_fact)


async def _looked_up(turn: Turn, wanted: str) -> Page:
    exact = await _told(turn, exact_fact(turn.view.contents, wanted))
    if exact:
        return exact
    found = await turn.answerer.nearest(wanted, turn.now.date(), _NEAREST)
    view = turn.services.views.of(found.version)
    return desk_page(wanted, found.value, view.archive, view.aloud)


async def _told(turn: Turn, fact_id: str | None) -> Page | None:
    """One fact as operators see it, shown with the version that told it; None when there is no such fact (any more)."""
    if fact_id is None:
        return None
    told = await turn.answerer.told(fact_id, turn.now.date())
    view = turn.services.views.of(told.version)
    return desk_fact_page(told.value, view.archive, view.aloud) if told.value else None


# who may do what


@dataclass(frozen=True, slots=True)
class Somebody:
    """Whom an administrator means: by number, or by replying to a message of theirs."""

    user: int
    name: str

    @property
    def shown(self) -> str:
        return f"{self.name} ({self.user})" if self.name else str(self.user)


async def grant(update: Update, turn: Turn) -> None:
    """/capquyen: make somebody an operator or an administrator."""
    somebody, rest = _somebody(update, turn)
    access = role_of(rest)
    if somebody is None or access is None:
        _say(turn, "/capquyen", shown.said(words.GRANT_HOW))
        return

    def effect(journal: Journal) -> None:
        name = _ROLE_NAMES[access]
        if journal.people.role(somebody.user) is access:
            _put(journal, turn, words.GRANTED_ALREADY.format(user=somebody.shown, role=name))
            return
        journal.people.grant(somebody.user, access, turn.user, turn.now, somebody.name)
        _put(journal, turn, words.GRANTED.format(user=somebody.shown, role=name))
        Desk(journal, turn.services, turn.now).tell(somebody.user, shown.said(words.YOU_WERE_GRANTED.format(role=name)))

    turn.at_once(*commands_of(somebody.user, access))
    conclude_use(turn, f"/capquyen {access.value}", effect)


async def revoke(update: Update, turn: Turn) -> None:
    """/thuquyen: make somebody a citizen again; what they hold waits for another operator."""
    somebody, _ = _somebody(update, turn)
    if somebody is None or somebody.user == turn.user:
        _say(turn, "/thuquyen", shown.said(words.REVOKE_YOURSELF if somebody else words.REVOKE_HOW))
        return
    before = await turn.read(lambda journal: journal.people.role(somebody.user))
    if before is not Access.CITIZEN and somebody.user not in turn.settings.operators | turn.settings.administrators:
        turn.at_once(*commands_of(somebody.user, Access.CITIZEN))
    conclude_use(turn, "/thuquyen", lambda journal: _take_back(journal, turn, somebody))


def _take_back(journal: Journal, turn: Turn, somebody: Somebody) -> None:
    match journal.people.revoke(somebody.user, turn.user, turn.now):
        case Revoked():
            _put(journal, turn, words.REVOKED.format(user=somebody.shown))
        case NotGranted():
            _put(journal, turn, words.REVOKED_NONE.format(user=somebody.shown))
        case InSettings():
            _put(journal, turn, words.REVOKE_FROM_SETTINGS.format(user=somebody.shown))
    if journal.people.role(somebody.user) is Access.CITIZEN:
        Desk(journal, turn.services, turn.now).release_all(somebody.user)


def role_of(said: str) -> Access | None:
    """The role that these words name; an operator when there are none. None when they name no role."""
    key = fold(comparable(said)).strip()
    return next((access for access, names in _ROLES.items() if key in names), None) if key else Access.OPERATOR


def _somebody(update: Update, turn: Turn) -> tuple[Somebody | None, str]:
    """The person meant, and the words left over."""
    args = list(turn.args or ())
    if args and args[0].isascii() and args[0].isdecimal() and len(args[0]) <= 15:
        return Somebody(int(args[0]), ""), " ".join(args[1:])
    message = update.effective_message
    author = message.reply_to_message.from_user if message and message.reply_to_message else None
    person = Somebody(author.id, author.full_name) if author and not author.is_bot else None
    return person, " ".join(args)


# figures


async def figures(_: Update, turn: Turn) -> None:
    """/thongke, of so many days."""
    days = _days(turn)
    if days is None:
        _say(turn, "/thongke", shown.said(words.DAYS_HOW.format(command="/thongke")))
        return

    def effect(journal: Journal) -> None:
        text = statistics(journal, turn.now - timedelta(days=days), turn.now).text()
        journal.outbox.put(turn.answer(page([Run(text)]), ref=SAID), turn.now)

    conclude_use(turn, f"/thongke {days}", effect)


async def unanswered(_: Update, turn: Turn) -> None:
    """/chuatraloi: what was not covered, alike questions together, the most asked first."""
    days = _days(turn)
    if days is None:
        _say(turn, "/chuatraloi", shown.said(words.DAYS_HOW.format(command="/chuatraloi")))
        return

    def effect(journal: Journal) -> None:
        groups = not_covered(journal, turn.now - timedelta(days=days), turn.now)
        lines = [words.NOT_COVERED_LINE.format(count=group.questions, text=" ".join(group.text.split())) for group in groups[:_GROUPS]]
        runs = [Run(words.NOT_COVERED_TITLE.format(days=days), Style.BOLD), Run("\n" + "\n".join(f"• {line}" for line in lines))]
        shown_page = page(runs) if lines else shown.said(words.NOT_COVERED_NONE.format(days=days))
        journal.outbox.put(turn.answer(shown_page, ref=SAID), turn.now)

    conclude_use(turn, f"/chuatraloi {days}", effect)


def _days(turn: Turn) -> int | None:
    """How many days are asked for; None when that is no number of days."""
    args = turn.args or ()
    if not args:
        return _WEEK
    number = args[0]
    return int(number) if number.isascii() and number.isdecimal() and 1 <= int(number[:4]) <= _MOST_DAYS else None


def _say(turn: Turn, what: str, text: Page) -> None:
    """Conclude with a page, and the note that this was used."""
    message = turn.incoming.effective_message
    place = message.message_id if message and in_group(turn) and turn.incoming.callback_query is None else None

    def effect(journal: Journal) -> None:
        journal.outbox.put(turn.answer(text, reply_to=place, ref=SAID), turn.now)

    conclude_use(turn, what, effect)


def _put(journal: Journal, turn: Turn, text: str) -> None:
    journal.outbox.put(turn.answer(shown.said(text), ref=SAID), turn.now)
