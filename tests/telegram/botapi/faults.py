"""What can go wrong between the bot and Telegram, switched on by method, chat and number of times."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

from tests.telegram.botapi.records import PATIENCE
from tests.telegram.botapi.refusals import Refused, too_many


@dataclass(frozen=True, slots=True)
class Refuse:
    """Refused as Telegram refuses, nothing done."""

    refused: Refused


@dataclass(frozen=True, slots=True)
class Broken:
    """What a proxy before Telegram says when it is ill: a page of HTML, nothing done."""

    code: int = 502


@dataclass(frozen=True, slots=True)
class Late:
    """Done, but answered only once the gate opens."""

    gate: asyncio.Event


@dataclass(frozen=True, slots=True)
class Held:
    """Done and answered only once the gate opens."""

    gate: asyncio.Event


@dataclass(frozen=True, slots=True)
class Never:
    """Not done and never answered: the bot must lose patience by itself."""


@dataclass(frozen=True, slots=True)
class Cut:
    """The connection is cut: before anything is done, or after it is done and before the answer."""

    done: bool


Fault = Refuse | Broken | Late | Held | Never | Cut


def flooded(retry_after: int = 1) -> Refuse:
    return Refuse(too_many(retry_after))


@dataclass(slots=True, eq=False)
class Rule:
    """A fault and whom it meets: "" any method but getUpdates, 0 any chat; `times` 0: until it is taken off."""

    fault: Fault
    method: str = ""
    chat: int = 0
    times: int = 0
    skip: int = 0
    hits: int = 0
    _changed: asyncio.Event = field(default_factory=asyncio.Event)

    def meets(self, method: str, chat: int) -> bool:
        named = method == self.method if self.method else method != "getupdates"
        if not named or (self.chat and chat != self.chat) or (self.times and self.hits >= self.times):
            return False
        if self.skip:
            self.skip -= 1
            return False
        return True

    async def hit(self, times: int = 1, within: float = PATIENCE) -> None:
        """Wait until the fault has met this many requests."""
        async with asyncio.timeout(within):
            while self.hits < times:
                self._changed.clear()
                await self._changed.wait()

    def note(self) -> None:
        self.hits += 1
        self._changed.set()


@dataclass(slots=True)
class Faults:
    rules: list[Rule] = field(default_factory=list)

    def add(self, fault: Fault, method: str = "", *, chat: int = 0, times: int = 0, skip: int = 0) -> Rule:
        """Switch a fault on; `skip` requests pass before it begins."""
        rule = Rule(fault, method.lower(), chat, times, skip)
        self.rules.append(rule)
        return rule

    def clear(self) -> None:
        self.rules.clear()

    def of(self, method: str, chat: int) -> Fault | None:
        for rule in self.rules:
            if rule.meets(method, chat):
                rule.note()
                return rule.fault
        return None
