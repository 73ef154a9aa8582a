"""The log: a line of JSON for each event, for machines; with --verbose a readable line, for people.

No message text, no token, no name or number of a person comes here. Our own events are fixed words with fields; of what libraries log only
the template is kept, never what they fill in, for that may be a message or an address with the token in it; of an error only its kind
and the places it came through.
"""

from __future__ import annotations

import json
import logging
import re
import sys
import traceback
from datetime import UTC, datetime
from types import TracebackType
from typing import Any, TextIO

OURS = "bot"
_TOKEN = re.compile(r"\d{5,}:[A-Za-z0-9_-]{20,}")
_OWN_FIELDS = frozenset(logging.LogRecord("", 0, "", 0, "", None, None).__dict__) | {"message", "asctime", "taskName"}
_LOUD = ("telegram", "tornado", "asyncio", "multiprocessing")

Raised = tuple[type[BaseException], BaseException, TracebackType | None]


def set_up(*, verbose: bool, out: TextIO | None = None) -> None:
    """Log to standard output, from warnings of libraries and information of ours on; --verbose tells more of ours, to people."""
    handler = logging.StreamHandler(out or sys.stdout)
    handler.setFormatter(Readable() if verbose else Structured())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    logging.getLogger(OURS).setLevel(logging.DEBUG if verbose else logging.INFO)
    for name in _LOUD:
        logging.getLogger(name).setLevel(logging.WARNING)
    for name in ("httpx", "httpcore"):
        logging.getLogger(name).setLevel(logging.ERROR)
    logging.captureWarnings(capture=True)


class Structured(logging.Formatter):
    """One JSON object a line."""

    def format(self, record: logging.LogRecord) -> str:
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        event: dict[str, Any] = {"at": at, "level": record.levelname.lower(), "from": record.name, "event": event_of(record)}
        event |= fields_of(record)
        if record.exc_info and record.exc_info[0]:
            event["error"] = told(record.exc_info)
        return _covered(json.dumps(event, ensure_ascii=False, default=str))


class Readable(logging.Formatter):
    """A line for people, errors below it."""

    def format(self, record: logging.LogRecord) -> str:
        at = datetime.fromtimestamp(record.created).astimezone().strftime("%H:%M:%S")
        fields = " ".join(f"{name}={value}" for name, value in fields_of(record).items())
        lines = [f"{at} {record.levelname:<7} {record.name.removeprefix('bot.channels.')}: {event_of(record)} {fields}".rstrip()]
        if record.exc_info and record.exc_info[0]:
            error = told(record.exc_info)
            lines += [f"    {error['kind']}", *(f"    {place}" for place in error["through"])]
        return _covered("\n".join(lines))


def event_of(record: logging.LogRecord) -> str:
    """What happened. Ours is written for the log; a library's is cut to its template."""
    return record.getMessage() if _is_ours(record) else str(record.msg).split("\n", 1)[0][:200] if record.args else f"({record.name})"


def fields_of(record: logging.LogRecord) -> dict[str, Any]:
    """The fields given with an event of ours."""
    return {name: value for name, value in record.__dict__.items() if name not in _OWN_FIELDS} if _is_ours(record) else {}


def told(error: Raised | tuple[None, None, None]) -> dict[str, Any]:
    """The kinds of an error and its causes, and the places it came through; never its words, which may quote a message."""
    _, raised, _ = error
    kinds: list[str] = []
    through: list[str] = []
    while raised is not None and len(kinds) < 5:
        kinds.append(type(raised).__name__)
        through += [
            f"{frame.filename.rpartition('/')[2]}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(raised.__traceback__)
        ][-6:]
        raised = raised.__cause__ or (None if raised.__suppress_context__ else raised.__context__)
    return {"kind": " ← ".join(kinds), "through": through}


def _is_ours(record: logging.LogRecord) -> bool:
    return record.name == OURS or record.name.startswith(f"{OURS}.")


def _covered(line: str) -> str:
    """Whatever slipped through all the same: nothing shaped like a token leaves."""
    return _TOKEN.sub("…", line)
