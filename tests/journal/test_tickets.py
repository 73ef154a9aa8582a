import re
from datetime import timedelta

import pytest

from bot.journal.codes import new_code, read_code
from bot.journal.database import open_journal
from bot.journal.ticket import (
    AlreadyBy,
    AlreadyClosed,
    AlreadyRated,
    AlreadyYours,
    Chosen,
    Claimed,
    Closed,
    NoSuchTicket,
    NotClaimed,
    NotClosed,
    NotYours,
    Opened,
    Operator,
    Rated,
    Released,
    State,
    StillOpen,
)
from tests.journal.conftest import SECRET

CHAT = 111222333
LAN, MAI = Operator(1, 1, "Chị Lan"), Operator(2, 2, "Cô Mai")
MINUTE = timedelta(minutes=1)


@pytest.fixture
def code(journal, at):
    return journal.tickets.open(CHAT, CHAT, "Tôi cần hỏi, sđt 0912345678", at).ticket.code


def test_opens_with_what_was_asked_masked(journal, at, code):
    ticket = journal.tickets.get(code)

    assert (ticket.state, ticket.chat, ticket.asked, ticket.opened) == (State.OPEN, CHAT, "Tôi cần hỏi, sđt **********", at)
    assert (ticket.operator, ticket.claimed, ticket.closed, ticket.reminders, ticket.stars) == (None, None, None, 0, None)


def test_a_chat_has_one_ticket_at_most(journal, at, code):
    assert journal.tickets.open(CHAT, CHAT, "nữa", at) == StillOpen(journal.tickets.get(code))
    assert isinstance(journal.tickets.open(5, 5, "khác", at), Opened)
    journal.tickets.close(code, CHAT, at)
    assert isinstance(journal.tickets.open(CHAT, CHAT, "lần sau", at), Opened)


def test_codes_are_four_signs_that_nobody_mistakes_and_no_words():
    codes = {new_code(lambda _: False) for _ in range(500)}

    assert all(re.fullmatch("[CDFGHJKMNPQRTVWX34679]{4}", code) and not re.search("[A-Z]{3}", code) for code in codes)
    assert len(codes) > 450


def test_a_code_that_is_taken_is_not_given_again():
    tried: list[str] = []

    def taken(code: str) -> bool:
        tried.append(code)
        return len(tried) < 5

    assert new_code(taken) == tried[4]
    with pytest.raises(RuntimeError, match="no code"):
        new_code(lambda _: True)


@pytest.mark.parametrize("typed", ["k7m3", " K7M3 ", "#K7M3", "k7-m3", "K 7 M 3"])
def test_codes_are_read_as_people_type_them(typed):
    assert read_code(typed) == "K7M3"


def test_exactly_one_operator_claims(journal, at, code):
    claimed = journal.tickets.claim(code.lower(), LAN, at + MINUTE)

    assert isinstance(claimed, Claimed)
    assert (claimed.ticket.state, claimed.ticket.operator, claimed.ticket.claimed, claimed.ticket.chat) == (
        State.CLAIMED,
        LAN,
        at + MINUTE,
        CHAT,
    )
    assert journal.tickets.claim(code, MAI, at) == AlreadyBy("Chị Lan")
    assert journal.tickets.claim(code, LAN, at) == AlreadyYours(claimed.ticket)
    assert journal.tickets.claim("ZZZZ", LAN, at) == NoSuchTicket("ZZZZ")


def test_two_processes_that_claim_at_once_get_one_claim(journal, path, at, code):
    with open_journal(path, SECRET) as other:
        outcomes = [journal.tickets.claim(code, LAN, at), other.tickets.claim(code, MAI, at)]

    assert [type(outcome) for outcome in outcomes] == [Claimed, AlreadyBy]


def test_everything_survives_a_restart(journal, path, at, code):
    journal.tickets.claim(code, LAN, at)
    before = journal.tickets.get(code)
    journal.close()

    with open_journal(path, SECRET) as again:
        assert again.tickets.of_chat(CHAT) == before
        assert again.tickets.of_operator(LAN.user) == [before]


