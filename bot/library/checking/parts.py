"""What the checks share: parts of files with their lines, texts inside data, and the keys by which two texts count as the same."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from bot.domain.errors import Problem
from bot.library.files import Source
from bot.text.normalize import comparable, fold

Where = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """A text at its place. Two parts with one `key` are the same; `owner` is whom it belongs to, where one owner may repeat itself."""

    source: Source[Any]
    where: Where
    text: str
    key: str
    owner: Where | None = None

    @property
    def place(self) -> str:
        return self.source.place(*self.where)

    def problem(self, message: str) -> Problem:
        return self.source.problem(message, *self.where)


def repeated(parts: Iterable[Part], message: str) -> Iterator[Problem]:
    """A problem for each part whose key stood before, under another owner where parts have owners."""
    first: dict[str, Part] = {}
    for part in parts:
        earlier = first.setdefault(part.key, part)
        if part.key and earlier is not part and (part.owner is None or earlier.owner != part.owner):
            yield part.problem(message.format(text=part.text, earlier=earlier.place))


def problem_at(source: Source[Any] | None, message: str, *where: str | int) -> Problem:
    assert source is not None  # noqa: S101  callers walk a file that was read
    return source.problem(message, *where)


def items_of(source: Source[Any] | None, name: str) -> Iterator[tuple[int, Any]]:
    return iter(enumerate(getattr(source.model, name) if source else ()))


def texts_in(value: object, where: Where = ()) -> Iterator[tuple[Where, str]]:
    """Every text inside plain data, with the path to it."""
    if isinstance(value, str):
        yield where, value
    elif isinstance(value, dict | list):
        for key, inner in value.items() if isinstance(value, dict) else enumerate(value):
            yield from texts_in(inner, (*where, key))


def nearest(name: str, known: dict[str, str]) -> str:
    near = get_close_matches(name_key(name), known, n=1, cutoff=0.7)
    return f" (có phải “{known[near[0]]}”?)" if near else ""


def name_key(text: str) -> str:
    return fold(comparable(text))


def word_key(text: str) -> str:
    """A text without punctuation, for "is it the same?"."""
    return " ".join(re.findall(r"[^\W_]+", comparable(text)))
