"""The way in, for polling and webhook alike: what comes is limited, kept, and only then handed on; once `receive` returns it may be acknowledged.

Duplicates are known by their number and dropped, also after a restart. One person's flood is dropped after one friendly notice, before
anything of it is written; operators and administrators are never dropped, for a relay must not lose messages.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence
from datetime import datetime
from html import escape

from bot.channels.telegram import parcels, words
from bot.channels.telegram.arrivals import Arrival, arrival
from bot.channels.telegram.dispatcher import Dispatcher
from bot.channels.telegram.keeper import Keeper
from bot.channels.telegram.limits import PerPerson, Verdict
from bot.channels.telegram.markup import Page
from bot.journal.inbox import Received
from bot.journal.journal import Journal
from bot.journal.outbox import Parcel
from bot.journal.people import Access

_LOG = logging.getLogger(__name__)
_INLINE_MORE = 6  # an inline query comes with every few letters typed
CallBack = Callable[[str, str], None]  # query id, what is said
Heard = Callable[[int], object]


class InboxQueue:
    """`call_back` stops the spinning of a button whose press is dropped; `heard` is told each chat that wrote."""

    def __init__(
        self, keeper: Keeper, dispatcher: Dispatcher, a_minute: int, clock: Callable[[], datetime], call_back: CallBack, heard: Heard
    ) -> None:
        self._keeper = keeper
        self._dispatcher = dispatcher
        self._people = PerPerson(a_minute)
        self._inline = PerPerson(a_minute * _INLINE_MORE)
        self._clock = clock
        self._call_back = call_back
        self._heard = heard

    async def start(self) -> None:
        """Hand on what an earlier process did not finish."""
        left = await self._keeper.run(lambda journal: journal.inbox.pending())
        if left:
            _LOG.info("inbox taken up", extra={"updates": len(left)})
        for waiting in left:
            known = arrival(waiting.payload)
            if known is not None:
                self._dispatcher.add(known.lane, known.payload)

    async def receive(self, raws: Sequence[object]) -> None:
        """Keep updates, all in one commit, and hand on those not seen before. Raises JournalUnusable when they cannot be kept."""
        arrivals = [known for raw in raws if (known := arrival(raw)) is not None]
        taken, notices = await self._limited(arrivals)
        lasting = [one for one in taken if not one.is_fleeting]
        at = self._clock()
        new = set(await self._keeper.run(lambda journal: _keep(journal, lasting, notices, at))) if lasting or notices else set()
        for one in taken:
            if one.is_fleeting:
                self._dispatcher.add_fleeting(one.person, one.payload)
            elif one.update_id in new:
                if one.hears:
                    self._heard(one.lane)
                self._dispatcher.add(one.lane, one.payload)
        await self._dispatcher.room()

    async def _limited(self, arrivals: list[Arrival]) -> tuple[list[Arrival], list[Parcel]]:
        """What is handled, and the notices to those who sent too much."""
        taken: list[Arrival] = []
        notices: list[Parcel] = []
        now = asyncio.get_running_loop().time()
        for one in arrivals:
            verdict = self._judge(one, now)
            if verdict is Verdict.TAKEN or await self._is_trusted(one.person):
                taken.append(one)
                continue
            _LOG.info("dropped by the limit", extra={"update": one.update_id, "kind": one.kind})
            if one.query:
                self._call_back(one.query, self._notice)
            elif verdict is Verdict.NOTICED and one.private and not one.is_fleeting:
                notices.append(parcels.send(one.lane, Page(escape(self._notice), self._notice)))
        return taken, notices

    def _judge(self, one: Arrival, now: float) -> Verdict:
        if not one.person or one.kind in ("my_chat_member", "chat_member"):
            return Verdict.TAKEN
        return (self._inline if one.is_fleeting else self._people).judge(one.person, now)

    async def _is_trusted(self, person: int) -> bool:
        """Whether the limit is not for this person; asked only when it is reached."""
        return await self._keeper.run(lambda journal: journal.people.role(person)) is not Access.CITIZEN

    @property
    def _notice(self) -> str:
        return words.TOO_MANY.format(seconds=self._people.wait)


def _keep(journal: Journal, arrivals: list[Arrival], notices: list[Parcel], at: datetime) -> list[int]:
    new = journal.inbox.receive([Received(one.update_id, one.payload, one.lane) for one in arrivals], at)
    for lane in {one.lane for one in arrivals if one.hears}:
        journal.people.unblocked(lane)
    for notice in notices:
        journal.outbox.put(notice, at)
    return new
