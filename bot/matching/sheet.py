"""What measuring reads of an entry: its terms as 64-bit hashes in flat arrays, so that a whole shortlist is measured at once.

A sheet is stored as the bytes of its arrays, so that reading one costs next to nothing; its hashes are the same in every process. Terms of
one shortlist that fall on the same hash are less likely than a fault of the memory, so nobody looks for them.
"""

from __future__ import annotations

import struct
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from hashlib import blake2b
from itertools import accumulate, chain, pairwise

import numpy as np
from numpy.typing import NDArray

from bot.domain.facet import Facet
from bot.matching.lexicon import FOLD, PAIR, TONE, WORD
from bot.text.views import View

Keys = NDArray[np.int64]
Places = NDArray[np.intp]
Vector = NDArray[np.float64]
Small = NDArray[np.uint16]

SPOKEN = "sp"  # the letters of the parts that people's words are compared with letter by letter
_BITS = {facet: 1 << place for place, facet in enumerate(Facet)}
_HEAD = struct.Struct("<3I")  # units, tokens, keys
KINDS = (FOLD, PAIR, TONE, WORD)
_SALTS = {FOLD: 0, PAIR: 0x1B873593CC9E2D51, TONE: 0x52DCE729E6546B64, WORD: 0x38495AB5A136AAFB}
_MOST = 0xFFFF
_STARTS, _BEHIND = 1 << 16, 48  # in how many ways a hash begins, and how many bits stand behind that


