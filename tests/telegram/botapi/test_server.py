"""The server refuses what Telegram refuses, shows people what Telegram shows them, and fails as it is told to."""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
import pytest_asyncio

from bot.settings import PROJECT
from tests.telegram.botapi import LIMITED, METHODS, BotApi, Kind
from tests.telegram.botapi.faults import Broken, Cut, Held, Late, Never, flooded

pytestmark = pytest.mark.asyncio


class Bot:
    """A bot without a mind: it calls one method at a time."""

    def __init__(self, api: BotApi, client: httpx.AsyncClient) -> None:
        self.api = api
        self.client = client

    async def call(self, method: str, **fields: Any) -> Any:
        """The whole answer, fields sent as a form."""
        form = {name: value if isinstance(value, str) else json.dumps(value) for name, value in fields.items()}
        return (await self.client.post(f"{self.api.url}/bot{self.api.token}/{method}", data=form)).json()

    async def does(self, method: str, **fields: Any) -> Any:
        """The result of a call that must succeed."""
        answer = await self.call(method, **fields)

        assert answer["ok"], answer
        return answer["result"]

    async def refused(self, method: str, **fields: Any) -> str:
        """The words of a refusal."""
        answer = await self.call(method, **fields)

        assert not answer["ok"], answer
        return str(answer["description"])


@pytest_asyncio.fixture
async def api() -> AsyncIterator[BotApi]:
    async with BotApi() as server:
        yield server


@pytest_asyncio.fixture
async def bot(api: BotApi) -> AsyncIterator[Bot]:
    async with httpx.AsyncClient(timeout=20) as client:
        yield Bot(api, client)


# the door


async def test_a_wrong_token_is_unauthorized_and_a_path_that_is_none_is_not_found(api: BotApi, bot: Bot) -> None:
    wrong = await bot.client.get(f"{api.url}/bot1:abc/getMe")
    nothing = await bot.client.get(f"{api.url}/nothing")

    assert (401, {"ok": False, "error_code": 401, "description": "Unauthorized"}) == (wrong.status_code, wrong.json())
    assert (404, "Not Found") == (nothing.status_code, nothing.json()["description"])


async def test_a_method_that_does_not_exist_is_not_found(bot: Bot) -> None:
    assert "Not Found" == await bot.refused("sendEverything")


async def test_requests_may_be_queries_forms_json_or_multipart(api: BotApi, bot: Bot) -> None:
    an = api.person()
    an.says("chào")
    url = f"{api.url}/bot{api.token}/sendMessage"
    answers = [
        await bot.client.get(url, params={"chat_id": an.id, "text": "một"}),
        await bot.client.post(url, data={"chat_id": str(an.id), "text": "hai"}),
        await bot.client.post(url, json={"chat_id": an.id, "text": "ba"}),
        await bot.client.post(url, data={"chat_id": str(an.id), "text": "bốn"}, files={"unused": b"x"}),
    ]

    assert [True] * 4 == [answer.json()["ok"] for answer in answers]
    assert ["một", "hai", "ba", "bốn"] == [(await an.hears()).text for _ in answers]


async def test_a_text_that_is_no_utf8_is_refused(api: BotApi, bot: Bot) -> None:
    form = {"content": b"chat_id=1&text=%ff", "headers": {"content-type": "application/x-www-form-urlencoded"}}
    answer = await bot.client.post(f"{api.url}/bot{api.token}/sendMessage", **form)  # type: ignore[arg-type]

    assert "Bad Request: strings must be encoded in UTF-8" == answer.json()["description"]


async def test_the_limited_server_knows_nine_methods() -> None:
    async with BotApi(methods=LIMITED) as api, httpx.AsyncClient() as client:
        known = [name for name in METHODS if (await Bot(api, client).call(name, timeout=0)).get("error_code") != 404]

    assert sorted(LIMITED) == sorted(known)


# messages


