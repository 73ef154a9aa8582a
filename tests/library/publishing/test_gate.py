"""The gate says no to what breaks answers or falls below its floors, and to nothing else."""

from __future__ import annotations

import pytest

from bot.answering.assistant import ANSWER_FROM
from bot.domain.errors import Problem, SettingInvalid
from bot.domain.outcome import Kind
from bot.library.judging import Share
from bot.library.publishing import asking
from bot.library.publishing.differences import Differences
from bot.library.publishing.effect import Asked, Effect, Moved, Origin, Shift, Told
from bot.library.publishing.gate import FLOORS, floors_of, refusals
from bot.library.publishing.report import full, summary


def moved(origin: Origin, *, broke: bool, question: str = "hỏi") -> Moved:
    told = Told(Kind.ANSWER, "a/1", 0.9)
    return Moved(question, origin, "golden/x.jsonl:3", Shift.LOST, told, Told(Kind.ABSTAIN, "", 0.2), broke, mended=False)


def effect(*moves: Moved, after: tuple[Share, ...] = (), dead: tuple[Problem, ...] = ()) -> Effect:
    return Effect(Differences(), moves, (), (), after, Asked(1, 1, 1), dead)


@pytest.mark.parametrize(
    ("change", "reasons"),
    [
        (effect(), []),
        (effect(moved(Origin.GOLDEN, broke=False), moved(Origin.PHRASING, broke=False)), []),
        (effect(moved(Origin.GOLDEN, broke=True)), ["1 câu kiểm tra đang đúng"]),
        (effect(moved(Origin.PHRASING, broke=True)), ["1 câu hỏi mẫu"]),
        (effect(moved(Origin.GOLDEN, broke=True), moved(Origin.PHRASING, broke=True)), ["1 câu kiểm tra đang đúng", "1 câu hỏi mẫu"]),
        (effect(dead=(Problem("golden/x.jsonl", 3, "…"),)), ["1 câu kiểm tra trỏ vào mã không có (golden/x.jsonl:3)"]),
        (effect(after=(Share("answer", 100, 91),)), ["tỷ lệ trả lời đúng là 91,0%, dưới mức sàn 92,0%"]),
        (effect(after=(Share("answer", 100, 92),)), []),
        (effect(after=(Share("answer", 19, 0),)), []),  # too few to say anything
        (effect(after=(Share("anything", 100, 0),)), []),
    ],
)
def test_each_reason_is_said(change: Effect, reasons: list[str]):
    found = refusals(change, FLOORS)

    assert len(reasons) == len(found)
    assert all(refusal.message.startswith(reason) for refusal, reason in zip(found, reasons, strict=True))


def test_floors_are_set_one_by_one():
    assert {**FLOORS, "answer": 0.5, "dialogues": 1.0} == floors_of("answer=0.5, dialogues = 1")
    assert FLOORS == floors_of("")


@pytest.mark.parametrize("wrong", ["answer", "answer=2", "answer=-1", "answer=0,9", "đúng=0.9", "answer=0.9;abstain=0.7"])
def test_a_floor_that_cannot_be_read_is_refused_by_name(wrong: str):
    with pytest.raises(SettingInvalid, match="HOIDAP_FLOORS"):
        floors_of(wrong)


def test_the_report_names_every_question_and_the_summary_the_worst():
    moves = tuple(moved(Origin.GOLDEN, broke=True, question=f"câu {number}") for number in range(9))
    change = effect(*moves)

    assert all(f"“câu {number}”" in full(change) for number in range(9))
    short = summary(change, refusals(change, FLOORS))
    assert "KHÔNG cho đưa lên" in short
    assert "“câu 0”" in short
    assert "và 4 câu nữa" in short
    assert "Cổng" not in summary(change)


def test_what_counts_as_a_close_decision_is_measured_from_where_answers_are_told():
    assert ANSWER_FROM == asking._TOLD_FROM
