"""The engine as a whole: a real journal, processes that answer, and a Bot API server over HTTP; only what it does is small."""

from __future__ import annotations

import asyncio

import pytest

from bot.channels.telegram import words
from bot.channels.telegram.failures import CannotServe
from bot.channels.telegram.sender import BLOCKED
from bot.domain.errors import SettingInvalid
from bot.journal.counters import Count
from tests.telegram.botapi import LIMITED, BotApi
from tests.telegram.botapi.faults import Broken, Held, Refuse
from tests.telegram.botapi.refusals import Refused
from tests.telegram.botapi.updates import Webhook
from tests.telegram.engine.echo import Echo, Stage
from tests.telegram.ports import free_port

pytestmark = pytest.mark.asyncio


async def test_messages_are_answered_in_order(stage: Stage) -> None:
    an = stage.api.person("An")
    async with stage.bot():
        for number in range(30):
            an.says(f"câu {number}")

        assert [f"câu {number}" for number in range(30)] == [(await an.hears()).text for _ in range(30)]


async def test_a_slow_chat_holds_up_nobody_else(stage: Stage) -> None:
    slow, *others = stage.api.people(10)
    echo = Echo({"giữ": asyncio.Event()})
    async with stage.bot(echo):
        slow.says("giữ")
        slow.says("sau")
        for person in others:
            person.says("nhanh")
        assert {"nhanh"} == {(await person.hears()).text for person in others}
        assert not slow.unread
        echo.gates["giữ"].set()

        assert ["giữ", "sau"] == [(await slow.hears()).text for _ in range(2)]


async def test_what_comes_twice_is_answered_once(stage: Stage) -> None:
    an = stage.api.person("An")
    stage.api.updates.again = 3
    async with stage.bot():
        for number in range(5):
            an.says(f"câu {number}")
        assert [f"câu {number}" for number in range(5)] == [(await an.hears()).text for _ in range(5)]
        await stage.api.quiet()

    assert not an.unread
    with stage.journal() as journal:
        assert 3 == journal.counters.of(Count.DUPLICATES_DROPPED)


async def test_what_was_not_finished_is_handled_by_the_next_process(stage: Stage) -> None:
    an = stage.api.person("An")
    echo = Echo({"giữ": asyncio.Event()})
    async with stage.bot(echo):
        for said in ("giữ", "hai", "ba"):
            an.says(said)
        await echo.begun.wait()
        ending = asyncio.get_running_loop().call_later(0.05, echo.gates["giữ"].set)
    ending.cancel()
    with stage.journal() as journal:
        assert 2 == journal.inbox.waiting()
    async with stage.bot():
        assert ["giữ", "hai", "ba"] == [(await an.hears()).text for _ in range(3)]


async def test_a_handler_that_raises_has_no_effects_and_says_sorry(stage: Stage) -> None:
    an = stage.api.person("An")
    async with stage.bot():
        for said in ("raise", "undo", "/twice", "sau"):
            an.says(said)
        heard = [(await an.hears()).text for _ in range(4)]

    sorry = words.FAILED.partition("{")[0]
    assert [True, True, True, False] == [text.startswith(sorry) for text in heard]
    assert "sau" == heard[-1]
    with stage.journal() as journal:
        assert ["LookupError", "RuntimeError", "ValueError"] == sorted(failed.why for failed in journal.inbox.failures())
        assert 0 == journal.inbox.waiting()


async def test_an_update_that_nobody_wants_is_done(stage: Stage) -> None:
    an = stage.api.person("An")
    async with stage.bot():
        an.sends("sticker")
        an.says("/quiet")
        an.says("sau")
        assert "sau" == (await an.hears()).text

    with stage.journal() as journal:
        assert 0 == journal.inbox.waiting()


async def test_every_button_stops_spinning(stage: Stage) -> None:
    an = stage.api.person("An")
    async with stage.bot():
        an.says("chào")
        heard = await an.hears()
        answers = {label: await an.presses(heard, label).answer() for label in ("toast", "nothing", "raise")}

    assert ["đã bấm", "", words.BUTTON_FAILED] == [answers[label].text for label in ("toast", "nothing", "raise")]


