"""Who comes and goes: citizens who block the bot or come back, groups it joins, operators who leave their group."""

from __future__ import annotations

from telegram import ChatMember, Update
from telegram.constants import ChatType

from bot.channels.telegram.handover import Desk
from bot.channels.telegram.pages import group_greeting
from bot.channels.telegram.replies import answer_with
from bot.channels.telegram.turn import Turn
from bot.journal.journal import Journal

_GONE = (ChatMember.LEFT, ChatMember.BANNED)


async def bot_moved(update: Update, turn: Turn) -> None:
    """The bot itself was added, taken out, blocked or unblocked."""
    change = update.my_chat_member
    if change is None:
        return
    was_out, is_out = change.old_chat_member.status in _GONE, change.new_chat_member.status in _GONE
    if change.chat.type == ChatType.PRIVATE:
        turn.conclude(lambda journal: _blocked(journal, turn) if is_out else journal.people.unblocked(turn.chat))
    elif was_out and not is_out and change.chat.type != ChatType.CHANNEL and turn.chat != turn.settings.operators_chat:
        answer_with(turn, group_greeting(turn.bot_name))


async def member_moved(update: Update, turn: Turn) -> None:
    """Somebody left the operators' group: their tickets wait for another. Told by a message there, or, to an administrator, by an update."""
    change, message = update.chat_member, update.message
    if message and message.left_chat_member:
        gone = message.left_chat_member.id
    elif change and change.new_chat_member.status in _GONE:
        gone = change.new_chat_member.user.id
    else:
        return
    if turn.chat == turn.settings.operators_chat:
        turn.conclude(lambda journal: Desk(journal, turn.services, turn.now).release_all(gone))


async def group_grew(update: Update, turn: Turn) -> None:
    """A group became a supergroup, under another number: what is kept of it goes along, and so do we."""
    message = update.message
    if message is None:
        return
    old = message.migrate_from_chat_id or turn.chat
    new = message.migrate_to_chat_id or turn.chat
    turn.services.group_moved(old, new)
    turn.conclude(lambda journal: journal.moved(old, new))


def _blocked(journal: Journal, turn: Turn) -> None:
    journal.people.blocked(turn.chat, turn.now)
    Desk(journal, turn.services, turn.now).end_by_silence(turn.chat)
