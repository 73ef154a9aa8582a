"""The whole journey of a citizen, over real HTTP: asks, follows up, presses, rates, asks for a person, is answered, closes, rates again.

The bot is stopped and started twice on the way: while a person is offered, and in the middle of the conversation with one.
"""

from __future__ import annotations

import pytest

from bot.channels.telegram import words
from tests.telegram.botapi import Sent
from tests.telegram.journeys.scene import IN_KNOWN, KNOWN, UNKNOWN, Scene, code_of

pytestmark = pytest.mark.asyncio


async def test_a_citizen_asks_rates_is_handed_over_talks_to_a_person_and_comes_back(scene: Scene) -> None:
    await scene.starts()
    await _asks_follows_up_presses_and_rates(scene)
    card = await _fails_twice_and_asks_for_a_person(scene)
    await _exactly_one_operator_claims(scene, card)
    await _both_write_text_and_files(scene, card)
    await _the_operator_closes_and_the_citizen_rates(scene, card)

    assert [] == scene.api.refused
    assert [] == [*scene.an.unread, *scene.group.unread]


async def _asks_follows_up_presses_and_rates(scene: Scene) -> None:
    an = scene.an
    answer = await scene.told(an, KNOWN)
    assert IN_KNOWN in answer.text
    assert "Căn cứ" in answer.text
    follow_up = await scene.told(an, "bao nhiêu người được hỗ trợ?")
    assert "29" in follow_up.text
    await an.presses(follow_up, 0).answer()
    assert "Căn cứ" in (await an.hears()).text
    assert (await an.presses(answer, "👍 Đúng ý").answer()).text
    thanked = await an.hears()
    assert (True, answer.id) == (thanked.edited, thanked.id)
    assert "👍 Đúng ý" not in thanked.labels


async def _fails_twice_and_asks_for_a_person(scene: Scene) -> Sent:
    an = scene.an
    for question in UNKNOWN:
        assert "1022" in (await scene.told(an, question)).text
    offer = await an.hears()
    await scene.restarts()
    await an.presses(offer, 0).answer()
    waiting, card = await an.hears(), await scene.group.hears()
    assert code_of(waiting) == code_of(card)
    assert UNKNOWN[1] in card.text
    assert words.TICKET_REASON_FAILED in card.text
    return card


async def _exactly_one_operator_claims(scene: Scene, card: Sent) -> None:
    first, second = scene.lan.presses(card, 0), scene.minh.presses(card, 0)
    changed, told = await scene.group.hears(), await scene.group.hears()
    assert (True, card.id) == (changed.edited, changed.id)
    assert "Lan" in changed.text
    assert (False, card.id) == (told.edited, told.reply_to)
    assert "Lan" in told.text
    assert (await first.answer()).text
    assert "Lan" in (await second.answer()).text
    assert "đã nhận phiếu" in (await scene.an.hears()).text


async def _both_write_text_and_files(scene: Scene, card: Sent) -> None:
    an, lan, group = scene.an, scene.lan, scene.group
    said = an.says(KNOWN)
    copied = await group.hears()
    assert (KNOWN, card.id) == (copied.text, copied.reply_to)
    lan.says("Chào anh An, tôi xem rồi trả lời ngay.", group, reply_to=copied)
    heard = await an.hears()
    assert ("Chào anh An, tôi xem rồi trả lời ngay.", said.id) == (heard.text, heard.reply_to)
    await scene.restarts()
    an.sends("document", caption="đơn của tôi")
    assert "đơn của tôi" == (await group.hears()).text
    lan.sends("photo", group, reply_to=card, caption="mẫu đơn")
    assert "mẫu đơn" == (await an.hears()).text
    assert [] == an.unread


async def _the_operator_closes_and_the_citizen_rates(scene: Scene, card: Sent) -> None:
    an, group = scene.an, scene.group
    scene.lan.says("/xong", group, reply_to=card)
    ended, line, ask = await group.hears(), await group.hears(), await an.hears()
    assert (True, card.id, []) == (ended.edited, ended.id, ended.labels)
    assert "Lan" in line.text
    await an.presses(ask, "5⭐").answer()
    assert "5/5" in (await an.hears()).text
    assert "5/5" in (await group.hears()).text
    assert IN_KNOWN in (await scene.told(an, KNOWN)).text
