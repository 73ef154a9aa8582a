"""Orders the candidates by learned weights. The weights are data (`weights.json`), learned by `hoidap learn` from labelled questions.

Does not decide what to say; `verdict` does.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from bot.matching.columns import PLACE, Matrix
from bot.matching.entry import Entry

Vector = NDArray[np.float64]


class Ranked(NamedTuple):
    """A candidate with its score, its share of the shortlist's probability, and its row of features."""

    entry: Entry
    score: float
    share: float
    features: Vector

    def feature(self, name: str) -> float:
        return float(self.features[PLACE[name]])


def rank(entries: list[Entry], matrix: Matrix, weights: Vector) -> list[Ranked]:
    """The candidates, best first."""
    if not entries:
        return []
    scores = matrix @ weights
    shares = np.exp(scores - scores.max())
    shares /= shares.sum()
    order = np.argsort(-scores, kind="stable")
    best = zip(order.tolist(), scores[order].tolist(), shares[order].tolist(), matrix[order], strict=True)
    return [Ranked(entries[at], score, share, features) for at, score, share, features in best]
