"""The door to underthesea: cuts accented Vietnamese into words. Loads its model at the first call, not at import.

Cuts unaccented text wrongly, so no caller may use its words alone.
"""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

from bot.text.tagger import Tagger, read_model

_MODEL = "ws_crf_vlsp2013_20230727"


_PLAIN = re.compile(r"[^\W\d_]+(?:,? [^\W\d_]+)* ?\??")
_PLAIN_TOKEN = re.compile(r"[^\W\d_]+|[,?]")
_REMEMBERED = 20_000


class _Cutter:
    """The tokens and the model of underthesea; its own way from a text to words takes several times as long."""

    def __init__(self) -> None:
        import joblib  # type: ignore[import-untyped] # noqa: PLC0415  half a second for all of these; only those who need words pay
        from underthesea.pipeline import word_tokenize  # noqa: PLC0415
        from underthesea.pipeline.text_normalize.token_normalize import token_normalize  # noqa: PLC0415
        from underthesea.pipeline.word_tokenize.regex_tokenize import tokenize  # noqa: PLC0415

        model = Path(word_tokenize.__file__).parent / "models" / _MODEL
        self.goes_on = Tagger(read_model(model / "models.bin"), joblib.load(model / "dictionary.bin")).goes_on
        self._tokenize = tokenize
        self._normalized = lru_cache(maxsize=_REMEMBERED)(token_normalize)

    def tokens(self, text: str) -> list[str]:
        """What underthesea makes of a text; of one with letters only it makes what stands between spaces."""
        cut = _PLAIN_TOKEN.findall(text) if _PLAIN.fullmatch(text) else self._tokenize(text, use_token_normalize=False)
        return list(map(self._normalized, cut))


_cutter = lru_cache(maxsize=1)(_Cutter)


def words(text: str) -> list[str]:
    """The words of an accented comparable text, syllables of one word joined by "_": ["hỗ_trợ", "nhà"]."""
    cutter = _cutter()
    cut: list[str] = []
    tokens = cutter.tokens(text)
    for token, goes_on in zip(tokens, cutter.goes_on(tokens), strict=True):
        if goes_on and cut:
            cut[-1] += f"_{token}"
        else:
            cut.append(token)
    return [word.replace(" ", "_") for word in cut if any(map(str.isalnum, word))]


def version() -> str:
    """The version of underthesea; a library built by another one is refused."""
    from importlib.metadata import version as installed  # noqa: PLC0415  only the builder and the reader's check ask

    return installed("underthesea")
