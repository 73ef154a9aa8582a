"""Somebody has the file and not the secret. Whatever they do to the trail shows, at the right row, also after we went on writing."""

import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from bot.domain.deed import Author, Deed, DeedKind
from bot.journal.chain import BROKEN_OFF, FIELDS, GENESIS, Broken, Fault, Verified, hash_of
from bot.journal.database import open_journal
from bot.journal.journal import Journal
from bot.journal.moments import HANOI
from tests.journal.conftest import SECRET

AT = datetime(2026, 11, 22, 9, 0, tzinfo=HANOI)
COLUMNS = (*FIELDS, "hash")
ROWS = 6


@pytest.fixture
def trail(journal: Journal) -> Journal:
    write(journal, ROWS)
    return journal


def write(journal: Journal, rows: int) -> None:
    for number in range(rows):
        author = Author("hong", "administrator", "cli") if number % 2 else Author("5512345671", "operator", "telegram")
        journal.audit.note(Deed(DeedKind.PUBLISHED, author, str(number), str(number + 1), "vì hạn đổi"), AT + timedelta(minutes=number))


def tamper(path: Path, *statements: str | tuple[str, tuple[object, ...]]) -> None:
    """Do something to the file as another program would, with the triggers out of the way."""
    with closing(sqlite3.connect(path)) as theirs, theirs:
        for name in ("changed", "deleted", "replaced"):
            theirs.execute(f"DROP TRIGGER IF EXISTS audit_not_{name}")
        for statement in statements:
            theirs.execute(*((statement,) if isinstance(statement, str) else statement))


def rechain(path: Path, first: int) -> None:
    """Make the hashes from a row on anew, as anybody can."""
    with closing(sqlite3.connect(path)) as theirs, theirs:
        rows = theirs.execute(f"SELECT {', '.join(FIELDS)} FROM audit ORDER BY number").fetchall()  # noqa: S608 - columns of ours
        own = theirs.execute("SELECT hash FROM audit WHERE number = ?", (first - 1,)).fetchone()
        previous = own[0] if own else GENESIS
        for *fields, _ in rows[first - 1 :]:
            own_hash = hash_of((*fields, previous))
            theirs.execute("UPDATE audit SET previous = ?, hash = ? WHERE number = ?", (previous, own_hash, fields[0]))
            previous = own_hash


REMOVED = {
    "from the middle": ("DELETE FROM audit WHERE number = 3", Broken(3, Fault.REMOVED)),
    "the first": ("DELETE FROM audit WHERE number = 1", Broken(1, Fault.REMOVED)),
    "the last": ("DELETE FROM audit WHERE number = 6", Broken(6, Fault.REMOVED)),
    "the last three": ("DELETE FROM audit WHERE number > 3", Broken(4, Fault.REMOVED)),
    "all": ("DELETE FROM audit", Broken(1, Fault.REMOVED)),
    "the middle, the rest moved up": (
        "DELETE FROM audit WHERE number = 3; UPDATE audit SET number = number - 1 WHERE number > 3",
        Broken(3, Fault.CHANGED),
    ),
    "the table": ("DROP TABLE audit", Broken(0, Fault.UNREADABLE)),
    "a column": ("ALTER TABLE audit DROP COLUMN detail", Broken(0, Fault.UNREADABLE)),
    "the head": ("DELETE FROM meta WHERE name = 'audit'", Broken(6, Fault.HEAD)),
    "all and the head": ("DELETE FROM audit; DELETE FROM meta WHERE name = 'audit'", Broken(0, Fault.HEAD)),
}
NONSENSE = {
    "nothing": "''", "null bytes": "x'00'", "one word": "'6'", "no proof": "'6 ' || (SELECT hash FROM audit WHERE number = 6)",
    "two words more": "value || ' more'", "another count": "'5' || substr(value, 2)", "no number": "'x y z'", "not ASCII": "'6 ệ ệ'",
}  # fmt: skip


@pytest.mark.parametrize(("statements", "expected"), REMOVED.values(), ids=REMOVED)
def test_what_is_removed_shows(trail, path, statements, expected):
    tamper(path, *statements.split("; "))

    assert trail.audit.verify() == expected
    assert trail.audit.anchored([]) == expected


