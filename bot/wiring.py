"""The only module that names every concrete class: from settings to an assistant, to what answers in a process, what publishes, and the journal."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from bot.answering import nearest
from bot.answering.assistant import Assistant
from bot.answering.conversation import NEW, Conversation
from bot.answering.outcomes import outcome_of
from bot.domain.errors import SettingInvalid
from bot.domain.outcome import Outcome
from bot.domain.reply import Answered, Reply
from bot.library.layout import is_built, place_of
from bot.library.reader import Library
from bot.matching.matcher import Matcher
from bot.matching.weights import Weights, shipped_weights
from bot.settings import Settings

if TYPE_CHECKING:
    from bot.journal.journal import Journal
    from bot.library.publishing.effect import Dialogue
    from bot.library.publishing.publication import Publication, Stage, Trace
    from bot.library.publishing.versions import Versions

Progress = Callable[[int, int], None]
_CHUNK, _FEW = 100, 60  # dialogues
_KEPT = 30_000  # entries that whoever asks thousands of questions keeps at hand, about 300 MB
_SOME_DAY = date(2026, 1, 1)


def open_library(knowledge: Path, libraries: Path, progress: Progress, *, bare: bool = False) -> Library:
    """The library of a knowledge folder, built first when it is not there yet. Raises KnowledgeInvalid with all problems."""
    library = place_of(knowledge, libraries, bare=bare)
    if not is_built(library):
        from bot.library.build import ensure_library  # noqa: PLC0415  what reads and checks YAML is heavy, and seldom needed

        ensure_library(knowledge, libraries, progress, bare=bare)
    return Library(library)


def library_at(folder: Path) -> Library:
    """The library in a folder. Raises LibraryMissing, LibraryForeign."""
    return Library(folder)


def matcher_of(library: Library, weights: Weights | None = None) -> Matcher:
    return Matcher(library.lexicon, library.speller, library, weights or shipped_weights())


def assistant_of(library: Library, weights: Weights | None = None) -> Assistant:
    return Assistant(matcher_of(library, weights), library)


@dataclass(frozen=True, slots=True)
class Speaker:
    """What answers in a process of its own. Whoever asks may remember facts that this library does not hold any more."""

    assistant: Assistant
    library: Library

    def reply(self, message: str, conversation: Conversation, today: date) -> tuple[Reply, Conversation]:
        known = tuple(fact for fact in conversation.facts if self.library.row_of(fact) is not None)
        return self.assistant.reply(message, replace(conversation, facts=known), today)

    def nearest(self, message: str, today: date, most: int) -> list[Answered]:
        return nearest.nearest(self.assistant, message, today, most)

    def told(self, fact_id: str, today: date) -> Answered | None:
        return nearest.told(self.assistant, fact_id, today)


_FIRST_WORDS = "hạn giải quyết khiếu nại là khi nào, ai chịu trách nhiệm"


def speaker_at(folder: Path) -> Speaker:
    """What answers from a library's folder, with everything loaded that the first question would have to wait for."""
    library = Library(folder)
    library.warm()
    speaker = Speaker(assistant_of(library), library)
    speaker.reply(_FIRST_WORDS, NEW, date(2026, 1, 1))
    return speaker


def ask(
    library: Path, dialogues: Sequence[Dialogue], touched: frozenset[str] | None, counted: Progress
) -> list[tuple[Outcome, ...] | None]:
    """The port `library.publishing.asking.Ask`: puts dialogues to a library, in processes of their own when there are many."""
    chunks = [dialogues[first : first + _CHUNK] for first in range(0, len(dialogues), _CHUNK)]
    counted(0, len(dialogues))
    if len(dialogues) <= _FEW:
        answering = _Answering(library, touched)
        return [answering.outcomes(dialogue) for dialogue in dialogues]
    told: list[tuple[Outcome, ...] | None] = []
    spawning = multiprocessing.get_context("spawn")  # a fork would take the caller's threads and locks along
    with ProcessPoolExecutor(_processes(), mp_context=spawning, initializer=_begin, initargs=(library, touched)) as pool:
        try:
            for part in pool.map(_ask_chunk, chunks):
                told += part
                counted(len(told), len(dialogues))
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise
    return told


