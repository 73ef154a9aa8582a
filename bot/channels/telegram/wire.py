"""HTTP to the Bot API over connections that stay open, on tornado: about a fifteenth of what python-telegram-bot's own client costs.

    Wire    python-telegram-bot's port to HTTP; tells a request that surely did not arrive (Unreached) from one that may have,
            and how long to wait when there were too many (SlowDown)
    Line    its bot, with `call` for methods whose answers we read as plain JSON, without building its objects, and `download` for files

Does not follow redirects and does not repeat anything. Proxies of the environment are left to the library's own client.
"""

from __future__ import annotations

import asyncio
import json
import select
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from http import HTTPStatus
from secrets import token_hex
from typing import Any
from urllib.parse import SplitResult, quote, urlencode, urlsplit
from urllib.request import getproxies, proxy_bypass

from telegram.error import NetworkError, TelegramError, TimedOut
from telegram.ext import ExtBot
from telegram.request import BaseRequest, HTTPXRequest, RequestData
from tornado.http1connection import HTTP1Connection, HTTP1ConnectionParameters
from tornado.httputil import HTTPHeaders, HTTPMessageDelegate, RequestStartLine, ResponseStartLine
from tornado.iostream import IOStream, StreamClosedError
from tornado.tcpclient import TCPClient

_CONNECT = 5.0
_IDLE = 25.0  # seconds after which an unused connection is not trusted any more; servers and proxies close them silently
_UNSAID = 5.0  # seconds to slow down when the server does not say for how long
_PARAMETERS = HTTP1ConnectionParameters(no_keep_alive=False, max_body_size=64 * 2**20)
_NONE = BaseRequest.DEFAULT_NONE


class Unreached(NetworkError):
    """No connection came about, so the request was surely not seen by anybody."""


class SlowDown(TelegramError):
    """Too many requests: to be asked again after so many seconds. The library's own RetryAfter is none of ours: it warns of its future."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"slow down for {seconds:g} seconds")
        self.seconds = seconds


class TooLarge(TelegramError):
    """A file is larger than we take."""


class Line(ExtBot[None]):
    """The bot, with a way to call methods that neither builds objects of parameters nor of results."""

    async def call(self, method: str, fields: Mapping[str, Any]) -> Any:
        """The result of a method as JSON. Raises telegram.error.TelegramError."""
        return await self._post(method, dict(fields))

    async def ask(self, question: Mapping[str, Any], patience: float) -> list[dict[str, Any]]:
        """Updates as JSON, over a line of their own. Raises telegram.error.TelegramError."""
        updates: list[dict[str, Any]] = await self._post("getUpdates", dict(question), read_timeout=patience)
        return updates

    async def download(self, file_id: str, most: int) -> bytes:
        """What a file holds. Raises TooLarge, or TelegramError when the server has no files, or not this one."""
        told = await self.call("getFile", {"file_id": file_id})
        path = told.get("file_path") if isinstance(told, dict) else None
        if not isinstance(path, str) or not path or path.startswith("/"):
            raise TelegramError("the server tells no path of the file")  # or one on its own disk, which is not ours
        if isinstance(size := told.get("file_size"), int) and size > most:
            raise TooLarge("file too large")
        content = bytes(await self.request.retrieve(f"{self.base_file_url}/{quote(path)}"))
        if len(content) > most:
            raise TooLarge("file too large")
        return content


def request_to(url: str, connections: int, patience: float) -> BaseRequest:
    """The client for a server: ours, or the library's own where a proxy stands between."""
    parts = urlsplit(url)
    if getproxies().get(parts.scheme) and not proxy_bypass(parts.hostname or ""):
        return _Proxied(connection_pool_size=connections, read_timeout=patience, pool_timeout=patience)
    return Wire(connections, patience)


class _Proxied(HTTPXRequest):
    """The library's client, telling of too many requests as ours does."""

    async def do_request(self, *arguments: Any, **named: Any) -> tuple[int, bytes]:
        code, body = await super().do_request(*arguments, **named)
        if code == HTTPStatus.TOO_MANY_REQUESTS:
            raise SlowDown(_seconds(body))
        return code, body


