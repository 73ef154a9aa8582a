"""The journal's one thread: everybody hands it work and awaits what comes of it.

Work that waits at the same moment shares one transaction, each piece in a savepoint of its own: what fails is undone alone and
raises where it was awaited, the others are committed together. Nobody hears of a result before it is committed. What must outlast a power
cut from that moment on (`alone`) has transactions of its own, and everything else waits for it.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import groupby
from queue import Empty, SimpleQueue
from typing import Any, TypeVar

from bot.journal.journal import Journal
from bot.journal.outbox import Posted

T = TypeVar("T")
Work = Callable[[Journal], T]
TOGETHER = 200  # pieces of work in one transaction, so that the first of a flood does not wait for the last


@dataclass(slots=True, eq=False)
class _Piece:
    work: Work[Any]
    future: asyncio.Future[Any] | None
    alone: bool = False
    result: Any = None
    error: Exception | None = None


class Keeper:
    """`posted` is told, on the loop and after each commit, what was put into the outbox; the sender sets it before anything is."""

    def __init__(self, opening: Callable[[], Journal]) -> None:
        self._opening = opening
        self.posted: Callable[[Sequence[Posted]], object] = len
        self._pieces: SimpleQueue[_Piece | None] = SimpleQueue()
        self._thread: threading.Thread | None = None
        self._ended = False

    async def start(self) -> None:
        """Open the journal. Raises what opening it raises."""
        self._loop = asyncio.get_running_loop()
        opened: asyncio.Future[None] = self._loop.create_future()
        self._thread = threading.Thread(target=self._live, args=(opened,), name="journal", daemon=True)
        self._thread.start()
        await opened

    async def run(self, work: Work[T]) -> T:
        """Have work done and committed. Raises what it raises, undone then; a commit that fails raises for all that shared it."""
        future: asyncio.Future[T] = self._loop.create_future()
        self._put(_Piece(work, future))
        return await future

    async def alone(self, work: Work[T]) -> T:
        """Have work done that makes its own transactions. Raises what it raises; what it had committed by then stays."""
        future: asyncio.Future[T] = self._loop.create_future()
        self._put(_Piece(work, future, alone=True))
        return await future

    def post(self, work: Work[None]) -> asyncio.Future[None]:
        """The same without waiting; in order with what is run. The future may be let go of: who does, never hears of a failure."""
        future: asyncio.Future[None] = self._loop.create_future()
        self._put(_Piece(work, future))
        return future

    async def close(self) -> None:
        """Do what was handed over, then close the journal."""
        if self._thread is None or self._ended:
            return
        self._ended = True
        self._pieces.put(None)
        await asyncio.to_thread(self._thread.join)

    def _put(self, piece: _Piece) -> None:
        if self._ended:
            raise RuntimeError("the journal is closed")
        self._pieces.put(piece)

    # on the journal's thread

    def _live(self, opened: asyncio.Future[None]) -> None:
        try:
            journal = self._opening()
        except Exception as error:  # noqa: BLE001  whatever it is, it is raised where start() is awaited
            self._tell(_failing(opened, error))
            return
        self._tell(_settling(opened, None))
        with journal:
            while pieces := self._next():
                for alone, run in groupby(pieces, key=lambda piece: piece.alone):
                    (self._one_by_one if alone else self._together)(journal, list(run))

    def _next(self) -> list[_Piece]:
        """What waits, at least one piece; nothing when it is over. What was handed over before the end is done before it."""
        first = self._pieces.get()
        if first is None:
            return []
        pieces = [first]
        try:
            while len(pieces) < TOGETHER:
                piece = self._pieces.get_nowait()
                if piece is None:
                    self._pieces.put(None)
                    break
                pieces.append(piece)
        except Empty:
            pass
        return pieces

    def _together(self, journal: Journal, pieces: list[_Piece]) -> None:
        try:
            with journal.transaction():
                for piece in pieces:
                    _do(journal, piece)
        except Exception as error:  # noqa: BLE001  the commit failed: nobody's work is kept
            for piece in pieces:
                piece.error = error
        posted = journal.outbox.taken()
        self._tell(lambda: self._settle(pieces, posted))

    def _one_by_one(self, journal: Journal, pieces: list[_Piece]) -> None:
        for piece in pieces:
            try:
                piece.result = piece.work(journal)
            except Exception as error:  # noqa: BLE001  raised where it was awaited
                piece.error = error
        posted = journal.outbox.taken()
        self._tell(lambda: self._settle(pieces, posted))

    def _tell(self, call: Callable[[], None]) -> None:
        with suppress(RuntimeError):  # the loop is gone: the program ends at once, and what is committed is committed
            self._loop.call_soon_threadsafe(call)

    # on the loop again

    def _settle(self, pieces: list[_Piece], posted: Sequence[Posted]) -> None:
        if posted:
            self.posted(posted)
        for piece in pieces:
            if piece.error is None:
                _settling(piece.future, piece.result)()
            else:
                _failing(piece.future, piece.error)()


def _do(journal: Journal, piece: _Piece) -> None:
    try:
        with journal.transaction():
            piece.result = piece.work(journal)
    except Exception as error:  # noqa: BLE001  raised where it was awaited
        piece.error = error


def _settling(future: asyncio.Future[Any] | None, result: object) -> Callable[[], None]:
    return lambda: None if future is None or future.done() else future.set_result(result)


def _failing(future: asyncio.Future[Any] | None, error: Exception) -> Callable[[], None]:
    return lambda: None if future is None or future.done() else future.set_exception(error)
