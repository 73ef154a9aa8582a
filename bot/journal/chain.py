"""The chain of the audit trail: rows go in, a verdict comes out. Knows neither where rows are kept nor what they mean.

Each row carries the hash of the row before and its own, so that a change to one shows in it, and a row taken out shows behind it.
That alone stops nobody who can compute SHA-256 from writing the whole chain anew: `audit` keeps the last hash under a key for that.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, NamedTuple

FIELDS = ("number", "at", "who", "role", "channel", "kind", "before", "after", "detail", "previous")  # what a hash is made of
_FORM = "hoidap audit 1"  # in every hash: rows of another form can never be taken for rows of this one
GENESIS = hashlib.sha256(b"hoidap audit: first").hexdigest()  # what the first row chains to
BROKEN_OFF = hashlib.sha256(b"hoidap audit: broken off").hexdigest()  # what a row chains to when the end before it was not as we left it


class Head(NamedTuple):
    """The end of the chain: the number of the last row, which is how many there are, and its hash."""

    number: int
    hash: str


EMPTY = Head(0, GENESIS)


class Fault(StrEnum):
    """What is wrong at a row."""

    CHANGED = "changed"  # its fields are not those that its hash was made of
    REMOVED = "removed"  # it should be there and is not
    INSERTED = "inserted"  # it is there and was never noted, or the head was wound back before it
    REPLACED = "replaced"  # it is whole, but not the one that the next row was chained to
    REWRITTEN = "rewritten"  # all is in order, but it does not end in the hash that was kept
    HEAD = "head"  # the head is gone, or was not written by us
    BROKEN_BEFORE = "broken-before"  # when it was noted, the end before it was not as we had left it
    UNREADABLE = "unreadable"  # there is no such table, or not with these columns
    UNANCHORED = "unanchored"  # a hash that others keep for this row is not the one it has


@dataclass(frozen=True, slots=True)
class Verified:
    """The chain is whole: how many rows, and the hash of the last."""

    count: int
    head: str


@dataclass(frozen=True, slots=True)
class Broken:
    """The first row at which something is wrong, and what."""

    number: int
    why: Fault


Verdict = Verified | Broken


def hash_of(fields: Sequence[Any]) -> str:
    """The hash of a row: its fields in the order of FIELDS, as JSON, which no two different rows share."""
    text = json.dumps([_FORM, *fields], separators=(",", ":"), default=repr)
    return hashlib.sha256(text.encode()).hexdigest()


def judged(rows: Iterable[Sequence[Any]], head: Head | None) -> Verdict:
    """Whether these rows (FIELDS, then the hash, in order of number) are whole and end in `head`, None where it cannot be trusted."""
    hashes = [GENESIS]
    for *fields, own in rows:
        if broken := _broken(fields, own, len(hashes), hashes[-1]):
            return broken
        hashes.append(own)
    return _ended(hashes, head)


def _broken(fields: list[Any], own: Any, expected: int, before: str) -> Broken | None:
    number, previous = fields[0], fields[-1]
    if number != expected:
        return Broken(expected, Fault.REMOVED) if isinstance(number, int) and number > expected else Broken(expected, Fault.INSERTED)
    if own != hash_of(fields):
        return Broken(number, Fault.CHANGED)
    if previous == BROKEN_OFF:
        return Broken(number, Fault.BROKEN_BEFORE)
    if previous != before:  # it is whole itself, so the one before is not what it was
        return Broken(max(number - 1, 1), Fault.REPLACED)
    return None


def _ended(hashes: list[str], head: Head | None) -> Verdict:
    count = len(hashes) - 1
    if head is None:
        return Broken(count, Fault.HEAD)
    if head.number > count:
        return Broken(count + 1, Fault.REMOVED)
    if head.hash != hashes[head.number]:
        return Broken(head.number, Fault.REWRITTEN)
    return Verified(count, hashes[-1]) if head.number == count else Broken(head.number + 1, Fault.INSERTED)
