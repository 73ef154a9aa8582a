"""The file, and what SQLite writes beside it, hold nobody's number, name or words that could tell who it was."""

import re
from datetime import datetime, timedelta

from bot.answering.conversation import Conversation
from bot.journal.inbox import Received
from bot.journal.journal import Journal
from bot.journal.masking import masked
from bot.journal.outbox import Method, Parcel
from bot.journal.people import Access
from bot.journal.purge import forget
from bot.journal.questions import Asked, Kind, Rating
from bot.journal.ticket import Operator

CITIZEN, OPERATOR, GROUP, ADMINISTRATOR = 5512345671, 6623456782, -1009988776655, 7734567893
NAME, OPERATOR_NAME, USERNAME = "Nguyễn Thị Hồng Nhung", "Trần Quốc Toản", "hongnhung1987"
PHONE, CARD, ACCOUNT, EMAIL = "0912345678", "001187012345", "19034567890123", "nhung1987@gmail.com"
TEXT = f"Tôi là người dân, sđt {PHONE}, cccd {CARD}, stk {ACCOUNT}, mail {EMAIL}, hỏi 100/KH-UBND"
ANSWER = "Câu trả lời riêng cho người này"


def live(journal: Journal, at: datetime) -> None:
    """A day of a citizen, an operator and an administrator."""
    sender = {"id": CITIZEN, "first_name": NAME, "username": USERNAME, "is_bot": False}
    message = {"message_id": 12, "from": sender, "chat": {"id": CITIZEN, "type": "private", "first_name": NAME}, "text": masked(TEXT)}
    journal.inbox.receive([Received(number, {"update_id": number, "message": message}, CITIZEN) for number in (1, 2, 3)], at)
    with journal.transaction():
        question = journal.questions.note(
            Asked(chat=CITIZEN, user=CITIZEN, text=TEXT, kind=Kind.ABSTAIN, confidence=0.2, message_id=12), at
        )
        journal.conversations.keep(CITIZEN, Conversation((TEXT,), ()), at)
        sent = journal.outbox.put(Parcel(CITIZEN, Method.SEND, {"text": ANSWER}, "reply:12"), at)
        journal.inbox.done(1)
    journal.outbox.sent(sent, 13, at)
    journal.questions.rate(question, CITIZEN, Rating.BAD, f"gọi {PHONE}")
    journal.inbox.failed(2, f"KeyError {PHONE}")
    journal.people.appoint(administrators=[ADMINISTRATOR])
    journal.people.grant(OPERATOR, Access.OPERATOR, ADMINISTRATOR, at, OPERATOR_NAME)
    journal.people.used(ADMINISTRATOR, Access.ADMINISTRATOR, f"/tra {PHONE}", at)
    journal.people.used(ADMINISTRATOR, Access.ADMINISTRATOR, f"/capquyen {OPERATOR} operator", at)
    journal.people.blocked(CITIZEN, at)
    code = journal.tickets.open(CITIZEN, CITIZEN, TEXT, at).ticket.code
    journal.tickets.claim(code, Operator(OPERATOR, OPERATOR, OPERATOR_NAME), at)
    journal.outbox.put(Parcel(GROUP, Method.SEND, {"text": f"Phiếu {code} của {NAME}"}, f"ticket:{code}"), at)
    journal.outbox.failed(
        journal.outbox.put(Parcel(CITIZEN, Method.COPY, {"from_chat_id": OPERATOR, "message_id": 5}), at),
        f"chat {CITIZEN} moved to {GROUP}",
        at,
    )


def forms(number: int) -> list[bytes]:
    """How a number could stand in a file: in digits, in hexadecimal, as SQLite packs it."""
    size = 8 if abs(number) >= 2**47 else 6 if abs(number) >= 2**31 else 4
    return [str(abs(number)).encode(), f"{abs(number):x}".encode(), number.to_bytes(size, "big", signed=True)]


def test_the_files_hold_nothing_that_tells_who_it_was(journal, path, at):
    live(journal, at)
    journal.tickets.open(GROUP, CITIZEN, TEXT, at)
    files = {file.name: file.read_bytes() for file in path.parent.iterdir()}
    forbidden = [form for number in (CITIZEN, OPERATOR, GROUP, ADMINISTRATOR) for form in forms(number)]
    forbidden += [word.encode() for word in (NAME, OPERATOR_NAME, USERNAME, PHONE, CARD, ACCOUNT, EMAIL, "gmail", ANSWER, "first_name")]
    forbidden += [word.encode() for name in (NAME, OPERATOR_NAME) for word in name.split()[-2:]]

    assert set(files) == {"journal.db", "journal.db-wal", "journal.db-shm"}
    assert [(name, word) for name, content in files.items() for word in forbidden if word in content] == []
    assert b"100/KH-UBND" in b"".join(files.values())


def test_what_waits_can_be_sent_all_the_same(journal, at):
    live(journal, at)

    assert journal.inbox.pending()[0].payload["message"]["from"]["first_name"] == NAME
    assert [one.parcel.chat_id for one in journal.outbox.pending()] == [GROUP]
    assert journal.tickets.of_chat(CITIZEN).operator == Operator(OPERATOR, OPERATOR, OPERATOR_NAME)
    assert journal.people.listing()[1].user == OPERATOR


def test_forgetting_leaves_no_trace_of_a_person_in_any_table(journal, path, at):
    live(journal, at)
    traces = {journal.seal.key_of(CITIZEN)}
    traces |= {token.decode() for (token,) in journal.store.rows("SELECT sealed_citizen FROM tickets")}
    forgotten = forget(journal, CITIZEN, CITIZEN, at + timedelta(seconds=1))
    journal.compact()

    assert forgotten.ticket
    assert forgotten.ticket.operator == Operator(OPERATOR, OPERATOR, OPERATOR_NAME)
    assert (forgotten.questions, forgotten.tickets, forgotten.messages) == (1, 1, 2)
    assert journal.tickets.of_operator(OPERATOR) == []
    content = b"".join(file.read_bytes() for file in path.parent.iterdir())
    assert [trace for trace in traces if trace.encode() in content] == []
    assert not re.search(rb"\*{10}.{0,40}100/KH-UBND", content)
