"""What waits for the bot, and how it gets there: long polling or a webhook."""

from __future__ import annotations

import asyncio
import json
import ssl
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

from tests.telegram.botapi.http import Poster
from tests.telegram.botapi.refusals import OTHER_POLL, WEBHOOK_ACTIVE
from tests.telegram.botapi.world import Json

MOST_AT_ONCE = 100


@dataclass(frozen=True, slots=True)
class Update:
    """`lane`: updates of one lane are delivered in order; those of different lanes side by side."""

    id: int
    kind: str
    lane: int
    encoded: bytes


@dataclass(frozen=True, slots=True)
class Webhook:
    url: str
    secret: str = ""
    most_connections: int = 40
    certificate: bytes = b""


@dataclass(slots=True)
class Updates:
    """The queue. `delivered` is told of every update that is handed out, also again."""

    delivered: Callable[[int], None]
    waiting: deque[Update] = field(default_factory=deque)
    again: int = 0
    """So many more updates are handed out a second time after the bot has taken them: Telegram may do that."""
    allowed: frozenset[str] = frozenset()
    webhook: Webhook | None = None
    last_error: str = ""
    retry_after: float = 0.05
    trusted: str = ""
    """Certificates of authorities that Telegram trusts, as PEM; a webhook may bring its own besides."""
    polled: asyncio.Event = field(default_factory=asyncio.Event)
    """Set by every poll: who waits for a bot to be there clears it first."""
    _last_id: int = 500_000
    _arrived: asyncio.Event = field(default_factory=asyncio.Event)
    _poll: asyncio.Future[None] | None = None
    _doubled: set[int] = field(default_factory=set)
    _delivery: Delivery | None = None
    _emptied: asyncio.Event = field(default_factory=asyncio.Event)

    def add(self, kind: str, payload: Json, lane: int) -> int:
        """Queue an update; its id, or 0 when the bot did not ask for this kind."""
        if self.allowed and kind not in self.allowed:
            return 0
        self._last_id += 1
        update = Update(self._last_id, kind, lane, json.dumps({"update_id": self._last_id, kind: payload}).encode())
        self.waiting.append(update)
        self._arrived.set()
        if self._delivery is not None:
            self._delivery.add(update)
        return update.id

    def taken(self, update: Update) -> bool:
        """Whether the bot is done with an update: not when it is to be handed out again."""
        if self.again and update.id not in self._doubled:
            self.again -= 1
            self._doubled.add(update.id)
            return False
        return True

    async def emptied(self) -> None:
        """Wait until the bot has taken everything."""
        while self.waiting:
            self._emptied.clear()
            await self._emptied.wait()

    # long polling

    async def poll(self, offset: int, limit: int, seconds: float) -> bytes:
        """The answer of getUpdates, as JSON. Raises Refused when a webhook is set or another poll comes."""
        if self.webhook is not None:
            raise WEBHOOK_ACTIVE
        self.polled.set()
        if self._poll is not None and not self._poll.done():
            self._poll.set_result(None)
        self._confirm(offset)
        poll = self._poll = asyncio.get_running_loop().create_future()
        ends = time.monotonic() + seconds
        while not self.waiting and (left := ends - time.monotonic()) > 0:
            self._arrived.clear()
            arrived = asyncio.ensure_future(self._arrived.wait())
            try:
                await asyncio.wait((arrived, poll), timeout=left, return_when=asyncio.FIRST_COMPLETED)
            finally:
                arrived.cancel()
            if poll.done():
                raise OTHER_POLL
        return self._hand_out(limit)

    def _confirm(self, offset: int) -> None:
        if offset < 0:
            while len(self.waiting) > -offset:
                self.waiting.popleft()
        again: list[Update] = []
        while self.waiting and self.waiting[0].id < offset:
            update = self.waiting.popleft()
            if not self.taken(update):
                again.append(update)
        self.waiting.extendleft(reversed(again))
        if not self.waiting:
            self._emptied.set()

    def _hand_out(self, limit: int) -> bytes:
        batch = [update for update, _ in zip(self.waiting, range(limit), strict=False)]
        for update in batch:
            self.delivered(update.id)
        return b'{"ok":true,"result":[' + b",".join(update.encoded for update in batch) + b"]}"

    # webhook

    async def set_webhook(self, webhook: Webhook | None) -> None:
        await self.stop()
        self.webhook = webhook
        self.last_error = ""
        if self._poll is not None and not self._poll.done():
            self._poll.set_result(None)
        if webhook is not None:
            self._delivery = Delivery(self, webhook)
            for update in self.waiting:
                self._delivery.add(update)

    async def stop(self) -> None:
        if self._delivery is not None:
            delivery, self._delivery = self._delivery, None
            await delivery.stop()

    def drop(self) -> None:
        self.waiting.clear()
        self._emptied.set()

    def done(self, update: Update) -> None:
        self.waiting.remove(update)
        if not self.waiting:
            self._emptied.set()


class Delivery:
    """Posts updates to a webhook: a lane is delivered in order, its next update only after a 2xx for the one before; lanes side by side."""

    def __init__(self, updates: Updates, webhook: Webhook) -> None:
        self._updates = updates
        self._webhook = webhook
        self._lanes: dict[int, deque[Update]] = {}
        self._ready: asyncio.Queue[int] = asyncio.Queue()
        self._workers: set[asyncio.Task[None]] = set()
        self._idle = 0

    def add(self, update: Update) -> None:
        lane = self._lanes.get(update.lane)
        if lane is not None:
            lane.append(update)
            return
        self._lanes[update.lane] = deque([update])
        self._ready.put_nowait(update.lane)
        if self._idle == 0 and len(self._workers) < self._webhook.most_connections:
            self._workers.add(asyncio.ensure_future(self._work()))

    async def stop(self) -> None:
        for worker in self._workers:
            worker.cancel()
        await asyncio.gather(*self._workers, return_exceptions=True)

    async def _work(self) -> None:
        headers = {"X-Telegram-Bot-Api-Secret-Token": self._webhook.secret} if self._webhook.secret else {}
        authorities = self._webhook.certificate.decode() or self._updates.trusted
        trusted = ssl.create_default_context(cadata=authorities) if authorities else None
        poster = Poster(self._webhook.url, headers, trusted)
        try:
            while True:
                self._idle += 1
                lane = await self._ready.get()
                self._idle -= 1
                await self._deliver(self._lanes[lane][0], poster)
        finally:
            await poster.close()

    async def _deliver(self, update: Update, poster: Poster) -> None:
        wait = 0.0
        self._updates.delivered(update.id)
        try:
            code, headers = await poster.post(update.encoded)
            problem = "" if 200 <= code < 300 else f"Wrong response from the webhook: {code}"
            wait = float(headers.get("retry-after", "0"))
        except OSError as error:
            problem = str(error)
        lane = self._lanes[update.lane]
        if problem:
            self._updates.last_error = problem
            asyncio.get_running_loop().call_later(wait or self._updates.retry_after, self._ready.put_nowait, update.lane)
            return
        if self._updates.taken(update):
            lane.popleft()
            self._updates.done(update)
        if lane:
            self._ready.put_nowait(update.lane)
        else:
            del self._lanes[update.lane]
