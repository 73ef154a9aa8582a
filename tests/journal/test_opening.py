"""What can be wrong with the file, and what the person who must act is told."""

import os
import sqlite3
import stat
import tempfile
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest

from bot.domain.errors import JournalUnusable
from bot.journal.database import open_journal
from bot.journal.inbox import Received
from bot.journal.journal import Journal
from bot.journal.migrations import KNOWN, MIGRATIONS
from tests.journal.conftest import SECRET

NOBODY = 65534


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.fixture
def unprivileged_after() -> Iterator[Callable[[], None]]:
    """From when it is called the rights of the file system hold: they do for everybody but root, as whom tests may run."""
    was = os.geteuid()
    yield lambda: os.seteuid(NOBODY) if was == 0 else None
    os.seteuid(was)


def test_only_we_may_read_the_file_and_its_folder(journal, path, at):
    journal.inbox.receive([Received(1, {})], at)

    assert mode(path.parent) == 0o700
    assert {file.name: mode(file) for file in path.parent.iterdir()} == dict.fromkeys(
        ["journal.db", "journal.db-wal", "journal.db-shm"], 0o600
    )


def test_rights_that_are_too_wide_are_taken_back(journal, path):
    journal.close()
    path.chmod(0o644)

    with open_journal(path, SECRET):
        assert mode(path) == 0o600


def test_writes_ahead_and_overwrites_what_is_deleted(journal):
    pragmas = [journal.store.rows(f"PRAGMA {name}")[0][0] for name in ("journal_mode", "synchronous", "secure_delete", "auto_vacuum")]

    assert pragmas == ["wal", 1, 1, 2]


def test_every_step_is_known_and_is_taken_once(journal, path):
    journal.close()
    with open_journal(path, SECRET) as again:
        taken = [name for (name,) in again.store.rows("SELECT name FROM _sqlite_migrations ORDER BY id")]

    assert taken == [step.name for step in MIGRATIONS._migrations]
    assert set(taken) == KNOWN


def refused(path: Path, secret: bytes = SECRET) -> str:
    with pytest.raises(JournalUnusable) as caught:
        open_journal(path, secret)
    return str(caught.value)


def test_refuses_a_text_in_place_of_a_journal_and_leaves_it_alone(tmp_path):
    path = tmp_path / "journal.db"
    path.write_text("Đây là một tệp văn bản.\n" * 100, encoding="utf-8")
    path.chmod(0o644)

    assert "không phải là nhật ký" in refused(path)
    assert path.read_text(encoding="utf-8") == "Đây là một tệp văn bản.\n" * 100
    assert mode(path) == 0o644


def test_refuses_the_database_of_another_program_and_leaves_it_alone(tmp_path):
    path = tmp_path / "other.db"
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE theirs (a)")
    other.close()
    before = path.read_bytes()

    assert "chương trình khác" in refused(path)
    assert [file.name for file in tmp_path.iterdir()] == ["other.db"]
    assert path.read_bytes() == before


def test_refuses_a_journal_of_a_newer_version(journal, path):
    journal.store.run("INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES ('journal', 'm999_later', '2030')")
    journal.close()

    assert "phiên bản mới hơn" in refused(path)


def test_refuses_another_secret_and_says_what_to_do(journal, path):
    journal.close()

    told = refused(path, b"another")
    assert "HOIDAP_SECRET" in told
    assert "TELEGRAM_BOT_TOKEN" in told
    assert str(path) in told
    open_journal(path, SECRET).close()


def test_refuses_a_folder_in_place_of_a_file(tmp_path):
    assert "thư mục" in refused(tmp_path)


def test_refuses_a_file_in_place_of_a_folder(tmp_path):
    (tmp_path / "var").write_text("x")

    assert "Không tạo được nhật ký" in refused(tmp_path / "var" / "journal.db")


def test_refuses_a_folder_that_cannot_be_written(unprivileged_after):
    unprivileged_after()

    assert "không có quyền" in refused(Path("/journal-of-the-tests/journal.db"))


@pytest.fixture
def public() -> Iterator[Path]:
    """A folder that everybody may enter; those of pytest are closed."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


def test_refuses_a_journal_that_cannot_be_written(public, unprivileged_after):
    path = public / "journal.db"
    open_journal(path, SECRET).close()
    path.chmod(0o444)
    public.chmod(0o555)
    unprivileged_after()

    assert "quyền" in refused(path)


def test_a_damaged_journal_is_told_apart(journal, path, at):
    journal.inbox.receive([Received(number, {"text": "x" * 500}) for number in range(200)], at)
    journal.close()
    data = bytearray(path.read_bytes())
    data[4096 : len(data)] = b"\xee" * (len(data) - 4096)
    path.write_bytes(data)

    assert "bị hỏng" in refused(path)


def test_a_full_disk_is_told_and_nothing_of_the_transaction_is_kept(journal, at):
    pages = journal.store.rows("PRAGMA page_count")[0][0]
    journal.store.rows(f"PRAGMA max_page_count = {pages + 5}")
    with pytest.raises(JournalUnusable, match="Hết chỗ trống trên đĩa"):
        fill(journal, at)

    assert journal.inbox.waiting() == 0
    assert not journal.store.in_transaction
    journal.store.rows("PRAGMA max_page_count = 100000")
    assert len(fill(journal, at)) == 500


def fill(journal: Journal, at: datetime) -> list[int]:
    with journal.transaction():
        return journal.inbox.receive([Received(number, {"text": "x" * 500}) for number in range(500)], at)


def test_read_only_needs_a_journal_and_changes_nothing(journal, path, at):
    with pytest.raises(JournalUnusable, match="Chưa có nhật ký"):
        open_journal(path.parent / "none.db", SECRET, read_only=True)
    assert not (path.parent / "none.db").exists()

    journal.inbox.receive([Received(1, {"a": 1})], at)
    with open_journal(path, SECRET, read_only=True) as reader:
        assert reader.inbox.waiting() == 1
        with pytest.raises(JournalUnusable, match="quyền ghi"):
            reader.inbox.receive([Received(2, {})], at)


def test_read_only_refuses_a_journal_that_was_not_brought_up_to_date(tmp_path):
    path = tmp_path / "journal.db"
    path.touch()

    with pytest.raises(JournalUnusable, match="phiên bản cũ"):
        open_journal(path, SECRET, read_only=True)


def test_a_usable_journal_passes_the_check(journal):
    journal.check()


def test_a_secret_must_be_one(tmp_path):
    with pytest.raises(ValueError, match="secret"):
        open_journal(tmp_path / "journal.db", b"")
