"""What a Vietnamese syllable can be: onset, rime, tone; and where its tone mark stands.

Source of the rules: Vietnamese orthography (onsets and rimes of the standard; rimes in -c -ch -p -t take only sắc or nặng).
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from itertools import product

from bot.text.normalize import fold

TONES = {"s": "\u0301", "f": "\u0300", "r": "\u0309", "x": "\u0303", "j": "\u0323"}
_ONSETS = "b c ch d đ g gh gi h k kh l m n ng ngh nh p ph qu r s t th tr v x".split()
_RIMES = set(
    """a ac ach ai am an ang anh ao ap at au ay ă ăc ăm ăn ăng ăp ăt â âc âm ân âng âp ât âu ây
    e ec em en eng eo ep et ê êch êm ên ênh êp êt êu êc êng i ia ich iêc iêm iên iêng iêp iêt iêu im in inh ip it iu
    o oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oc oe oem oen oeo oet oi om on ong ooc oong op ot
    ô ôc ôi ôm ôn ông ôp ôt ơ ơi ơm ơn ơp ơt u ua uân uâng uât uây uc uê uêch uênh uêu ui um un ung uơ up ut uy uyp uya uych uyên uyêt
    uynh uyt uyu uôc uôi uôm uôn uông uôt uông ư ưa ưc ưi ưm ưn ưng ưt ưu ươc ươi ươm ươn ương ươp ươt ươu
    y yêm yên yêng yêt yêu""".split()
)
_QU_RIMES = {"ych", "ynh", "yt"}  # quých, quỳnh, quýt: uych, uynh, uyt, whose u went to the onset
_STOP = re.compile(r"(c|ch|p|t)$")
_VOWELS = set("aăâeêioôơuưy")
_TONE_MARKS = set(TONES.values())


def split_tone(syllable: str) -> tuple[str, str]:
    """The syllable without its tone mark, and the mark ("" for the level tone)."""
    tone = ""
    letters = []
    for letter in unicodedata.normalize("NFD", syllable):
        if letter in _TONE_MARKS:
            tone = letter
        else:
            letters.append(letter)
    return unicodedata.normalize("NFC", "".join(letters)), tone


@lru_cache(maxsize=50_000)
def is_syllable(text: str) -> bool:
    """Whether the lower-case text is a possible Vietnamese syllable as written with its accents."""
    bare, tone = split_tone(text)
    onset, rime = _parts(bare)
    if onset == "qu" and rime[:1] == "u":  # the u is part of the onset already
        return False
    if rime not in _RIMES and not (onset == "gi" and "i" + rime in _RIMES) and not (onset == "qu" and rime in _QU_RIMES):
        return False
    return not (_STOP.search(rime) and tone not in ("", TONES["s"], TONES["j"]))


@lru_cache(maxsize=50_000)
def is_folded_syllable(text: str) -> bool:
    """Whether the lower-case text without accents can be a Vietnamese syllable whose accents were left out."""
    onset, rime = _parts(text)
    folded = _folded_rimes()
    if onset == "qu" and rime[:1] == "u":
        return False
    return rime in folded or (onset == "gi" and "i" + rime in folded) or (onset == "qu" and rime in _QU_RIMES)


@lru_cache(maxsize=1)
def _folded_rimes() -> frozenset[str]:
    return frozenset(fold(rime) for rime in _RIMES)


_SHAPES = {"a": "aăâ", "e": "eê", "o": "oôơ", "u": "uư", "d": "dđ"}


@lru_cache(maxsize=10_000)
def accented_forms(folded: str) -> tuple[str, ...]:
    """Every syllable that reads so when its accents are gone.

    >>> accented_forms("it")
    ('it', 'ít', 'ịt')
    """
    written = [folded, folded[:-1] + "y"] if folded.endswith("i") else [folded]  # ki: kí, and ký
    bares = (
        ["".join(letters) for one in written for letters in product(*(_SHAPES.get(letter, letter) for letter in one))]
        if len(folded) < 8
        else []
    )
    forms = (with_tone(bare, tone) for bare in bares if is_syllable(bare) for tone in ("", *TONES.values()))
    return tuple(form for form in forms if is_syllable(form))


def _parts(bare: str) -> tuple[str, str]:
    """Onset and rime. "gi" alone is g + i; "qu" keeps its u."""
    for size in (3, 2, 1):
        onset = bare[:size]
        if onset in _ONSETS and len(bare) > len(onset):
            return onset, bare[size:]
    return "", bare


def with_tone(bare: str, tone: str) -> str:
    """The syllable with the tone mark on the vowel that bears it (old style for open oa, oe, uy: hòa, thủy)."""
    if not tone:
        return bare
    onset, rime = _parts(bare)
    if onset == "gi" and not _VOWELS & set(rime):  # gìn, gìm: the i is the vowel
        onset, rime = "g", "i" + rime
    places = [index for index, letter in enumerate(rime) if letter in _VOWELS]
    if not places:
        return bare
    spot = len(onset) + _bearer(rime, places)
    return unicodedata.normalize("NFC", bare[: spot + 1] + tone + bare[spot + 1 :])


def _bearer(rime: str, places: list[int]) -> int:
    marked = [index for index in places if rime[index] in "ăâêôơư"]
    if marked:
        return marked[-1]
    if len(places) == 1:
        return places[0]
    ends_open = places[-1] == len(rime) - 1
    if len(places) == 3 or (len(places) == 2 and not ends_open):
        return places[1]
    return places[0]
