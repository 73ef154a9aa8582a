"""The terminal says a reply whole, gives machines the same, and lets a number choose a reading."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import pytest

from bot import wording
from bot.answering.assistant import Assistant
from bot.answering.conversation import NEW
from bot.channels.console import MOST, as_json, chat, render
from bot.domain.fact import Citation
from bot.domain.reply import Answered, AskBack, Emergency, NotCovered, Option, Reply, SmallTalk

SOURCE = Citation("7/KH-UBND", "mục 1", "7.yaml", 3)
ANSWER = Answered(
    "Trồng 300 cây.",
    ("Tưới mỗi ngày.",),
    (SOURCE, SOURCE),
    "Căn cứ: Kế hoạch 7/KH-UBND.",
    ("Hạn này đã qua.",),
    ("7/a", "7/b"),
    0.87654321,
    (Option("Ai tưới?", "ai tưới"),),
)
READINGS = AskBack("Ý nào?", (Option("Cây", "trồng bao nhiêu cây"), Option("Nước", "ai tưới"), Option("Không", "")), ("7/a", "7/b"), 0.3)
REPLIES: list[tuple[Reply, str]] = [
    (ANSWER, "answer"), (READINGS, "clarify"), (NotCovered("Không có.", (Option("Cây", "cây"),), ("7/a",), 0.9, (SOURCE,)), "abstain"), (SmallTalk("Chào bạn!", 1.0), "smalltalk"),
    (Emergency("Gọi 114.", 1.0), "emergency"),
]  # fmt: skip


def talk(assistant: Assistant, lines: Iterable[str]) -> list[str]:
    said: list[str] = []
    chat(assistant.reply, lines, said.append, lambda: date(2026, 11, 22))
    return said


@pytest.mark.parametrize(("reply", "kind"), REPLIES, ids=[kind for _, kind in REPLIES])
def test_machines_get_the_kind_and_the_text_that_people_get(reply: Reply, kind: str) -> None:
    plain = as_json(reply)

    assert (kind, render(reply)) == (plain["kind"], plain["text"])


def test_an_answer_is_told_before_its_source_what_changed_and_what_belongs_to_it() -> None:
    text = render(ANSWER)
    places = [text.index(part) for part in ("Trồng 300 cây.", "Căn cứ:", "Hạn này đã qua.", "Tưới mỗi ngày.")]

    assert sorted(places) == places
    assert 0 == places[0]


def test_machines_get_each_source_once_and_the_facts_best_first() -> None:
    plain = as_json(ANSWER)

    assert (["7/KH-UBND"], ["7/a", "7/b"], ["Ai tưới?"], 0.8765) == (
        plain["sources"],
        plain["facts"],
        plain["options"],
        plain["confidence"],
    )


@pytest.mark.parametrize("letters", [MOST - 100, MOST, MOST + 1, 4 * MOST])
def test_a_text_of_any_length_is_said_within_the_limit_and_ends_at_a_word(letters: int) -> None:
    long = ("kế hoạch trồng cây " * letters)[:letters].strip()
    text = render(SmallTalk(long, 1.0))

    assert len(text) <= MOST
    assert (
        (text == long)
        if len(long) <= MOST
        else (text.endswith("…") and long.startswith(text[:-1]) and text[:-1].split() == long.split()[: len(text.split())])
    )


@pytest.mark.parametrize("said", [["hạn là khi nào vậy", "1"], ["hạn là khi nào vậy", "2"], ["ai chủ trì", " 1 "]])
def test_a_number_chooses_the_reading_it_stands_before(assistant: Assistant, said: list[str]) -> None:
    reply, conversation = assistant.reply(said[0], NEW, date(2026, 11, 22))
    assert isinstance(reply, AskBack)
    chosen, _ = assistant.reply(reply.options[int(said[1]) - 1].ask, conversation, date(2026, 11, 22))
    heard = talk(assistant, said)

    assert "[1] " + reply.options[0].label in heard[1]
    assert render(chosen) == heard[2]


def test_none_of_these_asks_to_be_told_more(assistant: Assistant) -> None:
    reply, _ = assistant.reply("hạn là khi nào vậy", NEW, date(2026, 11, 22))
    assert isinstance(reply, AskBack)

    assert wording.DESCRIBE == talk(assistant, ["hạn là khi nào vậy", str(len(reply.options))])[-1]


@pytest.mark.parametrize(
    "number",
    [
        "0",
        "9",
        "-1",
        "²",
        "1.",
        "٣",
    ],
)
def test_a_number_that_stands_before_no_reading_is_a_message_like_any_other(assistant: Assistant, number: str) -> None:
    heard = talk(assistant, ["hạn là khi nào vậy", number])

    assert len(heard) >= 3
    assert wording.DESCRIBE not in heard


def test_readings_are_offered_once(assistant: Assistant) -> None:
    heard = talk(assistant, ["hạn là khi nào vậy", "Tổng kinh phí hỗ trợ cựu thanh niên xung phong là bao nhiêu?", "1"])

    assert "780" in heard[2]
    assert heard[3:] == talk(assistant, ["Tổng kinh phí hỗ trợ cựu thanh niên xung phong là bao nhiêu?", "1"])[1:]


def test_empty_lines_are_passed_over(assistant: Assistant) -> None:

    assert [] == talk(assistant, ["", "   ", "\t"])


def test_a_chat_remembers_what_was_said(assistant: Assistant) -> None:
    heard = talk(assistant, ["Thông báo 441/TB-VP ai ký?", "ngày nào?"])

    assert "Trương Việt Dũng" in heard[0]
    assert "9/9/2022" in heard[1]