async def test_the_bot_may_not_write_first(api: BotApi, bot: Bot) -> None:
    an = api.person()
    before = await bot.refused("sendMessage", chat_id=an.id, text="chào")
    an.starts()

    assert "Bad Request: chat not found" == before
    assert "chào" == (await bot.does("sendMessage", chat_id=an.id, text="chào"))["text"]


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"text": ""}, "message text is empty"),
        ({"text": "a" * 4097}, "message is too long"),
        ({"text": "<b>a", "parse_mode": "HTML"}, "can't parse entities: Can't find end tag corresponding to start tag \"b\""),
        ({"text": "a", "parse_mode": "Nothing"}, "unsupported parse_mode"),
        ({"text": "a", "entities": [{"type": "bold", "offset": 0, "length": 2}]}, "entity beginning or end is outside of the text"),
        ({"text": "a", "reply_markup": "{"}, "can't parse reply keyboard markup JSON object"),
        ({"text": "a", "reply_markup": []}, "object expected as reply markup"),
        ({"text": "a", "reply_parameters": {"message_id": 999}}, "message to be replied not found"),
        ({"text": "a", "message_thread_id": 5}, "message thread not found"),
    ],
)
async def test_messages_telegram_refuses_are_refused(api: BotApi, bot: Bot, fields: dict[str, Any], why: str) -> None:
    an = api.person()
    an.starts()

    assert f"Bad Request: {why}" == await bot.refused("sendMessage", chat_id=an.id, **fields)
    assert [] == an.unread


@pytest.mark.parametrize(
    ("rows", "why"),
    [
        ([[{"text": "a", "callback_data": "đ" * 33}]], "BUTTON_DATA_INVALID"),
        ([[{"text": "a", "callback_data": ""}]], "BUTTON_DATA_INVALID"),
        ([[{"text": "a", "url": "không phải"}]], "BUTTON_URL_INVALID"),
        ([[{"text": " ", "callback_data": "a"}]], "inline keyboard button text must be non-empty"),
        ([[{"callback_data": "a"}]], 'can\'t parse inline keyboard button: field "text" must be of type String'),
        ([[{"text": "a"}]], "can't parse inline keyboard button: text buttons are unallowed in the inline keyboard"),
        ([[{"text": "a", "callback_data": "a"}]] * 101, "reply markup is too long"),
        ({"a": 1}, 'field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays'),
    ],
)
async def test_keyboards_telegram_refuses_are_refused(api: BotApi, bot: Bot, rows: Any, why: str) -> None:
    an = api.person()
    an.starts()

    assert f"Bad Request: {why}" == await bot.refused("sendMessage", chat_id=an.id, text="a", reply_markup={"inline_keyboard": rows})


async def test_a_missing_message_may_be_replied_to_where_the_bot_says_so(api: BotApi, bot: Bot) -> None:
    an = api.person()
    an.starts()
    sent = await bot.does("sendMessage", chat_id=an.id, text="a", reply_parameters={"message_id": 9, "allow_sending_without_reply": True})

    assert "reply_to_message" not in sent


async def test_blocked_deleted_and_kicked_are_forbidden_each_in_its_words(api: BotApi, bot: Bot) -> None:
    an, binh = api.people(2)
    group = api.group("Tổ", [an])
    for person in (an, binh):
        person.starts()
    an.blocks()
    binh.deletes_account()
    group.kicks_bot(an)

    assert [
        "Forbidden: bot was blocked by the user",
        "Forbidden: user is deactivated",
        "Forbidden: bot was kicked from the supergroup chat",
    ] == [await bot.refused("sendMessage", chat_id=room.id, text="a") for room in (an, binh, group)]


async def test_a_group_that_became_a_supergroup_names_its_new_id(api: BotApi, bot: Bot) -> None:
    an = api.person()
    old = api.group("Tổ", [an], kind=Kind.GROUP)
    new = old.becomes_supergroup(an)
    answer = await bot.call("sendMessage", chat_id=old.id, text="a")

    assert {"migrate_to_chat_id": new.id} == answer["parameters"]
    assert "a" == (await bot.does("sendMessage", chat_id=new.id, text="a"))["text"]


