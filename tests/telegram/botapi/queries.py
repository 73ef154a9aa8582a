"""Methods that answer what waits in somebody's app: pressed buttons and inline queries."""

from __future__ import annotations

import time
from typing import Any

from tests.telegram.botapi.formatted import of_bot, units
from tests.telegram.botapi.keyboards import keyboard
from tests.telegram.botapi.params import Params
from tests.telegram.botapi.records import CallbackAnswer, Card, InlineAnswer
from tests.telegram.botapi.refusals import bad
from tests.telegram.botapi.state import State

MOST_RESULTS, LONGEST_ID, LONGEST_NOTICE = 50, 64, 200
_TOO_OLD = "query is too old and response timeout expired or query ID is invalid"


def answer_callback_query(state: State, params: Params) -> bool:
    query = state.callbacks.get(params.text("callback_query_id"))
    if query is None or query.old:
        raise bad(_TOO_OLD)
    if units(params.text("text")) > LONGEST_NOTICE:
        raise bad("MESSAGE_TOO_LONG")
    if (url := params.text("url")) and not url.startswith(
        (f"https://t.me/{state.world.bot.username}?", f"t.me/{state.world.bot.username}?")
    ):
        raise bad("URL_INVALID")
    state.records.callbacks.add(
        CallbackAnswer(time.perf_counter(), query.id, params.text("text"), params.true("show_alert"), params.text("url"))
    )
    return True


def answer_inline_query(state: State, params: Params) -> bool:
    query = state.inline.get(params.text("inline_query_id"))
    if query is None or query.old:
        raise bad(_TOO_OLD)
    results = params.json("results", "inline query results")
    if not isinstance(results, list):
        raise bad("can't parse inline query results JSON object")
    if len(results) > MOST_RESULTS:
        raise bad("RESULTS_TOO_MUCH")
    cards = tuple(map(_card, results))
    if len({card.id for card in cards}) < len(cards):
        raise bad("RESULT_ID_DUPLICATE")
    if len(params.text("next_offset").encode()) > LONGEST_ID:
        raise bad("NEXT_OFFSET_INVALID")
    state.records.inline.add(InlineAnswer(time.perf_counter(), query.id, cards, params.true("is_personal"), params.text("next_offset")))
    return True


def _card(plain: Any) -> Card:
    """One result; this server takes articles only, which is what the bot makes."""
    if not isinstance(plain, dict) or plain.get("type") != "article":
        raise bad("can't parse inline query result: unsupported inline query result type")
    name = plain.get("id")
    if not isinstance(name, str) or not 0 < len(name.encode("utf-8", "surrogatepass")) <= LONGEST_ID:
        raise bad("RESULT_ID_INVALID")
    if not str(plain.get("title", "")).strip():
        raise bad("ARTICLE_TITLE_EMPTY")
    content = plain.get("input_message_content")
    if not isinstance(content, dict) or "message_text" not in content:
        raise bad("can't parse inline query result: input message content is not specified")
    body = of_bot(str(content["message_text"]), str(content.get("parse_mode", "")), content.get("entities") or [])
    return Card(name, str(plain["title"]), str(plain.get("description", "")), body, keyboard(plain.get("reply_markup")))
