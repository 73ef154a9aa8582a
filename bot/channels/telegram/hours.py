"""When people are at the desk: working hours and holidays as an operator writes them, whether it is open now, and when next, in words.

Pure: the moment is an argument, in the time of the desk (Asia/Ho_Chi_Minh). Knows nothing of working Saturdays that make up for holidays.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import pairwise

from bot.domain.errors import SettingInvalid
from bot.domain.span import Span

_DAYS = ("T2", "T3", "T4", "T5", "T6", "T7", "CN")
_SPOKEN = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")
_TURN = re.compile(r"(\d{1,2})[:h](\d{2})?\s*[-–]\s*(\d{1,2})[:h](\d{2})?")
_DAY_OF_YEAR = re.compile(r"(\d{1,2})/(\d{1,2})(?:/(\d{4}))?")
_MIDNIGHT = 24 * 60
_AHEAD = 400  # days looked ahead for the next opening: longer than any year of holidays

Turns = tuple[tuple[int, int], ...]  # (from, until) in minutes of the day, in order, not touching


@dataclass(frozen=True, slots=True)
class Holiday:
    """Days on which nobody is there: one span, or the same days of every year when `yearly` (the year of the span means nothing then)."""

    span: Span
    yearly: bool

    def holds(self, day: date) -> bool:
        if not self.yearly:
            return self.span.start <= day <= self.span.end
        return (self.span.start.month, self.span.start.day) <= (day.month, day.day) <= (self.span.end.month, self.span.end.day)


@dataclass(frozen=True, slots=True)
class WorkingHours:
    """`week` holds the turns of Monday to Sunday. A week without any turn is a desk that is always open: none was set."""

    week: tuple[Turns, ...] = ((),) * 7
    holidays: tuple[Holiday, ...] = ()

    @property
    def always(self) -> bool:
        return not any(self.week) and not self.holidays

    def is_open(self, now: datetime) -> bool:
        minute = now.hour * 60 + now.minute
        return self.always or any(start <= minute < end for start, end in self._turns(now.date()))

    def opens(self, now: datetime) -> datetime | None:
        """The next moment at which a turn begins; None when there is none within a year, or when the desk never closes."""
        if self.always:
            return None
        for ahead in range(_AHEAD):
            day = now.date() + timedelta(days=ahead)
            for start, _ in self._turns(day):
                moment = datetime.combine(day, time(start // 60, start % 60), tzinfo=now.tzinfo)
                if moment > now:
                    return moment
        return None

    def opens_in_words(self, now: datetime) -> str:
        """When the desk opens next, as one says it: "13:30 hôm nay", "08:00 ngày mai", "08:00 thứ Hai, 24/11/2026"; "" when never."""
        moment = self.opens(now)
        if moment is None:
            return ""
        days = (moment.date() - now.date()).days
        day = f"{_SPOKEN[moment.weekday()]}, {moment.day}/{moment.month}/{moment.year}"
        return f"{moment:%H:%M} {('hôm nay', 'ngày mai')[days] if days < 2 else day}"

    def in_words(self) -> str:
        """The hours as a citizen reads them: "thứ Hai đến thứ Sáu 08:00–12:00, 13:30–17:30"."""
        return "; ".join(f"{_run(first, last)} {_clock(self.week[first])}" for first, last in _runs(self.week)) or "cả ngày, mọi ngày"

    def _turns(self, day: date) -> Turns:
        if any(holiday.holds(day) for holiday in self.holidays):
            return ()
        return self.week[day.weekday()] if any(self.week) else ((0, _MIDNIGHT),)


def read_hours(hours: str, holidays: str = "") -> WorkingHours:
    """The hours written as "T2-T6 08:00-12:00 13:30-17:30; T7 8h-11h30", the holidays as "30/4, 2/9, 28/1/2027-3/2/2027" (without a year: every year).

    Raises SettingInvalid naming the setting and the part that cannot be read.
    """
    week: list[Turns] = [()] * 7
    for part in filter(None, (part.strip() for part in hours.split(";"))):
        named, _, rest = part.partition(" ")
        turns = _read_turns(rest, part)
        for day in _read_days(named, part):
            week[day] = _in_order((*week[day], *turns), part)
    return WorkingHours(tuple(week), tuple(_read_holiday(part.strip()) for part in holidays.split(",") if part.strip()))


def _read_days(named: str, part: str) -> Iterator[int]:
    for run in named.upper().split(","):
        first, _, last = run.replace("–", "-").partition("-")
        if first not in _DAYS or (last or first) not in _DAYS or _DAYS.index(last or first) < _DAYS.index(first):
            raise _unread("HOIDAP_WORKING_HOURS", part, "các ngày viết là T2, T3, …, T7, CN, ví dụ T2-T6 hoặc T2,T4")
        yield from range(_DAYS.index(first), _DAYS.index(last or first) + 1)


def _read_turns(text: str, part: str) -> Turns:
    found = _TURN.findall(text)
    turns = tuple((int(a) * 60 + int(b or 0), int(c) * 60 + int(d or 0)) for a, b, c, d in found)
    whole = all(int(b or 0) < 60 and int(d or 0) < 60 for _, b, _, d in found) and not _TURN.sub("", text).strip(" ,")
    if not turns or not whole or any(not 0 <= start < end <= _MIDNIGHT for start, end in turns):
        raise _unread("HOIDAP_WORKING_HOURS", part, "giờ viết là 08:00-12:00, trong một ngày, ví dụ T2-T6 08:00-12:00 13:30-17:30")
    return turns


def _in_order(turns: Turns, part: str) -> Turns:
    ordered = tuple(sorted(turns))
    if any(before[1] > after[0] for before, after in pairwise(ordered)):
        raise _unread("HOIDAP_WORKING_HOURS", part, "các khung giờ của một ngày không được chồng lên nhau")
    return ordered


def _read_holiday(text: str) -> Holiday:
    try:
        return Holiday(Span.parse(text), yearly=False) if text[:4].isdigit() else _as_people_write(text)
    except ValueError as error:
        raise _unread("HOIDAP_HOLIDAYS", text, "ngày viết là 2/9 (mọi năm), 2/9/2026, hoặc 28/1/2027-3/2/2027") from error


def _as_people_write(text: str) -> Holiday:
    first, _, last = (side.strip() for side in text.replace("–", "-").partition("-"))
    start, yearly = _read_day(first)
    end, also_yearly = _read_day(last or first)
    if end < start or yearly != also_yearly:
        raise ValueError(text)
    return Holiday(Span(start, end), yearly)


def _read_day(text: str) -> tuple[date, bool]:
    match = _DAY_OF_YEAR.fullmatch(text)
    if match is None:
        raise ValueError(text)
    day, month, year = match.groups()
    return date(int(year or 2000), int(month), int(day)), year is None


def _unread(name: str, part: str, rule: str) -> SettingInvalid:
    return SettingInvalid(f"{name}: không đọc được “{part}”; {rule}.")


def _runs(week: tuple[Turns, ...]) -> Iterator[tuple[int, int]]:
    """Runs of days with the same turns, days without any left out."""
    first = 0
    for day in range(1, 8):
        if day == 7 or week[day] != week[first]:
            if week[first]:
                yield first, day - 1
            first = day


def _run(first: int, last: int) -> str:
    return _SPOKEN[first] if first == last else f"{_SPOKEN[first]} đến {_SPOKEN[last]}"


def _clock(turns: Turns) -> str:
    return ", ".join(f"{start // 60:02}:{start % 60:02}–{end // 60:02}:{end % 60:02}" for start, end in turns)
