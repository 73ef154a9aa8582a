"""Characters that have no place in Vietnamese text: letters of another script that only look right, broken encodings, private fonts, invisible ones."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_SCRIPTS = {"CYRILLIC": "Kirin", "GREEK": "Hy Lạp", "ARMENIAN": "Armenia", "FULLWIDTH": "toàn khổ", "MATHEMATICAL": "kiểu toán học"}
_STRANGE_LATIN = set("ðÐƉɖıǎǍŏŎƣ")
_UNITS_AND_ORDINALS = set("µμΩªº")
_MOJIBAKE = re.compile(r"á[»º]|Ã[¡-¿]|Æ[°¡]|Ä[\u2018\u201a©ƒ]|Å©|â€|Â[°º»«]")
_BROKEN = {"Co": "ký tự riêng của một phông chữ", "Cs": "nửa ký tự", "Cn": "ký tự không có trong Unicode", "Cc": "ký tự điều khiển"}
_UNSEEN = {
    "\u00ad": "dấu gạch nối ẩn",
    "\ufeff": "dấu đầu tệp",
    "\u034f": "ký tự vô hình",
    "\u115f": "ký tự vô hình",
    "\u3164": "ký tự vô hình",
}
_JOINER = "\u200d"  # between the parts of one emoji
_LETTERS = "àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ"
# No sign of these is part of a wrong encoding without a sign that is not.
_SIGN = f"[^\\s -~{_LETTERS}{_LETTERS.upper()}“”\u2018’–—…•]"
_UNUSUAL, _UNUSUAL_WORD = re.compile(_SIGN), re.compile(rf"[^\s\"]*{_SIGN}[^\s\"]*")


def unusual(text: str) -> list[str]:
    """The words of a long text that hold anything but plain Vietnamese: the only ones that can be odd or broken, control characters aside."""
    return _UNUSUAL_WORD.findall(text) if _UNUSUAL.search(text) else []


@lru_cache(maxsize=100_000)
def odd(word: str) -> str:
    """What is wrong with the characters of a word, in one sentence; empty for a sound word."""
    return broken(word) or _invisible(word) or _foreign(word)


@lru_cache(maxsize=100_000)
def broken(word: str) -> str:
    """What nobody meant to write: a wrong encoding, half a character. Empty for a sound word."""
    if _MOJIBAKE.search(word):
        return f"“{word}” là chữ hỏng do sai bảng mã; gõ lại và lưu tệp với bảng mã UTF-8"
    for letter in word:
        kind = _BROKEN.get(unicodedata.category(letter)) or ("ký tự thay cho chữ không đọc được" if letter == "\ufffd" else "")
        if kind:
            return f"có {kind} (U+{ord(letter):04X}) trong “{_readable(word)}”; gõ lại chữ này"
    return ""


def mixed(word: str) -> str:
    """What is wrong with a word that is half Latin and half of a script whose letters look Latin; words of one script are left alone."""
    return _foreign(word) if any(unicodedata.name(letter, "").startswith("LATIN ") for letter in word) else ""


def _invisible(word: str) -> str:
    for letter in word:
        kind = _UNSEEN.get(letter) or ("ký tự vô hình" if unicodedata.category(letter) == "Cf" else "")
        if kind and not (letter == _JOINER and any(unicodedata.category(other) == "So" for other in word)):
            return (
                f"có {kind} (U+{ord(letter):04X}) trong “{''.join(other for other in word if other != letter)}”; xóa đi và gõ lại chữ này"
            )
    return ""


def _foreign(word: str) -> str:
    for letter in word:
        if letter.isalnum() and (script := _foreign_script(letter)):
            name = "chữ" if letter.isalpha() else "chữ số"
            return f"{name} “{letter}” (chữ {script}) trong “{word}” chỉ giống chữ Việt; gõ lại từ này"
    return ""


def _foreign_script(letter: str) -> str:
    """The script of a letter or digit that has no place in Vietnamese text; empty for those that have."""
    if letter.isascii() or letter in _UNITS_AND_ORDINALS:
        return ""
    script = unicodedata.name(letter, "").split(" ")[0]
    if letter.isnumeric() and not letter.isdecimal():
        return ""  # ², ½, ①
    if script == "LATIN":
        return "Latinh lạ" if letter in _STRANGE_LATIN else ""
    return _SCRIPTS.get(script, "nước ngoài")


def _readable(word: str) -> str:
    return "".join(
        letter if letter.isprintable() or unicodedata.category(letter) == "Co" else "?" for letter in word.encode(errors="replace").decode()
    )
