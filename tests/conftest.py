"""What most tests need: the library of the shipped knowledge, an assistant over it, and the day on which the tests take place."""

from __future__ import annotations

import fcntl
from datetime import date
from pathlib import Path

import pytest
from hypothesis import settings

from bot.answering.assistant import Assistant
from bot.library.reader import Library
from bot.settings import PROJECT
from bot.wiring import assistant_of, open_library

settings.register_profile("untimed", parent=settings.default, deadline=None)  # a busy machine is no failure
settings.load_profile("untimed")


def _silent(done: int, total: int) -> None:
    """Nobody watches the progress of a test's library."""


@pytest.fixture(scope="session")
def libraries(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """The folder of libraries that all processes of one test run share; half a minute of building is paid once."""
    base = tmp_path_factory.getbasetemp()
    folder = (base if worker_id == "master" else base.parent) / "libraries"
    folder.mkdir(exist_ok=True)
    return folder


@pytest.fixture(scope="session")
def worker_id(request: pytest.FixtureRequest) -> str:
    """The name of this process when pytest-xdist runs several, "master" otherwise."""
    return str(getattr(request.config, "workerinput", {}).get("workerid", "master"))


@pytest.fixture(scope="session")
def library(libraries: Path) -> Library:
    """The library of the real knowledge folder."""
    with (libraries / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        return open_library(PROJECT / "knowledge", libraries, _silent)


@pytest.fixture(scope="session")
def assistant(library: Library) -> Assistant:
    return assistant_of(library)


@pytest.fixture(scope="session")
def today() -> date:
    return date(2026, 11, 22)
