"""Questions that nobody learned from get the right reply this often at least.

They were written by people who had read only the documents, and must stay out of the golden questions and of every phrasing. Nothing was
learned from them; their misses were read once, for causes that showed in other questions too. The shares lie a little under what was
measured then: a change that falls below has made answers worse for people.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from bot.answering.assistant import Assistant
from bot.evaluation.figures import evaluate
from bot.library.cases import golden_files, read_cases
from bot.settings import PROJECT
from bot.text.normalize import comparable, fold

pytestmark = pytest.mark.slow

HELD_OUT = sorted((Path(__file__).parent / "held_out").glob("*.jsonl"))
AT_LEAST = {
    "answer/all": {"right": 0.97, "direct": 0.95}, "abstain/all": {"right": 0.80, "safe": 0.82}, "clarify/all": {"right": 0.85},
    "emergency/all": {"right": 0.95}, "dialogues": {"right": 0.87}, "calibration": {"right": 0.95},
}  # fmt: skip


@pytest.fixture(scope="module")
def figures(assistant: Assistant, today: date) -> Mapping[str, Mapping[str, float]]:
    plain: Mapping[str, Mapping[str, float]] = evaluate(assistant, read_cases(HELD_OUT), today, lambda *_: None).plain()
    return plain


@pytest.mark.parametrize("name", AT_LEAST)
def test_questions_nobody_learned_from_get_the_right_reply(figures: Mapping[str, Mapping[str, float]], name: str) -> None:

    assert {} == {key: figures[name][key] for key, share in AT_LEAST[name].items() if figures[name][key] < share}


def test_no_held_out_question_is_a_golden_one() -> None:
    golden = {fold(comparable(turn.question)) for case in read_cases(golden_files(PROJECT / "knowledge")) for turn in case.turns[:1]}
    held_out = {fold(comparable(case.turns[0].question)) for case in read_cases(HELD_OUT)}

    assert set() == golden & held_out
