"""Learns the weights of ranking and verdict from labelled cases.

Ranking: softmax over each shortlist, the right facts sharing the probability (listwise logistic regression). Verdict: logistic regression on
evidence gathered with rankings learned on the other folds, so that its probabilities hold for questions not seen. Both convex: one optimum.
Needs scipy (a development dependency).
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bot.domain.fact import Nature
from bot.library.cases import Case, Turn, golden_files, read_cases
from bot.matching.columns import NAMES, Matrix
from bot.matching.entry import Entry, Part
from bot.matching.features import measure
from bot.matching.leaning import ALONE, Leaning, merge, strength
from bot.matching.matcher import Matcher
from bot.matching.question import Question
from bot.matching.ranking import Ranked, Vector, rank
from bot.matching.verdict import EVIDENCE, TOLD, VAGUENESS, evidence, probability, vagueness
from bot.text.normalize import fold

FOLDS = 5
_NEARLY = 0.85  # a fact that holds this share of another one's words says the same
_BARE_WEIGHT = 0.8
_UNACCENTED_WEIGHT = 0.5  # half of all people type without accents, but the same question twice teaches less than two
_OUTSIDE_WEIGHT = 1.3
_VAGUE_WEIGHT = 3.0  # few messages are vague; each counts more
_RANKING_PULL, _VERDICT_PULL = 2.0, 1.0  # how strongly weights are held near zero (L2)
_STANDS_FOR = {
    "smalltalk": {Nature.SMALL_TALK},
    "emergency": {Nature.EMERGENCY},
    "abstain": {Nature.ELSEWHERE, Nature.ABSENCE, Nature.ABUSE},
}


_LIKELY = ("bm25_fold_share", "bm25_pair_share", "phrasing_dice", "alarm")  # which of several possible "not covered" entries is meant


@dataclass(frozen=True, slots=True)
class Example:
    """One labelled message, measured. `right` marks the candidates that are right; `weight` counts it more or less."""

    question: Question
    entries: list[Entry]
    matrix: Matrix
    right: Vector
    expect: str
    case: str
    weight: float = 1.0
    leans: float = 0.0


def examples(cases: Sequence[Case], matcher: Matcher, *, weight: float = 1.0) -> list[Example]:
    """Every message of the cases that has a definite expectation, measured as it will be when answering."""
    found: list[Example] = []
    for case in cases:
        earlier: Question | None = None
        before: tuple[str, ...] = ()
        for turn in case.turns:
            question = matcher.understand(turn.question)
            leaning = _leaning(matcher, question, before) if earlier else ALONE
            if earlier and leaning.strength:
                question = merge(earlier, question, matcher.lexicon)
            found.append(_example(matcher, case, turn, question, leaning, weight))
            earlier, before = question, turn.facts or before
    return found


def _leaning(matcher: Matcher, question: Question, facts: tuple[str, ...]) -> Leaning:
    row = matcher.shelf.row_of(facts[0]) if facts else None
    if row is None:
        return ALONE
    entry = matcher.shelf.entry(row)
    return Leaning(strength(question), entry.slots.directive, entry.topic, facts[:3])


def _example(matcher: Matcher, case: Case, turn: Turn, question: Question, leaning: Leaning, weight: float) -> Example:
    entries = matcher.candidates(question)
    matrix = measure(question, entries, matcher.lexicon, leaning)
    right = _right(matcher, turn, entries)
    expect = "abstain" if turn.expect == "answer" and _only_absent(matcher, turn) else turn.expect
    if (natures := _STANDS_FOR.get(expect)) and not right.any():
        likely = matrix[:, [NAMES.index(name) for name in _LIKELY]].sum(axis=1) * [entry.nature in natures for entry in entries]
        right = (likely > 0) * (likely >= 0.9 * likely.max(initial=0.0)).astype(float)
    return Example(question, entries, matrix, right, expect, case.id, weight, leaning.strength)


def _right(matcher: Matcher, turn: Turn, entries: list[Entry]) -> Vector:
    """Candidates that are labelled right, and those that say nearly all that a labelled one says (overviews, composed facts)."""
    rows = [row for row in map(matcher.shelf.row_of, turn.facts) if row is not None]
    said = [_said(matcher.shelf.entry(row)) for row in rows]
    return np.array(
        [float(entry.row in rows or (entry.nature.answers and any(_holds(_said(entry), terms) for terms in said))) for entry in entries]
    )


def _only_absent(matcher: Matcher, turn: Turn) -> bool:
    """Whether all that is known is that the documents do not say it."""
    rows = [row for row in map(matcher.shelf.row_of, turn.facts) if row is not None]
    return bool(rows) and all(matcher.shelf.entry(row).nature is Nature.ABSENCE for row in rows)


def _said(entry: Entry) -> frozenset[str]:
    return next((unit.terms for unit in entry.units if unit.part is Part.SAYS), frozenset())


def _holds(terms: frozenset[str], wanted: frozenset[str]) -> bool:
    return len(terms & wanted) >= _NEARLY * len(wanted)


def learn_ranking(shown: Sequence[Example]) -> Vector:
    """Weights of the features that put right candidates first."""
    used = [example for example in shown if 0 < example.right.sum() < len(example.right)]
    spread = _spread(np.concatenate([example.matrix for example in used]))
    parts = [(example.matrix / spread, example.right, example.weight) for example in used]

    def loss(weights: Vector) -> tuple[float, Vector]:
        total = _RANKING_PULL / 2 * float(weights @ weights)
        slope = _RANKING_PULL * weights
        for matrix, right, weight in parts:
            odds = np.exp((scores := matrix @ weights) - scores.max())
            chances = odds / odds.sum()
            held = float(chances @ right) + 1e-12
            total -= weight * float(np.log(held))
            slope = slope + weight * (matrix.T @ (chances - chances * right / held))
        return total, slope

    return _minimum(loss, len(NAMES)) / spread


def learn_verdict(observed: Matrix, right: Vector, weights: Vector) -> Vector:
    """Weights of the evidence, and a constant, that give the probability of being right."""
    spread = _spread(observed)
    table = np.hstack([observed / spread, np.ones((len(observed), 1))])

    def loss(guess: Vector) -> tuple[float, Vector]:
        chances = 1 / (1 + np.exp(-np.clip(table @ guess, -30, 30)))
        pull = np.append(guess[:-1], 0.0)
        fit = weights * (right * np.log(chances + 1e-12) + (1 - right) * np.log(1 - chances + 1e-12))
        return float(_VERDICT_PULL / 2 * pull @ pull - fit.sum()), _VERDICT_PULL * pull + table.T @ (weights * (chances - right))

    best = _minimum(loss, table.shape[1])
    return np.append(best[:-1] / spread, best[-1])


def _spread(table: Matrix) -> Vector:
    """The standard deviation of each column; 1 for columns that never vary, so that they weigh nothing."""
    spread = table.std(axis=0)
    return np.where(spread > 1e-6, spread, 1.0)


def _minimum(loss: Callable[[Vector], tuple[float, Vector]], size: int) -> Vector:
    from scipy.optimize import minimize  # noqa: PLC0415  only learning needs scipy

    return np.asarray(minimize(loss, np.zeros(size), jac=True, method="L-BFGS-B", options={"maxiter": 500}).x)


@dataclass(frozen=True, slots=True)
class Trade:
    """What telling every answer from a confidence on would give: answers told right, messages without an answer kept back; then both without accents."""

    confidence: float
    told: float
    kept: float
    told_unaccented: float
    kept_unaccented: float


@dataclass(frozen=True, slots=True)
class Learned:
    """New weights and what they reach on examples that were held out while learning."""

    ranking: Vector
    verdict: Vector
    vague: Vector
    first: float
    sure_share: float
    sure_right: float
    trade: tuple[Trade, ...]

    def text(self) -> str:
        """The held-out figures for people."""
        lines = [
            f"Đúng ngay mục đầu trên câu chưa học: {self.first:.3f}; trong các câu có độ chắc chắn từ 0,9 ({self.sure_share:.0%}): đúng {self.sure_right:.3f}",
            "Trả lời từ độ chắc chắn: câu có đáp án được trả lời đúng / câu ngoài phạm vi được từ chối (gõ có dấu như đã viết; gõ không dấu)",
        ]
        lines += [
            f"  {at.confidence:.2f}: {at.told:.3f} / {at.kept:.3f}   {at.told_unaccented:.3f} / {at.kept_unaccented:.3f}"
            for at in self.trade
        ]
        return "\n".join(lines)

    def plain(self) -> dict[str, dict[str, float]]:
        """The weights by name, as `weights.json` holds them."""
        return {
            "ranking": {name: round(float(value), 4) for name, value in zip(NAMES, self.ranking, strict=True)},
            "verdict": {name: round(float(value), 4) for name, value in zip((*EVIDENCE, "constant"), self.verdict, strict=True)},
            "vague": {name: round(float(value), 4) for name, value in zip((*VAGUENESS, "constant"), self.vague, strict=True)},
        }


def learn(shown: Sequence[Example], *, seed: int = 7) -> Learned:
    """Learn all weights; the figures come from held-out folds (cases are never split)."""
    held_out = list(_held_out(shown, seed))
    definite = [seen for seen in held_out if seen.example.expect != "clarify"]
    table = np.array([evidence(seen.example.question, seen.ranked, seen.example.leans) for seen in definite])
    marks, weights = np.array([seen.told_right for seen in definite]), np.array([_verdict_weight(seen.example) for seen in definite])
    verdict = learn_verdict(table, marks, weights)
    chances = np.array([probability(row, verdict) for row in table])
    plain = np.array([seen.example.weight == 1 for seen in definite])
    sure = (chances >= 0.9) & plain
    answers = [seen for seen in definite if seen.example.expect == "answer" and seen.example.weight == 1]
    return Learned(
        learn_ranking([example for example in shown if example.expect != "clarify"]), verdict, _learn_vague(held_out, verdict),
        float(np.mean([seen.first_right for seen in answers])), float(sure.sum() / plain.sum()),
        float(marks[sure].mean()) if sure.any() else 0.0, tuple(_trades(definite, chances)),
    )  # fmt: skip


def _trades(definite: Sequence[_Seen], chances: Vector) -> Iterator[Trade]:
    """The choice of a confidence from which answers are told, laid open on questions not seen while learning."""
    told = np.array([seen.told_right > 0 for seen in definite])
    answers = np.array([seen.example.expect == "answer" for seen in definite])
    for confidence in np.arange(0.2, 0.75, 0.05):
        shares = []
        for weight in (1.0, _UNACCENTED_WEIGHT):
            these = np.array([seen.example.weight == weight for seen in definite])
            shares += [_share((chances >= confidence) & told, these & answers), _share(chances < confidence, these & ~answers)]
        yield Trade(round(float(confidence), 2), *shares)


def _share(marks: NDArray[np.bool_], among: NDArray[np.bool_]) -> float:
    return float(marks[among].mean()) if among.any() else 0.0


def _verdict_weight(example: Example) -> float:
    """Telling something where nothing is known harms more than asking to say it again."""
    return example.weight * (1.0 if example.expect == "answer" else _OUTSIDE_WEIGHT)


@dataclass(frozen=True, slots=True)
class _Seen:
    """An example ranked with weights that were learned without it."""

    example: Example
    ranked: list[Ranked]
    first_right: float
    told_right: float


def _held_out(shown: Sequence[Example], seed: int) -> Iterator[_Seen]:
    chance = random.Random(seed)
    fold_of = {case: chance.randrange(FOLDS) for case in sorted({example.case for example in shown})}
    for left_out in range(FOLDS):
        ranking = learn_ranking([example for example in shown if fold_of[example.case] != left_out and example.expect != "clarify"])
        for example in shown:
            if fold_of[example.case] == left_out and example.entries:
                yield _seen(example, ranking)


def _seen(example: Example, ranking: Vector) -> _Seen:
    ranked = rank(example.entries, example.matrix, ranking)
    right = {entry.row for entry, mark in zip(example.entries, example.right, strict=True) if mark}
    told = [candidate for candidate in ranked if candidate.entry.nature.answers][:TOLD]
    answers = example.expect == "answer"
    return _Seen(
        example, ranked, float(ranked[0].entry.row in right), float(answers and any(candidate.entry.row in right for candidate in told))
    )


def _learn_vague(held_out: Sequence[_Seen], verdict: Vector) -> Vector:
    """Messages with several readings against all others; follow-ups say nothing here."""
    used = [seen for seen in held_out if not seen.example.leans]
    rows = []
    for seen in used:
        sure = probability(evidence(seen.example.question, seen.ranked, 0.0), verdict)
        rows.append(vagueness(seen.example.question, seen.ranked, sure))
    marks = np.array([float(seen.example.expect == "clarify") for seen in used])
    weights = np.array([seen.example.weight for seen in used])
    return learn_verdict(np.array(rows), marks, np.where(marks > 0, _VAGUE_WEIGHT, 1.0) * weights)


def learn_from(knowledge: Path, rich: Matcher, bare: Matcher, progress: Callable[[int, int], None]) -> Learned:
    """Learn from the golden cases of a knowledge folder: each as written, without accents, and answers also against a knowledge without phrasings."""
    cases = read_cases(golden_files(knowledge))
    answers = [case for case in cases if all(turn.expect == "answer" for turn in case.turns)]
    shown: list[Example] = []
    for place, case in enumerate(cases, 1):
        shown += examples([case], rich)
        shown += examples([_unaccented(case)], rich, weight=_UNACCENTED_WEIGHT)
        progress(place, len(cases))
    return learn(shown + examples(answers, bare, weight=_BARE_WEIGHT))


def _unaccented(case: Case) -> Case:
    return replace(case, turns=tuple(replace(turn, question=fold(turn.question)) for turn in case.turns))
