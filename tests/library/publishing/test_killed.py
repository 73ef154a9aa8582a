"""Killed at any step, publishing and going back leave one whole version live: the old one or the new one."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from bot.settings import PROJECT

pytestmark = pytest.mark.slow

TOLD = {1: "300 cây", 2: "450 cây"}


@pytest.mark.parametrize(("what", "before", "after"), [("publish", 1, 2), ("rollback", 2, 1)])
def test_a_kill_at_any_step_leaves_one_whole_version_live(tmp_path: Path, what: str, before: int, after: int):
    command = [sys.executable, "-m", "tests.library.publishing.killer", str(tmp_path), what]
    run = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=False)  # noqa: S603  our own module
    assert run.returncode == 0, run.stderr
    found = [json.loads(line) for line in run.stdout.splitlines()]

    assert [True] * (len(found) - 1) + [False] == [one["killed"] for one in found]
    lives = [one["live"] for one in found]
    assert (before, after) == (lives[0], lives[-1])
    assert lives == sorted(lives, reverse=before > after)  # once the new one is live, it stays
    assert all(TOLD[one["live"]] in one["text"] for one in found)
    assert all(one["after"] > max(one["kept"]) for one in found)  # publishing goes on, under a number of its own
    assert all(one["left"] == [] for one in found)
