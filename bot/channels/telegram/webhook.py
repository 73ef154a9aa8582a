"""The server that Telegram brings updates to: one path with a secret, and two for those who look after the machine.

    POST <path>     200 kept · 401 no secret · 403 wrong secret · 405 · 413 too large · 400 not JSON · 503 cannot be kept now, come again
    GET /health     200 the process lives
    GET /ready      200 the journal can be written and a process is there to answer · 503

TLS is for what stands before it (nginx). Answers hold nothing about what went wrong inside.
"""

from __future__ import annotations

import asyncio
import errno
import hmac
import json
import logging
import socket
from collections.abc import Awaitable, Callable
from typing import Any

from tornado.httpserver import HTTPServer
from tornado.httputil import HTTPServerRequest
from tornado.web import Application, HTTPError, RequestHandler, stream_request_body

from bot.channels.telegram.failures import CANNOT_LISTEN, PORT_TAKEN, CannotServe
from bot.domain.errors import JournalUnusable

_LOG = logging.getLogger(__name__)
MOST = 1 << 20  # bytes of one update; the largest ever seen has a hundredth
SECRET = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105  the name of a header

_WHY = {errno.EACCES: "không có quyền dùng cổng này"}

Receive = Callable[[list[object]], Awaitable[None]]
Ready = Callable[[], Awaitable[bool]]


class WebhookServer:
    def __init__(self, path: str, secret: str, receive: Receive, ready: Ready) -> None:
        door: dict[str, Any] = {"secret": secret, "receive": receive, "ending": asyncio.Event()}
        self._ending: asyncio.Event = door["ending"]
        routes: list[Any] = [
            (r"/health", _Health),
            (r"/ready", _Ready, {"ready": ready}),
            (f"{path or '/'}/?".replace("//", "/"), _Door, door),
        ]
        self._server = HTTPServer(Application(routes, log_function=_quiet, default_handler_class=_Nowhere), xheaders=False)

    def listen(self, host: str, port: int) -> int:
        """Begin, and tell the port. Raises CannotServe when the place is taken or not ours."""
        try:
            listening = socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET, backlog=1024)
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                raise CannotServe(PORT_TAKEN.format(host=host, port=port)) from error
            why = _WHY.get(error.errno or 0, "địa chỉ này không có trên máy")
            raise CannotServe(CANNOT_LISTEN.format(host=host, port=port, why=why)) from error
        listening.setblocking(False)  # noqa: FBT003  as sockets have it
        self._server.add_socket(listening)
        return int(listening.getsockname()[1])

    def refuse(self) -> None:
        """From now on updates are sent away; Telegram brings them again later."""
        self._ending.set()

    async def close(self) -> None:
        self._server.stop()
        await self._server.close_all_connections()


class _Plain(RequestHandler):
    def set_default_headers(self) -> None:
        self.clear_header("Server")
        self.set_header("Content-Type", "application/json")
        self.set_header("Cache-Control", "no-store")

    def write_error(self, status_code: int, **rest: Any) -> None:  # noqa: ARG002  what went wrong is nobody's business outside
        told = self.finish(json.dumps({"ok": False, "status": status_code}))
        told.add_done_callback(lambda done: done.exception())  # whoever asked may have gone already

    def log_exception(self, typ: Any, value: Any, tb: Any) -> None:
        if not isinstance(value, HTTPError):
            _LOG.error("webhook failed", exc_info=(typ, value, tb))


class _Nowhere(_Plain):
    def prepare(self) -> None:
        raise HTTPError(404)


class _Health(_Plain):
    def get(self) -> None:
        self.write({"ok": True})


class _Ready(_Plain):
    def initialize(self, ready: Ready) -> None:
        self._ready = ready

    async def get(self) -> None:
        ready = await self._ready()
        self.set_status(200 if ready else 503)
        self.write({"ok": ready})


@stream_request_body
class _Door(_Plain):
    """The head is judged before the body is read."""

    SUPPORTED_METHODS = ("POST",)

    def initialize(self, secret: str, receive: Receive, ending: asyncio.Event) -> None:
        self._secret = secret
        self._receive = receive
        self._ending = ending
        self._body = bytearray()

    def prepare(self) -> None:
        if self.request.method != "POST":
            raise HTTPError(405)
        given = self.request.headers.get(SECRET)
        if given is None:
            self._send_away(401)
        elif not hmac.compare_digest(given.encode("utf-8", "replace"), self._secret.encode()):
            self._send_away(403)
        elif int(self.request.headers.get("Content-Length", "0") or "0") > MOST:
            self._send_away(413)
        elif self._ending.is_set():
            self._send_away(503)

    def _send_away(self, status: int) -> None:
        """Answer without reading on; the connection cannot be used again with half a request in it."""
        self.set_header("Connection", "close")
        raise HTTPError(status)

    def data_received(self, chunk: bytes) -> None:
        if len(self._body) <= MOST:  # what comes beyond is let pass, and the whole is refused
            self._body += chunk

    async def post(self) -> None:
        if len(self._body) > MOST:
            raise HTTPError(413)
        try:
            update = json.loads(self._body)
        except ValueError as error:
            raise HTTPError(400) from error
        if not isinstance(update, dict):
            raise HTTPError(400)
        try:
            await self._receive([update])
        except (JournalUnusable, RuntimeError) as error:
            _LOG.error("update not kept", exc_info=error)
            raise HTTPError(503) from error
        self.write({})


def _quiet(handler: RequestHandler) -> None:
    """Requests are not logged: addresses of people do not belong there, and what comes of an update is logged where it is handled."""
    request: HTTPServerRequest = handler.request
    if handler.get_status() >= 400:
        _LOG.debug("request refused", extra={"status": handler.get_status(), "method": request.method})
