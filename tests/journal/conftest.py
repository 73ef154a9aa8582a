"""A real journal in a folder of its own, and the moment at which the tests take place."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from bot.journal.database import open_journal
from bot.journal.journal import Journal
from bot.journal.moments import HANOI

SECRET = b"a secret of the tests"


@pytest.fixture
def at() -> datetime:
    return datetime(2026, 11, 22, 9, 0, tzinfo=HANOI)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "var" / "journal.db"


@pytest.fixture
def journal(path: Path) -> Iterator[Journal]:
    with open_journal(path, SECRET) as opened:
        yield opened
