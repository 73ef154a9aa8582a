"""What the verbs share: the clock, progress on stderr, and which version of the knowledge they speak from."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from datetime import date, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from bot.domain.deed import Deed
    from bot.journal.journal import Journal
    from bot.library.publishing.publication import Trace
    from bot.library.reader import Library

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
Verb = Callable[..., argparse.ArgumentParser]


def now() -> datetime:
    """The moment, on the clocks of Hà Nội."""
    return datetime.now(HANOI)


def today() -> date:
    return now().date()


def progress(done: int, total: int) -> None:
    """How far building is."""
    stage("Đang dựng thư viện", done, total)


def counted(done: int, total: int) -> None:
    stage("Đang đo", done, total)


def stage(name: str, done: int, total: int) -> None:
    """One line on stderr that counts; where nobody watches, only its end."""
    if sys.stderr.isatty() or done == total:
        print(f"\r{name}: {done}/{total}", end="\n" if done == total else "", file=sys.stderr, flush=True)


def print_json(value: object) -> None:
    print(json.dumps(value, ensure_ascii=False))


def opened(arguments: argparse.Namespace) -> Library:
    """The library to answer from: the live version, unless a folder or the draft is asked for, or nothing was published yet."""
    from bot.wiring import library_at, open_library, versions_of

    if not (arguments.chosen_folder or arguments.draft):
        versions = versions_of(arguments.settings)
        if live := versions.live():
            return library_at(versions.library(live))
    return open_library(arguments.knowledge, arguments.libraries, progress)


def tracing(journal: Journal) -> Trace:
    """What writes deeds into the audit trail of an open journal, each at the moment of its call."""

    def trace(deed: Deed) -> tuple[int, str]:
        entry = journal.audit.note(deed, now())
        return entry.number, entry.hash

    return trace


def add_draft(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--draft", action="store_true", help="theo các tệp đang sửa, thay cho bản đang dùng")
