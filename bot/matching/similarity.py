"""The door to rapidfuzz: how alike two folded texts are, letter by letter, from 0 to 1.

`ratio` and `token_sort_ratio` only: of rapidfuzz's scorers they rank best on questions; `WRatio` ranks worst.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process


def ratios(asked: str, texts: Sequence[str]) -> NDArray[np.float32]:
    """For each text the plain ratio to what was asked."""
    if not texts:
        return np.zeros(0, dtype=np.float32)
    return np.asarray(process.cdist([asked], texts, scorer=fuzz.ratio, dtype=np.float32)[0] / 100, dtype=np.float32)


def sorted_ratios(asked: str, texts: Sequence[str]) -> NDArray[np.float32]:
    """For each text the ratio after sorting the tokens of both, so that order does not count."""
    return ratios(" ".join(sorted(asked.split())), [" ".join(sorted(text.split())) for text in texts])
