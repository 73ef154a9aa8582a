"""A reply as a Telegram message: the direct answer first, then its source, what has changed since, what belongs to it; and its buttons.

Pure, and adds nothing to what the reply says. 👍 and 👎 stand only under real answers; a person is offered only where nothing was answered.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import assert_never

from bot import wording
from bot.channels.telegram import words
from bot.channels.telegram.actions import Choose, Noted, NotMeant, Person, Rate, Reason, Stars, Why
from bot.channels.telegram.markup import Button, Keyboard, Page, Run, Style, button, page, units
from bot.domain.reply import Answered, AskBack, Emergency, NotCovered, Option, Reply, SmallTalk

BOLD_MOST = 160  # units of a direct answer that is still worth making bold; more of it would shout
_FOLDED_FROM = 400  # units of what belongs to an answer, from where on it is folded
_NUMBER_TO_CALL = re.compile(r"(?<![\w./-])1(?:1\d|022|[89]00\d{4,6})(?![\w/-]|[.,]\d)")
_REASONS = (
    (Reason.WRONG, words.WHY_WRONG),
    (Reason.OTHER, words.WHY_OTHER),
    (Reason.UNCLEAR, words.WHY_UNCLEAR),
    (Reason.OLD, words.WHY_OLD),
)


def page_of(reply: Reply, question: int, *, offers_person: bool = True, in_group: bool = False) -> Page:
    """The message of a reply. `question` is the number under which the question was noted: buttons refer to it.

    A group gets fewer buttons: the readings it must choose from, and 👍 👎.
    """
    return page(_runs(reply), tuple(_keyboard(reply, question, offers_person=offers_person, in_group=in_group)))


def answer_page(reply: Answered) -> Page:
    """An answer without buttons, to be pasted into any chat."""
    return page(_answered(reply))


def offered(reply: Reply) -> tuple[Option, ...]:
    """The options that `Choose` counts, to be noted with the question: readings, related facts or the nearest ones."""
    match reply:
        case Answered(related=options) | AskBack(options=options) | NotCovered(options=options):
            return options
        case SmallTalk() | Emergency():
            return ()
        case _:
            assert_never(reply)


def rated_keyboard(question: int, options: Sequence[Option], *, in_group: bool = False) -> Keyboard:
    """What stands under an answer once it was rated: thanks in place of the rating."""
    return (*_related(question, () if in_group else options), (button(words.THANKS_BUTTON, Noted(question)),))


def why_keyboard(question: int, options: Sequence[Option], *, in_group: bool = False) -> Keyboard:
    """What stands under an answer after 👎: the short reasons, two a row."""
    reasons = [button(text, Why(question, reason)) for reason, text in _REASONS]
    return (*_related(question, () if in_group else options), tuple(reasons[:2]), tuple(reasons[2:]))


def not_meant_page(question: int, options: Sequence[Option], *, offers_person: bool = True) -> Page:
    """After "that is not what I meant": the nearest other things, or a plea to say more; and a person."""
    text = words.NOT_MEANT_READINGS if options else words.NOT_MEANT_REPLY
    person = person_keyboard(question) if offers_person else ()
    return page([Run(text)], (*_related(question, options), *person))


def person_keyboard(question: int = 0) -> Keyboard:
    """The button that asks for a person."""
    return ((button(words.PERSON, Person(question)),),)


def stars_keyboard(code: str) -> Keyboard:
    """One to five stars for a closed ticket."""
    return (tuple(Button(f"{number}{words.STAR}", button("", Stars(code, number)).data) for number in range(1, 6)),)


def _runs(reply: Reply) -> Iterator[Run]:
    match reply:
        case Answered():
            yield from _answered(reply)
        case AskBack(text=text) | SmallTalk(text=text):
            yield Run(text)
        case NotCovered(text=text, options=options):
            yield Run(text)
            if options:
                yield Run(f"\n\n{words.NEAREST}")
        case Emergency(text=text):
            yield from _emergency(text)
        case _:
            assert_never(reply)


def _answered(reply: Answered) -> Iterator[Run]:
    yield Run(reply.direct, Style.BOLD if units(reply.direct) <= BOLD_MOST and "\n" not in reply.direct else Style.PLAIN)
    if reply.cited:
        yield Run("\n\n")
        yield Run(reply.cited, Style.ITALIC)
    for place, text in enumerate(reply.changes):
        yield Run(("\n" if place else "\n\n") + text)
    if reply.more:
        more = "\n".join(f"• {text}" for text in reply.more)
        yield Run(f"\n\n{wording.RELATED}\n")
        yield Run(more, Style.ASIDE if units(more) > _FOLDED_FROM else Style.PLAIN)


def _emergency(text: str) -> Iterator[Run]:
    """The numbers to call on lines of their own before the text: big, and easily tapped or copied."""
    for number in dict.fromkeys(_NUMBER_TO_CALL.findall(text)):
        yield Run(words.CALL.format(numbers=number), Style.BOLD)
        yield Run("\n")
    yield Run(f"\n{text}")


def _keyboard(reply: Reply, question: int, *, offers_person: bool, in_group: bool) -> Iterator[tuple[Button, ...]]:
    match reply:
        case Answered(related=options):
            yield from _related(question, () if in_group else options)
            yield button(words.GOOD, Rate(question, good=True)), button(words.BAD, Rate(question, good=False))
            if not in_group:
                yield (button(words.NOT_MEANT, NotMeant(question)),)
        case AskBack(options=options):
            yield from _readings(question, options)
        case NotCovered(options=options):
            yield from _related(question, options)
            if offers_person and not in_group:
                yield from person_keyboard(question)
        case SmallTalk() | Emergency():
            return
        case _:
            assert_never(reply)


def _related(question: int, options: Sequence[Option]) -> Keyboard:
    return tuple((button(option.label, Choose(question, place)),) for place, option in enumerate(options) if option.ask)


def _readings(question: int, options: Sequence[Option]) -> Iterator[tuple[Button, ...]]:
    """The readings numbered as in the text, then the one that is none of them."""
    for place, option in enumerate(options):
        yield (button(f"{place + 1}. {option.label}" if option.ask else option.label, Choose(question, place)),)
