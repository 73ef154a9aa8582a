"""How long the handling of one update may take. Time spent in a queue of ours does not count: that one waits says nothing against it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable
from contextlib import asynccontextmanager
from contextvars import ContextVar
from typing import TypeVar

T = TypeVar("T")


class _Limit:
    """A limit that stands still while anything waits unhurried; several things may do so at once."""

    def __init__(self, timeout: asyncio.Timeout) -> None:
        self._timeout = timeout
        self._waiting = 0
        self._left = 0.0

    def pause(self) -> None:
        self._waiting += 1
        if self._waiting == 1:
            self._left = (self._timeout.when() or 0.0) - asyncio.get_running_loop().time()
            self._timeout.reschedule(None)

    def go_on(self) -> None:
        self._waiting -= 1
        if self._waiting == 0 and not self._timeout.expired():
            self._timeout.reschedule(asyncio.get_running_loop().time() + self._left)


_LIMIT: ContextVar[_Limit | None] = ContextVar("limit of the update being handled", default=None)


@asynccontextmanager
async def limited(seconds: float) -> AsyncIterator[None]:
    """Raises TimeoutError when what is done inside takes longer, the time of `unhurried` not counted."""
    async with asyncio.timeout(seconds) as timeout:
        token = _LIMIT.set(_Limit(timeout))
        try:
            yield
        finally:
            _LIMIT.reset(token)


async def unhurried(waiting: Awaitable[T]) -> T:
    """Wait for something while the limit, if there is one, stands still."""
    limit = _LIMIT.get()
    if limit is None:
        return await waiting
    limit.pause()
    try:
        return await waiting
    finally:
        limit.go_on()
