"""The inside of a process that finds out what a change of the knowledge would do, and ends. See `preparing`.

It runs at low priority, so that people who ask do not feel it, and in a group of processes of its own, which ends with us however we end.
"""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TYPE_CHECKING

from bot.domain.deed import Author, Deed, DeedKind
from bot.domain.errors import HoiDapError, KnowledgeInvalid
from bot.library import incoming
from bot.library.publishing import report

if TYPE_CHECKING:
    from bot.library.publishing.publication import Publication

_NICE = 15

Head = tuple[int, str] | None
Trace = Callable[[Deed], Head]
Opening = Callable[[Trace, Path | None], "Publication"]
"""Makes what publishes the knowledge folder, or another one; `trace` is told of every deed."""


@dataclass(frozen=True, slots=True)
class Sent:
    """A file that somebody sent. The change is worked out in `staging`, a folder that is not there yet."""

    name: str
    content: bytes
    staging: Path


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be found out: of the knowledge folder as it is, or with the file that was sent."""

    author: Author
    at: datetime
    knowledge: Path
    sent: Sent | None = None


@dataclass(frozen=True, slots=True)
class Prepared:
    """A draft that waits for a yes. `reasons` are the gate's against it; `files` of the knowledge folder are changed by what was sent."""

    draft: str
    summary: str
    report: str
    reasons: tuple[str, ...] = ()
    changes_nothing: bool = False
    files: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Invalid:
    """The files have problems."""

    problems: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Failed:
    """It could not be found out; `text` is for people, "" where there are no words for it."""

    text: str
    kind: str = ""


Found = Prepared | Invalid | Failed


def run(line: Connection, opening: Opening, wanted: Wanted) -> None:
    """The life of the process: deeds as they happen, then what was found."""
    os.setsid()
    os.nice(_NICE)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGTERM, signal.SIGINT, signal.SIGHUP})
    threading.Thread(target=_end_with, args=(line,), daemon=True).start()
    line.send(_found(opening, wanted, line.send))


def _end_with(line: Connection) -> None:
    """Whoever started us says nothing more, so a line with news is one that was closed: all of us end."""
    try:
        line.recv()
    except (EOFError, OSError):
        os.killpg(0, signal.SIGKILL)


def _found(opening: Opening, wanted: Wanted, tell: Callable[[Deed], None]) -> Found:
    try:
        return _prepared(opening, wanted, tell)
    except KnowledgeInvalid as error:
        tell(Deed(DeedKind.CHECKED, wanted.author, "", "", str(error)))
        return Invalid(tuple(map(str, error.problems)))
    except (HoiDapError, OSError) as error:
        text = str(error) if isinstance(error, HoiDapError) else (error.strerror or "")
        return Failed(text, type(error).__name__)
    except Exception as error:  # noqa: BLE001  told to whoever started us, in no words of ours
        return Failed("", type(error).__name__)


def _prepared(opening: Opening, wanted: Wanted, tell: Callable[[Deed], None]) -> Prepared:
    staged = incoming.stage(wanted.sent.name, wanted.sent.content, wanted.knowledge, wanted.sent.staging) if wanted.sent else None
    if staged is not None and not staged.files:
        return Prepared("", "", "", changes_nothing=True)

    def trace(deed: Deed) -> Head:
        tell(deed if wanted.sent is None else replace(deed, detail=f"{deed.detail} (tệp gửi tới)"))
        return None

    draft = opening(trace, staged.folder if staged else None).prepare(wanted.author, wanted.at)
    return Prepared(
        draft.id, report.summary(draft.effect, draft.refusals), report.full(draft.effect, draft.refusals),
        tuple(report.reason(refusal) for refusal in draft.refusals), draft.changes_nothing, staged.files if staged else (),
    )  # fmt: skip
