"""/phienban and /quaylai, and /help and the menu of those who may use them."""

from __future__ import annotations

import asyncio
import re
import shutil
import sqlite3
from contextlib import closing

import pytest

from bot.channels.telegram import words, words_knowledge
from bot.library.publishing.versions import checksum
from tests.telegram.knowledge.hall import Hall, plan

pytestmark = [pytest.mark.asyncio, pytest.mark.slow]


async def published(hall: Hall, *trees: int) -> None:
    for count in trees:
        await asyncio.to_thread(hall.publishes, plan(count))


async def test_versions_are_listed_newest_first_with_who_why_and_what_changed(hall: Hall) -> None:
    async with hall.open():
        await published(hall, 310, 320)
        listed = await hall.told(hall.boss, "/phienban")

    places = [listed.text.index(f"Bản {number}") for number in (3, 2, 1)]
    assert sorted(places) == places
    assert "Bản 3" + words_knowledge.VERSION_LIVE in listed.text
    assert "thu-ky (dòng lệnh)" in listed.text
    assert "Lý do: thử" in listed.text
    assert "~1 sửa" in listed.text
    assert [] == listed.labels


async def test_pages_of_five_are_turned_with_buttons(hall: Hall) -> None:
    async with hall.open():
        await published(hall, *range(310, 370, 10))
        first = await hall.told(hall.boss, "/phienban")
        await hall.boss.presses(first, words.NEXT).answer()
        second = await hall.boss.hears()

    assert [words.NEXT] == first.labels
    assert [words.PREVIOUS] == second.labels
    assert (True, first.id) == (second.edited, second.id)
    assert "Bản 7" in first.text
    assert "Bản 2\n" in second.text


async def test_going_back_asks_first_and_the_version_before_is_answered_from(hall: Hall) -> None:
    async with hall.open():
        await published(hall, 450)
        await hall.answers("450")
        question = await hall.told(hall.boss, "/quaylai")
        assert 2 == hall.live.number
        said = await hall.pressed(hall.boss, question, "Quay lại")
        await hall.answers("300")

    assert words_knowledge.ROLL_BACK_ASK.format(number=1) in question.text
    assert words_knowledge.ROLLED_BACK.format(number=1) == said.text
    assert 1 == hall.live.number
    assert ["rolled-back"] == hall.deeds()


async def test_a_version_may_be_named(hall: Hall) -> None:
    async with hall.open():
        await published(hall, 310, 320, 330)
        question = await hall.told(hall.boss, "/quaylai 2")
        await hall.pressed(hall.boss, question, "Quay lại")
        await hall.answers("310")

    assert 2 == hall.live.number


async def test_going_back_may_be_left_and_pressed_twice_happens_once(hall: Hall) -> None:
    async with hall.open():
        await published(hall, 450)
        left = await hall.told(hall.boss, "/quaylai")
        assert words_knowledge.STAYED == (await hall.pressed(hall.boss, left, "Huỷ")).text
        assert 2 == hall.live.number
        question = await hall.told(hall.boss, "/quaylai")
        for press in [hall.boss.presses(question, "Quay lại") for _ in range(2)]:
            await press.answer()
        heard = [(await hall.boss.hears()).text for _ in range(3)]

    assert 2 == heard.count(words_knowledge.ROLLED_BACK.format(number=1))
    assert ["rolled-back"] == hall.deeds()


async def test_another_version_in_between_makes_the_button_stale(hall: Hall) -> None:
    async with hall.open():
        await published(hall, 450)
        question = await hall.told(hall.boss, "/quaylai")
        await published(hall, 460)
        said = await hall.pressed(hall.boss, question, "Quay lại")

    assert words_knowledge.ROLL_BACK_STALE.format(live=3) == said.text
    assert 3 == hall.live.number


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("/quaylai", words_knowledge.ROLL_BACK_NONE.format(live=1)), ("/quaylai 9", words_knowledge.ROLL_BACK_MISSING.format(number=9)),
        ("/quaylai 1", words_knowledge.ROLL_BACK_LIVE.format(number=1)), ("/quaylai bản đầu", words_knowledge.ROLL_BACK_HOW),
        ("/quaylai -1", words_knowledge.ROLL_BACK_HOW), ("/quaylai ٣", words_knowledge.ROLL_BACK_HOW), ("/quaylai 99999999999", words_knowledge.ROLL_BACK_HOW),
    ],
)  # fmt: skip
async def test_what_cannot_be_gone_back_to_says_why(hall: Hall, said: str, told: str) -> None:
    async with hall.open():
        assert told == (await hall.told(hall.boss, said)).text


