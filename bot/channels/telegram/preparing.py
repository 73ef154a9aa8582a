"""Finding out what a change would do, in a process of its own: one at a time, and never where people are answered.

Several administrators, or one in a hurry, do not start several: whoever comes second is told that one is under way.
"""

from __future__ import annotations

import asyncio
import logging
import multiprocessing
import os
import signal
from collections.abc import Awaitable, Callable
from contextlib import suppress
from multiprocessing.connection import Connection

from bot.channels.telegram.preparer import Failed, Found, Opening, Wanted, run
from bot.channels.telegram.spawning import SPAWNING, start_unheeding
from bot.domain.deed import Deed

_LOG = logging.getLogger(__name__)
_LONGEST = 900.0  # seconds; 20,000 facts take two minutes


class Preparing:
    """`told` is awaited with every deed, in order, before what comes after it."""

    def __init__(self, opening: Opening, told: Callable[[Deed], Awaitable[None]]) -> None:
        self._opening = opening
        self._told = told
        self._busy = False

    @property
    def is_busy(self) -> bool:
        return self._busy

    async def find(self, wanted: Wanted) -> Found | None:
        """What was found; None when another one is under way. Cancelled, the process and all that it started are ended."""
        if self._busy:
            return None
        self._busy = True
        try:
            return await self._find(wanted)
        finally:
            self._busy = False

    async def _find(self, wanted: Wanted) -> Found:
        ours, theirs = SPAWNING.Pipe()
        process = SPAWNING.Process(
            target=run, args=(theirs, self._opening, wanted), name="hoidap-prepares"
        )  # not a daemon: it starts others
        try:
            start_unheeding(process)
        finally:
            theirs.close()
        try:
            async with asyncio.timeout(_LONGEST):
                return await self._listen(ours)
        except TimeoutError:
            return Failed("", "TimeoutError")
        finally:
            ours.close()  # which ends it
            await asyncio.shield(asyncio.to_thread(_bury, process))

    async def _listen(self, line: Connection) -> Found:
        while True:
            try:
                said = await _next(line)
            except (EOFError, OSError):
                _LOG.error("preparing died")
                return Failed("", "Died")
            if isinstance(said, Deed):
                await self._told(said)
            else:
                return said


async def _next(line: Connection) -> Found | Deed:
    """What comes over the line next, without holding up the loop. Raises EOFError when nothing comes any more."""
    loop = asyncio.get_running_loop()
    came = asyncio.Event()
    loop.add_reader(line.fileno(), came.set)
    try:
        await came.wait()
    finally:
        loop.remove_reader(line.fileno())
    said: Found | Deed = line.recv()
    return said


def _bury(process: multiprocessing.process.BaseProcess) -> None:
    """Wait until it is gone; one that does not go by itself is killed, with all that it started."""
    process.join(1.0)
    if process.is_alive() and process.pid is not None:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
        process.kill()
        process.join()
    process.close()
