"""Abbreviations and chat spellings: what a whole token may stand for, and which reading fits its neighbours.

The short forms are data (`knowledge/shorthand.yaml`); the odd spellings below follow rules (fải = phải, khôg = không, mìh = mình).
Never touches document numbers.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from itertools import groupby

from bot.text.normalize import fold
from bot.text.syllable import is_folded_syllable, is_syllable

_MONEY = re.compile(r"(\d+(?:[.,]\d+)?)(k|tr|ty|tỷ|tỉ|củ|m)")
_MONEY_WORDS = {"k": "nghìn", "tr": "triệu", "củ": "triệu", "m": "triệu", "ty": "tỷ", "tỷ": "tỷ", "tỉ": "tỷ"}


def readings(token: str, shorthand: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """What a comparable token may stand for, most likely first; () when it stands for itself only."""
    if token in shorthand:
        return shorthand[token]
    money = _MONEY.fullmatch(token)
    if money:
        return (f"{money[1]} {_MONEY_WORDS[money[2]]}",)
    if not token.isalpha() or is_syllable(token) or is_folded_syllable(fold(token)):
        return ()
    mended = _by_rule(token)
    return (mended,) if mended else ()


def _by_rule(token: str) -> str:
    """A syllable spelled the chat way, by rule; "" when no rule makes a syllable of it."""
    short = "".join(letter for letter, _ in groupby(token))
    for spelled in (token, short):
        for mend in _RULES:
            made = mend(spelled)
            if made != token and (is_syllable(made) or is_folded_syllable(fold(made))):
                return made
    return ""


_RULES: tuple[Callable[[str], str], ...] = (
    lambda token: token,
    lambda token: re.sub("^f", "ph", token),
    lambda token: re.sub("^w", "qu", token),
    lambda token: re.sub("^j", "gi", token),
    lambda token: re.sub("^z", "d", token),
    lambda token: re.sub("^k(?=[aăâoôơuưàáảãạòóỏõọùúủũụ])", "c", token),
    lambda token: re.sub("g$", "ng", token) if not token.endswith("ng") else token,
    lambda token: re.sub("h$", "nh", token) if not token.endswith(("nh", "ch")) else token,
    lambda token: token.replace("j", "i"),
    lambda token: re.sub("^ng(?=[eêi])", "ngh", token),
    lambda token: re.sub("^ngh(?=[aăâoôơuư])", "ng", token),
    lambda token: re.sub("^c(?=[eêiy])", "k", token),
)
