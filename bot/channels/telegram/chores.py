"""What is done by the clock: reminders about once a minute, and once a day what is too old is deleted from the journal."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine
from datetime import datetime, timedelta
from typing import Any

from bot.channels.telegram.keeper import Keeper
from bot.journal.journal import Journal
from bot.journal.purge import purge

_LOG = logging.getLogger(__name__)
_MINUTE, _DAY = 60.0, 86_400.0
_SOON = 5.0  # seconds after the start, which a crash may have made necessary

Work = Callable[[Journal, datetime], object]


class Chores:
    """`tick` is run about once a minute, in a transaction of its own; `keep` is how long the journal remembers."""

    def __init__(self, keeper: Keeper, tick: Work, keep: timedelta, clock: Callable[[], datetime]) -> None:
        self._keeper = keeper
        self._tick = tick
        self._keep = keep
        self._clock = clock
        self._tasks: list[asyncio.Task[None]] = []

    async def start(self) -> None:
        self._tasks = [self._beside(self._every(_MINUTE, "tick", self._tick)), self._beside(self._every(_DAY, "purge", self._purge))]

    async def close(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def once(self) -> None:
        """The reminders of this minute, now."""
        await self._run("tick", self._tick)

    def _beside(self, runs: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        return asyncio.get_running_loop().create_task(runs)

    async def _every(self, seconds: float, name: str, work: Work) -> None:
        await asyncio.sleep(_SOON)
        while True:
            await self._run(name, work)
            await asyncio.sleep(seconds)

    async def _run(self, name: str, work: Work) -> None:
        """One that fails is tried again next time; it must not end the others."""
        at = self._clock()
        try:
            await self._keeper.run(lambda journal: work(journal, at))
        except Exception:  # noqa: BLE001
            _LOG.exception("chore failed", extra={"chore": name})

    def _purge(self, journal: Journal, at: datetime) -> None:
        purged = purge(journal, self._keep, at)
        _LOG.info("purged", extra={"rows": purged.all})
