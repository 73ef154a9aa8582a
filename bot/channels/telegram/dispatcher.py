"""Hands updates to whoever handles them: in order within a chat, chats side by side, so that a slow one holds up nobody else.

Inline queries have no order and no memory: of those of one person only the newest is answered, the others nobody looks at any more.
"""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Awaitable, Callable

from bot.channels.telegram.limits import Pace
from bot.journal.inbox import Payload

_LOG = logging.getLogger(__name__)
AT_ONCE = 64  # handled side by side; each mostly waits for an answer
MOST = 2_000  # waiting here; what comes beyond waits in the journal's inbox and at Telegram
Handle = Callable[[Payload], Awaitable[None]]


class Dispatcher:
    def __init__(self, handle: Handle, pace: Pace, *, at_once: int = AT_ONCE, most: int = MOST) -> None:
        self._handle = handle
        self._pace = pace
        self._at_once = asyncio.Semaphore(at_once)
        self._most = most
        self._lanes: dict[int, deque[Payload]] = {}
        self._newest: dict[int, Payload] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._room = asyncio.Event()
        self._room.set()
        self._ending = False
        self.waiting = 0

    def add(self, lane: int, update: Payload) -> None:
        """An update of a chat, to be handled after those before it."""
        self.waiting += 1
        if self.waiting >= self._most:
            self._room.clear()
        queue = self._lanes.get(lane)
        if queue is not None:
            queue.append(update)
            return
        self._lanes[lane] = deque((update,))
        self._start(self._run(lane))

    def add_fleeting(self, person: int, update: Payload) -> None:
        """An inline query; takes the place of one of the same person that has not been begun with."""
        is_new = person not in self._newest
        self._newest[person] = update
        if is_new:
            self._start(self._run_newest(person))

    async def room(self) -> None:
        """Wait until there is room for more. What is added without waiting is taken all the same."""
        await self._room.wait()

    async def drain(self, within: float) -> None:
        """Begin with nothing more; finish what has begun, in that time. The rest stays in the journal."""
        self._ending = True
        self._room.set()
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=within)
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _start(self, run: Awaitable[None]) -> None:
        task = asyncio.ensure_future(run)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _run(self, lane: int) -> None:
        queue = self._lanes[lane]
        try:
            while queue and not self._ending:
                await self._pace.turn()
                await self._one(queue[0])
                queue.popleft()
                self._one_less()
        finally:
            del self._lanes[lane]

    async def _run_newest(self, person: int) -> None:
        async with self._at_once:
            update = self._newest.pop(person)
            if not self._ending:
                await self._safely(update)

    async def _one(self, update: Payload) -> None:
        async with self._at_once:
            if not self._ending:
                await self._safely(update)

    async def _safely(self, update: Payload) -> None:
        try:
            await self._handle(update)
        except Exception:  # noqa: BLE001  logged, and nothing else ends by it
            _LOG.exception("update not handled")  # it stays in the journal; the lane goes on

    def _one_less(self) -> None:
        self.waiting -= 1
        if self.waiting < self._most:
            self._room.set()
