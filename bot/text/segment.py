"""The door to underthesea: cuts accented Vietnamese into words. Loads its model at the first call, not at import.

Cuts unaccented text wrongly, so no caller may use its words alone.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache


@lru_cache(maxsize=1)
def _tokenizer() -> Callable[[str], list[str]]:
    from underthesea import word_tokenize  # noqa: PLC0415  half a second; only those who need words pay

    return word_tokenize  # type: ignore[no-any-return]


def words(text: str) -> list[str]:
    """The words of an accented text, syllables of one word joined by "_": ["hỗ_trợ", "nhà"]."""
    if not text.strip():
        return []
    return [word.lower().replace(" ", "_") for word in _tokenizer()(text) if any(letter.isalnum() for letter in word)]


def version() -> str:
    """The version of underthesea; a library built by another one is refused."""
    from importlib.metadata import version as installed  # noqa: PLC0415  only the builder and the reader's check ask

    return installed("underthesea")
