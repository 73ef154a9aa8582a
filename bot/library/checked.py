"""Reads and checks a knowledge folder: the way in for whoever needs knowledge that holds together. Builds nothing."""

from __future__ import annotations

from pathlib import Path

from bot.domain.errors import KnowledgeInvalid
from bot.library.cases import dead, golden_of
from bot.library.checking.rules import check
from bot.library.compiler import compile_knowledge
from bot.library.composed import compose
from bot.library.files import Knowledge, read_folder


def checked(folder: Path) -> Knowledge:
    """The knowledge of a folder. Raises KnowledgeInvalid with every problem of every file."""
    knowledge = read_folder(folder)
    problems = sorted({*knowledge.problems, *check(knowledge)})
    if problems:
        raise KnowledgeInvalid(problems)
    return knowledge


def checked_whole(folder: Path) -> tuple[int, int]:
    """How many directives and facts a folder has. Raises KnowledgeInvalid with all that is wrong, golden questions that are dead among it."""
    cases, problems = golden_of(folder)
    try:
        knowledge = checked(folder)
    except KnowledgeInvalid as error:
        raise KnowledgeInvalid(sorted([*error.problems, *problems])) from None
    if cases or problems:
        plain = compile_knowledge(knowledge)
        problems += dead(cases, {fact.id for fact in (*plain.facts, *compose(plain))})
    if problems:
        raise KnowledgeInvalid(sorted(problems))
    return len(knowledge.directives), sum(1 for _ in knowledge.all_facts())
