"""The life of the bot as a process: it serves until it is told to stop, or until Telegram will not have it any more.

The first SIGTERM or Ctrl-C begins the end, which finishes what is being answered; the second ends at once, which loses nothing either:
what is not done is in the journal.
"""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import sys
from contextlib import suppress

from bot.channels.telegram import logs
from bot.channels.telegram.routes import behaviour
from bot.channels.telegram.running import Parts, running

_LOG = logging.getLogger(__name__)
AT_ONCE = "Đã dừng ngay; những gì chưa xong nằm trong nhật ký, lần chạy sau sẽ làm tiếp."


def serve(parts: Parts, *, verbose: bool) -> int:
    """Serve until told to stop; the exit code. Raises CannotServe, JournalUnusable or SettingInvalid, each one line for the operator."""
    logs.set_up(verbose=verbose)
    return asyncio.run(_serve(parts))


async def _serve(parts: Parts) -> int:
    stop = _Stop()
    stop.listen()
    living = asyncio.ensure_future(_live(parts, stop))
    asked = asyncio.ensure_future(stop.asked.wait())
    await asyncio.wait({living, asked}, return_when=asyncio.FIRST_COMPLETED)
    asked.cancel()
    if not stop.has_begun:
        living.cancel()  # told to stop while starting: there is nothing to finish
    with suppress(asyncio.CancelledError):
        await living
    return stop.code


async def _live(parts: Parts, stop: _Stop) -> None:
    async with running(parts, behaviour()) as bot:
        stop.has_begun = True
        _LOG.info("serving", extra={"bot": bot.application.bot.username, "by": "webhook" if bot.port else "polling"})
        await bot.until(stop.asked)
        _LOG.info("ending")
    _LOG.info("ended")


class _Stop:
    """The signals by which a person or a supervisor ends us."""

    def __init__(self) -> None:
        self.asked = asyncio.Event()
        self.has_begun = False
        self.code = 0

    def listen(self) -> None:
        for number in (signal.SIGTERM, signal.SIGINT):
            asyncio.get_running_loop().add_signal_handler(number, self._hear, number)

    def _hear(self, number: signal.Signals) -> None:
        if self.asked.is_set():
            sys.stderr.write(f"{AT_ONCE}\n")
            sys.stderr.flush()
            os._exit(130)  # the answering processes notice that their lines are closed
        self.code = 130 if number == signal.SIGINT else 0
        self.asked.set()
