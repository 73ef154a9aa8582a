"""What measuring reads of an entry: its terms as 64-bit hashes in flat arrays, so that a whole shortlist is measured at once.

Hashes are Python's own, valid within one process only; a sheet is made when its entry is first measured and is never stored.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from bot.text.views import pairs

if TYPE_CHECKING:
    from bot.matching.entry import Unit

Keys = NDArray[np.int64]
Places = NDArray[np.intp]
Vector = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Bags:
    """Bags of terms of one view, one bag after another: distinct keys, how often each occurs, and how many keys each bag has."""

    keys: Keys
    times: NDArray[np.int32]
    sizes: Places


@dataclass(frozen=True, slots=True)
class Sheet:
    """`folds` and `pairs` have a bag for each unit, `tones` and `words` one for the whole entry. `parts` has a letter for each unit,
    `masses` the sum of rarities of its terms; `spoken` are the texts of those that people's words are compared with, `shuffled` sorted."""

    folds: Bags
    pairs: Bags
    tones: Bags
    words: Bags
    length: int
    masses: Vector
    parts: bytes
    spoken: tuple[str, ...]
    shuffled: tuple[str, ...]


def sheet_of(units: Sequence[Unit], rarity: Mapping[str, float], unseen: float) -> Sheet:
    """The sheet of an entry's units; `rarity` is that of folded terms, `unseen` that of terms it lacks."""
    views = [unit.view for unit in units]
    folds = [Counter(view.folds) for view in views]
    spoken = [unit for unit in units if unit.part in SPOKEN]
    return Sheet(
        _bags(folds), _bags([Counter(pairs(view.folds)) for view in views]),
        _bags([Counter(chain.from_iterable(view.tones for view in views))]), _bags([Counter(chain.from_iterable(view.words for view in views))]),
        sum(len(view.folds) for view in views), np.array([sum([rarity.get(term, unseen) for term in terms]) for terms in folds]),
        "".join(unit.part for unit in units).encode(),
        tuple(unit.text for unit in spoken), tuple(" ".join(sorted(unit.view.folds)) for unit in spoken),
    )  # fmt: skip


SPOKEN = "sp"  # the letters of the parts that stand in `spoken`


def keys_of(terms: Iterable[str]) -> Keys:
    return np.array([hash(term) for term in terms], dtype=np.int64)


def _bags(counts: Sequence[Counter[str]]) -> Bags:
    terms, times = chain.from_iterable(counts), chain.from_iterable(each.values() for each in counts)
    return Bags(keys_of(terms), np.array(list(times), dtype=np.int32), np.array([len(each) for each in counts], dtype=np.intp))


_FILTER = 1 << 14


@dataclass(frozen=True, slots=True)
class Asked:
    """A view's terms of a question by rising key, each with its weight, and that times its rarity."""

    keys: Keys
    weights: Vector
    weighed: Vector

    @classmethod
    def of(cls, weights: Mapping[str, float], rarity: Mapping[str, float]) -> Asked:
        keys = keys_of(weights)
        order = np.argsort(keys)
        plain = np.array(list(weights.values()), dtype=np.float64)
        return cls(keys[order], plain[order], (plain * [rarity[term] for term in weights])[order])

    def seek(self, bags: Sequence[Bags]) -> Hits:
        """Where terms that are asked for stand in the bags of several entries."""
        sizes = np.concatenate([each.sizes for each in bags])
        if not len(self.keys):
            return Hits(np.zeros(0, np.intp), np.zeros(0, np.intp), np.zeros(0), sizes)
        held = np.concatenate([each.keys for each in bags])
        where = self._maybe(held)
        which = np.searchsorted(self.keys, held[where])
        which[which == len(self.keys)] = 0
        right = self.keys[which] == held[where]
        where, which = where[right], which[right]
        times = np.concatenate([each.times for each in bags])[where].astype(np.float64)
        return Hits(np.searchsorted(np.cumsum(sizes), where, side="right"), which, times, sizes)

    def _maybe(self, held: Keys) -> Places:
        """The places of keys that may be asked for: all that are, and a few more."""
        table = np.zeros(_FILTER, dtype=bool)
        table[self.keys & (_FILTER - 1)] = True
        return np.flatnonzero(table[held & (_FILTER - 1)])


@dataclass(frozen=True, slots=True)
class Hits:
    """For each hit its bag, the term asked for and how often it stands there; and the sizes of all bags."""

    bags: Places
    which: Places
    times: Vector
    sizes: Places
