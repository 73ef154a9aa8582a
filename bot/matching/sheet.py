"""What measuring reads of an entry: its terms as 64-bit hashes in flat arrays, so that a whole shortlist is measured at once.

A sheet is stored as the bytes of its arrays, so that reading one costs next to nothing; its hashes are the same in every process. Terms of
one shortlist that fall on the same hash are less likely than a fault of the memory, so nobody looks for them.
"""

from __future__ import annotations

import struct
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from bot.domain.facet import Facet
from bot.text.views import View

Keys = NDArray[np.int64]
Places = NDArray[np.intp]
Vector = NDArray[np.float64]
Small = NDArray[np.uint16]

SPOKEN = "sp"  # the letters of the parts that people's words are compared with letter by letter
_BITS = {facet: 1 << place for place, facet in enumerate(Facet)}
_HEAD = struct.Struct("<6I")  # units, tokens, and where the keys of folds, pairs, tones and words end
_MOST = 0xFFFF


@dataclass(frozen=True, slots=True)
class Bags:
    """Bags of terms of one view, one bag after another: distinct keys, how often each occurs, and how many keys each bag has."""

    keys: Keys
    times: Small
    sizes: Places


@dataclass(frozen=True, slots=True)
class Sheet:
    """`folds` and `pairs` have a bag for each unit, `tones` and `words` one for the whole entry.

    `parts` has a letter for each unit, `asked` the facets it asks for as bits, `masses` the sum of rarities of its terms. `spoken` are the
    folded texts of the units that people's words are compared with, `shuffled` the same with sorted tokens.
    """

    folds: Bags
    pairs: Bags
    tones: Bags
    words: Bags
    length: int
    parts: bytes
    asked: Small
    masses: Vector
    spoken: tuple[str, ...]
    shuffled: tuple[str, ...]


class Rarities:
    """How rare each folded term of a library is, by its hash."""

    def __init__(self, keys: Keys, values: Vector) -> None:
        """`keys` rise."""
        self._keys, self._values = keys, values

    def masses(self, folds: Bags) -> Vector:
        """The sum of the rarities of each bag's terms. No bag is empty, and every term is one of the library's."""
        if not len(folds.keys):
            return np.zeros(0)
        return np.add.reduceat(self._values[np.searchsorted(self._keys, folds.keys)], np.cumsum(folds.sizes) - folds.sizes)


def sheet_bytes(parts: str, views: Sequence[View], asked: Sequence[Iterable[Facet]]) -> bytes:
    """What is stored of a sheet, for `sheet_of`: for each unit the letter of its part, its views, and the facets it asks for."""
    folds, pairs = [Counter(view.folds) for view in views], [Counter(view.pairs) for view in views]
    tones, words = Counter(chain.from_iterable(view.tones for view in views)), Counter(chain.from_iterable(view.words for view in views))
    bags = [*folds, *pairs, tones, words]
    sizes = [len(bag) for bag in bags]
    ends = np.cumsum([sum(sizes[: len(views)]), sum(sizes[len(views) : -2]), *sizes[-2:]]).tolist()
    times = [min(count, _MOST) for bag in bags for count in bag.values()]
    return b"".join(
        (
            _HEAD.pack(len(views), sum(len(view.folds) for view in views), *ends), keys_of(chain.from_iterable(bags)).astype("<i8").tobytes(),
            np.array([*sizes, *times, *map(bits_of, asked)], dtype="<u2").tobytes(), parts.encode(),
        )
    )  # fmt: skip


def sheet_of(stored: bytes, spoken: tuple[str, ...], shuffled: tuple[str, ...], rarities: Rarities) -> Sheet:
    """The sheet that was stored by `sheet_bytes`."""
    units, length, fold_end, pair_end, tone_end, end = _HEAD.unpack_from(stored)
    keys = np.frombuffer(stored, "<i8", end, _HEAD.size)
    small = np.frombuffer(stored, "<u2", 3 * units + 2 + end, _HEAD.size + 8 * end)
    sizes, times = small[: 2 * units + 2].astype(np.intp), small[2 * units + 2 :]
    folds = Bags(keys[:fold_end], times[:fold_end], sizes[:units])
    return Sheet(
        folds, Bags(keys[fold_end:pair_end], times[fold_end:pair_end], sizes[units:-2]),
        Bags(keys[pair_end:tone_end], times[pair_end:tone_end], sizes[-2:-1]), Bags(keys[tone_end:], times[tone_end:end], sizes[-1:]),
        length, stored[len(stored) - units :], times[end:], rarities.masses(folds), spoken, shuffled,
    )  # fmt: skip


def units_in(stored: bytes) -> int:
    """How many units a stored sheet has."""
    return int(_HEAD.unpack_from(stored)[0])


_NONE = Bags(np.zeros(0, np.int64), np.zeros(0, np.uint16), np.zeros(0, np.intp))
_ONE = Bags(_NONE.keys, _NONE.times, np.zeros(1, np.intp))
EMPTY = Sheet(_NONE, _NONE, _ONE, _ONE, 0, b"", _NONE.times, np.zeros(0), (), ())


def bits_of(facets: Iterable[Facet]) -> int:
    return sum(_BITS[facet] for facet in facets)


@lru_cache(maxsize=1 << 15)
def key_of(term: str) -> int:
    return int.from_bytes(blake2b(term.encode(), digest_size=8).digest(), "little", signed=True)


def keys_of(terms: Iterable[str]) -> Keys:
    return np.array([key_of(term) for term in terms], dtype=np.int64)


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
