"""Cuts comparable text into tokens: document numbers, dates and numbers stay whole, words are single syllables.

Does not join syllables into words; that is `bot.text.segment`.
"""

from __future__ import annotations

import re

_TOKEN = re.compile(
    r"\d+(?:/\d+)*/[^\W\d_](?:[^\W_]|&)*(?:-(?:[^\W_]|&)+)*"  # 190/kh-ubnd, 43/2011/nđ-cp
    r"|\d+-[^\W\d_]+/[^\W\d_]+"  # 10-ctr/tu
    r"|\d+(?:[./]\d+)+"  # 30/9/2019, 780.000.000
    r"|\d+(?:,\d+)?"
    r"|[^\W_]+"
)
_DOCUMENT = re.compile(r"\d+(?:/\d+)*/[^\W\d_]|\d+-[^\W\d_]+/")


def tokens(text: str) -> list[str]:
    """The tokens of a comparable text, in order, without punctuation."""
    return _TOKEN.findall(text)


def is_document_number(token: str) -> bool:
    return _DOCUMENT.match(token) is not None


def sentences(text: str) -> list[str]:
    """The sentences of a text, split at sentence-ending signs and line breaks; never empty for a text with letters."""
    return [part for part in (piece.strip() for piece in re.split(r"(?<=[.!?…;])\s+|\n+", text)) if part]
