"""Ten thousand random and hostile texts through the real bot: every one gets a reply, no send is refused, no handler fails."""

from __future__ import annotations

import asyncio
from collections import Counter

import pytest

from tests.telegram.botapi import BotApi
from tests.telegram.botapi.formatted import of_person
from tests.telegram.hostile import hostile_texts
from tests.telegram.process import Bot
from tests.telegram.questions import IN_ANSWER, QUESTION

pytestmark = [pytest.mark.asyncio, pytest.mark.slow]
TEXTS, PEOPLE, LONG = 2_000, 100, 900.0


async def test_ten_thousand_hostile_texts_are_all_handled(api: BotApi, bot: Bot) -> None:
    await bot.start(HOIDAP_WORKERS="2")
    people = api.people(PEOPLE)
    for number, text in enumerate(hostile_texts(TEXTS)):
        people[number % PEOPLE].says(text, raw=number % 2 == 1 or not of_person(text).text)
    for person in people:
        person.says("/help")
    async with asyncio.timeout(LONG):
        await api.updates.emptied()
        await api.quiet(LONG, still=5.0)
    an = api.person()
    an.says(QUESTION)
    answer = await an.hears()
    ended = await bot.stops()

    assert IN_ANSWER in answer.text
    assert [] == api.refused
    replies = Counter(sent.chat for sent in api.records.sent.all if not sent.edited)
    assert [TEXTS // PEOPLE + 1] * PEOPLE == [replies[person.id] for person in people], "somebody got no reply, or one too many"
    assert "Traceback" not in ended.errors
    assert '"level": "error"' not in ended.errors
    assert 0 == ended.code
