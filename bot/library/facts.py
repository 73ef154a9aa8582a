"""Facts in any number: a tuple of them, or a source that makes them one at a time."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from bot.domain.fact import Fact


class Facts(Protocol):
    """Facts that are counted, and made while they are gone through."""

    def __len__(self) -> int: ...

    def __iter__(self) -> Iterator[Fact]: ...
