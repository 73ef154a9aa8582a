"""Keyboards under messages, refused where Telegram refuses them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from tests.telegram.botapi.refusals import Refused, bad

MOST, MOST_A_ROW, LONGEST_DATA = 100, 8, 64
_URL = re.compile(r"(?:https?://[^\s/?#]+\.[^\s/?#]+|tg://\S|https?://localhost)\S*", re.IGNORECASE)
_ACTIONS = (
    "callback_data", "url", "switch_inline_query", "switch_inline_query_current_chat", "switch_inline_query_chosen_chat", "web_app",
    "login_url", "copy_text", "callback_game", "pay",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Button:
    """One button; `data` is what a press sends to the bot, "" where a press does something else."""

    text: str
    data: str
    plain: dict[str, Any]

    @property
    def url(self) -> str:
        return str(self.plain.get("url", ""))


@dataclass(frozen=True, slots=True)
class Keyboard:
    """Inline buttons row by row, or another kind of keyboard, of which only its JSON is kept."""

    rows: tuple[tuple[Button, ...], ...] = ()
    other: str = ""

    @property
    def buttons(self) -> Iterator[Button]:
        return (button for row in self.rows for button in row)

    def inline(self) -> dict[str, Any] | None:
        return {"inline_keyboard": [[button.plain for button in row] for row in self.rows]} if self.rows else None


NONE = Keyboard()


def keyboard(markup: Any) -> Keyboard:
    """What `reply_markup` asks for. Raises Refused."""
    if markup is None:
        return NONE
    if not isinstance(markup, dict):
        raise bad("object expected as reply markup")
    if "inline_keyboard" in markup:
        return _inline(markup["inline_keyboard"])
    if not any(name in markup for name in ("keyboard", "remove_keyboard", "force_reply")):
        return NONE  # Telegram takes any other object for no keyboard
    return Keyboard(other=json.dumps(markup, ensure_ascii=False, sort_keys=True))


def _inline(rows: Any) -> Keyboard:
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise bad('field "inline_keyboard" of the InlineKeyboardMarkup must be an Array of Arrays')
    if sum(map(len, rows)) > MOST or any(len(row) > MOST_A_ROW for row in rows):
        raise bad("reply markup is too long")
    return Keyboard(tuple(tuple(map(_button, row)) for row in rows if row))


def _button(plain: Any) -> Button:
    if not isinstance(plain, dict):
        raise _unreadable("expected an Object")
    text = plain.get("text")
    if not isinstance(text, str):
        raise _unreadable('field "text" must be of type String')
    if not text.strip():
        raise bad("inline keyboard button text must be non-empty")
    named = [action for action in _ACTIONS if action in plain]
    if len(named) != 1:
        raise _unreadable("text buttons are unallowed in the inline keyboard" if not named else "exactly one action is allowed in a button")
    data = plain.get("callback_data", "")
    if "callback_data" in plain and not (isinstance(data, str) and 0 < len(data.encode("utf-8", "surrogatepass")) <= LONGEST_DATA):
        raise bad("BUTTON_DATA_INVALID")
    if "url" in plain and not _URL.fullmatch(str(plain["url"])):
        raise bad("BUTTON_URL_INVALID")
    return Button(text, data, plain)


def _unreadable(why: str) -> Refused:
    return bad(f"can't parse inline keyboard button: {why}")
