"""The real bot when the network, Telegram or the operator's settings are not as they should be.

Nothing here waits for a moment: faults end when a test says so, and what must not come is ruled out by what comes after it.
"""

from __future__ import annotations

import asyncio
import signal

import pytest

from tests.telegram.botapi import BotApi, Group, Person, Sent, all_hear
from tests.telegram.botapi.faults import Broken, Cut, Fault, Held, Late, Never, Refuse, flooded
from tests.telegram.botapi.refusals import Refused
from tests.telegram.botapi.updates import Webhook
from tests.telegram.ports import free_port
from tests.telegram.process import Bot, Ended
from tests.telegram.questions import IN_ANSWER, QUESTION

pytestmark = [pytest.mark.asyncio, pytest.mark.slow]
LONG = 90.0  # seconds: the bot loses patience with the server first
NO_FORMATTING = Refused(400, 'Bad Request: can\'t parse entities: Unsupported start tag "x" at byte offset 0')


async def only(person: Person) -> Sent:
    """The answer to somebody's question, when nothing came before it and nothing follows before the answer to `/help`."""
    answer = await person.hears(LONG)
    person.says("/help")
    follows = await person.hears(LONG)

    assert IN_ANSWER in answer.text
    assert IN_ANSWER not in follows.text, "answered twice"
    return answer


def assert_one_line(ended: Ended, *words: str) -> None:
    """It ended with an error that a person can read: one line of Vietnamese, no traceback."""
    assert ended.code not in (0, -signal.SIGKILL), ended.errors
    assert "Traceback" not in ended.errors
    assert 1 == len(ended.lines), ended.errors
    assert all(word in ended.lines[0] for word in words), ended.errors


# what passes


@pytest.mark.parametrize(
    "fault",
    [flooded(1), Broken(500), Broken(502), Refuse(Refused(500, "Internal Server Error")), Cut(done=False), Never()],
    ids=["429", "500", "502", "500 as JSON", "cut", "never"],
)
async def test_what_passes_delays_an_answer_and_does_not_double_it(api: BotApi, bot: Bot, fault: Fault) -> None:
    await bot.start()
    an = api.person()
    rule = api.faults.add(fault, "sendMessage", times=2 if not isinstance(fault, Never) else 1)
    an.says(QUESTION)
    await only(an)

    assert rule.times == rule.hits
    assert bot.counter("maybe_twice") == (rule.hits if isinstance(fault, Cut | Never) else 0), (
        "counted what cannot have arrived, or not what may have"
    )


async def test_an_answer_cut_off_after_it_was_sent_comes_at_most_twice_and_is_counted(api: BotApi, bot: Bot) -> None:
    await bot.start()
    an = api.person()
    api.faults.add(Cut(done=True), "sendMessage", times=1)
    an.says(QUESTION)
    await an.hears()
    an.says("/help")
    follows = [await an.hears()]
    if IN_ANSWER in follows[0].text:
        follows.append(await an.hears())
    await bot.stops()

    assert IN_ANSWER not in follows[-1].text
    assert len(follows) - 1 <= bot.counter("maybe_twice")


async def test_a_poll_that_fails_is_repeated(api: BotApi, bot: Bot) -> None:
    await bot.start()
    rule = api.faults.add(Broken(502), "getUpdates", times=3)
    cut = api.faults.add(Cut(done=False), "getUpdates", times=1)
    api.person().starts()
    await cut.hit(within=LONG)
    an = api.person()
    an.says(QUESTION)
    await only(an)

    assert 3 == rule.hits


async def test_telegram_may_go_away_and_come_back(api: BotApi, bot: Bot) -> None:
    await bot.start()
    await api.close()
    an = api.person()
    an.says(QUESTION)
    await api.start()

    await only(an)


