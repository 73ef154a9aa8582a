"""Which agencies have duties, and what each must do in which directive; what became of the agency since.

Agencies are found by the first letter of their name, or among those named most.
"""

from __future__ import annotations

from collections.abc import Iterator

from bot.channels.telegram import words
from bot.channels.telegram.actions import Agencies, Home, ShowAgency, Tell, digest
from bot.channels.telegram.contents import Contents, Duty
from bot.channels.telegram.listing import BUTTONS, ITEMS, Slice, column, grid, heading, numbered, sliced, turning
from bot.channels.telegram.markup import Page, Run, button, page, shortened
from bot.domain.fact import Role
from bot.text.normalize import fold

_LETTERS_A_ROW = 6
_OTHER_NAMES = 3
_TEXT_MOST = 180
_ROLES = {
    Role.LEAD: words.ROLE_LEAD, Role.COOPERATE: words.ROLE_COOPERATE, Role.CARRY_OUT: words.ROLE_CARRY_OUT, Role.SUPERVISE: words.ROLE_SUPERVISE,
    Role.ADVISE: words.ROLE_ADVISE, Role.REPORT_TO: words.ROLE_REPORT_TO, Role.RECEIVE: words.ROLE_RECEIVE, Role.CHAIR: words.ROLE_CHAIR,
    Role.SIGN: words.ROLE_SIGN, Role.ISSUE: words.ROLE_ISSUE, Role.ATTEND: words.ROLE_ATTEND,
}  # fmt: skip


def agencies_page(contents: Contents, initial: str, number: int) -> Page:
    """The agencies named most, or all whose name begins with a letter."""
    names = sorted(contents.duties, key=lambda name: (-len(contents.duties[name]), fold(name)))
    chosen = sorted((name for name in names if _initial(name) == initial), key=fold) if initial else names[:BUTTONS]
    part = sliced(chosen, number, BUTTONS)
    named = [(words.COUNTED.format(name=name, count=len(contents.duties[name])), ShowAgency(digest(name))) for name in part.items]
    letters = [(letter, Agencies(letter)) for letter in sorted({_initial(name) for name in names}, key=_alphabet)]
    lead = words.AGENCIES_OF_INITIAL.format(initial=initial) if initial else words.AGENCIES_LEAD.format(count=len(names))
    keyboard = (*column(named), *turning(part, lambda to: Agencies(initial, to)), *(() if initial else grid(letters, _LETTERS_A_ROW)))
    back = ((button(words.BACK_TO_AGENCIES, Agencies()) if initial else button(words.BACK, Home()),),)
    return page([*heading(words.AGENCIES_TITLE, part), Run("\n" + (lead if names else words.EMPTY))], (*keyboard, *back))


def agency_page(contents: Contents, short: str, number: int) -> Page:
    """One agency: its other names, what became of it, and its duties, those of the newest directive first."""
    name = contents.agency_of(short)
    if name is None:
        return agencies_page(contents, "", 0)
    part = sliced(contents.duties.get(name, ()), number, ITEMS)
    runs = [*heading(name, part), *_about(name, contents), *_duties(part, contents)]
    turn = turning(part, lambda to: ShowAgency(short, to))
    return page(runs, (*numbered(part, lambda duty: Tell(digest(duty.fact))), *turn, ((button(words.BACK_TO_AGENCIES, Agencies()),))))


def _about(name: str, contents: Contents) -> Iterator[Run]:
    agency = contents.archive.agencies.get(name)
    if agency is None:
        return
    others = [other for other in agency.other_names if name not in other and other not in name and other[:1].isupper()]
    shown = [*agency.abbreviations[:1], *others[: _OTHER_NAMES - 1]]
    if shown:
        yield Run("\n" + words.AGENCY_OTHER_NAMES.format(names="; ".join(shown)))
    if agency.successor:
        yield Run("\n" + words.AGENCY_NOW.format(note=agency.successor.note or agency.successor.name))


def _duties(part: Slice[Duty], contents: Contents) -> Iterator[Run]:
    if not part.items:
        yield Run(f"\n\n{words.AGENCY_NO_DUTIES}")
    for place, duty in enumerate(part.items, part.first + 1):
        fact = contents.archive.fact(duty.fact)
        text = words.DUTY_LINE.format(role=_ROLES[duty.role], text=shortened(" ".join(fact.says.split()), _TEXT_MOST))
        yield Run(f"\n\n{place}. {text}")


def _initial(name: str) -> str:
    """The letter under which a name stands: without tone and accent, but for Đ, which is a letter of its own."""
    first = name[:1].upper()
    return first if first == "Đ" else fold(first).upper()


def _alphabet(letter: str) -> str:
    return "D~" if letter == "Đ" else letter
