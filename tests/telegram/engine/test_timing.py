"""The time of an update: what waits in a queue of ours does not use it up."""

from __future__ import annotations

import asyncio

import pytest

from bot.channels.telegram.timing import limited, unhurried

pytestmark = pytest.mark.asyncio


async def never() -> None:
    await asyncio.Event().wait()


async def slow(turns: int = 50) -> str:
    """Takes longer than any limit here, in small steps."""
    for _ in range(turns):
        await asyncio.sleep(0.002)
    return "xong"


async def test_what_takes_too_long_is_ended() -> None:
    with pytest.raises(TimeoutError):
        async with limited(0.01):
            await never()


async def test_waiting_unhurried_uses_up_nothing() -> None:
    async with limited(0.02):
        assert "xong" == await unhurried(slow())
        assert "xong" == await unhurried(slow())


async def test_after_it_the_rest_of_the_time_goes_on() -> None:
    async def first_unhurried() -> None:
        await unhurried(slow())
        await never()

    with pytest.raises(TimeoutError):
        async with limited(0.02):
            await first_unhurried()


async def test_several_may_wait_at_once_and_the_last_one_counts() -> None:
    async with limited(0.02):
        assert ("xong", "xong") == tuple(await asyncio.gather(unhurried(slow(10)), unhurried(slow(60))))


async def test_one_that_hurries_beside_one_that_does_not_is_not_ended_meanwhile() -> None:
    async with limited(0.02):
        _, told = await asyncio.gather(unhurried(slow(60)), slow(20))

    assert "xong" == told


async def test_without_a_limit_it_is_just_waited_for() -> None:
    assert "xong" == await unhurried(slow(1))


async def test_what_is_raised_while_waiting_comes_through() -> None:
    async def failing() -> None:
        await asyncio.sleep(0)
        raise LookupError

    with pytest.raises(LookupError):
        async with limited(1.0):
            await unhurried(failing())