class Wire(BaseRequest):
    """At most `connections` at once, others wait; `patience` seconds for an answer unless the call says otherwise."""

    def __init__(self, connections: int, patience: float) -> None:
        self._connections = connections
        self._patience = patience
        self._idle: dict[_Endpoint, list[_Idle]] = {}

    @property
    def read_timeout(self) -> float:
        return self._patience

    async def initialize(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._free = asyncio.Semaphore(self._connections)
        self._client = TCPClient()

    async def shutdown(self) -> None:
        for streams in self._idle.values():
            for idle in streams:
                idle.stream.close()
        self._idle.clear()

    async def do_request(  # noqa: PLR0913  the library's signature
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = _NONE,
        write_timeout: Any = _NONE,  # noqa: ARG002  asking and answering share one limit
        connect_timeout: Any = _NONE,  # noqa: ARG002
        pool_timeout: Any = _NONE,  # noqa: ARG002  whoever has to wait for a connection waits
    ) -> tuple[int, bytes]:
        parts = urlsplit(url)
        patience = read_timeout if isinstance(read_timeout, int | float) else self._patience
        async with self._free:
            stream = await self._connected(_endpoint(parts))
            answer = _Answer()
            try:
                async with asyncio.timeout(patience):
                    await _exchange(stream, method, parts, request_data, answer)
            except TimeoutError as error:
                raise TimedOut from error
            except StreamClosedError as error:
                raise NetworkError("connection cut") from error
            finally:
                self._give_back(stream, _endpoint(parts), answer)
        if not answer.whole:
            raise NetworkError("connection cut in the middle of an answer")
        body = b"".join(answer.parts)
        if answer.code == HTTPStatus.TOO_MANY_REQUESTS:
            raise SlowDown(_seconds(body))
        return answer.code, body

    async def _connected(self, endpoint: _Endpoint) -> IOStream:
        waiting = self._idle.get(endpoint, [])
        while waiting:
            idle = waiting.pop()
            if self._loop.time() - idle.since < _IDLE and _is_open(idle.stream):
                return idle.stream
            idle.stream.close()
        try:
            async with asyncio.timeout(_CONNECT):
                stream = await self._client.connect(endpoint.host, endpoint.port, ssl_options=_tls() if endpoint.secure else None)
        except (OSError, StreamClosedError, TimeoutError) as error:
            raise Unreached(f"no connection to {endpoint.host}:{endpoint.port}") from error
        stream.set_nodelay(True)
        return stream

    def _give_back(self, stream: IOStream, endpoint: _Endpoint, answer: _Answer) -> None:
        """Keep a connection whose answer was whole; one in the middle of anything is of no use."""
        if answer.whole and answer.stays and not stream.closed():
            self._idle.setdefault(endpoint, []).append(_Idle(stream, self._loop.time()))
        else:
            stream.close()


@dataclass(frozen=True, slots=True)
class _Endpoint:
    host: str
    port: int
    secure: bool


@dataclass(frozen=True, slots=True)
class _Idle:
    stream: IOStream
    since: float


class _Answer(HTTPMessageDelegate):
    """A response as it comes in."""

    def __init__(self) -> None:
        self.code = 0
        self.parts: list[bytes] = []
        self.stays = False
        self.whole = False

    def headers_received(self, start_line: RequestStartLine | ResponseStartLine, headers: HTTPHeaders) -> None:
        if isinstance(start_line, ResponseStartLine):
            self.code = start_line.code
            self.stays = start_line.version == "HTTP/1.1" and headers.get("Connection", "").lower() != "close"

    def data_received(self, chunk: bytes) -> None:
        self.parts.append(chunk)

    def finish(self) -> None:
        self.whole = True


async def _exchange(stream: IOStream, method: str, parts: SplitResult, data: RequestData | None, answer: _Answer) -> None:
    kind, body = _body(data)
    headers = HTTPHeaders({"Host": parts.netloc, "User-Agent": BaseRequest.USER_AGENT, "Content-Length": str(len(body))})
    if body:
        headers["Content-Type"] = kind
    connection = HTTP1Connection(stream, is_client=True, params=_PARAMETERS)
    writing = connection.write_headers(RequestStartLine(method, parts.path, "HTTP/1.1"), headers, body)
    connection.finish()
    await connection.read_response(answer)
    if writing.done():
        writing.exception()  # a connection that broke while writing has told so by reading too


def _body(data: RequestData | None) -> tuple[str, bytes]:
    """The fields of a request and their type: as a form, in parts where files are among them."""
    if data is None or not data.contains_files:
        return "application/x-www-form-urlencoded", urlencode(data.json_parameters).encode() if data else b""
    boundary = token_hex(16)
    parts = [_part(boundary, f'name="{name}"', "text/plain; charset=utf-8", value.encode()) for name, value in data.json_parameters.items()]
    for name, (file, content, kind) in (data.multipart_data or {}).items():
        whole = content if isinstance(content, bytes) else content.read()
        parts.append(_part(boundary, f'name="{name}"; filename="{quote(file)}"', kind, whole))
    return f"multipart/form-data; boundary={boundary}", b"".join([*parts, f"--{boundary}--\r\n".encode()])


def _part(boundary: str, disposition: str, kind: str, content: bytes) -> bytes:
    head = f"--{boundary}\r\nContent-Disposition: form-data; {disposition}\r\nContent-Type: {kind}\r\n\r\n"
    return head.encode() + content + b"\r\n"


def _seconds(body: bytes) -> float:
    """How long to wait, as the server says; a proxy before it may not."""
    try:
        return float(json.loads(body)["parameters"]["retry_after"])
    except (ValueError, LookupError, TypeError):
        return _UNSAID


@lru_cache(maxsize=64)
def _endpoint(parts: SplitResult) -> _Endpoint:
    secure = parts.scheme == "https"
    return _Endpoint(parts.hostname or "", parts.port or (443 if secure else 80), secure)


@cache
def _tls() -> ssl.SSLContext:
    return ssl.create_default_context()


def _is_open(stream: IOStream) -> bool:
    """Whether an unused connection still stands: one that has something to say now says good-bye."""
    if stream.closed():
        return False
    poll = select.poll()
    poll.register(stream.fileno(), select.POLLIN)
    return not poll.poll(0)
