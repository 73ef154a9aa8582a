"""Asks every case and counts: right, direct, safe, by expectation, style and facet; calibration; the misses one by one.

What counts as right is for `library.judging`.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from bot.answering.assistant import Assistant
from bot.answering.conversation import NEW
from bot.answering.outcomes import outcome_of
from bot.channels.console import as_json, render
from bot.domain.outcome import Kind
from bot.domain.reply import Reply
from bot.library.cases import Case, Turn
from bot.library.judging import judge

_SURE = 0.9


@dataclass(slots=True)
class Report:
    """`counts` by (expectation, group): how many, right, direct, safe. `sure` is (answers given with confidence from 0.9, right ones)."""

    counts: dict[tuple[str, str], Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    dialogues: Counter[str] = field(default_factory=Counter)
    sure: Counter[str] = field(default_factory=Counter)
    misses: list[dict[str, Any]] = field(default_factory=list)

    def plain(self) -> dict[str, Any]:
        figures = {f"{expect}/{group}": _shares(count) for (expect, group), count in sorted(self.counts.items())}
        return {**figures, "dialogues": _shares(self.dialogues), "calibration": _shares(self.sure)}

    def text(self) -> str:
        return "\n".join(
            f"{name:26} " + "  ".join(f"{key}={value}" for key, value in shares.items()) for name, shares in self.plain().items() if shares
        )


def _shares(count: Counter[str]) -> dict[str, float]:
    if not count["n"]:
        return {}
    return {"n": count["n"], **{key: round(count[key] / count["n"], 4) for key in ("right", "direct", "safe") if key in count}}


def evaluate(assistant: Assistant, cases: Sequence[Case], today: date, progress: Callable[[int, int], None]) -> Report:
    """Ask all cases, each in a conversation of its own."""
    report = Report()
    for place, case in enumerate(cases, 1):
        conversation = NEW
        verdicts = []
        for turn in case.turns:
            reply, conversation = assistant.reply(turn.question, conversation, today)
            verdicts.append(_note(report, case, turn, reply))
        if len(case.turns) > 1:
            report.dialogues.update(n=1, right=all(verdicts))
        progress(place, len(cases))
    return report


def _note(report: Report, case: Case, turn: Turn, reply: Reply) -> bool:
    outcome = outcome_of(reply, "", render(reply))
    judged = judge(turn, outcome)
    verdict = {"right": int(judged.right), "direct": int(judged.direct), "safe": int(judged.safe)}
    for group in ("all", f"style:{turn.style}", f"facet:{turn.facet}"):
        if not group.endswith(":"):
            report.counts[turn.expect, group].update(n=1, **verdict)
    if outcome.kind is Kind.ANSWER and outcome.confidence >= _SURE:
        report.sure.update(n=1, right=verdict["right"])
    if not verdict["direct"]:
        report.misses.append(
            {
                "case": case.id,
                "question": turn.question,
                "expect": turn.expect,
                "facts": turn.facts,
                "must": turn.must,
                **verdict,
                "reply": as_json(reply),
            }
        )
    return judged.right
