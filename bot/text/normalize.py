"""One spelling for texts that read the same: Unicode form, look-alike letters, invisible characters, tone placement, case.

Does not decode keystrokes, expand shorthand or mend typos; those need a whole message (`keystrokes`, `shorthand`, `spelling`).
Rules: Unicode NFKC; tone placement and equal pairs as in the orthography notes of 1984 (old style: hòa, thủy), never after q.
"""

from __future__ import annotations

import re
import unicodedata

_LOOK_ALIKES = str.maketrans(
    {
        "ð": "đ", "Ð": "Đ", "Ɖ": "Đ", "ɖ": "đ", "ı": "i", "ǎ": "ă", "Ǎ": "Ă", "ŏ": "ơ", "ƣ": "ơ",
        # Cyrillic letters that look Latin
        "а": "a", "е": "e", "о": "o", "р": "p", "с": "c", "х": "x", "у": "y", "і": "i", "ѕ": "s", "ј": "j",
        "А": "A", "В": "B", "Е": "E", "К": "K", "М": "M", "Н": "H", "О": "O", "Р": "P", "С": "C", "Т": "T", "Х": "X", "У": "Y",
        # Greek letters that look Latin
        "ο": "o", "ν": "v", "α": "a", "ι": "i", "Α": "A", "Β": "B", "Ε": "E", "Ζ": "Z", "Η": "H", "Ι": "I", "Κ": "K",
        "Μ": "M", "Ν": "N", "Ο": "O", "Ρ": "P", "Τ": "T", "Υ": "Y", "Χ": "X",
        # dashes and quotes
        "‐": "-", "‑": "-", "‒": "-", "–": "-", "—": "-", "−": "-", "“": '"', "”": '"', "„": '"', "‘": "'", "’": "'",
    }
)  # fmt: skip
_UNSEEN = re.compile(r"[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff]")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")
_OPEN_TONES = dict(
    zip(
        "oà oá oả oã oạ oè oé oẻ oẽ oẹ uỳ uý uỷ uỹ uỵ".split(),
        "òa óa ỏa õa ọa òe óe ỏe õe ọe ùy úy ủy ũy ụy".split(),
        strict=True,
    )
)
_OPEN_SYLLABLE = re.compile("(?<![qQ])(" + "|".join(_OPEN_TONES) + r")(?![^\W\d_])")
_MARKS = re.compile("[\u0300\u0301\u0302\u0303\u0306\u0309\u031b\u0323]+")

_LETTERS = "àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ"  # composed letters; what else there is needs a longer look
_UNUSUAL = re.compile(f"[^\t\n -~{_LETTERS}{_LETTERS.upper()}]")


def clean(text: str) -> str:
    """The text in NFC without control and invisible characters; line breaks become spaces. Fit to be shown again."""
    return unicodedata.normalize("NFC", _CONTROL.sub(" ", _UNSEEN.sub("", text)).replace("\n", " ").replace("\t", " ")).strip()


def comparable(text: str) -> str:
    """The text in the one form in which texts are compared. `comparable(comparable(x)) == comparable(x)`.

    >>> comparable("Hoà  giải, UỶ BAN")
    'hòa giải, ủy ban'
    """
    text = _usual(text) if _UNUSUAL.search(text) else text.lower()
    text = _OPEN_SYLLABLE.sub(lambda match: _OPEN_TONES[match[1]], text)
    return " ".join(_CONTROL.sub(" ", text).split())


def _usual(text: str) -> str:
    """Lower case, composed, without look-alikes and invisible characters."""
    text = _UNSEEN.sub("", _CONTROL.sub(" ", text))
    text = unicodedata.normalize("NFKC", text).translate(_LOOK_ALIKES).lower().translate(_LOOK_ALIKES)
    text = unicodedata.normalize("NFKC", _UNSEEN.sub("", text)).translate(_LOOK_ALIKES)
    return unicodedata.normalize("NFC", text)


def fold(text: str) -> str:
    """The text without diacritics; đ is folded by hand, for it does not decompose."""
    if text.isascii():
        return text
    text = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return unicodedata.normalize("NFC", _MARKS.sub("", text))


_FINAL_Y = re.compile(r"^(h|k|l|m|s|t|qu|v)y$")


def fold_syllable(syllable: str) -> str:
    """A syllable without diacritics and without the difference of i and y at its end (ký = kí, Mỹ = Mĩ)."""
    return _FINAL_Y.sub(r"\1i", fold(syllable))
