"""Answering in processes of their own: each opens the library once, and the loop never waits for one.

A process that dies or thinks too long is replaced and its question asked again, a few times. `move_on` goes over to another version
without a pause: one process opens it and so proves that it can be opened, then the others do while that one answers; each between two
of its questions. The processes hear neither Ctrl-C nor SIGTERM, which a terminal or a supervisor sends to all of us: they end when their
line to us is closed, whichever way we end.
"""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Coroutine
from contextlib import suppress
from datetime import date
from typing import Any

from bot.answering.conversation import Conversation
from bot.channels.telegram.answerer import Edition, Unanswered, Versioned
from bot.channels.telegram.answering_process import Died, Question, Worker, bury, fail, refuse, settle_move, spawned
from bot.channels.telegram.timing import unhurried
from bot.channels.telegram.worker import Ask, Move, Opening, Raised
from bot.domain.errors import HoiDapError
from bot.domain.reply import Answered, Reply

_LOG = logging.getLogger(__name__)
_TRIES = 3
_LONGEST = 20.0  # seconds for one question; the longest ever seen takes a tenth of one
_LONGEST_OPENING = 120.0  # seconds for opening a version; the shipped one takes a third of one
_AWAY = 60.0  # seconds without a process that answers, after which nobody is kept waiting
_PATIENCE = (0.2, 1.0, 5.0, 30.0)  # seconds before the next attempt to start a process that does not get ready
_NOT_STARTED = "tiến trình trả lời không khởi động được"
_DIED_OPENING = "tiến trình trả lời dừng giữa chừng khi mở thư viện"


