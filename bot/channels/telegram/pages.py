"""The pages on which people look around: greeting, help, topics, directives; `look` also opens those of `duties` and `due`.

Pure: the contents and the day are arguments. Says nothing that the library does not hold; a fact itself is told by the assistant.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from itertools import islice
from typing import assert_never

from bot.answering.nearest import label_of
from bot.channels.telegram import words
from bot.channels.telegram.actions import (
    Action,
    Agencies,
    Directives,
    Dues,
    Forget,
    Home,
    Looking,
    Person,
    ShowAgency,
    ShowDirective,
    ShowDue,
    ShowTopic,
    Tell,
    Topics,
    digest,
)
from bot.channels.telegram.contents import Contents
from bot.channels.telegram.documents import directive_page, directives_page, mentioned_page
from bot.channels.telegram.due import due_page, dues_page
from bot.channels.telegram.duties import agencies_page, agency_page
from bot.channels.telegram.listing import BUTTONS, column, grid, heading, sliced, turning
from bot.channels.telegram.markup import Keyboard, Page, Run, Style, button, page
from bot.domain.agency import Topic
from bot.domain.fact import Fact, Nature

PERSON_LINK = "nguoitruc"  # the deep link that asks for a person
Commands = Sequence[tuple[str, str]]
OwnCommands = Sequence[tuple[str, Commands]]
"""Commands by the role that may use them."""
_EXAMPLES = 4
_EXAMPLE_LENGTH = range(20, 56)
_CONTACTS = 3
_BACK_TO_TOPICS = ((button(words.BACK_TO_TOPICS, Topics()),),)


def look(action: Looking, contents: Contents, today: date) -> Page:
    """The page of a button, a command or a deep link. What is no longer in the library leads to the list it stood in."""
    match action:
        case Home():
            return start(contents)
        case Topics():
            return topics_page(contents)
        case ShowTopic(topic=topic, page=number):
            return topic_page(contents, topic, number)
        case Directives(mentioned=mentioned, page=number):
            return mentioned_page(contents, number) if mentioned else directives_page(contents, number)
        case ShowDirective(directive=directive, page=number):
            return directive_page(contents, directive, number)
        case Agencies() | ShowAgency() | Dues() | ShowDue():
            return _lists(action, contents, today)
        case _:
            assert_never(action)


def _lists(action: Agencies | ShowAgency | Dues | ShowDue, contents: Contents, today: date) -> Page:
    match action:
        case Agencies(initial=initial, page=number):
            return agencies_page(contents, initial, number)
        case ShowAgency(agency=agency, page=number):
            return agency_page(contents, agency, number)
        case Dues(by=by, page=number):
            return dues_page(contents, by, number, today)
        case ShowDue(by=by, value=value, page=number):
            return due_page(contents, ShowDue(by, value, number), today)
        case _:
            assert_never(action)


def destination(contents: Contents, payload: str) -> Action | None:
    """Where a deep link leads: a topic by its id, anything by its digest, a fact by its id with "__" for "/", a person. None for nothing."""
    if payload == PERSON_LINK:
        return Person()
    if payload in contents.archive.topics:
        return ShowTopic(digest(payload))
    for short in (payload, digest(payload.replace("__", "/"))):
        if found := _known(contents, short):
            return found
    return None


def _known(contents: Contents, short: str) -> Action | None:
    """The thing with this digest, of whatever kind."""
    if contents.fact_of(short):
        return Tell(short)
    if contents.topic_of(short):
        return ShowTopic(short)
    if contents.directive_of(short):
        return ShowDirective(short)
    return ShowAgency(short) if contents.agency_of(short) else None


def deep_link(bot: str, payload: str) -> str:
    """The address that opens a chat with the bot and leads to `payload`: a topic's id, a digest, or PERSON_LINK."""
    return f"https://t.me/{bot}?start={payload}"


def start(contents: Contents) -> Page:
    """The greeting: what it knows and what it does not, and the topics as buttons."""
    runs = [Run(words.GREETING, Style.BOLD), Run("\n" + _what_i_know(contents)), Run(f"\n\n{words.WHAT_I_DO_NOT}\n\n{words.HOW_TO_START}")]
    return page(runs, (*_topic_buttons(contents, ""), *_entrances()))


def group_greeting(bot: str) -> Page:
    """What it says when it is added to a group."""
    return page([Run(words.GROUP_GREETING.format(bot=bot))])


