from collections.abc import Callable
from datetime import timedelta

import pytest

from bot.journal.counters import Count
from bot.journal.database import open_journal
from bot.journal.journal import Journal
from bot.journal.outbox import Method, Parcel, Posted
from tests.journal.conftest import SECRET

CHAT, OTHER = 111222333, -100987654321


def send(chat: int = CHAT, text: str = "xin chào", ref: str = "") -> Parcel:
    return Parcel(chat, Method.SEND, {"text": text}, ref)


def fail_after(journal: Journal, work: Callable[[], object]) -> None:
    """A transaction that does something and then fails."""
    with journal.transaction():
        work()
        raise ZeroDivisionError


def test_hands_out_what_was_put_once_and_in_order(journal, at):
    first = journal.outbox.put(send(text="một"), at)
    second = journal.outbox.put(send(OTHER, "hai"), at)

    assert journal.outbox.taken() == [Posted(first, send(text="một"), 1, at), Posted(second, send(OTHER, "hai"), 1, at)]
    assert journal.outbox.taken() == []


def test_hands_out_nothing_of_a_transaction_that_failed(journal, at):
    journal.outbox.put(send(text="stays"), at)
    with journal.transaction():
        journal.outbox.put(send(text="stays too"), at)
        with pytest.raises(ZeroDivisionError):
            fail_after(journal, lambda: journal.outbox.put(send(text="goes"), at))

    assert [one.parcel.payload["text"] for one in journal.outbox.taken()] == ["stays", "stays too"]
    assert journal.outbox.waiting() == 2


def test_sends_again_after_a_restart_what_may_have_been_sent_and_counts_it_once(journal, path, at):
    done = journal.outbox.put(send(), at)
    journal.outbox.put(send(OTHER, "hai", "ref"), at)
    journal.outbox.sent(done, 5, at)
    journal.close()

    for _ in range(2):
        with open_journal(path, SECRET) as again:
            assert [(one.parcel, one.maybe_twice, one.put_at) for one in again.outbox.pending()] == [(send(OTHER, "hai", "ref"), True, at)]
            assert again.counters.of(Count.MAYBE_TWICE) == 1


def test_counts_tries(journal, at):
    number = journal.outbox.put(send(), at)
    journal.outbox.again(number)
    journal.outbox.again(number)

    assert [one.attempts for one in journal.outbox.pending()] == [3]


def test_keeps_nothing_of_what_was_said_once_it_is_sent_or_given_up(journal, at):
    journal.outbox.sent(journal.outbox.put(send(), at), 5, at)
    journal.outbox.failed(journal.outbox.put(send(), at), "Forbidden: 0912345678 blocked it", at)

    assert journal.store.rows("SELECT payload, message_id, failed FROM outbox") == [
        (None, 5, None),
        (None, None, "Forbidden: ********** blocked it"),
    ]
    assert journal.counters.of(Count.PARCELS_FAILED) == 1


def test_giving_up_twice_counts_once_and_what_is_gone_is_let_be(journal, at):
    number = journal.outbox.put(send(), at)
    for _ in range(2):
        journal.outbox.failed(number, "timeout", at)
    journal.outbox.sent(999, 1, at)
    journal.outbox.again(999)

    assert journal.counters.of(Count.PARCELS_FAILED) == 1


def test_finds_a_message_by_its_name_within_its_chat(journal, at):
    journal.outbox.sent(journal.outbox.put(send(ref="reply:1"), at), 5, at)
    journal.outbox.sent(journal.outbox.put(send(OTHER, ref="reply:1"), at), 6, at)
    journal.outbox.put(send(ref="reply:2"), at)

    assert journal.outbox.message_of("reply:1", CHAT) == 5
    assert journal.outbox.message_of("reply:1", OTHER) == 6
    assert journal.outbox.message_of("reply:2", CHAT) is None
    assert journal.outbox.message_of("reply:3", CHAT) is None
    assert [journal.outbox.knows(ref, CHAT) for ref in ("reply:1", "reply:2", "reply:3")] == [True, True, False]
    assert (journal.outbox.ref_of(CHAT, 5), journal.outbox.ref_of(CHAT, 6)) == ("reply:1", "")


def test_an_edit_that_was_sent_anew_is_the_message_from_then_on(journal, at):
    journal.outbox.sent(journal.outbox.put(send(ref="a"), at), 5, at)
    edit = journal.outbox.put(Parcel(CHAT, Method.EDIT, {"text": "khác"}, "a"), at)

    assert journal.outbox.message_of("a", CHAT) == 5
    journal.outbox.sent(edit, 9, at)
    assert journal.outbox.message_of("a", CHAT) == 9


def test_an_edit_without_a_number_changes_no_name(journal, at):
    journal.outbox.sent(journal.outbox.put(send(ref="a"), at), 5, at)
    journal.outbox.sent(journal.outbox.put(Parcel(CHAT, Method.EDIT_MARKUP, {}, "a"), at), None, at)

    assert journal.outbox.message_of("a", CHAT) == 5


def test_a_deleted_message_is_found_no_more(journal, at):
    journal.outbox.sent(journal.outbox.put(send(ref="a"), at), 5, at)
    journal.outbox.sent(journal.outbox.put(Parcel(CHAT, Method.DELETE, {}, "a"), at), None, at)

    assert journal.outbox.message_of("a", CHAT) is None


def test_what_waits_follows_a_chat_that_moved(journal, at):
    journal.outbox.put(send(OTHER), at)
    journal.outbox.sent(journal.outbox.put(send(OTHER, ref="a"), at), 5, at)
    opened = journal.tickets.open(OTHER, 1, "hỏi", at)
    journal.conversations.keep(OTHER, journal.conversations.of(OTHER, at, timedelta(hours=1)), at)
    journal.moved(OTHER, 42)

    assert [one.parcel.chat_id for one in journal.outbox.pending()] == [42]
    assert journal.outbox.message_of("a", 42) == 5
    assert journal.tickets.of_chat(OTHER) is None
    assert journal.tickets.of_chat(42).code == opened.ticket.code
    assert journal.tickets.of_chat(42).chat == 42
