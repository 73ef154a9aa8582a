"""Rules about facts of one directive that are nearly one: told twice in other words, or told twice with different deadlines.

Only facts that agree in every field are held against each other: another period, agency, number or place is a difference that is meant,
and a `note` says why two facts are alike. Texts are compared by their words, whatever their order and accents. Pairs are found by the rare
words they share, so that twenty thousand facts take seconds and not hours.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from bot.domain.errors import Problem
from bot.domain.fact import Role
from bot.library.checking.parts import name_key, problem_at, word_key
from bot.library.files import Knowledge, Source
from bot.library.schema import DirectiveFile, FactModel
from bot.text.normalize import fold

ALIKE_FROM = 0.88
SAME_TASK_FROM = 0.8
SAME_PRODUCT_FROM = 0.5  # of facts that hand in the same thing
_PRODUCT_WORDS = 4  # "báo cáo" is handed in by everybody, "báo cáo kết quả rà soát" is one thing
_CROWD = 40  # a word of so many facts is not what two of them have in common
_COMMON = frozenset(
    "bi boi cac chi cho cua da de den do duoc hay khong la ma mot nay nen nhu nhung o phai rang roi se tai theo thi trong tu va ve vi voi".split()
)


@dataclass(frozen=True, slots=True)
class _Told:
    """A fact and the words of its text."""

    index: int
    fact: FactModel
    words: frozenset[str]


def alike(knowledge: Knowledge) -> Iterator[Problem]:
    for source in knowledge.directives:
        if source.model.is_plain:
            continue
        for group in _grouped(_told(source), _numbers):
            for earlier, later in _twins(group, ALIKE_FROM, _told_twice):
                place = f"mục “{earlier.fact.id}” ở {source.place('facts', earlier.index)}"
                message = f"mục này gần như giống {place}; gộp hai mục, hoặc ghi chỗ khác nhau vào một trường hay “note”"
                yield problem_at(source, message, "facts", later.index, "says")


def deadlines(knowledge: Knowledge) -> Iterator[Problem]:
    """One task with two deadlines: the same who and what, and no deadline in common."""
    for source in knowledge.directives:
        dated = [one for one in _told(source, without_numbers=True) if one.fact.deadline or one.fact.deadlines]
        for group in _grouped(dated, _leads):
            for earlier, later in _twins(group, SAME_PRODUCT_FROM, _contradict):
                other = " và ".join(sorted(value for _, value in _deadlines(earlier.fact)))
                place = f"{source.place('facts', earlier.index)} (mục “{earlier.fact.id}”: {other})"
                message = f"việc này có thời hạn khác ở {place}; cần cùng một thời hạn, hoặc giải thích trong “note”"
                yield problem_at(source, message, "facts", later.index, "deadline" if later.fact.deadline else "deadlines")


def _told(source: Source[DirectiveFile], *, without_numbers: bool = False) -> list[_Told]:
    """The facts that no note explains. Overviews repeat what others say."""
    facts = ((index, fact) for index, fact in enumerate(source.model.facts) if not fact.note and fact.about != "overview")
    words = ((index, fact, fold(word_key(fact.says)).split()) for index, fact in facts)
    return [_Told(index, fact, frozenset(word for word in said if not (without_numbers and word.isdigit()))) for index, fact, said in words]


def _grouped(told: Iterable[_Told], key: Callable[[_Told], Hashable]) -> Iterator[list[_Told]]:
    groups: dict[Hashable, list[_Told]] = defaultdict(list)
    for one in told:
        groups[key(one)].append(one)
    yield from (group for group in groups.values() if len(group) > 1)


def _numbers(one: _Told) -> Hashable:
    """The numbers of a text: facts with other numbers are other facts."""
    return one.fact.about, tuple(sorted(re.findall(r"\d+", one.fact.says)))


def _leads(one: _Told) -> Hashable:
    done = (assignment for assignment in one.fact.assignments if assignment.role in (Role.LEAD, Role.CARRY_OUT))
    return frozenset(name_key(assignment.agency) for assignment in done)


def _twins(group: Sequence[_Told], at_least: float, same: Callable[[_Told, _Told], bool]) -> Iterator[tuple[_Told, _Told]]:
    """Each fact with the first one before it that is the same. Two sets of words so much alike share one of the rarest words of each."""
    often = Counter(word for one in group for word in one.words)
    holders: dict[str, list[_Told]] = defaultdict(list)
    for one in group:
        rare = sorted(one.words, key=lambda word: (often[word], word))
        telling = rare[: len(rare) - math.ceil(at_least / (2 - at_least) * len(rare)) + 1]
        near = {other.index: other for word in telling for other in holders[word]}
        alike = (other for _, other in sorted(near.items()) if _likeness(other, one) >= at_least and same(other, one))
        if (first := next(alike, None)) is not None:
            yield first, one
        for word in telling:
            if len(holders[word]) < _CROWD:
                holders[word].append(one)


def _likeness(one: _Told, other: _Told) -> float:
    """The share of words that two texts have in common, 0 to 1."""
    return 2 * len(one.words & other.words) / (len(one.words) + len(other.words))


def _told_twice(one: _Told, other: _Told) -> bool:
    """Whether two facts with like words say one thing.

    Who does it, or what is handed in, makes a task plain; where nothing tells that, one word may be all that sets two answers apart
    ("hồ sơ đất đai", "hồ sơ nhà ở"), and only facts that differ by small words are one.
    """
    if word_key(one.fact.says) == word_key(other.fact.says):
        return False  # a copy, letter by letter, is named as such
    plain = one.fact.assignments or one.fact.product or one.words ^ other.words <= _COMMON
    return (
        bool(plain)
        and _same_fields(one.fact, other.fact)
        and _agencies(one.fact) == _agencies(other.fact)
        and _same_tasks(one.fact, other.fact)
    )


def _contradict(one: _Told, other: _Told) -> bool:
    """Whether two facts with like words set one task two deadlines."""
    return _one_task(one, other) and _same_fields(one.fact, other.fact) and not _deadlines(one.fact) & _deadlines(other.fact)


def _one_task(one: _Told, other: _Told) -> bool:
    product, another = word_key(one.fact.product), word_key(other.fact.product)
    if product and another and product.count(" ") + 1 >= _PRODUCT_WORDS:
        return product == another
    return one.words ^ other.words <= _COMMON or (bool(_leads(one)) and product == another and _likeness(one, other) >= SAME_TASK_FROM)


def _same_fields(one: FactModel, other: FactModel) -> bool:
    """Whether two facts carry the same figures, days, places and people."""
    return (
        one.about == other.about
        and one.figures == other.figures
        and one.days == other.days
        and one.periods == other.periods
        and one.places == other.places
        and one.excluded_places == other.excluded_places
        and one.people == other.people
    )


def _same_tasks(one: FactModel, other: FactModel) -> bool:
    return _deadlines(one) == _deadlines(other) and word_key(one.product) == word_key(other.product) and one.refers_to == other.refers_to


def _agencies(fact: FactModel) -> frozenset[tuple[str, Role]]:
    return frozenset((name_key(assignment.agency), assignment.role) for assignment in fact.assignments)


def _deadlines(fact: FactModel) -> frozenset[tuple[str, str]]:
    return frozenset((deadline.kind.value, deadline.value) for deadline in [*([fact.deadline] if fact.deadline else []), *fact.deadlines])


RULES = (alike, deadlines)
