"""Shows how a question was understood: readings, slots, shortlist with feature values, decision. For people who mend knowledge or code."""

from __future__ import annotations

from datetime import date

from bot.answering.assistant import Assistant
from bot.answering.conversation import NEW
from bot.answering.ports import Archive
from bot.channels.console import as_json
from bot.matching.columns import NAMES
from bot.matching.question import Question
from bot.matching.ranking import Ranked

_SHOWN = 6


def explain(assistant: Assistant, archive: Archive, message: str, today: date) -> str:
    """A page of plain text about one message."""
    question = assistant.matcher.understand(message)
    matched = assistant.matcher.match(question)
    weights = assistant.matcher.weights.ranking
    reply = as_json(assistant.reply(message, NEW, today)[0])
    lines = [*_question(question), "", f"Ứng viên (độ chắc chắn {matched.confidence:.3f}):"]
    for place, candidate in enumerate(matched.ranked[:_SHOWN], 1):
        lines += [f"{place}. {candidate.entry.id} [{candidate.entry.nature}] điểm {candidate.score:.2f}, phần {candidate.share:.2f}",
                  f"   {archive.fact(candidate.entry.id).says[:160]}", "   " + _features(candidate, weights.tolist())]  # fmt: skip
    return "\n".join([*lines, "", f"Quyết định: {reply['kind']}", str(reply["text"])])


def _question(question: Question) -> list[str]:
    said = question.named.said
    slots = {
        "văn bản": question.named.documents, "văn bản lạ": question.named.unknown_documents, "cơ quan": question.named.agencies,
        "nơi": question.named.places, "năm": said.years, "thời gian": said.spans, "giai đoạn": said.ranges, "tỷ lệ": said.percents,
        "số tiền": said.amounts, "số": said.numbers,
    }  # fmt: skip
    return [
        f"Đã gõ: {question.typed}",
        f"Đọc là: {question.read_as}" + (f" (kiểu gõ {question.method})" if question.method else ""),
        f"Âm tiết không dấu: {' '.join(question.view.folds)}",
        f"Từ: {' '.join(question.view.words) or '(không dấu, không tách từ)'}",
        f"Khía cạnh: {', '.join(sorted(question.facets))}",
        "Chi tiết: "
        + ("; ".join(f"{name}: {', '.join(map(str, sorted(values, key=str)))}" for name, values in slots.items() if values) or "không có"),
    ]


def _features(candidate: Ranked, weights: list[float]) -> str:
    parts = sorted(zip(NAMES, candidate.features.tolist(), weights, strict=True), key=lambda part: -abs(part[1] * part[2]))
    return ", ".join(f"{name}={value:.2f} ({value * weight:+.2f})" for name, value, weight in parts[:8] if value)
