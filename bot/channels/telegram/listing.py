"""Lists that do not fit on a phone at once: what is on one page, the buttons that turn pages, and numbered items with number buttons.

Turning to a page that is no longer there shows the last one: a button may be older than the library.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from bot.channels.telegram import words
from bot.channels.telegram.actions import Action
from bot.channels.telegram.markup import Button, Keyboard, Run, Style, button

BUTTONS = 10  # of names on one page
ITEMS = 5  # of numbered texts on one page

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Slice(Generic[T]):
    """The items of one page. `first` is the place of the first one among all."""

    items: Sequence[T]
    page: int
    pages: int
    first: int


def sliced(items: Sequence[T], page: int, size: int) -> Slice[T]:
    """The page asked for, or the last one."""
    pages = max(1, -(-len(items) // size))
    shown = min(max(page, 0), pages - 1)
    return Slice(items[shown * size : (shown + 1) * size], shown, pages, shown * size)


def turning(part: Slice[T], to: Callable[[int], Action]) -> Keyboard:
    """The row that turns pages; none where there is one page."""
    row: list[Button] = []
    if part.page > 0:
        row.append(button(words.PREVIOUS, to(part.page - 1)))
    if part.page < part.pages - 1:
        row.append(button(words.NEXT, to(part.page + 1)))
    return (tuple(row),) if row else ()


def heading(title: str, part: Slice[T] | None = None) -> Iterator[Run]:
    """The title of a page, with its number where there are several."""
    yield Run(title, Style.BOLD)
    if part is not None and part.pages > 1:
        yield Run("  " + words.PAGE.format(page=part.page + 1, pages=part.pages), Style.ITALIC)


def numbered(part: Slice[T], to: Callable[[T], Action]) -> Keyboard:
    """A row of numbers, each for the item with that number in the text."""
    row = tuple(button(str(part.first + place), to(item)) for place, item in enumerate(part.items, 1))
    return (row,) if row else ()


def column(named: Iterable[tuple[str, Action]]) -> Keyboard:
    """One button a row."""
    return tuple((button(label, action),) for label, action in named)


def grid(named: Iterable[tuple[str, Action]], wide: int) -> Keyboard:
    """Several short buttons a row."""
    made = [button(label, action) for label, action in named]
    return tuple(tuple(made[at : at + wide]) for at in range(0, len(made), wide))
