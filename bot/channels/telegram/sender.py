"""Delivers parcels: in order within a chat, chats side by side, with patience, and tells the journal what became of each.

The journal counts a parcel as tried before the first byte is sent, so after a restart nothing is forgotten; what may have arrived twice
is counted. What a parcel is and what Telegram's refusals mean is `delivery`'s; here is only when.
"""

from __future__ import annotations

import asyncio
import logging
import random
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.channels.telegram.delivery import Blocked, Delivered, Delivery, Later, Moved, Outcome, Refused
from bot.channels.telegram.keeper import Keeper, Work
from bot.domain.errors import JournalUnusable
from bot.journal.counters import Count
from bot.journal.journal import Journal
from bot.journal.outbox import Parcel, Posted

BLOCKED = "blocked"  # the `why` of a chat that takes no messages any more

_LOG = logging.getLogger(__name__)
Undelivered = Callable[[Journal, Parcel, str, datetime], None]


@dataclass(frozen=True, slots=True)
class Patience:
    """How long a parcel is tried: waits grow from `first` to `longest` seconds; given up `within` a time, or after `tries`.

    `floods` is how long a chat may be held off by "too many requests", which does not count as a try.
    """

    first: float = 0.5
    longest: float = 30.0
    tries: int = 40
    within: timedelta = timedelta(minutes=15)
    floods: timedelta = timedelta(hours=2)

    def wait(self, failures: int) -> float:
        """Seconds before the next try; spread, so that chats that failed together do not come back together."""
        return float(min(self.longest, self.first * 2 ** min(failures - 1, 20))) * random.uniform(0.75, 1.25)  # noqa: S311


class Floods:
    """Tells a limit on one chat from one on all of us: several chats refused within moments pause every chat."""

    CHATS, MOMENTS = 3, 2.0

    def __init__(self) -> None:
        self._refused: deque[tuple[float, int]] = deque()
        self._until = 0.0

    def note(self, chat: int, now: float, seconds: float) -> None:
        self._refused.append((now, chat))
        while self._refused and now - self._refused[0][0] > self.MOMENTS:
            self._refused.popleft()
        if len({chat for _, chat in self._refused}) >= self.CHATS:
            self._until = max(self._until, now + seconds)

    async def over(self) -> None:
        """Wait while everything is paused."""
        loop = asyncio.get_running_loop()
        while (left := self._until - loop.time()) > 0:  # noqa: ASYNC110  it may be put off while we wait
            await asyncio.sleep(left)


