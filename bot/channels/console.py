"""The terminal: replies as plain text or JSON, and a conversation line by line."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from typing import Any, assert_never

from bot import wording
from bot.answering.conversation import NEW, Conversation
from bot.answering.outcomes import outcome_of
from bot.domain.reply import Answered, AskBack, Emergency, NotCovered, Option, Reply, SmallTalk

MOST = 1500


def render(reply: Reply) -> str:
    """The reply as plain text, as a citizen reads it; at most MOST characters."""
    match reply:
        case Answered():
            text = _answered(reply)
        case AskBack(text=text):
            pass
        case NotCovered(text=text, options=options):
            if options:
                text += "\n" + wording.NEAREST.format(topics="; ".join(f"“{option.label}”" for option in options))
        case SmallTalk(text=text) | Emergency(text=text):
            pass
        case _:
            assert_never(reply)
    return text if len(text) <= MOST else text[: MOST - 1].rsplit(" ", 1)[0] + "…"


def _answered(reply: Answered) -> str:
    parts = [reply.direct, "\n".join(filter(None, [reply.cited, *reply.changes]))]
    if reply.more:
        parts.append(wording.RELATED + "".join(f"\n• {text}" for text in reply.more))
    return "\n\n".join(filter(None, parts))


def as_json(reply: Reply) -> dict[str, Any]:
    """The reply for machines: kind, text, sources, facts (best first), options, confidence."""
    outcome = outcome_of(reply, "", render(reply))
    return {
        "kind": outcome.kind.value, "text": outcome.text, "sources": list(outcome.sources), "facts": list(outcome.facts),
        "options": list(outcome.options), "confidence": round(outcome.confidence, 4),
    }  # fmt: skip


Answering = Callable[[str, Conversation, date], tuple[Reply, Conversation]]


def chat(answer: Answering, lines: Iterable[str], say: Callable[[str], None], today: Callable[[], date]) -> None:
    """A conversation: one message a line; a number chooses one of the readings offered last. Ends with the lines."""
    conversation: Conversation = NEW
    offered: tuple[Option, ...] = ()
    for line in lines:
        message = line.strip()
        if not message:
            continue
        if message.isdecimal() and 0 < int(message) <= len(offered):
            message = offered[int(message) - 1].ask
            if not message:
                say(wording.DESCRIBE)
                offered = ()
                continue
        reply, conversation = answer(message, conversation, today())
        offered = reply.options if isinstance(reply, AskBack) else ()
        say(render(reply))
        if offered:
            say("\n".join(f"[{place}] {option.label}" for place, option in enumerate(offered, 1)))
