"""A reply in brief, for whoever compares replies. Says nothing to anybody: how a reply reads is the channels' business."""

from __future__ import annotations

from typing import assert_never

from bot.domain.outcome import Kind, Outcome
from bot.domain.reply import Answered, AskBack, Emergency, NotCovered, Option, Reply, SmallTalk

_KINDS: dict[type[Reply], Kind] = {
    Answered: Kind.ANSWER, AskBack: Kind.CLARIFY, NotCovered: Kind.ABSTAIN, SmallTalk: Kind.SMALLTALK, Emergency: Kind.EMERGENCY,
}  # fmt: skip


def kind_of(reply: Reply) -> Kind:
    return _KINDS[type(reply)]


def outcome_of(reply: Reply, first: str, text: str | None = None) -> Outcome:
    """The outcome of a reply; `text` is how a channel said it, all its words by default."""
    cited = reply.citations if isinstance(reply, Answered | NotCovered) else ()
    return Outcome(
        kind=kind_of(reply),
        first=first,
        facts=() if isinstance(reply, SmallTalk | Emergency) else reply.facts,
        text=_words(reply) if text is None else text,
        options=tuple(option.label for option in _options(reply)),
        sources=tuple(dict.fromkeys(citation.number for citation in cited if citation.number)),
        confidence=reply.confidence,
    )


def _words(reply: Reply) -> str:
    match reply:
        case Answered():
            return "\n".join(filter(None, [reply.direct, reply.cited, *reply.changes, *reply.more]))
        case AskBack() | NotCovered() | SmallTalk() | Emergency():
            return reply.text
        case _:
            assert_never(reply)


def _options(reply: Reply) -> tuple[Option, ...]:
    match reply:
        case Answered():
            return reply.related
        case AskBack() | NotCovered():
            return reply.options
        case SmallTalk() | Emergency():
            return ()
        case _:
            assert_never(reply)
