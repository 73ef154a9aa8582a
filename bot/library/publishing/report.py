"""The effect of a change in words: a short message for a phone, and the whole report. Pure; people read it, machines take the effect itself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.domain.outcome import Kind
from bot.library.judging import Share
from bot.library.publishing.differences import Differences, Field
from bot.library.publishing.effect import Effect, Missing, Moved, Origin, Shift, Told, by_shift
from bot.library.publishing.gate import Refusal, name_of

_WORST = 5  # questions named in a short message
_CUT = 160  # signs of what a fact says
_BROKE = {
    Shift.LOST: "đang đúng, sẽ mất câu trả lời", Shift.OTHER: "đang đúng, sẽ ra mục khác", Shift.AMBIGUOUS: "đang đúng, sẽ phải hỏi lại",
    Shift.KIND: "đang đúng, sẽ thành sai", Shift.GAINED: "đang đúng khi không trả lời, sẽ trả lời sai",
}  # fmt: skip
_MOVED = {
    Shift.LOST: "không còn được trả lời", Shift.OTHER: "được trả lời bằng mục khác", Shift.AMBIGUOUS: "phải hỏi lại",
    Shift.KIND: "được đáp theo kiểu khác", Shift.GAINED: "nay được trả lời",
}  # fmt: skip
_KINDS = {
    Kind.ANSWER: "trả lời", Kind.CLARIFY: "hỏi lại", Kind.ABSTAIN: "nói không có thông tin", Kind.SMALLTALK: "chào hỏi", Kind.EMERGENCY: "báo động",
}  # fmt: skip
_BESIDE = {
    "directive": "văn bản", "agency": "cơ quan", "place": "địa danh", "topic": "chủ đề", "term": "thuật ngữ", "contact": "liên hệ",
    "shorthand": "chữ tắt", "alarms": "từ báo động",
}  # fmt: skip


def summary(effect: Effect, refusals: Sequence[Refusal] | None = None) -> str:
    """What changes and, where that was looked at, what stands against it, in a few lines."""
    verdict = [] if refusals is None else _verdict(refusals)
    return "\n".join([*_counts(effect), *_groups(effect), *_figures(effect), *verdict])


def full(effect: Effect, refusals: Sequence[Refusal] | None = None) -> str:
    """Everything: each changed fact field by field, each question that fares otherwise, worst first."""
    parts = ["TÁC ĐỘNG CỦA THAY ĐỔI", summary(effect, refusals)]
    parts += [*_facts(effect.differences), *_questions(effect.moved), *_missing(effect.missing)]
    return "\n\n".join(parts) + "\n"


def reason(refusal: Refusal, most: int = _WORST) -> str:
    """One reason against a change, with the first questions that show it."""
    shown = [f"  • {line(moved)}" for moved in refusal.questions[:most]]
    left = len(refusal.questions) - len(shown)
    return "\n".join([refusal.message + (":" if shown else ""), *shown, *([f"  … và {left} câu nữa"] if left > 0 else [])])


def line(moved: Moved) -> str:
    """One question, what it got and what it gets."""
    return f"“{moved.question}” ({moved.owner}): {_told(moved.was)} → {_told(moved.now)}"


def _told(told: Told) -> str:
    return f"{_KINDS[told.kind]}{f' {told.fact}' if told.fact and told.kind is Kind.ANSWER else ''}"


def _counts(effect: Effect) -> Iterator[str]:
    differences = effect.differences
    yield f"Mục tri thức: thêm {len(differences.added)}, sửa {len(differences.changed)}, bỏ {len(differences.removed)}."
    if differences.beside:
        yield f"Cũng thay đổi: {', '.join(_BESIDE.get(kind, kind) for kind in differences.beside)}."
    asked = effect.asked
    yield f"Đã xét {asked.phrasings} câu hỏi mẫu và {asked.golden} câu kiểm tra, hỏi lại {asked.anew} câu."
    if asked.left_out:
        yield f"{asked.left_out} câu hỏi mẫu mới chưa hỏi thử (thêm quá nhiều một lúc)."
    if effect.dropped_golden:
        yield f"{effect.dropped_golden} câu kiểm tra của bản đang dùng đã bị bỏ hoặc sửa."


def _groups(effect: Effect) -> Iterator[str]:
    counts = by_shift(effect.moved)
    for broke, names in ((True, _BROKE), (False, _MOVED)):
        for shift, name in names.items():
            if count := counts[broke, shift]:
                yield f"• {count} câu {name}"
    if effect.missing:
        yield f"• {len(effect.missing)} câu hỏi mẫu mới chưa tìm thấy mục của mình"
    if not effect.moved and not effect.missing:
        yield "Không câu hỏi nào đổi câu trả lời."


def _figures(effect: Effect) -> Iterator[str]:
    before = {share.name: share for share in effect.before}
    for share in effect.after:
        was = before.get(share.name)
        earlier = f"{percent(was)} → " if was else ""
        yield f"Câu kiểm tra, {name_of(share.name)}: {earlier}{percent(share)} ({share.right}/{share.asked})"


def percent(share: Share) -> str:
    return f"{share.value:.1%}".replace(".", ",")


def _verdict(refusals: Sequence[Refusal]) -> Iterator[str]:
    if not refusals:
        yield "Cổng kiểm tra: được phép đưa lên."
        return
    yield "Cổng kiểm tra: KHÔNG cho đưa lên, vì:"
    for refusal in refusals:
        yield f"– {reason(refusal)}"


def _facts(differences: Differences) -> Iterator[str]:
    for title, facts in (("MỤC THÊM", differences.added), ("MỤC BỎ", differences.removed)):
        if facts:
            yield "\n".join([title, *(f"• {fact.id} ({fact.file}:{fact.line}): {_cut(fact.says)}" for fact in facts)])
    if differences.changed:
        yield "\n".join(["MỤC SỬA", *(text for changed in differences.changed for text in _changed(changed.fact.id, changed.fields))])


def _changed(fact_id: str, fields: Sequence[Field]) -> Iterator[str]:
    yield f"• {fact_id}"
    for field in fields:
        yield f"    {field.name}: {_cut(field.before) or '(không có)'} → {_cut(field.after) or '(không có)'}"


def _questions(moved: Sequence[Moved]) -> Iterator[str]:
    for origin, kind in ((Origin.GOLDEN, "CÂU KIỂM TRA"), (Origin.PHRASING, "CÂU HỎI MẪU")):
        for broke, names in ((True, _BROKE), (False, _MOVED)):
            for shift, name in names.items():
                found = [one for one in moved if (one.origin, one.broke, one.shift) == (origin, broke, shift)]
                if found:
                    yield "\n".join([f"{kind} {name} ({len(found)})", *(f"• {line(one)}" for one in found)])


def _missing(missing: Sequence[Missing]) -> Iterator[str]:
    if missing:
        shown = (f"• “{one.question}” ({one.owner}): {_told(one.now)}" for one in missing)
        yield "\n".join([f"CÂU HỎI MẪU MỚI CHƯA TÌM THẤY MỤC CỦA MÌNH ({len(missing)})", *shown])


def _cut(text: str) -> str:
    return text if len(text) <= _CUT else text[: _CUT - 1].rsplit(" ", 1)[0] + "…"
