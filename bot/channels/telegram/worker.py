"""The inside of a process that answers: it opens a version of the library, then listens on its line until that is closed. See `workers`.

Told to move, it opens another version beside the one it has, and answers from that as soon as it is ready: between two questions, never
within one. What cannot be opened changes nothing.
"""

from __future__ import annotations

import gc
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from bot.channels.telegram.answerer import Speaker
from bot.domain.errors import HoiDapError

Opening = Callable[[Path], Speaker]
READY = "ready"


@dataclass(frozen=True, slots=True)
class Raised:
    """What a process tells of an error: its kind, and a text only where it is written for people."""

    kind: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Ask:
    """A question: the method of the speaker, and what it is given."""

    method: str
    arguments: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Move:
    """An order to answer from the library in that folder from now on."""

    library: Path


def serve(line: Connection, opening: Opening, library: Path) -> None:
    """The life of a process: open the library, then answer until the line is closed."""
    speaker = _opened(opening, library)
    try:
        if isinstance(speaker, Raised):
            line.send(speaker)
            return
        line.send(READY)
        while True:
            heard = line.recv()
            if isinstance(heard, Ask):
                line.send(_answer(speaker, heard))
                continue
            fresh = _opened(opening, heard.library)
            if not isinstance(fresh, Raised):
                speaker = fresh
            line.send(fresh if isinstance(fresh, Raised) else READY)
            del fresh
            _forget_the_dead()
    except (EOFError, OSError):
        return


def _opened(opening: Opening, library: Path) -> Speaker | Raised:
    try:
        return opening(library)
    except Exception as error:  # noqa: BLE001  told to whoever asked for it
        return Raised(type(error).__name__, str(error) if isinstance(error, HoiDapError) else "")


def _answer(speaker: Speaker, asked: Ask) -> object:
    try:
        return getattr(speaker, asked.method)(*asked.arguments)
    except Exception as error:  # noqa: BLE001  told to whoever asked
        return Raised(type(error).__name__)


def _forget_the_dead() -> None:
    """A library that was warmed is kept out of the collector's sight for good; the one before must not stay in memory with it."""
    gc.unfreeze()
    gc.collect()
    gc.freeze()
