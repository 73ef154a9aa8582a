"""Orders the candidates by learned weights. The weights are data (`weights.json`), learned by `hoidap learn` from labelled questions.

Does not decide what to say; `verdict` does.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.matching.entry import Entry
from bot.matching.features import NAMES, Matrix

Vector = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Ranked:
    """A candidate with its score, its share of the shortlist's probability, and its row of features."""

    entry: Entry
    score: float
    share: float
    features: Vector

    def feature(self, name: str) -> float:
        return float(self.features[NAMES.index(name)])


def rank(entries: list[Entry], matrix: Matrix, weights: Vector) -> list[Ranked]:
    """The candidates, best first."""
    if not entries:
        return []
    scores = matrix @ weights
    shares = np.exp(scores - scores.max())
    shares /= shares.sum()
    order = np.argsort(-scores, kind="stable")
    return [Ranked(entries[at], float(scores[at]), float(shares[at]), matrix[at]) for at in order]
