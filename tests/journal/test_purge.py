from datetime import datetime, timedelta

import pytest

from bot.answering.conversation import Conversation
from bot.journal.database import open_journal
from bot.journal.inbox import Received
from bot.journal.journal import Journal
from bot.journal.outbox import Method, Parcel
from bot.journal.people import Access
from bot.journal.purge import Purged, forget, purge
from bot.journal.questions import Asked, Kind
from bot.journal.ticket import Operator
from tests.journal.conftest import SECRET

HALF_A_YEAR = timedelta(days=180)
DAY = timedelta(days=1)
ME, OTHER, GROUP = 101, 102, -500


def asked(chat: int, user: int) -> Asked:
    return Asked(chat=chat, user=user, text="hạn khiếu nại", kind=Kind.ANSWER, confidence=0.9)


def live_a_day(journal: Journal, at: datetime, first: int) -> None:
    """Everything that is kept of a day, once done and once still to be done."""
    journal.inbox.receive([Received(first, {}, ME), Received(first + 1, {}, ME), Received(first + 2, {}, ME)], at)
    journal.inbox.done(first)
    journal.inbox.failed(first + 1, "KeyError")
    journal.questions.note(asked(ME, ME), at)
    journal.conversations.keep(first, Conversation(("a",)), at)
    journal.outbox.sent(journal.outbox.put(Parcel(ME, Method.SEND, {"text": "a"}, f"reply:{first}"), at), first, at)
    journal.outbox.put(Parcel(ME, Method.SEND, {"text": "b"}), at)
    journal.people.used(OTHER, Access.OPERATOR, "/tra", at)
    journal.people.blocked(first, at)
    for chat in (first, first + 1):
        journal.tickets.open(chat, chat, "a", at)
    ticket = journal.tickets.of_chat(first)
    assert ticket
    journal.tickets.close(ticket.code, OTHER, at)


def rows_of(journal: Journal) -> dict[str, int]:
    tables = ["questions", "tickets", "outbox", "inbox", "conversations", "uses", "blocked"]
    return {table: journal.store.rows(f"SELECT count(*) FROM {table}")[0][0] for table in tables}  # noqa: S608 - above


@pytest.fixture
def lived(journal: Journal, at: datetime) -> Journal:
    for days in (400, 181, 179, 5, 0):
        live_a_day(journal, at - days * DAY, 1_000_000 - days * 1000)
    return journal


def test_a_dry_run_counts_what_a_real_one_deletes(lived, at):
    before = rows_of(lived)
    would = purge(lived, HALF_A_YEAR, at, dry_run=True)

    assert rows_of(lived) == before
    did = purge(lived, HALF_A_YEAR, at)
    after = rows_of(lived)
    gone = {table: before[table] - after[table] for table in before}
    assert (would.plain() | {"dry_run": False}) == did.plain()
    assert list(gone.values()) == [did.questions, did.tickets, did.messages, did.updates, did.conversations, did.uses, did.blocked]
    assert did == Purged(questions=2, tickets=2, messages=2, updates=6, conversations=4, uses=2, blocked=2, dry_run=False)
    assert purge(lived, HALF_A_YEAR, at).all == 0


def test_what_still_is_to_be_done_stays_however_old(lived, at):
    purge(lived, timedelta(0), at + DAY)

    assert len(lived.inbox.pending()) == 5
    assert len(lived.outbox.pending()) == 5
    assert len(lived.tickets.live()) == 5


def test_the_newest_update_stays_so_that_it_is_not_handled_again(journal, at):
    journal.inbox.receive([Received(1, {}), Received(2, {})], at)
    for number in (1, 2):
        journal.inbox.done(number)
    purge(journal, timedelta(0), at + 900 * DAY)

    assert journal.inbox.receive([Received(2, {})], at) == []


def test_deletes_many_a_little_at_a_time(journal, at):
    with journal.transaction():
        for _ in range(4500):
            journal.questions.note(asked(ME, ME), at)

    assert purge(journal, HALF_A_YEAR, at + HALF_A_YEAR + DAY).questions == 4500
    assert rows_of(journal)["questions"] == 0


