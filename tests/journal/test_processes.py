"""Several processes note at once and are killed in the middle: the trail never forks, and is never half written."""

import multiprocessing
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlite_utils import Database

from bot.domain.errors import JournalUnusable
from bot.journal.chain import Verified
from bot.journal.database import open_journal
from bot.journal.migrations import AUDIT, MIGRATIONS
from bot.journal.sealing import Seal
from bot.settings import PROJECT
from tests.journal import noting
from tests.journal.conftest import SECRET

Process = subprocess.Popen[str]


def started(path: Path, *arguments: str) -> Process:
    command = [sys.executable, "-m", "tests.journal.noting", str(path), *arguments]
    return subprocess.Popen(command, cwd=PROJECT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)  # noqa: S603 - our own


def go(*processes: Process) -> None:
    """Let processes begin at the same moment."""
    for process in processes:
        assert process.stdin
        process.stdin.write("\n")
        process.stdin.flush()


def said(process: Process) -> list[str]:
    """What it said in whole lines, to its end."""
    assert process.stdout
    with process:
        return [line.strip() for line in process.stdout if line.endswith("\n")]


def test_processes_that_note_at_the_same_time_make_one_chain(path):
    open_journal(path, SECRET).close()
    processes = [started(path, "", "60") for _ in range(4)]
    go(*processes)
    numbers = [int(number) for process in processes for number in said(process)]

    assert sorted(numbers) == list(range(1, 241))
    with open_journal(path, SECRET) as journal:
        assert journal.audit.verify() == Verified(240, journal.audit.head().hash)


@pytest.mark.parametrize("lines", [1, 7, 40])
def test_processes_killed_while_they_note_leave_one_whole_chain(path, lines):
    open_journal(path, SECRET).close()
    doomed, survivor = [started(path, "", "100000") for _ in range(2)], started(path, "", "50")
    go(*doomed, survivor)
    numbers = []
    for process in doomed:
        assert process.stdout
        numbers += [int(process.stdout.readline()) for _ in range(lines)]
        process.send_signal(signal.SIGKILL)
        numbers += map(int, said(process))
    numbers += map(int, said(survivor))

    with open_journal(path, SECRET) as journal:
        verdict = journal.audit.verify()
        assert isinstance(verdict, Verified)
        assert len(numbers) == len(set(numbers))
        assert set(numbers) <= set(range(1, verdict.count + 1))
        assert verdict.count <= len(numbers) + len(doomed)  # noted, and killed before it was said
        assert journal.store.rows("PRAGMA integrity_check") == [("ok",)]


@pytest.mark.parametrize(
    ("one", "other"), [("", SECRET.decode()), (SECRET.decode(), SECRET.decode()), ("", ""), (SECRET.decode(), "another")]
)
def test_of_processes_that_begin_a_journal_at_once_the_first_tells_whose_it_is(path, one, other):
    processes = [started(path, one, "first"), started(path, other, "second")]
    go(*processes)
    outcomes = [said(process) for process in processes]

    sealed = next((secret for secret, outcome in zip((one, other), outcomes, strict=True) if secret and outcome == ["opened"]), "")
    with open_journal(path, sealed.encode() or None) as journal:
        assert isinstance(journal.audit.verify(), Verified)
        assert journal.seal.is_secret == bool(one or other)
    assert ["opened"] in outcomes
    if one and one != other:
        assert ["refused"] in outcomes


@pytest.fixture(scope="module")
def killed() -> "Killed":
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["tests.journal.noting"])
    return Killed(context)


class Killed:
    """Runs `noting.killed_before` in a process of its own."""

    def __init__(self, context: "multiprocessing.context.ForkServerContext") -> None:
        self._context = context

    def before(self, statement: int, path: Path, secret: bytes | None, notes: int = 0) -> bool:
        """Whether it came to that statement."""
        process = self._context.Process(target=noting.killed_before, args=(statement, path, secret, notes))
        process.start()
        process.join()
        assert process.exitcode in (0, -signal.SIGKILL)
        return process.exitcode != 0


