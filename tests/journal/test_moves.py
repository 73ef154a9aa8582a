"""Groups that get another number: whoever names the old one, years later, finds where it went."""

from datetime import timedelta

import pytest

from bot.journal.database import open_journal
from bot.journal.purge import forget, purge
from tests.journal.conftest import SECRET

GROUP, SECOND, THIRD = -4455667788, -1001122334455, -1006677889900


def test_a_chat_that_never_moved_has_its_number(journal):
    assert journal.chat_now(GROUP) == GROUP


def test_several_moves_are_followed_and_outlast_the_process(journal, path):
    journal.moved(GROUP, SECOND)
    assert journal.chat_now(GROUP) == SECOND
    journal.moved(SECOND, THIRD)
    journal.close()

    with open_journal(path, SECRET) as again:
        assert [again.chat_now(chat) for chat in (GROUP, SECOND, THIRD)] == [THIRD] * 3


@pytest.mark.parametrize(
    "moves", [[(GROUP, GROUP)], [(GROUP, SECOND), (SECOND, GROUP)], [(GROUP, SECOND), (SECOND, THIRD), (THIRD, GROUP)]]
)
def test_moves_in_a_circle_end_where_the_last_went(journal, moves):
    for old, new in moves:
        journal.moved(old, new)

    assert {journal.chat_now(chat) for move in moves for chat in move} == {GROUP}


def test_told_twice_it_moved_once(journal):
    journal.moved(GROUP, SECOND)
    journal.moved(GROUP, SECOND)

    assert journal.chat_now(GROUP) == SECOND


def test_moves_are_neither_purged_nor_forgotten_and_stand_there_in_no_clear_number(journal, path, at):
    journal.moved(GROUP, SECOND)
    purge(journal, timedelta(days=1), at + timedelta(days=5000))
    forget(journal, GROUP, GROUP, at + timedelta(days=5000))

    assert journal.chat_now(GROUP) == SECOND
    content = b"".join(file.read_bytes() for file in path.parent.iterdir())
    assert [chat for chat in (GROUP, SECOND) if str(abs(chat)).encode() in content] == []
