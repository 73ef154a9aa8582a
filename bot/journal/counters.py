"""Numbers that only grow: how often something happened that nobody should have to look for in a log."""

from __future__ import annotations

from enum import StrEnum

from bot.journal.store import Store


class Count(StrEnum):
    """What the journal itself counts; channels may count under names of their own."""

    DUPLICATES_DROPPED = "duplicates_dropped"
    UPDATES_FAILED = "updates_failed"
    MAYBE_TWICE = "maybe_twice"
    PARCELS_FAILED = "parcels_failed"


class Counters:
    def __init__(self, store: Store) -> None:
        self._store = store

    def add(self, name: str, more: int = 1) -> None:
        """Count `more` times more; part of the transaction around it, if there is one."""
        if more:
            self._store.run(
                "INSERT INTO counters VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET number = number + excluded.number", (name, more)
            )

    def of(self, name: str) -> int:
        found = self._store.row("SELECT number FROM counters WHERE name = ?", (name,))
        return int(found[0]) if found else 0

    def all(self) -> dict[str, int]:
        """Every counter by its name."""
        return dict(self._store.rows("SELECT name, number FROM counters ORDER BY name"))
