"""The only module that names every concrete class: from settings to an assistant, to what answers in a process, and to the journal."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from bot.answering import nearest
from bot.answering.assistant import Assistant
from bot.answering.conversation import NEW, Conversation
from bot.domain.errors import KnowledgeInvalid, SettingInvalid
from bot.domain.reply import Answered, Reply
from bot.library.layout import is_built, place_of
from bot.library.reader import Library
from bot.matching.matcher import Matcher
from bot.matching.weights import Weights, shipped_weights
from bot.settings import Settings

if TYPE_CHECKING:
    from bot.journal.journal import Journal

Progress = Callable[[int, int], None]


def open_library(knowledge: Path, libraries: Path, progress: Progress, *, bare: bool = False) -> Library:
    """The library of a knowledge folder, built first when it is not there yet. Raises KnowledgeInvalid with all problems."""
    library = place_of(knowledge, libraries, bare=bare)
    if not is_built(library):
        from bot.library.build import ensure_library  # noqa: PLC0415  what reads and checks YAML is heavy, and seldom needed

        ensure_library(knowledge, libraries, progress, bare=bare)
    return Library(library)


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


def journal_secret(settings: Settings) -> bytes:
    """What the journal is sealed with. Raises SettingInvalid when there is nothing to make it from."""
    chosen = settings.secret or settings.telegram_token
    if chosen is None:
        raise SettingInvalid("HOIDAP_SECRET: cần khóa của nhật ký; đặt HOIDAP_SECRET, hoặc TELEGRAM_BOT_TOKEN nếu khóa lấy từ mã bot.")
    return chosen.reveal().encode()


def journal_of(settings: Settings, *, read_only: bool = False) -> Journal:
    """The journal that the settings name. Raises JournalUnusable, SettingInvalid."""
    from bot.journal.database import open_journal  # noqa: PLC0415  what seals is heavy, and only the bot and `journal` need it

    return open_journal(settings.journal, journal_secret(settings), read_only=read_only)


__all__ = [
    "KnowledgeInvalid", "Progress", "Speaker", "assistant_of", "journal_of", "journal_secret", "matcher_of", "open_library", "speaker_at",
]  # fmt: skip
