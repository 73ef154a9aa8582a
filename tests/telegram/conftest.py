"""A Bot API server, and the real bot started against it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest_asyncio

from bot.library.reader import Library
from tests.telegram.botapi import BotApi
from tests.telegram.process import GENEROUS, Bot


@pytest_asyncio.fixture
async def api() -> AsyncIterator[BotApi]:
    async with BotApi() as server:
        yield server


@pytest_asyncio.fixture
async def bot(api: BotApi, library: Library, libraries: Path, tmp_path: Path) -> AsyncIterator[Bot]:
    """The bot over the library of this test run, not started yet; it does not outlive the test."""
    process = Bot(api, tmp_path, {"HOIDAP_LIBRARIES": str(libraries), "HOIDAP_WORKERS": "1", **GENEROUS})
    yield process
    await process.close()