async def test_edits_that_change_nothing_or_miss_their_message_are_refused(api: BotApi, bot: Bot) -> None:
    an = api.person()
    said = an.starts()
    sent = await bot.does("sendMessage", chat_id=an.id, text="<b>a</b>", parse_mode="HTML")

    assert (
        await bot.refused("editMessageText", chat_id=an.id, message_id=sent["message_id"], text="<strong>a</strong>", parse_mode="HTML")
    ).startswith("Bad Request: message is not modified")
    assert "Bad Request: message to edit not found" == await bot.refused("editMessageText", chat_id=an.id, message_id=999, text="b")
    assert "Bad Request: message can't be edited" == await bot.refused("editMessageText", chat_id=an.id, message_id=said.id, text="b")
    assert "a" == (await bot.does("editMessageText", chat_id=an.id, message_id=sent["message_id"], text="a"))["text"]


async def test_a_deleted_message_is_gone(api: BotApi, bot: Bot) -> None:
    an = api.person()
    an.starts()
    sent = await bot.does("sendMessage", chat_id=an.id, text="a")
    await bot.does("deleteMessage", chat_id=an.id, message_id=sent["message_id"])

    assert an.shows(await an.hears()) is None
    assert "Bad Request: message to delete not found" == await bot.refused("deleteMessage", chat_id=an.id, message_id=sent["message_id"])


async def test_copies_take_text_and_files_to_another_chat(api: BotApi, bot: Bot) -> None:
    an, binh = api.people(2)
    binh.starts()
    photo = an.sends("photo", caption="đây ạ")
    await bot.does("copyMessage", chat_id=binh.id, from_chat_id=an.id, message_id=photo.id)
    copy = binh.shows(await binh.hears())

    assert copy is not None
    assert ("đây ạ", ["photo"]) == (copy.body.text, list(copy.content))
    assert "Bad Request: message to copy not found" == await bot.refused("copyMessage", chat_id=binh.id, from_chat_id=an.id, message_id=99)


# pressed buttons and inline queries


async def test_a_pressed_button_is_answered_once_it_is_known_and_not_old(api: BotApi, bot: Bot) -> None:
    an = api.person()
    an.starts()
    await bot.does("sendMessage", chat_id=an.id, text="a", reply_markup={"inline_keyboard": [[{"text": "Có", "callback_data": "yes"}]]})
    sent = await an.hears()
    press, old = an.presses(sent, "Có"), an.presses(sent, "yes", old=True)
    updates = await bot.does("getUpdates", offset=press.update)
    await bot.does("answerCallbackQuery", callback_query_id=press.query.id, text="Cảm ơn")

    assert ["yes", "yes"] == [update["callback_query"]["data"] for update in updates]
    assert "Cảm ơn" == (await press.answer()).text
    assert "query is too old" in await bot.refused("answerCallbackQuery", callback_query_id=old.query.id)
    assert "Bad Request: MESSAGE_TOO_LONG" == await bot.refused("answerCallbackQuery", callback_query_id=press.query.id, text="a" * 201)


def article(name: str, **changes: Any) -> dict[str, Any]:
    return {
        "type": "article",
        "id": name,
        "title": "Nhan đề",
        "input_message_content": {"message_text": "<b>a</b>", "parse_mode": "HTML"},
    } | changes


@pytest.mark.parametrize(
    ("results", "why"),
    [
        ([article(str(number)) for number in range(51)], "RESULTS_TOO_MUCH"),
        ([article("a"), article("a")], "RESULT_ID_DUPLICATE"),
        ([article("a" * 65)], "RESULT_ID_INVALID"),
        ([article("")], "RESULT_ID_INVALID"),
        ([article("a", title="")], "ARTICLE_TITLE_EMPTY"),
        ([article("a", input_message_content={"message_text": ""})], "message text is empty"),
        ([article("a", input_message_content={"message_text": "a" * 4097})], "message is too long"),
    ],
)
async def test_inline_answers_telegram_refuses_are_refused(api: BotApi, bot: Bot, results: list[Any], why: str) -> None:
    asked = api.person().asks_inline("nhà ở")

    assert f"Bad Request: {why}" == await bot.refused("answerInlineQuery", inline_query_id=asked.query.id, results=results)


