"""kill -9 at any moment: what was acknowledged is there, and a change is there with its message or not at all."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from bot.journal.counters import Count
from bot.journal.database import open_journal
from bot.settings import PROJECT
from tests.journal.conftest import SECRET


def kill_after(path: Path, lines: int, first: int) -> tuple[set[int], set[int]]:
    """Let a process answer, and kill it when it has said so many lines: what it said it had received, and answered."""
    command = [sys.executable, "-m", "tests.journal.writer", str(path), str(first)]
    with subprocess.Popen(command, cwd=PROJECT, stdout=subprocess.PIPE, text=True) as process:  # noqa: S603 - our own
        assert process.stdout
        said = [process.stdout.readline() for _ in range(lines)]
        process.send_signal(signal.SIGKILL)
        said += process.stdout.readlines()
    whole = [line.split() for line in said if line.endswith("\n")]
    return {int(number) for word, number in whole if word == "received"}, {int(number) for word, number in whole if word == "answered"}


@pytest.mark.parametrize("lines", [1, 2, 7, 100, 411])
def test_a_killed_process_leaves_the_journal_whole(path, lines):
    received, answered = kill_after(path, lines, first=1)

    with open_journal(path, SECRET) as journal:
        assert journal.store.rows("PRAGMA integrity_check") == [("ok",)]
        kept = {number for (number,) in journal.store.rows("SELECT update_id FROM inbox")}
        done = {number for (number,) in journal.store.rows("SELECT update_id FROM inbox WHERE payload IS NULL")}
        noted = [number for (number,) in journal.store.rows("SELECT message_id FROM questions ORDER BY id")]
        put = [int(ref.removeprefix("reply:")) for (ref,) in journal.store.rows("SELECT ref FROM outbox ORDER BY id")]
        assert received <= kept
        assert answered <= done
        assert sorted(done) == noted == put
        assert [waiting.update_id for waiting in journal.inbox.pending()] == sorted(kept - done)


def test_after_every_kill_the_next_process_goes_on(path):
    for place in range(4):
        kill_after(path, 11 + 30 * place, first=place * 1_000_000)

    with open_journal(path, SECRET) as journal:
        doubtful = journal.outbox.pending()
        assert len(doubtful) <= 4
        assert journal.counters.of(Count.MAYBE_TWICE) == len(doubtful)
        assert journal.inbox.waiting() <= 4
        assert journal.store.rows("PRAGMA integrity_check") == [("ok",)]
