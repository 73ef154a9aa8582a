"""Telex and VNI typed with the input method off: "hoox trowj nhaf owr", "ho64 tro75 nha2 o73".

The method is guessed for the whole message, never word by word; a decoded token must be a possible syllable, or it stays as typed.
Does not touch tokens with other signs in them (document numbers, dates, addresses). Rules: Telex and VNI key tables.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from enum import StrEnum

from bot.text.normalize import fold
from bot.text.syllable import TONES, is_folded_syllable, is_syllable, with_tone

_WORD = re.compile(r"(?<![\w/&@.-])[^\W_]+(?![\w/&@]|-[^\W\d])")
_VNI_TONES = {"1": TONES["s"], "2": TONES["f"], "3": TONES["r"], "4": TONES["x"], "5": TONES["j"]}
_CIRCUMFLEX = {"a": "â", "e": "ê", "o": "ô"}
_HORN = {"o": "ơ", "u": "ư"}
_VOWELS = set("aăâeêioôơuưy")
_VNI_SHAPE = re.compile(r"^[a-z]+[1-9][a-z0-9]*$")
_LEVELED = re.compile(r"[^\W\d_]*[a-z]*(?:dd|aa|ee|oo|w)")


class Method(StrEnum):
    TELEX = "telex"
    VNI = "vni"


def decode(text: str) -> tuple[str, Method | None]:
    """The comparable (lower-case) text with keystrokes decoded, and the method seen, or None and the text as it was."""
    for method, decoder in ((Method.VNI, vni), (Method.TELEX, telex)):
        if _typed_with(text, method, decoder):
            return _WORD.sub(lambda match, do=decoder: _decoded(match[0], do), text), method  # type: ignore[misc]
    return text, None


def _decoded(token: str, decoder: Callable[[str], str]) -> str:
    """The decoded token where that makes a syllable. Both readings possible ("cos", "tay"): the keys win, the message is typed raw."""
    made = decoder(token)
    return made if made != token and is_syllable(made) else token


def _typed_with(text: str, method: Method, decoder: Callable[[str], str]) -> bool:
    tokens = [token for token in _WORD.findall(text) if not token.isdigit()]
    proofs = [_proves(token, method, decoder) for token in tokens]
    proof = proofs.count(True)
    if proof < (1 if len(tokens) <= 3 else 2) or proof * 4 < len(tokens) - proof:
        return False
    accented = [token for token, proves in zip(tokens, proofs, strict=True) if not proves and token != fold(token)]
    return proof >= len(accented)


def _proves(token: str, method: Method, decoder: Callable[[str], str]) -> bool:
    """Whether the token makes sense only as keystrokes: no syllable as typed, one when decoded."""
    if method is Method.VNI:
        return not token.isalpha() and bool(_VNI_SHAPE.match(fold(token))) and is_syllable(decoder(token)) and decoder(token) != token
    if is_folded_syllable(fold(token)) or not token.isalpha():
        return False
    made = decoder(token)
    return made != token and is_syllable(made)


def telex(token: str) -> str:
    """Decode one lower-case token typed in Telex; what is no key stays.

    >>> [telex(t) for t in "hoox trowj nhaf owr dduwowcj ddawng vieejt toso nguoiwf".split()]
    ['hỗ', 'trợ', 'nhà', 'ở', 'được', 'đăng', 'việt', 'tố', 'người']
    """
    letters: list[str] = []
    tone = ""
    for key in token:
        voiced = any(letter in _VOWELS for letter in letters)
        if key in TONES and voiced:
            tone = TONES[key]
        elif key == "z" and voiced:
            tone = ""
        elif key == "w":
            _telex_w(letters)
        elif key == "d" and letters and letters[0] == "d" and (len(letters) == 1 or voiced):
            letters[0] = "đ"
        elif not (key in _CIRCUMFLEX and _circumflex(letters, key)):
            letters.append(key)
    return _assembled(letters, tone)


def vni(token: str) -> str:
    """Decode one lower-case token typed in VNI.

    >>> [vni(t) for t in "ho64 tro75 nha2 o73 d9uo7c5 nguoi72 gia61y truoc71".split()]
    ['hỗ', 'trợ', 'nhà', 'ở', 'được', 'người', 'giấy', 'trước']
    """
    letters: list[str] = []
    tone = ""
    for key in token:
        if key in _VNI_TONES:
            tone = _VNI_TONES[key]
        elif key == "6":
            _reshape(letters, _CIRCUMFLEX)
        elif key == "7":
            _horn(letters)
        elif key == "8":
            _reshape(letters, {"a": "ă"})
        elif key == "9":
            letters[:1] = ["đ"] if letters[:1] == ["d"] else letters[:1]
        elif key != "0":
            letters.append(key)
    return _assembled(letters, tone)


def _assembled(letters: list[str], tone: str) -> str:
    bare = "".join(letters)
    # "uơ" before a final is typed for "ươ" (nguowif, dduowcj); open "uơ" (thuở) keeps its letters
    bare = re.sub(r"(?<!q)uơ(?=[a-z])", "ươ", bare)
    bare = re.sub(r"ươ$", "uơ", bare)
    return with_tone(bare, tone)


def _telex_w(letters: list[str]) -> None:
    if not _horn(letters, breve=True):
        letters.append("ư")


def _horn(letters: list[str], *, breve: bool = False) -> bool:
    """Put a horn (with `breve` also ă) on the vowels typed so far; False when there is none to change."""
    text = "".join(letters)
    place = text.rfind("uo")
    if place >= 0 and not (place and text[place - 1] == "q"):
        letters[place : place + 2] = ["ư", "ơ"]
        return True
    if "ươ" in text:
        return True
    place = text.rfind("ưo")
    if place >= 0:
        letters[place + 1] = "ơ"
        return True
    place = text.rfind("ua")
    if place >= 0 and not (place and text[place - 1] == "q"):
        letters[place] = "ư"
        return True
    return _reshape(letters, {**_HORN, "a": "ă"} if breve else _HORN)


def _reshape(letters: list[str], shapes: dict[str, str]) -> bool:
    for index in range(len(letters) - 1, -1, -1):
        if letters[index] in shapes and not (letters[index] == "u" and index and letters[index - 1] == "q"):
            letters[index] = shapes[letters[index]]
            return True
    return False


def _circumflex(letters: list[str], key: str) -> bool:
    """Make â, ê, ô of an earlier plain a, e, o with only consonants or a glide between."""
    for index in range(len(letters) - 1, -1, -1):
        if letters[index] == key:
            letters[index] = _CIRCUMFLEX[key]
            return True
        if letters[index] in _VOWELS - set("iuy"):
            return False
    return False
