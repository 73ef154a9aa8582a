"""Pieces of the engine over what they really work with: a journal in a file, our Bot API server, answering in processes."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest
import pytest_asyncio

from bot.channels.telegram.keeper import Keeper
from bot.channels.telegram.wire import Line, request_to
from bot.journal.database import open_journal
from bot.journal.journal import Journal
from bot.library.reader import Library
from bot.wiring import open_library
from tests.channels.town import settle
from tests.telegram.botapi import BotApi
from tests.telegram.engine.echo import Stage


@pytest.fixture
def opening(tmp_path: Path) -> Callable[[], Journal]:
    return lambda: open_journal(tmp_path / "journal.db", b"a secret of sixteen")


@pytest_asyncio.fixture
async def keeper(opening: Callable[[], Journal]) -> AsyncIterator[Keeper]:
    keeper = Keeper(opening)
    await keeper.start()
    yield keeper
    await keeper.close()


@pytest_asyncio.fixture
async def line(api: BotApi) -> AsyncIterator[Line]:
    line = Line(
        api.token,
        base_url=f"{api.url}/bot",
        base_file_url=f"{api.url}/file/bot",
        request=request_to(api.url, 20, 5.0),
        get_updates_request=request_to(api.url, 2, 5.0),
    )
    await line.initialize()
    yield line
    await line.shutdown()


@pytest.fixture(scope="session")
def town(tmp_path_factory: pytest.TempPathFactory) -> Library:
    """A library that is built in a moment; answers do not come from it."""
    folder = tmp_path_factory.mktemp("town")
    return open_library(settle(folder / "knowledge"), folder / "libraries", lambda done, total: None)


@pytest.fixture
def stage(api: BotApi, town: Library, tmp_path: Path) -> Stage:
    return Stage(api, town, tmp_path)
