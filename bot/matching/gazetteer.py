"""Finds names of agencies, places and the like in tokens, longest first, with or without accents."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from bot.text.normalize import comparable
from bot.text.tokens import tokens
from bot.text.views import fold_token


@dataclass(frozen=True, slots=True)
class Found:
    """A name found: what it stands for, and the tokens [start, end) it covers."""

    key: str
    start: int
    end: int


class Gazetteer:
    """Names by their folded tokens. A name that is one short syllable is left out unless it is an abbreviation (no vowel confusion)."""

    def __init__(self, names: Iterable[tuple[str, str]]) -> None:
        """`names` are (name, what it stands for); the first owner of a name keeps it."""
        self._keys: dict[tuple[str, ...], str] = {}
        for name, key in names:
            folded = tuple(fold_token(token) for token in tokens(comparable(name)))
            if folded and folded not in self._keys:
                self._keys[folded] = key
        sizes: dict[str, set[int]] = {}
        for folded in self._keys:
            sizes.setdefault(folded[0], set()).add(len(folded))
        self._sizes = {head: sorted(its, reverse=True) for head, its in sizes.items()}  # of the names that begin with a token

    def find(self, folds: tuple[str, ...]) -> list[Found]:
        """All names in the folded tokens, left to right, none overlapping."""
        found = []
        at = 0
        while at < len(folds):
            hit = self._at(folds, at) if folds[at] in self._sizes else None
            if hit is None:
                at += 1
            else:
                found.append(hit)
                at = hit.end
        return found

    def _at(self, folds: tuple[str, ...], at: int) -> Found | None:
        for size in self._sizes[folds[at]]:
            name = folds[at : at + size]
            key = self._keys.get(name)
            if key is not None:
                return Found(key, at, at + len(name))
        return None
