"""Everything that passed through the server, in order, and a way to wait for what is still to come.

Times are seconds of `time.perf_counter`: only differences mean something.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from tests.telegram.botapi.formatted import Entity, Formatted
from tests.telegram.botapi.keyboards import Button, Keyboard

PATIENCE = 60.0
"""How long a test waits for what must come; only a failing test ever waits that long."""


@dataclass(frozen=True, slots=True)
class Call:
    """One request of the bot and how it was answered; code 0: the connection was cut, or there was no answer."""

    at: float
    method: str
    params: Mapping[str, str]
    code: int
    description: str = ""

    @property
    def chat(self) -> int:
        """The chat it was about, 0 when none."""
        value = self.params.get("chat_id", "")
        return int(value) if value.lstrip("-").isdigit() else 0

    @property
    def refused(self) -> bool:
        return self.code != 200


@dataclass(frozen=True, slots=True)
class File:
    """A file as it was sent."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Sent:
    """What the bot put into a chat: a new message, or a new content of one (`edited`)."""

    at: float
    method: str
    chat: int
    id: int
    body: Formatted
    keyboard: Keyboard
    reply_to: int | None
    thread: int | None
    source: str
    """The text as the bot wrote it, with its markup."""
    file: File | None = None

    @property
    def text(self) -> str:
        return self.body.text

    @property
    def entities(self) -> tuple[Entity, ...]:
        return self.body.entities

    @property
    def edited(self) -> bool:
        return self.method.startswith("edit")

    @property
    def buttons(self) -> tuple[tuple[Button, ...], ...]:
        return self.keyboard.rows

    @property
    def labels(self) -> list[str]:
        return [button.text for button in self.keyboard.buttons]


@dataclass(frozen=True, slots=True)
class CallbackAnswer:
    """How a pressed button was answered."""

    at: float
    query: str
    text: str
    alert: bool
    url: str


@dataclass(frozen=True, slots=True)
class Card:
    """One result of an inline query."""

    id: str
    title: str
    description: str
    body: Formatted
    keyboard: Keyboard


@dataclass(frozen=True, slots=True)
class InlineAnswer:
    at: float
    query: str
    cards: tuple[Card, ...]
    personal: bool
    next_offset: str


Kind = TypeVar("Kind")


@dataclass(slots=True)
class Record(Generic[Kind]):
    """All of one kind, in order. What `next` gave out it does not give out again, so a test reads a chat from top to bottom.

    `watch` is told of every item as it comes; a bench reads that way.
    """

    name: str
    all: list[Kind] = field(default_factory=list)
    watch: Callable[[Kind], None] | None = None
    _unread: dict[int, Kind] = field(default_factory=dict)
    _waiting: list[tuple[Callable[[Kind], bool], asyncio.Future[Kind]]] = field(default_factory=list)

    def add(self, item: Kind) -> None:
        self.all.append(item)
        if self.watch is not None:
            self.watch(item)
        for place, (wanted, future) in enumerate(self._waiting):
            if not future.done() and wanted(item):
                del self._waiting[place]
                future.set_result(item)
                return
        self._unread[len(self.all)] = item

    async def next(self, wanted: Callable[[Kind], bool], within: float = PATIENCE) -> Kind:
        """The first that is wanted and was not given out yet, come or still to come. Raises AssertionError when it does not come."""
        for place, item in self._unread.items():
            if wanted(item):
                del self._unread[place]
                return item
        future: asyncio.Future[Kind] = asyncio.get_running_loop().create_future()
        entry = (wanted, future)
        self._waiting.append(entry)
        try:
            return await asyncio.wait_for(future, within)
        except TimeoutError:
            raise AssertionError(self._missing(within)) from None
        finally:
            if entry in self._waiting:
                self._waiting.remove(entry)

    def unread(self, wanted: Callable[[Kind], bool]) -> list[Kind]:
        """What came and no test has asked for."""
        return [item for item in self._unread.values() if wanted(item)]

    def _missing(self, within: float) -> str:
        last = "\n".join(f"  {item}" for item in self.all[-5:])
        return f"no such {self.name} within {within:g} s; the last of {len(self.all)}:\n{last}"


@dataclass(slots=True)
class Records:
    calls: Record[Call] = field(default_factory=lambda: Record("call"))
    sent: Record[Sent] = field(default_factory=lambda: Record("message"))
    callbacks: Record[CallbackAnswer] = field(default_factory=lambda: Record("callback answer"))
    inline: Record[InlineAnswer] = field(default_factory=lambda: Record("inline answer"))
    handed: dict[int, list[float]] = field(default_factory=dict)
    """When each update was handed to the bot, every time that it was."""

    def of(self, method: str, **params: Any) -> list[Call]:
        """The calls of a method with these parameters."""
        wanted = {name: str(value) for name, value in params.items()}.items()
        return [call for call in self.calls.all if call.method == method.lower() and wanted <= dict(call.params).items()]
