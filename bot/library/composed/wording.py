"""Texts as they stand inside others: shortened at a natural boundary, with a capital or without."""

from __future__ import annotations

import re

_STRONG = re.compile(r"; |,? (?:cùng(?: với)? các|để|nhằm|nhất là|trong đó|trừ|đồng thời|gồm|góp phần|phục vụ|theo|thuộc) ")
_WEAK = re.compile(r", (?!\d)| \(|: |,? (?:và|hoặc|khi|bằng|qua|tại|với|về|cho) ")
_LAST_WORDS = re.compile(
    r"(?: (?:và|của|cho|về|với|do|để|theo|các|những|trong|tại|ở|từ|đến|là|có|được|phải|khi|một|bằng|gồm|cùng|hoặc|nhất là|như))+$"
)


def shorten(text: str, most: int, least: int = 0) -> str:
    """The text cut at the last natural boundary between `least` and `most` characters, with an ellipsis for what was left out."""
    if len(text) <= most:
        return text
    head = text[: most - 1]
    least = max(least, most // 2)
    for boundary in (_STRONG, _WEAK):
        cuts = [match.start() for match in boundary.finditer(head) if match.start() >= least and _whole(head[: match.start()])]
        if cuts:
            head = _LAST_WORDS.sub("", head[: cuts[-1]].rstrip(" ,;:-"))
            return head.rstrip(" ,;:-") + "…"
    head = head[: head.rfind(" ")]
    if not _whole(head):
        head = head[: max(head.rfind(" ("), head.rfind(" “"))]
    return _LAST_WORDS.sub("", head.rstrip(" ,;:-")).rstrip(" ,;:-") + "…"


def capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def inside(name: str) -> str:
    """A name as it stands inside a sentence: "Các sở, ngành" -> "các sở, ngành"; names of offices keep their capitals."""
    first, _, _ = name.partition(" ")
    return name[:1].lower() + name[1:] if first in ("Các", "Một", "Những", "Người", "Mọi", "Hệ", "Chính", "Ngành", "Lãnh", "Cơ", "Công") and (
        first != "Công" or name.startswith("Công chức")) else name  # fmt: skip


def _whole(text: str) -> bool:
    return text.count("(") == text.count(")") and text.count("“") == text.count("”")
