"""The door to underthesea: cuts accented Vietnamese into words. Loads its model at the first call, not at import.

Cuts unaccented text wrongly, so no caller may use its words alone.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

from bot.text.tagger import Tagger, read_model

_MODEL = "ws_crf_vlsp2013_20230727"


@lru_cache(maxsize=1)
def _cutter() -> tuple[Callable[[str], list[str]], Tagger]:
    """The tokens and the model of underthesea; its own reader of the model takes several times as long for each text."""
    import joblib  # type: ignore[import-untyped] # noqa: PLC0415  half a second for all of these; only those who need words pay
    from underthesea.pipeline import word_tokenize  # noqa: PLC0415
    from underthesea.pipeline.word_tokenize.regex_tokenize import tokenize  # noqa: PLC0415

    model = Path(word_tokenize.__file__).parent / "models" / _MODEL
    return tokenize, Tagger(read_model(model / "models.bin"), joblib.load(model / "dictionary.bin"))


def words(text: str) -> list[str]:
    """The words of an accented comparable text, syllables of one word joined by "_": ["hỗ_trợ", "nhà"]."""
    tokenize, tagger = _cutter()
    cut: list[str] = []
    tokens = tokenize(text)
    for token, goes_on in zip(tokens, tagger.goes_on(tokens), strict=True):
        if goes_on and cut:
            cut[-1] += f"_{token}"
        else:
            cut.append(token)
    return [word.replace(" ", "_") for word in cut if any(map(str.isalnum, word))]


def version() -> str:
    """The version of underthesea; a library built by another one is refused."""
    from importlib.metadata import version as installed  # noqa: PLC0415  only the builder and the reader's check ask

    return installed("underthesea")
