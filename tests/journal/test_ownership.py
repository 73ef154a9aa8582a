"""A journal begun without a secret, in every order of openings; nothing about a person gets into it before it has one."""

import os
from datetime import datetime, timedelta

import pytest

from bot.domain.deed import Author, Deed, DeedKind
from bot.domain.errors import JournalUnusable
from bot.journal.chain import Broken, Fault, Verified
from bot.journal.database import open_journal
from bot.journal.inbox import Received
from bot.journal.journal import Journal
from bot.journal.moments import HANOI
from bot.journal.outbox import Method, Parcel
from bot.journal.people import Access
from bot.journal.purge import purge
from bot.journal.questions import Asked, Kind
from bot.journal.sealing import Seal
from bot.journal.statistics import statistics
from bot.journal.ticket import Operator
from tests.journal.conftest import SECRET

OTHER = b"another secret of the tests"
DEED = Deed(DeedKind.PUBLISHED, Author("hong", "administrator", "cli"), "1", "2", "gọi 5512345671 hoặc 0912345678")
W, R = False, True

# (secret, read only), and what comes of it: what seals the journal, or what the person is told
ORDERS = [
    [((None, W), "none")],
    [((None, W), "none"), ((None, W), "none"), ((None, R), "none")],
    [((None, W), "none"), ((SECRET, W), "secret"), ((SECRET, W), "secret"), ((SECRET, R), "secret")],
    [((None, W), "none"), ((SECRET, W), "secret"), ((None, W), "Hãy đặt HOIDAP_SECRET"), ((None, R), "Hãy đặt HOIDAP_SECRET")],
    [((None, W), "none"), ((SECRET, W), "secret"), ((OTHER, W), "khóa bí mật khác"), ((OTHER, R), "khóa bí mật khác")],
    [((None, W), "none"), ((SECRET, R), "none"), ((OTHER, R), "none"), ((OTHER, W), "secret"), ((SECRET, R), "khóa bí mật khác")],
    [((SECRET, W), "secret"), ((None, W), "Hãy đặt HOIDAP_SECRET"), ((None, R), "Hãy đặt HOIDAP_SECRET"), ((SECRET, W), "secret")],
    [((SECRET, W), "secret"), ((OTHER, W), "khóa bí mật khác"), ((SECRET, W), "secret")],
    [((None, R), "Chưa có nhật ký"), ((SECRET, R), "Chưa có nhật ký"), ((None, W), "none")],
]


@pytest.mark.parametrize("order", ORDERS)
def test_the_first_secret_is_kept(path, at, order):
    noted = 0
    for (secret, read_only), expected in order:
        if expected not in ("none", "secret"):
            with pytest.raises(JournalUnusable, match=expected):
                open_journal(path, secret, read_only=read_only)
            continue
        with open_journal(path, secret, read_only=read_only) as journal:
            assert journal.seal.is_secret == (expected == "secret")
            if not read_only:
                journal.audit.note(DEED, at)
                noted += 1
            kinds = [entry.kind for entry in journal.audit.entries()]
            assert kinds.count("published") == noted
            assert kinds.count("sealed") == (expected == "secret" and order[0][0][0] is None)
            assert journal.audit.verify() == Verified(len(kinds), journal.audit.head().hash)


def test_the_trail_tells_when_a_journal_was_given_its_first_secret(path, at):
    with open_journal(path, None) as journal:
        journal.audit.note(DEED, at)
    with open_journal(path, SECRET, at=at + timedelta(hours=1)) as journal:
        told = journal.audit.entries()[0]
        assert (told.number, told.at, told.kind, told.channel, told.who) == (2, at + timedelta(hours=1), "sealed", "journal", "")
        assert journal.store.rows("SELECT value FROM meta WHERE name = 'sealed_at'") == [(str(int(told.at.timestamp() * 1000)),)]


def test_where_nobody_tells_the_moment_it_is_when_the_file_was_last_written(path):
    open_journal(path, None).close()
    written = datetime(2026, 11, 20, 8, 30, tzinfo=HANOI)
    os.utime(path, (written.timestamp(), written.timestamp()))

    with open_journal(path, SECRET) as journal:
        assert journal.audit.entries()[0].at == written


def test_a_trail_that_was_broken_without_a_secret_stays_broken_with_one(path, at):
    with open_journal(path, None) as journal:
        for _ in range(3):
            journal.audit.note(DEED, at)
        journal.store.run("DROP TRIGGER audit_not_changed")
        journal.store.run("UPDATE audit SET who = 'x' WHERE number = 2")
    with open_journal(path, SECRET) as journal:
        assert journal.audit.verify() == Broken(2, Fault.CHANGED)


