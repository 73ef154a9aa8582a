from datetime import timedelta

import pytest

from bot.journal.counters import Count
from bot.journal.database import open_journal
from bot.journal.inbox import Received
from tests.journal.conftest import SECRET


def received(*numbers: int) -> list[Received]:
    return [Received(number, {"update_id": number, "text": f"câu {number}"}, chat=7) for number in numbers]


def test_tells_which_updates_are_new_and_counts_the_others(journal, at):
    assert journal.inbox.receive(received(1, 2), at) == [1, 2]
    assert journal.inbox.receive(received(2, 3), at) == [3]
    assert journal.inbox.receive(received(3, 3), at) == []
    assert journal.counters.of(Count.DUPLICATES_DROPPED) == 3


def test_hands_out_what_is_not_done_after_a_restart_in_the_order_in_which_it_came(journal, path, at):
    journal.inbox.receive(received(900, 901), at)
    journal.inbox.receive(received(5), at + timedelta(seconds=1))  # numbers may begin anew after a quiet week
    journal.inbox.done(900)
    journal.close()

    with open_journal(path, SECRET) as again:
        assert [(one.update_id, one.payload["text"], one.at) for one in again.inbox.pending()] == [
            (901, "câu 901", at),
            (5, "câu 5", at + timedelta(seconds=1)),
        ]


def test_drops_what_is_done_when_it_comes_again_after_a_restart(journal, path, at):
    journal.inbox.receive(received(1), at)
    journal.inbox.done(1)
    journal.close()

    with open_journal(path, SECRET) as again:
        assert again.inbox.receive(received(1), at) == []
        assert again.inbox.waiting() == 0


def test_keeps_only_the_number_of_what_is_done(journal, at):
    journal.inbox.receive(received(1), at)
    journal.inbox.done(1)

    assert journal.store.rows("SELECT update_id, chat, payload, failed FROM inbox") == [(1, None, None, None)]


def test_does_not_hand_out_again_what_failed(journal, at):
    journal.inbox.receive(received(1, 2), at)
    journal.inbox.failed(1, "KeyError: gọi 0912345678")
    journal.inbox.failed(1, "again")
    journal.inbox.failed(3, "never came")

    assert [one.update_id for one in journal.inbox.pending()] == [2]
    assert [(one.update_id, one.why) for one in journal.inbox.failures()] == [(1, "KeyError: gọi **********")]
    assert journal.counters.of(Count.UPDATES_FAILED) == 1


def test_keeps_broken_characters(journal, at):
    journal.inbox.receive([Received(1, {"text": "a\ud83d\x00b"})], at)

    assert journal.inbox.pending()[0].payload == {"text": "a\ud83d\x00b"}


def test_all_or_none_of_a_batch_is_kept(journal, at):
    batch = [*received(1), Received(2, {"text": object()})]

    with pytest.raises(TypeError):
        journal.inbox.receive(batch, at)

    assert journal.inbox.waiting() == 0
