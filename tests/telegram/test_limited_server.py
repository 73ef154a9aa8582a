"""The real bot at a Bot API server that knows nine methods and answers every other with an error."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from bot.library.reader import Library
from tests.telegram.botapi import LIMITED, BotApi
from tests.telegram.ports import free_port
from tests.telegram.process import GENEROUS, Bot
from tests.telegram.questions import IN_ANSWER, QUESTION

pytestmark = [pytest.mark.asyncio, pytest.mark.slow]
VAGUE = "kế hoạch PAPI có bao nhiêu nhiệm vụ"


@pytest_asyncio.fixture
async def api() -> AsyncIterator[BotApi]:
    async with BotApi(methods=LIMITED) as server:
        yield server


@pytest_asyncio.fixture(params=[False, True], ids=["polling", "webhook"])
async def bot(api: BotApi, library: Library, libraries: Path, tmp_path: Path, request: pytest.FixtureRequest) -> AsyncIterator[Bot]:
    process = Bot(api, tmp_path, {"HOIDAP_LIBRARIES": str(libraries), "HOIDAP_WORKERS": "1", **GENEROUS})
    port = free_port()
    webhook = {"TELEGRAM_WEBHOOK_URL": f"http://127.0.0.1:{port}/telegram", "TELEGRAM_WEBHOOK_LISTEN": f"127.0.0.1:{port}"}
    await process.start(webhook=request.param, **(webhook if request.param else {}))
    yield process
    await process.close()


def assert_only_unknown_methods_were_refused(api: BotApi) -> None:
    assert {404} >= {call.code for call in api.refused}
    assert not {call.method for call in api.refused} & set(LIMITED)


async def test_a_question_gets_its_answer(api: BotApi, bot: Bot) -> None:
    an = api.person()
    an.says(QUESTION)

    assert IN_ANSWER in (await an.hears()).text
    ended = await bot.stops()
    assert 0 == ended.code
    assert "Traceback" not in ended.errors
    assert_only_unknown_methods_were_refused(api)


async def test_a_pressed_button_is_answered_and_gets_its_reply(api: BotApi, bot: Bot) -> None:
    an = api.person()
    an.starts()
    greeting = await an.hears()
    press = an.presses(greeting, 0)
    await press.answer()
    shown = await an.hears()

    assert greeting.text != shown.text
    assert shown.text
    assert_only_unknown_methods_were_refused(api)


async def test_a_rated_answer_is_answered(api: BotApi, bot: Bot) -> None:
    an = api.person()
    an.says(QUESTION)
    answer = await an.hears()
    press = an.presses(answer, next(label for label in answer.labels if "👍" in label))

    await press.answer()

    assert (await an.hears()).edited


async def test_an_edited_question_is_answered_anew_in_the_same_place(api: BotApi, bot: Bot) -> None:
    an = api.person()
    said = an.says("ke hoach")
    first = await an.hears()
    an.edits(said, QUESTION)
    edited = await an.hears()

    assert (True, first.id) == (edited.edited, edited.id)
    assert IN_ANSWER in edited.text
