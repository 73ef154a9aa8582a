"""Handing a citizen over to a person, over real HTTP: what may go wrong on either side is said, and nothing gets lost."""

from __future__ import annotations

import pytest

from bot.channels.telegram import words
from bot.channels.telegram.actions import Claim, encode
from tests.telegram.botapi import MEDIA, Sent
from tests.telegram.botapi.faults import Refuse
from tests.telegram.botapi.refusals import Refused
from tests.telegram.journeys.scene import IN_KNOWN, KNOWN, UNKNOWN, Scene, code_of

pytestmark = pytest.mark.asyncio(loop_scope="module")
COPIED = [kind for kind in MEDIA if kind != "poll"]


# asking and waiting


async def test_the_question_that_was_not_covered_stands_on_the_card(open_scene: Scene) -> None:
    an = open_scene.citizen()
    an.presses(await open_scene.told(an, UNKNOWN[0]), words.PERSON)
    await an.hears()

    assert UNKNOWN[0] in (await open_scene.group.hears()).text


async def test_a_question_typed_with_the_command_goes_along(open_scene: Scene) -> None:
    an = open_scene.citizen()
    an.says("/nguoitruc hồ sơ của tôi, số máy 0912345678, đến đâu rồi")
    card, copied = await open_scene.group.hears(), await open_scene.group.hears()

    assert "hồ sơ của tôi" in card.text
    assert "0912345678" not in card.text
    assert "0912345678" in copied.text
    assert card.id == copied.reply_to


async def test_while_they_wait_what_they_write_goes_to_the_operators_and_the_bot_still_answers(open_scene: Scene) -> None:
    an = open_scene.citizen()
    card = await open_scene.opened(an)
    answer = await open_scene.told(an, KNOWN)
    copied = await open_scene.group.hears()
    passed_on = await open_scene.told(an, UNKNOWN[1])
    also = await open_scene.group.hears()

    assert IN_KNOWN in answer.text
    assert (KNOWN, UNKNOWN[1], card.id) == (copied.text, also.text, copied.reply_to)
    assert words.PERSON_ALREADY.format(code=code_of(card)) == passed_on.text


@pytest.mark.parametrize("way", ["button", "command"])
async def test_they_may_give_up_waiting(open_scene: Scene, way: str) -> None:
    an = open_scene.citizen()
    an.says("/nguoitruc")
    waiting, card = await an.hears(), await open_scene.group.hears()
    if way == "button":
        an.presses(waiting, words.PERSON_CANCEL)
    else:
        an.says("/xong")
    cancelled = await an.hears()
    changed, line = await open_scene.group.hears(), await open_scene.group.hears()

    assert words.PERSON_CANCELLED.format(code=code_of(card)) == cancelled.text
    assert (card.id, []) == (changed.id, changed.labels)
    assert code_of(card) in line.text


# claiming


async def test_somebody_who_is_no_operator_claims_nothing(open_scene: Scene) -> None:
    an = open_scene.citizen()
    card = await open_scene.opened(an)
    refused = await open_scene.citizen("Lạ").presses(card, 0).answer()
    open_scene.lan.presses(card, 0)

    assert (words.OPERATORS_ONLY, True) == (refused.text, refused.alert)
    assert "Lan" in (await open_scene.group.hears()).text


@pytest.mark.parametrize(("who", "why"), [("lan", "chưa ai nhận"), ("stranger", words.OPERATORS_ONLY)])
async def test_a_reply_before_the_claim_is_not_sent_and_that_is_said(open_scene: Scene, who: str, why: str) -> None:
    an = open_scene.citizen()
    card = await open_scene.opened(an)
    person = open_scene.lan if who == "lan" else open_scene.citizen("Lạ")
    said = person.says("chào anh", open_scene.group, reply_to=card)
    told = await open_scene.group.hears()

    assert said.id == told.reply_to
    assert why in told.text
    assert [] == an.unread


async def test_an_old_or_made_up_ticket_is_told_so(open_scene: Scene) -> None:
    answer = await open_scene.pressed_data(open_scene.lan, encode(Claim("ZZZZ"))).answer()

    assert words.TICKET_UNKNOWN.format(code="ZZZZ") == answer.text


# talking


@pytest.mark.parametrize("kind", COPIED)
async def test_every_kind_of_message_goes_both_ways(open_scene: Scene, kind: str) -> None:
    an = open_scene.citizen()
    card = await open_scene.claimed(an)
    an.sends(kind)
    copied = await open_scene.group.hears()
    open_scene.lan.sends(kind, open_scene.group, reply_to=copied)
    answered = await an.hears()

    assert ("copymessage", card.id) == (copied.method, copied.reply_to)
    assert "copymessage" == answered.method


