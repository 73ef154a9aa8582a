"""Each step of a hand-over, alone: what it changes, whom it tells, and that doing it twice or too late does nothing."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.channels.telegram import relay
from bot.channels.telegram.handover import Want, tick
from bot.channels.telegram.sender import BLOCKED
from bot.journal.outbox import Method, Parcel
from bot.journal.people import Access
from bot.journal.ticket import State, Ticket
from tests.telegram.journeys.steps import CITIZEN, GROUP, LAN, MINH, NIGHT, OTHER_CITIZEN, STRANGER, Out, Steps, message, person


def chats(told: list[Out]) -> list[int]:
    return [out.chat for out in told]


# asking for a person


def test_in_working_hours_a_ticket_goes_to_the_group_and_the_citizen_is_told_its_code(steps: Steps) -> None:
    steps.desk.ask(Want(CITIZEN, CITIZEN, "hạn khiếu nại"))
    card, waiting = steps.out()
    ticket = steps.journal.tickets.of_chat(CITIZEN)

    assert ticket is not None
    assert (GROUP, f"ticket:{ticket.code}", (f"Nhận phiếu {ticket.code}",)) == (card.chat, card.ref, card.labels)
    assert "hạn khiếu nại" in card.text
    assert (CITIZEN, ("Hủy phiếu",)) == (waiting.chat, waiting.labels)
    assert ticket.code in waiting.text


def test_outside_working_hours_that_is_said_before_there_is_a_ticket(steps: Steps) -> None:
    steps.at = NIGHT
    steps.desk.ask(Want(CITIZEN, CITIZEN, "hạn khiếu nại", question=5))
    (told,) = steps.out()

    assert steps.journal.tickets.of_chat(CITIZEN) is None
    assert "thứ Hai đến thứ Sáu 08:00–12:00, 13:30–17:30" in told.text
    assert "08:00 ngày mai" in told.text
    assert ("Để lại câu hỏi",) == told.labels


def test_a_question_left_outside_working_hours_says_so_to_both(steps: Steps) -> None:
    steps.at = NIGHT
    steps.desk.open(Want(CITIZEN, CITIZEN, "hạn khiếu nại"))
    card, waiting = steps.out()

    assert "ngoài giờ" in card.text
    assert "08:00 ngày mai" in waiting.text


def test_without_an_operators_group_the_citizen_is_told_whom_to_call(steps: Steps) -> None:
    steps.without_group()
    steps.desk.ask(Want(CITIZEN, CITIZEN))
    (told,) = steps.out()

    assert CITIZEN == told.chat
    assert "1022" in told.text


def test_a_second_wish_finds_the_ticket_that_is_open(steps: Steps) -> None:
    ticket = steps.opened()
    steps.desk.ask(Want(CITIZEN, CITIZEN))
    (told,) = steps.out()

    assert (CITIZEN, True) == (told.chat, ticket.code in told.text)
    assert [ticket.code] == [live.code for live in steps.journal.tickets.live()]


# claiming


def test_exactly_one_operator_gets_a_ticket_and_the_second_is_told_who_has_it(steps: Steps) -> None:
    ticket = steps.opened()
    steps.desk.claim(ticket.code, person(LAN))
    card, taken = steps.out()
    steps.desk.claim(ticket.code, person(MINH))
    (refused,) = steps.out()

    assert (Method.EDIT, f"ticket:{ticket.code}", (f"Kết thúc phiếu {ticket.code}",)) == (card.method, card.ref, card.labels)
    assert "Lan" in card.text
    assert CITIZEN == taken.chat
    assert GROUP == refused.chat
    assert "Lan" in refused.text
    assert steps.ticket(ticket.code).operator == person(LAN)


def test_pressing_twice_or_pressing_a_closed_ticket_changes_nothing(steps: Steps) -> None:
    mine, over = steps.claimed(), steps.claimed(chat=OTHER_CITIZEN)
    steps.desk.end_by_operator(over.code, person(LAN))
    steps.out()
    for code in (mine.code, over.code, "ZZZZ"):
        steps.desk.claim(code, person(LAN))

    assert [] == steps.out()


# relaying


def test_a_citizens_message_is_copied_below_the_card_and_an_operators_reply_below_the_message(steps: Steps) -> None:
    ticket = steps.claimed()
    relay.to_operators(steps.desk, ticket.code, message(CITIZEN, CITIZEN, "tôi ở Cầu Giấy", number=31))
    (copied,) = steps.out()
    number = steps.number
    relay.from_group(steps.desk, _found(steps, number), message(GROUP, LAN, "vâng", number=77, reply_to=number))
    (answered,) = steps.out()

    assert (GROUP, Method.COPY, f"relay:{ticket.code}:c31") == (copied.chat, copied.method, copied.ref)
    assert f"ticket:{ticket.code}" == copied.payload["reply_to_ref"]
    assert (CITIZEN, Method.COPY, 77) == (answered.chat, answered.method, answered.payload["message_id"])
    assert 31 == answered.payload["reply_parameters"]["message_id"]


def test_a_citizens_reply_to_an_operators_words_stands_below_them_in_the_group(steps: Steps) -> None:
    ticket = steps.claimed()
    relay.to_citizen(steps.desk, ticket, message(GROUP, LAN, "anh cho biết số hồ sơ", number=77))
    steps.out()
    relay.to_operators(steps.desk, ticket.code, message(CITIZEN, CITIZEN, "đây ạ", number=32, reply_to=steps.number))
    (copied,) = steps.out()

    assert 77 == copied.payload["reply_parameters"]["message_id"]


@pytest.mark.parametrize(
    ("state", "who", "told"),
    [
        (State.CLAIMED, LAN, ""),
        (State.CLAIMED, MINH, "do Lan giữ"),
        (State.OPEN, LAN, "chưa ai nhận"),
        (State.CLOSED, LAN, "đã kết thúc"),
        (State.CLAIMED, STRANGER, "dành cho người trực"),
        (State.CLOSED, STRANGER, "dành cho người trực"),
    ],
)
def test_a_reply_in_the_group_reaches_the_citizen_only_from_whoever_holds_the_ticket(
    steps: Steps, state: State, who: int, told: str
) -> None:
    ticket = steps.opened() if state is State.OPEN else steps.claimed() if state is State.CLAIMED else steps.closed()
    relay.from_group(steps.desk, relay.Trace("ticket", ticket.code), message(GROUP, who, "bí mật nội bộ", number=80, reply_to=101))
    (out,) = steps.out()

    if told:
        assert (GROUP, Method.SEND) == (out.chat, out.method)
        assert told in out.text
        assert 80 == out.payload["reply_parameters"]["message_id"]
    else:
        assert (CITIZEN, Method.COPY) == (out.chat, out.method)


@pytest.mark.parametrize("held", [0, 1, 2])
def test_a_reply_to_a_copy_that_the_journal_never_heard_of_goes_to_the_only_ticket_held(steps: Steps, held: int) -> None:
    for chat in (CITIZEN, OTHER_CITIZEN)[:held]:
        steps.claimed(chat=chat)
    relay.from_group_unknown(steps.desk, message(GROUP, LAN, "vâng", number=80, reply_to=9_999))
    (out,) = steps.out()

    assert ((CITIZEN, Method.COPY) if held == 1 else (GROUP, Method.SEND)) == (out.chat, out.method)


def test_what_was_edited_is_copied_again_below_the_first_copy_and_said_to_be_an_edit(steps: Steps) -> None:
    ticket = steps.claimed()
    theirs, ours = message(CITIZEN, CITIZEN, "số 12", number=31), message(GROUP, LAN, "thứ Hai", number=77)
    relay.to_operators(steps.desk, ticket.code, theirs)
    relay.to_citizen(steps.desk, ticket, ours)
    steps.out()
    relay.to_operators(steps.desk, ticket.code, theirs, edited=True)
    relay.to_citizen(steps.desk, ticket, ours, edited=True)
    told = steps.out()

    assert [(GROUP, Method.SEND), (GROUP, Method.COPY), (CITIZEN, Method.SEND), (CITIZEN, Method.COPY)] == [
        (out.chat, out.method) for out in told
    ]
    assert f"relay:{ticket.code}:c31" == told[0].payload["reply_to_ref"]
    assert f"relay:{ticket.code}:g77" == told[2].payload["reply_to_ref"]


def test_where_nothing_can_be_copied_the_masked_text_is_said_with_the_code(steps: Steps) -> None:
    ticket = steps.claimed()
    relay.to_operators(steps.desk, ticket.code, message(CITIZEN, CITIZEN, "gọi tôi số **********", number=31))
    relay.to_operators(steps.desk, ticket.code, message(CITIZEN, CITIZEN, "", number=32, dice={"emoji": "🎲", "value": 3}))
    text, dice = steps.out()

    assert {"text": f"Phiếu {ticket.code}: gọi tôi số **********"} == text.payload["otherwise"]
    assert "không phải chữ" in dice.payload["otherwise"]["text"]


# what could not be delivered


@pytest.mark.parametrize(
    ("chat", "ref", "why", "told"),
    [
        (CITIZEN, "relay:{code}:g77", "mạng lỗi nhiều lần", [(GROUP, "mạng lỗi nhiều lần")]),
        (CITIZEN, "relay:{code}:g77", BLOCKED, [(GROUP, "đã chặn bot"), (GROUP, "kết thúc"), (GROUP, "kết thúc")]),
        (CITIZEN, "", BLOCKED, [(GROUP, "kết thúc"), (GROUP, "kết thúc")]),
        (CITIZEN, "", "mạng lỗi nhiều lần", []),
        (GROUP, "relay:{code}:c31", "mạng lỗi nhiều lần", [(CITIZEN, "chưa chuyển được")]),
        (GROUP, "ticket:{code}", BLOCKED, [(CITIZEN, "chưa chuyển được")]),
        (GROUP, "about:{code}", BLOCKED, []),
        (OTHER_CITIZEN, "reply:5", "mạng lỗi nhiều lần", []),
        (OTHER_CITIZEN, "reply:5", BLOCKED, []),
    ],
)
def test_whoever_sent_it_hears_what_did_not_arrive(steps: Steps, chat: int, ref: str, why: str, told: list[tuple[int, str]]) -> None:
    ticket = steps.claimed()
    parcel = Parcel(chat, Method.COPY, {}, ref.format(code=ticket.code))
    relay.undelivered(steps.journal, parcel, why, steps.around, steps.at)
    out = steps.out()

    assert [chat for chat, _ in told] == chats(out)
    assert all(part in heard.text for (_, part), heard in zip(told, out, strict=True))


def test_a_failed_message_is_reported_below_the_message_that_failed(steps: Steps) -> None:
    ticket = steps.claimed()
    relay.undelivered(steps.journal, Parcel(CITIZEN, Method.COPY, {}, f"relay:{ticket.code}:g77"), "quá lâu", steps.around, steps.at)
    (told,) = steps.out()

    assert 77 == told.payload["reply_parameters"]["message_id"]


def test_a_ticket_of_somebody_who_blocked_the_bot_is_over(steps: Steps) -> None:
    ticket = steps.claimed()
    steps.desk.end_by_silence(CITIZEN)
    steps.desk.end_by_silence(CITIZEN)

    assert State.CLOSED is steps.ticket(ticket.code).state
    assert [GROUP, GROUP] == chats(steps.out())


# the end


def test_an_operator_ends_a_ticket_once_and_the_citizen_is_asked_for_stars(steps: Steps) -> None:
    ticket = steps.claimed()
    steps.desk.end_by_operator(ticket.code, person(LAN))
    steps.desk.end_by_operator(ticket.code, person(LAN))
    card, line, asked = steps.out()

    assert (Method.EDIT, ()) == (card.method, card.labels)
    assert "Lan" in line.text
    assert (CITIZEN, ("1⭐", "2⭐", "3⭐", "4⭐", "5⭐")) == (asked.chat, asked.labels)


@pytest.mark.parametrize(("claimed", "stars"), [(True, 5), (False, 0)])
def test_a_citizen_may_end_it_too_and_rates_only_what_took_place(steps: Steps, claimed: bool, stars: int) -> None:
    ticket = steps.claimed() if claimed else steps.opened()
    steps.desk.end_by_citizen(ticket, CITIZEN)
    *group, told = steps.out()

    assert [GROUP, GROUP] == chats(group)
    assert (CITIZEN, stars) == (told.chat, len(told.labels))
    assert State.CLOSED is steps.ticket(ticket.code).state


def test_stars_are_given_once_by_the_citizen_alone(steps: Steps) -> None:
    ticket = steps.closed()
    steps.desk.rate(ticket.code, OTHER_CITIZEN, 1, 9)
    steps.desk.rate(ticket.code, CITIZEN, 4, 9)
    steps.desk.rate(ticket.code, CITIZEN, 1, 9)
    thanks, group = steps.out()

    assert (CITIZEN, Method.EDIT, 9) == (thanks.chat, thanks.method, thanks.payload["message_id"])
    assert (GROUP, True) == (group.chat, "4/5" in group.text)
    assert 4 == steps.ticket(ticket.code).stars


# operators who go


def test_tickets_of_an_operator_who_goes_wait_for_another(steps: Steps) -> None:
    mine, other = steps.claimed(), steps.claimed(MINH, OTHER_CITIZEN)
    steps.desk.release_all(LAN)
    told = steps.out()

    assert (State.OPEN, State.CLAIMED) == (steps.ticket(mine.code).state, steps.ticket(other.code).state)
    assert [GROUP, GROUP, CITIZEN] == chats(told)
    assert [(f"Nhận phiếu {mine.code}",)] * 2 == [out.labels for out in told[:2]]


def test_a_ticket_held_by_somebody_without_the_role_is_freed_by_the_clock(steps: Steps) -> None:
    ticket = steps.claimed()
    steps.journal.people.appoint(operators=[MINH])
    tick(steps.journal, steps.around, steps.at)

    assert State.OPEN is steps.ticket(ticket.code).state


def test_an_operator_by_grant_keeps_the_ticket_when_the_settings_change(steps: Steps) -> None:
    ticket = steps.claimed()
    steps.journal.people.grant(LAN, Access.OPERATOR, MINH, steps.at)
    steps.journal.people.appoint()
    tick(steps.journal, steps.around, steps.at)

    assert State.CLAIMED is steps.ticket(ticket.code).state


# reminders


def test_unclaimed_tickets_remind_every_so_many_minutes_and_claimed_ones_never(steps: Steps) -> None:
    ticket = steps.opened()
    steps.claimed(chat=OTHER_CITIZEN)
    reminded = []
    for _ in range(31):
        tick(steps.journal, steps.around, steps.at)
        reminded += [(steps.at, out) for out in steps.out()]
        steps.later(minutes=1)

    assert [timedelta(minutes=10), timedelta(minutes=20), timedelta(minutes=30)] == [at - ticket.opened for at, _ in reminded]
    assert all((GROUP, (f"Nhận phiếu {ticket.code}",)) == (out.chat, out.labels) for _, out in reminded)
    assert "10 phút" in reminded[0][1].text


def test_nobody_is_reminded_while_nobody_is_there(steps: Steps) -> None:
    steps.opened()
    steps.at = NIGHT
    tick(steps.journal, steps.around, steps.at)
    silent = steps.out()
    steps.later(hours=10)
    tick(steps.journal, steps.around, steps.at)

    assert [] == silent
    assert [GROUP] == chats(steps.out())


def _found(steps: Steps, number: int) -> relay.Trace:
    found = relay.trace(steps.journal.outbox.ref_of(GROUP, number))
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("ref", "found"),
    [
        ("ticket:K7MQ", relay.Trace("ticket", "K7MQ")),
        ("relay:K7MQ:c12", relay.Trace("relay", "K7MQ", "c", 12)),
        ("relay:K7MQ:g9", relay.Trace("relay", "K7MQ", "g", 9)),
        ("about:K7MQ", relay.Trace("about", "K7MQ")),
        ("reply:12", None),
        ("", None),
        ("ticket:", None),
        ("relay:K7MQ:x9", None),
    ],
)
def test_a_ref_tells_the_ticket_and_what_was_copied(ref: str, found: relay.Trace | None) -> None:

    assert found == relay.trace(ref)


def test_a_ticket_remembers_no_chat_when_it_is_over(steps: Steps) -> None:
    ticket: Ticket = steps.closed()

    assert (0, None) == (ticket.chat, ticket.operator)
