"""Follows links from one name to the next (parent, successor, replaced by) and finds those that lead back to where they began."""

from __future__ import annotations

from collections.abc import Iterator, Mapping


def circles(following: Mapping[str, str]) -> Iterator[tuple[str, ...]]:
    """Each circle once, as the names along it; a name that follows itself is a circle of one.

    >>> list(circles({"a": "b", "b": "c", "c": "b", "d": "d"}))
    [('b', 'c'), ('d',)]
    """
    followed: set[str] = set()
    for start in following:
        path: dict[str, int] = {}
        name = start
        while name in following and name not in followed and name not in path:
            path[name] = len(path)
            name = following[name]
        if name in path:
            yield tuple(path)[path[name] :]
        followed.update(path)
