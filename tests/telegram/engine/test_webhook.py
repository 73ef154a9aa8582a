from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field

import pytest
import pytest_asyncio

from bot.channels.telegram.failures import CannotServe
from bot.channels.telegram.webhook import MOST, SECRET, WebhookServer
from bot.domain.errors import JournalUnusable

pytestmark = pytest.mark.asyncio
GOOD = {SECRET: "mật-khẩu-đúng".encode().hex()}
UPDATE = json.dumps({"update_id": 1, "message": {}}).encode()


@dataclass(slots=True)
class Door:
    port: int = 0
    kept: list[object] = field(default_factory=list)
    fails: bool = False
    ready: bool = True

    async def receive(self, updates: list[object]) -> None:
        if self.fails:
            raise JournalUnusable("hết chỗ")
        self.kept += updates

    async def is_ready(self) -> bool:
        return self.ready

    async def asked(
        self, method: str, path: str, body: bytes = b"", headers: Mapping[str, str] | None = None, length: int | None = None
    ) -> int:
        """The status of one request."""
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        lines = [f"{method} {path} HTTP/1.1", "Host: x", f"Content-Length: {len(body) if length is None else length}"]
        writer.write("\r\n".join([*lines, *(f"{name}: {value}" for name, value in (headers or {}).items()), "", ""]).encode() + body)
        status = int((await reader.readline()).split()[1])
        self.said = await reader.read(4096) if status != 200 else b""
        writer.close()
        return status

    said: bytes = b""


@pytest_asyncio.fixture
async def door() -> AsyncIterator[Door]:
    door = Door()
    server = WebhookServer("/telegram", GOOD[SECRET], door.receive, door.is_ready)
    door.port = server.listen("127.0.0.1", 0)
    yield door
    await server.close()


async def test_an_update_with_the_secret_is_kept(door: Door) -> None:
    assert 200 == await door.asked("POST", "/telegram", UPDATE, GOOD)
    assert 200 == await door.asked("POST", "/telegram/", UPDATE, GOOD)
    assert [json.loads(UPDATE)] * 2 == door.kept


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 401),
        ({SECRET: ""}, 403),
        ({SECRET: "sai"}, 403),
        ({SECRET: GOOD[SECRET][:-1]}, 403),
        ({SECRET: GOOD[SECRET] + "x"}, 403),
        ({SECRET: "đ"}, 403),
    ],
)
async def test_without_the_secret_nothing_is_taken(door: Door, headers: dict[str, str], status: int) -> None:
    assert status == await door.asked("POST", "/telegram", UPDATE, headers)
    assert [] == door.kept
    assert GOOD[SECRET].encode() not in door.said


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS"])
async def test_only_post_is_understood(door: Door, method: str) -> None:
    assert 405 == await door.asked(method, "/telegram", headers=GOOD)


async def test_what_is_too_large_is_refused_by_its_head_and_by_its_body(door: Door) -> None:
    assert 413 == await door.asked("POST", "/telegram", b"{", GOOD, length=MOST + 1)
    chunk = b"%x\r\n" % (MOST + 1) + b" " * (MOST + 1) + b"\r\n0\r\n\r\n"
    reader, writer = await asyncio.open_connection("127.0.0.1", door.port)
    writer.write(f"POST /telegram HTTP/1.1\r\nHost: x\r\n{SECRET}: {GOOD[SECRET]}\r\nTransfer-Encoding: chunked\r\n\r\n".encode() + chunk)

    assert b"413" in await reader.readline()
    writer.close()


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"5", b"\xff"])
async def test_what_is_no_update_is_refused(door: Door, body: bytes) -> None:
    assert 400 == await door.asked("POST", "/telegram", body, GOOD)


async def test_what_cannot_be_kept_is_to_be_brought_again(door: Door) -> None:
    door.fails = True

    assert 503 == await door.asked("POST", "/telegram", UPDATE, GOOD)
    assert b"h\xe1\xba\xbft" not in door.said


async def test_other_paths_are_nowhere(door: Door) -> None:
    assert [404] * 3 == [await door.asked("GET", path) for path in ("/", "/telegramx", "/bot")]


async def test_health_says_that_we_live_and_ready_that_we_can_work(door: Door) -> None:
    assert (200, 200) == (await door.asked("GET", "/health"), await door.asked("GET", "/ready"))
    door.ready = False
    assert (200, 503) == (await door.asked("GET", "/health"), await door.asked("GET", "/ready"))


async def test_a_place_that_is_taken_is_told(door: Door) -> None:
    server = WebhookServer("/telegram", "x", door.receive, door.is_ready)

    with pytest.raises(CannotServe, match=str(door.port)):
        server.listen("127.0.0.1", door.port)
    with pytest.raises(CannotServe, match="no-such-host"):
        server.listen("no-such-host.invalid", 0)
    await server.close()


async def test_a_webhook_at_the_root_works_too(door: Door) -> None:
    server = WebhookServer("", GOOD[SECRET], door.receive, door.is_ready)
    door.port = server.listen("127.0.0.1", 0)

    assert 200 == await door.asked("POST", "/", UPDATE, GOOD)
    await server.close()
