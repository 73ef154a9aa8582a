"""Telex and VNI typed with the input method off, or half on: "hoox trowj nhaf owr", "ho64 tro75 nha2 o73", "hôõ trơj", "dđược".

A message typed raw throughout is decoded throughout. In any other only tokens that make sense as keystrokes alone are, and only into syllables
that are in use: people also write "gas", "data", "A4". A decoded token must be a possible syllable, or it stays as typed.
Does not touch addresses and document numbers. Rules: Telex and VNI key tables.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from bot.text.normalize import fold
from bot.text.syllable import TONES, is_folded_syllable, is_syllable, split_tone, with_tone

_RUN = re.compile(r"[^\W_]+")
_ADDRESS = re.compile(r"@|://|^www\.|\.(?:vn|com|net|org|gov|edu|info)(?![^\W_])")
_DOCUMENT = re.compile(r"(?<![^\W_])\d[\d/]*(?:/[^\W\d_]|-[^\W\d_]+/)")
_VNI_TONES = {"1": TONES["s"], "2": TONES["f"], "3": TONES["r"], "4": TONES["x"], "5": TONES["j"]}
_CIRCUMFLEX = {"a": "â", "e": "ê", "o": "ô"}
_HORN = {"o": "ơ", "u": "ư"}
_VOWELS = set("aăâeêioôơuưy")
_VNI_SHAPE = re.compile(r"^[a-z]+[1-9][a-z1-9]*$")
_NUMBERED = re.compile(  # "muc4", "quy3", "a4": as likely a word and its number, or a code
    r"^(?:cap|muc|lop|quy|qui|so|to|khu|nha|phong|tang|quan|phuong|nam|thang|ngay|ki|ky|dot|buoc|nhom|khoa|phan|ban|mau|dieu|khoan|bang|doi|tuan|bai|[a-z])\d$"
)
_OO = re.compile("oo(?:c|ng)$")  # "khoong": xoong and moóc are rare, and people who type them mean them
_FEW = 3


class Method(StrEnum):
    TELEX = "telex"
    VNI = "vni"


@dataclass(frozen=True, slots=True)
class _Made:
    """What the keys of a token make. `proves`: it is no syllable as typed; `alone`: nor is it anything else, so that it needs no other token."""

    syllable: str
    method: Method
    proves: bool
    alone: bool


def _nothing(_: str) -> bool:
    return False


def _anything(_: str) -> bool:
    return True


def decode(text: str, keeps: Callable[[str], bool] = _nothing, uses: Callable[[str], bool] = _anything) -> tuple[str, Method | None]:
    """The comparable (lower-case) text with keystrokes decoded, and the method seen, or None.

    `keeps` says which tokens have a meaning as they are, `uses` which accented syllables people use.
    """
    chunks = text.split(" ")
    runs = [run for chunk in chunks if not _is_code(chunk) for run in ((chunk,) if chunk.isalpha() else _RUN.findall(chunk))]
    whole = _typed_with([run for run in runs if not run.isdigit()], keeps, uses)
    seen = whole

    def read(run: str) -> str:
        nonlocal seen
        if not run.isascii():
            return _settled(run, uses)
        made = _made(run)
        if made is None:
            return run
        if made.method is whole:  # both readings possible ("cos", "tay"): the keys win, the message is typed raw
            return made.syllable if not keeps(run) or uses(made.syllable) else run
        if made.alone and not keeps(run) and uses(made.syllable):
            seen = seen or made.method
            return made.syllable
        return run

    def read_all(chunk: str) -> str:
        if chunk.isalpha():
            return read(chunk)
        return chunk if _is_code(chunk) else _RUN.sub(lambda match: read(match[0]), chunk)

    return " ".join(map(read_all, chunks)), seen


def _is_code(chunk: str) -> bool:
    """Whether a stretch without spaces is an address or a document number."""
    return not chunk.isalpha() and (_ADDRESS.search(chunk) or _DOCUMENT.search(chunk)) is not None


def _typed_with(runs: list[str], keeps: Callable[[str], bool], uses: Callable[[str], bool]) -> Method | None:
    """The method that a message is typed with throughout; None when it is not."""
    proofs = [made for run in runs if run.isascii() and (made := _made(run)) and made.proves and not keeps(run)]
    accented = sum(not run.isascii() for run in runs)
    for method in (Method.VNI, Method.TELEX):
        own = [made for made in proofs if made.method is method]
        alone = any(made.alone and uses(made.syllable) for made in own)
        enough = alone and (len(own) > 1 or len(runs) <= _FEW)
        if enough and len(own) * 4 >= len(runs) - len(own) and len(own) >= accented:
            return method
    return None


@lru_cache(maxsize=20_000)
def _made(token: str) -> _Made | None:
    """What an ASCII token makes when its keys are decoded; None when that is no syllable, or nothing else than was typed."""
    if token.isalpha():
        syllable, method, proves = telex(token), Method.TELEX, not is_folded_syllable(token) or _OO.search(token) is not None
        alone = proves and len(token) > 2
    elif _VNI_SHAPE.match(token):
        syllable, method, proves = vni(token), Method.VNI, len(token) > 2
        alone = not _NUMBERED.match(token)
    else:
        return None
    return _Made(syllable, method, proves, alone) if syllable != token and is_syllable(syllable) else None


def _settled(token: str, uses: Callable[[str], bool]) -> str:
    """A token with accents as it was meant: the tone on its vowel (hòan), accents typed twice (hôõ), keys that were left over (trơj)."""
    return _toned(token) or next(filter(uses, _left_over(token)), token)


@lru_cache(maxsize=20_000)
def _toned(token: str) -> str:
    """A syllable with its tone on the vowel that bears it; "" for what is none."""
    return with_tone(*split_tone(token)) if is_syllable(token) else ""


@lru_cache(maxsize=20_000)
def _left_over(token: str) -> tuple[str, ...]:
    """The syllables that a half-decoded token may have been meant for, likeliest first."""
    bare, tone = split_tone(token)
    letters = re.match(r"[^\W\d_]+", bare)
    if not letters or (letters[0] != bare and is_syllable(letters[0])):  # "tháng9": a word and its number
        return ()
    once = _typed_once(bare)
    decoder = telex if token.isalpha() else vni
    found: dict[str, None] = {}
    for form in (once, bare, bare.replace("ư", "w").replace("ơ", "ow")):
        for keys in (form, decoder(form)):
            plain, late = split_tone(keys)
            made = with_tone(_horns_together(plain), late or tone)
            if is_syllable(made):
                found.setdefault(made)
    return tuple(found)


def _typed_once(bare: str) -> str:
    """Without letters that stand twice, once with their accent and once without: "hôo", "dđươc"."""
    letters = ["đ"] if re.match("dd|dđ|đd|đđ", bare) else []
    for letter in bare[2:] if letters else bare:
        if letters and letter in _VOWELS and fold(letter) == fold(letters[-1]):
            letters[-1] = letter if letters[-1].isascii() else letters[-1]
        else:
            letters.append(letter)
    return "".join(letters)


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
        if key in _VNI_TONES and not tone:
            tone = _VNI_TONES[key]
        elif not key.isdigit():
            letters.append(key)
        elif not _vni_shape(letters, key):
            return token
    return _assembled(letters, tone)


def _vni_shape(letters: list[str], key: str) -> bool:
    """Change a letter typed before by a digit; False when there is none to change: then it is a number ("thang9", "lop12")."""
    if key == "9":
        fits = letters[:1] == ["d"]
        letters[:1] = ["đ"] if fits else letters[:1]
        return fits
    if key == "7":
        return _horn(letters)
    return key in "68" and _reshape(letters, _CIRCUMFLEX if key == "6" else {"a": "ă"})


def _assembled(letters: list[str], tone: str) -> str:
    return with_tone(_horns_together("".join(letters)), tone)


def _horns_together(bare: str) -> str:
    """Typed "uơ" or "ưo" before a final is "ươ" (nguowif, dduowcj, truờng); open "uơ" (thuở) keeps its letters."""
    bare = re.sub(r"(?<!q)(?:uơ|ưo)(?=[a-z])", "ươ", bare)
    return re.sub(r"ươ$", "uơ", bare)


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
