"""Two thousand questions while ten versions come and go: no error, and every reply comes from one whole version."""

from __future__ import annotations

import asyncio
import re
import sys

import pytest

from bot import wiring
from tests.telegram.botapi import Sent
from tests.telegram.knowledge.hall import AT, CLERK, PLAN, Hall, silent, untraced

pytestmark = [pytest.mark.asyncio, pytest.mark.slow]
QUESTIONS, PEOPLE, TURNS = 2_000, 100, 10
TREES, DUE = "trồng bao nhiêu cây ven sông", "hạn trồng cây ven sông là khi nào"
_TREES, _DAY = re.compile(r"trồng (\d+) cây"), re.compile(r"trước (\d+)/5/2024")


def edition(number: int) -> str:
    """A plan in which every fact tells which one it is of: 101 trees by the 1st, 102 by the 2nd, …"""
    return PLAN.replace("300", str(100 + number)).replace("31/5/2024", f"{number}/5/2024").replace("2024-05-31", f"2024-05-{number:02}")


def told_of(sent: Sent) -> set[int]:
    """The editions that a reply speaks of."""
    return {int(trees) - 100 for trees in _TREES.findall(sent.text)} | {int(day) for day in _DAY.findall(sent.text)}


class Changes:
    """Ten of them, one after the other: two versions, then one step back, and again. Half of the people wait for each."""

    def __init__(self, hall: Hall) -> None:
        self._hall = hall
        self._made = [asyncio.Event() for _ in range(TURNS)]

    async def make(self) -> None:
        publication = wiring.publication_of(self._hall.settings, silent, untraced)
        for turn, made in enumerate(self._made):
            if turn % 3 == 2:
                await asyncio.to_thread(publication.rollback, CLERK, AT)
            else:
                self._hall.writes(edition(turn + 2))
                draft = await asyncio.to_thread(publication.prepare, CLERK, AT)
                await asyncio.to_thread(publication.publish, draft, CLERK, AT, reason="thử", accept="thử")
            made.set()

    async def ask(self, number: int) -> list[Sent]:
        """One of the people, question after question; every second one asks two after each change."""
        person, heard = self._hall.api.person(f"Người {number}"), []
        for turn in range(QUESTIONS // PEOPLE):
            person.says((TREES, DUE)[(number + turn) % 2])
            heard.append(await person.hears())
            if number % 2:
                await self._made[turn * PEOPLE * TURNS // QUESTIONS].wait()
        return heard


async def test_two_thousand_questions_while_ten_versions_come_and_go(hall: Hall, capsys: pytest.CaptureFixture[str]) -> None:
    hall.writes(edition(1))
    changes = Changes(hall)
    async with hall.open():
        making = asyncio.ensure_future(changes.make())
        heard = await asyncio.gather(*map(changes.ask, range(PEOPLE)))
        await making
        last = await hall.told_until(hall.an, TREES, lambda text: str(100 + _live_edition(hall)) in text)

    replies = [sent for one in heard for sent in one]
    editions = {number for sent in replies for number in told_of(sent)}
    assert QUESTIONS == len(replies)
    assert [] == [sent.text for sent in replies if len(told_of(sent)) != 1], "an error, or a reply of two versions"
    assert {_live_edition(hall)} == told_of(last)
    assert len(editions) >= 3, "the versions were not asked in turn"
    assert [] == hall.api.refused
    _tell(capsys, f"{QUESTIONS} questions, {TURNS} changes, editions heard: {sorted(editions)}")


def _live_edition(hall: Hall) -> int:
    """Which edition the live version was made of, as its library says."""
    library = wiring.library_at(wiring.versions_of(hall.settings).library(hall.live))
    found = _TREES.search(library.fact("7-KH-UBND/so-cay").says)
    assert found is not None
    return int(found[1]) - 100


async def test_how_long_it_takes_until_a_version_is_answered_from(hall: Hall, capsys: pytest.CaptureFixture[str]) -> None:
    """Asserts no time, but prints it."""
    took: list[float] = []
    loop = asyncio.get_running_loop()
    async with hall.open():
        publication = wiring.publication_of(hall.settings, silent, untraced)
        for number in range(2, 7):
            hall.writes(edition(number))
            draft = await asyncio.to_thread(publication.prepare, CLERK, AT)
            publication.publish(draft, CLERK, AT, reason="thử", accept="thử")
            began = loop.time()
            await hall.told_until(hall.an, TREES, lambda text, number=number: str(100 + number) in text)  # type: ignore[misc]
            took.append(loop.time() - began)
    _tell(capsys, f"from publishing to the first answer of the new version: {' '.join(f'{seconds:.2f}' for seconds in took)} s")


def _tell(capsys: pytest.CaptureFixture[str], text: str) -> None:
    """To whoever watches the tests; nothing is asserted of it."""
    with capsys.disabled():
        sys.stdout.write(f"\n{text}\n")
