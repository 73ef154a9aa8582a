"""What `hoidap journal` does: figures of the journal, and deleting what is too old. As text for people, or JSON."""

from __future__ import annotations

import json
import re
from datetime import datetime, timedelta

from bot.journal.journal import Journal
from bot.journal.purge import purge
from bot.journal.statistics import statistics

_SPAN = re.compile(r"(\d{1,5})\s*(d|ngày|ngay|w|tuần|tuan)?", re.IGNORECASE)


def span(text: str) -> timedelta:
    """A stretch of time as one types it: 180d, 26w, 180 ngày. Raises ValueError."""
    found = _SPAN.fullmatch(text.strip())
    if found is None or not int(found[1]):
        raise ValueError(f"“{text}” không phải một khoảng thời gian; viết số ngày, ví dụ 180d")
    weeks = (found[2] or "d").lower() in ("w", "tuần", "tuan")
    return timedelta(days=int(found[1]) * (7 if weeks else 1))


def figures(journal: Journal, within: timedelta, at: datetime, *, as_json: bool) -> str:
    """The figures of the time up to now."""
    found = statistics(journal, at - within, at)
    return json.dumps(found.plain(), ensure_ascii=False) if as_json else found.text()


def clear(journal: Journal, older_than: timedelta, at: datetime, *, dry_run: bool, as_json: bool) -> str:
    """Delete what is older, or only count it."""
    gone = purge(journal, older_than, at, dry_run=dry_run)
    return json.dumps(gone.plain(), ensure_ascii=False) if as_json else gone.text()
