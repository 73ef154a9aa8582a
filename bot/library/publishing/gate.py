"""Whether a change may go live: not when it breaks what was right, nor when the golden figures fall below their floors.

Pure. What is refused here can still be published by somebody who says why (`publication`), and that is recorded.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.domain.errors import SettingInvalid
from bot.library.judging import DIALOGUES, Share
from bot.library.publishing.effect import Effect, Moved, Origin

# A little below what the shipped knowledge reaches, so that only a real loss falls under them.
FLOORS: Mapping[str, float] = {"answer": 0.92, "abstain": 0.75, "clarify": 0.75, "smalltalk": 0.85, "emergency": 0.95, DIALOGUES: 0.65}
_ENOUGH = 20  # questions of a kind, below which one miss weighs too much for a floor
_NAMED = 10
_FLOOR = re.compile(r"([a-z]+)\s*=\s*(0(?:\.\d+)?|1(?:\.0+)?)")
_NAMES = {
    "answer": "trả lời đúng", "abstain": "biết nói không có thông tin", "clarify": "biết hỏi lại", "smalltalk": "chào hỏi",
    "emergency": "báo động khẩn cấp", DIALOGUES: "hội thoại đúng mọi lượt",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Refusal:
    """One reason against a change, with the questions that show it, worst first."""

    message: str
    questions: tuple[Moved, ...] = ()


def floors_of(text: str) -> Mapping[str, float]:
    """Floors as a setting writes them, "answer=0.9, dialogues=0.6"; those not named keep their own. Raises SettingInvalid."""
    chosen = dict(FLOORS)
    for part in filter(None, (part.strip() for part in text.split(","))):
        found = _FLOOR.fullmatch(part)
        if found is None or found[1] not in FLOORS:
            raise SettingInvalid(f"HOIDAP_FLOORS: “{part}” không đúng dạng tên=số từ 0 đến 1; các tên: {', '.join(FLOORS)}.")
        chosen[found[1]] = float(found[2])
    return chosen


def refusals(effect: Effect, floors: Mapping[str, float]) -> tuple[Refusal, ...]:
    """Why a change may not go live; none when it may."""
    broken = [moved for moved in effect.moved if moved.broke]
    golden = tuple(moved for moved in broken if moved.origin is Origin.GOLDEN)
    phrasings = tuple(moved for moved in broken if moved.origin is Origin.PHRASING)
    found = []
    if golden:
        found.append(Refusal(f"{len(golden)} câu kiểm tra đang đúng sẽ thành sai", golden))
    if phrasings:
        found.append(Refusal(f"{len(phrasings)} câu hỏi mẫu sẽ không còn tìm thấy mục của mình", phrasings))
    if effect.dead:
        places = ", ".join(f"{problem.file}:{problem.line}" for problem in effect.dead[:_NAMED])
        found.append(Refusal(f"{len(effect.dead)} câu kiểm tra trỏ vào mã không có ({places}{', …' if effect.dead[_NAMED:] else ''})"))
    return (*found, *_too_low(effect.after, floors))


def name_of(figure: str) -> str:
    """What a figure is called by people."""
    return _NAMES.get(figure, figure)


def _too_low(figures: Sequence[Share], floors: Mapping[str, float]) -> list[Refusal]:
    return [
        Refusal(f"tỷ lệ {name_of(share.name)} là {share.value:.1%}, dưới mức sàn {floors[share.name]:.1%}".replace(".", ","))
        for share in figures
        if share.asked >= _ENOUGH and share.value < floors.get(share.name, 0.0)
    ]