class Workers:
    """`count` processes; `opening` makes of a library's folder what answers, in each of them."""

    def __init__(self, opening: Opening, edition: Edition, count: int) -> None:
        self._opening = opening
        self._edition = edition
        self._count = count
        self._workers: list[Worker] = []
        self._waiting: deque[Question] = deque()
        self._tasks: set[asyncio.Task[None]] = set()
        self._moving = asyncio.Lock()
        self._failures = 0
        self._closed = False

    async def start(self) -> None:
        """Start the processes and wait until all are ready. Raises HoiDapError when one cannot open the library."""
        self._loop = asyncio.get_running_loop()
        self._there = self._loop.time()
        self._watch = self._loop.call_later(1.0, self._look_after_them)
        self._workers = [self._spawn(self._edition) for _ in range(self._count)]
        await asyncio.gather(*(worker.ready for worker in self._workers))

    async def move_on(self, edition: Edition) -> None:
        """Answer from another version from now on. Raises HoiDapError when it cannot be opened; all stays as it was then."""
        async with self._moving:
            await self._prove(edition)
            self._edition = edition
            await asyncio.gather(*(self._follow(worker) for worker in self._workers if worker.is_ready))

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
        ended = self._workers
        for worker in ended:
            for question in worker.held:
                refuse(question, "các tiến trình trả lời đã dừng")
            self._end(worker)
        self._refuse_waiting()
        self._workers = []
        await asyncio.to_thread(bury, [worker.process for worker in ended])

    # what is asked

    async def reply(self, message: str, conversation: Conversation, today: date) -> Versioned[tuple[Reply, Conversation]]:
        return await self._ask("reply", message, conversation, today)

    async def nearest(self, message: str, today: date, most: int) -> Versioned[list[Answered]]:
        return await self._ask("nearest", message, today, most)

    async def told(self, fact_id: str, today: date) -> Versioned[Answered | None]:
        return await self._ask("told", fact_id, today)

    async def _ask(self, method: str, *arguments: object) -> Versioned[Any]:
        if self._closed:
            raise Unanswered("các tiến trình trả lời đã dừng")
        question = Question(Ask(method, arguments), self._loop.create_future())
        self._waiting.append(question)
        self._hand_out()
        try:
            await unhurried(question.begun.wait())
            answer: Versioned[Any] = await question.answer
        finally:
            question.answer.cancel()  # whoever asked may have gone; what is answered stays so
        return answer

    def _hand_out(self) -> None:
        """Give waiting questions to the processes that hold fewest, as long as one has room."""
        while self._waiting:
            free = [worker for worker in self._workers if worker.has_room]
            if not free:
                return
            question = self._waiting.popleft()
            if not question.answer.done():
                self._give(min(free, key=lambda worker: len(worker.held)), question)

    def _give(self, worker: Worker, question: Question) -> None:
        if not worker.held:
            worker.since = self._loop.time()
        worker.held.append(question)
        question.begun.set()
        with suppress(OSError):  # it is dead; reading its line tells so in a moment, and the question is asked again
            worker.line.send(question.order)

    def _refuse_waiting(self) -> None:
        for question in self._waiting:
            refuse(question, "không có tiến trình trả lời nào")
        self._waiting.clear()

    # going over to another version

    async def _prove(self, edition: Edition) -> None:
        """Have one process open it. One that dies meanwhile proves nothing, unless it happens again and again."""
        for _ in range(_TRIES):
            ready = [worker for worker in self._workers if worker.is_ready]
            try:
                await (self._move(min(ready, key=lambda worker: len(worker.held)), edition) if ready else self._join(edition))
            except Died:
                continue
            return
        raise HoiDapError(_DIED_OPENING)

    async def _join(self, edition: Edition) -> None:
        """No process answers, the version before may be what keeps them from it: a new one opens this version."""
        worker = self._spawn(edition)
        try:
            await worker.ready
        except BaseException:
            self._end(worker)
            raise
        for starting in [other for other in self._workers if not other.is_ready]:
            self._workers.remove(starting)
            self._end(starting)
        self._workers.append(worker)
        for _ in range(self._count - len(self._workers)):
            self._beside(self._spawn_later(0.0))
        self._hand_out()

    async def _move(self, worker: Worker, edition: Edition) -> None:
        question = Question(Move(edition.folder), self._loop.create_future(), edition)
        self._give(worker, question)
        await question.answer

    async def _follow(self, worker: Worker) -> None:
        """A process goes over to what another has opened already; one that cannot is replaced."""
        if worker.edition == self._edition:
            return
        try:
            await self._move(worker, self._edition)
        except HoiDapError:
            worker.process.kill()

    # the processes

    def _spawn(self, edition: Edition) -> Worker:
        worker = spawned(self._opening, edition, self._loop.create_future())
        self._loop.add_reader(worker.line.fileno(), self._read, worker)
        return worker

    def _read(self, worker: Worker) -> None:
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
        if question.edition:
            settle_move(worker, question, said)
        elif not question.answer.done():
            if isinstance(said, Raised):
                question.answer.set_exception(Unanswered(f"lỗi khi trả lời: {said.kind}"))
            else:
                question.answer.set_result(Versioned(said, worker.edition.number))
        self._hand_out()

    def _got_ready(self, worker: Worker, said: object) -> None:
        if isinstance(said, Raised):
            worker.ready.set_exception(HoiDapError(said.text or f"{_NOT_STARTED} ({said.kind})"))
            return  # it ends by itself, and is taken from the list then
        self._failures = 0
        worker.ready.set_result(None)
        if worker in self._workers and worker.edition != self._edition:  # another version became the live one while it started
            self._beside(self._follow(worker))
        self._hand_out()

    def _died(self, worker: Worker) -> None:
        """Ask its questions again, elsewhere or of its successor; the one it was busy with may be what killed it."""
        self._end(worker)
        was_ready = worker.is_ready
        if not worker.ready.done():
            worker.ready.set_exception(HoiDapError(_NOT_STARTED))
        if worker.held:
            worker.held[0].tries += 1
        for question in reversed(worker.held):
            self._ask_again(question)
        worker.held.clear()
        if worker in self._workers and not self._closed:
            _LOG.warning("worker died", extra={"code": worker.process.exitcode, "ready": was_ready})
            self._workers.remove(worker)
            self._replace(was_ready=was_ready)
        self._hand_out()

    def _ask_again(self, question: Question) -> None:
        """The order to move was that one process's."""
        if question.edition:
            fail(question, Died(_DIED_OPENING))
        elif question.tries < _TRIES:
            question.begun.clear()
            self._waiting.appendleft(question)
        else:
            refuse(question, "câu hỏi làm dừng tiến trình trả lời")

    def _replace(self, *, was_ready: bool) -> None:
        """At once where the last one worked; with patience where it did not even get ready."""
        wait = 0.0
        if not was_ready:
            wait = _PATIENCE[min(self._failures, len(_PATIENCE) - 1)]
            self._failures += 1
        self._beside(self._spawn_later(wait))

    async def _spawn_later(self, wait: float) -> None:
        await asyncio.sleep(wait)
        if len(self._workers) < self._count:
            worker = self._spawn(self._edition)
            worker.ready.add_done_callback(_heard)
            self._workers.append(worker)

    def _beside(self, runs: Coroutine[Any, Any, None]) -> None:
        task = self._loop.create_task(runs)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def _end(self, worker: Worker) -> None:
        """Close the line to a process, which ends it when it next listens."""
        if not worker.line.closed:
            self._loop.remove_reader(worker.line.fileno())
            worker.line.close()

    def _look_after_them(self) -> None:
        """Once a second: whoever thinks too long is killed; when nobody has answered for long, nobody is kept waiting."""
        now = self._loop.time()
        for worker in self._workers:
            if worker.held and now - worker.since > (_LONGEST_OPENING if worker.held[0].edition else _LONGEST):
                _LOG.error("worker thought too long")
                worker.process.kill()
        if self.are_ready:
            self._there = now
        elif now - self._there > _AWAY:
            self._refuse_waiting()
        self._watch = self._loop.call_later(1.0, self._look_after_them)


def _heard(ready: asyncio.Future[None]) -> None:
    """A successor that does not get ready is replaced by `_died`; nobody waits for it."""
    if not ready.cancelled():
        ready.exception()
