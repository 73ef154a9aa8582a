"""Personal numbers in a folded text: phones, identity cards, accounts, insurance, taxes. Not e-mails (`masking`).

A number that begins with 0 and is as long as a phone or card number is one, however it is spaced: amounts, years and document numbers
do not begin so. Others are personal only where a word says so (`labels`) or where their very shape does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from bot.journal.labels import PHONE, Label, Named, named_after, named_before
from bot.journal.untouched import UNTOUCHED, YEAR

Span = tuple[int, int]

_HEALTH_CARD = re.compile(r"(?<![a-z0-9])[a-z]{2}[ .-]?\d[ .-]?\d{2}[ .-]?(?=(?:[ .-]?\d){10}(?!\d))\d{2,10}(?:[ .-]\d{2,8}){0,4}")
_PASSPORT = re.compile(r"\b(?:ho ?chieu|passport|pp)\b[^\d*]{0,30}?(?<![a-z])([a-z] ?\d{7,8})(?!\d)")
_LETTER_O = re.compile(r"(?<![a-z0-9])o(?=\d(?:[ .-]?\d){8}(?!\d))")

_MOBILE = re.compile(r"0(?:3[2-9]|5[25689]|7[06-9]|8[1-9]|9\d)\d{7}")
_ABROAD = re.compile(r"840?[2-9]\d{8,9}")
_ROUND = re.compile(r"\d+000")
_THOUSANDS = re.compile(r"\d{1,3}(?:[.,]\d{3})+")
_JOINS = re.compile(r"[ .\-_()]{1,3}|[,/]")
_TIGHT = re.compile(r"[.,\-_/]")
_DATELIKE = re.compile(rf"\d{{1,2}}[ .-]\d{{1,2}}[ .-]{YEAR}\b")
_AND = re.compile(r" ?(?:[,;/&+]|va|hoac|hay|voi|-) ?(?:so )?|[ \n]")
_FILLERS = frozenset(
    "so la cua toi em minh chau anh chi bac co chu ong ba bo me vo chong con day nay nhe nha a ca nhan moi cu qua theo vao ten mang ma the"
    .split()
)  # fmt: skip
_SHORTEST, _LONGEST = 6, 19
_ROW = 32  # more groups than any number has
_BLOCK = 8  # digits written together that are a whole number by themselves


@dataclass(frozen=True, slots=True)
class _Run:
    """Groups of digits that may be one number, and the text they stand in."""

    groups: tuple[str, ...]
    text: str

    @property
    def digits(self) -> str:
        return "".join(self.groups)

    @property
    def coarse(self) -> bool:
        """Written in groups of three and more."""
        return min(map(len, self.groups)) > 2

    @property
    def is_listing(self) -> bool:
        """08 09 10 11 12, or a day, or 0.25: numbers that only happen to be as long."""
        if _DATELIKE.match(self.text) or (self.groups[0] == "0" and len(self.groups) == 2):
            return True
        numbers = [int(group) for group in self.groups]
        steps = {later - earlier for earlier, later in pairwise(numbers)}
        return len(self.groups) > 2 and max(map(len, self.groups)) < 3 and len(steps) == 1


def numerals(folded: str) -> list[Span]:
    """Where the personal numbers of a folded text are."""
    text = UNTOUCHED.sub(lambda found: "\0" * len(found[0]), folded)
    spans = [found.span() for found in _HEALTH_CARD.finditer(text)]
    spans += [found.span(1) for found in _PASSPORT.finditer(text)]
    for start, end in spans:
        text = text[:start] + "\0" * (end - start) + text[end:]
    letters = [found.span() for found in _LETTER_O.finditer(text)]  # "o912345678"
    return spans + letters + _Reader(_LETTER_O.sub("0", text)).read()


class _Reader:
    """Reads the groups of digits of a text from left to right."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = [found.span() for found in re.finditer(r"[0-9]+", text)]
        self._tables = self._rows_of_tables()
        self._taken: tuple[int, Label | None] = (-1, None)  # the last group found personal, and what it was called

    def _rows_of_tables(self) -> frozenset[int]:
        """Stretches of so many groups, by their number, that hang together from one end to the other."""
        rows = range(len(self._at) // _ROW)
        return frozenset(row for row in rows if all(self._joins(place) for place in range(row * _ROW, (row + 1) * _ROW - 1)))

    def read(self) -> list[Span]:
        spans, first = [], 0
        while first < len(self._at):
            last = self._personal(first)
            if last is not None:
                spans.append((self._at[first][0], self._at[last][1]))
                first = last
            first += 1
        return spans

    def _personal(self, first: int) -> int | None:
        """The last group of the personal number that begins with this one; None when none does."""
        if not self._begins(first) or not self._long_enough(first):
            return None
        named = self._named(first)
        last = self._labelled(first, named) if named else None
        if last is None:
            last, named = self._bare(first), None
        if last is not None:
            self._taken = last, named.label if named else None
        return last

    def _long_enough(self, first: int) -> bool:
        """Whether enough digits stand side by side; most numbers are years, days and figures, and need no second look."""
        digits = len(self._group(first))
        if digits < _SHORTEST and self._crowded(first):
            return False
        while digits < _SHORTEST and first + 1 < len(self._at) and self._joins(first):
            first += 1
            digits += len(self._group(first))
        return digits >= _SHORTEST

    def _crowded(self, place: int) -> bool:
        """Whether so many numbers stand in a row that it is a table, in which small ones make up no long one."""
        return place // _ROW in self._tables

    # what stands around a group

    def _group(self, place: int) -> str:
        start, end = self._at[place]
        return self._text[start:end]

    def _between(self, place: int) -> str:
        """What stands between a group and the next."""
        return self._text[self._at[place][1] : self._at[place + 1][0]]

    def _whole(self, place: int) -> bool:
        """The group alone is as long as a phone or card number and begins with 0."""
        return self._group(place)[0] == "0" and len(self._group(place)) > _BLOCK

    def _begins(self, place: int) -> bool:
        if self._whole(place) or place == 0 or self._taken[0] == place - 1:
            return True
        return _TIGHT.fullmatch(self._between(place - 1)) is None

    def _ends(self, place: int) -> bool:
        if place + 1 == len(self._at) or not _TIGHT.fullmatch(self._between(place)):
            return True
        return len(self._group(place)) > _BLOCK or self._group(place + 1)[0] == "0"

    def _runs(self, first: int, most: int = _LONGEST) -> Iterator[tuple[int, _Run]]:
        """Longer and longer runs that begin with a group, each with the place of its last one."""
        groups: list[str] = []
        for place in range(first, len(self._at)):
            groups.append(self._group(place))
            if sum(map(len, groups)) > most:
                return
            if self._ends(place):
                yield place, _Run(tuple(groups), self._text[self._at[first][0] : self._at[place][1]])
            if place + 1 == len(self._at) or not self._joins(place):
                return

    def _joins(self, place: int) -> bool:
        between = self._between(place)
        if between in (",", "/"):
            return min(len(self._group(place)), len(self._group(place + 1))) > 2
        return _JOINS.fullmatch(between) is not None

    # numbers that a word names

    def _named(self, first: int) -> Named | None:
        taken, label = self._taken
        if label and taken == first - 1 and _AND.fullmatch(self._between(taken)):
            return Named(label, ())
        if named := named_before(self._text, self._at[first][0]):
            return named
        last = max((place for place, _ in self._runs(first)), default=first)
        label = named_after(self._text, self._at[last][1])
        return Named(label, ()) if label else None

    def _labelled(self, first: int, named: Named) -> int | None:
        found = None
        for place, run in self._runs(first, named.label.most):
            if len(run.digits) >= named.label.least and not self._is_other(run, named):
                found = place
            if len(run.groups[-1]) >= _BLOCK and not (place + 1 < len(self._at) and re.fullmatch(r"-\d{3}", self._next(place))):
                break  # written together: what follows is another number
        return found

    def _next(self, place: int) -> str:
        return self._text[self._at[place][1] : self._at[place + 1][1]]

    def _is_other(self, run: _Run, named: Named) -> bool:
        """A number that agencies print, years, or an amount that the words between speak of."""
        if named.label is PHONE and re.fullmatch("1[89]00(?:\\d{4}|\\d{6})", run.digits):
            return True
        if all(re.fullmatch(YEAR, group) for group in run.groups):
            return True
        return bool(_ROUND.fullmatch(run.digits)) and not _FILLERS.issuperset(named.gap)

    # numbers whose shape is enough

    def _bare(self, first: int) -> int | None:
        ranked = [(self._rank(first, run), place) for place, run in self._runs(first)]
        rank, place = max(ranked, default=(0, first))
        return place if rank else None

    def _rank(self, first: int, run: _Run) -> int:
        """How surely the run is a personal number; 0 when it is not."""
        if run.is_listing:
            return 0
        if run.digits[0] == "0":
            return _rank_of_zero(run)
        before = self._text[: self._at[first][0]].rstrip("( ")
        if before.endswith("+"):
            return 5 if _is_abroad(run) else 0
        if _ABROAD.fullmatch(run.digits) and not _THOUSANDS.fullmatch(run.text):
            return 4
        return self._rank_of_long(run)

    def _rank_of_long(self, run: _Run) -> int:
        if len(run.groups) == 1 and not _ROUND.fullmatch(run.digits):
            alone = self._text.strip(" .!?\n") == run.digits and len(run.digits) in (9, 12)
            return int(alone or len(run.digits) > 12)
        if [len(group) for group in run.groups] == [4, 4, 4, 4]:  # as printed on a bank card
            return int(not all(re.fullmatch(rf"{YEAR}|1[89]00", group) for group in run.groups[::2]))
        return 0


def _is_abroad(run: _Run) -> bool:
    """A number after "+": of this country, or of another."""
    if _ABROAD.fullmatch(run.digits):
        return True
    return 9 <= len(run.digits) <= 14 and not _THOUSANDS.fullmatch(run.text) and not any(re.fullmatch(YEAR, group) for group in run.groups)


def _rank_of_zero(run: _Run) -> int:
    digits, count = run.digits, len(run.digits)
    if _MOBILE.fullmatch(digits) or re.fullmatch(r"0084\d{8,10}", digits):
        return 5
    if count == 11 and digits[1] in "12":  # with the area; or a mobile number of before 2018
        return 4
    if count == 12 and run.coarse:
        return 3
    if count == 10 and (run.coarse or digits[1] in "48"):  # with the area, as before 2017
        return 2
    return int((count == 9 and run.coarse) or (count > 12 and len(run.groups) == 1))
