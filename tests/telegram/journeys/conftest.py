"""A desk over a real journal; and everybody around the real bot."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
import pytest_asyncio

from bot.channels.telegram.hours import read_hours
from bot.journal.database import open_journal
from bot.journal.journal import Journal
from bot.library.reader import Library
from tests.telegram.botapi import BotApi
from tests.telegram.journeys.scene import Scene
from tests.telegram.journeys.steps import LAN, MINH, OFFICE, Office, Steps, settings
from tests.telegram.process import GENEROUS, Bot


@pytest.fixture
def journal(tmp_path: Path) -> Iterator[Journal]:
    with open_journal(tmp_path / "journal.db", b"a secret of sixteen") as journal:
        journal.people.appoint(operators=[LAN, MINH])
        yield journal


@pytest.fixture
def steps(journal: Journal, library: Library) -> Steps:
    """Two operators at their desk on a Monday morning."""
    return Steps(journal, Office(settings(), read_hours(OFFICE), library))


@pytest.fixture
def scene(api: BotApi, bot: Bot) -> Scene:
    """Everybody, and a bot that is not started yet."""
    return Scene.of(api, bot)


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def running_scene(library: Library, libraries: Path, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Scene]:
    """Everybody around a bot that runs, for all tests of a module. Nothing it sends may be refused."""
    async with BotApi() as api:
        bot = Bot(api, tmp_path_factory.mktemp("bot"), {"HOIDAP_LIBRARIES": str(libraries), "HOIDAP_WORKERS": "1", **GENEROUS})
        scene = Scene.of(api, bot)
        await scene.starts()
        yield scene
        await bot.close()
        assert len(api.refused) <= scene.expected_refusals


@pytest.fixture
def open_scene(running_scene: Scene) -> Scene:
    """The same with nothing left to be read in the operators' group; a test brings citizens of its own."""
    running_scene.group_read()
    return running_scene
