"""python-telegram-bot's application, with our own way of handling an update: exactly once, with all of its effects or none.

It neither fetches updates nor delivers messages; `polling`, `webhook`, `inbox` and `sender` do, and `serving` puts them together.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable
from html import escape
from typing import Any

from telegram import Update
from telegram.error import TelegramError
from telegram.ext import Application, ApplicationBuilder, ContextTypes

from bot import wording
from bot.channels.telegram import parcels, words
from bot.channels.telegram.keeper import Work
from bot.channels.telegram.markup import Page
from bot.channels.telegram.timing import limited
from bot.channels.telegram.turn import Behaviour, Job, Services, Turn
from bot.channels.telegram.wire import Line
from bot.domain.errors import JournalUnusable
from bot.journal.inbox import Payload
from bot.journal.journal import Journal

_LOG = logging.getLogger(__name__)
_LONGEST = 90.0  # seconds for handling one update, not counting its turn in the queue of questions; asked three times it takes less
_FLARES = 200  # unimportant calls at a time, those beyond are left out
_PAUSE = 2.0  # seconds before the journal is tried again when it cannot be written

_Untyped = dict[Any, Any]


class TelegramApplication(Application[Line, Turn, _Untyped, _Untyped, _Untyped, None]):
    """`turns` holds what is being handled, by update; a handler's Turn puts itself there."""

    services: Services
    busy: Callable[[], bool]

    def __init__(self, *, services: Services, busy: Callable[[], bool], **rest: Any) -> None:
        super().__init__(**rest)
        self.services = services
        self.busy = busy
        self.turns: dict[int, Turn] = {}
        self._flares: set[asyncio.Task[None]] = set()
        self._jobs: set[asyncio.Task[None]] = set()

    async def handle(self, payload: Payload) -> None:
        """Handle one update of the inbox and commit what comes of it. Raises nothing that a handler or Telegram can cause."""
        began = time.perf_counter()
        update = Update.de_json(payload, self.bot)
        failed = await self._processed(update)
        turn = self.turns.pop(update.update_id, None)
        if turn is not None:
            failed = failed or turn.error
            turn.answer_callback(words.BUTTON_FAILED if failed else "")
        elif update.callback_query is not None:
            self.at_once("answerCallbackQuery", {"callback_query_id": update.callback_query.id})
        if turn is not None and turn.goes_on is not None and failed is None:
            await self._go_on(update, turn.work, turn.goes_on)
        else:
            await self._conclude(update, turn.work if turn is not None else None, failed)
        _LOG.info("handled", extra={"update": update.update_id, "kind": _kind(payload), "ms": round((time.perf_counter() - began) * 1000)})

    async def _processed(self, update: Update) -> BaseException | None:
        try:
            async with limited(_LONGEST):
                await self.process_update(update)
        except TimeoutError as error:
            return error
        return None

    async def _go_on(self, update: Update, work: Work[None] | None, job: Job) -> None:
        """What was concluded is committed, the update is not done: the job goes on beside, and its work ends the update."""
        if work is not None:
            await self._commit(work)
        task = asyncio.get_running_loop().create_task(self._finish(update, job))
        self._jobs.add(task)
        task.add_done_callback(self._jobs.discard)

    async def _finish(self, update: Update, job: Job) -> None:
        work: Work[None] | None = None
        failed: BaseException | None = None
        try:
            work = await job()
        except Exception as error:  # noqa: BLE001  whatever a job raised; logged when it is concluded
            failed = error
        await self._conclude(update, work, failed)

    async def jobs_end(self) -> None:
        """Give up what goes on; its updates stay in the inbox, and the next process meets them again."""
        for task in self._jobs:
            task.cancel()
        await asyncio.gather(*self._jobs, return_exceptions=True)

    async def _conclude(self, update: Update, work: Work[None] | None, failed: BaseException | None) -> None:
        """All effects in one transaction; where those cannot be had, that the update failed and a word of excuse."""
        if failed is None:
            try:
                await self._commit(_all_of(update, work))
            except JournalUnusable:
                raise
            except Exception as error:  # noqa: BLE001  whatever `work` of a handler raised; logged below
                failed = error
            else:
                return
        _LOG.error("handler failed", exc_info=failed, extra={"update": update.update_id})
        await self._commit(self._excuse(update, failed))

    async def _commit(self, work: Work[None]) -> None:
        """However long the journal cannot be written: the chat waits, and the update is not lost."""
        while True:
            try:
                return await self.services.keeper.run(work)
            except JournalUnusable as error:
                _LOG.error("journal not written", exc_info=error)
                await asyncio.sleep(_PAUSE)

    def _excuse(self, update: Update, failed: BaseException) -> Work[None]:
        contact = next(iter(self.services.archive.contacts), None)
        whom = wording.CONTACT.format(name=contact.name, number=contact.number) if contact else words.ANSWER_FALLBACK_CONTACT
        text = words.FAILED.format(contact=whom)
        at = self.services.clock()

        def work(journal: Journal) -> None:
            journal.inbox.failed(update.update_id, type(failed).__name__)
            chat = update.effective_chat
            if chat is not None and chat.type == chat.PRIVATE and (update.message or update.callback_query):
                journal.outbox.put(parcels.send(chat.id, Page(escape(text), text)), at)

        return work

    # at once, best effort

    def is_busy(self) -> bool:
        return self.busy()

    def at_once(self, method: str, fields: dict[str, Any]) -> None:
        """Call a method whose result nobody needs; what goes wrong is noted for people who watch, and forgotten."""
        if len(self._flares) >= _FLARES:
            return
        task = asyncio.get_running_loop().create_task(self._flare(method, fields))
        self._flares.add(task)
        task.add_done_callback(self._flares.discard)

    async def _flare(self, method: str, fields: dict[str, Any]) -> None:
        try:
            await self.bot.call(method, fields)
        except TelegramError as error:
            _LOG.debug("unimportant call failed", extra={"method": method, "kind": type(error).__name__})

    async def flares_out(self, within: float) -> None:
        """Let those under way arrive."""
        if self._flares:
            await asyncio.wait(self._flares, timeout=within)


def build(line: Line, services: Services, behaviour: Behaviour, busy: Callable[[], bool]) -> TelegramApplication:
    """The application with all its handlers; a handler that raises is noted in its turn, and the update fails."""
    builder = ApplicationBuilder().application_class(TelegramApplication, kwargs={"services": services, "busy": busy})
    application = builder.bot(line).updater(None).job_queue(None).context_types(ContextTypes(context=Turn)).build()
    application.add_handlers(list(behaviour.handlers))
    application.add_error_handler(_noted)
    return application  # type: ignore[return-value]


async def _noted(update: object, turn: Turn) -> None:
    """The turn made for the error has taken the place of the handler's: its work is not done, its error is seen."""


def _all_of(update: Update, work: Work[None] | None) -> Work[None]:
    def whole(journal: Journal) -> None:
        if work is not None:
            work(journal)
        if update.inline_query is None:
            journal.inbox.done(update.update_id)

    return whole


def _kind(payload: Payload) -> str:
    return next((name for name in payload if name != "update_id"), "")
