from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from bot.channels.telegram.dispatcher import Dispatcher
from bot.channels.telegram.limits import Pace

pytestmark = pytest.mark.asyncio
FAST = 1_000_000


def update(lane: int, number: int) -> dict[str, Any]:
    return {"lane": lane, "update_id": number}


class Handled:
    """Notes what is handled; lanes in `held` wait until their event is set."""

    def __init__(self) -> None:
        self.done: list[tuple[int, int]] = []
        self.held: dict[int, asyncio.Event] = {}
        self.begun = asyncio.Event()

    async def __call__(self, payload: dict[str, Any]) -> None:
        self.begun.set()
        if payload["lane"] in self.held:
            await self.held[payload["lane"]].wait()
        self.done.append((payload["lane"], payload["update_id"]))


async def settled(condition: Callable[[], bool]) -> None:
    async with asyncio.timeout(5):
        while not condition():  # noqa: ASYNC110  turns of the loop, not time
            await asyncio.sleep(0)


def dispatcher_of(handle: Callable[[dict[str, Any]], Awaitable[None]], **more: int) -> Dispatcher:
    return Dispatcher(handle, Pace(FAST), **more)


async def test_updates_of_a_chat_stay_in_order_and_chats_run_side_by_side() -> None:
    handled = Handled()
    dispatcher = dispatcher_of(handled)
    for number in range(100):
        dispatcher.add(number % 7, update(number % 7, number))
    await settled(lambda: len(handled.done) == 100)

    for lane in range(7):
        assert [number for number in range(100) if number % 7 == lane] == [number for of, number in handled.done if of == lane]


async def test_a_slow_chat_holds_up_nobody_else() -> None:
    handled = Handled()
    handled.held[1] = asyncio.Event()
    dispatcher = dispatcher_of(handled, at_once=2)
    for number in range(10):
        dispatcher.add(1, update(1, number))
    for number in range(10, 40):
        dispatcher.add(number, update(number, number))
    await settled(lambda: len(handled.done) == 30)
    handled.held[1].set()
    await settled(lambda: len(handled.done) == 40)

    assert list(range(10)) == [number for lane, number in handled.done if lane == 1]


async def test_no_more_are_handled_at_once_than_allowed() -> None:
    running, most = 0, 0

    async def handle(_: dict[str, Any]) -> None:
        nonlocal running, most
        running += 1
        most = max(most, running)
        await asyncio.sleep(0)
        running -= 1

    dispatcher = dispatcher_of(handle, at_once=3)
    for number in range(50):
        dispatcher.add(number, update(number, number))
    await settled(lambda: dispatcher.waiting == 0)

    assert 3 == most


async def test_the_end_finishes_what_has_begun_and_begins_nothing_more() -> None:
    handled = Handled()
    handled.held[1] = asyncio.Event()
    dispatcher = dispatcher_of(handled)
    dispatcher.add(1, update(1, 1))
    dispatcher.add(1, update(1, 2))
    await handled.begun.wait()
    draining = asyncio.ensure_future(dispatcher.drain(5))
    await asyncio.sleep(0)
    handled.held[1].set()
    await draining

    assert [(1, 1)] == handled.done


async def test_the_end_does_not_wait_for_ever() -> None:
    handled = Handled()
    handled.held[1] = asyncio.Event()
    dispatcher = dispatcher_of(handled)
    dispatcher.add(1, update(1, 1))
    await handled.begun.wait()
    await dispatcher.drain(0.01)

    assert [] == handled.done


async def test_a_handler_that_raises_does_not_end_its_lane() -> None:
    done: list[int] = []

    async def handle(payload: dict[str, Any]) -> None:
        if payload["update_id"] == 1:
            raise ValueError("the first one")
        done.append(payload["update_id"])

    dispatcher = dispatcher_of(handle)
    for number in (1, 2, 3):
        dispatcher.add(5, update(5, number))
    await settled(lambda: done == [2, 3])


async def test_of_inline_queries_of_one_person_only_the_newest_is_answered() -> None:
    handled = Handled()
    handled.held[0] = asyncio.Event()
    dispatcher = dispatcher_of(handled, at_once=1)
    dispatcher.add(0, update(0, 0))
    await handled.begun.wait()
    for number in range(1, 6):
        dispatcher.add_fleeting(7, update(7, number))
    dispatcher.add_fleeting(8, update(8, 6))
    handled.held[0].set()
    await settled(lambda: len(handled.done) == 3)

    assert [(0, 0), (7, 5), (8, 6)] == handled.done


async def test_whoever_brings_too_much_waits_until_there_is_room() -> None:
    handled = Handled()
    handled.held[1] = asyncio.Event()
    dispatcher = dispatcher_of(handled, most=3)
    for number in range(3):
        dispatcher.add(1, update(1, number))
    room = asyncio.ensure_future(dispatcher.room())
    await handled.begun.wait()
    assert not room.done()
    handled.held[1].set()

    await asyncio.wait_for(room, 5)
