"""What the methods work on, and the few steps that most of them share."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field

from tests.telegram.botapi.keyboards import Keyboard, keyboard
from tests.telegram.botapi.params import Params
from tests.telegram.botapi.records import File, Records, Sent
from tests.telegram.botapi.refusals import Refused, bad, forbidden
from tests.telegram.botapi.updates import Updates
from tests.telegram.botapi.world import Chat, Json, Kind, Message, Standing, World


@dataclass(slots=True)
class Query:
    """A pressed button or an inline query that waits for its answer; an old one is refused."""

    id: str
    user: int
    old: bool = False


@dataclass(slots=True)
class State:
    """`local` is Telegram's own switch of that name: webhooks may be plain HTTP, at any port."""

    world: World
    records: Records
    updates: Updates
    local: bool
    clock: Callable[[], int]
    callbacks: dict[str, Query] = field(default_factory=dict)
    inline: dict[str, Query] = field(default_factory=dict)
    files: dict[str, File] = field(default_factory=dict)

    def chat(self, params: Params, name: str = "chat_id") -> Chat:
        """A chat the bot knows of. Raises Refused."""
        wanted = params.text(name)
        if not wanted:
            raise bad("chat_id is empty")
        chat = self.world.chats.get(params.integer(name))
        if wanted.startswith("@"):
            chat = next((chat for chat in self.world.chats.values() if chat.username and f"@{chat.username}" == wanted), None)
        if chat is None or not chat.known:
            raise bad("chat not found")
        return chat

    def writable(self, params: Params) -> Chat:
        """A chat the bot may write to. Raises Refused."""
        chat = self.chat(params)
        if chat.migrated_to is not None:
            raise Refused(400, "Bad Request: group chat was upgraded to a supergroup chat", migrate_to_chat_id=chat.migrated_to)
        if chat.deleted:
            raise forbidden("user is deactivated")
        match chat.standing.get(self.world.bot.id):
            case Standing.KICKED if chat.kind is Kind.PRIVATE:
                raise forbidden("bot was blocked by the user")
            case Standing.KICKED:
                raise forbidden(f"bot was kicked from the {chat.kind} chat")
            case Standing.LEFT | None:
                raise forbidden(f"bot is not a member of the {chat.kind} chat")
            case _:
                return chat

    def thread(self, params: Params, chat: Chat) -> int | None:
        thread = params.integer("message_thread_id")
        if thread and thread not in chat.threads:
            raise bad("message thread not found")
        return thread or None

    def reply_to(self, params: Params, chat: Chat) -> int | None:
        """The message that is replied to. Raises Refused when it is not there and must be."""
        wanted, lenient = params.integer("reply_to_message_id"), params.true("allow_sending_without_reply")
        given = params.json("reply_parameters", "reply parameters")
        if isinstance(given, dict):
            wanted, lenient = int(given.get("message_id", 0)), bool(given.get("allow_sending_without_reply"))
        if not wanted or wanted in chat.messages:
            return wanted or None
        if not lenient:
            raise bad("message to be replied not found")
        return None

    def keyboard(self, params: Params) -> Keyboard:
        return keyboard(params.json("reply_markup", "reply keyboard markup"))

    def post(self, message: Message, method: str, source: str, file: File | None = None) -> None:
        """Put what the bot sent into its chat and into the record."""
        message.chat.messages[message.id] = message
        self.note(message, method, source, file)

    def keep(self, file: File, kind: str = "text/plain", size: int | None = None) -> Json:
        """Take a file in; what a message says of it."""
        number = f"BQACAgUAAxkBAAM{len(self.files)}"
        self.files[number] = file
        told = len(file.content) if size is None else size
        return {"file_id": number, "file_unique_id": number[-8:], "file_name": file.name, "mime_type": kind, "file_size": told}

    def note(self, message: Message, method: str, source: str, file: File | None = None) -> None:
        self.records.sent.add(
            Sent(
                time.perf_counter(), method, message.chat.id, message.id, message.body, message.keyboard, message.reply_to,
                message.thread, source, file,
            )
        )  # fmt: skip