async def test_a_damaged_version_is_not_gone_back_to(hall: Hall) -> None:
    async with hall.open():
        await published(hall, 450)
        await hall.answers("450")
        question = await hall.told(hall.boss, "/quaylai")
        first = hall.folder / "libraries" / next(one.library for one in hall.kept if one.number == 1)
        (first / "library.sqlite").write_bytes(b"not a library any more")
        said = await hall.pressed(hall.boss, question, "Quay lại")
        answer = await hall.told(hall.an, "trồng bao nhiêu cây ven sông")

    assert words_knowledge.ROLL_BACK_DAMAGED.format(number=1) == said.text
    assert "450" in answer.text


@pytest.mark.parametrize("damage", ["changed", "gone", "foreign"])
async def test_a_version_that_cannot_be_opened_leaves_the_old_one_answering_and_is_told_once(hall: Hall, damage: str) -> None:
    async with hall.open():
        await published(hall, 450)
        await hall.answers("450")
        question = await hall.told(hall.boss, "/quaylai")
        await hall.pressed(hall.boss, question, "Quay lại")
        await hall.answers("300")
        harm(hall, 2, damage)
        (hall.folder / "libraries/versions/live").write_text("2\n")
        warnings = [(await person.hears()).text for person in (hall.boss, hall.deputy)]
        assert "300" in (await hall.told(hall.an, "trồng bao nhiêu cây ven sông")).text
        back = await hall.told(hall.boss, "/quaylai 1")
        await hall.pressed(hall.boss, back, "Quay lại")
        await published(hall, 460)
        await hall.answers("460")

    assert all("Bản 2" in warning for warning in warnings)
    assert [] == [*hall.boss.unread, *hall.deputy.unread]


async def test_a_mended_change_goes_live_over_a_damaged_version(hall: Hall) -> None:
    async with hall.open():
        harm(hall, 1, "changed")
        hall.writes(plan(500))
        result = await hall.loaded()
        await hall.boss.hears()
        await hall.pressed(hall.boss, result, "Đưa lên")
        await hall.answers("500")

    assert (2, 1) == (hall.live.number, hall.live.before)


def harm(hall: Hall, number: int, damage: str) -> None:
    """What a bad disk or another program may do to a version."""
    record = hall.folder / "libraries/versions" / str(number) / "version.json"
    library = hall.folder / "libraries" / next(one.library for one in hall.kept if one.number == number)
    database = library / "library.sqlite"
    match damage:
        case "changed":
            database.write_bytes(database.read_bytes()[:-4096])
        case "gone":
            shutil.rmtree(library)
        case _:
            with closing(sqlite3.connect(database)) as opened, opened:
                opened.execute("UPDATE meta SET value = '0.0' WHERE key = 'underthesea'")
            record.write_text(re.sub(r'"checksum": *"[0-9a-f]+"', f'"checksum": "{checksum(library)}"', record.read_text()))


async def test_buttons_of_a_version_before_still_work_and_what_is_gone_says_so(hall: Hall) -> None:
    async with hall.open():
        greeting = await hall.told(hall.an, "/start")
        listed = await hall.told(hall.an, "/vanban")
        await asyncio.to_thread(hall.publishes, plan(450))
        await hall.answers("450")
        for sent, label in ((greeting, greeting.labels[0]), (listed, listed.labels[0])):
            await hall.an.presses(sent, label).answer()
            assert (await hall.an.hears()).text
        (hall.knowledge / "directives/12-UBND-VX.yaml").unlink()
        answer = await hall.told(hall.an, "ai tưới cây mùa khô")
        await asyncio.to_thread(hall.publishes)
        await hall.told_until(hall.an, "ai tưới cây mùa khô", lambda text: "hai lần" not in text)
        await hall.an.presses(answer, answer.labels[0]).answer()

    assert "hai lần" in answer.text
    assert [] == [call for call in hall.api.refused if call.code == 500]


# help and the menu


async def test_help_lists_what_each_may_use(hall: Hall) -> None:
    async with hall.open():
        citizen, operator, boss = [(await hall.told(person, "/help")).text for person in (hall.an, hall.lan, hall.boss)]

    assert "/tra" not in citizen
    assert "/tra" in operator
    assert "/napdulieu" not in operator
    assert all(f"/{name}:" in boss for name, _ in words.ADMINISTRATOR_COMMANDS)


async def test_the_menu_of_an_administrator_has_them(hall: Hall) -> None:
    async with hall.open():
        menu = await hall.api.called("setMyCommands", scope=f'{{"type": "chat", "chat_id": {hall.boss.id}}}')

    assert all(f'"{name}"' in menu.params["commands"] for name in ("napdulieu", "phienban", "quaylai", "tra"))
