"""What the trail keeps, and what it never does."""

import os
import re
import sqlite3
from datetime import timedelta
from pathlib import Path

import pytest

from bot.domain.deed import Author, Deed, DeedKind
from bot.domain.errors import JournalUnusable
from bot.journal.chain import GENESIS, Verified, hash_of
from bot.journal.database import open_journal
from bot.journal.people import Access
from bot.journal.purge import forget, purge
from bot.journal.questions import Asked, Kind
from tests.journal.conftest import SECRET

CONSOLE = Author("hong", "administrator", "cli")
ADMINISTRATOR, OPERATOR, CITIZEN = 7734567893, 6623456782, 5512345671
PUBLISHED = Deed(DeedKind.PUBLISHED, CONSOLE, "3", "4", "sửa hạn nộp")


def test_an_empty_trail_is_whole(journal):
    assert journal.audit.verify() == Verified(0, GENESIS)
    assert journal.audit.head() == (0, GENESIS)
    assert journal.audit.entries() == []


def test_a_deed_is_kept_as_it_was_done_and_chained_to_the_one_before(journal, path, at):
    first = journal.audit.note(Deed(DeedKind.CHECKED, CONSOLE, "", ""), at)
    second = journal.audit.note(PUBLISHED, at + timedelta(minutes=1))
    journal.close()

    with open_journal(path, SECRET) as again:
        assert again.audit.entries() == [second, first]
        assert again.audit.head() == (2, second.hash)
        assert again.audit.verify() == Verified(2, second.hash)
    assert (first.number, first.previous, second.number, second.previous) == (1, GENESIS, 2, first.hash)
    assert (second.at, second.who, second.role, second.channel) == (at + timedelta(minutes=1), "hong", "administrator", "cli")
    assert (second.kind, second.before, second.after, second.detail) == ("published", "3", "4", "sửa hạn nộp")


def test_the_hash_can_be_made_again_by_anybody_from_the_fields(journal, at):
    told = journal.audit.note(PUBLISHED, at)
    stamp = int(at.timestamp() * 1000)
    fields = (1, stamp, told.who, told.role, told.channel, told.kind, told.before, told.after, told.detail, told.previous)

    assert told.hash == hash_of(fields)


def test_the_newest_come_first_from_a_moment_on_and_so_many(journal, at):
    for minute in range(5):
        journal.audit.note(PUBLISHED, at + timedelta(minutes=minute))

    assert [entry.number for entry in journal.audit.entries()] == [5, 4, 3, 2, 1]
    assert [entry.number for entry in journal.audit.entries(at + timedelta(minutes=3))] == [5, 4]
    assert [entry.number for entry in journal.audit.entries(limit=2)] == [5, 4]


def test_people_of_telegram_stand_there_as_keys_and_accounts_by_their_names(journal, path, at):
    author = Author(str(ADMINISTRATOR), "administrator", "telegram")
    told = journal.audit.note(Deed(DeedKind.GRANTED, author, "citizen", str(OPERATOR), f"cho {OPERATOR}, gọi 0912345678"), at, CITIZEN)

    assert told.who == journal.seal.key_of(ADMINISTRATOR)
    assert told.after == f"#{journal.seal.key_of(OPERATOR)[:8]}"
    assert told.detail == f"#{journal.seal.key_of(CITIZEN)} cho #{journal.seal.key_of(OPERATOR)[:8]}, gọi **********"
    files = b"".join(file.read_bytes() for file in path.parent.iterdir())
    assert [number for number in (ADMINISTRATOR, OPERATOR, CITIZEN, "0912345678") if str(number).encode() in files] == []


def test_an_author_of_telegram_is_a_number(journal, at):
    with pytest.raises(ValueError, match="number"):
        journal.audit.note(Deed(DeedKind.CHECKED, Author("Chị Lan", "administrator", "telegram"), "", ""), at)

    assert journal.audit.entries() == []


def test_fingerprints_and_versions_are_kept_as_they_are(journal, at):
    told = journal.audit.note(Deed(DeedKind.PREPARED, CONSOLE, "12", "3f9a123456789012abcdef00"), at)

    assert (told.before, told.after) == ("12", "3f9a123456789012abcdef00")


def test_long_texts_are_cut_and_become_one_line_that_shows(journal, at):
    author = Author("x" * 1000, "r" * 1000, "c" * 1000)
    told = journal.audit.note(
        Deed(DeedKind.ACCEPTED, author, "b" * 1000, "a" * 1000, "vì\n\tsao \x1b[31m\u202e" + "ệ" * 1000 + "\ud800"), at
    )

    assert [len(text) for text in (told.who, told.role, told.channel, told.before, told.after, told.detail)] == [64, 32, 32, 100, 100, 500]
    assert told.detail.startswith("vì sao [31m ệệ")
    assert told.detail.endswith("ệ…")
    assert isinstance(journal.audit.verify(), Verified)


def test_a_naive_moment_is_refused_and_nothing_noted(journal, at):
    with pytest.raises(ValueError, match="naive"):
        journal.audit.note(PUBLISHED, at.replace(tzinfo=None))

    assert journal.audit.verify() == Verified(0, GENESIS)


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE audit SET detail = ''",
        "UPDATE audit SET number = 9 WHERE number = 2",
        "UPDATE OR REPLACE audit SET number = 1 WHERE number = 2",
        "DELETE FROM audit",
        "DELETE FROM audit WHERE number = 2",
        "INSERT OR REPLACE INTO audit SELECT * FROM audit WHERE number = 1",
        "INSERT INTO audit SELECT 0, at, who, role, channel, kind, before, after, detail, previous, hash FROM audit LIMIT 1",
    ],
)
def test_rows_are_neither_changed_nor_deleted(journal, at, sql):
    for _ in range(3):
        journal.audit.note(PUBLISHED, at)
    with pytest.raises(sqlite3.IntegrityError, match="audit trail"):
        journal.store.run(sql)

    assert isinstance(journal.audit.verify(), Verified)


