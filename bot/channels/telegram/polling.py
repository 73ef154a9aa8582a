"""Asks Telegram for updates, again and again; what it hands out is kept before the next question acknowledges it.

Not python-telegram-bot's Updater: that puts updates one by one, and a batch should cost one commit; it builds objects before
anything is masked and kept; and it goes on for ever where a person must act (a revoked token, another program with the same bot).
"""

from __future__ import annotations

import asyncio
import logging

from telegram.error import Conflict, InvalidToken, NetworkError, TelegramError

from bot.channels.telegram.arrivals import KINDS
from bot.channels.telegram.failures import CannotServe, is_webhook, why_conflict, why_not
from bot.channels.telegram.inbox import InboxQueue
from bot.channels.telegram.keeper import Keeper
from bot.channels.telegram.wire import Line, SlowDown
from bot.domain.errors import JournalUnusable

_LOG = logging.getLogger(__name__)
_HELD = 25  # seconds that Telegram may hold a question open
_SLACK = 10.0  # more than that, and the connection is dead
_OVERLAP = 20.0  # seconds for the program before us to end, as when a service restarts
_LONGEST = 30.0
OUR_WEBHOOK = "webhook_is_ours"  # a counter of the journal: the webhook that is set, if one is, was set by us


class Poller:
    def __init__(self, line: Line, inbox: InboxQueue, keeper: Keeper, server: str) -> None:
        self._line = line
        self._inbox = inbox
        self._keeper = keeper
        self._server = server
        self._offset: int | None = None
        self._conflict_since: float | None = None
        self._failures = 0

    async def run(self) -> None:
        """Until cancelled. Raises CannotServe when a person must act."""
        while True:
            try:
                await self._ask()
                self._failures, self._conflict_since = 0, None
            except (TelegramError, JournalUnusable) as error:
                await asyncio.sleep(await self._pause(error))

    async def _ask(self) -> None:
        question = {"timeout": _HELD, "limit": 100, "allowed_updates": list(KINDS)}
        if self._offset is not None:
            question["offset"] = self._offset
        updates = await self._line.ask(question, _HELD + _SLACK)
        if updates:
            await self._inbox.receive(updates)
            self._offset = max(update["update_id"] for update in updates) + 1

    async def acknowledge(self) -> None:
        """Tell Telegram what was kept, so that it is not handed out again; forgetting that would do no harm."""
        if self._offset is None:
            return
        try:
            await self._line.ask({"timeout": 0, "limit": 1, "allowed_updates": list(KINDS), "offset": self._offset}, 2.0)
        except TelegramError as error:
            _LOG.debug("not acknowledged", extra={"kind": type(error).__name__})

    async def _pause(self, error: Exception) -> float:
        """Seconds before the next question. Raises CannotServe where waiting does not help."""
        if isinstance(error, InvalidToken):
            raise CannotServe(why_not(error, self._server)) from error
        if isinstance(error, Conflict):
            return await self._conflict(error)
        if isinstance(error, SlowDown):
            return error.seconds
        self._failures += 1
        if self._failures == 1 or self._failures % 20 == 0:
            _LOG.warning("no updates to be had", extra={"kind": type(error).__name__, "failures": self._failures})
        return min(_LONGEST, 0.25 * 2 ** min(self._failures, 10)) if isinstance(error, NetworkError | JournalUnusable) else 1.0

    async def _conflict(self, error: Conflict) -> float:
        """The program before us may need a moment to end; a webhook of our own is taken away, one of somebody else is not touched."""
        now = asyncio.get_running_loop().time()
        self._conflict_since = self._conflict_since or now
        if now - self._conflict_since > _OVERLAP or (is_webhook(error) and not await self._take_away_webhook()):
            raise CannotServe(why_conflict(error)) from error
        return 1.0

    async def _take_away_webhook(self) -> bool:
        ours = await self._keeper.run(lambda journal: journal.counters.of(OUR_WEBHOOK))
        if ours:
            await self._line.call("deleteWebhook", {})
            await self._keeper.run(lambda journal: journal.counters.add(OUR_WEBHOOK, -ours))
        return bool(ours)
