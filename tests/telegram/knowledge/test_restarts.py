"""Ends and beginnings in the middle of it, with the bot as a process of its own; and a server that knows neither files nor sending them."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest
import pytest_asyncio

from bot.channels.telegram import words_knowledge
from tests.telegram.botapi import LIMITED, BotApi
from tests.telegram.knowledge.hall import Hall, plan
from tests.telegram.knowledge.test_files import NEW, state_of
from tests.telegram.process import Bot

pytestmark = [pytest.mark.asyncio, pytest.mark.slow]


@pytest_asyncio.fixture
async def bot(hall: Hall) -> AsyncIterator[Bot]:
    """The bot over the hall's files, started."""
    process = Bot(hall.api, hall.folder, {name: value for name, value in hall.environment.items() if name != "HOIDAP_JOURNAL"})
    await process.start()
    yield process
    await process.close()


async def says(bot: Bot, event: str) -> None:
    """Wait until the log tells of an event."""
    async with asyncio.timeout(30):
        while f'"{event}"' not in bot.errors:  # noqa: ASYNC110  a file tells nobody
            await asyncio.sleep(0.005)


async def test_a_version_published_from_elsewhere_is_taken_without_a_restart(hall: Hall, bot: Bot) -> None:
    assert "300" in (await hall.told(hall.an, "trồng bao nhiêu cây ven sông")).text
    process = bot.process.pid
    await asyncio.to_thread(hall.publishes, plan(450))
    await says(bot, "version taken")
    await hall.answers("450")

    assert process == bot.process.pid
    assert '"level": "error"' not in bot.errors


@pytest.mark.parametrize("killed", [False, True], ids=["stopped", "killed"])
async def test_ended_in_the_middle_of_finding_out_the_administrator_is_told_to_send_it_again(hall: Hall, bot: Bot, killed: bool) -> None:
    hall.writes(plan(450))
    assert words_knowledge.CHECKING == (await hall.told(hall.boss, "/napdulieu")).text
    if killed:
        bot.kill()
        await bot.ends()
    else:
        assert 0 == (await bot.stops()).code
    await bot.start()
    await hall.hears(hall.boss, words_knowledge.INTERRUPTED)
    result = await hall.loaded()

    assert ["Đưa lên", "Huỷ"] == result.labels


async def test_ended_between_showing_and_pressing_the_button_still_works(hall: Hall, bot: Bot) -> None:
    hall.writes(plan(450))
    result = await hall.loaded()
    await hall.boss.hears()
    bot.kill()
    await bot.ends()
    await bot.start()
    hall.boss.presses(result, "Đưa lên")
    await hall.hears(hall.boss, "Đã đưa lên: bản 2")
    await hall.answers("450")


async def test_killed_at_any_moment_of_publishing_it_is_published_once_and_told(hall: Hall, bot: Bot) -> None:
    """Killed later and later after the press; whatever was done by then, the next process finishes it."""
    for turn, wait in enumerate((0.0, 0.01, 0.03, 0.08, 0.2)):
        hall.writes(plan(410 + turn))
        result = await hall.loaded()
        await hall.boss.hears()
        hall.boss.presses(result, "Đưa lên")
        await hall.api.updates.emptied()
        await asyncio.sleep(wait)
        bot.kill()
        await bot.ends()
        await bot.start()
        await hall.answers(str(410 + turn))
        assert 2 + turn == hall.live.number
        await hall.hears(hall.boss, f"bản {2 + turn}")
        hall.boss.says("/phienban")
        await hall.hears(hall.boss, words_knowledge.VERSIONS_TITLE)

    assert "Traceback" not in bot.errors


async def test_killed_while_a_sent_file_is_stored_nothing_is_half(hall: Hall, bot: Bot) -> None:
    for turn, wait in enumerate((0.0, 0.02, 0.1)):
        result = await hall.sent("7-KH-UBND.yaml", plan(410 + turn).encode())
        await hall.boss.hears()
        hall.boss.presses(result, "Đưa lên")
        await hall.api.updates.emptied()
        await asyncio.sleep(wait)
        bot.kill()
        await bot.ends()
        await bot.start()
        await hall.answers(str(410 + turn))
        assert plan(410 + turn) == hall.reads()
        assert 2 + turn == hall.live.number
        await hall.hears(hall.boss, f"bản {2 + turn}")
        hall.boss.says("/phienban")
        await hall.hears(hall.boss, words_knowledge.VERSIONS_TITLE)


async def test_a_version_that_cannot_be_opened_leaves_the_old_one_answering(hall: Hall, bot: Bot) -> None:
    pointer = hall.folder / "libraries/versions/live"
    pointer.write_text("77\n")
    warnings = [await hall.boss.hears(), await hall.deputy.hears()]
    answer = await hall.told(hall.an, "trồng bao nhiêu cây ven sông")
    pointer.write_text("not a number")
    again = await hall.told(hall.an, "trồng bao nhiêu cây ven sông")
    pointer.write_text("1\n")
    await asyncio.to_thread(hall.publishes, plan(450))
    await hall.answers("450")

    assert all("Bản 77" in warning.text for warning in warnings)
    assert "300" in answer.text
    assert "300" in again.text
    assert [] == [*hall.boss.unread, *hall.deputy.unread]
    assert 1 == bot.errors.count('"version not taken"')


class TestAtALimitedServer:
    """One that knows nine methods: no files in, no files out."""

    @pytest_asyncio.fixture
    async def api(self) -> AsyncIterator[BotApi]:
        async with BotApi(methods=LIMITED) as server:
            yield server

    async def test_the_report_comes_as_a_message_and_everything_else_works(self, hall: Hall, bot: Bot) -> None:
        hall.writes(plan(450))
        result = await hall.loaded()
        report = await hall.boss.hears()
        await hall.pressed(hall.boss, result, "Đưa lên")
        await hall.answers("450")

        assert words_knowledge.NO_FILES in report.text
        assert "7-KH-UBND/so-cay" in report.text

    async def test_a_file_that_cannot_be_fetched_is_politely_declined(self, hall: Hall, bot: Bot) -> None:
        before = state_of(hall)

        assert words_knowledge.FILE_NOT_FETCHED == (await hall.sent("15-UBND-MT.yaml", NEW.encode())).text
        assert before == state_of(hall)