async def test_a_card_is_pasted_in_the_name_of_who_asked(api: BotApi, bot: Bot) -> None:
    an = api.person()
    group = api.group("Tổ", [an])
    asked = an.asks_inline("nhà ở")
    await bot.does("answerInlineQuery", inline_query_id=asked.query.id, results=[article("a")])
    said = an.pastes((await asked.answer()).cards[0], group)

    assert ("a", an.id, api.bot) == (said.message.body.text, said.message.sender.id, said.message.via)


# the bot about itself


@pytest.mark.parametrize(
    ("method", "fields", "why"),
    [
        ("setMyCommands", {"commands": [{"command": "Chủ-đề", "description": "x"}]}, "BOT_COMMAND_INVALID"),
        ("setMyCommands", {"commands": [{"command": "a", "description": ""}]}, "BOT_COMMAND_DESCRIPTION_INVALID"),
        ("setMyCommands", {"commands": [{"command": "a", "description": "x"}] * 101}, "BOT_COMMANDS_TOO_MUCH"),
        ("setMyCommands", {"commands": [], "scope": {"type": "chat", "chat_id": 5}}, "chat not found"),
        ("setMyDescription", {"description": "a" * 513}, "description is too long"),
        ("setMyShortDescription", {"short_description": "a" * 121}, "short_description is too long"),
        ("sendChatAction", {"chat_id": 1_000_001, "action": "dancing"}, "wrong parameter action in request"),
    ],
)
async def test_what_the_bot_may_say_about_itself_is_limited(api: BotApi, bot: Bot, method: str, fields: dict[str, Any], why: str) -> None:
    api.person().starts()

    assert f"Bad Request: {why}" == await bot.refused(method, **fields)


async def test_commands_are_kept_by_scope(bot: Bot) -> None:
    await bot.does("setMyCommands", commands=[{"command": "tra", "description": "Tra cứu"}], scope={"type": "all_group_chats"})

    assert [] == await bot.does("getMyCommands")
    assert ["tra"] == [command["command"] for command in await bot.does("getMyCommands", scope={"type": "all_group_chats"})]


# groups


async def test_privacy_mode_tells_the_bot_only_what_is_meant_for_it(api: BotApi, bot: Bot) -> None:
    an = api.person()
    group = api.group("Tổ", [an])
    await bot.does("sendMessage", chat_id=group.id, text="chào")
    greeting = await group.hears()
    told = {
        "nói chuyện": an.says("mai họp nhé", group).update,
        "lệnh": an.says("/help", group).update,
        "lệnh cho bot khác": an.says("/help@other_bot", group).update,
        "nhắc tên": an.says("@hoidap_thu_bot nhà ở?", group).update,
        "trả lời bot": an.says("vậy à", group, reply_to=greeting).update,
        "ảnh": an.sends("photo", group).update,
    }
    group.promotes(api.bot)

    assert {"lệnh", "nhắc tên", "trả lời bot"} == {what for what, update in told.items() if update}
    assert an.says("mai họp nhé", group).update


# updates


async def test_updates_come_until_they_are_confirmed(api: BotApi, bot: Bot) -> None:
    an = api.person()
    first, second = an.says("một").update, an.says("hai").update

    assert [first, second] == [update["update_id"] for update in await bot.does("getUpdates")]
    assert [first] == [update["update_id"] for update in await bot.does("getUpdates", limit=1)]
    assert [second] == [update["update_id"] for update in await bot.does("getUpdates", offset=second)]
    assert [] == await bot.does("getUpdates", offset=second + 1)


