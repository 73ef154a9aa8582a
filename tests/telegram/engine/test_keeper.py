from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.channels.telegram.keeper import Keeper
from bot.domain.errors import JournalUnusable
from bot.journal.database import open_journal
from bot.journal.journal import Journal
from bot.journal.outbox import Method, Parcel, Posted

AT = datetime(2026, 11, 22, tzinfo=UTC)
pytestmark = pytest.mark.asyncio


def put(text: str) -> Callable[[Journal], int]:
    return lambda journal: journal.outbox.put(Parcel(1, Method.SEND, {"text": text}), AT)


def fail(journal: Journal) -> None:
    put("never")(journal)
    raise ValueError("work that fails")


async def test_work_is_done_in_order_and_its_result_comes_back(keeper: Keeper) -> None:
    numbers = await asyncio.gather(*(keeper.run(put(str(number))) for number in range(50)))

    assert numbers == sorted(numbers)


async def test_what_fails_is_undone_alone_and_raises_where_it_was_awaited(keeper: Keeper) -> None:
    posted: list[Posted] = []
    keeper.posted = posted.extend
    done = await asyncio.gather(keeper.run(put("first")), keeper.run(fail), keeper.run(put("last")), return_exceptions=True)

    assert isinstance(done[1], ValueError)
    assert ["first", "last"] == [one.parcel.payload["text"] for one in posted]
    assert 2 == await keeper.run(lambda journal: journal.outbox.waiting())


async def test_what_was_put_is_told_before_whoever_put_it_goes_on(keeper: Keeper) -> None:
    posted: list[Posted] = []
    keeper.posted = posted.extend
    number = await keeper.run(put("a"))

    assert [number] == [one.id for one in posted]


async def test_closing_does_what_was_handed_over_first(keeper: Keeper, opening: Callable[[], Journal]) -> None:
    handed_over = [keeper.post(lambda journal: journal.counters.add("work")) for _ in range(500)]
    await keeper.close()

    assert all(work.done() for work in handed_over)
    with opening() as journal:
        assert 500 == journal.counters.of("work")


async def test_a_journal_that_cannot_be_opened_raises_when_started(tmp_path: Path) -> None:
    (tmp_path / "journal.db").write_text("this is no database, it is a letter to somebody")
    keeper = Keeper(lambda: open_journal(tmp_path / "journal.db", b"a secret of sixteen"))

    with pytest.raises(JournalUnusable):
        await keeper.start()
    await keeper.close()


async def test_after_the_end_nothing_is_taken(keeper: Keeper) -> None:
    await keeper.close()

    with pytest.raises(RuntimeError):
        await keeper.run(put("late"))


async def test_whoever_stops_waiting_disturbs_nobody(keeper: Keeper) -> None:
    gone = asyncio.ensure_future(keeper.run(put("gone")))
    stays = asyncio.ensure_future(keeper.run(put("stays")))
    await asyncio.sleep(0)
    gone.cancel()

    assert await stays
    assert 2 == await keeper.run(lambda journal: journal.outbox.waiting())


async def test_work_alone_has_no_transaction_around_it_and_keeps_its_place(keeper: Keeper) -> None:
    """What was committed before it stays when what shares a transaction later fails."""
    done: list[str] = []

    def alone(journal: Journal) -> bool:
        done.append("một mình")
        return journal.store.in_transaction

    shared = keeper.post(lambda journal: done.append("trước"))
    inside = await keeper.alone(alone)
    await keeper.run(lambda journal: done.append("sau"))

    assert not inside
    assert ["trước", "một mình", "sau"] == done
    assert shared.done()


async def test_work_alone_that_fails_raises_where_it_was_awaited(keeper: Keeper) -> None:
    def failing(journal: Journal) -> None:
        raise LookupError

    with pytest.raises(LookupError):
        await keeper.alone(failing)
    assert 0 == await keeper.run(lambda journal: journal.inbox.waiting())
