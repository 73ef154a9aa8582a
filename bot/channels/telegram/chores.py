"""What is done by the clock: reminders about once a minute, and once a day what is too old is deleted from the journal."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

from bot.channels.telegram.keeper import Keeper
from bot.journal.journal import Journal
from bot.journal.purge import purge

_LOG = logging.getLogger(__name__)
_MINUTE, _DAY = 60.0, 86_400.0
_SOON = 5.0  # seconds after the start, which a crash may have made necessary

Work = Callable[[Journal, datetime], object]


class Chores:
    """`tick` is run about once a minute, in a transaction of its own; `keep` is how long the journal remembers.

    What is too old is deleted over a line of its own (`opening`), in small steps, so that nobody has to wait for it.
    """

    def __init__(self, keeper: Keeper, opening: Callable[[], Journal], tick: Work, keep: timedelta, clock: Callable[[], datetime]) -> None:
        self._keeper = keeper
        self._opening = opening
        self._tick = tick
        self._keep = keep
        self._clock = clock
        self._tasks: list[asyncio.Task[None]] = []

    async def start(self) -> None:
        loop = asyncio.get_running_loop()
        self._tasks = [loop.create_task(_every(_MINUTE, self.remind)), loop.create_task(_every(_DAY, self.clear))]

    async def close(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def remind(self) -> None:
        at = self._clock()
        await self._keeper.run(lambda journal: self._tick(journal, at))

    async def clear(self) -> None:
        at = self._clock()

        def clear() -> int:
            with self._opening() as journal:
                return purge(journal, self._keep, at).all

        _LOG.info("purged", extra={"rows": await asyncio.to_thread(clear)})


async def _every(seconds: float, chore: Callable[[], Awaitable[None]]) -> None:
    """Again and again; one that fails is tried again next time, and ends nothing else."""
    await asyncio.sleep(_SOON)
    while True:
        try:
            await chore()
        except Exception:  # noqa: BLE001  logged, and nothing else ends by it
            _LOG.exception("chore failed")
        await asyncio.sleep(seconds)