def test_gives_back_what_it_freed(journal, path, at):
    with journal.transaction():
        for _ in range(4000):
            journal.questions.note(asked(ME, ME), at)
    journal.compact()
    before = path.stat().st_size
    purge(journal, HALF_A_YEAR, at + HALF_A_YEAR + DAY)

    assert path.stat().st_size < before / 2


def test_can_be_part_of_a_transaction(lived, at):
    before = rows_of(lived)
    with pytest.raises(ZeroDivisionError):
        purge_and_fail(lived, at)

    assert rows_of(lived) == before


def purge_and_fail(journal: Journal, at: datetime) -> None:
    with journal.transaction():
        purge(journal, HALF_A_YEAR, at)
        raise ZeroDivisionError


def test_another_process_may_purge_while_the_bot_writes(lived, path, at):
    with open_journal(path, SECRET) as other:
        assert purge(other, HALF_A_YEAR, at).questions == 2
        lived.questions.note(asked(ME, ME), at)
        assert rows_of(other)["questions"] == 4


def test_says_what_it_did(lived, at):
    assert purge(lived, HALF_A_YEAR, at, dry_run=True).text() == (
        "Sẽ xóa: 2 câu hỏi, 2 phiếu chuyển người trực, 2 tin đã gửi, 6 tin đã nhận, 4 cuộc trò chuyện, 2 lượt dùng quyền, 2 ghi nhớ chặn tin."
    )
    assert purge(lived, HALF_A_YEAR, at).text().startswith("Đã xóa: 2 câu hỏi")
    assert purge(lived, HALF_A_YEAR, at).text() == "Không có gì để xóa."


def test_forgets_a_person_and_nobody_else(journal, at):
    for chat, user in ((ME, ME), (GROUP, ME), (OTHER, OTHER), (GROUP, OTHER)):
        journal.questions.note(asked(chat, user), at)
        journal.conversations.keep(chat, Conversation(("a",)), at, user=user)
        journal.outbox.sent(journal.outbox.put(Parcel(chat, Method.SEND, {"text": "a"}, "reply:1"), at), 5, at)
    journal.outbox.put(Parcel(ME, Method.SEND, {"text": "on its way"}), at)
    journal.people.blocked(ME, at)
    journal.inbox.receive([Received(1, {}, ME), Received(2, {}, OTHER)], at)
    forgotten = forget(journal, ME, ME, at)

    assert (forgotten.questions, forgotten.tickets, forgotten.messages, forgotten.ticket) == (2, 0, 2, None)
    assert rows_of(journal) == {"questions": 2, "tickets": 0, "outbox": 3, "inbox": 2, "conversations": 2, "uses": 0, "blocked": 0}
    assert [waiting.update_id for waiting in journal.inbox.pending()] == [2]
    assert journal.inbox.receive([Received(1, {}, ME)], at) == []
    assert [posted.parcel.chat_id for posted in journal.outbox.pending()] == []


def test_forgetting_in_a_group_leaves_the_private_chat_of_messages(journal, at):
    journal.outbox.put(Parcel(GROUP, Method.SEND, {"text": "a"}), at)
    journal.questions.note(asked(GROUP, OTHER), at)
    forgotten = forget(journal, GROUP, ME, at)

    assert forgotten.questions == 0
    assert rows_of(journal)["outbox"] == rows_of(journal)["questions"] == 1


def test_what_is_written_after_the_wish_to_be_forgotten_is_handled(journal, at):
    journal.inbox.receive([Received(1, {}, ME)], at)
    journal.inbox.receive([Received(2, {}, ME)], at + timedelta(seconds=1))
    forget(journal, ME, ME, at)

    assert [waiting.update_id for waiting in journal.inbox.pending()] == [2]


def test_a_hand_over_ends_when_its_citizen_is_forgotten(journal, at):
    journal.tickets.open(ME, ME, "a", at)
    ticket = journal.tickets.of_chat(ME)
    journal.tickets.claim(ticket.code, Operator(OTHER, OTHER, "Chị Lan"), at)
    forgotten = forget(journal, ME, ME, at)

    assert forgotten.ticket
    assert (forgotten.tickets, forgotten.ticket.chat, forgotten.ticket.operator) == (1, ME, Operator(OTHER, OTHER, "Chị Lan"))
    assert journal.tickets.get(ticket.code) is None
    assert journal.tickets.current(OTHER) is None
