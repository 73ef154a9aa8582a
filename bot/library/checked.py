"""Reads and checks a knowledge folder: the way in for whoever needs knowledge that holds together. Builds nothing."""

from __future__ import annotations

from pathlib import Path

from bot.domain.errors import KnowledgeInvalid
from bot.library.checks import check
from bot.library.files import Knowledge, read_folder


def checked(folder: Path) -> Knowledge:
    """The knowledge of a folder. Raises KnowledgeInvalid with every problem of every file."""
    knowledge = read_folder(folder)
    problems = sorted({*knowledge.problems, *check(knowledge)})
    if problems:
        raise KnowledgeInvalid(problems)
    return knowledge
