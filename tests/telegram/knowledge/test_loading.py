"""/napdulieu: what a change would do, and the yes or no of an administrator."""

from __future__ import annotations

import asyncio

import pytest

from bot.channels.telegram import words, words_knowledge
from bot.channels.telegram.actions import Publish, encode
from bot.journal.sealing import Seal
from tests.telegram.botapi import Person, Press
from tests.telegram.botapi.state import Query
from tests.telegram.knowledge.hall import SECRET, Hall, plan

pytestmark = [pytest.mark.asyncio, pytest.mark.slow]


def forged(hall: Hall, person: Person, data: str) -> Press:
    """A press of a button that nobody was sent: an app may send anything."""
    query = Query(f"{person.id}{len(hall.api.state.callbacks):06}", person.id)
    hall.api.state.callbacks[query.id] = query
    shown = {"chat": person.chat.plain(), "message_id": 1, "date": 0}
    payload = {"id": query.id, "from": person.user.plain(), "message": shown, "chat_instance": "1", "data": data}
    return Press(query, hall.api.updates.add("callback_query", payload, person.id), hall.api.state)


async def test_a_change_is_checked_shown_put_live_and_answered_from(hall: Hall) -> None:
    async with hall.open():
        assert "300" in (await hall.told(hall.an, "trồng bao nhiêu cây ven sông")).text
        hall.writes(plan(450))
        result = await hall.loaded()
        report = await hall.boss.hears()
        said = await hall.pressed(hall.boss, result, "Đưa lên")
        await hall.answers("450")

    assert ["Đưa lên", "Huỷ"] == result.labels
    assert "sửa 1" in result.text
    assert report.file is not None
    assert report.file.content.startswith(b"\xef\xbb\xbf")
    assert "7-KH-UBND/so-cay" in report.file.content.decode("utf-8-sig")
    assert report.file.name.endswith(".txt")
    assert "bản 2" in said.text
    assert 2 == hall.live.number
    assert (Seal(SECRET.encode()).key_of(hall.boss.id), "administrator", "telegram") == (
        hall.live.author.name,
        hall.live.author.role,
        hall.live.author.channel,
    )
    assert ["prepared", "publishing", "published"] == hall.deeds()
    assert [] == hall.api.refused


async def test_no_leaves_everything_as_it_is(hall: Hall) -> None:
    async with hall.open():
        hall.writes(plan(450))
        result = await hall.loaded()
        await hall.boss.hears()
        said = await hall.pressed(hall.boss, result, "Huỷ")
        await hall.boss.presses(result, "Đưa lên").answer()
        stale = await hall.boss.hears()

    assert words_knowledge.DISCARDED == said.text
    assert words_knowledge.DRAFT_STALE == stale.text
    assert 1 == hall.live.number


async def test_nothing_changed_is_said(hall: Hall) -> None:
    async with hall.open():
        result = await hall.loaded()

    assert words_knowledge.SAME.format(number=1) == result.text
    assert [] == result.labels


async def test_problems_are_named_with_file_and_line_and_all_of_them_come_as_a_file(hall: Hall) -> None:
    hall_plan = plan(300)
    async with hall.open():
        hall.writes(hall_plan.replace("issued: 2024-03-05", "issued: 2024-13-05").replace("topic", "tpoic") + "mystery: 1\n")
        result = await hall.loaded()
        file = await hall.boss.hears()

    assert "7-KH-UBND.yaml:" in result.text
    assert file.file is not None
    assert "7-KH-UBND.yaml:" in file.file.content.decode("utf-8-sig")
    assert [] == result.labels
    assert ["checked"] == hall.deeds()


async def test_pressed_twice_it_is_published_once(hall: Hall) -> None:
    async with hall.open():
        hall.writes(plan(450))
        result = await hall.loaded()
        await hall.boss.hears()
        presses = [hall.boss.presses(result, "Đưa lên") for _ in range(3)]
        for press in presses:
            await press.answer()
        heard = [(await hall.boss.hears()).text for _ in range(4)]

    assert 2 == hall.live.number
    assert 1 == sum("Đã đưa lên" in text for text in heard)
    assert ["prepared", "publishing", "published"] == hall.deeds()


async def test_another_change_in_between_makes_the_button_stale(hall: Hall) -> None:
    async with hall.open():
        hall.writes(plan(450))
        result = await hall.loaded()
        await hall.boss.hears()
        await asyncio.to_thread(hall.publishes, plan(500))
        said = await hall.pressed(hall.boss, result, "Đưa lên")
        await hall.answers("500")

    assert words_knowledge.DRAFT_STALE == said.text
    assert 2 == hall.live.number


async def test_files_edited_after_the_check_make_the_button_stale(hall: Hall) -> None:
    async with hall.open():
        hall.writes(plan(450))
        result = await hall.loaded()
        await hall.boss.hears()
        hall.writes(plan(451))
        said = await hall.pressed(hall.boss, result, "Đưa lên")

    assert words_knowledge.DRAFT_STALE == said.text
    assert 1 == hall.live.number


async def test_another_administrator_may_say_yes_and_is_the_one_recorded(hall: Hall) -> None:
    group = hall.api.group("Tổ tri thức", [hall.boss, hall.deputy])
    async with hall.open():
        hall.writes(plan(450))
        hall.boss.says("/napdulieu", group)
        assert "Đang kiểm tra" in (await group.hears()).text
        result = await group.hears()
        await group.hears()
        await hall.deputy.presses(result, "Đưa lên").answer()
        assert (await group.hears()).edited
        assert "Đã đưa lên" in (await group.hears()).text

    assert Seal(SECRET.encode()).key_of(hall.deputy.id) == hall.live.author.name


