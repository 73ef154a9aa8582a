"""The users' side: people, groups, and what they do in their apps."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from tests.telegram.botapi.formatted import NOTHING, Formatted, found_in, of_person
from tests.telegram.botapi.keyboards import Button
from tests.telegram.botapi.records import PATIENCE, CallbackAnswer, Card, File, InlineAnswer, Sent
from tests.telegram.botapi.state import Query, State
from tests.telegram.botapi.world import Chat, Json, Kind, Message, Standing, User

_FILE = {"file_id": "AgACAgUAAxkBAAM", "file_unique_id": "AQADAgAT", "file_size": 1024}
MEDIA: dict[str, Any] = {
    "photo": [{**_FILE, "width": 90, "height": 90}],
    "voice": {**_FILE, "duration": 3, "mime_type": "audio/ogg"},
    "audio": {**_FILE, "duration": 180},
    "video": {**_FILE, "width": 320, "height": 240, "duration": 5},
    "video_note": {**_FILE, "length": 240, "duration": 5},
    "animation": {**_FILE, "width": 320, "height": 240, "duration": 2},
    "document": {**_FILE, "file_name": "don.pdf", "mime_type": "application/pdf"},
    "sticker": {**_FILE, "width": 512, "height": 512, "type": "regular", "is_animated": False, "is_video": False, "emoji": "👍"},
    "location": {"latitude": 21.0285, "longitude": 105.8542},
    "venue": {"location": {"latitude": 21.0285, "longitude": 105.8542}, "title": "Hồ Gươm", "address": "Hoàn Kiếm"},
    "contact": {"phone_number": "+84912345678", "first_name": "An"},
    "dice": {"emoji": "🎲", "value": 4},
    "poll": {
        "id": "1", "question": "?", "options": [], "total_voter_count": 0, "is_closed": False, "is_anonymous": True, "type": "regular",
        "allows_multiple_answers": False, "allows_revoting": False, "members_only": False,
    },
}  # fmt: skip
"""A specimen of every kind of message that is not text."""


@dataclass(slots=True)
class Said:
    """What a person sent; `update` is 0 when Telegram does not tell the bot of it."""

    message: Message
    update: int

    @property
    def id(self) -> int:
        return self.message.id


@dataclass(slots=True)
class Press:
    """A pressed button: it spins in the app until it is answered."""

    query: Query
    update: int
    _state: State

    async def answer(self, within: float = PATIENCE) -> CallbackAnswer:
        return await self._state.records.callbacks.next(lambda answer: answer.query == self.query.id, within)


@dataclass(slots=True)
class Asked:
    """An inline query."""

    query: Query
    update: int
    _state: State

    async def answer(self, within: float = PATIENCE) -> InlineAnswer:
        return await self._state.records.inline.next(lambda answer: answer.query == self.query.id, within)


@dataclass(slots=True, eq=False)
class Room:
    """A chat as its people see it."""

    chat: Chat
    state: State

    @property
    def id(self) -> int:
        return self.chat.id

    async def hears(self, within: float = PATIENCE) -> Sent:
        """The next message of the bot here that no test has read yet, edits of old ones included."""
        return await self.state.records.sent.next(lambda sent: sent.chat == self.chat.id, within)

    @property
    def unread(self) -> list[Sent]:
        return self.state.records.sent.unread(lambda sent: sent.chat == self.chat.id)

    def shows(self, sent: Sent) -> Message | None:
        """A message as it stands now, None when it was deleted."""
        return self.chat.messages.get(sent.id)


@dataclass(slots=True, eq=False)
class Group(Room):
    """A group; with privacy mode (Telegram's default) the bot is told only of what is meant for it."""

    privacy: bool = True

    def joins(self, person: Person) -> Said:
        return self._notice(person, "new_chat_members", [person.user.plain()], Standing.MEMBER)

    def leaves(self, person: Person) -> Said:
        return self._notice(person, "left_chat_member", person.user.plain(), Standing.LEFT)

    def thread(self, name: str) -> int:
        """Open a topic; its id."""
        number = self.chat.next_id()
        self.chat.threads[number] = name
        return number

    def promotes(self, user: User, standing: Standing = Standing.ADMINISTRATOR) -> None:
        self.chat.standing[user.id] = standing

    def kicks_bot(self, by: Person) -> int:
        return _standing_changes(self.state, self.chat, by.user, Standing.KICKED)

    def becomes_supergroup(self, by: Person) -> Group:
        """Telegram gives the group a new id; the old one is refused from now on."""
        new = Chat(self.chat.id - 1_000_000_000_000, Kind.SUPERGROUP, self.chat.title, standing=dict(self.chat.standing))
        self.state.world.chats[new.id] = new
        message = _put(
            self.state, Message(self.chat.next_id(), self.chat, by.user, self.state.clock(), content={"migrate_to_chat_id": new.id})
        )
        self.chat.migrated_to = new.id
        self.state.updates.add("message", message.plain(), self.chat.id)
        return Group(new, self.state, self.privacy)

    def _notice(self, person: Person, name: str, value: Any, standing: Standing) -> Said:
        self.chat.standing[person.id] = standing
        message = _put(self.state, Message(self.chat.next_id(), self.chat, person.user, self.state.clock(), content={name: value}))
        return Said(message, self.state.updates.add("message", message.plain(), self.chat.id))


@dataclass(slots=True, eq=False)
class Person(Room):
    """Somebody with Telegram in their hand. As a room: their private chat with the bot."""

    user: User = field(kw_only=True)

    @property
    def id(self) -> int:
        return self.user.id

    def says(
        self, text: str, chat: Group | None = None, *, reply_to: Sent | Said | None = None, thread: int | None = None, raw: bool = False
    ) -> Said:
        """Send a text, cleaned as the apps clean it; `raw` sends exactly these characters."""
        body = found_in(text) if raw else of_person(text)
        return self._sends(chat, body, {}, reply_to, thread)

    def sends(
        self, kind: str, chat: Group | None = None, *, caption: str = "", reply_to: Sent | Said | None = None, thread: int | None = None
    ) -> Said:
        """Send something that is not text: a kind of MEDIA."""
        return self._sends(chat, of_person(caption) if caption else NOTHING, {kind: MEDIA[kind]}, reply_to, thread)

    def sends_file(self, name: str, content: bytes, chat: Group | None = None, *, caption: str = "", size: int | None = None) -> Said:
        """Send a file; `size` is what the message says of it, should that not be the truth."""
        body = of_person(caption) if caption else NOTHING
        return self._sends(chat, body, {"document": self.state.keep(File(name, content), size=size)}, None, None)

    def edits(self, said: Said, text: str) -> Said:
        said.message.body = of_person(text)
        said.message.edited = self.state.clock()
        reaches = _reaches_bot(self.state, said.message, privacy=said.message.chat.kind is not Kind.PRIVATE)
        return Said(said.message, self.state.updates.add("edited_message", said.message.plain(), said.message.chat.id) if reaches else 0)

    def starts(self, payload: str = "") -> Said:
        """The first word to every bot, also from a deep link; it unblocks the bot."""
        if self.chat.standing.get(self.state.world.bot.id) is Standing.KICKED:
            self.unblocks()
        return self.says(f"/start {payload}".strip())

    def presses(self, sent: Sent, what: int | str, *, old: bool = False, forgotten: bool = False) -> Press:
        """Press a button: its place, its text or its data. `old`: Telegram takes no answer any more; `forgotten`: nor knows the message."""
        button = _pressed(sent, what)
        chat = self.state.world.chats[sent.chat]
        query = Query(f"{self.id}{len(self.state.callbacks):06}", self.id, old)
        self.state.callbacks[query.id] = query
        message = chat.messages.get(sent.id)
        shown = {"chat": chat.plain(), "message_id": sent.id, "date": 0} if forgotten or message is None else message.plain()
        payload = {"id": query.id, "from": self.user.plain(), "message": shown, "chat_instance": str(chat.id), "data": button.data}
        return Press(query, self.state.updates.add("callback_query", payload, chat.id), self.state)

    def asks_inline(self, text: str, offset: str = "") -> Asked:
        query = Query(f"{self.id}{len(self.state.inline):06}", self.id)
        self.state.inline[query.id] = query
        payload = {"id": query.id, "from": self.user.plain(), "query": text, "offset": offset, "chat_type": "private"}
        return Asked(query, self.state.updates.add("inline_query", payload, self.id), self.state)

    def pastes(self, card: Card, chat: Group) -> Said:
        """Choose a card of an inline answer: its text appears in the chat in this person's name."""
        message = Message(chat.chat.next_id(), chat.chat, self.user, self.state.clock(), card.body, card.keyboard, via=self.state.world.bot)
        payload = {"result_id": card.id, "from": self.user.plain(), "query": ""}
        self.state.updates.add("chosen_inline_result", payload, self.id)
        return Said(message, self.state.updates.add("message", _put(self.state, message).plain(), chat.id))

    def blocks(self) -> int:
        """Block the bot; the bot is told."""
        return _standing_changes(self.state, self.chat, self.user, Standing.KICKED)

    def unblocks(self) -> int:
        return _standing_changes(self.state, self.chat, self.user, Standing.MEMBER)

    def deletes_account(self) -> None:
        self.chat.deleted = True

    def _sends(self, chat: Group | None, body: Formatted, content: Json, reply_to: Sent | Said | None, thread: int | None) -> Said:
        where = chat.chat if chat else self.chat
        where.known = True
        if chat and thread is not None and thread not in where.threads:
            raise ValueError(f"no thread {thread} in {where.title}")
        if chat:
            where.standing.setdefault(self.id, Standing.MEMBER)
        message = Message(
            where.next_id(), where, self.user, self.state.clock(), body, reply_to=reply_to.id if reply_to else None, thread=thread, content=content
        )  # fmt: skip
        _put(self.state, message)
        reaches = _reaches_bot(self.state, message, privacy=chat.privacy if chat else False)
        return Said(message, self.state.updates.add("message", message.plain(), where.id) if reaches else 0)


def _put(state: State, message: Message) -> Message:
    message.chat.messages[message.id] = message
    return message


def _pressed(sent: Sent, what: int | str) -> Button:
    buttons = list(sent.keyboard.buttons)
    if isinstance(what, int):
        return buttons[what]
    for button in buttons:
        if what in (button.text, button.data):
            return button
    raise AssertionError(f"no button {what!r} among {[button.text for button in buttons]}")


def _standing_changes(state: State, chat: Chat, by: User, standing: Standing) -> int:
    """The bot's own place in a chat changes, and it is told."""
    bot = state.world.bot
    old, chat.standing[bot.id] = chat.standing.get(bot.id, Standing.LEFT), standing
    members = {
        "old_chat_member": {"user": bot.plain(), "status": str(old), **({"until_date": 0} if old is Standing.KICKED else {})},
        "new_chat_member": {"user": bot.plain(), "status": str(standing), **({"until_date": 0} if standing is Standing.KICKED else {})},
    }
    return state.updates.add("my_chat_member", {"chat": chat.plain(), "from": by.plain(), "date": state.clock(), **members}, chat.id)


def _reaches_bot(state: State, message: Message, *, privacy: bool) -> bool:
    """Whether Telegram tells the bot of a message: in a group with privacy mode only of commands, mentions and replies to it."""
    bot = state.world.bot
    place = message.chat.standing.get(bot.id)
    if place in (None, Standing.LEFT, Standing.KICKED):
        return False
    if message.chat.kind is Kind.PRIVATE or not privacy or place is Standing.ADMINISTRATOR:
        return True
    answered = message.chat.messages.get(message.reply_to or 0)
    if answered is not None and answered.sender.id == bot.id:
        return True
    return any(_is_meant(bot, message.body.of(entity), entity.kind) for entity in message.body.entities)


def _is_meant(bot: User, text: str, kind: str) -> bool:
    name = f"@{bot.username}".lower()
    if kind == "mention":
        return text.lower() == name
    return kind == "bot_command" and ("@" not in text or text.lower().endswith(name))


async def all_hear(rooms: Iterable[Room], within: float = PATIENCE) -> list[Sent]:
    """What each of these hears next."""
    return list(await asyncio.gather(*(room.hears(within) for room in rooms)))
