"""Who is named in the directives, where they stand now, and the places, topics and terms around them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Successor:
    """What an agency became: since when, on what basis, and one sentence that a citizen reads."""

    name: str
    since: date | None
    basis: str
    note: str


@dataclass(frozen=True, slots=True)
class Agency:
    name: str
    kind: str = "other"
    other_names: tuple[str, ...] = ()
    abbreviations: tuple[str, ...] = ()
    successor: Successor | None = None

    @property
    def names(self) -> tuple[str, ...]:
        return (self.name, *self.other_names, *self.abbreviations)


@dataclass(frozen=True, slots=True)
class Place:
    """A district, town or province that people name; `now` says what became of it."""

    name: str
    kind: str
    other_names: tuple[str, ...] = ()
    ended: date | None = None
    now: str = ""


@dataclass(frozen=True, slots=True)
class Topic:
    """A group of facts with names people use; `parent` is the id of a wider topic, or empty."""

    id: str
    name: str
    parent: str = ""
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Term:
    """An official term that changed: what it was, how it is met in text, what it is called now."""

    old: str
    matches: tuple[str, ...]
    now: str
    note: str


@dataclass(frozen=True, slots=True)
class Contact:
    name: str
    number: str
    purpose: str
    source: str