@pytest.mark.parametrize("value", NONSENSE.values(), ids=NONSENSE)
def test_a_head_that_we_did_not_write_shows(trail, path, value):
    tamper(path, f"UPDATE meta SET value = {value} WHERE name = 'audit'")  # noqa: S608 - columns of ours

    assert trail.audit.verify() == Broken(6, Fault.HEAD)


def test_a_row_added_at_the_end_shows_though_it_is_well_chained(trail, path):
    tamper(path, "INSERT INTO audit SELECT 7, at, 'x', role, channel, kind, before, after, detail, hash, '' FROM audit WHERE number = 6")
    rechain(path, 7)

    assert trail.audit.verify() == Broken(7, Fault.INSERTED)


def test_a_row_before_the_first_shows(trail, path):
    tamper(path, "INSERT INTO audit SELECT 0, at, who, role, channel, kind, before, after, detail, previous, hash FROM audit LIMIT 1")

    assert trail.audit.verify() == Broken(1, Fault.INSERTED)


def test_a_row_put_in_between_shows(trail, path):
    tamper(
        path,
        "UPDATE audit SET number = -number WHERE number > 3",
        "UPDATE audit SET number = 1 - number WHERE number < 0",
        "INSERT INTO audit SELECT 4, at, 'x', role, channel, kind, before, after, detail, previous, hash FROM audit WHERE number = 3",
    )
    assert trail.audit.verify() == Broken(4, Fault.CHANGED)

    rechain(path, 4)
    assert trail.audit.verify() == Broken(6, Fault.REWRITTEN)


@pytest.mark.parametrize("row", range(1, ROWS + 1))
def test_a_chain_written_anew_without_the_secret_shows(trail, path, row):
    tamper(path, ("UPDATE audit SET who = 'somebody else' WHERE number = ?", (row,)))
    assert trail.audit.verify() == Broken(row, Fault.CHANGED)

    rechain(path, row)
    assert trail.audit.verify() == Broken(6, Fault.REWRITTEN)


@pytest.mark.parametrize("row", range(1, ROWS))
def test_one_row_written_anew_shows(trail, path, row):
    """Its own hash is right, but the next row was chained to the one that stood there."""
    with closing(sqlite3.connect(path)) as theirs:
        fields = list(theirs.execute(f"SELECT {', '.join(FIELDS)} FROM audit WHERE number = ?", (row,)).fetchone())  # noqa: S608 - columns of ours
    fields[FIELDS.index("detail")] = "không có gì"
    tamper(path, ("UPDATE audit SET detail = 'không có gì', hash = ? WHERE number = ?", (hash_of(fields), row)))

    assert trail.audit.verify() == Broken(row, Fault.REPLACED)


def older_head(path: Path) -> tuple[object, ...]:
    with closing(sqlite3.connect(path)) as theirs:
        return (theirs.execute("SELECT value FROM meta WHERE name = 'audit'").fetchone()[0],)


def test_a_head_wound_back_shows(journal, path):
    write(journal, 3)
    kept = older_head(path)
    write(journal, 3)
    tamper(path, ("UPDATE meta SET value = ? WHERE name = 'audit'", kept))

    assert journal.audit.verify() == Broken(4, Fault.INSERTED)


def test_the_trail_and_its_head_wound_back_together_show_in_what_others_kept(journal, path):
    """What the docstring admits: by itself the file cannot show it."""
    write(journal, 3)
    kept, early = older_head(path), journal.audit.head()
    write(journal, 3)
    late = journal.audit.head()
    assert journal.audit.anchored([early, late]) == Verified(6, late.hash)
    tamper(path, ("UPDATE meta SET value = ? WHERE name = 'audit'", kept), "DELETE FROM audit WHERE number > 3")

    assert journal.audit.verify() == Verified(3, early.hash)
    assert journal.audit.anchored([early]) == Verified(3, early.hash)
    assert journal.audit.anchored([late, early, (0, GENESIS)]) == Broken(6, Fault.UNANCHORED)
    write(journal, 3)
    assert journal.audit.anchored([early, late]) == Verified(6, journal.audit.head().hash)  # the same deeds at the same moments
    write(journal, 1)
    assert journal.audit.anchored([(7, "f" * 64)]) == Broken(7, Fault.UNANCHORED)


