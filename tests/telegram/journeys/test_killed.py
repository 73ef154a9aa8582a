"""`kill -9` at every step of a hand-over: nothing is lost, nothing is done twice, and what may have arrived twice is counted.

The bot is killed once for each thing it sends: when an update was just handed out to it, before what it sends takes effect, and when it
has taken effect but the bot does not know yet. Then it starts again, and the hand-over goes on.
"""

from __future__ import annotations

import asyncio
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

import pytest

from bot.channels.telegram import words
from tests.telegram.botapi import Call, Sent
from tests.telegram.botapi.faults import Cut
from tests.telegram.journeys.scene import UNKNOWN, Scene

pytestmark = [pytest.mark.asyncio, pytest.mark.slow]
LONG = 90.0
_SENDING = ("sendmessage", "copymessage", "editmessagetext", "editmessagereplymarkup")
_CHANGING = re.compile(r"(?<=[Pp]hiếu )[A-Z0-9]{4}|\b\d\d:\d\d\b")

Heard = tuple[int, bool, str]


@dataclass(slots=True)
class Killer:
    """Kills the bot at its moments, each once, and starts it again."""

    scene: Scene
    kills: int = 0
    _seen: set[object] = field(default_factory=set)
    _restarting: bool = False

    def at_every_update(self) -> None:
        """When an update is handed out for the first time."""
        handed_out = self.scene.api.updates.delivered

        def delivered(update: int) -> None:
            handed_out(update)
            self._once(update)

        self.scene.api.updates.delivered = delivered

    def after_every_sending(self) -> None:
        """When something took effect, before the bot hears of it."""
        self.scene.api.records.sent.watch = lambda sent: self._once(_heard(sent))

    def before_every_sending(self) -> None:
        """When the bot asked for something that then does not take effect; the next time it does."""
        self._cut_next()

        def watch(call: Call) -> None:
            if call.method not in _SENDING:
                return
            if call.code == 0:
                self._kill()
            else:
                self._cut_next()

        self.scene.api.records.calls.watch = watch

    async def keeps_restarting(self) -> None:
        while True:
            await self.scene.bot.ends(LONG)
            await self.scene.bot.start()
            self._restarting = False

    def _cut_next(self) -> None:
        self.scene.api.faults.clear()
        for method in ("sendMessage", "copyMessage", "editMessageText"):
            self.scene.api.faults.add(Cut(done=False), method, times=1)

    def _once(self, moment: object) -> None:
        if moment not in self._seen:
            self._seen.add(moment)
            self._kill()

    def _kill(self) -> None:
        if not self._restarting:
            self._restarting = True
            self.kills += 1
            self.scene.bot.kill()


@pytest.mark.parametrize(
    "moment", [Killer.at_every_update, Killer.before_every_sending, Killer.after_every_sending], ids=lambda moment: moment.__name__
)
async def test_killed_at_every_step_a_hand_over_loses_nothing_and_does_nothing_twice(
    scene: Scene, moment: Callable[[Killer], None]
) -> None:
    killer = Killer(scene)
    await scene.starts()
    moment(killer)
    living = asyncio.ensure_future(killer.keeps_restarting())
    await asyncio.wait({living, going := asyncio.ensure_future(_handed_over(scene))}, return_when=asyncio.FIRST_COMPLETED)
    living.cancel()
    await going
    heard = Counter(_heard(sent) for sent in scene.api.records.sent.all)

    assert killer.kills >= 9
    assert set(heard) == {_found(expected, heard) for expected in _expected(scene)}
    assert max(heard.values()) <= 2
    assert sum(heard.values()) - len(heard) <= scene.bot.counter("maybe_twice")


async def _handed_over(scene: Scene) -> None:
    """The steps of a hand-over, each when the one before was seen to happen."""
    an, lan, minh, group = scene.an, scene.lan, scene.minh, scene.group
    reply = await _tells(scene, an.id, "Chưa", "chưa có", after=lambda: an.says(UNKNOWN[0]))
    an.presses(reply, words.PERSON)
    await _tells(scene, an.id, "Tôi đã chuyển lời")
    card = await _tells(scene, group.id, "🎫")
    await _tells(scene, group.id, "phường Láng", after=lambda: an.says("tôi ở phường Láng"))
    await _tells(scene, an.id, "đang chờ người trực")
    lan.presses(card, 0)
    claimed = await _tells(scene, group.id, "Lan đã nhận")
    await _tells(scene, an.id, "đã nhận phiếu")
    await _tells(scene, group.id, "Lan nhận rồi", after=lambda: minh.presses(card, 0))
    copied = await _tells(scene, group.id, "hồ sơ 5", after=lambda: an.says("hồ sơ 5"))
    await _tells(scene, an.id, "vâng", after=lambda: lan.says("vâng", group, reply_to=copied))
    await _tells(scene, an.id, "mẫu đơn", after=lambda: lan.sends("document", group, reply_to=card, caption="mẫu đơn"))
    lan.presses(claimed, 0)
    ask = await _tells(scene, an.id, "đánh giá giúp")
    await _tells(scene, group.id, "☑️")
    an.presses(ask, "4⭐")
    await _tells(scene, an.id, "4/5")
    await _tells(scene, group.id, "4/5")


async def _tells(scene: Scene, chat: int, *parts: str, after: Callable[[], object] | None = None) -> Sent:
    """The first message of a chat with one of these words in it."""
    if after:
        after()
    return await scene.api.sent(lambda sent: sent.chat == chat and any(part in sent.text for part in parts), LONG)


def _heard(sent: Sent) -> Heard:
    return sent.chat, sent.edited, _CHANGING.sub("…", sent.text)


def _expected(scene: Scene) -> list[Heard]:
    """What an undisturbed hand-over tells, in the order of its steps; of each a part of its text."""
    an, group = scene.an.id, scene.group.id
    return [
        (an, False, "Tôi chưa có thông tin"), (an, False, "Tôi đã chuyển lời"), (group, False, "🎫"), (group, False, "tôi ở phường Láng"),
        (an, False, "đang chờ người trực"), (group, True, "Lan đã nhận"), (an, False, "đã nhận phiếu"), (group, False, "Lan nhận rồi"),
        (group, False, "hồ sơ 5"), (an, False, "vâng"), (an, False, "mẫu đơn"), (group, True, "☑️"), (group, False, "☑️"),
        (an, False, "đánh giá giúp"), (an, True, "4/5"), (group, False, "4/5"),
    ]  # fmt: skip


def _found(expected: Heard, heard: Counter[Heard]) -> Heard | None:
    chat, edited, part = expected
    return next((one for one in heard if one[:2] == (chat, edited) and part in one[2]), None)
