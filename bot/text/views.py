"""Three views of every text, made by the same function for facts and for questions: syllables with accents, folded syllables (and their
pairs), underthesea words with accents.

Does not weigh or compare them; that is `bot.matching`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from bot.text import segment
from bot.text.normalize import comparable, fold_syllable
from bot.text.tokens import is_document_number, tokens


@dataclass(frozen=True, slots=True)
class View:
    """`tones` are the tokens as typed, `folds` the same without accents, `words` the underthesea words made of them ("hỗ_trợ")."""

    tones: tuple[str, ...]
    folds: tuple[str, ...]
    words: tuple[str, ...]

    @property
    def pairs(self) -> tuple[str, ...]:
        return pairs(self.folds)


def pairs(folds: tuple[str, ...]) -> tuple[str, ...]:
    """Neighbouring tokens joined by "+": what tells "đường phố" from "phố đường" when accents are gone."""
    return tuple(map("+".join, pairwise(folds)))


def view(text: str) -> View:
    """The three views of any text."""
    return unpack(pack(text))


def view_of_tokens(tones: tuple[str, ...]) -> View:
    """The views of tokens already cut, without words (for texts whose accents are missing)."""
    return View(tones, tuple(fold_token(tone) for tone in tones), ())


def pack(text: str) -> str:
    """All three views in one line: tokens with accents, "_" between those of one word, " " between words."""
    text = comparable(text)
    cut = tokens(text)
    if not cut:
        return ""
    joins = _joins(text, cut)
    return "".join(token + ("_" if join else " ") for token, join in zip(cut, joins, strict=True)).strip(" _")


def unpack(packed: str) -> View:
    tones = tuple(packed.replace("_", " ").split())
    return View(tones, tuple(map(fold_token, tones)), tuple(packed.split()))


@lru_cache(maxsize=100_000)
def fold_token(token: str) -> str:
    """A token without accents; the letters of a document number keep their place."""
    return fold_syllable(token)


def _joins(text: str, cut: list[str]) -> list[bool]:
    """For each token whether underthesea puts it and the next one into one word."""
    ends: set[int] = set()
    at = 0
    for word in segment.words(text):
        at += _letters(word)
        ends.add(at)
    joins = []
    at = 0
    for index, token in enumerate(cut):
        at += _letters(token)
        last = index + 1 == len(cut)
        alone = is_document_number(token) or token[0].isdigit() or (not last and cut[index + 1][0].isdigit())
        joins.append(not last and not alone and at not in ends)
    return joins


def _letters(token: str) -> int:
    return len(token) if token.isalnum() else sum(map(str.isalnum, token))
