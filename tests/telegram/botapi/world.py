"""What there is in the little Telegram: people, chats, messages, and the bot itself. It knows no HTTP and refuses nothing by itself."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from tests.telegram.botapi.formatted import NOTHING, Formatted
from tests.telegram.botapi.keyboards import NONE, Keyboard

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class User:
    id: int
    first_name: str
    username: str = ""
    language: str = "vi"
    is_bot: bool = False

    def plain(self) -> Json:
        plain: Json = {"id": self.id, "is_bot": self.is_bot, "first_name": self.first_name}
        if self.username:
            plain["username"] = self.username
        return plain if self.is_bot else {**plain, "language_code": self.language}


class Kind(StrEnum):
    PRIVATE = "private"
    GROUP = "group"
    SUPERGROUP = "supergroup"


class Standing(StrEnum):
    """Where somebody, or the bot, stands in a chat."""

    CREATOR = "creator"
    ADMINISTRATOR = "administrator"
    MEMBER = "member"
    LEFT = "left"
    KICKED = "kicked"


@dataclass(slots=True, eq=False)
class Chat:
    """One chat. `standing` holds everybody's place in it by user id; in a private chat KICKED means that the bot is blocked."""

    id: int
    kind: Kind
    title: str
    username: str = ""
    standing: dict[int, Standing] = field(default_factory=dict)
    threads: dict[int, str] = field(default_factory=dict)
    messages: dict[int, Message] = field(default_factory=dict)
    known: bool = True
    deleted: bool = False
    migrated_to: int | None = None
    last_id: int = 0

    def plain(self) -> Json:
        plain: Json = {"id": self.id, "type": str(self.kind)}
        plain["first_name" if self.kind is Kind.PRIVATE else "title"] = self.title
        if self.username:
            plain["username"] = self.username
        return {**plain, "is_forum": True} if self.threads else plain

    def next_id(self) -> int:
        self.last_id += 1
        return self.last_id


@dataclass(slots=True, eq=False)
class Message:
    """One message as it stands now. `content` is what it holds beside text: a photo, a place, a notice of somebody joining."""

    id: int
    chat: Chat
    sender: User
    date: int
    body: Formatted = NOTHING
    keyboard: Keyboard = NONE
    reply_to: int | None = None
    thread: int | None = None
    content: Json = field(default_factory=dict)
    edited: int | None = None
    via: User | None = None

    @property
    def is_media(self) -> bool:
        return bool(self.content)

    def plain(self, *, nested: bool = True) -> Json:
        plain: Json = {"message_id": self.id, "date": self.date, "chat": self.chat.plain(), "from": self.sender.plain(), **self.content}
        self._say(plain)
        if self.thread is not None:
            plain |= {"message_thread_id": self.thread, "is_topic_message": True}
        if self.edited is not None:
            plain["edit_date"] = self.edited
        if self.via is not None:
            plain["via_bot"] = self.via.plain()
        if inline := self.keyboard.inline():
            plain["reply_markup"] = inline
        if nested and (answered := self.chat.messages.get(self.reply_to or 0)):
            plain["reply_to_message"] = answered.plain(nested=False)
        return plain

    def _say(self, plain: Json) -> None:
        """Text stands under other names when it belongs to a picture or a file."""
        if self.body.text:
            plain["caption" if self.is_media else "text"] = self.body.text
        if self.body.entities:
            plain["caption_entities" if self.is_media else "entities"] = [entity.plain() for entity in self.body.entities]


@dataclass(slots=True)
class World:
    """Everybody and everything. The bot is a user like others."""

    bot: User
    users: dict[int, User] = field(default_factory=dict)
    chats: dict[int, Chat] = field(default_factory=dict)
    profile: dict[str, Json] = field(default_factory=dict)
    """What the bot says about itself: commands by scope and language, descriptions, menu buttons."""

    def user(self, number: int) -> User | None:
        return self.bot if number == self.bot.id else self.users.get(number)

    def private(self, user: User) -> Chat:
        """The chat of somebody with the bot; the bot cannot write there before they have."""
        return self.chats.setdefault(
            user.id,
            Chat(
                user.id, Kind.PRIVATE, user.first_name, user.username, {user.id: Standing.MEMBER, self.bot.id: Standing.MEMBER}, known=False
            ),
        )
