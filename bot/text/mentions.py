"""Days, months, quarters, years, document numbers, percentages and amounts in Vietnamese text, with or without accents.

Reads what is written only; it does not know which documents exist, nor what "năm nay" is.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date

from bot.domain.span import Span
from bot.text.normalize import fold

_DIGIT = re.compile(r"\d")
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}
_YEAR = r"(?:19|20)\d\d"
_KINDS = (
    "ke hoach|quyet dinh|cong van|van ban|thong bao|thong cao|nghi quyet|nghi dinh|phap lenh|chuong trinh|bao cao|chi thi|luat"
    "|kh|qd|cv|vb|tb|nq|nd|bc|so hieu|ky hieu"
)
_FULL = re.compile(r"(?<![\w/])(\d+(?:/\d+)*/[a-z][\w&]*(?:-[\w&]+)*|\d+-[a-z]+/[a-z]+)")
_NAMED = re.compile(rf"\b({_KINDS})(?: so)?(?: hieu)? (\d{{1,5}})(?![\d.,]* ?(?:%|phan tram|trieu|ty\b)|/(?!{_YEAR}\b)\d)(?:/({_YEAR}))?\b")
_DAY = re.compile(rf"(?<![\d/.])(\d{{1,2}})(?:[/.-]| thang )(\d{{1,2}})(?:(?:[/.-]| nam )({_YEAR}))?(?![\d/]| ?(?:%|phan tram|trieu|ty\b))")
_MONTH = re.compile(rf"\b(?:thang|t) ?(\d{{1,2}})(?:(?: ?[/.-] ?| nam | )({_YEAR}))?(?![\d/])")
_BARE_MONTH = re.compile(rf"(?<![\d/.])(\d{{1,2}})/({_YEAR})(?!\d)")
_QUARTER = re.compile(rf"\bqu[yi] ?(iv|iii|ii|i|[1-4])\b(?:(?: ?[/.-] ?| nam | )({_YEAR}))?")
_RANGE = re.compile(rf"(?<![\d/])({_YEAR}) ?(?:-|den|toi|->|~| )+ ?({_YEAR}|\d\d)(?![\d/])")
_ANY_YEAR = re.compile(rf"(?<![\d.,/-])({_YEAR})(?![\d.,]*\d)|(?<=/)({_YEAR})(?![\d/])")
_PERCENT = re.compile(r"(\d+(?:[.,]\d+)?) ?(?:%|phan tram)")
_MONEY = re.compile(r"(\d+(?:[.,]\d+)*) ?(ty|trieu|tr|nghin|ngan|k|dong|d)\b")
_SCALE = {"ty": 10**9, "trieu": 10**6, "tr": 10**6, "nghin": 1000, "ngan": 1000, "k": 1000, "dong": 1, "d": 1}
_NUMBER = re.compile(r"(?<![\w.,/-])(\d{1,3}(?:\.\d{3})+|\d+)(?![\w/%]|[.,]\d| ?phan tram)")


@dataclass(frozen=True, slots=True)
class Mentions:
    """What a text names. `documents` are whole numbers folded ("190/kh-ubnd"), `bare` those named by kind and digits only ("190").

    `spans` are days, months and quarters with a known year; `years` every year named; `ranges` periods such as 2019-2020;
    `months` and `quarters` those without a year; `percents` and `amounts` plain numbers (đồng for money), `numbers` all others.
    """

    documents: tuple[str, ...] = ()
    bare: tuple[str, ...] = ()
    spans: tuple[Span, ...] = ()
    ranges: tuple[Span, ...] = ()
    years: frozenset[int] = frozenset()
    day_months: frozenset[tuple[int, int]] = frozenset()
    months: frozenset[int] = frozenset()
    quarters: frozenset[int] = frozenset()
    percents: frozenset[str] = frozenset()
    amounts: frozenset[int] = frozenset()
    numbers: frozenset[int] = frozenset()


NOTHING = Mentions()


@dataclass(slots=True)
class _Found:
    documents: list[str] = field(default_factory=list)
    bare: list[str] = field(default_factory=list)
    spans: list[Span] = field(default_factory=list)
    ranges: list[Span] = field(default_factory=list)
    years: set[int] = field(default_factory=set)
    day_months: set[tuple[int, int]] = field(default_factory=set)
    months: set[int] = field(default_factory=set)
    quarters: set[int] = field(default_factory=set)
    percents: set[str] = field(default_factory=set)
    amounts: set[int] = field(default_factory=set)
    numbers: set[int] = field(default_factory=set)


def mentions(text: str) -> Mentions:
    """Everything of these kinds in a comparable text. Each stretch of text is read once, the longest reading first."""
    found = _Found()
    _read(fold(text), found)
    return Mentions(
        tuple(dict.fromkeys(found.documents)), tuple(dict.fromkeys(found.bare)), tuple(found.spans), tuple(found.ranges),
        frozenset(found.years), frozenset(found.day_months), frozenset(found.months), frozenset(found.quarters),
        frozenset(found.percents), frozenset(found.amounts), frozenset(found.numbers),
    )  # fmt: skip


def _read(text: str, found: _Found) -> None:
    if not _DIGIT.search(text):  # most messages; quarters alone are written without one
        _take(text, _QUARTER, lambda m: _quarter(m, found))
        return
    text = _take(text, _FULL, lambda m: found.documents.append(m[1]))
    text = _take(text, _RANGE, lambda m: _range(m, found))
    text = _take(text, _DAY, lambda m: _day(m, found))
    text = _take(text, _QUARTER, lambda m: _quarter(m, found))
    text = _take(text, _MONTH, lambda m: _month(m[1], m[2], found))
    text = _take(text, _BARE_MONTH, lambda m: _month(m[1], m[2], found))
    text = _take(text, _NAMED, lambda m: _named(m, found))
    text = _take(text, _ANY_YEAR, lambda m: found.years.add(int(m[1] or m[2])))
    text = _take(text, _PERCENT, lambda m: found.percents.add(m[1].replace(",", ".")))
    text = _take(text, _MONEY, lambda m: found.amounts.add(_amount(m)))
    _take(text, _NUMBER, lambda m: found.numbers.add(int(m[1].replace(".", "")[:15])))


def _take(text: str, pattern: re.Pattern[str], keep: object) -> str:
    def one(match: re.Match[str]) -> str:
        result = keep(match)  # type: ignore[operator]
        return match[0] if result is False else " " * len(match[0])

    return pattern.sub(one, text)


def _named(match: re.Match[str], found: _Found) -> bool:
    if match[1] == "luat" or int(match[2]) in range(1990, 2100):
        return False
    found.bare.append(str(int(match[2])))
    if match[3]:
        found.years.add(int(match[3]))
    return True


def _range(match: re.Match[str], found: _Found) -> bool:
    first = int(match[1])
    last = int(match[2]) if len(match[2]) == 4 else first // 100 * 100 + int(match[2])
    if not first < last <= first + 40:
        return False
    found.ranges.append(Span(date(first, 1, 1), date(last, 12, 31)))
    return True


def _day(match: re.Match[str], found: _Found) -> bool:
    day, month = int(match[1]), int(match[2])
    if not (1 <= day <= 31 and 1 <= month <= 12):
        return False
    found.day_months.add((day, month))
    if match[3]:
        found.years.add(int(match[3]))
        try:
            exact = date(int(match[3]), month, day)
        except ValueError:
            return True
        found.spans.append(Span(exact, exact))
    return True


def _month(month: str, year: str | None, found: _Found) -> bool:
    if not 1 <= int(month) <= 12:
        return False
    if year:
        found.years.add(int(year))
        found.spans.append(Span.parse(f"{year}-{int(month):02d}"))
    else:
        found.months.add(int(month))
    return True


def _quarter(match: re.Match[str], found: _Found) -> None:
    quarter = _ROMAN.get(match[1]) or int(match[1])
    if match[2]:
        found.years.add(int(match[2]))
        found.spans.append(Span.parse(f"{match[2]}-Q{quarter}"))
    else:
        found.quarters.add(quarter)


def _amount(match: re.Match[str]) -> int:
    number = match[1]
    if "." in number or number.count(",") > 1:
        number = re.sub(r"[.,](?=\d{3}(?:[.,]|$))", "", number)
    whole, *rest = re.split("[.,]", number)
    value = float(f"{whole}.{''.join(rest) or 0}")
    return int(value * _SCALE[match[2]]) if value < 1e15 else 0
