"""Puts the bot together and starts it, piece by piece; when it ends, the pieces end in the opposite order.

start   getMe · journal · answering processes · what was left to send and to handle · polling or webhook · watching which version is live
end     nothing more is taken · what is being answered is finished · what is to be sent is sent · everything is closed
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from telegram.error import BadRequest, TelegramError

from bot.channels.telegram import menu
from bot.channels.telegram.answerer import Edition
from bot.channels.telegram.application import TelegramApplication, build
from bot.channels.telegram.arrivals import KINDS
from bot.channels.telegram.chores import Chores
from bot.channels.telegram.delivery import Delivery
from bot.channels.telegram.dispatcher import Dispatcher
from bot.channels.telegram.failures import WEBHOOK_REFUSED, CannotServe, why_not
from bot.channels.telegram.hours import read_hours
from bot.channels.telegram.inbox import InboxQueue
from bot.channels.telegram.keeper import Keeper
from bot.channels.telegram.limits import Pace
from bot.channels.telegram.polling import OUR_WEBHOOK, Poller
from bot.channels.telegram.preparer import Opening as Publishes
from bot.channels.telegram.publishing import Places, Publishing, Shelves
from bot.channels.telegram.sender import Patience, Sender
from bot.channels.telegram.taking import Taking, Told
from bot.channels.telegram.turn import Behaviour, Services
from bot.channels.telegram.views import Shelf, View, Views
from bot.channels.telegram.webhook import WebhookServer
from bot.channels.telegram.wire import Line, request_to
from bot.channels.telegram.worker import Opening
from bot.channels.telegram.workers import Workers
from bot.domain.errors import JournalUnusable, SettingInvalid
from bot.journal.journal import Journal
from bot.journal.outbox import Parcel
from bot.settings import Settings

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
_CONNECTIONS = 100
_ANSWER = 20.0  # seconds that Telegram has to answer a call
_BUSY = 8  # updates waiting, from which on nobody is told that an answer is being written
_FINISH, _SEND, _LAST = 30.0, 15.0, 2.0  # seconds, at the end, for what is being handled, to be sent, called at once
_READY = 3.0  # seconds that the journal has to say that it is well


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """What the door is given by whoever opens it: it names no concrete class of another room.

    `live` is the version that is live at the start, its number and its library; `versions` tells of those to come. `shelf` opens a library
    to look into. `journal` opens the journal, on the thread that keeps it; `answering` makes of a library's folder what answers, in each
    process; `publishing` makes what publishes, also in a process of its own. `secret` is what other secrets are made from.
    """

    settings: Settings
    live: tuple[int, Path]
    versions: Shelves
    shelf: Callable[[Path], Shelf]
    journal: Callable[[], Journal]
    answering: Opening
    publishing: Publishes
    secret: bytes


@dataclass(frozen=True, slots=True)
class Running:
    """The bot while it runs. `port` is where its webhook listens, 0 when it polls; `taking` ends only by failing."""

    application: TelegramApplication
    workers: Workers
    sender: Sender
    dispatcher: Dispatcher
    taking: asyncio.Future[None]
    port: int = 0

    async def until(self, asked: asyncio.Event) -> None:
        """Until told to stop. Raises CannotServe when Telegram will not have us any more."""
        waiting: asyncio.Future[Any] = asyncio.ensure_future(asked.wait())
        await asyncio.wait({waiting, self.taking}, return_when=asyncio.FIRST_COMPLETED)
        waiting.cancel()
        if self.taking.done():
            self.taking.result()


@asynccontextmanager
async def running(parts: Parts, does: Behaviour, patience: Patience | None = None) -> AsyncIterator[Running]:
    """The bot, started. Raises CannotServe, JournalUnusable, SettingInvalid; what was started by then is ended."""
    async with AsyncExitStack() as stack:
        yield await _Start(parts, stack).all(does, patience or Patience())


class _Start:
    """Starts the pieces; `stack` knows how each that was started is ended."""

    def __init__(self, parts: Parts, stack: AsyncExitStack) -> None:
        self._parts = parts
        self._settings = parts.settings
        self._stack = stack
        self._line = _line(parts.settings)

    async def all(self, does: Behaviour, patience: Patience) -> Running:
        keeper = Keeper(self._journal)
        workers = Workers(self._parts.answering, Edition(*self._parts.live), self._settings.workers)
        services = self._services(keeper, workers)
        application = build(self._line, services, does, lambda: dispatcher.waiting > _BUSY)
        dispatcher = Dispatcher(application.handle, Pace(self._settings.a_second))
        sender = Sender(Delivery(self._line, keeper), keeper, _giving_up(does, services), now, patience)
        sender.moved = services.group_moved
        keeper.posted = sender.take
        calling_back = _calling_back(application)
        inbox = InboxQueue(keeper, dispatcher, self._settings.per_user_a_minute, now, calling_back, sender.heard_from)
        chores = Chores(keeper, self._parts.journal, lambda journal, at: does.tick(journal, services, at), self._settings.keep, now)

        await self._connect(application)
        await self._begin(keeper.start, keeper.close)
        await self._find_group(services)
        await self._begin(workers.start, workers.close)
        self._stack.push_async_callback(application.jobs_end)
        self._stack.push_async_callback(application.flares_out, _LAST)
        await self._begin(sender.start, lambda: sender.drain(_SEND))
        await self._begin(inbox.start, lambda: dispatcher.drain(_FINISH))
        await self._begin(chores.start, chores.close)
        taking, port = await self._take(inbox, keeper, workers)
        _ = self._beside(self._show_menu(services))
        _ = self._beside(self._taking(services, workers).run())
        return Running(application, workers, sender, dispatcher, taking, port)

    async def _begin(self, start: Callable[[], Awaitable[None]], end: Callable[[], Awaitable[None]]) -> None:
        """What is half started is ended too."""
        self._stack.push_async_callback(end)
        await start()

    def _beside(self, runs: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        task = asyncio.get_running_loop().create_task(runs)
        self._stack.push_async_callback(_ended, task)
        return task

    def _journal(self) -> Journal:
        journal = self._parts.journal()
        journal.people.appoint(administrators=self._settings.administrators, operators=self._settings.operators)
        return journal

    def _services(self, keeper: Keeper, workers: Workers) -> Services:
        number, folder = self._parts.live
        views = Views(View.of(number, self._parts.shelf(folder)))
        hours = read_hours(self._settings.working_hours, self._settings.holidays)
        places = Places(self._settings.knowledge, self._settings.libraries / "staging")
        publishing = Publishing(self._parts.publishing, self._parts.versions, keeper, places, now)
        return Services(workers, keeper, views, self._settings, hours, now, publishing)

    async def _find_group(self, services: Services) -> None:
        """The operators' group under the number it has now; the settings may name the one before it grew."""
        named = self._settings.operators_chat
        if named is not None:
            services.group_moved(named, await services.keeper.run(lambda journal: journal.chat_now(named)))

    def _taking(self, services: Services, workers: Workers) -> Taking:
        return Taking(self._parts.versions, self._parts.shelf, services.views, workers, Told(services.keeper, now).refused)

    async def _connect(self, application: TelegramApplication) -> None:
        self._stack.push_async_callback(self._line.shutdown)  # its connections, should the application not come about
        self._stack.push_async_callback(application.shutdown)
        try:
            await application.initialize()
        except TelegramError as error:
            raise CannotServe(why_not(error, self._settings.telegram_api)) from error

    async def _take(self, inbox: InboxQueue, keeper: Keeper, workers: Workers) -> tuple[asyncio.Future[None], int]:
        """Begin to take updates; where they come by themselves, nothing of ours can fail any more."""
        if self._settings.webhook_url:
            return asyncio.get_running_loop().create_future(), await self._listen(inbox, keeper, workers)
        poller = Poller(self._line, inbox, keeper, self._settings.telegram_api)
        self._stack.push_async_callback(poller.acknowledge)
        return self._beside(poller.run()), 0

    async def _listen(self, inbox: InboxQueue, keeper: Keeper, workers: Workers) -> int:
        url, secret = self._settings.webhook_url, webhook_secret(self._settings, self._parts.secret)
        server = WebhookServer(urlsplit(url).path, secret, inbox.receive, lambda: _is_ready(keeper, workers))
        self._stack.push_async_callback(server.close)
        port = server.listen(*self._settings.webhook_listen)
        wanted = {"url": url, "secret_token": secret, "allowed_updates": list(KINDS), "max_connections": _CONNECTIONS}
        try:
            await self._line.call("setWebhook", wanted)
        except BadRequest as error:
            raise CannotServe(WEBHOOK_REFUSED.format(url=url)) from error
        except TelegramError as error:
            raise CannotServe(why_not(error, self._settings.telegram_api)) from error
        await keeper.run(lambda journal: journal.counters.add(OUR_WEBHOOK))
        return port

    async def _show_menu(self, services: Services) -> None:
        people = await services.keeper.run(lambda journal: journal.people.listing())
        await menu.set_up(self._line, menu.calls(people, services.settings.operators_chat))


