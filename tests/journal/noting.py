"""What the processes of the tests do with a journal: open it, note deeds, and be killed before a certain statement."""

from __future__ import annotations

import os
import signal
import sqlite3
import sys
from datetime import datetime
from pathlib import Path
from typing import Any

from bot.domain.deed import Author, Deed, DeedKind
from bot.domain.errors import JournalUnusable
from bot.journal import database
from bot.journal.database import open_journal
from bot.journal.moments import HANOI
from tests.journal.conftest import SECRET

AT = datetime(2026, 11, 22, 9, 0, tzinfo=HANOI)


def deed(detail: str) -> Deed:
    return Deed(DeedKind.PUBLISHED, Author("hong", "administrator", "cli"), "1", "2", detail)


def killed_before(statement: int, path: Path, secret: bytes | None, notes: int) -> None:
    """Open the journal and note so many deeds, but die without a word before that statement of SQLite."""
    connected, left = database._connect, iter(range(statement, 0, -1))

    def die_in_time(_: str) -> None:
        if next(left, 0) == 1:
            os.kill(os.getpid(), signal.SIGKILL)

    def connect(*arguments: Any, **named: Any) -> sqlite3.Connection:
        connection = connected(*arguments, **named)
        connection.set_trace_callback(die_in_time)
        return connection

    database._connect = connect
    with open_journal(path, secret, at=AT) as journal:
        for number in range(notes):
            journal.audit.note(deed(f"lần {number}"), AT)


def main() -> None:
    """Note deeds until there are enough, and say the number of each; with a word in place of how many: open, and say what came of it."""
    path, secret, many = Path(sys.argv[1]), sys.argv[2].encode() or None, sys.argv[3]
    sys.stdin.readline()
    if not many.isdecimal():
        try:
            with open_journal(path, secret, at=AT) as journal:
                journal.audit.note(deed(many), AT)
        except JournalUnusable:
            print("refused", flush=True)  # noqa: T201 - how it is followed
            return
        print("opened", flush=True)  # noqa: T201 - how it is followed
        return
    with open_journal(path, SECRET) as journal:
        for _ in range(int(many)):
            print(journal.audit.note(deed(many), AT).number, flush=True)  # noqa: T201 - how it is followed


if __name__ == "__main__":
    main()
