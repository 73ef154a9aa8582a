"""Asks every case and counts: right, direct, safe, by expectation, style and facet; calibration; the misses one by one.

Cases with fact ids are judged by the facts told; cases with groups of alternative texts by what the reply holds, as the question sets
define it: right in the first 1,500 characters with a cited document, direct in the first 350.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from bot.answering.assistant import Assistant
from bot.answering.conversation import NEW
from bot.channels.console import as_json
from bot.evaluation.cases import Case, Turn
from bot.text.normalize import clean

_WHOLE, _HEAD = 1500, 350
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
            verdicts.append(_note(report, case, turn, as_json(reply)))
        if len(case.turns) > 1:
            report.dialogues.update(n=1, right=all(verdicts))
        progress(place, len(cases))
    return report


def _note(report: Report, case: Case, turn: Turn, reply: Mapping[str, Any]) -> bool:
    verdict = judge(turn, reply)
    for group in ("all", f"style:{turn.style}", f"facet:{turn.facet}"):
        if not group.endswith(":"):
            report.counts[turn.expect, group].update(n=1, **verdict)
    if reply["kind"] == "answer" and reply["confidence"] >= _SURE:
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
                "reply": reply,
            }
        )
    return bool(verdict["right"])


def judge(turn: Turn, reply: Mapping[str, Any]) -> dict[str, int]:
    """Whether a reply is right, direct and safe, as 0 or 1."""
    kind, text = str(reply["kind"]), str(reply["text"])
    if turn.expect == "answer":
        return {**_judge_answer(turn, reply), "safe": 1}
    if turn.expect == "abstain":
        corrected = bool(turn.accept) and _holds_all(text[:_WHOLE], turn.accept)
        right = kind == "abstain" or corrected
        return {"right": int(right), "direct": int(right), "safe": int(kind != "answer" or corrected)}
    if turn.expect == "clarify":
        offered = " ".join([text[:_WHOLE], *reply["options"]])
        right = kind in ("clarify", "answer") and sum(any(_holds(offered, name) for name in reading) for reading in turn.readings) >= min(
            2, len(turn.readings)
        )
        return {"right": int(right), "direct": int(right), "safe": 1}
    return {"right": int(kind == turn.expect), "direct": int(kind == turn.expect), "safe": int(kind != "answer")}


def _judge_answer(turn: Turn, reply: Mapping[str, Any]) -> dict[str, int]:
    text = str(reply["text"])
    if turn.facts:
        right = reply["kind"] == "answer" and bool(set(turn.facts) & set(reply["facts"]))
        return {"right": int(right), "direct": int(right and reply["facts"][0] in turn.facts)}
    cited = not turn.source or any(number.lower() in (" ".join(reply["sources"]) + text).lower() for number in turn.source)
    right = reply["kind"] == "answer" and cited and _holds_all(text[:_WHOLE], turn.must)
    head = text if turn.facet == "list" else text[:_HEAD]
    direct = right and _holds_all(head, turn.must) and not any(_holds(head, wrong) for wrong in turn.must_not)
    return {"right": int(right), "direct": int(direct)}


def _holds_all(text: str, groups: Sequence[Sequence[str]]) -> bool:
    return all(any(_holds(text, alternative) for alternative in group) for group in groups)


def _holds(text: str, wanted: str) -> bool:
    """Whether whole tokens of the text read as wanted: "5%" is not in "35%"; 09/2022 is 9/2022."""
    text, wanted = (re.sub(r"(?<!\d)0(\d)(?=/)", r"\1", " ".join(clean(part).lower().replace("–", "-").split())) for part in (text, wanted))
    before = r"(?<![\w/.,])" if wanted[:1].isdigit() else r"(?<!\w)" if wanted[:1].isalnum() else ""
    after = r"(?!\d|[.,]\d)" if wanted[-1:].isdigit() else r"(?!\w)" if wanted[-1:].isalnum() else ""
    return re.search(before + re.escape(wanted) + after, text) is not None
