"""From a knowledge folder to a library: read, check, compile, write. Nothing is written while there are problems."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from bot.domain.errors import KnowledgeInvalid
from bot.library.checks import check
from bot.library.compiler import Compiled, compile_knowledge
from bot.library.composed import compose
from bot.library.files import Knowledge, read_folder
from bot.library.layout import is_built, place_of
from bot.library.store import Progress, write


def checked(folder: Path) -> Knowledge:
    """The knowledge of a folder. Raises KnowledgeInvalid with every problem of every file."""
    knowledge = read_folder(folder)
    problems = sorted({*knowledge.problems, *check(knowledge)})
    if problems:
        raise KnowledgeInvalid(problems)
    return knowledge


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
