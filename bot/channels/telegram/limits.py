"""How much is taken on: from one person, with one friendly notice in a flood; and altogether, where more has to wait but nothing is dropped.

Knows neither Telegram nor the clock: moments are seconds of any clock that does not go back.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from enum import Enum

_REMEMBERED = 10_000  # people kept in mind before those who are quiet again are forgotten


class Verdict(Enum):
    """What becomes of a message: handled; dropped with a notice; dropped without a word, for the notice was given."""

    TAKEN = 1
    NOTICED = 2
    DROPPED = 3


@dataclass(slots=True)
class _Bucket:
    tokens: float
    at: float
    told: bool = False


class PerPerson:
    """A bucket of tokens for each person, refilled over a minute. A flood is one spell until half of the bucket is full again."""

    def __init__(self, a_minute: int) -> None:
        self._most = float(a_minute)
        self._rate = a_minute / 60
        self._buckets: dict[int, _Bucket] = {}

    @property
    def wait(self) -> int:
        """Seconds after which a spell is surely over: what the notice says."""
        return max(1, round(self._most / 2 / self._rate)) if self._most >= 2 else 60

    def judge(self, person: int, now: float) -> Verdict:
        bucket = self._buckets.get(person)
        if bucket is None:
            self._forget_quiet(now)
            bucket = self._buckets[person] = _Bucket(self._most, now)
        self._refill(bucket, now)
        if bucket.tokens >= 1:
            bucket.tokens -= 1
            return Verdict.TAKEN
        if bucket.told:
            return Verdict.DROPPED
        bucket.told = True
        return Verdict.NOTICED

    def _refill(self, bucket: _Bucket, now: float) -> None:
        bucket.tokens = min(self._most, bucket.tokens + (now - bucket.at) * self._rate)
        bucket.at = now
        if bucket.tokens >= self._most / 2:
            bucket.told = False

    def _forget_quiet(self, now: float) -> None:
        if len(self._buckets) >= _REMEMBERED:
            self._buckets = {person: bucket for person, bucket in self._buckets.items() if now - bucket.at < 60}


class Pace:
    """At most so many a second, after a burst of one second; whoever comes too early waits for their turn, in order."""

    def __init__(self, a_second: int) -> None:
        self._step = 1 / a_second
        self._next = 0.0
        self._gate = asyncio.Lock()  # waits in the order of coming, which timers a hair apart do not

    async def turn(self) -> None:
        async with self._gate:
            now = asyncio.get_running_loop().time()
            self._next = max(self._next, now - 1) + self._step
            if self._next > now:
                await asyncio.sleep(self._next - now)
