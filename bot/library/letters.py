"""Characters that have no place in Vietnamese text: letters of another script that only look right, broken encodings, private fonts."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_SCRIPTS = {"CYRILLIC": "Kirin", "GREEK": "Hy Lạp", "ARMENIAN": "Armenia", "FULLWIDTH": "toàn khổ", "MATHEMATICAL": "kiểu toán học"}
_STRANGE_LATIN = set("ðÐƉɖıǎǍŏŎƣ")
_UNITS_AND_ORDINALS = set("µμΩªº")
_MOJIBAKE = re.compile(r"á[»º]|Ã[¡-¿]|Æ[°¡]|Ä[\u2018\u201a©ƒ]|Å©|â€|Â[°º»«]")
_BROKEN = {"Co": "ký tự riêng của một phông chữ", "Cs": "nửa ký tự", "Cn": "ký tự không có trong Unicode"}


@lru_cache(maxsize=100_000)
def odd(word: str) -> str:
    """What is wrong with the characters of a word, in one sentence; empty for a sound word."""
    return broken(word) or _foreign(word)


def broken(word: str) -> str:
    """What nobody meant to write: a wrong encoding, half a character. Empty for a sound word."""
    if _MOJIBAKE.search(word):
        return f"“{word}” là chữ hỏng do sai bảng mã; gõ lại và lưu tệp với bảng mã UTF-8"
    for letter in word:
        kind = _BROKEN.get(unicodedata.category(letter)) or ("ký tự thay cho chữ không đọc được" if letter == "\ufffd" else "")
        if kind:
            return f"có {kind} (U+{ord(letter):04X}) trong “{word.encode(errors='replace').decode()}”; gõ lại chữ này"
    return ""


def _foreign(word: str) -> str:
    for letter in word:
        if letter.isalpha() and (script := _foreign_script(letter)):
            return f"chữ “{letter}” (chữ {script}) trong “{word}” chỉ giống chữ Việt; gõ lại từ này"
    return ""


def _foreign_script(letter: str) -> str:
    """The script of a letter that has no place in Vietnamese text; empty for those that have."""
    if letter in _UNITS_AND_ORDINALS:
        return ""
    script = unicodedata.name(letter, "").split(" ")[0]
    if script == "LATIN":
        return "Latinh lạ" if letter in _STRANGE_LATIN else ""
    return _SCRIPTS.get(script, "nước ngoài")
