"""One try to deliver one parcel: what is asked of Telegram, and what its answer means.

    Delivered   it arrived, or there is nothing left to do
    Later       it may work another time; `flood` when we were told to slow down
    Moved       the group has another number now
    Blocked     the chat takes no messages any more
    Refused     it will never work

What a server refuses as it is goes again in simpler words: as plain text, then without buttons and thread too. A message to edit that is
gone is sent anew; what cannot be copied, or sent as a file, is said in words. Does not wait and does not repeat.
"""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from telegram import InputFile
from telegram.error import BadRequest, ChatMigrated, Forbidden, InvalidToken, NetworkError, TelegramError, TimedOut

from bot.channels.telegram.keeper import Keeper
from bot.channels.telegram.parcels import PRIVATE
from bot.channels.telegram.wire import Line, SlowDown, Unreached
from bot.journal.outbox import Method, Parcel

Fields = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Delivered:
    message_id: int | None


@dataclass(frozen=True, slots=True)
class Later:
    """`maybe_arrived`: the request may have been carried out although no answer came."""

    why: str
    seconds: float = 0.0
    flood: bool = False
    maybe_arrived: bool = False


@dataclass(frozen=True, slots=True)
class Moved:
    chat: int


@dataclass(frozen=True, slots=True)
class Blocked:
    pass


@dataclass(frozen=True, slots=True)
class Refused:
    """`why` is a few words in Vietnamese, for an operator."""

    why: str


Outcome = Delivered | Later | Moved | Blocked | Refused

_CALLED = {
    Method.SEND: "sendMessage", Method.EDIT: "editMessageText", Method.EDIT_MARKUP: "editMessageReplyMarkup",
    Method.DELETE: "deleteMessage", Method.COPY: "copyMessage", Method.DOCUMENT: "sendDocument",
}  # fmt: skip
_GONE = ("chat not found", "user not found", "user is deactivated", "group chat was deactivated", "peer_id_invalid", "chat_write_forbidden")
_SLACK = 0.1  # seconds more than we are told to wait: clocks differ
_SAME = "message is not modified"
_NEW = (Method.SEND, Method.COPY, Method.DOCUMENT)  # what makes a new message; the others change one
_EXTRAS = ("parse_mode", "entities", "link_preview_options", "reply_parameters")
_PLACES = ("reply_markup", "message_thread_id")


