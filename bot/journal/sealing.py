"""What makes the file useless to whoever finds it: keys in place of numbers, and sealed values where something must be sent later.

A key cannot be turned back; a sealed value can, by whoever holds the secret. Losing the secret loses what waits to be sent, nothing else.
"""

from __future__ import annotations

import base64
import hmac
import json
import re
from functools import lru_cache
from typing import Any

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from bot.domain.errors import JournalUnusable
from bot.journal.masking import kept

_NUMBER = re.compile(r"-?(?<!\d)[0-9]{6,19}(?!\d)")  # of a chat or a person
_CHECKED = b"hoidap journal"
_KNOWN_TO_ALL = b"hoidap journal without a secret"
_CHATS_KEPT = 4096  # sealed chat numbers used again rather than sealed anew


NOT_SEALED = "Nhật ký chưa có khóa bí mật nên không ghi được dữ liệu về người dùng. Hãy đặt HOIDAP_SECRET (hoặc TELEGRAM_BOT_TOKEN)."


class Seal:
    """Keys and sealed values under one secret."""

    is_secret = True

    def __init__(self, secret: bytes) -> None:
        if not secret:
            raise ValueError("empty secret")
        self._naming = _derived(secret, b"hoidap journal keys")
        self._proving = _derived(secret, b"hoidap journal audit")
        self._fernet = Fernet(base64.urlsafe_b64encode(_derived(secret, b"hoidap journal seal")))
        self.key_of = lru_cache(maxsize=_CHATS_KEPT)(self._key_of)
        self.close_id = lru_cache(maxsize=_CHATS_KEPT)(self._close_id)

    def _key_of(self, number: int) -> str:
        """What stands for a chat or a person in the file: always the same, and of no use elsewhere."""
        return hmac.digest(self._naming, str(number).encode(), "sha256")[:16].hex()

    def _close_id(self, number: int) -> bytes:
        return self.close(number)

    def nameless(self, text: str) -> str:
        """Words of ours or of the server (a command, an error) as they may be written down: numbers long enough to be somebody's as keys.

        The start of a key is enough to tell, of two such lines, whether they speak of the same one.
        """
        return _NUMBER.sub(lambda found: f"#{self.key_of(int(found[0]))[:8]}", kept(text))

    def close(self, data: object) -> bytes:
        """Anything JSON can hold, sealed. Broken characters from the network survive, escaped."""
        return self._fernet.encrypt(json.dumps(data, separators=(",", ":")).encode())

    def open(self, sealed: bytes) -> Any:
        """What was sealed. Raises ValueError when it was not sealed with this secret."""
        try:
            return json.loads(self._fernet.decrypt(sealed))
        except InvalidToken as error:
            raise ValueError("sealed with another secret, or damaged") from error

    def proof(self, text: str) -> str:
        """What only somebody with the secret can put beside a text."""
        return hmac.digest(self._proving, text.encode(), "sha256").hex()

    def check_value(self) -> str:
        """Tells, when a journal is opened, whether it was sealed with this secret; says nothing about the secret itself."""
        return hmac.digest(self._naming, _CHECKED, "sha256").hex()


class Unsealed(Seal):
    """The seal of a journal begun without a secret: known to everybody, so nothing about a person may go under it."""

    is_secret = False

    def __init__(self) -> None:
        super().__init__(_KNOWN_TO_ALL)

    def _key_of(self, number: int) -> str:  # noqa: ARG002 - whatever it is
        raise JournalUnusable(NOT_SEALED)

    def close(self, data: object) -> bytes:  # noqa: ARG002 - whatever it is
        raise JournalUnusable(NOT_SEALED)

    def nameless(self, text: str) -> str:
        """The same, with stars in place of keys, which anybody could turn back."""
        return _NUMBER.sub(lambda found: "*" * len(found[0]), kept(text))


def _derived(secret: bytes, use: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=use).derive(secret)
