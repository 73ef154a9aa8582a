"""What Telegram shows of the bot before anybody writes: its descriptions, and the commands of each kind of person.

A server that refuses one of these, or does not know it, changes nothing for the rest: refusals are logged, never raised.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from typing import Any

from telegram.error import TelegramError

from bot.channels.telegram import words
from bot.channels.telegram.wire import Line
from bot.journal.people import Access, Grant

_LOG = logging.getLogger(__name__)
Call = tuple[str, dict[str, Any]]
_COMMANDS = {
    Access.CITIZEN: words.CITIZEN_COMMANDS, Access.OPERATOR: words.OPERATOR_COMMANDS, Access.ADMINISTRATOR: words.ADMINISTRATOR_COMMANDS,
}  # fmt: skip


def calls(people: Iterable[Grant], operators_chat: int | None) -> list[Call]:
    """Everything to be set when the bot starts, the most important first."""
    wanted = [
        commands({"type": "default"}, words.CITIZEN_COMMANDS),
        commands({"type": "all_group_chats"}, words.GROUP_COMMANDS),
        *(commands_of(grant.user, grant.access) for grant in people),
        ("setMyDescription", {"description": words.DESCRIPTION}),
        ("setMyShortDescription", {"short_description": words.SHORT_DESCRIPTION}),
        ("setChatMenuButton", {"menu_button": {"type": "commands"}}),
    ]
    if operators_chat is not None:
        wanted.insert(2, commands({"type": "chat", "chat_id": operators_chat}, words.OPERATOR_COMMANDS))
    return wanted


def commands_of(user: int, access: Access) -> Call:
    """The menu of one person in their chat with the bot; to be called again when their access changes."""
    scope = {"type": "chat", "chat_id": user}
    return ("deleteMyCommands", {"scope": scope}) if access is Access.CITIZEN else commands(scope, _COMMANDS[access])


def commands(scope: dict[str, Any], listed: Sequence[tuple[str, str]]) -> Call:
    return "setMyCommands", {"scope": scope, "commands": [{"command": name, "description": text} for name, text in listed]}


async def set_up(line: Line, wanted: Iterable[Call]) -> None:
    """Set all of it, one after the other: a start is no reason to hurry anybody. Raises nothing that the network can cause."""
    refused = []
    for method, fields in wanted:
        try:
            await line.call(method, fields)
        except TelegramError as error:
            refused.append(f"{method}: {type(error).__name__}")
    if refused:
        _LOG.info("menu not wholly set", extra={"refused": refused})
