from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest
from telegram import InputFile
from telegram.error import NetworkError, TelegramError, TimedOut
from telegram.request import HTTPXRequest

from bot.channels.telegram.wire import Line, SlowDown, TooLarge, Unreached, Wire, request_to
from tests.telegram.botapi import BotApi
from tests.telegram.ports import free_port

pytestmark = pytest.mark.asyncio
OK = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"
Peer = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]


@asynccontextmanager
async def talking_to(peer: Peer, *, connections: int = 5, patience: float = 5.0) -> AsyncIterator[tuple[Wire, str]]:
    """A wire, and the address of a server that does to each connection what `peer` does."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            await peer(reader, writer)
        except (asyncio.IncompleteReadError, ConnectionError):
            pass
        finally:
            writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    wire = Wire(connections, patience)
    await wire.initialize()
    try:
        yield wire, f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/bot/getMe"
    finally:
        await wire.shutdown()
        server.close()


async def heard(reader: asyncio.StreamReader) -> bytes:
    """One request without a body."""
    return await reader.readuntil(b"\r\n\r\n")


class Obliging:
    """Answers everything, and counts the connections."""

    def __init__(self, answer: bytes = OK) -> None:
        self.connections = 0
        self.answer = answer

    async def __call__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        while await heard(reader):
            writer.write(self.answer)
            if b"close" in self.answer:
                return


async def test_a_connection_is_used_again():
    peer = Obliging()
    async with talking_to(peer) as (wire, url):
        answers = [await wire.do_request(url, "POST") for _ in range(5)]

    assert [(200, b"{}")] * 5 == answers
    assert 1 == peer.connections


async def test_no_more_connections_are_open_at_once_than_allowed():
    peer = Obliging()
    async with talking_to(peer, connections=3) as (wire, url):
        await asyncio.gather(*(wire.do_request(url, "POST") for _ in range(30)))

    assert 3 >= peer.connections


async def test_a_connection_that_the_server_closed_meanwhile_is_not_used_again():
    peers: list[asyncio.StreamWriter] = []

    async def peer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        peers.append(writer)
        await heard(reader)
        writer.write(OK)

    async with talking_to(peer) as (wire, url):
        for _ in range(3):
            assert (200, b"{}") == await wire.do_request(url, "POST")
            await peers[-1].wait_closed()

    assert 3 == len(peers)


@pytest.mark.parametrize("answer", [OK.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n"), OK.replace(b"1.1", b"1.0") + b""])
async def test_a_server_that_wants_to_close_is_let(answer: bytes) -> None:
    peer = Obliging(answer)
    async with talking_to(peer) as (wire, url):
        for _ in range(3):
            assert (200, b"{}") == await wire.do_request(url, "POST")

    assert 3 == peer.connections


async def test_an_answer_in_chunks_is_put_together():
    peer = Obliging(b"HTTP/1.1 404 Not Found\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n")
    async with talking_to(peer) as (wire, url):
        assert (404, b"abcde") == await wire.do_request(url, "POST")


@pytest.mark.parametrize(("body", "seconds"), [(b'{"ok":false,"parameters":{"retry_after":7}}', 7.0), (b"<html>", 5.0), (b"[]", 5.0)])
async def test_too_many_requests_tell_how_long_to_wait(body: bytes, seconds: float) -> None:
    peer = Obliging(b"HTTP/1.1 429 Too Many Requests\r\nContent-Length: %d\r\n\r\n%s" % (len(body), body))
    async with talking_to(peer) as (wire, url):
        with pytest.raises(SlowDown) as raised:
            await wire.do_request(url, "POST")

    assert seconds == raised.value.seconds


async def test_where_nobody_listens_the_request_surely_did_not_arrive():
    wire = Wire(1, 1.0)
    await wire.initialize()

    with pytest.raises(Unreached):
        await wire.do_request(f"http://127.0.0.1:{free_port()}/bot/getMe", "POST")
    with pytest.raises(Unreached):
        await wire.do_request("http://no.such.host.invalid/bot/getMe", "POST")


async def test_a_server_that_does_not_answer_is_not_waited_for():
    async def peer(reader: asyncio.StreamReader, _: asyncio.StreamWriter) -> None:
        await heard(reader)
        await reader.read()

    async with talking_to(peer, patience=0.05) as (wire, url):
        with pytest.raises(TimedOut):
            await wire.do_request(url, "POST")


@pytest.mark.parametrize("said", [b"", b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{", b"HTTP/1.1 200", b"this is no HTTP\r\n\r\n"])
async def test_a_connection_cut_before_the_answer_is_whole_is_an_error(said: bytes) -> None:
    async def peer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await heard(reader)
        writer.write(said)

    async with talking_to(peer) as (wire, url):
        with pytest.raises(NetworkError) as raised:
            await wire.do_request(url, "POST")

    assert not isinstance(raised.value, Unreached | TimedOut)


# files


async def test_a_file_goes_in_parts_beside_the_fields(line: Line, api: BotApi) -> None:
    an = api.person("An")
    an.says("chào")
    content = bytes(range(256)) * 300
    await line.call("sendDocument", {"chat_id": an.id, "caption": "Báo cáo – “đủ”", "document": InputFile(content, filename="bao-cao.txt")})
    sent = await an.hears()

    assert sent.file is not None
    assert ("bao-cao.txt", content, "Báo cáo – “đủ”") == (sent.file.name, sent.file.content, sent.text)


async def test_a_file_comes_as_it_was_sent(line: Line, api: BotApi) -> None:
    content = bytes(range(256)) * 300
    said = api.person("An").sends_file("a.yaml", content)

    assert content == await line.download(said.message.content["document"]["file_id"], 100_000)


@pytest.mark.parametrize("size", [None, 10])
async def test_a_file_larger_than_we_take_is_not_taken(line: Line, api: BotApi, size: int | None) -> None:
    said = api.person("An").sends_file("a.yaml", b"x" * 1001, size=size)

    with pytest.raises(TooLarge):
        await line.download(said.message.content["document"]["file_id"], 1000)


@pytest.mark.parametrize("told", [{}, {"file_path": ""}, {"file_path": "/var/lib/telegram-bot-api/x"}, {"file_path": 7}, []])
async def test_a_path_that_is_none_of_the_servers_is_not_asked_for(line: Line, told: object, monkeypatch: pytest.MonkeyPatch) -> None:
    async def call(*_: object) -> object:
        return told

    monkeypatch.setattr(Line, "call", call)
    with pytest.raises(TelegramError):
        await line.download("x", 1000)


async def test_a_file_that_there_is_none_of_is_an_error(line: Line) -> None:
    with pytest.raises(TelegramError):
        await line.download("none", 1000)


async def test_where_a_proxy_is_set_the_librarys_own_client_goes_through_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("https_proxy", "http://proxy.invalid:3128")
    monkeypatch.setenv("no_proxy", "inside.invalid")

    assert isinstance(request_to("https://api.telegram.org", 1, 1.0), HTTPXRequest)
    assert isinstance(request_to("https://inside.invalid", 1, 1.0), Wire)
