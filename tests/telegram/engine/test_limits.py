from __future__ import annotations

import asyncio

import pytest

from bot.channels.telegram.limits import Pace, PerPerson, Verdict

TAKEN, NOTICED, DROPPED = Verdict.TAKEN, Verdict.NOTICED, Verdict.DROPPED


def test_a_flood_gets_one_notice_and_is_dropped_after_it():
    limit = PerPerson(20)

    assert [TAKEN] * 20 + [NOTICED] + [DROPPED] * 9 == [limit.judge(1, 0.0) for _ in range(30)]


def test_one_persons_flood_is_nobody_elses():
    limit = PerPerson(1)
    limit.judge(1, 0.0)

    assert (NOTICED, TAKEN) == (limit.judge(1, 0.0), limit.judge(2, 0.0))


def test_what_trickles_in_during_a_flood_is_taken_without_another_notice():
    limit = PerPerson(20)
    for _ in range(21):
        limit.judge(1, 0.0)

    assert [TAKEN, DROPPED, TAKEN, DROPPED] == [limit.judge(1, at) for at in (3.0, 3.1, 6.1, 6.2)]


def test_after_the_wait_that_the_notice_names_the_next_flood_gets_a_notice_again():
    limit = PerPerson(20)
    for _ in range(25):
        limit.judge(1, 0.0)
    later = [limit.judge(1, float(limit.wait)) for _ in range(12)]

    assert [TAKEN] * 10 + [NOTICED, DROPPED] == later


def test_a_limit_of_one_still_takes_one_a_minute():
    limit = PerPerson(1)

    assert [TAKEN, NOTICED, DROPPED, TAKEN] == [limit.judge(1, at) for at in (0.0, 1.0, 2.0, 62.0)]


def test_people_who_are_quiet_are_forgotten():
    limit = PerPerson(20)
    for person in range(10_001):
        limit.judge(person, 0.0)
    limit.judge(99_999, 120.0)

    assert 10 > len(limit._buckets)


@pytest.mark.asyncio
async def test_whoever_comes_too_early_waits_for_their_turn_and_nobody_is_dropped():
    pace, order = Pace(1000), list[int]()

    async def one(number: int) -> None:
        await pace.turn()
        order.append(number)

    began = asyncio.get_running_loop().time()
    await asyncio.gather(*(one(number) for number in range(1200)))

    assert list(range(1200)) == order
    assert asyncio.get_running_loop().time() - began >= 0.19
