"""Whether a message in a group is meant for the bot, and what it says without the bot's name. Pure.

With privacy mode on, Telegram hands over only such messages anyway (and replies, and commands); with it off, this keeps the bot from
meddling. Commands are for the command handlers, which know whose "/cmd@name" it is.
"""

from __future__ import annotations

import re

from telegram import Message, MessageEntity, User

_MENTIONS = (MessageEntity.MENTION, MessageEntity.TEXT_MENTION)


def words_for(message: Message, bot: User) -> str | None:
    """What somebody in a group says to the bot; None when it is not meant for it. "" when they only called its name."""
    if by_machine(message, bot):
        return None
    said = message.text or message.caption or ""
    called = _without_name(message, bot)
    if called is not None:
        return called
    return said if said and answers_bot(message, bot) else None


def answers_bot(message: Message, bot: User) -> bool:
    """Whether the message is a reply to one of the bot's. In a forum every message replies to the one that began the topic: that is none."""
    earlier = message.reply_to_message
    begins_topic = message.is_topic_message and earlier is not None and earlier.message_id == message.message_thread_id
    return bool(earlier and earlier.from_user and earlier.from_user.id == bot.id and not begins_topic)


def by_machine(message: Message, bot: User) -> bool:
    """Whether no person wrote it here and now: another bot, a channel's post copied into its group, or a card of ours pasted by somebody.

    An anonymous administrator looks like a bot of Telegram's, and is a person.
    """
    ours = message.via_bot is not None and message.via_bot.id == bot.id
    another = message.from_user is not None and message.from_user.is_bot and message.sender_chat is None
    return bool(ours or another or message.is_automatic_forward)


def _without_name(message: Message, bot: User) -> str | None:
    """The words around the bot's name; None when it is not called."""
    said = message.text or message.caption or ""
    entities = message.parse_entities(list(_MENTIONS)) if message.text else message.parse_caption_entities(list(_MENTIONS))
    names = [text for entity, text in entities.items() if _is_bot(entity, text, bot)]
    for name in names:
        said = said.replace(name, " ", 1)
    return re.sub(r"^[\s,:;.–-]+|\s+$", "", re.sub(r"[^\S\n]+", " ", said)) if names else None


def _is_bot(entity: MessageEntity, text: str, bot: User) -> bool:
    if entity.user is not None:
        return entity.user.id == bot.id
    return bot.username is not None and text.casefold() == f"@{bot.username}".casefold()
