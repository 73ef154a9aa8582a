"""What answers in processes of tests: small speakers that do as they are told by the message. Imported by the processes themselves."""

from __future__ import annotations

import os
import signal
import time
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from bot.answering.conversation import Conversation
from bot.domain.errors import LibraryMissing
from bot.domain.reply import Answered, Reply, SmallTalk


@dataclass(frozen=True, slots=True)
class Parrot:
    """Says what it hears, and where it read it. "die" kills the process, once for each file of this name that is there."""

    library: Path

    def reply(self, message: str, conversation: Conversation, today: date) -> tuple[Reply, Conversation]:
        word, _, rest = message.partition(" ")
        if word == "raise":
            raise KeyError(rest)
        if word == "die" and (not rest or _taken(self.library / rest)):
            os.kill(os.getpid(), signal.SIGKILL)
        if word == "sleep":
            time.sleep(float(rest))
        if word == "wait":  # until somebody makes the file
            while not (self.library / rest).exists():
                time.sleep(0.005)
        return SmallTalk(f"{self.library.name}: {message}", float(os.getpid())), conversation.after(message, (), leaned=True)

    def nearest(self, message: str, today: date, most: int) -> list[Answered]:
        return [self.told(f"{message}/{place}", today) for place in range(most)]

    def told(self, fact_id: str, today: date) -> Answered:
        return Answered(fact_id, (), (), "", (), (fact_id,), 1.0)


def _taken(file: Path) -> bool:
    """Whether the file was there; it is gone now."""
    try:
        file.unlink()
    except FileNotFoundError:
        return False
    return True


def parrot_at(library: Path) -> Parrot:
    if not library.is_dir():
        raise LibraryMissing(f"không có thư viện {library.name}")
    dies = library / "dies"
    if dies.exists() and (left := int(dies.read_text())):
        dies.write_text(str(left - 1))
        os.kill(os.getpid(), signal.SIGKILL)
    return Parrot(library)


def broken_at(library: Path) -> Parrot:
    raise ZeroDivisionError(library.name)


def dying_at(library: Path) -> Parrot:
    os._exit(3)