async def test_inline_queries_are_answered_and_never_written(stage: Stage) -> None:
    an = stage.api.person("An")
    async with stage.bot():
        assert () == tuple((await an.asks_inline("hạn").answer()).cards)

    with stage.journal() as journal:
        assert 0 == journal.store.rows("SELECT count(*) FROM inbox")[0][0]


async def test_a_flood_gets_one_notice_and_others_notice_nothing(stage: Stage) -> None:
    flooding, an = stage.api.person("Lũ"), stage.api.person("An")
    async with stage.bot(HOIDAP_PER_USER_A_MINUTE="3"):
        for number in range(10):
            flooding.says(f"câu {number}")
        an.says("chào")
        assert "chào" == (await an.hears()).text
        heard = sorted([(await flooding.hears()).text for _ in range(4)])
        await stage.api.quiet()

    assert ["Bạn", "câu", "câu", "câu"] == [text.split()[0] for text in heard]
    assert not flooding.unread


async def test_operators_are_never_too_fast(stage: Stage) -> None:
    operator = stage.api.person("Trực")
    async with stage.bot(HOIDAP_PER_USER_A_MINUTE="3", HOIDAP_OPERATORS=str(operator.id)):
        for number in range(10):
            operator.says(f"câu {number}")

        assert [f"câu {number}" for number in range(10)] == [(await operator.hears()).text for _ in range(10)]


async def test_a_button_pressed_too_often_stops_spinning_with_a_word(stage: Stage) -> None:
    an = stage.api.person("An")
    async with stage.bot(HOIDAP_PER_USER_A_MINUTE="2"):
        an.says("chào")
        heard = await an.hears()
        pressed = [an.presses(heard, "nothing") for _ in range(3)]
        answers = [await press.answer() for press in pressed]

    assert [True, False, False] == [answer.text == "" for answer in answers]


async def test_who_blocked_us_and_comes_back_is_answered(stage: Stage) -> None:
    an = stage.api.person("An")
    echo = Echo({"giữ": asyncio.Event()})
    async with stage.bot(echo):
        an.says("giữ")
        await echo.begun.wait()
        an.blocks()
        echo.gates["giữ"].set()
        assert BLOCKED == await echo.given_up.get()
        an.unblocks()
        an.says("lại đây")
        assert "lại đây" == (await an.hears()).text

    with stage.journal() as journal:
        assert not journal.people.is_blocked(an.id)


async def test_numbers_of_people_are_nowhere_in_the_file(stage: Stage) -> None:
    an = stage.api.person("An")
    said = "gọi tôi 0912345678 hoặc an.nguyen@example.com"
    async with stage.bot():
        an.says(said)
        heard = await an.hears()
        files = [path.read_bytes() for path in stage.folder.glob("journal.db*")]

    assert "0912345678" not in heard.text
    assert len(said) == len(heard.text)
    for secret in ("0912345678", "an.nguyen", str(an.id), "gọi tôi"):
        assert not any(secret.encode() in content for content in files)


async def test_a_server_that_knows_few_methods_is_enough(town: object, stage: Stage) -> None:
    async with BotApi(methods=LIMITED) as api:
        stage.api = api
        an = api.person("An")
        async with stage.bot():
            an.says("chào")
            heard = await an.hears()
            assert "chào" == heard.text
            assert "đã bấm" == (await an.presses(heard, "toast").answer()).text


async def test_the_menu_is_set_and_a_refusal_disturbs_nothing(stage: Stage) -> None:
    stage.api.faults.add(Refuse(Refused(400, "Bad Request: no")), "setMyCommands", times=1)
    an = stage.api.person("An")
    async with stage.bot(HOIDAP_ADMINISTRATORS=str(an.id)):
        await stage.api.called("setMyDescription")
        await stage.api.called("setMyShortDescription")
        await stage.api.called("setChatMenuButton")
        an.says("chào")
        assert "chào" == (await an.hears()).text

    assert 3 <= len(stage.api.records.of("setMyCommands"))


# the webhook


