"""Updates as the network brings them, made fit to be kept: known kinds only, personal numbers masked, what nobody needs left out. Pure.

Masking keeps the length, so the entities of a text still point to its parts. Of messages that another one only points to (the one replied
to, the one under which a button was pressed) nothing but the bones are kept: which message, whose, where, when.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from bot.journal.inbox import Payload
from bot.journal.masking import masked

KINDS = ("message", "edited_message", "callback_query", "inline_query", "my_chat_member", "chat_member")  # what is asked of Telegram
_FLEETING = "inline_query"  # answered at once or never
_TEXTS = ("text", "caption")
_LEFT_OUT = (
    "external_reply",
    "quote",
    "giveaway",
    "giveaway_winners",
    "web_app_data",
    "passport_data",
    "users_shared",
    "chat_shared",
    "story",
)
_BONES = ("message_id", "date", "chat", "from", "sender_chat", "message_thread_id", "is_topic_message", "via_bot")
_NAMING_USERS = ("/capquyen", "/thuquyen")  # numbers after these are those of accounts, and look like telephone numbers


@dataclass(frozen=True, slots=True)
class Arrival:
    """One update: `lane` is the chat whose order it belongs to, `person` who sent it (0: nobody), `query` that of a pressed button.

    `hears`: it shows that the chat takes messages of ours again, should it have blocked us before.
    """

    update_id: int
    kind: str
    payload: Payload
    lane: int
    person: int
    private: bool
    hears: bool
    query: str = ""

    @property
    def is_fleeting(self) -> bool:
        return self.kind == _FLEETING


def arrival(raw: object) -> Arrival | None:
    """What came in; None when it is nothing that we know."""
    if not isinstance(raw, dict) or not isinstance(raw.get("update_id"), int):
        return None
    kind = next((kind for kind in KINDS if isinstance(raw.get(kind), dict)), None)
    if kind is None:
        return None
    content = raw[kind]
    person = _number(content.get("from"))
    chat = content.get("chat") or (content.get("message") or {}).get("chat")
    return Arrival(
        raw["update_id"],
        kind,
        {"update_id": raw["update_id"], kind: _FIT.get(kind, _as_it_is)(content)},
        _number(chat) or person,
        person,
        not isinstance(chat, dict) or chat.get("type") == "private",
        _hears(kind, content),
        str(content.get("id", "")) if kind == "callback_query" else "",
    )


def _number(of: object) -> int:
    number = of.get("id") if isinstance(of, dict) else None
    return number if isinstance(number, int) else 0


def _hears(kind: str, content: Payload) -> bool:
    """Whoever writes hears us; a change of our own standing tells of blocking as well as of its end."""
    if kind == "my_chat_member":
        return (content.get("new_chat_member") or {}).get("status") in ("member", "administrator")
    return kind in ("message", "edited_message", "callback_query")


def _message(message: Payload) -> Payload:
    fit = {name: value for name, value in message.items() if name not in _LEFT_OUT}
    for name in _TEXTS:
        if isinstance(fit.get(name), str) and not fit[name].startswith(_NAMING_USERS):
            fit[name] = masked(fit[name])
    for name in ("entities", "caption_entities"):
        if isinstance(fit.get(name), list):
            fit[name] = [_entity(entity) for entity in fit[name]]
    for name in ("reply_to_message", "pinned_message"):
        if isinstance(fit.get(name), dict):
            fit[name] = _bones(fit[name])
    if isinstance(fit.get("contact"), dict):
        fit["contact"] = {"phone_number": "*", "first_name": "*"}
    return fit


def _entity(entity: Any) -> Any:
    return {**entity, "url": masked(entity["url"])} if isinstance(entity, dict) and isinstance(entity.get("url"), str) else entity


def _bones(message: Payload) -> Payload:
    return {name: message[name] for name in _BONES if name in message}


def _pressed(query: Payload) -> Payload:
    return {**query, "message": _bones(query["message"])} if isinstance(query.get("message"), dict) else query


def _asked(query: Payload) -> Payload:
    return {**query, "query": masked(str(query.get("query", "")))}


def _as_it_is(content: Payload) -> Payload:
    return content


_FIT: dict[str, Callable[[Payload], Payload]] = {
    "message": _message,
    "edited_message": _message,
    "callback_query": _pressed,
    "inline_query": _asked,
}