def now() -> datetime:
    """The moment, on the clocks of Hà Nội."""
    return datetime.now(HANOI)


def webhook_secret(settings: Settings, secret: bytes) -> str:
    """What Telegram shows at our door: as it is set, else made from our own secret, always the same for all that serve this bot."""
    return settings.webhook_secret.reveal() if settings.webhook_secret else blake2b(secret, person=b"hoidap webhook").hexdigest()[:64]


def _line(settings: Settings) -> Line:
    if settings.telegram_token is None:
        raise SettingInvalid("TELEGRAM_BOT_TOKEN: chưa có mã bot.")
    api = settings.telegram_api
    return Line(
        settings.telegram_token.reveal(),
        base_url=f"{api}/bot",
        base_file_url=f"{api}/file/bot",
        request=request_to(api, _CONNECTIONS, _ANSWER),
        get_updates_request=request_to(api, 2, _ANSWER),
    )


def _calling_back(application: TelegramApplication) -> Callable[[str, str], None]:
    return lambda query, text: application.at_once("answerCallbackQuery", {"callback_query_id": query, "text": text})


def _giving_up(does: Behaviour, services: Services) -> Callable[[Journal, Parcel, str, datetime], None]:
    return lambda journal, parcel, why, at: does.undelivered(journal, parcel, why, services, at)


async def _is_ready(keeper: Keeper, workers: Workers) -> bool:
    try:
        async with asyncio.timeout(_READY):
            await keeper.run(lambda journal: journal.check())
    except (TimeoutError, JournalUnusable):
        return False
    return workers.are_ready


async def _ended(task: asyncio.Task[None]) -> None:
    """Ended, however it was; what it died of was told where it was waited for."""
    task.cancel()
    with suppress(asyncio.CancelledError, Exception):
        await task