class _Answering:
    """What answers in a process that does nothing else. The day is always the same: what is found depends on none."""

    def __init__(self, library: Path, touched: frozenset[str] | None) -> None:
        opened = Library(library, kept=_KEPT)
        opened.warm()
        self._assistant = assistant_of(opened)
        rows = (opened.row_of(fact) for fact in touched or ())
        self._rows = None if touched is None else frozenset(row for row in rows if row is not None)

    def outcomes(self, dialogue: Dialogue) -> tuple[Outcome, ...] | None:
        matcher = self._assistant.matcher
        if self._rows is not None and not matcher.is_near(matcher.understand(dialogue[0]), self._rows):
            return None
        conversation, told = NEW, []
        for message in dialogue:
            considered = self._assistant.consider(message, conversation, _SOME_DAY)
            conversation = considered.conversation
            told.append(outcome_of(considered.reply, considered.first))
        return tuple(told)


_begun: list[_Answering] = []  # one, in a process of the pool


def _begin(library: Path, touched: frozenset[str] | None) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for whoever asked us, who ends us
    _begun[:] = [_Answering(library, touched)]


def _ask_chunk(chunk: Sequence[Dialogue]) -> list[tuple[Outcome, ...] | None]:
    return [_begun[0].outcomes(dialogue) for dialogue in chunk]


def _processes() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def publication_of(settings: Settings, stage: Stage, trace: Trace, folder: Path | None = None) -> Publication:
    """What puts the files of the settings' folder live, or those of another one."""
    from bot.library.publishing.gate import floors_of  # noqa: PLC0415  what checks and compares is heavy
    from bot.library.publishing.publication import Publication  # noqa: PLC0415

    return Publication(
        folder=folder or settings.knowledge,
        versions=versions_of(settings),
        ask=ask,
        floors=floors_of(settings.floors),
        trace=trace,
        stage=stage,
    )


def publishing_of(settings: Settings) -> Callable[[Trace, Path | None], Publication]:
    """`publication_of` for these settings, so that other processes can be handed it; nobody watches its stages."""
    return partial(publication_of, settings, _unwatched)


def _unwatched(name: str, done: int, total: int) -> None:
    """The bot tells the outcome, not the way to it."""


def versions_of(settings: Settings) -> Versions:
    from bot.library.publishing.versions import Versions  # noqa: PLC0415

    return Versions(settings.libraries, settings.keep_versions)


def live_folder(settings: Settings, stage: Stage, trace: Trace, at: datetime) -> tuple[int, Path]:
    """The number of the live version and the folder of its library; where nothing was ever published, the files become version 1.

    Raises KnowledgeInvalid, VersionDamaged, LibraryForeign.
    """
    from bot.domain.deed import Author  # noqa: PLC0415

    versions = versions_of(settings)
    live = versions.live() or publication_of(settings, stage, trace).first(Author("hoidap", "system", "start"), at)
    return live.number, versions.library(live)


def journal_secret(settings: Settings) -> bytes:
    """What the journal is sealed with. Raises SettingInvalid when there is nothing to make it from."""
    chosen = settings.secret or settings.telegram_token
    if chosen is None:
        raise SettingInvalid("HOIDAP_SECRET: cần khóa của nhật ký; đặt HOIDAP_SECRET, hoặc TELEGRAM_BOT_TOKEN nếu khóa lấy từ mã bot.")
    return chosen.reveal().encode()


def journal_of(settings: Settings, *, at: datetime | None = None, read_only: bool = False) -> Journal:
    """The journal that the settings name; without a secret, one that holds the audit trail only. Raises JournalUnusable."""
    from bot.journal.database import open_journal  # noqa: PLC0415  what seals is heavy, and only the bot, `knowledge` and `journal` need it

    chosen = settings.secret or settings.telegram_token
    return open_journal(settings.journal, chosen.reveal().encode() if chosen else None, at=at, read_only=read_only)