def help_page(contents: Contents, bot: str, keep_days: int, own: OwnCommands = ()) -> Page:
    """How to ask, the commands, whom to call, and what is stored for how long. `own`: what only those of a role may use."""
    examples = "\n".join(f"• {text}" for text in _examples(contents))
    commands = _listed(words.CITIZEN_COMMANDS)
    contacts = "\n".join(f"• {contact.name}: {contact.number}" for contact in contents.archive.contacts[:_CONTACTS])
    runs = [
        *heading(words.HELP_TITLE),
        Run(f"\n{words.HELP_ASK if examples else words.ONLY_TEXT}\n"), Run(examples, Style.ITALIC),
        Run(f"\n{words.HELP_FOLLOW}\n{words.HELP_BUTTONS}\n{words.HELP_GROUP.format(bot=bot)}\n\n"), Run(words.HELP_COMMANDS, Style.BOLD), Run(f"\n{commands}\n\n"),
    ]  # fmt: skip
    for role, listed in own:
        runs += [Run(words.HELP_COMMANDS_STAFF.format(role=role), Style.BOLD), Run(f"\n{_listed(listed)}\n\n")]
    if contacts:
        runs += [Run(words.HELP_CONTACTS, Style.BOLD), Run(f"\n{contacts}\n\n")]
    return page([*runs, Run(words.PRIVACY.format(days=keep_days), Style.ITALIC)], _entrances())


def _listed(commands: Commands) -> str:
    return "\n".join(words.COMMAND_LINE.format(name=name, text=text) for name, text in commands)


def _examples(contents: Contents) -> list[str]:
    """A question on each of the topics that have deadlines, as people ask; not about the document itself, of which the first part of a topic is."""
    found: list[str] = []
    for topic in contents.parts.get("", ()):
        parts = [part.id for part in contents.parts.get(topic.id, ())[1:]] or [topic.id]
        facts = (contents.archive.fact(fact) for part in parts for fact in contents.topic_facts.get(part, ()))
        asks = (
            ask for fact in facts if _is_told_of_days(fact) for ask in fact.phrasings if ask.endswith("?") and len(ask) in _EXAMPLE_LENGTH
        )
        found += islice(asks, 1)
    return found[-_EXAMPLES:]


def _is_told_of_days(fact: Fact) -> bool:
    return fact.nature is Nature.STATEMENT and bool(fact.deadlines or fact.figures)


def topics_page(contents: Contents) -> Page:
    """All wide topics."""
    buttons = _topic_buttons(contents, "")
    return page([*heading(words.TOPICS_TITLE), Run("\n" + (words.TOPICS_LEAD if buttons else words.EMPTY))], (*buttons, *_entrances()))


def topic_page(contents: Contents, short: str, number: int) -> Page:
    """The parts of a topic, then its own facts, as buttons."""
    topic = contents.topic_of(short)
    if topic is None:
        return topics_page(contents)
    parts = contents.parts.get(topic.id, ())
    named: list[tuple[str, Action]] = [
        (words.COUNTED.format(name=part.name, count=contents.count(part.id)), ShowTopic(digest(part.id))) for part in parts
    ]
    named += [(label_of(contents.archive.fact(fact)), Tell(digest(fact))) for fact in contents.topic_facts.get(topic.id, ())]
    part = sliced(named, number, BUTTONS)
    lead = words.TOPIC_PARTS.format(count=len(parts)) if parts else words.TOPIC_FACTS if named else words.EMPTY
    above = contents.archive.topics.get(topic.parent)
    back: Keyboard = ((button(f"← {above.name}", ShowTopic(digest(above.id))),),) if above else _BACK_TO_TOPICS
    return page(
        [*heading(topic.name, part), Run(f"\n{lead}")], (*column(part.items), *turning(part, lambda to: ShowTopic(short, to)), *back)
    )


def _what_i_know(contents: Contents) -> str:
    known = contents.directives(mentioned=False)
    years = sorted(item.issued.year for item in known if item.issued)
    if not years:
        return words.WHAT_I_KNOW_UNDATED.format(directives=len(known))
    return words.WHAT_I_KNOW.format(directives=len(known), first=years[0], last=years[-1])


def _topic_buttons(contents: Contents, above: str) -> Keyboard:
    topics: tuple[Topic, ...] = contents.parts.get(above, ())
    return column((re.sub(r"\s*\([^()]*\)$", "", topic.name), ShowTopic(digest(topic.id))) for topic in topics)


def _entrances() -> Keyboard:
    """Where else one may look, and a person."""
    named: list[tuple[str, Action]] = [
        (words.DIRECTIVES_TITLE, Directives()),
        (words.AGENCIES_TITLE, Agencies()),
        (words.DUES_TITLE, Dues()),
    ]
    return (*grid(named, 3), (button(words.PERSON, Person()),))


def forget_page() -> Page:
    """Asks before anything is deleted."""
    return page([Run(words.FORGET_ASK)], ((button(words.FORGET_YES, Forget(sure=True)), button(words.FORGET_NO, Forget(sure=False))),))


def forgotten_page(*, sure: bool) -> Page:
    """What was done about it."""
    return page([Run(words.FORGOTTEN if sure else words.FORGET_LEFT)])


def said(text: str) -> Page:
    """One of the sentences of `words` as a message without buttons."""
    return page([Run(text)])
