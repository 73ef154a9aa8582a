"""The operators' group becomes a supergroup, under another number: the bot goes on there by itself, and remembers it."""

from __future__ import annotations

import pytest

from bot.channels.telegram import words
from tests.telegram.botapi import Kind
from tests.telegram.journeys.scene import Scene, code_of

pytestmark = [pytest.mark.asyncio, pytest.mark.slow]


@pytest.fixture
def small(scene: Scene) -> Scene:
    """Operators in a group that is none of the large ones yet."""
    scene.group = scene.api.group("Tổ trực nhỏ", [scene.lan, scene.minh, scene.boss], kind=Kind.GROUP)
    return scene


async def test_tickets_go_to_the_new_number_and_still_do_after_a_restart(small: Scene) -> None:
    scene = small
    await scene.starts()
    new = scene.group.becomes_supergroup(scene.lan)
    scene.an.says("/nguoitruc")
    assert "phiếu" in (await scene.an.hears()).text
    card = await new.hears()
    await scene.restarts()
    scene.minh.chat.known = True
    binh = scene.citizen()
    binh.says("/nguoitruc")
    await binh.hears()
    second = await new.hears()
    scene.lan.presses(second, 0)
    claimed = await new.hears()

    assert words.TICKET_REASON_COMMAND in card.text
    assert code_of(second) == code_of(claimed)
    assert "Lan" in claimed.text


async def test_a_ticket_that_was_claimed_before_is_answered_from_the_new_group(small: Scene) -> None:
    scene = small
    await scene.starts()
    await scene.claimed(scene.an)
    new = scene.group.becomes_supergroup(scene.lan)
    scene.an.says("tôi hỏi thêm")
    copied = await new.hears()
    scene.lan.says("Chào anh An", new, reply_to=copied)

    assert "tôi hỏi thêm" == copied.text
    assert "Chào anh An" == (await scene.an.hears()).text


async def test_a_group_that_grew_while_the_bot_was_away_is_found_by_the_first_message(small: Scene) -> None:
    scene = small
    new = scene.group.becomes_supergroup(scene.lan)
    scene.api.updates.drop()
    await scene.starts()
    scene.an.says("/nguoitruc")
    await scene.an.hears()
    card = await new.hears()
    await scene.restarts()
    scene.lan.presses(card, 0)

    assert "đã nhận phiếu" in (await scene.an.hears()).text
