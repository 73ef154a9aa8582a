"""Methods about the bot itself, about chats, and about how updates reach it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from tests.telegram.botapi.formatted import units
from tests.telegram.botapi.messages import members_of
from tests.telegram.botapi.params import Params
from tests.telegram.botapi.refusals import bad
from tests.telegram.botapi.state import State
from tests.telegram.botapi.updates import MOST_AT_ONCE, Webhook
from tests.telegram.botapi.world import Json, Kind, Standing

_COMMAND = re.compile(r"[a-z0-9_]{1,32}", re.ASCII)
_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}", re.ASCII)
_PORTS = (443, 80, 88, 8443)
_PLAIN_SCOPES = ("default", "all_private_chats", "all_group_chats", "all_chat_administrators")
_CHAT_SCOPES = ("chat", "chat_administrators", "chat_member")
_DEFAULT_KINDS: frozenset[str] = frozenset(
    "message edited_message channel_post edited_channel_post inline_query chosen_inline_result callback_query shipping_query "
    "pre_checkout_query poll poll_answer my_chat_member chat_join_request".split()
)


def get_me(state: State, params: Params) -> Json:
    return state.world.bot.plain() | {
        "can_join_groups": True, "can_read_all_group_messages": False, "supports_inline_queries": True,
    }  # fmt: skip


# commands and descriptions


def set_my_commands(state: State, params: Params) -> bool:
    commands = params.json("commands", "bot commands")
    if not isinstance(commands, list):
        raise bad("can't parse bot commands JSON object")
    if len(commands) > 100:
        raise bad("BOT_COMMANDS_TOO_MUCH")
    for command in commands:
        _check_command(command)
    state.world.profile[_scope(state, params)] = {"commands": commands}
    return True


def get_my_commands(state: State, params: Params) -> list[Json]:
    commands: list[Json] = state.world.profile.get(_scope(state, params), {}).get("commands", [])
    return commands


def delete_my_commands(state: State, params: Params) -> bool:
    state.world.profile.pop(_scope(state, params), None)
    return True


def _check_command(command: Any) -> None:
    if not isinstance(command, dict) or not isinstance(command.get("command"), str) or not isinstance(command.get("description"), str):
        raise bad("can't parse BotCommand: expected an Object")
    if not _COMMAND.fullmatch(command["command"].removeprefix("/")):
        raise bad("BOT_COMMAND_INVALID")
    if not 1 <= units(command["description"].strip()) <= 256:
        raise bad("BOT_COMMAND_DESCRIPTION_INVALID")


def _scope(state: State, params: Params) -> str:
    """Where commands are shown: `commands <scope> <chat> <user> <language>`."""
    scope = params.json("scope", "BotCommandScope") or {"type": "default"}
    kind = scope.get("type") if isinstance(scope, dict) else None
    if kind not in _PLAIN_SCOPES + _CHAT_SCOPES:
        raise bad("can't parse BotCommandScope: unsupported type specified")
    where = ""
    if kind in _CHAT_SCOPES:
        where = str(state.chat(Params({"chat_id": str(scope.get("chat_id", ""))})).id)
    return f"commands {kind} {where} {scope.get('user_id', '')} {params.text('language_code')}"


def _sets(name: str, longest: int) -> Callable[[State, Params], bool]:
    def setter(state: State, params: Params) -> bool:
        text = params.text(name)
        if units(text) > longest:
            raise bad(f"{name} is too long")
        state.world.profile[f"{name} {params.text('language_code')}"] = {name: text}
        return True

    return setter


def _gets(name: str) -> Callable[[State, Params], Json]:
    def getter(state: State, params: Params) -> Json:
        return state.world.profile.get(f"{name} {params.text('language_code')}", {name: ""})

    return getter


set_my_description, get_my_description = _sets("description", 512), _gets("description")
set_my_short_description, get_my_short_description = _sets("short_description", 120), _gets("short_description")
set_my_name, get_my_name = _sets("name", 64), _gets("name")


def set_chat_menu_button(state: State, params: Params) -> bool:
    button = params.json("menu_button", "MenuButton") or {"type": "default"}
    if not isinstance(button, dict) or button.get("type") not in ("default", "commands", "web_app"):
        raise bad("can't parse MenuButton: unsupported type specified")
    if params.text("chat_id") and state.chat(params).kind is not Kind.PRIVATE:
        raise bad("chat_id must be of a private chat")
    state.world.profile[f"menu {params.text('chat_id')}"] = button
    return True


def get_chat_menu_button(state: State, params: Params) -> Json:
    return state.world.profile.get(f"menu {params.text('chat_id')}", {"type": "default"})


# chats


def get_chat(state: State, params: Params) -> Json:
    return state.chat(params).plain() | {"accent_color_id": 0, "max_reaction_count": 11, "accepted_gift_types": _NO_GIFTS}


_NO_GIFTS = dict.fromkeys(
    ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels"), False
)  # fmt: skip


def get_chat_member(state: State, params: Params) -> Json:
    chat, user = state.chat(params), state.world.user(params.integer("user_id"))
    if user is None:
        raise bad("PARTICIPANT_ID_INVALID")
    return _member(user.plain(), chat.standing.get(user.id, Standing.LEFT))


def get_chat_administrators(state: State, params: Params) -> list[Json]:
    chat = state.chat(params)
    if chat.kind is Kind.PRIVATE:
        raise bad("there are no administrators in the private chat")
    leading = ((state.world.user(number), standing) for number, standing in chat.standing.items() if standing in _LEADING)
    return [_member(user.plain(), standing) for user, standing in leading if user is not None]


def get_chat_member_count(state: State, params: Params) -> int:
    return len(members_of(state.chat(params)))


def leave_chat(state: State, params: Params) -> bool:
    chat = state.writable(params)
    if chat.kind is Kind.PRIVATE:
        raise bad("chat member status can't be changed in private chats")
    chat.standing[state.world.bot.id] = Standing.LEFT
    return True


_LEADING = (Standing.CREATOR, Standing.ADMINISTRATOR)
_RIGHTS = (
    "can_be_edited", "is_anonymous", "can_manage_chat", "can_delete_messages", "can_manage_video_chats", "can_restrict_members",
    "can_promote_members", "can_change_info", "can_invite_users", "can_post_stories", "can_edit_stories", "can_delete_stories",
)  # fmt: skip


def _member(user: Json, standing: Standing) -> Json:
    member: Json = {"user": user, "status": str(standing)}
    match standing:
        case Standing.CREATOR:
            return {**member, "is_anonymous": False}
        case Standing.ADMINISTRATOR:
            return {**member, **dict.fromkeys(_RIGHTS, False)}
        case Standing.KICKED:
            return {**member, "until_date": 0}
        case _:
            return member


# updates


async def get_updates(state: State, params: Params) -> bytes:
    """Encoded already: updates are kept as JSON."""
    _allow(state, params)
    limit = min(max(params.integer("limit", MOST_AT_ONCE), 1), MOST_AT_ONCE)
    return await state.updates.poll(params.integer("offset"), limit, min(max(params.integer("timeout"), 0), 50))


async def set_webhook(state: State, params: Params) -> bool:
    if not params.text("url"):
        return await delete_webhook(state, params)
    webhook = _webhook(state, params)
    _allow(state, params)
    if params.true("drop_pending_updates"):
        state.updates.drop()
    await state.updates.set_webhook(webhook)
    return True


async def delete_webhook(state: State, params: Params) -> bool:
    if params.true("drop_pending_updates"):
        state.updates.drop()
    await state.updates.set_webhook(None)
    return True


def get_webhook_info(state: State, params: Params) -> Json:
    updates, webhook = state.updates, state.updates.webhook
    info: Json = {
        "url": webhook.url if webhook else "", "has_custom_certificate": bool(webhook and webhook.certificate),
        "pending_update_count": len(updates.waiting),
    }  # fmt: skip
    if webhook:
        info |= {"max_connections": webhook.most_connections, "ip_address": "127.0.0.1"}
    if updates.last_error:
        info |= {"last_error_date": state.clock(), "last_error_message": updates.last_error}
    if updates.allowed:
        info["allowed_updates"] = sorted(updates.allowed)
    return info


def _webhook(state: State, params: Params) -> Webhook:
    """What setWebhook asks for. Raises Refused."""
    url = params.text("url")
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise bad("invalid webhook URL specified")
    if not state.local and parts.scheme != "https":
        raise bad("bad webhook: An HTTPS URL must be provided for webhook")
    if not state.local and (parts.port or 443) not in _PORTS:
        raise bad("bad webhook: Webhook can be set up only on ports 80, 88, 443 or 8443")
    secret, most = params.text("secret_token"), params.integer("max_connections", 40)
    if len(secret) > 256:
        raise bad("secret token is too long")
    if secret and not _SECRET.fullmatch(secret):
        raise bad("secret token contains unallowed characters")
    if not 1 <= most <= 100:
        raise bad("max_connections must be between 1 and 100")
    return Webhook(url, secret, most, params.files.get("certificate", b""))


def _allow(state: State, params: Params) -> None:
    """`allowed_updates` stays as it was when it is not given, and an empty list means the usual kinds."""
    given = params.text("allowed_updates")
    if not given:
        return
    try:
        kinds = json.loads(given)
    except ValueError:
        raise bad("can't parse allowed updates JSON object") from None
    if not isinstance(kinds, list):
        raise bad("can't parse allowed updates JSON object")
    state.updates.allowed = frozenset(map(str, kinds)) or _DEFAULT_KINDS