class Delivery:
    def __init__(self, line: Line, keeper: Keeper) -> None:
        self._line = line
        self._keeper = keeper

    async def attempt(self, parcel: Parcel) -> Outcome:
        """Try once. Raises nothing that the network can cause."""
        try:
            return await self._attempt(parcel)
        except TelegramError as error:
            return _meaning(error)

    async def _attempt(self, parcel: Parcel) -> Outcome:
        fields = await self._fields(parcel)
        match parcel.method:
            case Method.SEND:
                return await self._send(fields, parcel.payload)
            case Method.EDIT:
                return await self._edit(fields, parcel.payload)
            case Method.EDIT_MARKUP | Method.DELETE:
                return await self._change(parcel.method, fields)
            case Method.COPY | Method.DOCUMENT:
                return await self._or_in_words(parcel.method, fields, parcel.payload)

    async def _fields(self, parcel: Parcel) -> Fields:
        """What is sent of the payload, with the numbers of messages that were known by our own names only."""
        fields = {"chat_id": parcel.chat_id} | {name: value for name, value in parcel.payload.items() if name not in PRIVATE}
        if "reply_to_ref" in parcel.payload:
            number = await self._number(parcel.payload["reply_to_ref"], parcel.chat_id)
            if number is not None:
                fields["reply_parameters"] = {"message_id": number, "allow_sending_without_reply": True}
        if parcel.ref and "message_id" not in fields and parcel.method not in _NEW:
            number = await self._number(parcel.ref, parcel.chat_id)
            if number is not None:
                fields["message_id"] = number
        return fields

    async def _number(self, ref: str, chat: int) -> int | None:
        return await self._keeper.run(lambda journal: journal.outbox.message_of(ref, chat))

    async def _send(self, fields: Fields, payload: Mapping[str, Any]) -> Outcome:
        """As it is; refused, as plain text; refused again, without what stands around the text."""
        plain = _without(fields, _EXTRAS) | {"text": payload.get("plain") or fields["text"]}
        bare = _without(plain, _PLACES)
        refused: BadRequest | None = None
        for form in _distinct(fields, plain, bare):
            try:
                return await self._sent("sendMessage", form)
            except BadRequest as error:
                refused = error
                if _is_gone(error):
                    break
        assert refused is not None  # noqa: S101  a loop over at least one form either returns or sets it
        return _meaning(refused)

    async def _edit(self, fields: Fields, payload: Mapping[str, Any]) -> Outcome:
        if "message_id" not in fields:
            return await self._send(fields, payload)
        plain = _without(fields, _EXTRAS) | {"text": payload.get("plain") or fields["text"]}
        for form in _distinct(fields, plain):
            try:
                return await self._sent("editMessageText", form)
            except BadRequest as error:
                if _SAME in str(error).lower():
                    return Delivered(fields["message_id"])
                if _is_gone(error):
                    raise
        return await self._send(_without(fields, ("message_id",)), payload)

    async def _change(self, method: Method, fields: Fields) -> Outcome:
        """Buttons and messages that are gone already need nothing more."""
        if "message_id" not in fields:
            return Delivered(None)
        try:
            await self._line.call(_CALLED[method], fields)
        except BadRequest as error:
            if _is_gone(error):
                raise
        return Delivered(fields["message_id"] if method is Method.EDIT_MARKUP else None)

    async def _or_in_words(self, method: Method, fields: Fields, payload: Mapping[str, Any]) -> Outcome:
        """A copy or a file; `otherwise` is said where the server does not know how to do that, or will not do it with this."""
        otherwise = payload.get("otherwise")
        try:
            return await self._sent(_CALLED[method], fields | _attached(payload))
        except (BadRequest, InvalidToken) as error:
            if not otherwise or _is_gone(error):
                raise
        except NetworkError as error:
            if not otherwise or not _is_unknown_method(error):
                raise
        instead = _without(fields, ("from_chat_id", "message_id", "caption")) | _without(otherwise, ("plain",))
        return await self._send(instead, otherwise)

    async def _sent(self, method: str, fields: Fields) -> Delivered:
        result = await self._line.call(method, fields)
        number = result.get("message_id") if isinstance(result, dict) else None
        return Delivered(number if isinstance(number, int) else fields.get("message_id"))


def _meaning(error: TelegramError) -> Outcome:
    """What an answer of the server means; what the network did is `_trouble`."""
    match error:
        case SlowDown(seconds=seconds):
            return Later("Telegram yêu cầu chậm lại", seconds + _SLACK, flood=True)
        case ChatMigrated(new_chat_id=chat):
            return Moved(chat)
        case Forbidden():
            return Blocked()
        case BadRequest():
            return Blocked() if _is_gone(error) else Refused("Telegram từ chối tin nhắn này")
        case _:
            return _trouble(error)


def _trouble(error: TelegramError) -> Later:
    match error:
        case Unreached():
            return Later("không nối được tới Telegram")
        case TimedOut():
            return Later("Telegram trả lời quá chậm", maybe_arrived=True)
        case InvalidToken():
            return Later("Telegram từ chối mã của bot")
        case _:
            cut = not isinstance(error, NetworkError) or "connection cut" in str(error)
            return Later("mạng hoặc máy chủ Telegram lỗi", maybe_arrived=cut)


def _is_gone(error: TelegramError) -> bool:
    told = str(error).lower()
    return any(words in told for words in _GONE)


def _is_unknown_method(error: NetworkError) -> bool:
    """Servers that know few methods answer 404, 405 or 501 to others, each in words of its own."""
    told = str(error).lower()
    return not isinstance(error, TimedOut | Unreached) and any(
        words in told for words in ("not implemented", "(405)", "(501)", "unknown method", "not supported")
    )


def _attached(payload: Mapping[str, Any]) -> Fields:
    """The file of a document, read back from the payload in which it was kept."""
    kept = payload.get("file")
    return {"document": InputFile(base64.b64decode(kept["content"]), filename=kept["name"])} if kept else {}


def _without(fields: Mapping[str, Any], names: tuple[str, ...]) -> Fields:
    return {name: value for name, value in fields.items() if name not in names}


def _distinct(*forms: Fields) -> list[Fields]:
    """The forms without those that say the same as the one before."""
    return [form for place, form in enumerate(forms) if not place or form != forms[place - 1]]