def every(tmp_path: Path) -> Iterator[tuple[int, Path]]:
    """The statements, one after another, and a path for each."""
    for statement in range(1, 1000):
        yield statement, tmp_path / f"{statement}.db"


def test_killed_before_any_statement_a_deed_is_noted_or_not(killed, tmp_path):
    counts = []
    for statement, path in every(tmp_path):
        with open_journal(path, SECRET) as journal:
            journal.audit.note(noting.deed("trước"), noting.AT)
        died = killed.before(statement, path, SECRET, notes=1)
        with open_journal(path, SECRET) as journal:
            verdict = journal.audit.verify()
            assert isinstance(verdict, Verified)
            counts.append(verdict.count)
            journal.audit.note(noting.deed("sau"), noting.AT)
            assert isinstance(journal.audit.verify(), Verified)
        if not died:
            break

    assert counts == sorted(counts)
    assert (min(counts), max(counts)) == (1, 2)
    assert counts.count(1) > 5


def test_killed_before_any_statement_a_new_journal_can_be_opened_all_the_same(killed, tmp_path):
    for statement, path in every(tmp_path):
        died = killed.before(statement, path, SECRET)
        with open_journal(path, SECRET) as journal:
            assert journal.audit.verify() == Verified(0, journal.audit.head().hash)
        if not died:
            break
    assert statement > 30


def test_killed_before_any_statement_a_journal_has_its_first_secret_or_none(killed, tmp_path):
    """Either nobody noticed anything, or the secret is there with the row that tells of it and the head under it."""
    sealed = []
    for statement, path in every(tmp_path):
        with open_journal(path, None) as journal:
            journal.audit.note(noting.deed("trước"), noting.AT)
        died = killed.before(statement, path, SECRET)
        with open_journal(path, SECRET, read_only=True) as journal:
            sealed.append(journal.seal.is_secret)
            assert journal.audit.verify() == Verified(1 + sealed[-1], journal.audit.head().hash)
        with open_journal(path, SECRET) as journal:
            assert [entry.kind for entry in journal.audit.entries()] == ["sealed", "published"]
            assert journal.audit.verify() == Verified(2, journal.audit.head().hash)
        with pytest.raises(JournalUnusable, match="HOIDAP_SECRET"):
            open_journal(path, None)
        if not died:
            break

    assert sealed == sorted(sealed)
    assert set(sealed) == {False, True}


def test_killed_before_any_statement_a_journal_of_the_first_release_is_brought_up_to_date_or_left(killed, tmp_path):
    for statement, path in every(tmp_path):
        of_the_first_release(path)
        died = killed.before(statement, path, SECRET)
        with open_journal(path, SECRET) as journal:
            assert journal.audit.verify() == Verified(0, journal.audit.head().hash)
            assert journal.counters.of("kept") == 1
        if not died:
            break
    assert statement > 10


def of_the_first_release(path: Path) -> None:
    database = Database(path)
    MIGRATIONS.apply(database, stop_before=AUDIT)
    database.execute("INSERT INTO meta VALUES ('seal', ?)", (Seal(SECRET).check_value(),))
    database.execute("INSERT INTO counters VALUES ('kept', 1)")
    database.conn.commit()
    database.close()


def test_a_journal_of_the_first_release_is_brought_up_to_date_when_it_is_opened_for_writing(path):
    path.parent.mkdir()
    of_the_first_release(path)
    with pytest.raises(JournalUnusable, match="phiên bản cũ"):
        open_journal(path, SECRET, read_only=True)
    with pytest.raises(JournalUnusable, match="HOIDAP_SECRET"):
        open_journal(path, None)
    with pytest.raises(JournalUnusable, match="phiên bản cũ"):  # whoever was refused changed nothing
        open_journal(path, SECRET, read_only=True)

    with open_journal(path, SECRET) as journal:
        journal.audit.note(noting.deed("mới"), noting.AT)
    with open_journal(path, SECRET, read_only=True) as journal:
        assert journal.audit.verify() == Verified(1, journal.audit.head().hash)
