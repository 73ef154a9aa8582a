"""Names of agencies in what facts say: where a text starts with one, and whether it holds nothing else."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.domain.agency import Agency
from bot.domain.fact import Fact

SHORTEST = 18  # characters that something to do has at least
_LONGEST_NAME = 200
JOIN = re.compile(r"^(?:,? (?:và|lẫn|hoặc) |, |/)")
BRACKET = re.compile(r"^\s*\([^()]*\)")


@dataclass(frozen=True, slots=True)
class Names:
    """The official name for every name of every agency in lower case; `lengths` of the names by their first word, longest first."""

    official: Mapping[str, frozenset[str]]
    lengths: Mapping[str, tuple[int, ...]]

    @classmethod
    def of(cls, agencies: Sequence[Agency], facts: Sequence[Fact]) -> Names:
        official: dict[str, set[str]] = {}
        spoken = [(name, agency.name) for agency in agencies for name in agency.names]
        for name, owner in [*spoken, *((item.agency, item.agency) for fact in facts for item in fact.assignments)]:
            lowered = name.lower()
            for form in {lowered, lowered.removeprefix("các ")}:
                if " " in form:
                    official.setdefault(form, set()).add(owner)
        lengths: dict[str, set[int]] = {}
        for name in official:
            lengths.setdefault(name.split(" ", 1)[0], set()).add(len(name))
        return cls(
            {name: frozenset(owners) for name, owners in official.items()},
            {first: tuple(sorted(found, reverse=True)) for first, found in lengths.items()},
        )

    def at_start(self, text: str, among: frozenset[str] | None = None) -> int:
        """How many characters of the text are the name of an agency (one of `among`) that it starts with; 0 for none."""
        head = text[:_LONGEST_NAME].lower()
        for end in self.lengths.get(head.split(" ", 1)[0], ()):
            owners = self.official.get(head[:end])
            if owners and (among is None or owners & among) and (end >= len(head) or head[end] in " ,;:()/"):
                return end
        return 0


def only_names(text: str, names: Names) -> bool:
    """Whether a text consists of names of agencies and little else."""
    named = False
    while end := names.at_start(text):
        named = True
        text = BRACKET.sub("", text[end:])
        joined = JOIN.match(text)
        text = text[joined.end() :] if joined else text.strip()
    return named and len(text) < SHORTEST and not re.search(r"\b(?:phải|theo dõi|chủ trì)\b", text)
