"""Answering in processes of their own: each opens the library once, and the loop never waits for one.

A process that dies or thinks too long is replaced and its question asked again, a few times. `move_on` goes over to another library
without a pause: the old processes finish what they were asked. The processes hear neither Ctrl-C nor SIGTERM, which a terminal or a
supervisor sends to all of us: they end when their line to us is closed, whichever way we end.
"""

from __future__ import annotations

import asyncio
import logging
import multiprocessing
import signal
from collections import deque
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from bot.answering.conversation import Conversation
from bot.channels.telegram.answerer import Unanswered
from bot.channels.telegram.worker import Opening, Raised, serve
from bot.domain.errors import HoiDapError
from bot.domain.reply import Answered, Reply

_LOG = logging.getLogger(__name__)
_SPAWNING = multiprocessing.get_context("spawn")  # a fork would take the loop, the journal's thread and their locks along
_AHEAD = 2  # questions a process holds at a time, so that it need not wait for us between two
_TRIES = 3
_LONGEST = 20.0  # seconds for one question; the longest ever seen takes a tenth of one
_PATIENCE = (0.2, 1.0, 5.0, 30.0)  # seconds before the next attempt to start a process that does not get ready


@dataclass(slots=True, eq=False)
class _Question:
    method: str
    arguments: tuple[Any, ...]
    answer: asyncio.Future[Any]
    tries: int = 0


@dataclass(slots=True, eq=False)
class _Worker:
    process: multiprocessing.process.BaseProcess
    line: Connection
    library: Path
    ready: asyncio.Future[None]
    held: deque[_Question] = field(default_factory=deque)  # the first is the one being answered
    since: float = 0.0  # when it began with the first

    @property
    def is_ready(self) -> bool:
        return self.ready.done() and not self.ready.cancelled() and self.ready.exception() is None


