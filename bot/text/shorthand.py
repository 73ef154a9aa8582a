"""Abbreviations and chat spellings: what a whole token may stand for, and which reading fits its neighbours.

The short forms are data (`knowledge/shorthand.yaml`), written with or without signs (b/c, TT&TT, KT-XH) or spaces (GD ĐT), their đ also as the
keys leave it (HDDND, d9c). The odd spellings below follow rules (fải = phải, khôg = không, mìh = mình). Never touches document numbers.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from itertools import groupby

from bot.text.normalize import fold
from bot.text.syllable import is_folded_syllable, is_syllable
from bot.text.tokens import tokens

_MONEY = re.compile(r"(\d+(?:[.,]\d+)?)(k|tr|ty|tỷ|tỉ|củ|m)")
_MONEY_WORDS = {"k": "nghìn", "tr": "triệu", "củ": "triệu", "m": "triệu", "ty": "tỷ", "tỷ": "tỷ", "tỉ": "tỷ"}

_SIGN = r" ?& ?|[/.-]"
_SIGNED = re.compile(rf"(?<![\w/&.@-])[^\W\d_]+(?:(?:{_SIGN})[^\W\d_]+)+(?![\w/&@]|[-.]\w)")
_SIGNS = re.compile(_SIGN)
_PIECES = 5  # at most, of one abbreviation
_FEWEST = 4  # letters of an abbreviation that people write in two pieces ("GD ĐT"); shorter ones are two abbreviations


def cut(text: str, shorthand: Mapping[str, tuple[str, ...]]) -> list[str]:
    """The tokens of a comparable text, where an abbreviation written with signs or in pieces is one token."""
    found: list[str] = []
    at = 0
    for match in _SIGNED.finditer(text):
        found += tokens(text[at : match.start()])
        found += _signed(match[0], shorthand)
        at = match.end()
    return _pieced(found + tokens(text[at:]), shorthand)


def _signed(text: str, shorthand: Mapping[str, tuple[str, ...]]) -> list[str]:
    """Parts with signs between: the longest known abbreviations from the left, what is none cut as usual."""
    starts = [0, *(sign.end() for sign in _SIGNS.finditer(text))]
    ends = [*(sign.start() for sign in _SIGNS.finditer(text)), len(text)]
    found: list[str] = []
    first = 0
    while first < len(starts):
        longest = min(len(starts), first + _PIECES)
        last = next((last for last in range(longest - 1, first, -1) if _is_one(text[starts[first] : ends[last]], shorthand)), first)
        piece = text[starts[first] : ends[last]]
        found += [piece] if last > first else tokens(piece)
        first = last + 1
    return found


def _pieced(found: list[str], shorthand: Mapping[str, tuple[str, ...]]) -> list[str]:
    """Neighbours that are no syllables and make one abbreviation ("gd đt", "lđ tb xh") as one token, the longest first."""
    short = [*map(_is_short, found)]
    if True not in short:
        return found
    joined: list[str] = []
    at = 0
    while at < len(found):
        size = 1
        if short[at]:
            most = next((size for size in range(1, _PIECES) if at + size >= len(found) or not short[at + size]), _PIECES)
            size = next((size for size in range(most, 1, -1) if _is_one(" ".join(found[at : at + size]), shorthand, _FEWEST)), 1)
        joined.append(" ".join(found[at : at + size]))
        at += size
    return joined


@lru_cache(maxsize=20_000)
def _is_short(token: str) -> bool:
    """Whether a token may be a piece of an abbreviation: no syllable, no single letter."""
    return len(token) > 1 and token.replace("d9", "đ").isalpha() and not is_folded_syllable(fold(token))


def _is_one(whole: str, shorthand: Mapping[str, tuple[str, ...]], fewest: int = 1) -> bool:
    """Whether pieces make one abbreviation that says something else than they do one by one ("tp.hcm" does not)."""
    known = _known(whole, shorthand)
    if len(known) < fewest or not known:
        return False
    pieces = [shorthand.get(piece, ("",))[0] for piece in tokens(whole)]
    return tokens(" ".join(pieces)) != tokens(shorthand[known][0])


def _known(token: str, shorthand: Mapping[str, tuple[str, ...]]) -> str:
    """The short form that a token writes, with its signs or without, its đ typed or not; "" when there is none."""
    if token in shorthand or (token.isalpha() and "dd" not in token):
        return token if token in shorthand else ""
    for spelled in (token, _SIGNS.sub("", token).replace(" ", "")):
        for form in (spelled, *stroked(spelled)):
            if form in shorthand:
                return form
    return ""


def stroked(token: str) -> tuple[str, ...]:
    """A token whose đ were typed as Telex or VNI keys, with đ: "hddnd", "hd9nd"; of three d the first two or the last two."""
    if "d9" in token:
        return (token.replace("d9", "đ"),)
    if "dd" not in token:
        return ()
    return tuple(dict.fromkeys((token.replace("dd", "đ"), token[::-1].replace("dd", "đ")[::-1])))


def readings(token: str, shorthand: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """What a comparable token may stand for, most likely first; () when it stands for itself only."""
    known = _known(token, shorthand)
    if known:
        return shorthand[known]
    money = _MONEY.fullmatch(token)
    if money:
        return (f"{money[1]} {_MONEY_WORDS[money[2]]}",)
    return ()


def respelled(token: str) -> str:
    """A syllable spelled the chat way, by rule; "" when the token is a syllable itself, or no rule makes one of it."""
    if not token.isalpha() or is_syllable(token) or is_folded_syllable(fold(token)):
        return ""
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
