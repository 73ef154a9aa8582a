"""`kill -9` under load, again and again: no message is lost, none is answered more than twice, and every double is counted."""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from collections.abc import Callable
from itertools import pairwise

import pytest

from tests.telegram.botapi import BotApi, Call, Person, Sent
from tests.telegram.ports import free_port
from tests.telegram.process import Bot
from tests.telegram.questions import answered_questions

pytestmark = [pytest.mark.asyncio, pytest.mark.slow]
KILLS, PEOPLE, QUESTIONS, SEED = 10, 24, 12, 20261122
LONG = 120.0


class Crowd:
    """Everybody asks different questions one after the other, the next as soon as the last was answered, and a few at once."""

    def __init__(self, api: BotApi, rng: random.Random) -> None:
        self.people = api.people(PEOPLE)
        questions = answered_questions()
        self.left = {person.id: rng.sample(questions, QUESTIONS) for person in self.people}
        self.heard: dict[int, list[str]] = {person.id: [] for person in self.people}
        self.by_id = {person.id: person for person in self.people}
        self.all_answered = asyncio.Event()

    def start(self) -> None:
        for person in self.people:
            self._ask(person)
            self._ask(person)

    def hear(self, sent: Sent) -> None:
        """Told of every message of the bot. A message sent twice has the same buttons, which name the question; one handled twice has not."""
        if sent.edited:
            return
        heard, answer = self.heard[sent.chat], f"{sent.text}\n{[button.data for button in sent.keyboard.buttons]}"
        if answer not in heard:
            self._ask(self.by_id[sent.chat])
        heard.append(answer)
        if all(len(set(answers)) >= QUESTIONS for answers in self.heard.values()):
            self.all_answered.set()

    async def ends(self, bot: Bot) -> None:
        """Wait until everybody has all answers."""
        try:
            await asyncio.wait_for(self.all_answered.wait(), LONG)
        except TimeoutError:
            missing = {person: len(set(answers)) for person, answers in self.heard.items() if len(set(answers)) < QUESTIONS}
            raise AssertionError(f"of {QUESTIONS} answers they have {missing}; the bot said:\n{bot.errors[-3000:]}") from None

    def _ask(self, person: Person) -> None:
        if self.left[person.id]:
            person.says(self.left[person.id].pop())


def _after(count: int, then: Callable[[], None]) -> Callable[[Call], None]:
    """Does it at the very moment of that many-th request of the bot: after it took effect and before its answer is on the way."""

    def watch(call: Call) -> None:
        nonlocal count
        count -= 1
        if count == 0:
            then()

    return watch


@pytest.mark.parametrize("webhook", [False, True], ids=["polling", "webhook"])
async def test_killed_ten_times_under_load_it_loses_nothing_and_counts_every_double(api: BotApi, bot: Bot, webhook: bool) -> None:
    rng = random.Random(SEED)
    port = free_port()
    environment = (
        {"TELEGRAM_WEBHOOK_URL": f"http://127.0.0.1:{port}/telegram", "TELEGRAM_WEBHOOK_LISTEN": f"127.0.0.1:{port}"} if webhook else {}
    )
    crowd = Crowd(api, rng)
    api.records.sent.watch = crowd.hear
    await bot.start(webhook=webhook, **environment)
    crowd.start()
    for _ in range(KILLS):
        api.records.calls.watch = _after(rng.randint(5, 40), bot.kill)
        await bot.ends(LONG)
        api.records.calls.watch = None
        await bot.start(webhook=webhook, **environment)
    await crowd.ends(bot)
    await api.quiet(LONG)
    ended = await bot.stops()

    doubled = {person: Counter(texts) for person, texts in crowd.heard.items()}
    assert [QUESTIONS] * PEOPLE == [len(set(texts)) for texts in crowd.heard.values()], "lost or mixed up"
    assert 2 >= max(times for texts in doubled.values() for times in texts.values()), "answered three times"
    assert sum(len(texts) - len(set(texts)) for texts in crowd.heard.values()) <= bot.counter("maybe_twice")
    assert all(set(_firsts(texts)) == set(texts) and _side_by_side(texts) for texts in crowd.heard.values()), "out of order"
    assert "Traceback" not in ended.errors
    assert [] == [call for call in api.refused if call.code not in (0, 404)]


def _firsts(texts: list[str]) -> list[str]:
    return list(dict.fromkeys(texts))


def _side_by_side(texts: list[str]) -> bool:
    """Whether doubles follow each other: order holds within a chat."""
    return len(texts) - len(set(texts)) == sum(one == other for one, other in pairwise(texts))
