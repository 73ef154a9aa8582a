"""The only module that names every concrete class: from settings to an assistant."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from bot.answering.assistant import Assistant
from bot.domain.errors import KnowledgeInvalid
from bot.library.layout import is_built, place_of
from bot.library.reader import Library
from bot.matching.matcher import Matcher
from bot.matching.weights import Weights, shipped_weights

Progress = Callable[[int, int], None]


def open_library(knowledge: Path, libraries: Path, progress: Progress, *, bare: bool = False) -> Library:
    """The library of a knowledge folder, built first when it is not there yet. Raises KnowledgeInvalid with all problems."""
    library = place_of(knowledge, libraries, bare=bare)
    if not is_built(library):
        from bot.library.build import ensure_library  # noqa: PLC0415  what reads and checks YAML is heavy, and seldom needed

        ensure_library(knowledge, libraries, progress, bare=bare)
    return Library(library)


def matcher_of(library: Library, weights: Weights | None = None) -> Matcher:
    return Matcher(library.lexicon, library.speller, library, weights or shipped_weights())


def assistant_of(library: Library, weights: Weights | None = None) -> Assistant:
    return Assistant(matcher_of(library, weights), library)


__all__ = ["KnowledgeInvalid", "Progress", "assistant_of", "matcher_of", "open_library"]