async def test_a_poll_waits_for_the_next_update(api: BotApi, bot: Bot) -> None:
    poll = asyncio.create_task(bot.does("getUpdates", timeout=20))
    await bot.does("getMe")
    api.person().says("chào")

    assert ["chào"] == [update["message"]["text"] for update in await poll]


async def test_a_poll_that_was_given_up_swallows_nothing(api: BotApi, bot: Bot) -> None:
    poll = asyncio.create_task(bot.does("getUpdates", timeout=20))
    await bot.does("getMe")
    poll.cancel()
    api.person().says("chào")

    assert 1 == len(await bot.does("getUpdates", timeout=20))


async def test_the_newer_of_two_polls_wins(bot: Bot) -> None:
    older = asyncio.create_task(bot.refused("getUpdates", timeout=20))
    await bot.does("getMe")
    await bot.does("getUpdates", timeout=0)

    assert "terminated by other getUpdates request" in await older


async def test_updates_can_be_handed_out_twice(api: BotApi, bot: Bot) -> None:
    api.updates.again = 1
    update = api.person().says("chào").update
    handed = [(await bot.does("getUpdates", offset=offset))[0]["update_id"] for offset in (0, update + 1)]

    assert [update] * 2 == handed
    assert [] == await bot.does("getUpdates", offset=update + 1)
    assert 2 == len(api.records.handed[update])


async def test_only_kinds_that_were_asked_for_come(api: BotApi, bot: Bot) -> None:
    await bot.does("getUpdates", allowed_updates=["callback_query"])

    assert 0 == api.person().says("chào").update


# webhook


class Hook:
    """Takes what is posted, and answers with what it is told to, 200 when told nothing."""

    def __init__(self) -> None:
        self.posts: list[tuple[dict[str, str], Any]] = []
        self.codes: list[int] = []
        self.changed = asyncio.Condition()
        self.url = ""

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                head = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
                headers = {name.lower(): value for name, _, value in (line.partition(": ") for line in head[1:-2])}
                self.posts.append((headers, json.loads(await reader.readexactly(int(headers["content-length"])))))
                async with self.changed:
                    self.changed.notify_all()
                code = self.codes.pop(0) if self.codes else 200
                writer.write(f"HTTP/1.1 {code} X\r\nContent-Length: 0\r\n\r\n".encode())
        except asyncio.IncompleteReadError:
            writer.close()

    async def posted(self, count: int) -> list[Any]:
        async with asyncio.timeout(20), self.changed:
            await self.changed.wait_for(lambda: len(self.posts) >= count)
        return [body for _, body in self.posts]


@pytest_asyncio.fixture
async def hook() -> AsyncIterator[Hook]:
    hook = Hook()
    server = await asyncio.start_server(hook.serve, "127.0.0.1")
    hook.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/hook"
    yield hook
    server.close()


async def test_a_webhook_gets_updates_with_its_secret(api: BotApi, bot: Bot, hook: Hook) -> None:
    waited = api.person().says("trước").update
    await bot.does("setWebhook", url=hook.url, secret_token="bi-mat")  # noqa: S106  a secret of this test
    posted = await hook.posted(1)
    await api.updates.emptied()

    assert [waited] == [update["update_id"] for update in posted]
    assert "bi-mat" == hook.posts[0][0]["x-telegram-bot-api-secret-token"]
    assert 0 == (await bot.does("getWebhookInfo"))["pending_update_count"]
    assert "webhook is active" in await bot.refused("getUpdates")
    await bot.does("deleteWebhook")
    await bot.does("getUpdates")