async def test_updates_handed_out_twice_are_answered_once(api: BotApi, bot: Bot) -> None:
    await bot.start()
    api.updates.again = 5
    people = api.people(5)
    updates = [person.says(QUESTION).update for person in people]
    for person in people:
        await only(person)

    assert [2] * 5 == [len(api.records.handed[update]) for update in updates]
    await bot.stops()
    assert 5 <= bot.counter("duplicates_dropped")


async def test_updates_handed_out_again_after_a_restart_are_answered_once(api: BotApi, bot: Bot) -> None:
    await bot.start()
    an = api.person()
    poll = api.faults.add(Never(), "getUpdates")
    update = an.says(QUESTION).update
    answer = await an.hears()
    await poll.hit()
    await bot.stops()
    api.faults.clear()
    await bot.start()
    an.says("/help")

    assert IN_ANSWER in answer.text
    assert IN_ANSWER not in (await an.hears()).text
    assert 1 < len(api.records.handed[update])


# what does not pass


async def test_formatting_the_server_refuses_is_sent_again_as_plain_text(api: BotApi, bot: Bot) -> None:
    await bot.start()
    an = api.person()
    an.says(QUESTION)
    formatted = await an.hears()
    binh = api.person()
    api.faults.add(Refuse(NO_FORMATTING), "sendMessage", chat=binh.id, times=1)
    binh.says(QUESTION)
    plain = await binh.hears()

    assert formatted.entities
    assert (formatted.text, ()) == (plain.text, tuple(entity for entity in plain.entities if entity.kind == "bold"))
    assert formatted.labels == plain.labels


async def test_a_chat_that_blocked_the_bot_is_remembered_and_forgiven(api: BotApi, bot: Bot) -> None:
    await bot.start()
    an, binh = api.people(2)
    an.says(QUESTION)
    await only(an)
    gate = asyncio.Event()
    held = api.faults.add(Held(gate), "sendMessage", chat=an.id, times=1)
    an.says("sở nào chủ trì kế hoạch 100")
    await held.hit()
    an.blocks()
    gate.set()
    await api.records.calls.next(lambda call: call.code == 403)
    binh.says(QUESTION)
    await only(binh)
    an.unblocks()
    an.says(QUESTION)
    await only(an)

    assert 1 == sum(call.code == 403 for call in api.refused)


async def test_a_group_that_moves_is_answered_where_it_went(api: BotApi, bot: Bot) -> None:
    await bot.start()
    an = api.person()
    old = api.group("Tổ dân phố", [an])
    gate = asyncio.Event()
    held = api.faults.add(Held(gate), "sendMessage", chat=old.id, times=1)
    an.says(f"@{api.bot.username} {QUESTION}", old)
    await held.hit()
    new: Group = old.becomes_supergroup(an)
    gate.set()

    assert IN_ANSWER in (await new.hears(LONG)).text


# people beside each other


async def test_a_slow_chat_holds_nobody_else_and_keeps_its_order(api: BotApi, bot: Bot) -> None:
    await bot.start()
    slow, *others = api.people(40)
    gate = asyncio.Event()
    held = api.faults.add(Held(gate), "sendMessage", chat=slow.id)
    slow.says(QUESTION)
    slow.says("/help")
    await held.hit()
    for person in others:
        person.says(QUESTION)
    answers = await all_hear(others, LONG)

    assert all(IN_ANSWER in answer.text for answer in answers)
    assert [] == slow.unread
    gate.set()
    first, second = await slow.hears(), await slow.hears()
    assert (True, False) == (IN_ANSWER in first.text, IN_ANSWER in second.text)


# the end


async def test_sigterm_finishes_what_is_being_answered(api: BotApi, bot: Bot) -> None:
    await bot.start()
    an = api.person()
    gate = asyncio.Event()
    rule = api.faults.add(Late(gate), "sendMessage", chat=an.id, times=1)
    an.says(QUESTION)
    await rule.hit()
    ending = asyncio.create_task(bot.stops())
    gate.set()
    ended = await ending

    assert 0 == ended.code, ended.errors
    assert "Traceback" not in ended.errors
    await bot.start()
    assert 0 == bot.counter("maybe_twice")
    await only(an)