GOING_ON = {
    "cut off": (["DELETE FROM audit WHERE number > 4"], None, Broken(5, Fault.REMOVED)),
    "all gone": (["DELETE FROM audit"], None, Broken(1, Fault.REMOVED)),
    "the head gone": (["DELETE FROM meta WHERE name = 'audit'"], None, Broken(7, Fault.BROKEN_BEFORE)),
    "cut off with the head": (["DELETE FROM audit WHERE number > 4", "DELETE FROM meta WHERE name = 'audit'"], None, Broken(5, Fault.BROKEN_BEFORE)),
    "written anew": (["UPDATE audit SET who = 'x' WHERE number = 2"], 2, Broken(7, Fault.BROKEN_BEFORE)),
    "one row changed": (["UPDATE audit SET who = 'x' WHERE number = 2"], None, Broken(2, Fault.CHANGED)),
    "one row gone": (["DELETE FROM audit WHERE number = 2"], None, Broken(2, Fault.REMOVED)),
}  # fmt: skip


@pytest.mark.parametrize(("statements", "rechained", "expected"), GOING_ON.values(), ids=GOING_ON)
def test_going_on_does_not_cover_what_was_done(trail, path, statements, rechained, expected):
    """Our next rows put our own head under the chain: they must not put it under what somebody else made of it."""
    tamper(path, *statements)
    if rechained:
        rechain(path, rechained)
    assert isinstance(trail.audit.verify(), Broken)
    write(trail, 4)
    trail.close()

    with open_journal(path, SECRET) as again:
        assert again.audit.verify() == expected


def test_a_wound_back_head_under_rows_written_anew_is_not_covered_either(journal, path):
    write(journal, 3)
    kept = older_head(path)
    write(journal, 3)
    tamper(path, "UPDATE audit SET who = 'x' WHERE number = 5", ("UPDATE meta SET value = ? WHERE name = 'audit'", kept))
    rechain(path, 5)
    write(journal, 2)

    assert journal.audit.verify() == Broken(7, Fault.BROKEN_BEFORE)
    assert journal.audit.entries()[1].previous == BROKEN_OFF


def test_a_head_made_under_another_secret_is_not_ours(tmp_path):
    for name, secret in (("ours", SECRET), ("theirs", b"another secret of the tests")):
        with open_journal(tmp_path / name, secret) as journal:
            write(journal, ROWS if name == "ours" else ROWS - 1)
    with closing(sqlite3.connect(tmp_path / "ours")) as theirs, theirs:
        theirs.execute("ATTACH ? AS other", (str(tmp_path / "theirs"),))
        theirs.execute("DROP TRIGGER audit_not_deleted")
        theirs.execute("DELETE FROM audit")
        theirs.execute("INSERT INTO audit SELECT * FROM other.audit")
        theirs.execute("UPDATE meta SET value = (SELECT value FROM other.meta WHERE name = 'audit') WHERE name = 'audit'")

    with open_journal(tmp_path / "ours", SECRET) as journal:
        assert journal.audit.verify() == Broken(5, Fault.HEAD)


WORDS = some.text(max_size=12)
DEEDS = some.builds(
    Deed,
    some.sampled_from(DeedKind),
    some.builds(Author, WORDS, WORDS, some.just("cli"))
    | some.builds(Author, some.integers(1, 2**40).map(str), WORDS, some.just("telegram")),
    WORDS,
    WORDS,
    some.text(max_size=700),
)
VALUES = some.text(max_size=5) | some.integers(-(2**62), 2**62) | some.binary(max_size=5) | some.floats(allow_nan=False)


