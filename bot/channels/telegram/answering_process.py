"""One answering process as `workers` sees it: what it holds, how it is started, how it ends, and what its answers settle."""

from __future__ import annotations

import asyncio
import multiprocessing
from collections import deque
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from typing import Any

from bot.channels.telegram.answerer import Edition, Unanswered
from bot.channels.telegram.spawning import SPAWNING, start_unheeding
from bot.channels.telegram.worker import Ask, Move, Opening, Raised, serve
from bot.domain.errors import HoiDapError

AHEAD = 2  # questions a process holds at a time, so that it need not wait for us between two


@dataclass(slots=True, eq=False)
class Question:
    """A question or, with `edition`, the order to move to it. `begun`: no longer in our queue."""

    order: Ask | Move
    answer: asyncio.Future[Any]
    edition: Edition | None = None
    tries: int = 0
    begun: asyncio.Event = field(default_factory=asyncio.Event)


@dataclass(slots=True, eq=False)
class Worker:
    process: multiprocessing.process.BaseProcess
    line: Connection
    edition: Edition
    ready: asyncio.Future[None]
    held: deque[Question] = field(default_factory=deque)  # the first is the one being answered
    since: float = 0.0  # when it began with the first

    @property
    def is_ready(self) -> bool:
        return self.ready.done() and not self.ready.cancelled() and self.ready.exception() is None

    @property
    def has_room(self) -> bool:
        """One that moves takes no more questions: they would wait for its opening."""
        return self.is_ready and len(self.held) < AHEAD and not any(question.edition for question in self.held)


def spawned(opening: Opening, edition: Edition, ready: asyncio.Future[None]) -> Worker:
    """Start a process that opens this version."""
    ours, theirs = SPAWNING.Pipe()
    process = SPAWNING.Process(target=serve, args=(theirs, opening, edition.folder), name="hoidap-answers", daemon=True)
    start_unheeding(process)
    theirs.close()
    return Worker(process, ours, edition, ready)


class Died(HoiDapError):
    """A process died while it opened a version."""


def settle_move(worker: Worker, question: Question, said: object) -> None:
    if isinstance(said, Raised):
        fail(question, HoiDapError(said.text or f"không mở được thư viện ({said.kind})"))
        return
    assert question.edition is not None  # noqa: S101  that is what made it an order to move
    worker.edition = question.edition
    if not question.answer.done():
        question.answer.set_result(None)


def refuse(question: Question, why: str) -> None:
    fail(question, Unanswered(why))


def fail(question: Question, error: HoiDapError) -> None:
    question.begun.set()
    if not question.answer.done():
        question.answer.set_exception(error)
        question.answer.exception()  # whoever asked may have gone


def bury(processes: list[multiprocessing.process.BaseProcess]) -> None:
    """Wait until they are gone; one that does not go by itself is killed."""
    for process in processes:
        process.join(1.0)
        if process.is_alive():
            process.kill()
            process.join()
        process.close()
