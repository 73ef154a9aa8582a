"""The administrators' side of the library: what a change would do, putting it live, going back. Nothing of it holds up the loop.

What was sent as a file lies in a folder of its own (`staging/<draft>`) until somebody says yes; then it is stored among the knowledge files
and published from there. Every deed is in the audit trail before the step that it tells of is finished.
"""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Callable, Coroutine
from concurrent.futures import TimeoutError as TooLate
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from bot.channels.telegram.keeper import Keeper
from bot.channels.telegram.preparer import Found, Head, Opening, Prepared, Sent, Trace, Wanted
from bot.channels.telegram.preparing import Preparing
from bot.domain.deed import Author, Deed, DeedKind
from bot.domain.errors import DraftStale, GateRefused, JournalUnusable
from bot.journal.journal import Journal
from bot.library import incoming
from bot.library.cases import golden_files
from bot.library.changes import digest_of
from bot.library.layout import knowledge_files

if TYPE_CHECKING:
    from bot.library.publishing.drafts import Draft
    from bot.library.publishing.publication import Publication
    from bot.library.publishing.versions import Version

T = TypeVar("T")
_KEPT = 10  # files that were sent and neither agreed to nor refused
_TRAIL = 30.0  # seconds for writing a deed


class Shelves(Protocol):
    """The versions that are kept, and which of them is live."""

    def pointer(self) -> int | None: ...

    def get(self, number: int) -> Version: ...

    def all(self) -> list[Version]: ...

    def verified(self, version: Version) -> Path: ...


@dataclass(frozen=True, slots=True)
class Places:
    """The knowledge folder, and where what was sent waits."""

    knowledge: Path
    staging: Path


@dataclass(frozen=True, slots=True)
class History:
    """The versions that are kept, newest first, and the number of the live one."""

    versions: tuple[Version, ...]
    live: int | None

    @property
    def before(self) -> int | None:
        """The version that was live before the one that is."""
        return next((version.before for version in self.versions if version.number == self.live), None)


@dataclass(frozen=True, slots=True)
class Yes:
    """Who says that a draft goes live, when and why; `accept` says why although the gate is against it."""

    author: Author
    at: datetime
    reason: str
    accept: str = ""


@dataclass(frozen=True, slots=True)
class Done:
    """The version that a draft became; `again`: before, when somebody had said yes already."""

    version: Version
    again: bool = False


