"""python-telegram-bot, which knows how Telegram speaks, understands all that the server says."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio
import telegram
from telegram import InlineKeyboardButton, InlineKeyboardMarkup, InlineQueryResultArticle, InputTextMessageContent

from tests.telegram.botapi import MEDIA, BotApi, Standing

pytestmark = pytest.mark.asyncio


@pytest_asyncio.fixture
async def api() -> AsyncIterator[BotApi]:
    async with BotApi() as server:
        yield server


@pytest_asyncio.fixture
async def bot(api: BotApi) -> AsyncIterator[telegram.Bot]:
    async with telegram.Bot(api.token, base_url=f"{api.url}/bot") as bot:
        yield bot


async def test_who_the_bot_is(api: BotApi, bot: telegram.Bot) -> None:
    assert (api.bot.username, True) == (bot.username, bot.supports_inline_queries)


@pytest.mark.parametrize("kind", MEDIA)
async def test_every_kind_of_message(api: BotApi, bot: telegram.Bot, kind: str) -> None:
    api.person().sends(kind, caption="chú thích" if kind in ("photo", "video", "document") else "")
    (update,) = await bot.get_updates()

    assert update.effective_message is not None
    assert getattr(update.effective_message, kind)


async def test_messages_with_entities_threads_replies_and_edits(api: BotApi, bot: telegram.Bot) -> None:
    an = api.person("An", "an_ha_noi")
    group = api.group("Tổ", [an])
    thread = group.thread("Hỏi đáp")
    said = an.says("😀 /tra@hoidap_thu_bot nhà ở", group, thread=thread)
    an.edits(an.says("/help", group, reply_to=said), "/help nhé")
    asked, reply, edited = await bot.get_updates()

    assert asked.message is not None
    assert {"/tra@hoidap_thu_bot"} == set(asked.message.parse_entities().values())
    assert (thread, True) == (asked.message.message_thread_id, asked.message.chat.is_forum)
    assert reply.message is not None
    assert reply.message.reply_to_message == asked.message
    assert edited.edited_message is not None
    assert edited.edited_message.edit_date is not None


async def test_what_the_bot_sends_comes_back(api: BotApi, bot: telegram.Bot) -> None:
    an = api.person()
    an.starts()
    keyboard = InlineKeyboardMarkup(
        [[InlineKeyboardButton("Có", callback_data="yes"), InlineKeyboardButton("Xem", url="https://hanoi.gov.vn")]]
    )
    sent = await bot.send_message(an.id, "<b>đậm</b> &lt;", parse_mode="HTML", reply_markup=keyboard, reply_to_message_id=1)
    edited = await bot.edit_message_text("mới", an.id, sent.message_id)
    copied = await bot.copy_message(an.id, an.id, sent.message_id)

    assert ("đậm <", keyboard) == (sent.text, sent.reply_markup)
    assert isinstance(edited, telegram.Message)
    assert ("mới", None) == (edited.text, edited.reply_markup)
    assert sent.message_id + 1 == copied.message_id


async def test_presses_inline_queries_and_blocks(api: BotApi, bot: telegram.Bot) -> None:
    an = api.person()
    an.starts()
    await bot.send_message(an.id, "a", reply_markup=InlineKeyboardMarkup([[InlineKeyboardButton("Có", callback_data="yes")]]))
    sent = await an.hears()
    an.presses(sent, 0)
    an.presses(sent, 0, forgotten=True)
    asked = an.asks_inline("nhà ở")
    an.blocks()
    an.unblocks()
    _, press, forgotten, query, blocked, unblocked = await bot.get_updates()

    assert press.callback_query is not None
    assert isinstance(press.callback_query.message, telegram.Message)
    assert forgotten.callback_query is not None
    assert forgotten.callback_query.message is not None
    assert not forgotten.callback_query.message.is_accessible
    assert query.inline_query is not None
    assert [Standing.KICKED, Standing.MEMBER] == [_standing(update) for update in (blocked, unblocked)]
    assert await press.callback_query.answer("được")
    card = InlineQueryResultArticle("1", "Nhan đề", InputTextMessageContent("<i>a</i>", parse_mode="HTML"))
    assert await query.inline_query.answer([card])
    assert ["Nhan đề"] == [card.title for card in (await asked.answer()).cards]


async def test_chats_members_and_the_webhook(api: BotApi, bot: telegram.Bot) -> None:
    an = api.person()
    group = api.group("Tổ", [an])
    group.promotes(an.user, Standing.CREATOR)
    group.promotes(api.bot)

    assert "Tổ" == (await bot.get_chat(group.id)).title
    assert {"creator", "administrator"} == {member.status for member in await bot.get_chat_administrators(group.id)}
    assert "creator" == (await bot.get_chat_member(group.id, an.id)).status
    assert "left" == (await bot.get_chat_member(group.id, api.person().id)).status
    assert "" == (await bot.get_webhook_info()).url


@pytest.mark.parametrize(
    ("error", "fails"),
    [
        (telegram.error.Forbidden, {"blocks"}),
        (telegram.error.BadRequest, {"nothing"}),
    ],
)
async def test_refusals_are_the_errors_the_library_has_for_them(
    api: BotApi, bot: telegram.Bot, error: type[Exception], fails: set[str]
) -> None:
    an = api.person()
    an.starts()
    if "blocks" in fails:
        an.blocks()
    with pytest.raises(error):
        await bot.send_message(an.id if "blocks" in fails else 5, "a")


def _standing(update: telegram.Update) -> Any:
    assert update.my_chat_member is not None
    return update.my_chat_member.new_chat_member.status
