"""The server: one bot's Bot API over HTTP, strict as Telegram is, with people on the other side of it.

    async with BotApi() as api:
        an = api.person("An")
        an.says("thành phố trồng bao nhiêu cây")
        answer = await an.hears()

It runs in the loop it is started in. It does not read Markdown, and knows the methods of `methods` only. Files are kept as long as it
runs, and handed out under the path that getFile tells; a download can be met by faults as the method "file".
"""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Awaitable, Callable, Iterable, Mapping
from datetime import UTC, datetime
from inspect import isawaitable
from types import TracebackType
from typing import Any, Self

from tests.telegram.botapi.faults import Broken, Cut, Fault, Faults, Held, Late, Never, Refuse
from tests.telegram.botapi.http import CUT, Connection, Request, Response
from tests.telegram.botapi.methods import METHODS, Method
from tests.telegram.botapi.params import Params, read_params
from tests.telegram.botapi.people import Group, Person
from tests.telegram.botapi.records import PATIENCE, Call, Records, Sent
from tests.telegram.botapi.refusals import NOT_FOUND, UNAUTHORIZED, Refused
from tests.telegram.botapi.state import State
from tests.telegram.botapi.updates import Updates
from tests.telegram.botapi.world import Chat, Kind, Standing, User, World

TOKEN = "700000001:AAE5vTestOnlyNotASecretOfAnyBot0001"  # noqa: S105  opens nothing but this server
STILL = 0.3
_FIRST_PERSON, _FIRST_GROUP = 1_000_001, -100_001


def _now() -> int:
    return int(datetime.now(UTC).timestamp())  # noqa: TID251  Telegram has a clock