async def test_what_was_received_before_sigterm_is_answered_after_it_or_after_the_next_start(api: BotApi, bot: Bot) -> None:
    await bot.start()
    people = api.people(30)
    for person in people:
        person.says(QUESTION)
    await api.records.sent.next(lambda sent: sent.chat != 0)
    ended = await bot.stops()
    await bot.start()
    for person in people:
        person.says("/help")
    await asyncio.gather(*(_twice_heard(person) for person in people))
    await bot.stops()

    counts = [sum(IN_ANSWER in sent.text for sent in api.records.sent.all if sent.chat == person.id) for person in people]
    assert (0, [1] * 30) == (ended.code, counts)


async def _twice_heard(person: Person) -> None:
    """Wait until somebody has two messages, whoever read one of them."""
    seen = [sent for sent in person.state.records.sent.all if sent.chat == person.id]
    for _ in range(2 - len(seen) + len(person.unread)):
        await person.hears(LONG)


# what only the operator can mend


async def test_a_wrong_token_is_one_line_and_an_exit_code(bot: Bot) -> None:
    await bot.launch(TELEGRAM_BOT_TOKEN="1234567890:" + "A" * 35)

    assert_one_line(await bot.ends(), "TELEGRAM_BOT_TOKEN")


async def test_a_refused_connection_is_one_line_and_an_exit_code(bot: Bot) -> None:
    await bot.launch(TELEGRAM_API_URL=f"http://127.0.0.1:{free_port()}")

    assert_one_line(await bot.ends(), "TELEGRAM_API_URL")


async def test_a_webhook_already_taken_is_one_line_and_an_exit_code(api: BotApi, bot: Bot) -> None:
    await api.updates.set_webhook(Webhook("http://127.0.0.1:9/somebody-else"))
    await bot.launch()

    assert_one_line(await bot.ends(), "webhook")
    assert api.updates.webhook is not None, "the webhook of somebody else was taken away"


async def test_of_two_bots_with_one_token_one_ends_and_the_other_answers(api: BotApi, bot: Bot) -> None:
    await bot.start()
    (bot.folder / "second").mkdir()
    second = Bot(api, bot.folder / "second", bot.environment)
    await second.launch()
    ends = {asyncio.create_task(one.process.wait()): one for one in (bot, second)}
    done, left = await asyncio.wait(ends, return_when=asyncio.FIRST_COMPLETED, timeout=LONG)
    an = api.person()
    an.says(QUESTION)

    assert 1 == len(done)
    assert_one_line(await ends[done.pop()].ends(), "cùng mã bot")
    await only(an)
    await ends[left.pop()].stops()


async def test_an_address_already_taken_is_one_line_and_an_exit_code(bot: Bot) -> None:
    server = await asyncio.start_server(lambda _, writer: writer.close(), "127.0.0.1")
    port = server.sockets[0].getsockname()[1]
    await bot.launch(TELEGRAM_WEBHOOK_URL="https://example.com/telegram", TELEGRAM_WEBHOOK_LISTEN=f"127.0.0.1:{port}")

    assert_one_line(await bot.ends(), "TELEGRAM_WEBHOOK_LISTEN")
    server.close()
    await server.wait_closed()


async def test_a_webhook_telegram_refuses_is_one_line_and_an_exit_code(api: BotApi, bot: Bot) -> None:
    api.faults.add(Refuse(Refused(400, "Bad Request: bad webhook: IP address 127.0.0.1 is reserved")), "setWebhook")
    await bot.launch(TELEGRAM_WEBHOOK_URL="https://example.com/telegram", TELEGRAM_WEBHOOK_LISTEN=f"127.0.0.1:{free_port()}")

    assert_one_line(await bot.ends(), "TELEGRAM_WEBHOOK_URL")
