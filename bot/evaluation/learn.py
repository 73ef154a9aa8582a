"""Learns the weights of ranking and verdict from labelled cases.

Ranking: softmax over each shortlist, the right facts sharing the probability (listwise logistic regression). Verdict: logistic regression on
evidence gathered with rankings learned on the other folds, so that its probabilities hold for questions not seen. Both convex: one optimum.
Needs scipy (a development dependency).
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from bot.domain.fact import Nature
from bot.evaluation.cases import Case, Turn, golden_files, read_cases
from bot.matching.entry import Entry
from bot.matching.features import NAMES, Matrix, measure
from bot.matching.leaning import ALONE, Leaning, merge, strength
from bot.matching.matcher import Matcher
from bot.matching.question import Question
from bot.matching.ranking import Vector, rank
from bot.matching.verdict import EVIDENCE, confidence, evidence

FOLDS = 5
_BARE_WEIGHT = 0.25
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
            if turn.expect != "clarify":
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
    right = np.array([float(entry.id in turn.facts) for entry in entries])
    if natures := _STANDS_FOR.get(turn.expect):
        likely = matrix[:, [NAMES.index(name) for name in _LIKELY]].sum(axis=1) * [entry.nature in natures for entry in entries]
        right = (likely > 0) * (likely >= 0.9 * likely.max(initial=0.0)).astype(float)
    return Example(question, entries, matrix, right, turn.expect, case.id, weight)


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
class Learned:
    """New weights and what they reach on examples that were held out while learning."""

    ranking: Vector
    verdict: Vector
    first: float
    sure_share: float
    sure_right: float

    def plain(self) -> dict[str, dict[str, float]]:
        """The weights by name, as `weights.json` holds them."""
        return {
            "ranking": {name: round(float(value), 4) for name, value in zip(NAMES, self.ranking, strict=True)},
            "verdict": {name: round(float(value), 4) for name, value in zip((*EVIDENCE, "constant"), self.verdict, strict=True)},
        }


def learn(shown: Sequence[Example], *, seed: int = 7) -> Learned:
    """Learn both sets of weights; the figures come from held-out folds (cases are never split)."""
    chance = random.Random(seed)
    fold_of = {case: chance.randrange(FOLDS) for case in sorted({example.case for example in shown})}
    observed: list[Vector] = []
    right: list[float] = []
    weights: list[float] = []
    firsts: list[float] = []
    for fold in range(FOLDS):
        ranking = learn_ranking([example for example in shown if fold_of[example.case] != fold])
        for example in shown:
            if fold_of[example.case] != fold or not example.entries:
                continue
            ranked = rank(example.entries, example.matrix, ranking)
            place = {entry.row: mark for entry, mark in zip(example.entries, example.right, strict=True)}
            best = next((candidate for candidate in ranked if candidate.entry.nature.answers), ranked[0])
            good = float(example.expect == "answer" and best is ranked[0] and place[best.entry.row] > 0)
            observed.append(evidence(example.question, ranked))
            right.append(good)
            weights.append(example.weight)
            if example.expect == "answer" and example.weight == 1:
                firsts.append(good)
    table, marks = np.array(observed), np.array(right)
    verdict = learn_verdict(table, marks, np.array(weights))
    sure = np.array([confidence(row, verdict) for row in table]) >= 0.9
    return Learned(
        learn_ranking(shown), verdict, float(np.mean(firsts)), float(sure.mean()), float(marks[sure].mean()) if sure.any() else 0.0
    )


def learn_from(knowledge: Path, rich: Matcher, bare: Matcher, progress: Callable[[int, int], None]) -> Learned:
    """Learn from the golden cases of a knowledge folder; answers are shown once with all phrasings and, weighing less, without any."""
    cases = read_cases(golden_files(knowledge))
    answers = [case for case in cases if all(turn.expect == "answer" for turn in case.turns)]
    shown: list[Example] = []
    for place, case in enumerate(cases, 1):
        shown += examples([case], rich)
        progress(place, len(cases))
    return learn(shown + examples(answers, bare, weight=_BARE_WEIGHT))