class Publishing:
    def __init__(self, opening: Opening, versions: Shelves, keeper: Keeper, places: Places, clock: Callable[[], datetime]) -> None:
        self._opening = opening
        self._versions = versions
        self._keeper = keeper
        self._places = places
        self._clock = clock
        self._preparing = Preparing(opening, self._note)
        self._one_at_a_time = asyncio.Lock()
        self.shown: dict[int, str] = {}  # the draft that each chat was shown last

    @property
    def is_busy(self) -> bool:
        """Whether it is being found out what a change would do."""
        return self._preparing.is_busy

    async def prepare(self, author: Author, at: datetime, file: tuple[str, bytes] | None = None) -> Found | None:
        """What the knowledge files would change, with the file (name, content) that was sent among them. None: another one is under way."""
        wanted = Wanted(author, at, self._places.knowledge)
        if file is None:
            return await self._preparing.find(wanted)
        aside = self._places.staging / f".{at:%Y%m%d%H%M%S%f}"
        try:
            found = await self._preparing.find(Wanted(author, at, self._places.knowledge, Sent(*file, aside)))
            if isinstance(found, Prepared) and found.draft:
                await asyncio.to_thread(self._keep, aside, found.draft)
        finally:
            await asyncio.to_thread(shutil.rmtree, aside, ignore_errors=True)
        return found

    async def publish(self, draft_id: str, yes: Yes) -> Done:
        """Put a draft live, once: asked again, tells the version it became. Raises what Publication.publish raises, FilesMoved, OSError."""
        return await self._alone(lambda trace: self._publish(draft_id, yes, trace))

    async def roll_back(self, number: int, author: Author, at: datetime) -> Version:
        """Make an earlier version live again. Raises what Publication.rollback raises."""
        return await self._alone(lambda trace: self._opening(trace, None).rollback(author, at, number=number))

    async def discard(self, draft_id: str) -> None:
        """Forget a draft, and what was sent for it."""
        await self._alone(lambda trace: self._discard(self._opening(trace, None), draft_id))

    async def history(self) -> History:
        return await asyncio.to_thread(lambda: History(tuple(self._versions.all()), self._versions.pointer()))

    # on threads

    async def _alone(self, work: Callable[[Trace], T]) -> T:
        loop = asyncio.get_running_loop()

        def trace(deed: Deed) -> Head:
            return _waited_for(self._noted(deed), loop)

        async with self._one_at_a_time:
            return await asyncio.to_thread(work, trace)

    def _publish(self, draft_id: str, yes: Yes, trace: Trace) -> Done:
        publication = self._opening(trace, None)
        if version := self._published_as(draft_id):
            return Done(version, again=True)
        draft = publication.drafts.get(draft_id)
        if draft is None or draft.base != self._versions.pointer():
            raise DraftStale(draft_id)
        if draft.refusals and not yes.accept:
            raise GateRefused([refusal.message for refusal in draft.refusals])
        self._store(publication, draft, yes, trace)
        version = publication.publish(draft, yes.author, yes.at, reason=yes.reason, accept=yes.accept)
        self._discard(publication, draft_id)
        return Done(version)

    def _published_as(self, draft_id: str) -> Version | None:
        return next((version for version in self._versions.all() if version.draft == draft_id), None)

    def _store(self, publication: Publication, draft: Draft, yes: Yes, trace: Trace) -> None:
        """Bring what was sent into the knowledge folder, unless it is there: we may have been killed since."""
        place = self._places.staging / draft.id
        staged = incoming.staged_at(place) if place.is_dir() else None
        if staged is None or all(digest_of(publication.folder / name) == digest_of(staged.folder / name) for name in staged.files):
            return
        if _differ(staged, publication.folder):
            raise DraftStale(draft.id)
        names = incoming.store(staged, publication.folder)
        trace(Deed(DeedKind.STORED, yes.author, "", draft.library, ", ".join(names)))

    def _discard(self, publication: Publication, draft_id: str) -> None:
        publication.drafts.drop(draft_id)
        if draft_id:
            shutil.rmtree(self._places.staging / draft_id, ignore_errors=True)

    def _keep(self, aside: Path, draft_id: str) -> None:
        place = self._places.staging / draft_id
        shutil.rmtree(place, ignore_errors=True)
        aside.rename(place)
        left = sorted((path for path in self._places.staging.iterdir() if path.is_dir()), key=lambda path: path.stat().st_mtime)
        for old in left[:-_KEPT]:
            shutil.rmtree(old, ignore_errors=True)

    # the trail

    async def _note(self, deed: Deed) -> None:
        await self._noted(deed)

    async def _noted(self, deed: Deed) -> Head:
        at = self._clock()

        def work(journal: Journal) -> Head:
            entry = journal.audit.note(deed, at)
            return entry.number, entry.hash

        return await self._keeper.alone(work)


def _differ(staged: incoming.Staged, knowledge: Path) -> bool:
    """Whether the knowledge folder is another one than the change was tried in, apart from the files that it changes."""
    names = {
        path.relative_to(folder) for folder in (staged.folder, knowledge) for path in (*knowledge_files(folder), *golden_files(folder))
    }
    return any(digest_of(staged.folder / name) != digest_of(knowledge / name) for name in names if str(name) not in staged.files)


def _waited_for(noting: Coroutine[Any, Any, Head], loop: asyncio.AbstractEventLoop) -> Head:
    """On a thread: wait until a deed is written. Raises JournalUnusable, and what was about to be done is not."""
    try:
        return asyncio.run_coroutine_threadsafe(noting, loop).result(_TRAIL)
    except TooLate as error:
        raise JournalUnusable("nhật ký không ghi kịp") from error