@settings(max_examples=60)
@given(some.lists(DEEDS, max_size=8))
def test_any_sequence_of_deeds_is_whole(deeds):
    with tempfile.TemporaryDirectory() as folder, open_journal(Path(folder) / "journal.db", SECRET) as journal:
        for place, deed in enumerate(deeds):
            journal.audit.note(deed, AT + timedelta(seconds=place))
        verdict = journal.audit.verify()
        entries = journal.audit.entries()

    assert verdict == Verified(len(deeds), entries[0].hash if entries else GENESIS)
    assert [entry.number for entry in entries] == list(range(len(deeds), 0, -1))


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Journal]:
    """A trail without triggers, which every example leaves as it was."""
    path = tmp_path_factory.mktemp("shared") / "journal.db"
    with open_journal(path, SECRET) as journal:
        write(journal, ROWS)
        tamper(path)
        yield journal


def undone(journal: Journal, statement: str, values: tuple[object, ...]) -> tuple[bool, Verified | Broken]:
    """Whether that statement changed anything in the trail, and what is found of it; the file is as before afterwards."""
    everything = "SELECT * FROM audit ORDER BY number"
    before = journal.store.rows(everything)
    journal.store.run("BEGIN")
    journal.store.run(statement, values)  # type: ignore[arg-type]  # whatever SQLite takes
    changed = journal.store.rows_as_they_are(everything) != before
    verdict = journal.audit.verify()
    journal.store.run("ROLLBACK")
    return changed, verdict


@settings(max_examples=300)
@given(row=some.integers(1, ROWS), column=some.sampled_from(COLUMNS[1:]), value=VALUES)
def test_any_change_to_any_field_of_any_row_shows_at_that_row(shared, row, column, value):
    changed, verdict = undone(shared, f"UPDATE audit SET {column} = ? WHERE number = ?", (value, row))  # noqa: S608 - columns of ours

    assert verdict == Broken(row, Fault.CHANGED) if changed else isinstance(verdict, Verified)


@pytest.mark.parametrize("column", COLUMNS[1:])
@pytest.mark.parametrize("row", range(1, ROWS + 1))
def test_bytes_that_are_no_text_show_at_their_row(shared, row, column):
    assert undone(shared, f"UPDATE audit SET {column} = CAST(x'ff41' AS TEXT) WHERE number = ?", (row,)) == (  # noqa: S608 - columns of ours
        True,
        Broken(row, Fault.CHANGED),
    )


@given(row=some.integers(1, ROWS), number=some.integers(-(2**62), 2**62).filter(lambda number: not 1 <= number <= ROWS))
def test_any_other_number_shows_at_the_row_that_lost_its_own_or_at_the_front(shared, row, number):
    changed, verdict = undone(shared, "UPDATE audit SET number = ? WHERE number = ?", (number, row))

    assert changed
    assert verdict == (Broken(row, Fault.REMOVED) if number > 0 else Broken(1, Fault.INSERTED))


@given(some.sets(some.integers(1, ROWS), min_size=1))
def test_any_rows_removed_show_at_the_first_of_them(shared, rows):
    places = ", ".join("?" * len(rows))

    assert undone(shared, f"DELETE FROM audit WHERE number IN ({places})", tuple(rows)) == (True, Broken(min(rows), Fault.REMOVED))  # noqa: S608 - columns of ours


@given(some.sets(some.integers(1, ROWS), min_size=2, max_size=2).map(sorted))
def test_any_two_rows_swapped_show_at_the_first(shared, rows):
    one, other = rows
    shared.store.run("BEGIN")
    for old, new in ((one, 1000), (other, one), (1000, other)):
        shared.store.run("UPDATE audit SET number = ? WHERE number = ?", (new, old))
    verdict = shared.audit.verify()
    shared.store.run("ROLLBACK")

    assert verdict == Broken(one, Fault.CHANGED)


def test_what_was_put_in_place_of_anything_can_be_looked_at(trail, path):
    for column in COLUMNS[1:]:
        tamper(
            path,
            f"UPDATE audit SET {column} = x'ff00' WHERE number = 2",  # noqa: S608 - columns of ours
            f"UPDATE audit SET {column} = CAST(x'ff41' AS TEXT) WHERE number = 3",  # noqa: S608 - columns of ours
        )
    tamper(path, f"UPDATE audit SET at = {2**62} WHERE number = 4")  # noqa: S608 - columns of ours

    assert [entry.number for entry in trail.audit.entries()] == [6, 5, 4, 3, 2, 1]
