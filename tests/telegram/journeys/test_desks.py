"""Hand-overs where the desk is closed, where there is none, and where the server knows little."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from bot.channels.telegram import words
from bot.library.reader import Library
from tests.telegram.botapi import LIMITED, BotApi
from tests.telegram.journeys.scene import NEVER, UNKNOWN, Scene
from tests.telegram.process import GENEROUS, Bot

pytestmark = pytest.mark.asyncio


async def test_when_nobody_is_there_that_is_said_before_the_citizen_writes(scene: Scene) -> None:
    an = scene.an
    await scene.starts(HOIDAP_WORKING_HOURS="T2-T6 08:00-12:00", HOIDAP_HOLIDAYS=NEVER)
    away = await scene.told(an, "/nguoitruc")
    nothing = list(scene.group.unread)
    an.presses(away, words.PERSON_AWAY_OPEN)
    waiting, card = await an.hears(), await scene.group.hears()

    assert "thứ Hai đến thứ Sáu 08:00–12:00" in away.text
    assert [] == nothing
    assert words.PERSON_CANCEL in waiting.labels
    assert words.TICKET_AWAY in card.text


async def test_without_an_operators_group_nobody_is_offered_and_a_number_is_given(scene: Scene) -> None:
    await scene.starts(HOIDAP_OPERATORS_CHAT="")
    replies = [await scene.told(scene.an, said) for said in UNKNOWN]
    told = await scene.told(scene.an, "/nguoitruc")

    assert words.PERSON not in [label for reply in replies for label in reply.labels]
    assert "1022" in told.text


@pytest_asyncio.fixture
async def limited(library: Library, libraries: Path, tmp_path: Path) -> AsyncIterator[Scene]:
    """A server that knows nine methods; copying and the action "typing" are not among them."""
    async with BotApi(methods=LIMITED) as api:
        bot = Bot(api, tmp_path, {"HOIDAP_LIBRARIES": str(libraries), "HOIDAP_WORKERS": "1", **GENEROUS})
        yield Scene.of(api, bot)
        await bot.close()


async def test_where_the_server_cannot_copy_the_words_still_go_both_ways(limited: Scene) -> None:
    an, lan, group = limited.an, limited.lan, limited.group
    await limited.starts()
    card = await limited.claimed(an)
    an.says("tôi ở Cầu Giấy")
    heard = await group.hears()
    lan.says("chào anh", group, reply_to=heard)
    answered = await an.hears()
    an.sends("photo")
    picture = await group.hears()
    lan.says("/xong", group, reply_to=card)

    assert "tôi ở Cầu Giấy" in heard.text
    assert "chào anh" == answered.text
    assert words.CANNOT_COPY in picture.text
    assert 5 == len((await an.hears()).labels)
