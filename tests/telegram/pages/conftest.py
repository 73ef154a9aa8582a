"""The contents of the real library, and of a made-up town."""

from __future__ import annotations

import pytest

from bot.channels.telegram.aloud import Aloud
from bot.channels.telegram.contents import Contents
from bot.library.reader import Library
from bot.wiring import open_library
from tests.channels.town import settle


def _silent(done: int, total: int) -> None:
    """Nobody watches the progress of a test's library."""


@pytest.fixture(scope="session")
def contents(library: Library) -> Contents:
    return Contents.of(library)


@pytest.fixture(scope="session")
def aloud(library: Library) -> Aloud:
    return Aloud.of(library)


@pytest.fixture(scope="session")
def town(tmp_path_factory: pytest.TempPathFactory) -> Contents:
    """A library without topics and contacts."""
    folder = tmp_path_factory.mktemp("town")
    return Contents.of(open_library(settle(folder / "knowledge"), folder / "libraries", _silent))
