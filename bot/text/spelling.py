"""Slips of the finger: folded syllables that occur nowhere in the knowledge, mended to ones that do and that fit their neighbours.

Only unknown tokens are touched, and what was typed stays as one reading; a slip that makes another known word is left to the ranking.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property, lru_cache

_LETTERS = "abcdeghiklmnopqrstuvxy"
_SLIPS = 2  # letters that a mended token may have more than what was meant
Pairs = Callable[[str, str], int]


class Speller:
    """Mends tokens against a vocabulary (folded syllable -> count). `together` says how often two syllables stand side by side."""

    def __init__(self, vocabulary: Mapping[str, int], together: Pairs) -> None:
        self._known = {word: count for word, count in vocabulary.items() if word.isalpha()}
        self._longest = max(map(len, self._known), default=0)
        self._together = together
        self._near = lru_cache(maxsize=20_000)(self._edits)

    def prepare(self) -> None:
        """Make beforehand what the first token with two slips would wait for."""
        self._lessened  # noqa: B018

    def knows(self, token: str) -> bool:
        return token in self._known

    def mend(self, token: str, before: str, after: str, most: int = 2) -> list[tuple[str, float]]:
        """Known syllables (or two, where a space was missed) within one slip of the token, best first, each with a weight up to 1."""
        if len(token) < 2 or not token.isalpha() or len(token) > 2 * self._longest:
            return []
        scored = []
        for word in self._near(token):
            near = sum(3.0 for side in ((before, word), (word, after)) if all(side) and self._together(*side))
            scored.append((near + min(self._known[word], 50) / 50 + (0.5 if word[0] == token[0] else 0), word))
        split = self._split(token)
        if split:
            scored.append((2.5, split))
        scored.sort(reverse=True)
        best = scored[0][0] if scored else 0
        return [(word, 0.9 if score == best else 0.45) for score, word in scored[:most] if score >= best - 1.5]

    def _split(self, token: str) -> str:
        """Two known syllables written as one ("khieunai")."""
        if len(token) < 5:
            return ""
        halves = [(self._together(token[:cut], token[cut:]), cut) for cut in range(2, len(token) - 1)
                  if token[:cut] in self._known and token[cut:] in self._known]  # fmt: skip
        count, cut = max(halves, default=(0, 0))
        return f"{token[:cut]} {token[cut:]}" if count else ""

    def _edits(self, token: str) -> tuple[str, ...]:
        """Known words one slip away: a letter dropped, added, changed, or two swapped; for long tokens two slips of which one is a swap or drop.

        None for a token too long for any known word: trying the slips of thousands of letters would take seconds.
        """
        if len(token) > self._longest + _SLIPS:
            return ()
        once = _one_slip(token)
        found = {word for word in once if word in self._known}
        if not found and len(token) >= 5:
            slips = {slip for slip in once if len(slip) >= 3}
            letters = {*_LETTERS, *token}
            near = {word for less in _lessened(token) for word in self._lessened.get(less, ())}
            found = {word for word in near if not slips.isdisjoint(_slips_before(word, letters))}
        return tuple(sorted(found))

    @cached_property
    def _lessened(self) -> dict[str, list[str]]:
        """Every known word under all it becomes when up to two letters are dropped: two words at most two slips apart meet there."""
        index: dict[str, list[str]] = {}
        for word in self._known:
            for less in _lessened(word):
                index.setdefault(less, []).append(word)
        return index


def _lessened(word: str) -> set[str]:
    once = {word[:place] + word[place + 1 :] for place in range(len(word))}
    return {word} | once | {less[:place] + less[place + 1 :] for less in once for place in range(len(less))}


def _slips_before(word: str, letters: set[str]) -> set[str]:
    """Every token of the letters whose slip (`_one_slip`) may be the word."""
    cuts = [(word[:place], word[place:]) for place in range(len(word) + 1)]
    longer = {left + letter + right for left, right in cuts for letter in letters}
    swapped = {left + right[1] + right[0] + right[2:] for left, right in cuts if len(right) > 1}
    changed = {left + letter + right[1:] for left, right in cuts if right and right[0] in _LETTERS for letter in letters}
    shorter = {left + right[1:] for left, right in cuts if right and right[0] in _LETTERS}
    return (longer | swapped | changed | shorter) - {word}


def _one_slip(token: str) -> set[str]:
    cuts = [(token[:place], token[place:]) for place in range(len(token) + 1)]
    dropped = {left + right[1:] for left, right in cuts if right}
    swapped = {left + right[1] + right[0] + right[2:] for left, right in cuts if len(right) > 1}
    changed = {left + letter + right[1:] for left, right in cuts if right for letter in _LETTERS}
    added = {left + letter + right for left, right in cuts for letter in _LETTERS}
    return (dropped | swapped | changed | added) - {token, ""}
