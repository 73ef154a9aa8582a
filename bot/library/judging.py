"""Whether an outcome is what a labelled question expects, and the figures over many of them.

Questions with fact ids are judged by the facts told; those with groups of alternative texts by what was said, as the question sets define
it: right in the first 1,500 characters with a cited document, direct in the first 350.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.domain.outcome import Kind, Outcome
from bot.library.cases import Case, Turn
from bot.text.normalize import clean

_WHOLE, _HEAD = 1500, 350
DIALOGUES = "dialogues"


@dataclass(frozen=True, slots=True)
class Verdict:
    """`safe` is false only for an answer where there is none."""

    right: bool
    direct: bool
    safe: bool = True


@dataclass(frozen=True, slots=True)
class Share:
    """How many of the questions of one expectation were right."""

    name: str
    asked: int
    right: int

    @property
    def value(self) -> float:
        return self.right / self.asked if self.asked else 1.0


def judge(turn: Turn, outcome: Outcome) -> Verdict:
    """Whether an outcome is right, direct and safe."""
    if turn.expect == Kind.ANSWER:
        return _judge_answer(turn, outcome)
    if turn.expect == Kind.ABSTAIN:
        corrected = bool(turn.accept) and _holds_all(outcome.text[:_WHOLE], turn.accept)
        right = outcome.kind is Kind.ABSTAIN or corrected
        return Verdict(right, right, outcome.kind is not Kind.ANSWER or corrected)
    if turn.expect == Kind.CLARIFY:
        offered = " ".join([outcome.text[:_WHOLE], *outcome.options])
        known = sum(any(_holds(offered, name) for name in reading) for reading in turn.readings)
        right = outcome.kind in (Kind.CLARIFY, Kind.ANSWER) and known >= min(2, len(turn.readings))
        return Verdict(right, right)
    right = outcome.kind == turn.expect
    return Verdict(right, right, outcome.kind is not Kind.ANSWER)


def shares(judged: Iterable[tuple[Case, Sequence[Verdict]]]) -> tuple[Share, ...]:
    """The share of right turns by expectation, and of dialogues with every turn right."""
    asked: Counter[str] = Counter()
    right: Counter[str] = Counter()
    for case, verdicts in judged:
        for turn, verdict in zip(case.turns, verdicts, strict=True):
            asked[turn.expect] += 1
            right[turn.expect] += verdict.right
        if len(case.turns) > 1:
            asked[DIALOGUES] += 1
            right[DIALOGUES] += all(verdict.right for verdict in verdicts)
    return tuple(Share(name, asked[name], right[name]) for name in sorted(asked))


def _judge_answer(turn: Turn, outcome: Outcome) -> Verdict:
    answered = outcome.kind is Kind.ANSWER
    if turn.facts:
        right = answered and bool(set(turn.facts) & set(outcome.facts))
        return Verdict(right, right and outcome.facts[0] in turn.facts)
    cited = not turn.source or any(number.lower() in f"{' '.join(outcome.sources)}{outcome.text}".lower() for number in turn.source)
    right = answered and cited and _holds_all(outcome.text[:_WHOLE], turn.must)
    head = outcome.text if turn.facet == "list" else outcome.text[:_HEAD]
    direct = right and _holds_all(head, turn.must) and not any(_holds(head, wrong) for wrong in turn.must_not)
    return Verdict(right, direct)


def _holds_all(text: str, groups: Sequence[Sequence[str]]) -> bool:
    return all(any(_holds(text, alternative) for alternative in group) for group in groups)


def _holds(text: str, wanted: str) -> bool:
    """Whether whole tokens of the text read as wanted: "5%" is not in "35%"; 09/2022 is 9/2022."""
    text, wanted = (re.sub(r"(?<!\d)0(\d)(?=/)", r"\1", " ".join(clean(part).lower().replace("–", "-").split())) for part in (text, wanted))
    before = r"(?<![\w/.,])" if wanted[:1].isdigit() else r"(?<!\w)" if wanted[:1].isalnum() else ""
    after = r"(?!\d|[.,]\d)" if wanted[-1:].isdigit() else r"(?!\w)" if wanted[-1:].isalnum() else ""
    return re.search(before + re.escape(wanted) + after, text) is not None