class Workers:
    """`count` processes; `opening` makes of a library's folder what answers, in each of them."""

    def __init__(self, opening: Opening, library: Path, count: int) -> None:
        self._opening = opening
        self._library = library
        self._count = count
        self._workers: list[_Worker] = []
        self._retired: list[_Worker] = []
        self._waiting: deque[_Question] = deque()
        self._tasks: set[asyncio.Task[None]] = set()
        self._failures = 0
        self._closed = False

    async def start(self) -> None:
        """Start the processes and wait until all are ready. Raises HoiDapError when one cannot open the library."""
        self._loop = asyncio.get_running_loop()
        self._watch = self._loop.call_later(1.0, self._look_for_long_thinkers)
        self._workers = [self._spawn() for _ in range(self._count)]
        await asyncio.gather(*(worker.ready for worker in self._workers))

    async def move_on(self, library: Path) -> None:
        """Answer from another library from now on. Raises HoiDapError when it cannot be opened; all stays as it was then."""
        fresh = [self._spawn(library) for _ in range(self._count)]
        try:
            await asyncio.gather(*(worker.ready for worker in fresh))
        except BaseException:
            for worker in fresh:
                self._end(worker)
            raise
        self._retired += self._workers
        self._workers, self._library = fresh, library
        for worker in list(self._retired):
            self._dismiss(worker)
        self._hand_out()

    @property
    def are_ready(self) -> bool:
        return any(worker.is_ready for worker in self._workers)

    def waiting(self) -> int:
        """How many questions no process has begun with."""
        return len(self._waiting)

    async def close(self) -> None:
        """End the processes; questions still held are given up."""
        self._closed = True
        self._watch.cancel()
        for task in self._tasks:
            task.cancel()
        ended = [*self._workers, *self._retired]
        for worker in ended:
            for question in worker.held:
                _refuse(question)
            self._end(worker)
        for question in self._waiting:
            _refuse(question)
        self._workers, self._retired, self._waiting = [], [], deque()
        await asyncio.to_thread(_bury, [worker.process for worker in ended])

    # what is asked

    async def reply(self, message: str, conversation: Conversation, today: date) -> tuple[Reply, Conversation]:
        answer: tuple[Reply, Conversation] = await self._ask("reply", message, conversation, today)
        return answer

    async def nearest(self, message: str, today: date, most: int) -> list[Answered]:
        answer: list[Answered] = await self._ask("nearest", message, today, most)
        return answer

    async def told(self, fact_id: str, today: date) -> Answered | None:
        answer: Answered | None = await self._ask("told", fact_id, today)
        return answer

    async def _ask(self, method: str, *arguments: object) -> Any:
        if self._closed:
            raise Unanswered("các tiến trình trả lời đã dừng")
        question = _Question(method, arguments, self._loop.create_future())
        self._waiting.append(question)
        self._hand_out()
        return await question.answer

    def _hand_out(self) -> None:
        """Give waiting questions to the processes that hold fewest, as long as one has room."""
        while self._waiting:
            free = [worker for worker in self._workers if worker.is_ready and len(worker.held) < _AHEAD]
            if not free:
                return
            question = self._waiting.popleft()
            if not question.answer.done():  # whoever asked may have gone
                self._give(min(free, key=lambda worker: len(worker.held)), question)

    def _give(self, worker: _Worker, question: _Question) -> None:
        if not worker.held:
            worker.since = self._loop.time()
        worker.held.append(question)
        with suppress(OSError):  # it is dead; reading its line tells so in a moment, and the question is asked again
            worker.line.send((question.method, question.arguments))

    # the processes

    def _spawn(self, library: Path | None = None) -> _Worker:
        """Start a process. Its mask of signals is ours at this moment, so it never hears those that are meant for us."""
        ours, theirs = _SPAWNING.Pipe()
        chosen = library or self._library
        process = _SPAWNING.Process(target=serve, args=(theirs, self._opening, chosen), name="hoidap-answers", daemon=True)
        before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGTERM, signal.SIGHUP})
        try:
            process.start()
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)
        theirs.close()
        worker = _Worker(process, ours, chosen, self._loop.create_future())
        self._loop.add_reader(ours.fileno(), self._read, worker)
        return worker

    def _read(self, worker: _Worker) -> None:
        try:
            said = worker.line.recv()
        except (EOFError, OSError):
            self._died(worker)
            return
        if not worker.ready.done():
            self._got_ready(worker, said)
            return
        question = worker.held.popleft()
        worker.since = self._loop.time()
        if not question.answer.done():
            if isinstance(said, Raised):
                question.answer.set_exception(Unanswered(f"lỗi khi trả lời: {said.kind}"))
            else:
                question.answer.set_result(said)
        self._dismiss(worker)
        self._hand_out()

    def _got_ready(self, worker: _Worker, said: object) -> None:
        if isinstance(said, Raised):
            worker.ready.set_exception(HoiDapError(said.text or f"tiến trình trả lời không khởi động được ({said.kind})"))
            return  # it ends by itself, and is taken from the list then
        self._failures = 0
        worker.ready.set_result(None)
        self._hand_out()

    def _died(self, worker: _Worker) -> None:
        """Ask its questions again, elsewhere or of its successor; the one it was busy with may be what killed it."""
        self._end(worker)
        was_ready = worker.is_ready
        if not worker.ready.done():
            worker.ready.set_exception(HoiDapError("tiến trình trả lời không khởi động được"))
        if worker.held:
            worker.held[0].tries += 1
        for question in reversed(worker.held):
            if question.tries < _TRIES:
                self._waiting.appendleft(question)
            else:
                _refuse(question)
        worker.held.clear()
        if worker in self._workers and not self._closed:
            _LOG.warning("worker died", extra={"code": worker.process.exitcode, "ready": was_ready})
            self._workers.remove(worker)
            self._replace(was_ready=was_ready)
        elif worker in self._retired:
            self._retired.remove(worker)
        self._hand_out()

    def _replace(self, *, was_ready: bool) -> None:
        """At once where the last one worked; with patience where it did not even get ready."""
        wait = 0.0
        if not was_ready:
            wait = _PATIENCE[min(self._failures, len(_PATIENCE) - 1)]
            self._failures += 1
        task = self._loop.create_task(self._spawn_later(wait))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _spawn_later(self, wait: float) -> None:
        await asyncio.sleep(wait)
        worker = self._spawn()
        worker.ready.add_done_callback(_heard)
        self._workers.append(worker)

    def _dismiss(self, worker: _Worker) -> None:
        """End a process of the library before, once it holds no question."""
        if worker in self._retired and not worker.held:
            self._retired.remove(worker)
            self._end(worker)

    def _end(self, worker: _Worker) -> None:
        """Close the line to a process, which ends it when it next listens."""
        if not worker.line.closed:
            self._loop.remove_reader(worker.line.fileno())
            worker.line.close()

    def _look_for_long_thinkers(self) -> None:
        for worker in [*self._workers, *self._retired]:
            if worker.held and self._loop.time() - worker.since > _LONGEST:
                _LOG.error("worker thought too long")
                worker.process.kill()
        self._watch = self._loop.call_later(1.0, self._look_for_long_thinkers)


def _refuse(question: _Question) -> None:
    if not question.answer.done():
        question.answer.set_exception(Unanswered("câu hỏi làm dừng tiến trình trả lời"))
        question.answer.exception()


def _heard(ready: asyncio.Future[None]) -> None:
    """A successor that does not get ready is replaced by `_died`; nobody waits for it."""
    if not ready.cancelled():
        ready.exception()


def _bury(processes: list[multiprocessing.process.BaseProcess]) -> None:
    """Wait until they are gone; one that does not go by itself is killed."""
    for process in processes:
        process.join(1.0)
        if process.is_alive():
            process.kill()
            process.join()
        process.close()
