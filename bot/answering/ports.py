"""What answering asks of the library."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from bot.domain.agency import Agency, Contact, Place, Term, Topic
from bot.domain.directive import Directive
from bot.domain.fact import Fact


class Archive(Protocol):
    """The facts behind the entries, and what stands around them."""

    def fact(self, fact_id: str) -> Fact:
        """The fact with this id."""

    @property
    def directives(self) -> Mapping[str, Directive]:
        """Directives by number."""

    @property
    def agencies(self) -> Mapping[str, Agency]:
        """Agencies by name."""

    @property
    def places(self) -> tuple[Place, ...]:
        """Places of the city, and other provinces."""

    @property
    def topics(self) -> Mapping[str, Topic]:
        """Topics by id."""

    @property
    def terms(self) -> tuple[Term, ...]:
        """Terms that changed."""

    @property
    def contacts(self) -> tuple[Contact, ...]:
        """Whom people may ask for what is not covered, the first the most general."""
