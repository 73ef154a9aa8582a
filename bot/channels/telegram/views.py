"""Versions of the library as handlers look into them: arranged once, never changed, and a few at a time.

An answer may still come from the version before while the next one is shown already, so the last versions stay at hand. Closes nothing:
a version that nobody holds any more closes itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from bot.channels.lookup import Catalogue
from bot.channels.telegram.aloud import Aloud, Spoken
from bot.channels.telegram.contents import Contents

_AT_HAND = 3


class Shelf(Catalogue, Spoken, Protocol):
    """A library as handlers look into it."""


@dataclass(frozen=True, slots=True)
class View:
    """One version: its number, what it holds, and that arranged."""

    version: int
    archive: Catalogue
    contents: Contents
    aloud: Aloud

    @classmethod
    def of(cls, version: int, shelf: Shelf) -> View:
        """Arrange a library: reads every fact once."""
        return cls(version, shelf, Contents.of(shelf), Aloud.of(shelf))


class Views:
    """The version that is shown, and those that answers may come from besides: the ones before, and one that is being gone over to."""

    def __init__(self, view: View) -> None:
        self.now = view
        self._at_hand = [view]

    def of(self, version: int) -> View:
        """The view of the version that answered; the one that is shown where that is long gone."""
        return next((view for view in reversed(self._at_hand) if view.version == version), self.now)

    def expect(self, view: View) -> None:
        """Answers may come from this one from now on."""
        self._at_hand = [*(one for one in self._at_hand if one.version != view.version), view][-_AT_HAND:]

    def show(self, view: View) -> None:
        """From now on this one is shown."""
        self.expect(view)
        self.now = view
