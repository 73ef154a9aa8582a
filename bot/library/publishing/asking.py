"""Finds out what every question gets before and after a change, and asks anew only where the change can matter.

What is asked anew: every golden question; every phrasing that is new, that was told or offered something which changed, that was a close
decision, that names a directive which changed, or that has something changed among its candidates now. When agencies, places, shorthand or
alarms change, every question is read otherwise, and all are asked.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

from bot.domain.fact import Fact
from bot.domain.outcome import Kind, Outcome
from bot.library.cases import Case
from bot.library.publishing.differences import COMPOSED, Compared
from bot.library.publishing.effect import Dialogue, Outcomes, Phrased, messages

MOST_NEW = (
    14_000  # new phrasings that are tried; of more, so many evenly spread: the whole of a huge first load would take a quarter of an hour
)
_CLOSE = 0.1  # of confidence, around the point from which on answers are told
_TOLD_FROM = 0.3  # `answering.assistant.ANSWER_FROM`: a test holds the two equal, for this room may not look into that one

Counted = Callable[[int, int], None]


class Ask(Protocol):
    """Puts dialogues to a library; a port, for this room does not answer."""

    def __call__(
        self, library: Path, dialogues: Sequence[Dialogue], touched: frozenset[str] | None, counted: Counted
    ) -> list[tuple[Outcome, ...] | None]:
        """What each dialogue gets, in order; None for one whose candidates hold none of the facts `touched`, where these are given."""


@dataclass(frozen=True, slots=True)
class Found:
    """What was found out: what each question gets, how many were asked anew, and how many new phrasings were left out."""

    outcomes: dict[Dialogue, tuple[Outcome, ...]]
    anew: int
    left_out: int = 0


def phrasings_of(facts: Mapping[str, Fact]) -> dict[str, str]:
    """Every phrasing that somebody wrote, with its fact."""
    return {phrasing: fact_id for fact_id, fact in facts.items() if not fact_id.startswith(COMPOSED) for phrasing in fact.phrasings}


def spread(dialogues: Sequence[Dialogue]) -> Sequence[Dialogue]:
    """These, or so many of them evenly spread where they are too many to be asked."""
    if len(dialogues) <= MOST_NEW:
        return dialogues
    return [dialogues[place * len(dialogues) // MOST_NEW] for place in range(MOST_NEW)]


def all_of(ask: Ask, library: Path, dialogues: Iterable[Dialogue], counted: Counted) -> dict[Dialogue, tuple[Outcome, ...]]:
    """What each of these gets."""
    wanted = list(dict.fromkeys(dialogues))
    told = ask(library, wanted, None, counted)
    return {dialogue: outcomes for dialogue, outcomes in zip(wanted, told, strict=True) if outcomes is not None}


@dataclass(frozen=True, slots=True)
class After:
    """Finds out what questions get from a new library, given what they got before."""

    ask: Ask
    library: Path
    compared: Compared
    before: Outcomes

    def find(self, golden: Sequence[Case], phrasings: Sequence[Phrased], counted: Counted) -> Found:
        asked = dict.fromkeys(map(messages, golden))
        known, new, left_out = self._sorted([one for one in phrasings if (one.text,) not in asked])
        unsure = [dialogue for dialogue in known if self._must_ask(dialogue)]
        doubtful = [] if self.compared.rereads else sorted({*known} - {*unsure}) if self.compared.touched else []
        surely = [*asked, *(tried := spread(new)), *unsure]
        total = len(surely) + len(doubtful)
        told = self._ask(surely, None, lambda done, _: counted(done, total))
        near = self._ask(doubtful, self.compared.touched, lambda done, _: counted(done + len(surely), total))
        found = {dialogue: self.before[dialogue] for dialogue in known}
        for dialogue, outcomes in [*zip(surely, told, strict=True), *zip(doubtful, near, strict=True)]:
            if outcomes is not None:
                found[dialogue] = outcomes
        anew = len(surely) + sum(outcomes is not None for outcomes in near)
        return Found(found, anew, left_out + len(new) - len(tried))

    def _sorted(self, phrasings: Sequence[Phrased]) -> tuple[list[Dialogue], list[Dialogue], int]:
        """Those of which it is known what they got, those to be tried as new, and how many were never asked and are not touched now either."""
        known: list[Dialogue] = [(one.text,) for one in phrasings if (one.text,) in self.before]
        others = [one for one in phrasings if (one.text,) not in self.before]
        new: list[Dialogue] = [(one.text,) for one in others if not one.was_of or one.now_of in self.compared.touched]
        return known, new, len(others) - len(new)

    def _ask(self, dialogues: Sequence[Dialogue], touched: frozenset[str] | None, counted: Counted) -> list[tuple[Outcome, ...] | None]:
        return self.ask(self.library, dialogues, touched, counted) if dialogues else []

    def _must_ask(self, dialogue: Dialogue) -> bool:
        outcome = self.before[dialogue][0]
        moved = self.compared.touched | self.compared.gone
        return (
            self.compared.rereads
            or outcome.kind is Kind.CLARIFY
            or abs(_sureness(outcome) - _TOLD_FROM) < _CLOSE
            or not moved.isdisjoint((outcome.first, *outcome.facts))
            or any(number in dialogue[0] for number in self.compared.numbers)
        )


def _sureness(outcome: Outcome) -> float:
    """How sure it was that there is an answer."""
    return 1 - outcome.confidence if outcome.kind is Kind.ABSTAIN else outcome.confidence


def lean(outcomes: Outcomes, golden: Sequence[Case]) -> dict[Dialogue, tuple[Outcome, ...]]:
    """Without the words of phrasings, which nothing is judged by."""
    judged = {*map(messages, golden)}
    return {
        dialogue: told if dialogue in judged else tuple(replace(one, text="", options=(), sources=()) for one in told)
        for dialogue, told in outcomes.items()
    }
