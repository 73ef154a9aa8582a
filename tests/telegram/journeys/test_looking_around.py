"""Looking around without asking: the start, deep links, commands and the pages behind their buttons."""

from __future__ import annotations

import pytest

from bot.channels.telegram import words
from bot.channels.telegram.actions import digest
from bot.library.reader import Library
from tests.telegram.journeys.scene import Scene

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_the_start_greets_and_shows_topics(open_scene: Scene) -> None:
    greeting = await open_scene.told(open_scene.citizen(), "/start")

    assert words.GREETING in greeting.text
    assert len(greeting.labels) > 3


async def test_a_link_to_a_topic_a_fact_or_a_person_leads_there(open_scene: Scene, library: Library) -> None:
    an, fact = open_scene.citizen(), next(fact_id for fact_id in library.fact_ids() if not fact_id.startswith("composed/"))
    topic = await open_scene.told(an, f"/start {next(iter(library.topics))}")
    told = await open_scene.told(an, f"/start {digest(fact)}")
    person = await open_scene.told(an, "/start nguoitruc")

    assert words.GREETING not in topic.text
    assert words.GOOD in told.labels
    assert "phiếu" in person.text


@pytest.mark.parametrize("payload", ["khong-co", "x" * 64, "inline"])
async def test_a_link_to_nothing_leads_to_the_start(open_scene: Scene, payload: str) -> None:

    assert words.GREETING in (await open_scene.told(open_scene.citizen(), f"/start {payload}")).text


@pytest.mark.parametrize(
    ("command", "title"),
    [
        ("/chude", words.TOPICS_TITLE),
        ("/vanban", words.DIRECTIVES_TITLE),
        ("/coquan", words.AGENCIES_TITLE),
        ("/hanchot", words.DUES_TITLE),
    ],
)
async def test_a_page_leads_to_others_in_the_same_message(open_scene: Scene, command: str, title: str) -> None:
    an = open_scene.citizen()
    first = await open_scene.told(an, command)
    press = an.presses(first, 1)
    second = await an.hears()
    await press.answer()

    assert title in first.text
    assert (True, first.id) == (second.edited, second.id)
    assert first.text != second.text


async def test_one_can_walk_from_the_topics_to_a_fact_that_can_be_rated(open_scene: Scene) -> None:
    an = open_scene.citizen()
    shown = await open_scene.told(an, "/chude")
    for _ in range(6):
        an.presses(shown, 0)
        shown = await an.hears()
        if words.GOOD in shown.labels:
            break

    assert words.GOOD in shown.labels
    assert not shown.edited


async def test_help_tells_the_commands_and_what_is_stored(open_scene: Scene) -> None:
    text = (await open_scene.told(open_scene.citizen(), "/help")).text

    assert all(f"/{name}" in text for name, _ in words.CITIZEN_COMMANDS)
    assert "180 ngày" in text
