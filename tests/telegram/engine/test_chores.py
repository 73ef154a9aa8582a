from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from bot.channels.telegram import chores as module
from bot.channels.telegram.chores import Chores
from bot.channels.telegram.keeper import Keeper
from bot.journal.journal import Journal
from bot.journal.outbox import Method, Parcel, Posted
from bot.journal.questions import Asked, Kind

pytestmark = pytest.mark.asyncio
NOW = datetime(2026, 11, 22, tzinfo=UTC)


def chores_of(keeper: Keeper, opening: Callable[[], Journal], tick: Callable[[Journal, datetime], object]) -> Chores:
    return Chores(keeper, opening, tick, timedelta(days=180), lambda: NOW)


async def test_a_reminder_may_send_something(keeper: Keeper, opening: Callable[[], Journal]) -> None:
    posted: list[Posted] = []
    keeper.posted = posted.extend
    chores = chores_of(keeper, opening, lambda journal, at: journal.outbox.put(Parcel(1, Method.SEND, {"text": "nhắc"}), at))
    await chores.remind()

    assert [NOW] == [one.put_at for one in posted]


async def test_what_is_too_old_is_deleted_while_others_go_on(keeper: Keeper, opening: Callable[[], Journal]) -> None:
    def note(journal: Journal) -> None:
        for days in (1, 179, 181, 400):
            asked = Asked(chat=1, user=1, text="câu hỏi", kind=Kind.ANSWER, confidence=1.0)
            journal.questions.note(asked, NOW - timedelta(days=days))

    await keeper.run(note)
    await asyncio.gather(
        chores_of(keeper, opening, lambda journal, at: None).clear(), *(keeper.run(lambda journal: None) for _ in range(20))
    )

    assert 2 == await keeper.run(lambda journal: journal.store.rows("SELECT count(*) FROM questions")[0][0])


async def test_a_chore_that_fails_is_tried_again(keeper: Keeper, opening: Callable[[], Journal], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_SOON", 0.0)
    monkeypatch.setattr(module, "_MINUTE", 0.0)
    tried = 0
    again = asyncio.Event()
    loop = asyncio.get_running_loop()

    def tick(journal: Journal, at: datetime) -> None:
        nonlocal tried
        tried += 1
        if tried == 1:
            raise ValueError("the first time")
        loop.call_soon_threadsafe(again.set)

    chores = chores_of(keeper, opening, tick)
    await chores.start()
    await asyncio.wait_for(again.wait(), 5)
    await chores.close()
