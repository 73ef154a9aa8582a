"""The hall, in a folder of its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.telegram.botapi import BotApi
from tests.telegram.knowledge.hall import Hall


@pytest.fixture
def hall(api: BotApi, tmp_path: Path) -> Hall:
    """Everybody and the knowledge; the bot is not started yet."""
    return Hall.of(api, tmp_path)
