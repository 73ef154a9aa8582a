"""Cuts tokens into words with the weights of a trained tagger (CRFsuite's file format): the same words as the library that trained it makes,
some ten times faster, because what each run of tokens weighs is added up once, when the weights are read.

Takes lower-case tokens; does not train and does not tokenize. Its features are those of word segmenting: runs of one to three tokens, and
whether they are digits, titles or words of a dictionary.
"""

from __future__ import annotations

import struct
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise, product
from operator import add
from pathlib import Path

BEGINS = "B-W"
_BEFORE, _BEHIND = "BOS", "EOS"
_PLACES = (
    ("T[-2]", "T[-1]", "T[0]", "T[1]", "T[2]"),
    ("T[-2,-1]", "T[-1,0]", "T[0,1]", "T[1,2]"),
    ("T[-2,0]", "T[-1,1]", "T[0,2]"),
)  # where a run of one, two, three tokens may stand around the one that is judged
_TOLD = (".isdigit", ".istitle", ".is_in_dict")
_WAYS = ("", ".lower", *_TOLD)
_HEADER = struct.Struct("<4sI4s9I")
_FEATURE = struct.Struct("<3Id")  # whether it is a move, from, to, weight
_REMEMBERED = 1 << 15

Leaning = tuple[float, ...]  # for each place of a run, how much it speaks for beginning a word there rather than going on with one


@dataclass(frozen=True, slots=True)
class Model:
    """`weights` by attribute, above 0 for beginning a word; `moves` from one token to the next: begin and begin, begin and go on, ..."""

    weights: dict[str, float]
    moves: tuple[float, float, float, float]


def read_model(path: Path) -> Model:
    """The model of a file. Raises ValueError for a file that is no tagger of words."""
    stored = path.read_bytes()
    magic, _, kind, *_, features_at, labels_at, attributes_at, _, _ = _HEADER.unpack_from(stored)
    if (magic, kind) != (b"lCRF", b"FOMC") or BEGINS not in (labels := _strings(stored, labels_at)) or len(labels) != 2:
        raise ValueError(f"{path}: no tagger of words")
    (count,) = struct.unpack_from("<I", stored, features_at + 8)
    attributes, begins = _strings(stored, attributes_at), labels.index(BEGINS)
    leans, moves = [0.0] * len(attributes), [0.0] * 4
    for move, source, target, weight in _FEATURE.iter_unpack(stored[features_at + 12 : features_at + 12 + count * _FEATURE.size]):
        if move:
            moves[2 * (source ^ begins) + (target ^ begins)] = weight
        else:
            leans[source] += weight if target == begins else -weight
    stay, leave, enter, go = moves
    return Model(dict(zip(attributes, leans, strict=True)), (stay, leave, enter, go))


def _strings(stored: bytes, start: int) -> list[str]:
    """The strings of a constant database (CQDB), by their numbers."""
    count, places = struct.unpack_from("<2I", stored, start + 16)
    found = []
    for place in struct.unpack_from(f"<{count}I", stored, start + places):
        (size,) = struct.unpack_from("<I", stored, start + place + 4)
        found.append(stored[start + place + 8 : start + place + 7 + size].decode())
    return found


class Tagger:
    """Says of each token whether it goes on with the word before it."""

    def __init__(self, model: Model, dictionary: Container[str]) -> None:
        self._moves = model.moves
        self._one, self._two, self._three = (_Runs(places, model.weights, dictionary) for places in _PLACES)
        self._token = lru_cache(maxsize=_REMEMBERED)(lambda token: self._one.weigh((token,)))

    def goes_on(self, tokens: Sequence[str]) -> list[bool]:
        """The best way through the tokens (Viterbi's, with two states)."""
        stay, leave, enter, go = self._moves
        begins, goes_on = 0.0, 0.0
        ways: list[tuple[bool, bool]] = []
        for place, leaning in enumerate(self._leanings(tokens)):
            if place:
                ways.append((goes_on + enter > begins + stay, goes_on + go > begins + leave))
                begins, goes_on = max(begins + stay, goes_on + enter), max(begins + leave, goes_on + go)
            begins += leaning
        states = [goes_on > begins]
        for before_begin, before_going in reversed(ways):
            states.append(before_going if states[-1] else before_begin)
        return states[::-1][: len(tokens)]

    def _leanings(self, tokens: Sequence[str]) -> list[float]:
        """For each token how much speaks for beginning a word."""
        one, two, three = self._one, self._two, self._three
        ones = (one.before, one.before, *map(self._token, tokens), one.behind, one.behind)
        twos = (two.before, two.before, *map(two.weigh, pairwise(tokens)), two.behind, two.behind)
        inner = map(three.weigh, zip(tokens, tokens[1:], tokens[2:], strict=False))
        threes = (three.before, three.before, *inner, three.behind, three.behind)
        return [
            ones[at][0] + ones[at + 1][1] + ones[at + 2][2] + ones[at + 3][3] + ones[at + 4][4]
            + twos[at][0] + twos[at + 1][1] + twos[at + 2][2] + twos[at + 3][3]
            + threes[at][0] + threes[at + 1][1] + threes[at + 2][2]
            for at in range(len(tokens))
        ]  # fmt: skip


class _Runs:
    """What runs of one length weigh. `before` and `behind` are those that reach over an end of the text."""

    def __init__(self, places: tuple[str, ...], weights: Mapping[str, float], dictionary: Container[str]) -> None:
        self._dictionary = dictionary
        self.before, self.behind = (_sums(places, weights, [f"{way}={end}" for way in _WAYS]) for end in (_BEFORE, _BEHIND))
        self._kinds = {
            kind: _sums(places, weights, [f"{way}={told}" for way, told in zip(_TOLD, kind, strict=True)])
            for kind in product((False, True), repeat=len(_TOLD))
        }
        self._texts = _by_text(places, weights)

    def weigh(self, run: tuple[str, ...]) -> Leaning:
        text = " ".join(run)
        title = not run[0][0].islower() and all(map(_is_title, run))  # most runs begin with a small letter, and need no longer look
        told = self._kinds[title and text.isascii() and text.isdigit(), title, text in self._dictionary]
        own = self._texts.get(text)
        return tuple(map(add, own, told)) if own else told


def _sums(places: tuple[str, ...], weights: Mapping[str, float], ends: Sequence[str]) -> Leaning:
    return tuple(sum(weights.get(place + end, 0.0) for end in ends) for place in places)


def _by_text(places: tuple[str, ...], weights: Mapping[str, float]) -> dict[str, Leaning]:
    """What single texts weigh; as they are and in lower case, which for lower-case tokens is the same."""
    found: dict[str, list[float]] = {}
    at = {f"{place}{way}": number for number, place in enumerate(places) for way in ("", ".lower")}
    for name, weight in weights.items():
        place, _, text = name.partition("=")
        if place in at:
            found.setdefault(text, [0.0] * len(places))[at[place]] += weight
    return {text: tuple(leaning) for text, leaning in found.items()}


def _is_title(token: str) -> bool:
    """As the trained tagger sees it: all that does not begin with a small letter."""
    return not token[:1].isalpha() or token[:1].isupper()
