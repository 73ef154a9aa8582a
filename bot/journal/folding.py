"""A text in small letters without accents, sign for sign: `text.normalize` compares better but forgets where each letter stood."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

_LOOK_ALIKES = {"\u2212": "-", "\u00b7": ".", "\u2022": ".", "\u2024": ".", "\u3002": ".", "đ": "d", "Đ": "d", "\n": "\n"}


def folded(text: str) -> tuple[str, list[int]]:
    """The text in small letters without accents, marks and invisible characters; and where each of its characters came from."""
    plain = [(_plain(character), place) for place, character in enumerate(text)]
    return "".join(character for character, _ in plain), [place for character, place in plain if character]


@lru_cache(maxsize=4096)
def _plain(character: str) -> str:
    """One character, or none where it cannot be seen or only marks the one before."""
    if character in _LOOK_ALIKES:
        return _LOOK_ALIKES[character]
    digit = unicodedata.digit(character, None) if not "⁰" <= character <= "₉" and character not in "²³¹" else None
    if digit is not None:
        return str(digit)
    kind = unicodedata.category(character)
    if kind in ("Mn", "Me", "Cf"):
        return ""
    if kind == "Pd":
        return "-"
    if kind in ("Zs", "Cc", "Zl", "Zp"):
        return " "
    return unicodedata.normalize("NFKD", character).lower()[:1]