@dataclass(frozen=True, slots=True)
class Sheet:
    """`keys` are those of its bags of terms, one bag after another: the folds of each unit, the pairs of each unit, then tones and words of the
    whole entry. `times` says how often each occurs in its bag, `sizes` how many keys each bag has.

    `parts` has a letter for each unit, `asked` the facets it asks for as bits, `masses` the sum of rarities of its terms. `spoken` are the
    folded texts of the units that people's words are compared with, `shuffled` the same with sorted tokens.
    """

    keys: Keys
    times: Small
    sizes: Small
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
        self._firsts = np.searchsorted(keys, np.arange(-_STARTS // 2, _STARTS // 2) << _BEHIND)  # where hashes that begin alike begin

    def masses(self, stored: Sequence[bytes]) -> list[Vector]:
        """For each stored sheet the sum of the rarities of each unit's folds. No unit is empty, and every fold is one of the library's."""
        sizes = [_sizes_of_folds(each) for each in stored]
        units = list(accumulate(map(len, sizes), initial=0))
        behind = np.cumsum(np.concatenate([[0], *sizes], dtype=np.intp))
        if not units[-1]:
            return [np.zeros(0) for _ in stored]
        folds = [np.frombuffer(each, "<i8", count, _HEAD.size) for each, count in zip(stored, np.diff(behind[units]).tolist(), strict=True)]
        sums = np.add.reduceat(self._values[self._places(np.concatenate(folds))], behind[:-1])
        return [sums[start:end] for start, end in pairwise(units)]

    def _places(self, wanted: Keys) -> Places:
        """Where hashes stand: hardly a step behind the first that begins with the same bits, for hashes are spread evenly."""
        at: Places = self._firsts[(wanted >> _BEHIND) + _STARTS // 2]
        behind = np.flatnonzero(self._keys[at] != wanted)
        while len(behind):
            at[behind] += 1
            behind = behind[self._keys[at[behind]] != wanted[behind]]
        return at


def _sizes_of_folds(stored: bytes) -> Small:
    """How many folds each unit of a stored sheet has."""
    units, _, end = _HEAD.unpack_from(stored)
    return np.frombuffer(stored, "<u2", units, _HEAD.size + 8 * end)


def sheet_bytes(parts: str, views: Sequence[View], asked: Sequence[Iterable[Facet]]) -> bytes:
    """What is stored of a sheet, for `sheet_of`: for each unit the letter of its part, its views, and the facets it asks for."""
    folds, pairs = [Counter(view.folds) for view in views], [Counter(view.pairs) for view in views]
    tones, words = Counter(chain.from_iterable(view.tones for view in views)), Counter(chain.from_iterable(view.words for view in views))
    bags = [*folds, *pairs, tones, words]
    keys = np.concatenate(
        [keys_of(kind, chain.from_iterable(each)) for kind, each in zip(KINDS, (folds, pairs, [tones], [words]), strict=True)]
    )
    times = chain.from_iterable(bag.values() for bag in bags)
    small = np.minimum(np.array([*map(len, bags), *times, *map(bits_of, asked)]), _MOST).astype("<u2")
    head = _HEAD.pack(len(views), sum(len(view.folds) for view in views), len(keys))
    return b"".join((head, keys.astype("<i8").tobytes(), small.tobytes(), parts.encode()))


def sheet_of(stored: bytes, spoken: tuple[str, ...], shuffled: tuple[str, ...], masses: Vector) -> Sheet:
    """The sheet that was stored by `sheet_bytes`; its masses are those of `Rarities`."""
    units, length, end = _HEAD.unpack_from(stored)
    keys = np.frombuffer(stored, "<i8", end, _HEAD.size)
    small = np.frombuffer(stored, "<u2", 3 * units + 2 + end, _HEAD.size + 8 * end)
    sizes, times, asked = small[: 2 * units + 2], small[2 * units + 2 : 2 * units + 2 + end], small[2 * units + 2 + end :]
    return Sheet(keys, times, sizes, length, stored[len(stored) - units :], asked, masses, spoken, shuffled)


def units_in(stored: bytes) -> int:
    """How many units a stored sheet has."""
    return int(_HEAD.unpack_from(stored)[0])


_NONE = np.zeros(0, np.uint16)
EMPTY = Sheet(np.zeros(0, np.int64), _NONE, np.zeros(2, np.uint16), 0, b"", _NONE, np.zeros(0), (), ())


def bits_of(facets: Iterable[Facet]) -> int:
    return sum(_BITS[facet] for facet in facets)


@lru_cache(maxsize=1 << 15)
def key_of(term: str) -> int:
    return int.from_bytes(blake2b(term.encode(), digest_size=8).digest(), "little", signed=True)


def keys_of(kind: str, terms: Iterable[str]) -> Keys:
    """The hashes of terms of one view; the same text in another view has another one."""
    return np.array([key_of(term) for term in terms], dtype=np.int64) ^ _SALTS[kind]


_FILTER = 1 << 14


@dataclass(frozen=True, slots=True)
class Asked:
    """All terms of a question, view after view (`of` says from where to where), each with its hash, its weight, and that times its rarity."""

    keys: Keys
    weights: Vector
    weighed: Vector
    of: Mapping[str, slice]

    @classmethod
    def among(cls, views: Mapping[str, Mapping[str, float]], rarities: Callable[[str, Iterable[str]], Sequence[float]]) -> Asked:
        """`rarities` says how rare terms of a view are."""
        keys = np.concatenate([keys_of(kind, weights) for kind, weights in views.items()])
        plain = np.array([weight for weights in views.values() for weight in weights.values()], dtype=np.float64)
        rare = [rare for kind, weights in views.items() for rare in rarities(kind, weights)]
        ends = list(accumulate(map(len, views.values()), initial=0))
        return cls(keys, plain, plain * rare, {kind: slice(*ends[at : at + 2]) for at, kind in enumerate(views)})

    def seek(self, sheets: Sequence[Sheet]) -> Hits:
        """Where terms that are asked for stand in the bags of several entries."""
        if not len(self.keys):
            return Hits(np.zeros(0, np.intp), np.zeros(0, np.intp), np.zeros(0))
        held = np.concatenate([sheet.keys for sheet in sheets])
        where, which = self._found(held)
        sizes = np.concatenate([sheet.sizes for sheet in sheets])
        times = np.concatenate([sheet.times for sheet in sheets])[where].astype(np.float64)
        return Hits(np.repeat(np.arange(len(sizes)), sizes)[where], which, times)

    def _found(self, held: Keys) -> tuple[Places, Places]:
        """The places of keys that are asked for, and their terms. A small table of the last bits tells the most of the others at once."""
        table = np.full(_FILTER, -1, dtype=np.int16)
        last, terms = self.keys & (_FILTER - 1), np.arange(len(self.keys))
        table[last] = terms
        bits = held & (_FILTER - 1)
        where = np.flatnonzero(table.take(bits) >= 0)
        found, bits = held[where], bits[where]
        which = table[bits]
        left = terms[table[last] != terms]
        while len(left):  # terms that share their last bits with others: the table knows one of them at a time
            table[last[left]] = left
            which = np.where(self.keys[which] == found, which, table[bits])
            left = left[table[last[left]] != left]
        right = self.keys[which] == found
        return where[right], which[right].astype(np.intp)


@dataclass(frozen=True, slots=True)
class Hits:
    """For each hit its bag (those of all entries counted on), the term asked for, and how often it stands there."""

    bags: Places
    which: Places
    times: Vector
