"""The inside of a process that answers: it opens the library once, then listens on its line until that is closed. See `workers`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from bot.channels.telegram.answerer import Speaker
from bot.domain.errors import HoiDapError

Opening = Callable[[Path], Speaker]


@dataclass(frozen=True, slots=True)
class Raised:
    """What a process tells of an error: its kind, and a text only where it is written for people."""

    kind: str
    text: str = ""


def serve(line: Connection, opening: Opening, library: Path) -> None:
    """The life of a process: open the library, then answer until the line is closed."""
    try:
        speaker = opening(library)
    except Exception as error:  # noqa: BLE001  told to whoever started us
        line.send(Raised(type(error).__name__, str(error) if isinstance(error, HoiDapError) else ""))
        return
    try:
        line.send("ready")
        while True:
            method, arguments = line.recv()
            line.send(_answer(speaker, method, arguments))
    except (EOFError, OSError):
        return


def _answer(speaker: Speaker, method: str, arguments: tuple[Any, ...]) -> object:
    try:
        return getattr(speaker, method)(*arguments)
    except Exception as error:  # noqa: BLE001  told to whoever asked
        return Raised(type(error).__name__)
