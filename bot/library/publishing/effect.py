"""What a change of the knowledge does to the answers: each phrasing and each golden question, before and after.

Pure: outcomes in, what moved out, worst first. Whether that may go live is for `gate`; how it reads is for `report`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from bot.domain.errors import Problem
from bot.domain.outcome import Kind, Outcome
from bot.library.cases import Case
from bot.library.judging import Share, Verdict, judge, shares
from bot.library.publishing.differences import Differences

Dialogue = tuple[str, ...]
Outcomes = Mapping[Dialogue, tuple[Outcome, ...]]


class Shift(StrEnum):
    """How an outcome moved, the worst first."""

    LOST = "lost"  # an answer before, none now
    OTHER = "other"  # answered with another fact
    AMBIGUOUS = "ambiguous"  # answered before, asked back now
    KIND = "kind"  # another kind of reply, none of them an answer
    GAINED = "gained"  # answered now
    SAME = "same"


class Origin(StrEnum):
    GOLDEN = "golden"
    PHRASING = "phrasing"


@dataclass(frozen=True, slots=True)
class Told:
    """An outcome in short."""

    kind: Kind
    fact: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Moved:
    """A question that fares otherwise now. `broke`: it was right and is wrong now; `mended`: the other way round.

    `owner` is the fact of a phrasing, or the file and line of a golden question.
    """

    question: str
    origin: Origin
    owner: str
    shift: Shift
    was: Told
    now: Told
    broke: bool
    mended: bool


@dataclass(frozen=True, slots=True)
class Missing:
    """A phrasing that was just written and does not find its own fact."""

    question: str
    owner: str
    now: Told


@dataclass(frozen=True, slots=True)
class Asked:
    """How many questions there are, and of how many it had to be found out anew what they get."""

    phrasings: int
    golden: int
    anew: int
    left_out: int = 0


@dataclass(frozen=True, slots=True)
class Effect:
    """`before` and `after` are the shares of golden questions that were right; `before` is () for the first version.

    `dead` are the golden questions that point to no fact, now or before.
    """

    differences: Differences
    moved: tuple[Moved, ...]
    missing: tuple[Missing, ...]
    before: tuple[Share, ...]
    after: tuple[Share, ...]
    asked: Asked
    dead: tuple[Problem, ...] = ()
    dropped_golden: int = 0


@dataclass(frozen=True, slots=True)
class Phrased:
    """A phrasing with the fact it belonged to and the one it belongs to now; "" where it was not written down."""

    text: str
    was_of: str
    now_of: str


_RANK = list(Shift)


def effect_on(phrased: Sequence[Phrased], before: Outcomes, after: Outcomes) -> tuple[list[Moved], list[Missing]]:
    """What became of phrasings."""
    moved, missing = [], []
    for one in phrased:
        now = after.get((one.text,))
        if now is None:
            continue
        was = before.get((one.text,))
        if not one.was_of and now[0].first != one.now_of:
            missing.append(Missing(one.text, one.now_of, _told(now[0])))
        if was is not None and (shift := _phrasing(one, was[0], now[0])):
            moved.append(shift)
    return moved, missing


def effect_on_golden(cases: Sequence[Case], before: Outcomes, after: Outcomes) -> list[Moved]:
    """What became of golden questions, each with its place; of a dialogue the first turn that fares otherwise."""
    return [moved for case in cases if (moved := _golden(case, before.get(messages(case)), after[messages(case)]))]


def worst_first(moved: Sequence[Moved]) -> tuple[Moved, ...]:
    """What broke first, golden questions before phrasings, then by how they moved."""
    return tuple(sorted(moved, key=lambda one: (not one.broke, one.mended, one.origin, _RANK.index(one.shift), one.owner, one.question)))


def messages(case: Case) -> Dialogue:
    return tuple(turn.question for turn in case.turns)


def figures(cases: Sequence[Case], outcomes: Outcomes) -> tuple[Share, ...]:
    """The shares of golden questions that are right."""
    return shares((case, _verdicts(case, outcomes[messages(case)])) for case in cases if messages(case) in outcomes)


def by_shift(moved: Sequence[Moved]) -> Counter[tuple[bool, Shift]]:
    return Counter((one.broke, one.shift) for one in moved)


def _phrasing(one: Phrased, was: Outcome, now: Outcome) -> Moved | None:
    shift = _shift(was, now)
    found, finds = was.first == one.was_of, now.first == (one.now_of or one.was_of)
    broke = bool(one.was_of) and found and not finds
    if shift is Shift.SAME and not broke:
        return None
    shift = Shift.OTHER if shift is Shift.SAME else shift
    return Moved(one.text, Origin.PHRASING, one.now_of or one.was_of, shift, _told(was), _told(now), broke, not found and finds)


def _golden(case: Case, before: tuple[Outcome, ...] | None, after: tuple[Outcome, ...]) -> Moved | None:
    if before is None:
        return None
    steps = list(zip(case.turns, before, after, strict=True))
    verdicts = [(judge(turn, was).right, judge(turn, now).right) for turn, was, now in steps]
    weights = [
        3 * (right and not stays) + 2 * (right != stays) + (_shift(was, now) is not Shift.SAME)
        for (right, stays), (_, was, now) in zip(verdicts, steps, strict=True)
    ]
    if not any(weights):
        return None
    at = weights.index(max(weights))
    _, was, now = steps[at]
    right, stays = verdicts[at]
    shift = _shift(was, now)
    question = " → ".join(messages(case)[: at + 1])
    return Moved(
        question, Origin.GOLDEN, case.place, Shift.OTHER if shift is Shift.SAME else shift, _told(was), _told(now),
        broke=right and not stays, mended=stays and not right,
    )  # fmt: skip


def _verdicts(case: Case, outcomes: tuple[Outcome, ...]) -> list[Verdict]:
    return [judge(turn, outcome) for turn, outcome in zip(case.turns, outcomes, strict=True)]


def _shift(was: Outcome, now: Outcome) -> Shift:
    answered = (was.kind is Kind.ANSWER, now.kind is Kind.ANSWER)
    if answered == (True, True):
        return Shift.SAME if was.facts[:1] == now.facts[:1] else Shift.OTHER
    if answered == (True, False):
        return Shift.AMBIGUOUS if now.kind is Kind.CLARIFY else Shift.LOST
    if answered == (False, True):
        return Shift.GAINED
    return Shift.SAME if was.kind is now.kind else Shift.KIND


def _told(outcome: Outcome) -> Told:
    return Told(outcome.kind, outcome.facts[0] if outcome.facts else outcome.first, round(outcome.confidence, 3))


def phrased(before: Mapping[str, str], after: Mapping[str, str]) -> Iterator[Phrased]:
    """All phrasings of two libraries, each once, with the fact each belonged and belongs to."""
    for text in dict.fromkeys([*after, *before]):
        yield Phrased(text, before.get(text, ""), after.get(text, ""))
