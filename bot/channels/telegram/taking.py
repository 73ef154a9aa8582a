"""Watches which version is live, and goes over to it while people are answered: no restart, no pause, and never half of two.

It looks at the pointer about twice a second, for that may lie on a disk of another machine, from which no event comes. First the version is
opened and arranged for looking around, then the answering processes go over; replies of the version before are still shown with it. What
cannot be opened changes nothing: administrators are told once, and it is looked at again when the pointer moves.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from bot.channels.telegram import parcels, words_knowledge
from bot.channels.telegram.answerer import Edition
from bot.channels.telegram.keeper import Keeper
from bot.channels.telegram.markup import Run, page
from bot.channels.telegram.publishing import Shelves
from bot.channels.telegram.views import Shelf, View, Views
from bot.channels.telegram.workers import Workers
from bot.domain.errors import HoiDapError, VersionDamaged
from bot.journal.journal import Journal
from bot.journal.people import Access

_LOG = logging.getLogger(__name__)
_OFTEN = 0.4  # seconds between two looks

Refused = Callable[[int, int, str], Awaitable[None]]


class Taking:
    """`shelf` opens a library to look into; `refused` is told of a version that cannot be opened: its number, the one kept, and why."""

    def __init__(self, versions: Shelves, shelf: Callable[[Path], Shelf], views: Views, workers: Workers, refused: Refused) -> None:
        self._versions = versions
        self._shelf = shelf
        self._views = views
        self._workers = workers
        self._refused = refused
        self._failed: int | None = None
        self._blind = False

    async def run(self) -> None:
        """Until cancelled."""
        while True:
            await asyncio.sleep(_OFTEN)
            try:
                await self.look()
            except Exception:  # noqa: BLE001  logged; people go on being answered
                _LOG.exception("watching failed")

    async def look(self) -> None:
        """Go over to the live version, if it is another one than the one we answer from."""
        live = await asyncio.to_thread(self._pointer)
        if live is None or live == self._failed:
            return
        self._failed = None
        if live != self._views.now.version:
            await self._go_over(live)

    def _pointer(self) -> int | None:
        """The number of the live version; None when that cannot be told now."""
        try:
            live = self._versions.pointer()
        except (VersionDamaged, OSError) as error:
            if not self._blind:
                _LOG.error("pointer not read", exc_info=error)
            self._blind = True
            return None
        self._blind = False
        return live

    async def _go_over(self, number: int) -> None:
        began = time.perf_counter()
        before = self._views.now.version
        try:
            folder, view = await asyncio.to_thread(self._opened, number)
            self._views.expect(view)
            await self._workers.move_on(Edition(number, folder))
        except Exception as error:  # noqa: BLE001  a damaged file may raise anything; told below, and all stays as it was
            self._failed = number
            _LOG.error("version not taken", exc_info=error, extra={"version": number, "answering": before})
            await self._refused(number, before, str(error) if isinstance(error, HoiDapError) else "")
            return
        self._views.show(view)
        _LOG.info("version taken", extra={"version": number, "before": before, "ms": round((time.perf_counter() - began) * 1000)})

    def _opened(self, number: int) -> tuple[Path, View]:
        folder = self._versions.verified(self._versions.get(number))
        return folder, View.of(number, self._shelf(folder))


@dataclass(frozen=True, slots=True)
class Told:
    """Tells every administrator that a version could not be taken."""

    keeper: Keeper
    clock: Callable[[], datetime]

    async def refused(self, number: int, kept: int, why: str) -> None:
        text = words_knowledge.VERSION_REFUSED.format(number=number, live=kept, why=why or words_knowledge.VERSION_REFUSED_UNKNOWN)
        shown = page([Run(text)])
        at = self.clock()

        def work(journal: Journal) -> None:
            for grant in journal.people.listing():
                if grant.access is Access.ADMINISTRATOR:
                    journal.outbox.put(parcels.send(grant.user, shown), at)

        await self.keeper.run(work)