async def test_by_webhook_it_answers_just_the_same(stage: Stage) -> None:
    an = stage.api.person("An")
    port = free_port()
    async with stage.bot(TELEGRAM_WEBHOOK_URL=f"http://127.0.0.1:{port}/telegram", TELEGRAM_WEBHOOK_LISTEN=f"127.0.0.1:{port}") as bot:
        assert port == bot.port
        for number in range(20):
            an.says(f"câu {number}")

        assert [f"câu {number}" for number in range(20)] == [(await an.hears()).text for _ in range(20)]


async def test_a_webhook_of_our_own_is_taken_away_when_we_poll_again(stage: Stage) -> None:
    an = stage.api.person("An")
    port = free_port()
    async with stage.bot(TELEGRAM_WEBHOOK_URL=f"http://127.0.0.1:{port}/telegram", TELEGRAM_WEBHOOK_LISTEN=f"127.0.0.1:{port}"):
        an.says("một")
        assert "một" == (await an.hears()).text
    async with stage.bot():
        an.says("hai")
        assert "hai" == (await an.hears(within=15)).text


async def test_a_webhook_of_somebody_else_is_left_alone(stage: Stage) -> None:
    await stage.api.updates.set_webhook(Webhook("http://127.0.0.1:9/else"))
    async with stage.bot() as bot:
        with pytest.raises(CannotServe, match="webhook"):
            await bot.until(asyncio.Event())

    assert stage.api.updates.webhook is not None


# what only the operator can mend


async def test_a_wrong_token_is_told(stage: Stage) -> None:
    with pytest.raises(CannotServe, match="TELEGRAM_BOT_TOKEN"):
        async with stage.bot(TELEGRAM_BOT_TOKEN="1234567890:" + "A" * 35):
            raise AssertionError("it must not start")


async def test_a_token_taken_back_while_it_runs_ends_it(stage: Stage) -> None:
    async with stage.bot() as bot:
        stage.api.faults.add(Refuse(Refused(401, "Unauthorized")), "getUpdates")
        stage.api.person("An").says("thức dậy")
        with pytest.raises(CannotServe, match="TELEGRAM_BOT_TOKEN"):
            await bot.until(asyncio.Event())


@pytest.mark.parametrize(
    ("fault", "told"), [(Refuse(Refused(500, "Internal Server Error")), "TELEGRAM_API_URL"), (Broken(502), "TELEGRAM_API_URL")]
)
async def test_a_server_that_is_ill_is_told(stage: Stage, fault: Refuse | Broken, told: str) -> None:
    stage.api.faults.add(fault, "getMe")
    with pytest.raises(CannotServe, match=told):
        async with stage.bot():
            raise AssertionError("it must not start")


async def test_nobody_listening_is_told(stage: Stage) -> None:
    with pytest.raises(CannotServe, match="Không nối được"):
        async with stage.bot(TELEGRAM_API_URL=f"http://127.0.0.1:{free_port()}"):
            raise AssertionError("it must not start")


async def test_hours_that_cannot_be_read_are_told(stage: Stage) -> None:
    with pytest.raises(SettingInvalid, match="HOIDAP_WORKING_HOURS"):
        async with stage.bot(HOIDAP_WORKING_HOURS="sáng chiều"):
            raise AssertionError("it must not start")


async def test_trouble_with_polling_is_waited_out(stage: Stage) -> None:
    rule = stage.api.faults.add(Broken(502), "getUpdates", times=2)
    an = stage.api.person("An")
    async with stage.bot():
        await rule.hit(2)
        an.says("chào")

        assert "chào" == (await an.hears()).text


async def test_typing_is_shown_when_few_wait(stage: Stage) -> None:
    an = stage.api.person("An")
    async with stage.bot():
        an.says("chào")
        call = await stage.api.called("sendChatAction", chat_id=an.id)
        await an.hears()

    assert "typing" == dict(call.params)["action"]


async def test_a_call_that_nobody_answers_holds_up_nothing(stage: Stage) -> None:
    an = stage.api.person("An")
    gate = asyncio.Event()
    stage.api.faults.add(Held(gate), "sendChatAction")
    async with stage.bot():
        an.says("chào")
        assert "chào" == (await an.hears()).text
        gate.set()
