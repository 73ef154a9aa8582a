"""Moments as the file keeps them: whole milliseconds since 1970, so that they compare and sort; days are those of Hanoi."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

HANOI = timezone(timedelta(hours=7), "Asia/Ho_Chi_Minh")  # without daylight saving since 1975, so an offset says it all
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)


def stamp(at: datetime) -> int:
    """A moment as it is kept. A naive one is refused: nobody could tell what it meant."""
    if at.tzinfo is None:
        raise ValueError(f"naive moment: {at}")
    return (at - _EPOCH) // _MILLISECOND


def moment(kept: int) -> datetime:
    """A kept moment, on the clocks of Hanoi."""
    return (_EPOCH + kept * _MILLISECOND).astimezone(HANOI)


def day(at: datetime) -> str:
    """The day in Hanoi, as 2026-11-22."""
    return at.astimezone(HANOI).date().isoformat()
