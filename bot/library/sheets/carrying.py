"""The numbers, days and documents that an answer names, as the fields that a fact must have for them.

For answers that come from a simple sheet, whose author knows of no fields. Says no more than the answer does: a number with the word behind
it, a day with the words by which it is named. Who must do it by when is for the full sheet.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from bot.domain.span import Span
from bot.library.checking.facts import number_key
from bot.library.checking.parts import name_key, texts_in
from bot.text.normalize import fold

_SCALE = {"nghin": 10**3, "ngan": 10**3, "trieu": 10**6, "ty": 10**9, "ti": 10**9}
_YEAR = r"(?:19|20)\d\d"
_DOCUMENT = re.compile(r"(?<![\w/])\d+(?:/\d+)*/[a-z][\w&]*(?:-[\w&]+)*")
_RANGE = re.compile(rf"(?<![\d/])({_YEAR}) ?(?:-|–|den) ?({_YEAR})(?![\d/])")
_DAY = re.compile(rf"(?:ngay )?(?<![\d/.])(\d{{1,2}})(?:[/.-]| thang )(\d{{1,2}})(?:[/.-]| nam )({_YEAR})(?!\d)")
_MONTH = re.compile(rf"(?:thang )(\d{{1,2}})(?: ?/ ?| nam )({_YEAR})(?!\d)")
_QUARTER = re.compile(rf"qu[yi] (iv|iii|ii|i|[1-4])(?: ?/ ?| nam | )({_YEAR})(?!\d)")
_YEAR_ALONE = re.compile(rf"nam ({_YEAR})(?!\d)")
_NUMBER = re.compile(
    r"(\d{1,3}(?:\.\d{3})+(?!\d)(?:,\d+)?|\d+(?:[.,]\d+)?)(?: ?(%|phan tram)| ?(nghin|ngan|trieu|ty|ti)\b)?(?: ?([^\W\d_]+))?"
)
_NO_UNIT = frozenset(
    "va den toi trong cua tu o thi la do theo hoac hay voi cho khi nay do tren duoi truoc sau moi co duoc phai khong".split()
)
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4}


@dataclass(slots=True)
class Fields:
    """Fields in the shape of the schema."""

    figures: list[dict[str, str]] = field(default_factory=list)
    days: list[dict[str, str]] = field(default_factory=list)
    periods: list[dict[str, str]] = field(default_factory=list)
    refers_to: list[str] = field(default_factory=list)


def fields_of(says: str, known: Iterable[str]) -> Fields:
    """What an answer names. Documents that are `known` are called as they are known."""
    return _Reading(says, {name_key(number): number for number in known}).read()


class _Reading:
    """Takes one kind of thing after the other out of a text, so that each stretch of it is read once, the longest reading first."""

    def __init__(self, says: str, known: dict[str, str]) -> None:
        says = unicodedata.normalize("NFC", says)
        self.text = fold(says.lower())
        self.says = says if len(self.text) == len(says) else self.text  # letters without a single lower-case form: places would not agree
        self.known = known
        self.found = Fields()

    def read(self) -> Fields:
        for match in self._taken(_DOCUMENT):
            self.found.refers_to.append(self.known.get(name_key(self._said(match)), self._said(match)))
        self._dated(self.found.periods, "of", _RANGE, lambda m: f"{m[1]}/{m[2]}")
        self._dated(self.found.days, "text", _DAY, lambda m: f"{m[3]}-{int(m[2]):02d}-{int(m[1]):02d}")
        self._dated(self.found.days, "text", _MONTH, lambda m: f"{m[2]}-{int(m[1]):02d}")
        self._dated(self.found.days, "text", _QUARTER, lambda m: f"{m[2]}-Q{_ROMAN.get(m[1]) or m[1]}")
        self._dated(self.found.periods, "of", _YEAR_ALONE, lambda m: m[1])
        self.found.figures += [_figure(match, self.says) for match in _NUMBER.finditer(self.text)]
        return self.found

    def _dated(self, into: list[dict[str, str]], words: str, pattern: re.Pattern[str], value: Callable[[re.Match[str]], str]) -> None:
        for match in self._taken(pattern):
            try:
                Span.parse(value(match))
            except ValueError:
                continue  # there is no such day: left to the check that says so
            into.append({"value": value(match), words: self._said(match)})

    def _taken(self, pattern: re.Pattern[str]) -> list[re.Match[str]]:
        found = list(pattern.finditer(self.text))
        self.text = pattern.sub(lambda match: "\0" * len(match[0]), self.text)
        return found

    def _said(self, match: re.Match[str]) -> str:
        return self.says[match.start() : match.end()]


def _figure(match: re.Match[str], says: str) -> dict[str, str]:
    value = re.sub(r"\.(?=\d{3}(?!\d))", "", match[1]).replace(",", ".")
    unit = says[match.start(4) : match.end(4)] if match[4] and match[4] not in _NO_UNIT else ""
    if match[2]:
        return {"value": value, "unit": "%"}
    if match[3]:
        value = f"{float(value) * _SCALE[match[3]]:.0f}"
        unit = "đồng" if match[4] in (None, "dong") or not unit else unit
    return {"value": value, "unit": unit} if unit else {"value": value}


def completed(fact: dict[str, Any], around: str, known: Iterable[str]) -> dict[str, Any]:
    """The fact with fields for all that its answer names and neither a field of it nor `around` (the head of its document) holds yet."""
    fields = fields_of(fact["says"], known)
    fact = dict(fact)
    for key in ("refers_to", "days", "periods", "figures"):
        for entry in getattr(fields, key):
            carried = numbers_in(" ".join([around, *_carrying(fact)]))
            if not numbers_in(entry if isinstance(entry, str) else entry["value"]) <= carried:
                fact[key] = [*fact.get(key, []), entry]
    return fact


def outdated(fact: dict[str, Any], says: str) -> tuple[dict[str, Any], list[str]]:
    """The fact with another answer, without figures, days, periods and references that only the old answer named.

    Also the keys of those that hold a deadline which the new answer names no more: nobody can know what it is now.
    """
    gone = numbers_in(fact["says"], scaled=True) - numbers_in(says, scaled=True)
    kept = {**fact, "says": says}
    for key in ("figures", "days", "periods", "refers_to"):
        left = [entry for entry in fact.get(key, []) if not numbers_in(entry if isinstance(entry, str) else entry["value"]) & gone]
        kept = {**kept, key: left} if left else {name: value for name, value in kept.items() if name != key}
    late = [key for key in ("deadline", "deadlines") for text in _texts(fact.get(key)) if numbers_in(text) & gone]
    return kept, list(dict.fromkeys(late))


def numbers_in(text: str, *, scaled: bool = False) -> set[str]:
    """The numbers of a text in one spelling each; scaled ones ("780 triệu") also written out."""
    found = set()
    for match in _NUMBER.finditer(fold(text.lower())):
        found.add(number_key(match[1]))
        if scaled and match[3]:
            found.add(number_key(_figure(match, text)["value"]))
    return found


def _carrying(fact: dict[str, Any]) -> Iterator[str]:
    for key, value in fact.items():
        if key not in ("id", "topic", "about", "says", "note", "phrasings", "keywords"):
            yield from _texts(value)


def _texts(value: Any) -> Iterator[str]:
    yield from (text for _, text in texts_in(value))
