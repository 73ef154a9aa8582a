"""The parameters of one request, however they were sent: query, form, multipart or JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl

from tornado.httputil import HTTPFile, parse_multipart_form_data

from tests.telegram.botapi.refusals import Refused, bad

_TRUE = {"true", "yes", "1", "t"}


@dataclass(frozen=True, slots=True)
class Params:
    """Values by name. What a method never asks for is not refused: Telegram ignores parameters it does not know."""

    values: Mapping[str, str] = field(default_factory=dict)
    files: Mapping[str, bytes] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    """The names of the files."""

    def text(self, name: str) -> str:
        return self.values.get(name, "")

    def integer(self, name: str, default: int = 0) -> int:
        """A number; like Telegram, anything unreadable counts as missing."""
        try:
            return int(self.values.get(name, default))
        except ValueError:
            return default

    def true(self, name: str) -> bool:
        return self.values.get(name, "").lower() in _TRUE

    def json(self, name: str, what: str) -> Any:
        """A value written as JSON, None when missing. Raises Refused, saying what could not be read."""
        value = self.values.get(name, "")
        if not value:
            return None
        try:
            return json.loads(value)
        except ValueError:
            raise bad(f"can't parse {what} JSON object") from None


def read_params(query: str, body: bytes, content_type: str) -> Params:
    """Raises Refused for a body that cannot be read."""
    try:
        values = dict(parse_qsl(query, keep_blank_values=True, errors="strict")) if query else {}
        if not body:
            return Params(values)
        if content_type.startswith("application/x-www-form-urlencoded"):
            form = parse_qsl(body.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=1000)
            return Params({**values, **dict(form)})
        if content_type.startswith("application/json"):
            return Params({**values, **_from_json(body)})
        if content_type.startswith("multipart/form-data"):
            return _from_multipart(values, body, content_type)
    except UnicodeError:
        raise bad("strings must be encoded in UTF-8") from None
    return Params(values)  # Telegram does not look into bodies of other types


def _from_json(body: bytes) -> dict[str, str]:
    try:
        values = json.loads(body)
    except ValueError:
        raise _unreadable() from None
    if not isinstance(values, dict):
        raise _unreadable()
    texts = {name: value if isinstance(value, str) else json.dumps(value) for name, value in values.items() if value is not None}
    "".join(texts.values()).encode()  # half a surrogate pair is no UTF-8
    return texts


def _from_multipart(values: dict[str, str], body: bytes, content_type: str) -> Params:
    arguments: dict[str, list[bytes]] = {}
    files: dict[str, list[HTTPFile]] = {}
    parse_multipart_form_data(content_type.partition("boundary=")[2].encode(), body, arguments, files)
    texts = {name: given[-1].decode() for name, given in arguments.items()}
    return Params(
        {**values, **texts}, {name: given[-1].body for name, given in files.items()}, {name: given[-1].filename for name, given in files.items()}
    )  # fmt: skip


def _unreadable() -> Refused:
    return bad("can't parse JSON object")