def test_a_deed_belongs_to_the_transaction_around_it(journal, at):
    def cut_short() -> None:
        with journal.transaction():
            journal.audit.note(PUBLISHED, at)
            journal.audit.note(PUBLISHED, at)
            raise ZeroDivisionError

    journal.audit.note(PUBLISHED, at)
    with pytest.raises(ZeroDivisionError):
        cut_short()
    with journal.transaction():
        journal.audit.note(PUBLISHED, at)
        with pytest.raises(ZeroDivisionError):
            cut_short()
        journal.audit.note(PUBLISHED, at)

    assert journal.audit.verify() == Verified(3, journal.audit.head().hash)


@pytest.fixture
def synced(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The files that the disk was made to write down, by their numbers."""
    files: list[int] = []
    sync = os.fsync

    def written(file: int) -> None:
        files.append(os.fstat(file).st_ino)
        sync(file)

    monkeypatch.setattr(os, "fsync", written)
    return files


def test_a_deed_outlasts_a_power_cut_once_its_transaction_is_done(journal, path, at, synced):
    """A version of the library may tell of this row: should the power go, the row must not be missing behind it."""
    ahead = Path(f"{path}-wal").stat().st_ino
    journal.audit.note(PUBLISHED, at)
    assert synced == [ahead]
    with journal.transaction():
        with journal.transaction():
            journal.audit.note(PUBLISHED, at)
        assert synced == [ahead]
    assert synced == [ahead] * 2
    journal.counters.add("anything")
    with journal.transaction():
        journal.counters.add("anything")
    assert synced == [ahead] * 2


def test_others_see_the_trail_of_one_moment(journal, path, at):
    with open_journal(path, SECRET, read_only=True) as reader, reader.store.snapshot():
        assert reader.audit.verify() == Verified(0, GENESIS)
        journal.audit.note(PUBLISHED, at)
        assert reader.audit.verify() == Verified(0, GENESIS)


def test_read_only_nothing_is_noted(journal, path, at):
    with open_journal(path, SECRET, read_only=True) as reader, pytest.raises(JournalUnusable, match="quyền ghi"):
        reader.audit.note(PUBLISHED, at)


def test_purging_and_forgetting_leave_the_trail_alone(journal, at):
    author = Author(str(CITIZEN), "citizen", "telegram")
    journal.audit.note(Deed(DeedKind.REFUSED, author, "", ""), at - timedelta(days=5000))
    journal.questions.note(Asked(chat=CITIZEN, user=CITIZEN, text="hạn", kind=Kind.ANSWER, confidence=1.0), at - timedelta(days=5000))
    before = journal.audit.verify()

    assert purge(journal, timedelta(days=1), at).questions == 1
    forget(journal, CITIZEN, CITIZEN, at)
    journal.moved(CITIZEN, -100_1234567)
    journal.compact()
    assert journal.audit.verify() == before == Verified(1, journal.audit.head().hash)


def test_grants_are_noted_with_the_role_before_and_after(journal, at):
    journal.people.appoint(administrators=[ADMINISTRATOR])
    journal.people.grant(OPERATOR, Access.OPERATOR, ADMINISTRATOR, at, "Chị Lan")
    journal.people.grant(OPERATOR, Access.ADMINISTRATOR, ADMINISTRATOR, at)
    journal.people.revoke(OPERATOR, ADMINISTRATOR, at)
    journal.people.revoke(OPERATOR, ADMINISTRATOR, at)

    assert [(entry.kind, entry.before, entry.after) for entry in reversed(journal.audit.entries())] == [
        ("granted", "citizen", "operator"),
        ("granted", "operator", "administrator"),
        ("revoked", "administrator", "citizen"),
    ]
    keys = {(entry.who, entry.role, entry.channel, entry.detail) for entry in journal.audit.entries()}
    assert keys == {(journal.seal.key_of(ADMINISTRATOR), "administrator", "telegram", f"#{journal.seal.key_of(OPERATOR)}")}


def test_who_takes_their_own_role_away_had_it_when_they_did(journal, at):
    journal.people.grant(OPERATOR, Access.ADMINISTRATOR, ADMINISTRATOR, at)
    journal.people.revoke(OPERATOR, OPERATOR, at)

    assert journal.audit.entries()[0].role == "administrator"


def test_a_grant_that_is_undone_is_not_on_the_trail_and_the_other_way_round(journal, at):
    def cut_short() -> None:
        with journal.transaction():
            journal.people.grant(OPERATOR, Access.OPERATOR, ADMINISTRATOR, at)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        cut_short()
    assert (journal.people.role(OPERATOR), journal.audit.entries()) == (Access.CITIZEN, [])

    journal.store.run("DROP TABLE audit")
    with pytest.raises(JournalUnusable, match="bị hỏng"):
        journal.people.grant(OPERATOR, Access.OPERATOR, ADMINISTRATOR, at)
    assert journal.people.role(OPERATOR) is Access.CITIZEN


def test_a_hash_tells_fields_apart_that_run_into_each_other():
    assert len({hash_of(fields) for fields in (("ab", "c"), ("a", "bc"), ("abc",), ("ab", None, "c"), ("1",), (1,), ("ab,c",))}) == 7
    assert re.fullmatch("[0-9a-f]{64}", GENESIS)
