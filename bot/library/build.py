"""From a knowledge folder to a library: read, check, compile, write. Nothing is written while there are problems."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from bot.library.checked import checked
from bot.library.compiler import Compiled, compile_knowledge
from bot.library.composed import compose
from bot.library.layout import is_built, place_of
from bot.library.store import Progress, write


def compiled(folder: Path, *, bare: bool = False) -> Compiled:
    """Checked and compiled, with the facts that answer structured questions."""
    plain = compile_knowledge(checked(folder), bare=bare)
    return replace(plain, facts=plain.facts + compose(plain))


def ensure_library(folder: Path, libraries: Path, progress: Progress, *, bare: bool = False) -> Path:
    """The library made from this folder, built now unless it was before. Raises KnowledgeInvalid."""
    target = place_of(folder, libraries, bare=bare)
    if not is_built(target):
        write(compiled(folder, bare=bare), target, progress)
    return target
