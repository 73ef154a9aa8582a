"""A bot that does little: what the engine is tried with. Its answers come from parrots, its journal and its server are real."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from telegram import Update
from telegram.ext import CallbackQueryHandler, CommandHandler, InlineQueryHandler, MessageHandler, filters

from bot.answering.conversation import NEW
from bot.channels.telegram.keeper import Work
from bot.channels.telegram.markup import Button, Page
from bot.channels.telegram.running import Parts, Running, running
from bot.channels.telegram.sender import Patience
from bot.channels.telegram.turn import Behaviour, Services, Turn
from bot.domain.reply import SmallTalk
from bot.journal.database import open_journal
from bot.journal.journal import Journal
from bot.journal.outbox import Parcel
from bot.library.reader import Library
from bot.settings import read
from tests.telegram.botapi import BotApi
from tests.telegram.engine.pile import Pile, publishes_nothing
from tests.telegram.engine.speakers import parrot_at

SECRET = b"a secret of sixteen"
QUICK = Patience(first=0.001, longest=0.05, tries=10, within=timedelta(seconds=5))


def plain(text: str, *buttons: Button) -> Page:
    return Page(text, text, (buttons,) if buttons else ())


@dataclass(slots=True, eq=False)
class Echo:
    """Handlers that do as they are told by the message; `gates` hold a message back, the rest is what was noted."""

    gates: dict[str, asyncio.Event] = field(default_factory=dict)
    begun: asyncio.Event = field(default_factory=asyncio.Event)
    given_up: asyncio.Queue[str] = field(default_factory=asyncio.Queue)
    ticks: int = 0
    loop: asyncio.AbstractEventLoop = field(default_factory=asyncio.get_running_loop)

    def behaviour(self) -> Behaviour:
        handlers = [
            CommandHandler("twice", self.twice),
            CommandHandler("quiet", self.quiet),
            CommandHandler("where", self.where),
            CommandHandler("slow", self.slow),
            CallbackQueryHandler(self.pressed),
            InlineQueryHandler(self.inline),
            MessageHandler(filters.UpdateType.MESSAGE & filters.TEXT, self.text),
        ]
        return Behaviour(handlers, self._undelivered, self._tick)

    async def text(self, update: Update, turn: Turn) -> None:
        message = update.effective_message
        assert message is not None
        said = message.text or ""
        self.begun.set()
        if said in self.gates:
            await self.gates[said].wait()
        if said == "raise":
            raise ValueError("a secret of the citizen")
        turn.typing()
        reply, _ = (await turn.answerer.reply(said, NEW, turn.now.date())).value
        assert isinstance(reply, SmallTalk)
        turn.conclude(lambda journal: _answered(journal, turn, reply.text))

    async def twice(self, update: Update, turn: Turn) -> None:
        turn.conclude(lambda journal: None)
        turn.conclude(lambda journal: None)

    async def where(self, update: Update, turn: Turn) -> None:
        """The version that is shown, the one that answers, and its folder."""
        answer = await turn.answerer.reply("đâu", NEW, turn.now.date())
        reply, view = answer.value[0], turn.services.views.of(answer.version)
        assert isinstance(reply, SmallTalk)
        where = f"{turn.view.version} {answer.version} {view.version} {reply.text.partition(': ')[0]}"
        turn.conclude(lambda journal: _put(journal, turn, where))

    async def slow(self, update: Update, turn: Turn) -> None:
        """Goes on after it was concluded, until its gate opens; one that was begun before says so."""
        ref = f"slow:{update.update_id}"
        if await turn.read(lambda journal: journal.outbox.knows(ref, turn.chat)):
            turn.conclude(lambda journal: _put(journal, turn, "bị ngắt"))
            return

        async def job() -> Work[None]:
            await self.gates["chậm"].wait()
            if turn.args:
                raise ValueError("a secret of the administrator")
            return lambda journal: _put(journal, turn, "xong")

        turn.conclude(lambda journal: _put(journal, turn, "đang làm", ref), then=job)

    async def quiet(self, update: Update, turn: Turn) -> None:
        """Concludes nothing."""

    async def pressed(self, update: Update, turn: Turn) -> None:
        assert update.callback_query is not None
        if update.callback_query.data == "toast":
            turn.answer_callback("đã bấm")
        if update.callback_query.data == "raise":
            raise ValueError("pressed")

    async def inline(self, update: Update, turn: Turn) -> None:
        assert update.inline_query is not None
        turn.at_once("answerInlineQuery", {"inline_query_id": update.inline_query.id, "results": []})

    def _undelivered(self, journal: Journal, parcel: Parcel, why: str, services: Services, at: datetime) -> None:
        self.loop.call_soon_threadsafe(self.given_up.put_nowait, why)  # this is the thread of the journal

    def _tick(self, journal: Journal, services: Services, at: datetime) -> None:
        self.ticks += 1


def _put(journal: Journal, turn: Turn, text: str, ref: str = "") -> None:
    journal.outbox.put(turn.answer(plain(text), ref=ref), turn.now)


def _answered(journal: Journal, turn: Turn, text: str) -> None:
    buttons = (Button("toast", "toast"), Button("nothing", "nothing"), Button("raise", "raise"))
    journal.outbox.put(turn.answer(plain(text.partition(": ")[2], *buttons)), turn.now)
    if "undo" in text:
        raise LookupError("after something was put")


@dataclass(slots=True)
class Stage:
    """Where the bot is started again and again: one journal, one server."""

    api: BotApi
    library: Library
    folder: Path
    versions: Pile = field(default_factory=Pile)

    @asynccontextmanager
    async def bot(self, echo: Echo | None = None, **environment: str) -> AsyncIterator[Running]:
        (self.folder / "parrots").mkdir(exist_ok=True)
        async with running(self.parts(**environment), (echo or Echo()).behaviour(), QUICK) as bot:
            yield bot

    def parts(self, **environment: str) -> Parts:
        settings = read(
            {
                "TELEGRAM_BOT_TOKEN": self.api.token,
                "TELEGRAM_API_URL": self.api.url,
                "HOIDAP_WORKERS": "1",
                "HOIDAP_PER_USER_A_MINUTE": "10000",
                **environment,
            }
        )
        return Parts(
            settings=settings, live=(1, self.folder / "parrots"), versions=self.versions, shelf=lambda _: self.library,
            journal=self.journal, answering=parrot_at, publishing=publishes_nothing, secret=SECRET,
        )  # fmt: skip

    def journal(self) -> Journal:
        return open_journal(self.folder / "journal.db", SECRET)
