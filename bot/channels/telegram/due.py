"""Deadlines by quarter, topic or agency. What has passed is said to have passed, and that it is what the directive asked for then.

Does not tell whether a thing was done in time: the directives do not say so.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date

from bot.channels.telegram import words
from bot.channels.telegram.actions import Action, DueBy, Dues, Home, ShowDue, Tell, digest
from bot.channels.telegram.contents import Contents, Due
from bot.channels.telegram.listing import BUTTONS, ITEMS, Slice, column, grid, heading, numbered, sliced, turning
from bot.channels.telegram.markup import Page, Run, Style, button, page, shortened

_TEXT_MOST = 180
_SOON = 31  # days from which on they are counted
_REPEATING = "P"  # the period of what repeats, on a button
_QUARTERS_A_ROW, _QUARTERS = 3, 12
_BYS = ((DueBy.QUARTER, words.DUES_BY_QUARTER), (DueBy.TOPIC, words.DUES_BY_TOPIC), (DueBy.AGENCY, words.DUES_BY_AGENCY))


def dues_page(contents: Contents, by: DueBy, number: int, today: date) -> Page:
    """The choice of quarters, topics or agencies that have deadlines; above it how one may look otherwise."""
    choices = _choices(contents, by)
    size = _QUARTERS if by is DueBy.QUARTER else BUTTONS
    part = sliced(choices, number, size)
    ways = tuple(button(words.DUES_CHOSEN.format(name=name) if way is by else name, Dues(way)) for way, name in _BYS)
    shown = grid(part.items, _QUARTERS_A_ROW) if by is DueBy.QUARTER else column(part.items)
    runs = [
        *heading(words.DUES_TITLE, part),
        Run("\n" + (_outlook(contents, today) if choices else words.EMPTY)),
        Run(f"\n\n{words.DUES_LEAD}"),
    ]
    return page(runs, (ways, *shown, *turning(part, lambda to: Dues(by, to)), (button(words.BACK, Home()),)))


def due_page(contents: Contents, shown: ShowDue, today: date) -> Page:
    """The deadlines of one quarter, topic or agency: those ahead first, then those that repeat, then those passed, the latest first."""
    name, dues = _chosen(contents, shown)
    ahead = [due for due in dues if _end(due) >= today and due.period]
    ordered = [*reversed(ahead), *(due for due in dues if not due.period), *(due for due in dues if due.period and _end(due) < today)]
    part = sliced(ordered, shown.page, ITEMS)
    runs = [*heading(words.DUE_TITLE.format(name=name), part), *_lines(part, contents, today)]
    turn = turning(part, lambda to: ShowDue(shown.by, shown.value, to))
    back = ((button(words.BACK_TO_DUES, Dues(shown.by)),),)
    return page(runs, (*numbered(part, lambda due: Tell(digest(due.fact))), *turn, *back))


def _choices(contents: Contents, by: DueBy) -> list[tuple[str, Action]]:
    """What deadlines may be looked up by, with how many there are; quarters latest first, the others by how many they have."""
    match by:
        case DueBy.QUARTER:
            periods = Counter(due.period or _REPEATING for due in contents.dues)
            latest = sorted(periods, key=lambda period: (period != _REPEATING, _sortable(period)), reverse=True)
            return [(words.COUNTED.format(name=_period(period), count=periods[period]), ShowDue(by, period)) for period in latest]
        case DueBy.TOPIC:
            counts = {topic: len(_of_topic(contents, topic.id)) for topic in contents.parts.get("", ())}
            return [
                (words.COUNTED.format(name=topic.name, count=count), ShowDue(by, digest(topic.id)))
                for topic, count in counts.items()
                if count
            ]
        case DueBy.AGENCY:
            agencies = Counter(agency for due in contents.dues for agency in due.agencies)
            return [(words.COUNTED.format(name=name, count=count), ShowDue(by, digest(name))) for name, count in agencies.most_common()]


def _chosen(contents: Contents, shown: ShowDue) -> tuple[str, Sequence[Due]]:
    """The name of what was chosen and its deadlines, the latest first; nothing for what is not there."""
    match shown.by:
        case DueBy.QUARTER:
            return _period(shown.value), [due for due in contents.dues if (due.period or _REPEATING) == shown.value]
        case DueBy.TOPIC:
            topic = contents.topic_of(shown.value)
            return (topic.name, _of_topic(contents, topic.id)) if topic else (words.EMPTY, [])
        case DueBy.AGENCY:
            agency = contents.agency_of(shown.value) or ""
            return agency or words.EMPTY, [due for due in contents.dues if agency in due.agencies]


def _of_topic(contents: Contents, topic: str) -> list[Due]:
    family = contents.families(topic)
    return [due for due in contents.dues if due.topic in family]


def _lines(part: Slice[Due], contents: Contents, today: date) -> Iterator[Run]:
    if not part.items:
        yield Run(f"\n{words.EMPTY}")
    group = ""
    for place, due in enumerate(part.items, part.first + 1):
        if (name := _group(due, today)) != group:
            group = name
            yield Run("\n\n")
            yield Run(name, Style.ITALIC)
        yield Run(f"\n\n{place}. {_line(due, contents, today)}")


def _line(due: Due, contents: Contents, today: date) -> str:
    """What is to be done by when; the deadline is not said twice where the fact itself says it early."""
    text = shortened(" ".join(contents.archive.fact(due.fact).says.split()), _TEXT_MOST)
    when = due.deadline.text or due.deadline.value
    opening = "" if when.casefold() in text.casefold() else f"{when[:1].upper()}{when[1:]}: "
    return " ".join(filter(None, [f"{opening}{text}", _left(due, today)]))


def _group(due: Due, today: date) -> str:
    if not due.period:
        return words.DUE_GROUP_REPEATS
    return words.DUE_GROUP_AHEAD if _end(due) >= today else words.DUE_GROUP_PASSED


def _left(due: Due, today: date) -> str:
    """How many days are left, when that is soon."""
    left = (_end(due) - today).days
    if left == 0:
        return words.DUE_TODAY
    return words.DUE_AHEAD.format(days=left) if 0 < left < _SOON else ""


def _outlook(contents: Contents, today: date) -> str:
    """The next deadline, or that all have passed."""
    ahead = [due for due in contents.dues if due.period and _end(due) >= today]
    if not ahead:
        return words.DUES_ALL_PASSED
    return words.DUES_NEXT.format(text=ahead[-1].deadline.text)


def _end(due: Due) -> date:
    return due.deadline.span.end if due.deadline.span else date.max


def _period(period: str) -> str:
    """A period as people write it: "Quý 4/2019", "Năm 2025"."""
    year, _, quarter = period.partition("-Q")
    if period == _REPEATING:
        return words.DUE_GROUP_REPEATS
    return words.QUARTER.format(quarter=quarter, year=year) if quarter else words.YEAR.format(year=year)


def _sortable(period: str) -> str:
    """A year after its quarters: what is due some time in it may be due at its end."""
    return period if "-" in period else f"{period}-Q9"
