"""Changes that an administrator may make by mistake, each of which breaks answers in its own way: the gate stops each and names the questions."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

import pytest

from bot.domain.deed import DeedKind
from bot.domain.errors import GateRefused
from tests.library.publishing.stand import ANNA, AT, Stand

pytestmark = pytest.mark.slow

HOUSING, COMPLAINTS, PRESS = "4612-QD-UBND-2019", "191-KH-UBND-2019", "3789-UBND-TKBT-2019"


def without(fact: str) -> Callable[[str], str]:
    """A file without one of its facts."""
    return lambda text: re.sub(rf"(?ms)^- id: {re.escape(fact)}$.*?(?=^- id: |\Z)", "", text)


def within(fact: str, change: Callable[[str], str]) -> Callable[[str], str]:
    """A file with one of its facts changed."""
    return lambda text: re.sub(rf"(?ms)^- id: {re.escape(fact)}$.*?(?=^- id: |\Z)", lambda found: change(found[0]), text)


def moved_to(fact: str, other: str) -> Callable[[str], str]:
    """The phrasings of one fact given to another one."""

    def change(text: str) -> str:
        block = re.search(rf"(?ms)^- id: {re.escape(fact)}$.*?(?=^- id: |\Z)", text)
        assert block
        phrasings = re.search(r"(?ms)^  phrasings:\n(.*?)(?=^  \w|\Z)", block[0])
        assert phrasings
        text = text.replace(phrasings[0], "", 1)
        return within(other, lambda found: found.replace("  phrasings:\n", f"  phrasings:\n{phrasings[1]}", 1))(text)

    return change


def greedy(fact: str, *phrasings: str) -> Callable[[str], str]:
    """A fact that claims questions which belong to others."""
    lines = "".join(f"  - {phrasing}\n" for phrasing in phrasings)
    return within(fact, lambda found: found.replace("  phrasings:\n", f"  phrasings:\n{lines}", 1))


@dataclass(frozen=True, slots=True)
class Mistake:
    """What was done, and how a question begins that the gate must name."""

    what: str
    file: str
    change: Callable[[str], str]
    names: str


def swapped(fact: str, other: str) -> Callable[[str], str]:
    """Two facts with each other's name."""
    return lambda text: (
        text.replace(f"- id: {fact}\n", "- id: zz\n")
        .replace(f"- id: {other}\n", f"- id: {fact}\n")
        .replace("- id: zz\n", f"- id: {other}\n")
    )


def silent(text: str) -> str:
    """Facts without phrasings and keywords."""
    return re.sub(r"(?ms)^  (?:phrasings|keywords):\n.*?(?=^  \w|^- |\Z)", "", text)


COSTS = "Hà Nội bỏ ra tổng cộng bao nhiêu tiền để làm nhà cho các cô bác từng đi thanh niên xung phong?"
ELSEWHERE = """\
elsewhere:
- id: sua-nha
  name: việc sửa nhà
  asks: [Hà Nội bỏ ra bao nhiêu tiền để làm nhà cho các cô bác từng đi thanh niên xung phong]
  keywords: [sửa nhà, thanh niên xung phong]
"""
ALARM = """\
emergencies:
- id: sap-nha
  name: nhà sập
  numbers: ['114']
  asks: [tổng kinh phí hỗ trợ nhà ở cho cựu thanh niên xung phong bao nhiêu tiền]
  keywords_all: [[nhà, nhà ở], [tiền, kinh phí]]
  reply: Bạn gọi ngay 114.
"""


MISTAKES = [
    Mistake("a fact was deleted", HOUSING, without("so-tien"), "Quyết định 4612 chi tổng cộng bao nhiêu tiền?"),
    Mistake("a step was deleted", COMPLAINTS, without("buoc-2"), "Bước 2 của kế hoạch 191 là gì, hạn khi nào?"),
    Mistake(
        "a fact is said to be absent",
        HOUSING,
        within("so-nguoi", lambda found: found.replace("  topic:", "  about: absence\n  topic:", 1)),
        "bn cựu TNXP ở HN dc hỗ trợ làm nhà năm 2019 v?",
    ),
    Mistake(
        "phrasings were put under the wrong fact",
        COMPLAINTS,
        moved_to("buoc-3", "dia-ban"),
        "Tôi cùng bà con trong xóm đi kiện đất mấy năm nay",
    ),
    Mistake("two facts got each other's name", HOUSING, swapped("so-tien", "so-nguoi"), COSTS),
    Mistake("a fact claims a question that belongs to another", HOUSING, greedy("so-nguoi", COSTS.removesuffix("?")), COSTS),
    Mistake("all phrasings and keywords of a file were thrown away", COMPLAINTS, silent, "Kế hoạch 191 kéo dài bao lâu?"),
    Mistake(
        "an abbreviation was given another meaning",
        "shorthand",
        lambda text: text.replace('short: "tnxp", long: ["thanh niên xung phong"]', 'short: "tnxp", long: ["thực nghiệm xã phường"]'),
        "Trong bốn tin của thông cáo 3789, tin nào nói về TNXP?",
    ),
    Mistake("what is not covered claims too much", "elsewhere", lambda _: ELSEWHERE, COSTS),
    Mistake("an everyday question is taken for a cry for help", "emergencies", lambda _: ALARM, "Tổng kinh phi hổ trợ nhà ở"),
    Mistake(
        "the short names of agencies were dropped",
        "agencies",
        lambda text: re.sub(r"(?m)^  (?:abbreviations|other_names):.*\n(?:  - .*\n)*", "", text),
        "BTGTU giờ gọi là gì",
    ),
]


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda mistake: mistake.what)
def test_the_gate_stops_a_change_that_breaks_answers_and_names_the_questions(stand: Stand, mistake: Mistake):
    stand.edit(mistake.file, mistake.change)

    draft = stand.prepare()
    with pytest.raises(GateRefused) as refused:
        stand.publication.publish(draft, ANNA, AT, reason="nhầm")

    named = {moved.question for refusal in draft.refusals for moved in refusal.questions if moved.broke}
    assert any(question.startswith(mistake.names) for question in named)
    assert any(f"“{question}”" in reason for reason in refused.value.reasons for question in named)
    assert (1, [DeedKind.PREPARED, DeedKind.REFUSED]) == (stand.versions.pointer(), stand.did())
