"""Methods that put messages into chats, change them and take them away."""

from __future__ import annotations

from typing import Any

from tests.telegram.botapi.formatted import NOTHING, Formatted, of_bot, units
from tests.telegram.botapi.params import Params
from tests.telegram.botapi.records import File
from tests.telegram.botapi.refusals import Refused, bad
from tests.telegram.botapi.state import State
from tests.telegram.botapi.world import Chat, Json, Kind, Message, Standing

ACTIONS = frozenset(
    "typing upload_photo record_video upload_video record_voice upload_voice upload_document choose_sticker find_location "
    "record_video_note upload_video_note".split()
)
_LONGEST_CAPTION = 1024
_LARGEST, _LARGEST_DOWN = 50 * 2**20, 20 * 2**20


def send_message(state: State, params: Params) -> Json:
    chat = state.writable(params)
    body = _text(params)
    shown = state.keyboard(params)
    thread, reply_to = state.thread(params, chat), state.reply_to(params, chat)
    message = Message(chat.next_id(), chat, state.world.bot, state.clock(), body, shown, reply_to, thread)
    state.post(message, "sendmessage", params.text("text"))
    return message.plain()


def send_document(state: State, params: Params) -> Json:
    chat = state.writable(params)
    content = params.files.get("document")
    if content is None:
        raise bad("there is no document in the request")
    if not content:
        raise bad("file must be non-empty")
    if len(content) > _LARGEST:
        raise Refused(413, "Request Entity Too Large")
    caption = of_bot(params.text("caption"), params.text("parse_mode"), []) if params.text("caption") else NOTHING
    if units(caption.text) > _LONGEST_CAPTION:
        raise bad("message caption is too long")
    file = File(params.names.get("document", ""), content)
    message = Message(
        chat.next_id(), chat, state.world.bot, state.clock(), caption, state.keyboard(params), state.reply_to(params, chat),
        state.thread(params, chat), {"document": state.keep(file)},
    )  # fmt: skip
    state.post(message, "senddocument", params.text("caption"), file)
    return message.plain()


def get_file(state: State, params: Params) -> Json:
    file = state.files.get(params.text("file_id"))
    if file is None:
        raise bad("wrong file_id or the file is temporarily unavailable")
    if len(file.content) > _LARGEST_DOWN:
        raise bad("file is too big")
    number = params.text("file_id")
    return {"file_id": number, "file_unique_id": number[-8:], "file_size": len(file.content), "file_path": f"documents/{number}"}


def edit_message_text(state: State, params: Params) -> Json:
    message = _own(state, params)
    if message.is_media:
        raise bad("there is no text in the message to edit")
    body, shown = _text(params), state.keyboard(params)
    if (body, shown) == (message.body, message.keyboard):
        raise _not_modified()
    message.body, message.keyboard, message.edited = body, shown, state.clock()
    state.note(message, "editmessagetext", params.text("text"))
    return message.plain()


def edit_message_reply_markup(state: State, params: Params) -> Json:
    message = _own(state, params)
    shown = state.keyboard(params)
    if shown == message.keyboard:
        raise _not_modified()
    message.keyboard, message.edited = shown, state.clock()
    state.note(message, "editmessagereplymarkup", "")
    return message.plain()


def delete_message(state: State, params: Params) -> bool:
    chat = state.writable(params)
    message = chat.messages.get(params.integer("message_id"))
    if message is None:
        raise bad("message to delete not found")
    mine = message.sender.id == state.world.bot.id
    if not mine and chat.kind is not Kind.PRIVATE and chat.standing[state.world.bot.id] is not Standing.ADMINISTRATOR:
        raise bad("message can't be deleted")
    del chat.messages[message.id]
    return True


def copy_message(state: State, params: Params) -> Json:
    copied = _taken_over(state, params, "copy", "copymessage")
    return {"message_id": copied.id}


def forward_message(state: State, params: Params) -> Json:
    return _taken_over(state, params, "forward", "forwardmessage").plain()


def send_chat_action(state: State, params: Params) -> bool:
    chat = state.writable(params)
    state.thread(params, chat)
    if params.text("action") not in ACTIONS:
        raise bad("wrong parameter action in request")
    return True


def _text(params: Params) -> Formatted:
    return of_bot(params.text("text"), params.text("parse_mode"), params.json("entities", "message entities") or [])


def _own(state: State, params: Params) -> Message:
    """A message of the bot that may be edited. Raises Refused."""
    if params.text("inline_message_id"):
        raise bad("MESSAGE_ID_INVALID")
    chat = state.writable(params)
    if not params.text("message_id"):
        raise bad("message identifier is not specified")
    message = chat.messages.get(params.integer("message_id"))
    if message is None:
        raise bad("message to edit not found")
    if message.sender.id != state.world.bot.id:
        raise bad("message can't be edited")
    return message


def _taken_over(state: State, params: Params, doing: str, method: str) -> Message:
    """A message of another chat, put into this one by the bot."""
    chat, source = state.writable(params), state.chat(params, "from_chat_id")
    original = source.messages.get(params.integer("message_id"))
    if original is None or _is_notice(original):
        raise bad(f"message to {doing} not found" if original is None else f"message can't be {doing}ed")
    message = Message(
        chat.next_id(), chat, state.world.bot, state.clock(), _caption(params, original), state.keyboard(params),
        state.reply_to(params, chat), state.thread(params, chat), dict(original.content),
    )  # fmt: skip
    state.post(message, method, "")
    return message


def _caption(params: Params, original: Message) -> Formatted:
    if not original.is_media or "caption" not in params.values:
        return original.body
    caption = of_bot(params.text("caption"), params.text("parse_mode"), [])
    if units(caption.text) > _LONGEST_CAPTION:
        raise bad("message caption is too long")
    return caption


def _is_notice(message: Message) -> bool:
    return any(name in message.content for name in ("new_chat_members", "left_chat_member", "migrate_to_chat_id"))


def _not_modified() -> Any:
    return bad(
        "message is not modified: specified new message content and reply markup are exactly the same as a current content"
        " and reply markup of the message"
    )


def members_of(chat: Chat) -> list[int]:
    return [user for user, standing in chat.standing.items() if standing not in (Standing.LEFT, Standing.KICKED)]
