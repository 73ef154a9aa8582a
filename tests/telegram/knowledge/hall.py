"""The town's hall: a small knowledge folder of its own, administrators with Telegram in their hands, and the bot over all of it, in this process.

Everything is real: files, libraries, versions, journal, processes that answer and that prepare, HTTP. Only the process that serves is the
test's own, so that a test may look inside; the bot as a process of its own is in `test_restarts`.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from bot import wiring
from bot.channels.telegram.routes import behaviour
from bot.channels.telegram.running import Parts, Running, running
from bot.domain.deed import Author, Deed
from bot.journal.audit import Entry
from bot.journal.database import open_journal
from bot.journal.journal import Journal
from bot.library.publishing.versions import Version
from bot.settings import Settings, read
from tests.channels.town import AGENCIES, LETTER, PLAN, settle
from tests.telegram.botapi import BotApi, Person, Press, Sent

SECRET = "a secret of sixteen signs"  # noqa: S105  opens nothing but journals of tests
AT = datetime(2026, 11, 22, 8, tzinfo=UTC)
CLERK = Author("thu-ky", "administrator", "cli")
QUESTION = "trồng bao nhiêu cây ven sông"
PLAN_FILE = "directives/7-KH-UBND.yaml"


def silent(what: str, done: int, total: int) -> None:
    """Nobody watches the progress of a test."""


def untraced(deed: Deed) -> None:
    """Nobody keeps the trail of what a test does from beside."""


def plan(trees: int) -> str:
    """The plan with so many trees: what an answer tells, and so which version spoke."""
    return PLAN.replace("300", str(trees))


_PATIENCE = 120  # seconds; a new version is taken within a few, unless the machine has a lot else to do


@dataclass(slots=True)
class Hall:
    api: BotApi
    folder: Path
    boss: Person
    deputy: Person
    lan: Person
    an: Person
    bot: Running | None = None

    @classmethod
    def of(cls, api: BotApi, folder: Path) -> Hall:
        boss, deputy, lan, an = (api.person(name) for name in ("Trưởng ca", "Phó ca", "Lan", "An"))
        for person in (boss, deputy, lan, an):
            person.chat.known = True
        settle(folder / "knowledge")
        return cls(api, folder, boss, deputy, lan, an)

    # what is around the bot

    @property
    def knowledge(self) -> Path:
        return self.folder / "knowledge"

    @property
    def environment(self) -> dict[str, str]:
        return {
            "TELEGRAM_BOT_TOKEN": self.api.token, "TELEGRAM_API_URL": self.api.url, "HOIDAP_SECRET": SECRET, "HOIDAP_WORKERS": "2",
            "HOIDAP_PER_USER_A_MINUTE": "100000", "HOIDAP_A_SECOND": "100000", "HOIDAP_KNOWLEDGE": str(self.knowledge),
            "HOIDAP_LIBRARIES": str(self.folder / "libraries"), "HOIDAP_JOURNAL": str(self.folder / "journal.db"),
            "HOIDAP_ADMINISTRATORS": f"{self.boss.id},{self.deputy.id}", "HOIDAP_OPERATORS": str(self.lan.id),
        }  # fmt: skip

    @property
    def settings(self) -> Settings:
        return read(self.environment)

    def writes(self, text: str, file: str = PLAN_FILE) -> None:
        """Somebody edits a file of the knowledge folder."""
        (self.knowledge / file).write_text(text, encoding="utf-8")

    def reads(self, file: str = PLAN_FILE) -> str:
        return (self.knowledge / file).read_text(encoding="utf-8")

    def publishes(self, text: str | None = None) -> Version:
        """Somebody publishes from the command line, the gate's word or not; with `text` after changing the plan."""
        if text is not None:
            self.writes(text)
        publication = wiring.publication_of(self.settings, silent, untraced)
        draft = publication.prepare(CLERK, AT)
        return publication.publish(draft, CLERK, AT, reason="thử", accept="thử")

    @property
    def live(self) -> Version:
        live = wiring.versions_of(self.settings).live()
        assert live is not None
        return live

    @property
    def kept(self) -> list[Version]:
        """The versions that are kept, newest first."""
        return wiring.versions_of(self.settings).all()

    # the bot

    @asynccontextmanager
    async def open(self) -> AsyncIterator[Hall]:
        """The bot runs; after an end it may be opened again."""
        async with running(self.parts(), behaviour()) as bot:
            self.bot = bot
            yield self
        self.bot = None

    def parts(self) -> Parts:
        settings = self.settings
        return Parts(
            settings=settings, live=wiring.live_folder(settings, silent, untraced, AT), versions=wiring.versions_of(settings),
            shelf=wiring.library_at, journal=self._opened, answering=wiring.speaker_at,
            publishing=partial(wiring.publication_of, settings, silent), secret=SECRET.encode(),
        )  # fmt: skip

    def _opened(self) -> Journal:
        return open_journal(self.folder / "journal.db", SECRET.encode())

    def trail(self) -> list[Entry]:
        """The audit trail, oldest first. It is whole."""
        with open_journal(self.folder / "journal.db", SECRET.encode(), read_only=True) as journal:
            assert not hasattr(journal.audit.verify(), "why")
            return list(reversed(journal.audit.entries()))

    def deeds(self) -> list[str]:
        return [entry.kind for entry in self.trail()]

    # what people do

    async def told(self, person: Person, text: str) -> Sent:
        person.says(text)
        return await person.hears()

    async def loaded(self, person: Person | None = None, text: str = "/napdulieu") -> Sent:
        """Have the knowledge checked; the result. What came on the way was as it should be."""
        person = person or self.boss
        checking = await self.told(person, text)
        assert "Đang kiểm tra" in checking.text, checking.text
        return await person.hears()

    async def sent(self, name: str, content: bytes, *, size: int | None = None) -> Sent:
        """Send a file of knowledge; the result of trying it out."""
        person = self.boss
        person.sends_file(name, content, size=size)
        checking = await person.hears()
        assert "Đã nhận tệp" in checking.text, checking.text
        return await person.hears()

    async def pressed(self, person: Person, sent: Sent, label: str) -> Sent:
        """Press a button; what is said to it, after the buttons went."""
        press: Press = person.presses(sent, label)
        await press.answer()
        changed = await person.hears()
        assert (changed.edited, changed.labels) == (True, []), changed
        return await person.hears()

    async def told_until(self, person: Person, text: str, is_there: Callable[[str], bool]) -> Sent:
        """Say it again and again until what is told is so."""
        async with asyncio.timeout(_PATIENCE):
            while not is_there((answer := await self.told(person, text)).text):
                pass
        return answer

    async def hears(self, person: Person, wanted: str) -> Sent:
        """The next message in which this stands; what a kill had sent twice, and what came before it, is passed over."""
        while wanted not in (heard := await person.hears()).text or heard.edited:
            pass
        return heard

    async def answers(self, wanted: str) -> Sent:
        """Ask until the answer is this one: until the version that says so was taken."""
        return await self.told_until(self.an, QUESTION, lambda text: wanted in text)


__all__ = ["AGENCIES", "LETTER", "PLAN", "Hall", "plan", "silent", "untraced"]
