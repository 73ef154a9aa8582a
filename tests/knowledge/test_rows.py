"""Every row of the shipped knowledge is a test case: it is found by its own words, and what is said about it has grounds."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from bot.answering.assistant import Assistant
from bot.answering.conversation import NEW
from bot.channels.console import MOST, render
from bot.domain.reply import Answered, Reply
from bot.library.cases import read_cases
from bot.library.checking.rules import check
from bot.library.reader import Library
from bot.matching.similarity import sorted_ratios
from bot.text.normalize import comparable, fold
from tests.knowledge import rows as r

pytestmark = pytest.mark.slow

DEV = Path(__file__).resolve().parents[3] / "shared" / "eval" / "dev"
USUAL, USUAL_SHARE = 900, 0.9
TOO_NEAR = 0.9


@dataclass(frozen=True, slots=True)
class Heard:
    """A row with the fact that its phrasing found first, and the reply to it."""

    row: r.Row
    first: str
    reply: Reply
    text: str

    @property
    def shown(self) -> str:
        return f"{self.row}\n    first: {self.first}\n    reply: {self.text[:300]!r}"


@pytest.fixture(scope="module", params=r.files())
def heard(request: pytest.FixtureRequest, assistant: Assistant, today: date) -> list[Heard]:
    """What the phrasings of one file found and got for an answer; one file after the other."""
    return [_hear(row, assistant, today) for row in r.rows() if row.file == request.param]


def _hear(row: r.Row, assistant: Assistant, today: date) -> Heard:
    considered = assistant.consider(row.phrasing, NEW, today)
    return Heard(row, considered.first, considered.reply, render(considered.reply))


def test_the_knowledge_has_no_problem():
    assert r.knowledge().problems == []
    assert check(r.knowledge()) == []


def test_every_phrasing_finds_its_own_fact_first(heard: list[Heard]):
    misses = [one.shown for one in heard if one.first != one.row.fact]
    assert not misses, "\n".join(misses)


def test_every_number_day_document_and_agency_in_a_reply_has_grounds(heard: list[Heard], library: Library):
    missing = []
    for one in heard:
        told, grounds = r.told(one.reply, one.text, library), r.grounds(one.reply, one.first or one.row.fact, library)
        if unfounded := (r.said(told) - r.supported(grounds)) | r.agencies_without(told, grounds, library):
            missing.append(f"{sorted(unfounded)} in the reply to {one.shown}")
    assert not missing, "\n".join(missing)


def test_every_reply_is_short_enough_and_whole(heard: list[Heard]):
    assert not [one.shown for one in heard if len(one.text) > MOST]
    assert not [one.shown for one in heard if isinstance(one.reply, Answered) and not all(part in one.text for part in _parts(one.reply))]
    assert sum(len(one.text) <= USUAL for one in heard) >= USUAL_SHARE * len(heard)


def _parts(reply: Answered) -> tuple[str, ...]:
    return (reply.direct, reply.cited, *reply.changes, *reply.more)


@pytest.mark.skipif(not DEV.exists(), reason="the development questions are not on this machine")
def test_no_phrasing_nearly_equals_a_development_question():
    asked = sorted({fold(comparable(turn.question)) for case in read_cases(sorted(DEV.glob("*.jsonl"))) for turn in case.turns})
    assert asked
    near = [str(row) for row in r.rows() if sorted_ratios(fold(comparable(row.phrasing)), asked).max() > TOO_NEAR]
    assert near == [], "\n".join(near)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Kế hoạch 190/KH-UBND ngày 27/8/2019, 35% mức độ 4", {"số 190/KH-UBND", "ngày 27/8/2019", "35", "4"}),
        ("780.000.000 đồng, tháng 09/2019", {"780.000.000", "tháng 9/2019"}),
        ("Pháp lệnh 34/2007/PL-UBTVQH11 và 1022 (024.1022)", {"số 34/2007/PL-UBTVQH11", "1022", "24.1022"}),
    ],
)
def test_what_a_text_says_is_taken_whole(text: str, found: set[str]):
    assert r.said(text) == found