@pytest.mark.parametrize("said", [KNOWN, "/help", "/start", "/tra kinh phi", "xin chào", "/khongco"])
async def test_the_bot_is_silent_while_an_operator_has_the_ticket(open_scene: Scene, said: str) -> None:
    an = open_scene.citizen()
    answer = await open_scene.told(an, KNOWN)
    await open_scene.claimed(an)
    typing = len([call for call in open_scene.api.records.calls.all if call.method == "sendchataction" and call.chat == an.id])
    an.says(said)
    copied = await open_scene.group.hears()
    rested = await an.presses(answer, 0).answer()
    open_scene.lan.says("đã rõ", open_scene.group, reply_to=copied)

    assert said == copied.text
    assert rested.alert
    assert "đã rõ" == (await an.hears()).text
    assert typing == len([call for call in open_scene.api.records.calls.all if call.method == "sendchataction" and call.chat == an.id])


async def test_only_the_one_who_has_the_ticket_is_heard(open_scene: Scene) -> None:
    an = open_scene.citizen()
    card = await open_scene.claimed(an)
    open_scene.minh.says("để tôi", open_scene.group, reply_to=card)
    told = await open_scene.group.hears()
    open_scene.lan.says("chào anh", open_scene.group, reply_to=card)

    assert words.TICKET_NOT_YOURS.format(code=code_of(card), operator="Lan") == told.text
    assert "chào anh" == (await an.hears()).text


async def test_what_operators_say_without_replying_goes_nowhere(open_scene: Scene) -> None:
    an = open_scene.citizen()
    card = await open_scene.claimed(an)
    open_scene.lan.says("ai rảnh giúp tôi phiếu này", open_scene.group)
    open_scene.lan.says("chào anh", open_scene.group, reply_to=card)

    assert "chào anh" == (await an.hears()).text


async def test_edits_go_both_ways(open_scene: Scene) -> None:
    an = open_scene.citizen()
    card = await open_scene.claimed(an)
    said = an.says("số 12")
    copied = await open_scene.group.hears()
    an.edits(said, "số 21")
    note, again = await open_scene.group.hears(), await open_scene.group.hears()
    answered = open_scene.lan.says("thứ Hai", open_scene.group, reply_to=card)
    first = await an.hears()
    open_scene.lan.edits(answered, "thứ Ba")
    mended, second = await an.hears(), await an.hears()

    assert (words.TICKET_EDITED.format(code=code_of(card)), copied.id, "số 21") == (note.text, note.reply_to, again.text)
    assert (words.PERSON_EDITED, first.id, "thứ Ba") == (mended.text, mended.reply_to, second.text)


async def test_what_cannot_be_delivered_is_shown_to_the_operator_below_it(open_scene: Scene) -> None:
    an = open_scene.citizen()
    card = await open_scene.claimed(an)
    for method in ("copyMessage", "sendMessage"):
        open_scene.api.faults.add(Refuse(Refused(400, "Bad Request: TOPIC_CLOSED")), method, chat=an.id, times=9)
    said = open_scene.lan.says("chào anh", open_scene.group, reply_to=card)
    told = await open_scene.group.hears()
    open_scene.expected_refusals += 9

    assert said.id == told.reply_to
    assert code_of(card) in told.text
    assert "⚠️" in told.text


async def test_a_citizen_who_blocks_the_bot_ends_the_ticket(open_scene: Scene) -> None:
    an = open_scene.citizen()
    card = await open_scene.claimed(an)
    an.blocks()
    changed, line = await open_scene.group.hears(), await open_scene.group.hears()
    open_scene.lan.says("anh ơi", open_scene.group, reply_to=card)
    told = await open_scene.group.hears()

    assert (card.id, []) == (changed.id, changed.labels)
    assert words.TICKET_BLOCKED_CLOSED.format(code=code_of(card)) == line.text
    assert words.TICKET_NOT_SENT_CLOSED.format(code=code_of(card)) == told.text


async def test_an_account_that_is_gone_is_found_out_by_the_next_message(open_scene: Scene) -> None:
    an = open_scene.citizen()
    card = await open_scene.claimed(an)
    an.deletes_account()
    said = open_scene.lan.says("anh ơi", open_scene.group, reply_to=card)
    failed, changed, _ = [await open_scene.group.hears() for _ in range(3)]
    open_scene.expected_refusals += 1

    assert said.id == failed.reply_to
    assert words.TICKET_BLOCKED in failed.text
    assert (card.id, []) == (changed.id, changed.labels)


