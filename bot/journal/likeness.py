"""Groups of questions that read alike, so that an administrator sees subjects and not a list."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime

from bot.journal.folding import folded

Likeness = Callable[[str, str], float]
ALIKE_FROM = 0.6
_SHOWN = 5  # other wordings told with a group
# Words that every other question has; two questions that share only these are not alike.
_COMMON = frozenset(
    "a ai anh ban bao bi cac cai can chi cho co cua da dang de di do duoc em gi hay hoi khi khong la lam lau len minh moi mot nao nay nhe nhieu"
    " nhu nhung o oi phai qua ra roi sao se tai the theo thi thu toi trong va vay ve voi xin".split()
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Group:
    """Questions that read alike: how many, the wording asked most, some of the others, and when the last was asked."""

    text: str
    questions: int
    others: tuple[str, ...]
    last: datetime


def shared_words(one: str, other: str) -> float:
    """How many of their words two texts share, 0 to 1, however they are accented. Words that all questions have count little."""
    first, second = _words(one), _words(other)
    return 2 * len(first & second) / (len(first) + len(second)) if first and second else float(one == other)


def groups(asked: Iterable[tuple[str, datetime]], likeness: Likeness = shared_words) -> list[Group]:
    """Questions grouped around those asked most, the largest groups first."""
    wordings: dict[str, _Wording] = defaultdict(_Wording)
    for text, at in asked:
        wordings[_comparable(text)].add(text, at)
    gathered: list[list[_Wording]] = []
    for wording in sorted(wordings.values(), key=lambda one: -one.count):
        home = next((group for group in gathered if likeness(group[0].text, wording.text) >= ALIKE_FROM), None)
        if home is None:
            gathered.append([wording])
        else:
            home.append(wording)
    found = [_group(group) for group in gathered]
    return sorted(found, key=lambda group: (-group.questions, -group.last.timestamp()))


@dataclass(slots=True)
class _Wording:
    """One question in all its spellings."""

    spellings: Counter[str] = field(default_factory=Counter)
    last: datetime | None = None

    def add(self, text: str, at: datetime) -> None:
        self.spellings[text] += 1
        self.last = at if self.last is None else max(self.last, at)

    @property
    def count(self) -> int:
        return self.spellings.total()

    @property
    def text(self) -> str:
        """The spelling used most; of several the one with most accents, which reads best."""
        return max(self.spellings, key=lambda text: (self.spellings[text], sum(not sign.isascii() for sign in text)))


def _group(wordings: list[_Wording]) -> Group:
    return Group(
        wordings[0].text,
        sum(wording.count for wording in wordings),
        tuple(wording.text for wording in wordings[1 : 1 + _SHOWN]),
        max(wording.last for wording in wordings if wording.last),
    )


def _comparable(text: str) -> str:
    return " ".join(re.findall(r"\w+|\*+", folded(text)[0]))


def _words(text: str) -> frozenset[str]:
    words = frozenset(_comparable(text).split())
    return words - _COMMON or words
