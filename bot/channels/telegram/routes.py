"""The bot's table of contents: every handler, in the order in which they are tried; the first that fits is the only one.

A command for another bot ("/help@other") fits none. In the person's own chat everything passes by the operator who may have their
ticket (`unless_claimed`), but for /xong, which ends that, and /xoadulieu, which is theirs at any time.
"""

from __future__ import annotations

from typing import Any

from telegram import Update
from telegram.ext import BaseHandler, CallbackQueryHandler, ChatMemberHandler, CommandHandler, InlineQueryHandler, MessageHandler, filters

from bot.channels.telegram import (
    browsing,
    buttons,
    citizen,
    handover,
    history,
    inline_queries,
    knowledge,
    membership,
    my_data,
    other_kinds,
    person,
    relay,
    sent_files,
    staff,
)  # fmt: skip
from bot.channels.telegram.access import only_for
from bot.channels.telegram.silence import unless_claimed
from bot.channels.telegram.turn import Behaviour, Handling, Turn
from bot.journal.people import Access

_PRIVATE, _GROUP = filters.ChatType.PRIVATE, filters.ChatType.GROUPS
_NEW, _EDITED = filters.UpdateType.MESSAGE, filters.UpdateType.EDITED_MESSAGE
_LEFT, _GREW = filters.StatusUpdate.LEFT_CHAT_MEMBER, filters.StatusUpdate.MIGRATE
_WRITTEN = filters.TEXT & ~filters.COMMAND


def behaviour() -> Behaviour:
    """What the bot does, for the application."""
    return Behaviour(handlers(), relay.undelivered, handover.tick)


def handlers() -> list[BaseHandler[Update, Turn, Any]]:
    return [
        # commands of everybody
        _command("xong", person.done),
        _command("xoadulieu", my_data.forget_asked),
        _command("start", unless_claimed(browsing.start)),
        _command(("help", "trogiup"), unless_claimed(browsing.help_)),
        _command("chude", unless_claimed(browsing.topics)),
        _command("vanban", unless_claimed(browsing.directives)),
        _command("coquan", unless_claimed(browsing.agencies)),
        _command("hanchot", unless_claimed(browsing.dues)),
        _command("nguoitruc", unless_claimed(person.ask_for_person)),
        # commands of operators, then of administrators
        _command("tra", unless_claimed(only_for(Access.OPERATOR, staff.look_up))),
        _command("capquyen", unless_claimed(only_for(Access.ADMINISTRATOR, staff.grant))),
        _command("thuquyen", unless_claimed(only_for(Access.ADMINISTRATOR, staff.revoke))),
        _command("thongke", unless_claimed(only_for(Access.ADMINISTRATOR, staff.figures))),
        _command("chuatraloi", unless_claimed(only_for(Access.ADMINISTRATOR, staff.unanswered))),
        _command("napdulieu", unless_claimed(_for_administrators(knowledge.load))),
        _command("phienban", unless_claimed(_for_administrators(history.versions))),
        _command("quaylai", unless_claimed(_for_administrators(history.roll_back))),
        # what is pressed, typed into other chats, and who comes and goes
        CallbackQueryHandler(buttons.pressed),
        InlineQueryHandler(inline_queries.asked_inline),
        ChatMemberHandler(membership.bot_moved, ChatMemberHandler.MY_CHAT_MEMBER),
        ChatMemberHandler(membership.member_moved, ChatMemberHandler.CHAT_MEMBER),
        MessageHandler(_NEW & _GROUP & _LEFT, membership.member_moved),
        MessageHandler(_NEW & _GROUP & _GREW, membership.group_grew),
        # what is written: edits first, for they look like messages
        MessageHandler(_EDITED & (_PRIVATE | _GROUP), citizen.edited),
        MessageHandler(_NEW & _PRIVATE & _WRITTEN, citizen.text),
        MessageHandler(_NEW & _PRIVATE & filters.COMMAND, unless_claimed(other_kinds.unknown_command)),
        MessageHandler(_NEW & _PRIVATE & filters.Document.ALL, sent_files.document),
        MessageHandler(_NEW & _PRIVATE & ~filters.StatusUpdate.ALL, other_kinds.not_text),
        # commands in a group that are none of ours say nothing to us, unless they answer a message of ours
        MessageHandler(_NEW & _GROUP & ~filters.StatusUpdate.ALL, citizen.text_in_group),
    ]


def _for_administrators(handling: Handling) -> Handling:
    """What touches the knowledge: whoever tries in vain stands on the audit trail."""
    return only_for(Access.ADMINISTRATOR, handling, traced=True)


def _command(names: str | tuple[str, ...], handling: Handling) -> BaseHandler[Update, Turn, Any]:
    """A command, as it is first written: an edited one is not carried out again."""
    return CommandHandler(names, handling, filters=_NEW & (_PRIVATE | _GROUP))
