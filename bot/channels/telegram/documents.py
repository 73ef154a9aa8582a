"""Which directives there are, and one in brief: its day, what became of it and what replaced it, its content, its topics.

Those that others only mention are listed apart: their own text is not known.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_never

from bot import wording
from bot.answering.compose import clipped
from bot.channels.telegram import words
from bot.channels.telegram.actions import Action, Directives, Home, ShowDirective, ShowTopic, Tell, digest
from bot.channels.telegram.contents import Contents
from bot.channels.telegram.listing import BUTTONS, column, heading, sliced, turning
from bot.channels.telegram.markup import Page, Run, Style, button, page
from bot.domain.directive import Directive, Status, StatusKind

_SUMMARY_MOST = 1000
_BACK_HOME = ((button(words.BACK, Home()),),)
_BACK_TO_DIRECTIVES = ((button(words.BACK_TO_DIRECTIVES, Directives()),),)


def directives_page(contents: Contents, number: int) -> Page:
    """The directives whose content is known: a line and a button each."""
    known = contents.directives(mentioned=False)
    part = sliced(known, number, BUTTONS)
    lines = "".join(f"\n{place}. {_line(directive)}" for place, directive in enumerate(part.items, part.first + 1))
    others = contents.directives(mentioned=True)
    named: list[tuple[str, Action]] = [(_named(item), ShowDirective(digest(item.number))) for item in part.items]
    if others:
        named.append((words.MENTIONED_BUTTON.format(count=len(others)), Directives(mentioned=True)))
    runs = [*heading(words.DIRECTIVES_TITLE, part), Run("\n" + words.DIRECTIVES_LEAD.format(count=len(known))), Run(lines)]
    return page(runs, (*column(named), *turning(part, lambda to: Directives(page=to)), *_BACK_HOME))


def mentioned_page(contents: Contents, number: int) -> Page:
    """The directives that others only mention."""
    part = sliced(contents.directives(mentioned=True), number, BUTTONS)
    named = [(_named(item), ShowDirective(digest(item.number))) for item in part.items]
    runs = [*heading(words.MENTIONED_TITLE, part), Run(f"\n{words.MENTIONED_ONLY_ALL}")]
    return page(runs, (*column(named), *turning(part, lambda to: Directives(mentioned=True, page=to)), *_BACK_TO_DIRECTIVES))


def directive_page(contents: Contents, short: str, number: int) -> Page:
    """One directive in brief: day, issuer, subject, what became of it, its content, its topics."""
    directive = contents.directive_of(short)
    if directive is None:
        return directives_page(contents, 0)
    held = () if directive.mentioned else contents.directive_topics.get(directive.number, ())
    topics = [contents.archive.topics[topic] for topic in held]
    part = sliced(topics, number, BUTTONS)
    named: list[tuple[str, Action]] = [(topic.name, ShowTopic(digest(topic.id))) for topic in part.items]
    if fact := contents.mention_facts.get(directive.number):
        named.append((words.MENTIONED_WHERE, Tell(digest(fact))))
    back = ((button(words.BACK_TO_DIRECTIVES, Directives(mentioned=directive.mentioned)),),)
    runs = [*heading(directive.title, part), *_brief(directive, contents)]
    return page(runs, (*column(named), *turning(part, lambda to: ShowDirective(short, to)), *back))


def _brief(directive: Directive, contents: Contents) -> Iterator[Run]:
    subject = directive.subject if directive.subject != directive.title else ""
    yield Run("".join(f"\n{line}" for line in (subject, _issued(directive)) if line))
    yield Run("\n\n" + words.DIRECTIVE_STATUS.format(status=_status(directive.status)))
    if directive.mentioned:
        yield Run(f"\n{words.MENTIONED_ONLY}")
    elif directive.known_from:
        source = contents.archive.directives.get(directive.known_from)
        yield Run("\n" + words.DIRECTIVE_KNOWN_FROM.format(title=source.title if source else directive.known_from))
    if directive.summary:
        yield Run("\n\n")
        yield Run(clipped(directive.summary, _SUMMARY_MOST), Style.ASIDE)
    if not directive.mentioned and contents.directive_topics.get(directive.number):
        yield Run(f"\n\n{words.DIRECTIVE_TOPICS}")


def _issued(directive: Directive) -> str:
    day, issuer = wording.day(directive.issued) if directive.issued else "", directive.issuer
    if day and issuer:
        return words.DIRECTIVE_ISSUED.format(day=day, issuer=issuer)
    if day:
        return words.DIRECTIVE_ISSUED_DAY.format(day=day)
    return words.DIRECTIVE_ISSUER.format(issuer=issuer) if issuer else ""


def _status(status: Status) -> str:
    """What became of a directive, since when and on what basis; where that is unknown the note says so itself."""
    if status.kind is StatusKind.UNKNOWN and status.note:
        return _sentence(status.note[:1].lower() + status.note[1:])
    since = [words.STATUS_SINCE.format(day=wording.day(status.since))] if status.since else []
    basis = [words.STATUS_BASIS.format(basis=status.basis)] if status.basis else []
    return " ".join(filter(None, [_sentence(" ".join([_kind(status), *since, *basis])), _sentence(status.note)]))


def _sentence(text: str) -> str:
    return text if not text or text.endswith((".", "!", "?")) else f"{text}."


def _named(directive: Directive) -> str:
    """A directive on a button."""
    return directive.number if directive.label == directive.number else f"{directive.number} · {directive.label}"


def _line(directive: Directive) -> str:
    """A directive in a list: what it is, its day, and what became of it."""
    day = f" ({wording.day(directive.issued)})" if directive.issued else ""
    return words.DIRECTIVE_LINE.format(title=directive.title, day=day, status=_kind(directive.status))


def _kind(status: Status) -> str:
    match status.kind:
        case StatusKind.IN_FORCE:
            return words.STATUS_IN_FORCE
        case StatusKind.DONE:
            return words.STATUS_DONE
        case StatusKind.EXPIRED:
            return words.STATUS_EXPIRED
        case StatusKind.REPLACED:
            return words.STATUS_REPLACED.format(by=status.replaced_by)
        case StatusKind.UNKNOWN:
            return words.STATUS_UNKNOWN
        case _:
            assert_never(status.kind)
