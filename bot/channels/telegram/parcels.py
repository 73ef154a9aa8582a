"""Turns pages into parcels for the outbox: what Telegram is asked to do, as plain JSON that survives a restart.

Some fields of a payload are for the Sender alone and never sent (PRIVATE): `plain`, the text for a server that refuses formatting;
`reply_to_ref`, the message answered while its number is not known yet; `otherwise`, the message sent where copying is refused;
`file`, the content of a document.
"""

from __future__ import annotations

import base64
from dataclasses import dataclass
from typing import Any

from bot.channels.telegram.markup import Page, reply_markup
from bot.journal.outbox import Method, Parcel

PRIVATE = frozenset({"plain", "reply_to_ref", "otherwise", "file"})
LARGEST = 1_000_000  # bytes of a document that is sent
Thread = int | None
_NO_PREVIEW = {"is_disabled": True}


def send(chat: int, page: Page, *, thread: Thread = None, reply_to: int | str | None = None, ref: str = "") -> Parcel:
    """A new message. `reply_to` is the number of the message answered, or the ref of one that may not have been sent yet;
    `ref` is the name under which the message is found afterwards.
    """
    payload = {"text": page.html, "parse_mode": "HTML", "plain": page.plain, "link_preview_options": _NO_PREVIEW}
    if page.buttons:
        payload["reply_markup"] = reply_markup(page.buttons)
    return Parcel(chat, Method.SEND, payload | _placed(thread, reply_to), ref)


def edit(chat: int, page: Page, *, message: int | None = None, ref: str = "") -> Parcel:
    """The message changed whole: the one with number `message`, else the one last sent under `ref`. Gone or never sent: sent anew."""
    payload: dict[str, Any] = {"text": page.html, "parse_mode": "HTML", "plain": page.plain, "link_preview_options": _NO_PREVIEW}
    if page.buttons:
        payload["reply_markup"] = reply_markup(page.buttons)
    return Parcel(chat, Method.EDIT, payload | _message(message), ref)


def edit_buttons(chat: int, buttons: tuple[tuple[Any, ...], ...], *, message: int | None = None, ref: str = "") -> Parcel:
    """Other buttons under a message, or none. A message that is gone is let be."""
    return Parcel(chat, Method.EDIT_MARKUP, {"reply_markup": reply_markup(buttons)} | _message(message), ref)


def delete(chat: int, *, message: int | None = None, ref: str = "") -> Parcel:
    """A message taken away. One that is gone is let be."""
    return Parcel(chat, Method.DELETE, _message(message), ref)


def copy(
    chat: int, original: tuple[int, int], *, otherwise: str = "", thread: Thread = None, reply_to: int | str | None = None, ref: str = ""
) -> Parcel:
    """A message of another chat (`original`: that chat and the number there), copied without passing through us; `otherwise` is said where the server does not copy."""
    payload: dict[str, Any] = {"from_chat_id": original[0], "message_id": original[1]}
    if otherwise:
        payload["otherwise"] = {"text": otherwise}
    return Parcel(chat, Method.COPY, payload | _placed(thread, reply_to), ref)


@dataclass(frozen=True, slots=True)
class File:
    """Something to be sent as a file. Raises ValueError when it is larger than LARGEST."""

    name: str
    content: bytes
    caption: str

    def __post_init__(self) -> None:
        if len(self.content) > LARGEST:
            raise ValueError(f"a document of {len(self.content)} bytes")


def document(chat: int, file: File, *, otherwise: Page, thread: Thread = None, ref: str = "") -> Parcel:
    """A file. `otherwise` is said where the server takes no files."""
    payload = {
        "caption": file.caption,
        "file": {"name": file.name, "content": base64.b64encode(file.content).decode()},
        "otherwise": {"text": otherwise.html, "parse_mode": "HTML", "plain": otherwise.plain, "link_preview_options": _NO_PREVIEW},
    }
    return Parcel(chat, Method.DOCUMENT, payload | _placed(thread, None), ref)


def _placed(thread: Thread, reply_to: int | str | None) -> dict[str, Any]:
    placed: dict[str, Any] = {} if thread is None else {"message_thread_id": thread}
    if isinstance(reply_to, int):
        placed["reply_parameters"] = {"message_id": reply_to, "allow_sending_without_reply": True}
    elif reply_to:
        placed["reply_to_ref"] = reply_to
    return placed


def _message(number: int | None) -> dict[str, Any]:
    return {} if number is None else {"message_id": number}
