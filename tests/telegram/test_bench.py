"""The bench measures what it says: a small crowd, a few seconds, the real bot."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from bot.library.reader import Library
from tests.telegram.bench import Plan, Row, main, measure, tell

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("way", ["polling", "webhook"])
@pytest.mark.parametrize("load", ["steady", "sustained"])
def test_a_small_crowd_is_answered_with_nothing_lost_or_doubled(library: Library, libraries: Path, way: str, load: str) -> None:
    row = asyncio.run(measure(way, load, Plan(chats=10, rate=20, seconds=2, workers=1), libraries))

    assert (0, 0, 0) == (row.lost, row.doubled, row.refused)
    assert 40 == row.messages if load == "steady" else 10 < row.messages
    assert 0 < row.median <= row.p95 <= row.p99 <= row.most


def test_the_table_has_a_line_for_every_measurement() -> None:
    row = Row("polling", "steady", 1500, 50.0, 30.1, 80.2, 120.3, 200.4, 0, 0, 0, 0.61, 0.2)

    assert 3 == len(tell([row, row]).splitlines())
    assert "80.2" in tell([row])


def test_help_is_vietnamese_and_names_the_targets(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["--help"])

    assert 0 == stopped.value.code
    assert "p95 ≤ 300 ms" in " ".join(capsys.readouterr().out.split())