def test_closing_forgets_the_chats_and_is_done_once(journal, at, code):
    journal.tickets.claim(code, LAN, at)
    before = journal.tickets.get(code)

    assert journal.tickets.close(code, LAN.user, at + MINUTE) == Closed(before)
    assert journal.tickets.close(code, LAN.user, at) == AlreadyClosed(code)
    assert journal.tickets.close("ZZZZ", LAN.user, at) == NoSuchTicket("ZZZZ")
    ticket = journal.tickets.get(code)
    assert (ticket.state, ticket.chat, ticket.operator, ticket.closed) == (State.CLOSED, 0, None, at + MINUTE)
    assert journal.store.rows("SELECT sealed_citizen, sealed_operator FROM tickets") == [(None, None)]
    assert journal.tickets.of_chat(CHAT) is None
    assert journal.tickets.of_operator(LAN.user) == []


def test_a_ticket_nobody_claimed_can_be_closed(journal, at, code):
    assert isinstance(journal.tickets.close(code, CHAT, at), Closed)
    assert journal.tickets.claim(code, LAN, at) == AlreadyClosed(code)
    assert journal.tickets.release(code, at) == AlreadyClosed(code)
    assert journal.tickets.choose(code, LAN.user) == AlreadyClosed(code)


def test_given_back_it_can_be_claimed_by_another(journal, at, code):
    assert journal.tickets.release(code, at) == NotClaimed(code)
    journal.tickets.claim(code, LAN, at)
    before = journal.tickets.get(code)

    assert journal.tickets.release(code, at + MINUTE) == Released(before)
    assert journal.tickets.current(LAN.user) is None
    assert isinstance(journal.tickets.claim(code, MAI, at), Claimed)
    assert journal.tickets.release("ZZZZ", at) == NoSuchTicket("ZZZZ")


def test_the_ticket_claimed_or_chosen_last_is_the_current_one(journal, at):
    codes = [journal.tickets.open(chat, chat, "hỏi", at).ticket.code for chat in (1, 2, 3)]
    for code in codes:
        journal.tickets.claim(code, LAN, at)
    current = journal.tickets.current

    assert current(LAN.user).code == codes[2]
    assert isinstance(journal.tickets.choose(codes[0], LAN.user), Chosen)
    assert [ticket.code for ticket in journal.tickets.of_operator(LAN.user)] == [codes[0], codes[2], codes[1]]
    journal.tickets.close(codes[0], LAN.user, at)
    assert current(LAN.user).code == codes[2]
    assert journal.tickets.choose(codes[1], MAI.user) == NotYours(codes[1])
    assert journal.tickets.choose("ZZZZ", MAI.user) == NoSuchTicket("ZZZZ")
    assert [ticket.code for ticket in journal.tickets.claimed()] == sorted(codes[1:])


def test_is_rated_once_by_the_citizen_after_it_is_closed(journal, at, code):
    assert journal.tickets.rate(code, CHAT, 5) == NotClosed(code)
    journal.tickets.close(code, LAN.user, at)

    assert journal.tickets.rate(code, 999, 5) == NoSuchTicket(code)
    assert journal.tickets.rate(code, CHAT, 4) == Rated(code, 4)
    assert journal.tickets.rate(code, CHAT, 5) == AlreadyRated(code, 4)
    with pytest.raises(ValueError, match="stars"):
        journal.tickets.rate(code, CHAT, 6)


def test_reminds_of_unclaimed_tickets_and_again_only_after_the_interval(journal, at, code):
    def due(minutes: int) -> list[str]:
        return [ticket.code for ticket in journal.tickets.unclaimed_since(at + minutes * MINUTE - 10 * MINUTE)]

    assert due(9) == []
    assert due(10) == [code]
    journal.tickets.reminded(code, at + 10 * MINUTE)
    assert due(19) == []
    assert due(20) == [code]
    assert journal.tickets.get(code).reminders == 1
    journal.tickets.claim(code, LAN, at)
    assert due(60) == []
    journal.tickets.release(code, at + 30 * MINUTE)
    assert due(39) == []
    assert due(40) == [code]


def test_tells_what_is_live(journal, at, code):
    second = journal.tickets.open(5, 6, "sau", at + MINUTE).ticket.code

    assert [ticket.code for ticket in journal.tickets.live()] == [code, second]
    assert journal.tickets.of_user(6).code == second
    journal.tickets.close(code, LAN.user, at)
    assert [ticket.code for ticket in journal.tickets.live()] == [second]
