"""Spans of days as knowledge files write them: a day, a month, a quarter, a year, or a range of two of these.

Does not read dates out of Vietnamese text; that is `bot.text.dates`.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass
from datetime import date

_POINT = re.compile(r"(\d{4})(?:-(?:Q([1-4])|(\d{2})(?:-(\d{2}))?))?")


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """All days from `start` to `end`, both included."""

    start: date
    end: date

    @classmethod
    def parse(cls, text: str) -> Span:
        """Read "2019-11-30", "2022-10", "2019-Q4", "2025" or two of them with "/" between.

        Raises ValueError when the text is none of these or names a day that does not exist.
        """
        first, _, last = text.partition("/")
        begin = _point(first)
        finish = _point(last) if last else begin
        if finish.end < begin.start:
            raise ValueError(text)
        return cls(begin.start, finish.end)

    @classmethod
    def of_year(cls, year: int) -> Span:
        return cls(date(year, 1, 1), date(year, 12, 31))

    @property
    def is_day(self) -> bool:
        return self.start == self.end

    @property
    def years(self) -> range:
        return range(self.start.year, self.end.year + 1)

    def overlaps(self, other: Span) -> bool:
        return self.start <= other.end and other.start <= self.end

    def holds(self, other: Span) -> bool:
        return self.start <= other.start and other.end <= self.end


def _point(text: str) -> Span:
    match = _POINT.fullmatch(text.strip())
    if match is None:
        raise ValueError(text)
    year, quarter, month, day = match.groups()
    if day:
        exact = date(int(year), int(month), int(day))
        return Span(exact, exact)
    if quarter:
        return _months(int(year), 3 * int(quarter) - 2, 3 * int(quarter))
    if month:
        return _months(int(year), int(month), int(month))
    return Span.of_year(int(year))


def _months(year: int, first: int, last: int) -> Span:
    if not 1 <= first <= last <= 12:
        raise ValueError(f"{year}-{first}")
    return Span(date(year, first, 1), date(year, last, calendar.monthrange(year, last)[1]))