class Sender:
    """`undelivered` is called in the transaction that gives a parcel up."""

    def __init__(
        self, delivery: Delivery, keeper: Keeper, undelivered: Undelivered, clock: Callable[[], datetime], patience: Patience | None = None
    ) -> None:
        self._delivery = delivery
        self._keeper = keeper
        self._undelivered = undelivered
        self._clock = clock
        self._patience = patience or Patience()
        self._lanes: dict[int, deque[Posted]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._blocked: set[int] = set()
        self._floods = Floods()
        self._ending = asyncio.Event()
        self.moved: Callable[[int, int], object] = range  # is told of chats that have another number now: the old and the new one

    async def start(self) -> None:
        """Take up what an earlier process left."""
        left = await self._keeper.run(lambda journal: journal.outbox.pending())
        if left:
            _LOG.info("outbox taken up", extra={"parcels": len(left), "maybe_twice": sum(posted.maybe_twice for posted in left)})
        self.take(left)

    def take(self, posted: Iterable[Posted]) -> None:
        """Parcels that were committed, to be delivered from now on."""
        for one in posted:
            chat = one.parcel.chat_id
            lane = self._lanes.get(chat)
            if lane is not None:
                lane.append(one)
                continue
            self._lanes[chat] = deque((one,))
            task = asyncio.get_running_loop().create_task(self._run(chat))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    @property
    def waiting(self) -> int:
        return sum(map(len, self._lanes.values()))

    def heard_from(self, chat: int) -> None:
        """A chat wrote to us: it takes messages again, should it have blocked us."""
        self._blocked.discard(chat)

    async def drain(self, within: float) -> None:
        """Deliver what can be delivered in that time without waiting for a second try; the rest stays in the journal."""
        self._ending.set()
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=within)
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _run(self, chat: int) -> None:
        lane = self._lanes[chat]
        try:
            while lane:
                if not await self._deliver(lane[0]):
                    break
                lane.popleft()
        finally:
            del self._lanes[chat]

    async def _deliver(self, posted: Posted) -> bool:
        """Whether the parcel is settled, one way or the other; not when we are ending and it would have to wait."""
        failures = 0
        while True:
            await self._floods.over()
            outcome = await self._attempt(posted.parcel)
            if isinstance(outcome, Moved):
                posted = await self._moved(posted, outcome.chat)
                continue
            if not isinstance(outcome, Later):
                await self._settle(posted, outcome)
                return True
            failures += not outcome.flood
            if self._is_over(posted, outcome, failures):
                await self._give_up(posted, outcome.why)
                return True
            if not await self._wait(posted, outcome, failures):
                return False

    async def _attempt(self, parcel: Parcel) -> Outcome:
        """A chat known as blocked is not asked again, until it writes to us."""
        return Blocked() if parcel.chat_id in self._blocked else await self._delivery.attempt(parcel)

    async def _settle(self, posted: Posted, outcome: Delivered | Refused | Blocked) -> None:
        match outcome:
            case Delivered(message_id=message_id):
                self._note_sent(posted, message_id)
            case Refused(why=why):
                await self._give_up(posted, why)
            case Blocked():
                self._blocked.add(posted.parcel.chat_id)
                await self._give_up(posted, BLOCKED)

    def _is_over(self, posted: Posted, outcome: Later, failures: int) -> bool:
        age = self._clock() - posted.put_at
        if outcome.flood:
            return age + timedelta(seconds=outcome.seconds) > self._patience.floods
        return failures >= self._patience.tries or age > self._patience.within

    async def _wait(self, posted: Posted, outcome: Later, failures: int) -> bool:
        """Wait for the next try and have it noted. Whether to try: not when the end came meanwhile."""
        loop = asyncio.get_running_loop()
        if outcome.flood:
            self._floods.note(posted.parcel.chat_id, loop.time(), outcome.seconds)
        seconds = outcome.seconds if outcome.flood else self._patience.wait(failures)
        _LOG.info("delivery put off", extra={"parcel": posted.id, "why": outcome.why, "seconds": round(seconds, 1), "failures": failures})
        try:
            async with asyncio.timeout(seconds):
                await self._ending.wait()
        except TimeoutError:
            await self._kept(lambda journal: _again(journal, posted, maybe_twice=outcome.maybe_arrived))
            return True
        return False

    async def _kept(self, work: Work[None]) -> None:
        """Have work done, however long the journal cannot be written; until then nothing more goes to the chat."""
        failures = 0
        while True:
            try:
                return await self._keeper.run(work)
            except JournalUnusable as error:
                failures += 1
                _LOG.error("journal not written", exc_info=error)
                await asyncio.sleep(self._patience.wait(failures))

    def _note_sent(self, posted: Posted, message_id: int | None) -> None:
        """Not waited for: the next parcel may go. Should we die before it is written, this one is sent again and counted."""
        at = self._clock()
        self._keeper.post(lambda journal: journal.outbox.sent(posted.id, message_id, at)).add_done_callback(_logged)

    async def _give_up(self, posted: Posted, why: str) -> None:
        _LOG.warning("delivery given up", extra={"parcel": posted.id, "method": posted.parcel.method.value, "why": why})
        at = self._clock()

        def work(journal: Journal) -> None:
            journal.outbox.failed(posted.id, why, at)
            if why == BLOCKED:
                journal.people.blocked(posted.parcel.chat_id, at)
            self._undelivered(journal, posted.parcel, why, at)

        await self._kept(work)

    async def _moved(self, posted: Posted, chat: int) -> Posted:
        """The chat has another number now; its parcels, here and in the journal, go there."""
        old = posted.parcel.chat_id
        _LOG.info("chat moved")
        await self._kept(lambda journal: journal.moved(old, chat))
        self.moved(old, chat)
        lane = self._lanes[old]
        for place, waiting in enumerate(lane):
            lane[place] = replace(waiting, parcel=replace(waiting.parcel, chat_id=chat))
        return lane[0]


def _again(journal: Journal, posted: Posted, *, maybe_twice: bool) -> None:
    journal.outbox.again(posted.id)
    if maybe_twice:
        journal.counters.add(Count.MAYBE_TWICE)


def _logged(noted: asyncio.Future[None]) -> None:
    if not noted.cancelled() and (error := noted.exception()) is not None:
        _LOG.error("result of a delivery not written", exc_info=error)
