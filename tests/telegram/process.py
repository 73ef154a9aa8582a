"""The real bot as a process of its own, against our Bot API server: started, stopped, killed, and asked how it ended."""

from __future__ import annotations

import asyncio
import os
import signal
import sqlite3
import sys
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

from bot.settings import NAMES, PROJECT
from tests.telegram.botapi import BotApi

_PATIENCE = 180.0
GENEROUS = {"HOIDAP_PER_USER_A_MINUTE": "100000", "HOIDAP_A_SECOND": "100000"}
"""Limits for people, out of the way of a load."""


@dataclass(frozen=True, slots=True)
class Ended:
    """How a process ended, and what it said of it."""

    code: int
    errors: str

    @property
    def lines(self) -> list[str]:
        """What it said, without what is said while everything is fine: lines of the log."""
        return [line for line in self.errors.splitlines() if line.strip() and not line.startswith("{")]


@dataclass(slots=True)
class Bot:
    """One bot with its settings; it may be started again and again over the same journal."""

    api: BotApi
    folder: Path
    environment: Mapping[str, str] = field(default_factory=dict)
    _process: asyncio.subprocess.Process | None = None

    @property
    def journal(self) -> Path:
        return self.folder / "journal.db"

    @property
    def process(self) -> asyncio.subprocess.Process:
        if self._process is None:
            raise AssertionError("the bot is not running")
        return self._process

    async def start(self, *, webhook: bool = False, **environment: str) -> None:
        """Start, and wait until it asks for updates or has set its webhook. Raises AssertionError when it ends instead."""
        self.api.updates.polled.clear()
        await self.launch(**environment)
        ready = asyncio.ensure_future(self.api.called("setWebhook", within=_PATIENCE) if webhook else self.api.updates.polled.wait())
        ended = asyncio.ensure_future(self.process.wait())
        try:
            done, _ = await asyncio.wait((ready, ended), timeout=_PATIENCE, return_when=asyncio.FIRST_COMPLETED)
            assert ready in done, f"the bot did not start; it said:\n{self.errors}"
        finally:
            ready.cancel()
            ended.cancel()

    async def launch(self, **environment: str) -> None:
        """Start without waiting for anything."""
        with (self.folder / "errors.txt").open("ab") as errors:
            self._process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "bot", cwd=PROJECT, env=self._environment(environment), stdin=asyncio.subprocess.DEVNULL, stdout=errors, stderr=errors,
            )  # fmt: skip

    async def ends(self, within: float = _PATIENCE) -> Ended:
        """Wait for the end that it comes to by itself."""
        async with asyncio.timeout(within):
            code = await self.process.wait()
        self._process = None
        return Ended(code, self.errors)

    async def stops(self, within: float = _PATIENCE) -> Ended:
        """SIGTERM, and wait until it has finished what it was doing."""
        self.process.send_signal(signal.SIGTERM)
        return await self.ends(within)

    def kill(self) -> None:
        """`kill -9`, this very moment."""
        self.process.kill()

    async def close(self) -> None:
        if self._process is not None and self._process.returncode is None:
            self._process.kill()
            await self._process.wait()

    @property
    def errors(self) -> str:
        """All that it wrote to stdout and stderr so far, of all its starts."""
        return (self.folder / "errors.txt").read_text(encoding="utf-8")

    def counter(self, name: str) -> int:
        """A counter of its journal."""
        with closing(sqlite3.connect(f"file:{self.journal}?mode=ro", uri=True)) as database:
            row = database.execute("select number from counters where name = ?", [name]).fetchone()
        return int(row[0]) if row else 0

    def _environment(self, more: Mapping[str, str]) -> dict[str, str]:
        inherited = {name: value for name, value in os.environ.items() if name not in NAMES.values()}  # noqa: TID251  what the child inherits
        return inherited | {
            "PYTHONUTF8": "1", "TELEGRAM_BOT_TOKEN": self.api.token, "TELEGRAM_API_URL": self.api.url, "HOIDAP_JOURNAL": str(self.journal),
        } | {**self.environment, **more}  # fmt: skip
