"""What the library holds, arranged for looking around: by topic, directive, agency and deadline; and the short names that buttons carry.

Made once for a library. Keeps ids and deadlines only, so a large library stays where it is; the facts themselves are read when shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from bot.channels.lookup import Catalogue
from bot.channels.telegram.actions import digest
from bot.domain.agency import Topic
from bot.domain.directive import Directive
from bot.domain.fact import Deadline, Fact, Nature, Role
from bot.text.normalize import comparable, fold
from bot.text.tokens import tokens

_LISTED = 2  # a fact with more deadlines than that sums up others
_SAME = 0.75  # of the words of the shorter of two facts, from where on they tell of the same task
_LOOKED_AT = (Nature.STATEMENT, Nature.OVERVIEW, Nature.COMPOSED, Nature.ABSENCE)
_COMPOSED, _ABOUT_AGENCIES = "composed/", "agencies/"


@dataclass(frozen=True, slots=True)
class Duty:
    """What part an agency has in the matter of a fact; `shared` says among how many."""

    fact: str
    role: Role
    issued: date
    shared: int


@dataclass(frozen=True, slots=True)
class Due:
    """One deadline of a fact, with what it may be looked up by."""

    fact: str
    deadline: Deadline
    topic: str
    agencies: tuple[str, ...]

    @property
    def period(self) -> str:
        """The quarter in which it ends ("2019-Q4"), the year ("2025") where it is no more exact, "" for what repeats."""
        if self.deadline.span is None:
            return ""
        end = self.deadline.span.end
        exact = "-" in self.deadline.value.rpartition("/")[2]
        return f"{end.year}-Q{(end.month + 2) // 3}" if exact else str(end.year)


@dataclass(frozen=True)
class Contents:
    """The arrangement. Ids in the mappings are those of the library; `fact_of`, `topic_of`, ... find them by digest."""

    archive: Catalogue
    parts: Mapping[str, tuple[Topic, ...]]
    topic_facts: Mapping[str, tuple[str, ...]]
    directive_topics: Mapping[str, tuple[str, ...]]
    mention_facts: Mapping[str, str]
    duties: Mapping[str, tuple[Duty, ...]]
    dues: tuple[Due, ...]
    _names: Mapping[tuple[str, str], str]

    @classmethod
    def of(cls, archive: Catalogue) -> Contents:
        """Arrange a library: reads every fact once."""
        draft = _Draft(archive)
        for fact_id in archive.fact_ids():
            draft.add(archive.fact(fact_id))
        return cls(
            archive, draft.parts(), _frozen(draft.topic_facts), _frozen(draft.directive_topics), draft.mention_facts, draft.sorted_duties(), draft.sorted_dues(), draft.names()
        )  # fmt: skip

    def facts(self) -> list[str]:
        """The ids of all facts that may be looked at, in the order of the files."""
        return [name for (kind, _), name in self._names.items() if kind == "fact"]

    def fact_of(self, short: str) -> str | None:
        return self._names.get(("fact", short))

    def topic_of(self, short: str) -> Topic | None:
        return self.archive.topics.get(self._names.get(("topic", short), ""))

    def directive_of(self, short: str) -> Directive | None:
        return self.archive.directives.get(self._names.get(("directive", short), ""))

    def agency_of(self, short: str) -> str | None:
        return self._names.get(("agency", short))

    def count(self, topic: str) -> int:
        """How many facts a topic has, those of its parts among them."""
        return len(self.topic_facts.get(topic, ())) + sum(self.count(part.id) for part in self.parts.get(topic, ()))

    def directives(self, *, mentioned: bool) -> list[Directive]:
        """The directives whose content is known, or those only mentioned; the newest first, those without a day last."""
        chosen = [item for item in self.archive.directives.values() if item.mentioned is mentioned]
        return sorted(chosen, key=lambda item: item.issued or date.min, reverse=True)

    def families(self, topic: str) -> frozenset[str]:
        """A topic and all its parts."""
        return frozenset([topic]).union(*(self.families(part.id) for part in self.parts.get(topic, ())))


class _Draft:
    """What is gathered fact by fact."""

    def __init__(self, archive: Catalogue) -> None:
        self._archive = archive
        self.topic_facts: dict[str, dict[str, None]] = {}
        self.directive_topics: dict[str, dict[str, None]] = {}
        self.mention_facts: dict[str, str] = {}
        self._duties: dict[str, dict[str, Duty]] = {}
        self._dues: list[Due] = []
        self._told: dict[tuple[str, str], list[tuple[frozenset[str], frozenset[str]]]] = {}
        self._facts: list[str] = []

    def add(self, fact: Fact) -> None:
        if fact.nature not in _LOOKED_AT:
            return
        self._facts.append(fact.id)
        composed = fact.id.startswith(_COMPOSED)
        if fact.topic in self._archive.topics:
            self.topic_facts.setdefault(fact.topic, {})[fact.id] = None
            if not composed:
                self.directive_topics.setdefault(fact.citation.number, {})[fact.topic] = None
        if fact.refers_to and fact.citation.file == "mentioned.yaml":
            self.mention_facts.setdefault(fact.refers_to[0], fact.id)
        if fact.nature is Nature.STATEMENT and not fact.id.startswith(_ABOUT_AGENCIES):
            self._add_duties(fact)
            self._add_dues(fact)

    def _add_duties(self, fact: Fact) -> None:
        directive = self._archive.directives.get(fact.citation.number)
        issued = (directive.issued if directive else None) or date.min
        for assignment in fact.assignments:
            self._duties.setdefault(assignment.agency, {}).setdefault(
                fact.id, Duty(fact.id, assignment.role, issued, len(fact.assignments))
            )

    def _add_dues(self, fact: Fact) -> None:
        if len(fact.deadlines) <= _LISTED:
            agencies = tuple(dict.fromkeys(assignment.agency for assignment in fact.assignments))
            for deadline in fact.deadlines:
                if not self._is_told(fact, deadline.value, frozenset(agencies)):
                    self._dues.append(Due(fact.id, deadline, fact.topic, agencies))

    def _is_told(self, fact: Fact, value: str, agencies: frozenset[str]) -> bool:
        """Whether another fact of the directive says the same of the same agencies and deadline: people look for tasks, not for sentences."""
        told = self._told.setdefault((fact.citation.number, value), [])
        said = frozenset(tokens(fold(comparable(fact.says))))
        same = any(agencies <= others and len(said & other) > _SAME * min(len(said), len(other)) for other, others in told)
        told.append((said, agencies))
        return same

    def parts(self) -> dict[str, tuple[Topic, ...]]:
        """The topics below each topic, those below none under ""; without those that hold no fact."""
        below: dict[str, list[Topic]] = {}
        topics = self._archive.topics
        for topic in topics.values():
            inside = topic.parent in topics and topic.id not in _upwards(topic.parent, topics)
            below.setdefault(topic.parent if inside else "", []).append(topic)
        held = {topic for fact_topic in self.topic_facts for topic in _upwards(fact_topic, topics)}
        return {parent: tuple(item for item in items if item.id in held) for parent, items in below.items()}

    def sorted_duties(self) -> dict[str, tuple[Duty, ...]]:
        """Those of the newest directive first, and of one directive those that fewest share: what is said of this very agency."""
        return {
            agency: tuple(sorted(found.values(), key=lambda duty: (-duty.issued.toordinal(), duty.shared)))
            for agency, found in self._duties.items()
        }

    def sorted_dues(self) -> tuple[Due, ...]:
        """The latest first; what repeats last."""
        return tuple(sorted(self._dues, key=lambda due: due.deadline.span.end if due.deadline.span else date.min, reverse=True))

    def names(self) -> dict[tuple[str, str], str]:
        """Every id under its kind and digest."""
        kinds: tuple[tuple[str, Iterable[str]], ...] = (
            ("fact", self._facts), ("topic", self._archive.topics), ("directive", self._archive.directives), ("agency", {**self._archive.agencies, **self._duties}),
        )  # fmt: skip
        return {(kind, digest(name)): name for kind, names in kinds for name in names}


def _upwards(topic: str, topics: Mapping[str, Topic]) -> Iterator[str]:
    """A topic and all above it; a circle ends where it began."""
    seen: set[str] = set()
    while topic in topics and topic not in seen:
        seen.add(topic)
        yield topic
        topic = topics[topic].parent


def _frozen(groups: Mapping[str, Iterable[str]]) -> dict[str, tuple[str, ...]]:
    return {key: tuple(values) for key, values in groups.items()}
