"""An operator sees how sure it is, what to read aloud, what to paste, where it stands, and what else is near."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

import pytest

from bot.answering.assistant import Assistant
from bot.answering.nearest import nearest, told
from bot.channels.telegram import words
from bot.channels.telegram.actions import DeskFact, decode
from bot.channels.telegram.aloud import Aloud
from bot.channels.telegram.contents import Contents
from bot.channels.telegram.desk import desk_fact_page, desk_page, exact_fact, pasted, read_aloud
from bot.channels.telegram.markup import Page, units
from tests.telegram.pages.seen import seen


def actions_of(page: Page) -> list[object]:
    return [decode(button.data) for row in page.buttons for button in row]


def test_everything_an_operator_needs_is_on_one_page(assistant: Assistant, contents: Contents, aloud: Aloud, today: date) -> None:
    page = desk_page("780 trieu", nearest(assistant, "780 trieu", today), contents.archive, aloud)
    text = seen(page)

    assert re.match(r"🟢 \d\d % – chắc chắn\n", text)
    assert "Bảy trăm tám mươi triệu đồng" in text
    assert "<pre>780.000.000 đồng (780 triệu đồng)" in page.html
    assert "<code>4612-QD-UBND-2019/so-tien</code> · directives/4612-QD-UBND-2019.yaml:" in page.html
    assert [DeskFact] * 5 == [type(action) for action in actions_of(page)]
    assert all(" % · " in button.text for row in page.buttons for button in row)


def test_the_place_named_is_where_the_fact_stands(assistant: Assistant, contents: Contents, aloud: Aloud, today: date) -> None:
    answer = told(assistant, "191-KH-UBND-2019/buoc-1", today)
    assert answer is not None
    place = seen(desk_fact_page(answer, contents.archive, aloud)).rpartition(" · ")[2]
    citation = contents.archive.fact("191-KH-UBND-2019/buoc-1").citation

    assert f"{citation.file}:{citation.line}" == place


@pytest.mark.parametrize(
    ("confidence", "said"), [(1.0, "🟢 99 %"), (0.75, "🟢 75 %"), (0.74, "🟡 74 %"), (0.35, "🟡 35 %"), (0.34, "🔴 34 %"), (0.05, "🔴 5 %")]
)
def test_how_sure_it_is_comes_first(
    assistant: Assistant, contents: Contents, aloud: Aloud, today: date, confidence: float, said: str
) -> None:
    found = nearest(assistant, "tien rac", today, 2)

    assert desk_page("tien rac", [replace(found[0], confidence=confidence)], contents.archive, aloud).plain.startswith(said)


@pytest.mark.parametrize("text", ["gia vang", "", "thời tiết ngày mai", "giá vàng <b>&", "x" * 3000])
def test_what_is_not_there_is_said_not_to_be(assistant: Assistant, contents: Contents, aloud: Aloud, today: date, text: str) -> None:
    page = desk_page(text, nearest(assistant, text, today), contents.archive, aloud)

    assert seen(page).startswith("Không thấy gì gần với “")
    assert all(isinstance(action, DeskFact) for action in actions_of(page))


def test_every_fact_has_a_desk_page_that_fits(assistant: Assistant, contents: Contents, aloud: Aloud, today: date) -> None:
    """At its longest it is cut inside what is read or pasted, never where the fact stands."""
    lost = []
    for fact_id in contents.facts():
        answer = told(assistant, fact_id, today)
        assert answer is not None
        text = seen(desk_fact_page(answer, contents.archive, aloud))
        if f"{words.DESK_SOURCE}{fact_id} · " not in text or answer.direct[:300] not in text:
            lost.append((fact_id, units(text)))

    assert [] == lost


def test_what_is_read_aloud_names_the_document_and_what_has_changed_but_not_the_section(
    assistant: Assistant, aloud: Aloud, today: date
) -> None:
    answer = told(assistant, "191-KH-UBND-2019/buoc-1", today)
    assert answer is not None
    read = read_aloud(answer, aloud)

    assert "Căn cứ: Kế hoạch số 191 ngày 29 tháng 8 năm 2019." in read
    assert "Thời hạn này đã qua" in read
    assert "đoạn" not in read


def test_what_is_pasted_is_the_answer_with_its_source(assistant: Assistant, today: date) -> None:
    answer = told(assistant, "191-KH-UBND-2019/buoc-1", today)
    assert answer is not None

    assert "\n".join((answer.direct, answer.cited, *answer.changes)) == pasted(answer)


def test_a_fact_is_found_by_its_id(contents: Contents) -> None:

    assert "191-KH-UBND-2019/buoc-1" == exact_fact(contents, " 191-KH-UBND-2019/buoc-1 ")
    assert exact_fact(contents, "han khieu nai") is None
