"""Answers one update after another and says so on its output, until it is killed. Run with the path of a journal."""

from __future__ import annotations

import sys
from datetime import datetime
from pathlib import Path

from bot.journal.database import open_journal
from bot.journal.inbox import Received
from bot.journal.moments import HANOI
from bot.journal.outbox import Method, Parcel
from bot.journal.questions import Asked, Kind
from tests.journal.conftest import SECRET

AT = datetime(2026, 11, 22, 9, 0, tzinfo=HANOI)


def main() -> None:
    journal = open_journal(Path(sys.argv[1]), SECRET)
    first = int(sys.argv[2])
    for number in range(first, first + 1_000_000):
        journal.inbox.receive([Received(number, {"text": "x" * 300}, chat=number)], AT)
        print("received", number, flush=True)  # noqa: T201 - how it is followed
        with journal.transaction():
            journal.questions.note(Asked(chat=number, user=number, text="câu hỏi", kind=Kind.ANSWER, confidence=1.0, message_id=number), AT)
            parcel = journal.outbox.put(Parcel(number, Method.SEND, {"text": "y" * 300}, f"reply:{number}"), AT)
            journal.inbox.done(number)
        print("answered", number, flush=True)  # noqa: T201 - how it is followed
        journal.outbox.sent(parcel, number, AT)


if __name__ == "__main__":
    main()
