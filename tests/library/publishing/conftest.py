"""The city published once, copied for each test."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.library.publishing.stand import Stand, settle


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the city's knowledge and its first version, live."""
    home = tmp_path_factory.mktemp("city")
    Stand(settle(home / "knowledge"), home / "libraries").publish("bản đầu")
    return home


@pytest.fixture
def stand(published: Path, tmp_path: Path) -> Stand:
    """A publisher of one's own over a copy of the published city."""
    shutil.copytree(published, tmp_path / "city")
    return Stand(tmp_path / "city" / "knowledge", tmp_path / "city" / "libraries")
