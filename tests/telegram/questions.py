"""Questions that have an answer, from the golden ones: what a crowd of citizens asks."""

from __future__ import annotations

import random
from pathlib import Path

from bot.library.cases import golden_files, read_cases
from bot.settings import PROJECT


def answered_questions(knowledge: Path = PROJECT / "knowledge", seed: int = 7) -> list[str]:
    """Single questions that are answered, in an order that repeats, no question twice, each for another fact than its neighbours."""
    turns = [case.turns[0] for case in read_cases(golden_files(knowledge)) if len(case.turns) == 1 and case.turns[0].expect == "answer"]
    random.Random(seed).shuffle(turns)
    chosen: dict[str, str] = {}
    for turn in turns:
        chosen.setdefault(turn.facts[0], turn.question)
    return list(dict.fromkeys(chosen.values()))


QUESTION, IN_ANSWER = "kế hoạch 100/KH-UBND ban hành ngày nào", "100/KH-UBND"
"""A question that has an answer, and what stands in it."""
