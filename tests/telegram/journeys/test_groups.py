"""In groups the bot answers only when it is meant, in the thread and in reply; elsewhere it keeps quiet."""

from __future__ import annotations

import pytest

from bot.channels.telegram import words
from tests.telegram.botapi import Group
from tests.telegram.journeys.scene import IN_KNOWN, KNOWN, Scene

pytestmark = pytest.mark.asyncio(loop_scope="module")


def neighbours(scene: Scene, *, privacy: bool = True) -> Group:
    return scene.api.group("Tổ dân phố", [scene.an], privacy=privacy)


@pytest.mark.parametrize("said", ["{name} " + KNOWN, KNOWN + " {name}", "{name}, " + KNOWN, "{NAME} " + KNOWN])
async def test_a_question_with_its_name_is_answered_in_reply(open_scene: Scene, said: str) -> None:
    group, name = neighbours(open_scene), f"@{open_scene.api.bot.username}"
    asked = open_scene.an.says(said.format(name=name, NAME=name.upper()), group)
    answer = await group.hears()

    assert IN_KNOWN in answer.text
    assert asked.id == answer.reply_to


@pytest.mark.parametrize("privacy", [True, False])
async def test_talk_among_people_is_left_alone(open_scene: Scene, privacy: bool) -> None:
    group = neighbours(open_scene, privacy=privacy)
    open_scene.an.says(KNOWN, group)
    open_scene.an.says("@ai_do " + KNOWN, group)
    open_scene.an.says("/help@bot_khac", group)
    open_scene.an.sends("photo", group)
    asked = open_scene.an.says(f"@{open_scene.api.bot.username} {KNOWN}", group)

    assert asked.id == (await group.hears()).reply_to
    assert [] == group.unread


async def test_a_reply_to_its_message_is_a_question_and_leans_on_what_the_same_person_asked(open_scene: Scene) -> None:
    group, binh = neighbours(open_scene), open_scene.citizen()
    open_scene.an.says(f"@{open_scene.api.bot.username} {KNOWN}", group)
    answer = await group.hears()
    open_scene.an.says("văn bản nào?", group, reply_to=answer)
    followed = await group.hears()
    binh.says("văn bản nào?", group, reply_to=answer)
    other = await group.hears()

    assert "4612/QĐ-UBND" in followed.text
    assert followed.text != other.text


async def test_the_answer_stands_in_the_thread_of_the_question(open_scene: Scene) -> None:
    group = neighbours(open_scene)
    thread = group.thread("Nhà ở")
    open_scene.an.says(f"@{open_scene.api.bot.username} {KNOWN}", group, thread=thread)

    assert thread == (await group.hears()).thread


async def test_its_name_alone_asks_for_the_question(open_scene: Scene) -> None:
    group = neighbours(open_scene)
    open_scene.an.says(f"@{open_scene.api.bot.username}", group)

    assert words.IN_GROUP_EMPTY == (await group.hears()).text


@pytest.mark.parametrize("command", ["/chude", "/chude@{name}", "/help", "/vanban", "/coquan", "/hanchot", "/start"])
async def test_commands_work_in_groups(open_scene: Scene, command: str) -> None:
    group = neighbours(open_scene)
    said = open_scene.an.says(command.format(name=open_scene.api.bot.username), group)

    assert said.id == (await group.hears()).reply_to


@pytest.mark.parametrize(("command", "why"), [("/nguoitruc", words.PERSON_ONLY_PRIVATE), ("/xoadulieu", words.ONLY_PRIVATE)])
async def test_what_is_between_two_is_not_for_groups(open_scene: Scene, command: str, why: str) -> None:
    group = neighbours(open_scene)
    open_scene.an.says(command, group)
    told = await group.hears()

    assert why == told.text
    assert [words.INLINE_OPEN] == told.labels


async def test_an_edited_question_changes_the_answer_in_the_group(open_scene: Scene) -> None:
    group, name = neighbours(open_scene), f"@{open_scene.api.bot.username}"
    said = open_scene.an.says(f"{name} xin chào", group)
    before = await group.hears()
    open_scene.an.edits(said, f"{name} {KNOWN}")
    after = await group.hears()

    assert (True, before.id) == (after.edited, before.id)
    assert IN_KNOWN in after.text


async def test_a_card_of_ours_that_somebody_pastes_is_not_answered(open_scene: Scene) -> None:
    group = neighbours(open_scene, privacy=False)
    cards = await open_scene.an.asks_inline("kinh phi tnxp").answer()
    open_scene.an.pastes(cards.cards[0], group)
    asked = open_scene.an.says(f"@{open_scene.api.bot.username} {KNOWN}", group)

    assert asked.id == (await group.hears()).reply_to


async def test_posts_of_channels_are_not_even_asked_for(open_scene: Scene) -> None:
    plain = open_scene.an.says(KNOWN).message.plain()
    await open_scene.an.hears()

    assert 0 == open_scene.api.updates.add("channel_post", {**plain, "chat": {"id": -100_9, "type": "channel", "title": "Bản tin"}}, -100_9)


async def test_it_greets_a_group_it_joins_and_says_nothing_where_it_is_thrown_out(open_scene: Scene) -> None:
    group = neighbours(open_scene)
    group.kicks_bot(open_scene.an)
    open_scene.joins(group)
    greeting = await group.hears()

    assert f"@{open_scene.api.bot.username}" in greeting.text
    assert [] == group.unread