async def test_the_tickets_of_an_operator_who_leaves_the_group_wait_for_another(open_scene: Scene) -> None:
    an, minh, group = open_scene.citizen(), open_scene.minh, open_scene.group
    card = await open_scene.opened(an)
    minh.presses(card, 0)
    _, _ = await group.hears(), await an.hears()
    group.leaves(minh)
    freed, _, told = await group.hears(), await group.hears(), await an.hears()
    group.joins(minh)
    open_scene.lan.presses(freed, 0)
    claimed = await group.hears()

    assert [words.TICKET_CLAIM.format(code=code_of(card))] == freed.labels
    assert words.TICKET_RELEASED_CITIZEN.format(code=code_of(card)) == told.text
    assert "Lan" in claimed.text
    assert words.PERSON_CLAIMED.format(code=code_of(card)) == (await an.hears()).text


# the end


@pytest.mark.parametrize("way", ["button", "reply", "code", "code in private", "administrator"])
async def test_an_operator_ends_a_ticket_in_many_ways(open_scene: Scene, way: str) -> None:
    an, lan, group = open_scene.citizen(), open_scene.lan, open_scene.group
    card = await open_scene.claimed(an)
    code = code_of(card)
    match way:
        case "button":
            lan.presses(card, 0)
        case "reply":
            lan.says("/xong", group, reply_to=card)
        case "code":
            lan.says(f"/xong {code.lower()}", group)
        case "code in private":
            lan.says(f"/xong {code}")
        case _:
            open_scene.boss.says("/xong", group, reply_to=card)
    changed, line, ask = await group.hears(), await group.hears(), await an.hears()

    assert (card.id, []) == (changed.id, changed.labels)
    assert code in line.text
    assert words.PERSON_CLOSED.format(code=code) == ask.text
    assert 5 == len(ask.labels)


async def test_a_citizen_ends_it_too_and_the_operator_is_told(open_scene: Scene) -> None:
    an = open_scene.citizen()
    card = await open_scene.claimed(an)
    ask = await open_scene.told(an, "/xong")
    _, line = await open_scene.group.hears(), await open_scene.group.hears()

    assert words.PERSON_CLOSED_BY_CITIZEN.format(code=code_of(card)) == ask.text
    assert words.TICKET_CLOSED_BY_CITIZEN.format(code=code_of(card)) == line.text


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("/xong ZZZZ", words.TICKET_UNKNOWN.format(code="ZZZZ")),
        ("/xong", words.TICKET_NONE_HELD),
    ],
)
async def test_an_end_that_cannot_be_is_told_so(open_scene: Scene, said: str, told: str) -> None:

    assert told == (await open_scene.told(open_scene.boss, said)).text


async def test_a_citizen_without_a_ticket_has_nothing_to_end(open_scene: Scene) -> None:

    assert words.PERSON_NO_TICKET == (await open_scene.told(open_scene.citizen(), "/xong")).text


async def test_an_operator_may_not_end_what_another_has(open_scene: Scene) -> None:
    card = await open_scene.claimed(open_scene.citizen())
    press = open_scene.minh.presses(card, 0)

    assert words.TICKET_ALREADY.format(code=code_of(card), operator="Lan") == (await press.answer()).text


async def test_stars_count_once(open_scene: Scene) -> None:
    an = open_scene.citizen()
    card = await open_scene.claimed(an)
    open_scene.lan.presses(card, 0)
    ask = await an.hears()
    for _ in range(2):
        await open_scene.group.hears()
    an.presses(ask, "3⭐")
    an.presses(ask, "1⭐")
    thanks, rated = await an.hears(), await open_scene.group.hears()

    assert (ask.id, True) == (thanks.id, "3/5" in thanks.text)
    assert words.TICKET_RATED.format(code=code_of(card), stars=3) == rated.text
    assert IN_KNOWN in (await open_scene.told(an, KNOWN)).text


async def test_deleting_ones_data_ends_the_ticket(open_scene: Scene) -> None:
    an = open_scene.citizen()
    card = await open_scene.claimed(an)
    an.presses(await open_scene.told(an, "/xoadulieu"), words.FORGET_YES)
    gone: Sent = await an.hears()
    changed, line = await open_scene.group.hears(), await open_scene.group.hears()

    assert words.FORGOTTEN == gone.text
    assert (card.id, []) == (changed.id, changed.labels)
    assert words.TICKET_FORGOTTEN.format(code=code_of(card)) == line.text
