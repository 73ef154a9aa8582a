from datetime import datetime

import pytest

from bot.domain.errors import JournalUnusable
from bot.journal.counters import Count
from bot.journal.database import open_journal
from bot.journal.inbox import Received
from bot.journal.journal import Journal
from bot.journal.outbox import Method, Parcel
from tests.journal.conftest import SECRET


def cut_short(journal: Journal, at: datetime, error: type[BaseException]) -> None:
    with journal.transaction():
        journal.outbox.put(Parcel(1, Method.SEND, {"text": "x"}), at)
        journal.inbox.done(1)
        journal.counters.add("anything", 3)
        raise error


@pytest.mark.parametrize("error", [ValueError, KeyboardInterrupt, SystemExit, JournalUnusable])
def test_nothing_is_kept_of_a_transaction_that_is_cut_short(journal, at, error):
    journal.inbox.receive([Received(1, {})], at)
    with pytest.raises(error):
        cut_short(journal, at, error)

    assert (journal.inbox.waiting(), journal.outbox.waiting(), journal.counters.of("anything")) == (1, 0, 0)
    assert journal.outbox.taken() == []


def test_a_part_that_fails_leaves_the_rest(journal, at):
    with journal.transaction():
        journal.counters.add("before")
        with pytest.raises(ZeroDivisionError):
            cut_short(journal, at, ZeroDivisionError)
        journal.counters.add("after")

    assert journal.counters.all() == {"after": 1, "before": 1}


def test_others_see_a_transaction_only_when_it_is_done(journal, path):
    with open_journal(path, SECRET, read_only=True) as reader:
        with journal.transaction():
            journal.counters.add(Count.MAYBE_TWICE)
            assert reader.counters.of(Count.MAYBE_TWICE) == 0
        assert reader.counters.of(Count.MAYBE_TWICE) == 1


def test_who_waits_too_long_for_another_process_is_told(journal, path):
    with open_journal(path, SECRET) as other, journal.transaction():
        other.store.rows("PRAGMA busy_timeout = 1")
        with pytest.raises(JournalUnusable, match="tiến trình khác"):
            other.counters.add("x")


def test_mistakes_of_a_programmer_are_not_dressed_up(journal):
    with pytest.raises(Exception, match="no such table"):
        journal.store.run("SELECT * FROM elsewhere")
