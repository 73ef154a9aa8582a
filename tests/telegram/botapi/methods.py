"""Every method this server knows. What is not here is answered with 404, as Telegram answers methods that do not exist."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from tests.telegram.botapi import account, messages, queries
from tests.telegram.botapi.params import Params
from tests.telegram.botapi.state import State

Method = Callable[[State, Params], Any | Awaitable[Any]]

METHODS: Mapping[str, Method] = {
    "getme": account.get_me,
    "getupdates": account.get_updates,
    "setwebhook": account.set_webhook,
    "deletewebhook": account.delete_webhook,
    "getwebhookinfo": account.get_webhook_info,
    "sendmessage": messages.send_message,
    "editmessagetext": messages.edit_message_text,
    "editmessagereplymarkup": messages.edit_message_reply_markup,
    "deletemessage": messages.delete_message,
    "copymessage": messages.copy_message,
    "senddocument": messages.send_document,
    "getfile": messages.get_file,
    "forwardmessage": messages.forward_message,
    "sendchataction": messages.send_chat_action,
    "answercallbackquery": queries.answer_callback_query,
    "answerinlinequery": queries.answer_inline_query,
    "setmycommands": account.set_my_commands,
    "getmycommands": account.get_my_commands,
    "deletemycommands": account.delete_my_commands,
    "setmydescription": account.set_my_description,
    "getmydescription": account.get_my_description,
    "setmyshortdescription": account.set_my_short_description,
    "getmyshortdescription": account.get_my_short_description,
    "setmyname": account.set_my_name,
    "getmyname": account.get_my_name,
    "setchatmenubutton": account.set_chat_menu_button,
    "getchatmenubutton": account.get_chat_menu_button,
    "getchat": account.get_chat,
    "getchatmember": account.get_chat_member,
    "getchatadministrators": account.get_chat_administrators,
    "getchatmembercount": account.get_chat_member_count,
    "leavechat": account.leave_chat,
}

LIMITED: Mapping[str, Method] = {
    name: METHODS[name]
    for name in (
        "getme", "getupdates", "sendmessage", "editmessagetext", "editmessagereplymarkup", "deletemessage", "answercallbackquery",
        "setwebhook", "deletewebhook",
    )
}  # fmt: skip
"""All that the smallest Bot API server the bot must work with knows."""