class BotApi:
    """See the module. `local` allows webhooks over plain HTTP; `methods` is what the server knows."""

    def __init__(
        self, *, token: str = TOKEN, port: int = 0, local: bool = True, methods: Mapping[str, Method] = METHODS, clock: Callable[[], int] = _now
    ) -> None:  # fmt: skip
        self.token = token
        self.methods = methods
        self.faults = Faults()
        self.records = Records()
        self.bot = User(int(token.partition(":")[0]), "Hỏi đáp", "hoidap_thu_bot", is_bot=True)
        self.world = World(self.bot)
        self.updates = Updates(self._handed_out)
        self.state = State(self.world, self.records, self.updates, local, clock)
        self._port = port
        self._server: asyncio.Server | None = None
        self._connections: set[Connection] = set()
        self._groups = 0
        self._working = 0
        self._called = asyncio.Event()

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        await self.close()

    async def start(self) -> None:
        """Listen, at the same port as before when it was closed: Telegram was away for a while."""
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(lambda: Connection(self._handle, self._connections), "127.0.0.1", self._port, backlog=1024)
        self._port = int(self._server.sockets[0].getsockname()[1])

    async def close(self) -> None:
        if self._server is not None:
            self._server.close()
        for connection in list(self._connections):
            connection.cut()
        await self.updates.stop()
        await asyncio.sleep(0)  # cut connections say goodbye in the next turn of the loop
        self._server = None

    @property
    def url(self) -> str:
        """What TELEGRAM_API_URL is set to."""
        return f"http://127.0.0.1:{self._port}"

    # the users' side

    def person(self, name: str = "An", username: str = "", *, id: int = 0) -> Person:  # noqa: A002  Telegram calls it so
        user = User(id or _FIRST_PERSON + len(self.world.users), name, username)
        self.world.users[user.id] = user
        return Person(self.world.private(user), self.state, user=user)

    def people(self, count: int) -> list[Person]:
        return [self.person(f"Người {number}") for number in range(1, count + 1)]

    def group(
        self, title: str = "Tổ dân phố", members: Iterable[Person] = (), *, kind: Kind = Kind.SUPERGROUP, privacy: bool = True
    ) -> Group:
        """A group in which the bot is a member already."""
        self._groups += 1
        number = _FIRST_GROUP - self._groups - (1_000_000_000_000 if kind is Kind.SUPERGROUP else 0)
        standing = {self.bot.id: Standing.MEMBER, **{person.id: Standing.MEMBER for person in members}}
        chat = self.world.chats[number] = Chat(number, kind, title, standing=standing)
        return Group(chat, self.state, privacy)

    # waiting

    async def sent(self, wanted: Callable[[Sent], bool] = lambda _: True, within: float = PATIENCE) -> Sent:
        """The first message of the bot that is wanted and that nobody has read yet."""
        return await self.records.sent.next(wanted, within)

    async def called(self, method: str, within: float = PATIENCE, **params: Any) -> Call:
        """The first call of a method with these parameters that nobody has asked for yet."""
        named = {name: str(value) for name, value in params.items()}.items()
        return await self.records.calls.next(lambda call: call.method == method.lower() and named <= dict(call.params).items(), within)

    async def quiet(self, within: float = PATIENCE, still: float = STILL) -> None:
        """Wait until the bot has taken every update and nothing but a poll was asked for some time.

        A bot may always think longer than that: where something must *not* come, rather ask something afterwards that must be
        answered in the same chat, and see that nothing came before.
        """
        async with asyncio.timeout(within):
            await self.updates.emptied()
            while self._working or await self._called_within(still):
                await self.updates.emptied()

    async def _called_within(self, still: float) -> bool:
        self._called.clear()
        try:
            return await asyncio.wait_for(self._called.wait(), still)
        except TimeoutError:
            return False

    @property
    def refused(self) -> list[Call]:
        """Every request that was refused."""
        return [call for call in self.records.calls.all if call.refused]

    # the bot's side

    def _handed_out(self, update: int) -> None:
        self.records.handed.setdefault(update, []).append(time.perf_counter())

    def _handle(self, request: Request) -> Response | Awaitable[Response]:
        if request.path.startswith("/file/"):
            return self._file(request.path)
        try:
            name = self._method(request.path)
            params = read_params(request.query, request.body, request.headers.get("content-type", ""))
            if name not in self.methods:
                self._record(name, params, 404)
                raise NOT_FOUND
        except Refused as refused:
            return _refusal(refused)
        if name != "getupdates":
            self._called.set()
        fault = self.faults.of(name, params.integer("chat_id"))
        if fault is not None:
            return self._faulty(fault, name, params)
        return self._perform(name, params)

    def _file(self, path: str) -> Response | Awaitable[Response]:
        """What a file holds, where the server has files at all."""
        head, _, number = path.removeprefix("/file/").partition("/documents/")
        file = self.state.files.get(number)
        if "getfile" not in self.methods or head != f"bot{self.token}" or file is None:
            return _refusal(NOT_FOUND)
        if fault := self.faults.of("file", 0):
            return self._faulty(fault, "getfile", Params({"file_id": number}))
        return Response(200, file.content, "application/octet-stream")

    def _method(self, path: str) -> str:
        """The method that a path names. Raises Refused when it names none or the token is wrong."""
        head, _, name = path.removeprefix("/").partition("/")
        if not head.startswith("bot") or ":" not in head or not name or "/" in name:
            raise NOT_FOUND
        if head != f"bot{self.token}":
            raise UNAUTHORIZED
        return name.lower()

    def _perform(self, name: str, params: Params) -> Response | Awaitable[Response]:
        """At once where the method is: most are, and cost no task."""
        try:
            result = self.methods[name](self.state, params)
        except Refused as refused:
            self._record(name, params, refused.code, refused.description)
            return _refusal(refused)
        if isawaitable(result):
            return self._finish(result, name, params)
        self._record(name, params, 200)
        return _success(result)

    async def _finish(self, result: Awaitable[Any], name: str, params: Params) -> Response:
        try:
            value = await result
        except Refused as refused:
            self._record(name, params, refused.code, refused.description)
            return _refusal(refused)
        if isinstance(value, bytes):
            return Response(200, value)
        self._record(name, params, 200)
        return _success(value)

    async def _done(self, name: str, params: Params) -> Response:
        response = self._perform(name, params)
        return response if isinstance(response, Response) else await response

    async def _faulty(self, fault: Fault, name: str, params: Params) -> Response:
        self._working += 1
        try:
            return await self._fail(fault, name, params)
        finally:
            self._working -= 1

    async def _fail(self, fault: Fault, name: str, params: Params) -> Response:
        match fault:
            case Refuse(refused=refused):
                self._record(name, params, refused.code, refused.description)
                return _refusal(refused)
            case Broken(code=code):
                self._record(name, params, code, "a page of HTML")
                return Response(code, f"<html><body><h1>{code}</h1></body></html>".encode(), "text/html")
            case Late(gate=gate):
                response = await self._done(name, params)
                await gate.wait()
                return response
            case Held(gate=gate):
                await gate.wait()
                return await self._done(name, params)
            case Never():
                self._record(name, params, 0, "never answered")
                never: asyncio.Future[Response] = asyncio.get_running_loop().create_future()
                return await never
            case Cut(done=done):
                if done:
                    await self._done(name, params)
                self._record(name, params, 0, "connection cut")
                return CUT

    def _record(self, name: str, params: Params, code: int, description: str = "") -> None:
        self.records.calls.add(Call(time.perf_counter(), name, params.values, code, description))


def _success(result: Any) -> Response:
    return Response(200, json.dumps({"ok": True, "result": result}).encode())


def _refusal(refused: Refused) -> Response:
    plain: dict[str, Any] = {"ok": False, "error_code": refused.code, "description": refused.description}
    if refused.parameters:
        plain["parameters"] = refused.parameters
    return Response(refused.code, json.dumps(plain).encode())