@pytest.mark.parametrize("statement", ["DELETE FROM audit WHERE number = 3", "DELETE FROM meta WHERE name = 'audit'"])
def test_a_secret_does_not_cover_an_end_that_was_not_ours(path, at, statement):
    with open_journal(path, None) as journal:
        for _ in range(3):
            journal.audit.note(DEED, at)
        journal.store.run("DROP TRIGGER audit_not_deleted")
        journal.store.run(statement)
    with open_journal(path, SECRET) as journal:
        assert isinstance(journal.audit.verify(), Broken)
        journal.audit.note(DEED, at)
        assert isinstance(journal.audit.verify(), Broken)


def test_with_a_secret_the_head_is_proven_by_it_alone(path, at):
    with open_journal(path, None) as journal:
        journal.audit.note(DEED, at)
        known_to_all = journal.store.rows("SELECT value FROM meta WHERE name = 'audit'")[0]
    with open_journal(path, SECRET) as journal:
        journal.store.run("DROP TRIGGER audit_not_deleted")
        journal.store.run("DELETE FROM audit WHERE number = 2")
        journal.store.run("UPDATE meta SET value = ? WHERE name = 'audit'", known_to_all)

        assert journal.audit.verify() == Broken(1, Fault.HEAD)


def test_who_still_has_it_open_without_the_secret_notes_nothing_more(path, at):
    with open_journal(path, None) as early, open_journal(path, SECRET) as late:
        with pytest.raises(JournalUnusable, match="vừa được niêm phong"):
            early.audit.note(DEED, at)
        late.audit.note(DEED, at)

        assert late.audit.verify() == Verified(2, late.audit.head().hash)


PERSONAL = {
    "inbox": lambda journal, at: journal.inbox.receive([Received(1, {}, 5512345671)], at),
    "update of nobody": lambda journal, at: journal.inbox.receive([Received(1, {})], at),
    "outbox": lambda journal, at: journal.outbox.put(Parcel(1, Method.SEND, {}), at),
    "question": lambda journal, at: journal.questions.note(Asked(chat=1, user=1, text="x", kind=Kind.ANSWER, confidence=1.0), at),
    "grant": lambda journal, at: journal.people.grant(1, Access.OPERATOR, 2, at),
    "use": lambda journal, at: journal.people.used(1, Access.OPERATOR, "/tra", at),
    "blocked": lambda journal, at: journal.people.blocked(1, at),
    "ticket": lambda journal, at: journal.tickets.open(1, 1, "x", at),
    "claim": lambda journal, at: journal.tickets.claim("ABCD", Operator(1, 1, "x"), at) and journal.seal.close([1]),
    "author": lambda journal, at: journal.audit.note(Deed(DeedKind.CHECKED, Author("1", "administrator", "telegram"), "", ""), at),
    "about": lambda journal, at: journal.audit.note(DEED, at, 5512345671),
}  # fmt: skip


@pytest.mark.parametrize("write", PERSONAL.values(), ids=PERSONAL)
def test_nothing_about_a_person_is_written_without_a_secret(path, at, write):
    with open_journal(path, None) as journal:
        with pytest.raises(JournalUnusable, match="HOIDAP_SECRET"):
            write(journal, at)
        everything = "".join(journal.store._connection.iterdump())

    assert everything.count("INSERT INTO") == everything.count('INSERT INTO "_sqlite_migrations"') + everything.count('INSERT INTO "meta"')
    open_journal(path, SECRET).close()


def test_numbers_in_a_detail_are_stars_where_keys_could_be_turned_back(path, at):
    with open_journal(path, None) as journal:
        assert journal.audit.note(DEED, at).detail == "gọi ********** hoặc **********"
        assert journal.audit.note(Deed(DeedKind.CHECKED, DEED.author, "5512345671", "-100123456789"), at).after == "*************"


def test_figures_and_purging_need_no_secret(path, at):
    with open_journal(path, None) as journal:
        journal.audit.note(DEED, at)

        assert statistics(journal, at - timedelta(days=1), at).questions == 0
        assert purge(journal, timedelta(days=1), at).all == 0
        assert journal.people.listing() == []


def filled(journal: Journal) -> None:
    journal.store.run("INSERT INTO blocked VALUES ('somebody', 1)")


def test_a_journal_with_anything_else_in_it_takes_no_secret(path):
    with open_journal(path, None) as journal:
        filled(journal)
    with pytest.raises(JournalUnusable, match="chuyển tệp này đi nơi khác"):
        open_journal(path, SECRET)

    with open_journal(path, None) as journal:
        assert journal.audit.verify() == Verified(0, journal.audit.head().hash)


def test_the_secret_itself_is_nowhere(path, at):
    open_journal(path, None).close()
    with open_journal(path, SECRET) as journal:
        journal.audit.note(DEED, at)
        content = b"".join(file.read_bytes() for file in path.parent.iterdir())

    assert SECRET not in content
    assert Seal(SECRET).proof("x").encode() not in content