async def test_who_is_no_administrator_any_more_can_not_say_yes(hall: Hall) -> None:
    async with hall.open():
        await hall.told(hall.boss, f"/capquyen {hall.an.id} quantri")
        await hall.an.hears()
        hall.writes(plan(450))
        result = await hall.loaded(hall.an)
        await hall.an.hears()
        await hall.told(hall.boss, f"/thuquyen {hall.an.id}")
        refused = await hall.an.presses(result, "Đưa lên").answer()

    assert words.OPERATORS_ONLY == refused.text
    assert 1 == hall.live.number
    assert ["granted", "prepared", "revoked", "refused"] == hall.deeds()


@pytest.mark.parametrize("command", ["/napdulieu", "/napdulieu chapnhan vì", "/phienban", "/quaylai", "/quaylai 1"])
async def test_citizens_and_operators_can_not_do_any_of_it_and_attempts_stand_on_the_trail(hall: Hall, command: str) -> None:
    async with hall.open():
        assert words.OPERATORS_ONLY == (await hall.told(hall.an, command)).text
        assert words.ADMINISTRATORS_ONLY == (await hall.told(hall.lan, command)).text
    trail = hall.trail()

    assert [("refused", "citizen"), ("refused", "operator")] == [(entry.kind, entry.role) for entry in trail]
    assert {command.split()[0]} == {entry.detail for entry in trail}


@pytest.mark.parametrize("data", ["P:abcdefghijk", "X:abcdefghijk", "V:0", "R:1:2", "S"])
async def test_forged_buttons_do_nothing_and_stand_on_the_trail(hall: Hall, data: str) -> None:
    async with hall.open():
        assert words.OPERATORS_ONLY == (await forged(hall, hall.an, data).answer()).text
        assert words.ADMINISTRATORS_ONLY == (await forged(hall, hall.lan, data).answer()).text

    assert ["refused"] * 2 == hall.deeds()


@pytest.mark.parametrize("draft", ["", "..", "abcdefghijk", "../../x", "A" * 24])
async def test_a_draft_that_there_is_none_of_is_stale(hall: Hall, draft: str) -> None:
    async with hall.open():
        await forged(hall, hall.boss, f"P:{draft}").answer()
        await hall.told(hall.boss, "/phienban")

    assert 1 == hall.live.number
    assert hall.reads() == plan(300)


async def test_a_second_request_meanwhile_is_told_so(hall: Hall) -> None:
    async with hall.open():
        hall.writes(plan(450))
        checking = await hall.told(hall.boss, "/napdulieu")
        busy = await hall.told(hall.deputy, "/napdulieu")
        result = await hall.boss.hears()
        await hall.boss.hears()
        again = await hall.loaded(hall.deputy)

    assert "Đang kiểm tra" in checking.text
    assert words_knowledge.BUSY == busy.text
    assert ["Đưa lên", "Huỷ"] == result.labels == again.labels


async def test_people_are_answered_while_it_is_being_found_out(hall: Hall) -> None:
    async with hall.open():
        hall.writes(plan(450))
        await hall.told(hall.boss, "/napdulieu")
        answer = await hall.told(hall.an, "trồng bao nhiêu cây ven sông")
        assert not hall.boss.unread
        await hall.boss.hears()

    assert "300" in answer.text


def broken(trees: int) -> str:
    """A change that takes a phrasing from one fact and gives it to another: what was right becomes wrong."""
    return (
        plan(trees)
        .replace("      - trồng bao nhiêu cây ven sông\n", "")
        .replace(
            "      - hạn trồng cây ven sông là khi nào\n",
            "      - hạn trồng cây ven sông là khi nào\n      - trồng bao nhiêu cây ven sông\n",
        )
    )


GOLDEN = '{"id": "g1", "turns": [{"question": "trồng bao nhiêu cây ven sông", "expect": "answer", "facts": ["7-KH-UBND/so-cay"]}]}\n'


def with_golden(hall: Hall) -> None:
    (hall.knowledge / "golden").mkdir()
    hall.writes(GOLDEN, "golden/thu.jsonl")


async def test_what_breaks_answers_is_refused_and_the_questions_are_named(hall: Hall) -> None:
    with_golden(hall)
    async with hall.open():
        hall.writes(broken(300))
        result = await hall.loaded()
        await hall.boss.hears()
        draft = hall.bot.application.services.publishing.shown[hall.boss.id] if hall.bot else ""
        await forged(hall, hall.boss, encode(Publish(draft))).answer()
        refused = await hall.boss.hears()

    assert ["Huỷ"] == result.labels
    assert "trồng bao nhiêu cây ven sông" in result.text
    assert "/napdulieu chapnhan" in result.text
    assert words_knowledge.DRAFT_REFUSED == refused.text
    assert 1 == hall.live.number


@pytest.mark.parametrize("in_reply", [True, False])
async def test_what_the_gate_refuses_goes_live_with_a_reason_that_is_recorded(hall: Hall, in_reply: bool) -> None:
    with_golden(hall)
    async with hall.open():
        hall.writes(broken(300))
        result = await hall.loaded()
        await hall.boss.hears()
        without = await hall.told(hall.boss, "/napdulieu chapnhan")
        hall.boss.says("/napdulieu chấp nhận câu hỏi cũ đã sai", reply_to=result if in_reply else None)
        said = await hall.boss.hears()

    assert words_knowledge.ACCEPT_HOW == without.text
    assert "bản 2" in said.text
    assert "câu hỏi cũ đã sai" == hall.live.accepted
    assert "accepted" in hall.deeds()