async def test_an_update_the_webhook_refused_comes_again_before_the_next_of_its_chat(api: BotApi, bot: Bot, hook: Hook) -> None:
    hook.codes = [500, 503]
    await bot.does("setWebhook", url=hook.url)
    an = api.person()
    first, second = an.says("một").update, an.says("hai").update

    assert [first, first, first, second] == [update["update_id"] for update in await hook.posted(4)]
    await api.updates.emptied()


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"url": "http://example.com"}, "bad webhook: An HTTPS URL must be provided for webhook"),
        ({"url": "https://example.com:8080"}, "bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443"),
        ({"url": "không phải"}, "invalid webhook URL specified"),
        ({"url": "https://example.com", "secret_token": "bí mật"}, "secret token contains unallowed characters"),
        ({"url": "https://example.com", "secret_token": "a" * 257}, "secret token is too long"),
        ({"url": "https://example.com", "max_connections": 101}, "max_connections must be between 1 and 100"),
        ({"url": "https://example.com", "allowed_updates": "{"}, "can't parse allowed updates JSON object"),
    ],
)
async def test_webhooks_telegram_refuses_are_refused(fields: dict[str, Any], why: str) -> None:
    async with BotApi(local=False) as api, httpx.AsyncClient() as client:
        assert f"Bad Request: {why}" == await Bot(api, client).refused("setWebhook", **fields)


# faults


async def test_faults_meet_whom_they_are_meant_for_and_as_often(api: BotApi, bot: Bot) -> None:
    an, binh = api.people(2)
    for person in (an, binh):
        person.starts()
    rule = api.faults.add(flooded(3), "sendMessage", chat=an.id, times=2)
    answers = [await bot.call("sendMessage", chat_id=person.id, text="a") for person in (an, binh, an, an)]

    assert [False, True, False, True] == [answer["ok"] for answer in answers]
    assert {"retry_after": 3} == answers[0]["parameters"]
    assert 2 == rule.hits


async def test_a_broken_proxy_answers_with_a_page(api: BotApi, bot: Bot) -> None:
    api.faults.add(Broken(502), times=1)
    answer = await bot.client.get(f"{api.url}/bot{api.token}/getMe")

    assert (502, "text/html") == (answer.status_code, answer.headers["content-type"])


@pytest.mark.parametrize("done", [True, False])
async def test_a_cut_connection_leaves_the_message_sent_or_not(api: BotApi, bot: Bot, done: bool) -> None:
    an = api.person()
    an.starts()
    api.faults.add(Cut(done=done), times=1)
    with pytest.raises(httpx.HTTPError):
        await bot.call("sendMessage", chat_id=an.id, text="a")

    assert (1 if done else 0) == len(an.unread)


async def test_a_late_answer_comes_after_its_deed_and_a_held_one_together_with_it(api: BotApi, bot: Bot) -> None:
    an, binh = api.people(2)
    for person in (an, binh):
        person.starts()
    gate = asyncio.Event()
    api.faults.add(Late(gate), chat=an.id)
    held = api.faults.add(Held(gate), chat=binh.id)
    calls = [asyncio.create_task(bot.does("sendMessage", chat_id=person.id, text="a")) for person in (an, binh)]
    await an.hears()
    await held.hit()

    assert [] == binh.unread
    gate.set()
    await asyncio.gather(*calls)
    assert 1 == len(binh.unread)


async def test_a_request_that_is_never_answered_does_not_keep_the_server_open(api: BotApi, bot: Bot) -> None:
    rule = api.faults.add(Never(), "getMe")
    call = asyncio.create_task(bot.call("getMe"))
    await rule.hit()
    await api.close()

    with pytest.raises(httpx.HTTPError):
        await call


# a process of its own


async def test_the_server_is_also_a_process_of_its_own() -> None:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.telegram.botapi", "--port", "0", cwd=PROJECT, stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE
    )  # fmt: skip
    assert process.stdout is not None
    settings = dict(pair.split("=", 1) for pair in (await process.stdout.readline()).decode().split())
    async with httpx.AsyncClient() as client:
        me = await client.get(f"{settings['TELEGRAM_API_URL']}/bot{settings['TELEGRAM_BOT_TOKEN']}/getMe")

    assert "hoidap_thu_bot" == me.json()["result"]["username"]
    process.kill()
    await process.communicate()
