"""The bot as the operator meets it: a process, its exit code, its last words. What Telegram does to it is in `test_faults`."""

from __future__ import annotations

import asyncio
import json
import signal

import pytest

from tests.telegram.botapi import BotApi
from tests.telegram.botapi.faults import Held
from tests.telegram.process import Bot
from tests.telegram.questions import QUESTION

pytestmark = [pytest.mark.asyncio, pytest.mark.slow]


@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 0), (signal.SIGINT, 130)])
async def test_a_signal_ends_it_cleanly(bot: Bot, number: signal.Signals, code: int) -> None:
    await bot.start()
    bot.process.send_signal(number)
    ended = await bot.ends()

    assert (code, []) == (ended.code, ended.lines), ended.errors


async def test_the_log_is_json_without_texts_or_tokens_or_numbers_of_people(api: BotApi, bot: Bot) -> None:
    an = api.person("An")
    an.says(QUESTION)
    await bot.start()
    await an.hears()
    ended = await bot.stops()
    events = [json.loads(line) for line in ended.errors.splitlines()]

    assert {"serving", "handled", "ended"} <= {event["event"] for event in events}
    assert not any(secret in ended.errors for secret in (QUESTION, api.token, str(an.id)))


async def test_a_second_ctrl_c_ends_it_at_once_and_loses_nothing(api: BotApi, bot: Bot) -> None:
    await bot.start()
    an = api.person("An")
    gate = asyncio.Event()
    held = api.faults.add(Held(gate), "sendMessage")
    an.says(QUESTION)
    await held.hit()
    bot.process.send_signal(signal.SIGINT)
    await _says(bot, "ending")
    bot.process.send_signal(signal.SIGINT)
    ended = await bot.ends()
    api.faults.clear()
    gate.set()
    await bot.start()
    await an.hears()

    assert 130 == ended.code
    assert "Traceback" not in ended.errors
    assert 1 == len(ended.lines), ended.errors


async def test_a_signal_while_it_starts_ends_it_too(api: BotApi, bot: Bot) -> None:
    gate = asyncio.Event()
    held = api.faults.add(Held(gate), "getMe")
    await bot.launch()
    await held.hit(within=60)
    bot.process.send_signal(signal.SIGTERM)
    ended = await bot.ends()

    assert (0, []) == (ended.code, ended.lines), ended.errors


async def test_a_journal_that_cannot_be_used_is_one_line(api: BotApi, bot: Bot) -> None:
    bot.journal.write_text("this is a letter, not a journal; it is long enough to be taken for one")
    await bot.launch()
    ended = await bot.ends()

    assert (3, 1) == (ended.code, len(ended.lines)), ended.errors
    assert "HOIDAP_JOURNAL" in ended.lines[0]


async def _says(bot: Bot, event: str) -> None:
    """Wait until the log tells of an event."""
    async with asyncio.timeout(30):
        while f'"{event}"' not in bot.errors:  # noqa: ASYNC110  a file tells nobody
            await asyncio.sleep(0.005)
