"""Just enough HTTP/1.1 for a Bot API server, at a fraction of the work of a framework: under load the bot shares two cores with it.

One request at a time on a connection, kept alive, bodies by Content-Length. It can cut a connection without an answer, which frameworks
do not like to do.
"""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import cast
from urllib.parse import urlsplit

LARGEST = 50 * 2**20


@dataclass(frozen=True, slots=True)
class Request:
    verb: str
    path: str
    query: str
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class Response:
    code: int
    body: bytes
    content_type: str = "application/json"


CUT = Response(0, b"")
"""Instead of an answer: the connection is cut."""
Handler = Callable[[Request], Response | Awaitable[Response]]


class Connection(asyncio.Protocol):
    """One connection of the bot."""

    def __init__(self, handler: Handler, open_connections: set[Connection]) -> None:
        self._handler = handler
        self._open = open_connections
        self._received = bytearray()
        self._transport: asyncio.Transport | None = None
        self._busy: asyncio.Task[None] | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)
        self._open.add(self)

    def connection_lost(self, exc: Exception | None) -> None:
        """Whoever asked is gone: a waiting poll must not swallow the next update."""
        self._transport = None
        self._open.discard(self)
        if self._busy is not None:
            self._busy.cancel()

    def data_received(self, data: bytes) -> None:
        self._received += data
        self._serve()

    def cut(self) -> None:
        if self._transport is not None:
            self._transport.abort()

    def _serve(self) -> None:
        while self._busy is None and self._transport is not None:
            request = self._next()
            if request is None:
                return
            response = self._handler(request)
            if isinstance(response, Response):
                self._answer(response)
            else:
                self._busy = asyncio.ensure_future(self._wait(response))

    async def _wait(self, response: Awaitable[Response]) -> None:
        try:
            answer = await response
        except Exception:
            self.cut()  # our own mistake: the bot must not wait for it
            raise
        self._busy = None
        self._answer(answer)
        self._serve()

    def _answer(self, response: Response) -> None:
        if self._transport is None:
            return
        if response is CUT:
            self._transport.abort()
            return
        head = (
            f"HTTP/1.1 {response.code} {HTTPStatus(response.code).phrase}\r\nContent-Type: {response.content_type}\r\n"
            f"Content-Length: {len(response.body)}\r\nConnection: keep-alive\r\n\r\n"
        )
        self._transport.write(head.encode() + response.body)

    def _next(self) -> Request | None:
        """The next whole request, None while it is not here yet."""
        end = self._received.find(b"\r\n\r\n")
        if end < 0:
            return None
        lines = self._received[:end].decode("latin-1").split("\r\n")
        verb, target, _ = lines[0].split(" ", 2)
        headers = _headers(lines[1:])
        length = int(headers.get("content-length", "0"))
        if length > LARGEST or "transfer-encoding" in headers:
            self._answer(Response(413, b""))
            self.cut()
            return None
        if len(self._received) < end + 4 + length:
            return None
        body = bytes(self._received[end + 4 : end + 4 + length])
        del self._received[: end + 4 + length]
        path, _, query = target.partition("?")
        return Request(verb, path, query, headers, body)


def _headers(lines: list[str]) -> dict[str, str]:
    return {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}


class Poster:
    """Posts JSON to one address over one kept connection, as Telegram does with updates for a webhook."""

    def __init__(self, url: str, headers: Mapping[str, str], trusted: ssl.SSLContext | None) -> None:
        parts = urlsplit(url)
        self._host, self._tls = parts.hostname or "", parts.scheme == "https"
        self._port = parts.port or (443 if self._tls else 80)
        self._trusted = trusted
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        extra = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        self._head = f"POST {target} HTTP/1.1\r\nHost: {parts.netloc}\r\n{extra}Content-Type: application/json\r\n"
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def post(self, body: bytes) -> tuple[int, Mapping[str, str]]:
        """The status and headers of the answer. Raises OSError when there is none."""
        try:
            kept = self._streams
            if kept is None:
                kept = self._streams = await asyncio.open_connection(
                    self._host, self._port, ssl=(self._trusted or ssl.create_default_context()) if self._tls else None
                )
            reader, writer = kept
            writer.write(f"{self._head}Content-Length: {len(body)}\r\n\r\n".encode() + body)
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
            headers = _headers(head[1:-2])
            await reader.readexactly(int(headers.get("content-length", "0")))
        except (OSError, asyncio.IncompleteReadError, asyncio.LimitOverrunError) as error:
            await self.close()
            raise OSError(str(error) or "Webhook connection closed") from error
        if headers.get("connection", "").lower() == "close":
            await self.close()
        return int(head[0].split(" ")[1]), headers

    async def close(self) -> None:
        if self._streams is not None:
            writer = self._streams[1]
            self._streams = None
            writer.close()
            try:
                await writer.wait_closed()
            except OSError:
                return  # it is closed, however it went
