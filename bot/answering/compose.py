"""Composes a reply from facts: the direct answer first, then what belongs to it, the citation, what has changed since.

Every number, date, agency and document number it says comes from a fact that it cites, from that fact's directive, or from the record of what
changed. Wording that is not knowledge is in `bot.wording`.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from bot import wording
from bot.answering.ports import Archive
from bot.answering.validity import changes
from bot.domain.fact import Citation, Fact, Nature
from bot.domain.reply import Answered, AskBack, NotCovered, Option
from bot.matching.matcher import Matched
from bot.matching.ranking import Ranked
from bot.text.normalize import comparable, fold
from bot.text.tokens import tokens

DIRECT_MOST = 1000  # longer texts (articles of a law) are cut to the sentences that fit the question
USUAL, UNSURE = 900, 1200  # characters of a reply; when unsure it tells more of what belongs to it
SURE = 0.9
READINGS, ALSO = 3, 4  # with "none of these" four buttons, the most that are read; as many more are named in the text
_MORE = 2
_CONSIDERED = 6  # of these the nearest are offered when nothing answers
_LABEL = range(8, 61)


@dataclass(frozen=True, slots=True)
class Composer:
    archive: Archive
    today: date

    def answered(
        self, ranked: Sequence[Ranked], asked: Sequence[str], sure: float, *, opening: str = "", also: Sequence[Fact] = ()
    ) -> Answered:
        """The answer of the best candidate. `also` are facts that answer a second question in the same message."""
        fact = self.archive.fact(ranked[0].entry.id)
        told = [fact, *also]
        direct = " ".join(filter(None, [opening, *(_told(item, asked, DIRECT_MOST // len(told)) for item in told), _caution(fact)]))
        changed = changes(fact, self.archive, self.today)
        cited = self._cited(told)
        sure_enough = sure >= SURE
        room = (USUAL if sure_enough else UNSURE) - len(direct) - len(cited) - sum(map(len, changed))
        more = self._more(ranked, told, asked, room, _MORE if sure_enough else _MORE + 1)
        facts = [*told, *more]
        return Answered(
            direct=direct, more=tuple(" ".join(_told(item, asked, 320).split()) for item in more), citations=tuple(dict.fromkeys(source for item in facts for source in self._sources(item))),
            cited=cited, changes=changed, facts=tuple(item.id for item in facts), confidence=sure, related=self._related(ranked, facts),
        )  # fmt: skip

    def source_of(self, fact_id: str) -> Answered:
        """Which document says what was told last."""
        fact = self.archive.fact(fact_id)
        direct = wording.SAID_IN.format(citation=self._citation(fact.citation), says=clipped(fact.says, 300))
        changed = changes(fact, self.archive, self.today)
        return Answered(direct, (), (fact.citation,), "", changed, (fact.id,), 0.95)

    def both(self, matched: Matched) -> Answered:
        """The answers to two questions in one message, whose best candidates are the first two, one after the other."""
        first, second, *rest = matched.ranked
        also = (self.archive.fact(second.entry.id),)
        return self.answered([first, *rest], matched.question.view.folds, matched.confidence, also=also)

    def ask_back(self, readings: Sequence[Ranked], sure: float) -> AskBack:
        """The readings, the first ones as buttons with short labels; further ones are named, so that people can write which they mean."""
        facts = [self.archive.fact(candidate.entry.id) for candidate in readings]
        offered, also = facts[:READINGS], facts[READINGS:]
        lines = [wording.ASK_BACK, *(f"{place}. {self._reading(fact, 170)}" for place, fact in enumerate(offered, 1))]
        if also:
            lines += [wording.ALSO, *(f"• {self._reading(fact, 100)}" for fact in also)]
        options = [*map(self._option, offered), Option(wording.NONE_OF_THESE, "")]
        return AskBack("\n".join(lines), tuple(options), tuple(fact.id for fact in facts), sure)

    def _reading(self, fact: Fact, most: int) -> str:
        issued = self._issued(fact.citation.number)
        year = f", {issued.year}" if issued else ""
        return wording.READING.format(text=clipped(" ".join(fact.says.split()), most), number=fact.citation.number, year=year)

    def not_covered(self, ranked: Sequence[Ranked], sure: float, *, opening: str = "") -> NotCovered:
        """That it is not covered, who may know, and the nearest things that are."""
        best = self.archive.fact(ranked[0].entry.id) if ranked else None
        near = [
            self.archive.fact(candidate.entry.id)
            for candidate in ranked[:_CONSIDERED]
            if candidate.entry.nature.answers and candidate.share > 0.003
        ][:2]
        lines = [opening or wording.NOT_COVERED]
        who = self._who_knows()
        cited: tuple[Citation, ...] = ()
        if best and best.nature is Nature.ELSEWHERE and not opening:
            lines = [wording.NOT_COVERED_NAMED.format(name=best.name)]
            who = best.says if best.says != best.name else who
        elif best and best.nature is Nature.ABSENCE and not opening:
            lines = [best.says]
            cited = (best.citation,)
        lines.append(who)
        options = tuple(self._option(fact) for fact in near)
        facts = tuple(candidate.entry.id for candidate in ranked[:_CONSIDERED])
        return NotCovered("\n".join(lines), options, facts, sure, cited)

    def _who_knows(self) -> str:
        contacts = [wording.CONTACT.format(name=contact.name, number=contact.number) for contact in self.archive.contacts[:2]]
        return wording.WHO_KNOWS.format(contacts=" hoặc ".join(contacts)) if contacts else wording.WHO_KNOWS_UNKNOWN

    def nearest(self, opening: str, ranked: Sequence[Ranked], asked: Sequence[str], sure: float) -> NotCovered:
        """A premise that does not hold, corrected, with the nearest fact that does."""
        fact = self.archive.fact(ranked[0].entry.id)
        text = f"{opening}\n{_told(fact, asked, 500)}\n{self._cited([fact])}"
        return NotCovered(text, (self._option(fact),), (fact.id,), sure, (fact.citation,))

    def _more(self, ranked: Sequence[Ranked], told: Sequence[Fact], asked: Sequence[str], room: int, most: int) -> list[Fact]:
        """What belongs to the answer: the next candidates that answer too, as far as there is room."""
        chosen: list[Fact] = []
        said = [_words(fact.says) for fact in told]
        for candidate in ranked[1:8]:
            if (
                not candidate.entry.nature.answers
                or candidate.score < ranked[0].score - 6
                or candidate.entry.id in {fact.id for fact in told}
            ):
                continue
            fact = self.archive.fact(candidate.entry.id)
            text = _told(fact, asked, 320)
            if len(text) > room:
                continue
            words = _words(fact.says)
            if any(len(words & other) > 0.85 * min(len(words), len(other)) for other in said):
                continue
            chosen.append(fact)
            said.append(words)
            room -= len(text)
            if len(chosen) == most:
                break
        return chosen

    def _related(self, ranked: Sequence[Ranked], told: Sequence[Fact]) -> tuple[Option, ...]:
        ids = {fact.id for fact in told}
        rest = [candidate.entry.id for candidate in ranked[:8] if candidate.entry.nature.answers and candidate.entry.id not in ids]
        return tuple(self._option(self.archive.fact(fact_id)) for fact_id in rest[:3])

    def _cited(self, facts: Sequence[Fact]) -> str:
        citations = dict.fromkeys(self._citation(item) for fact in facts for item in self._sources(fact) if item.number or item.at)
        return wording.CITED.format(citations="; ".join(citations)) if citations else ""

    def _sources(self, fact: Fact) -> tuple[Citation, ...]:
        """Where a fact stands; one composed from several directives stands in each of them."""
        numbers = dict.fromkeys(self.archive.fact(member).citation.number for member in fact.members)
        return tuple(replace(fact.citation, number=number, at="") for number in numbers) if len(numbers) > 1 else (fact.citation,)

    def _citation(self, citation: Citation) -> str:
        directive = self.archive.directives.get(citation.number)
        if directive is None:
            return citation.number or citation.at
        issued = directive.issued
        title = wording.ISSUED.format(title=directive.title, day=wording.day(issued)) if issued else directive.title
        where = [citation.at] if citation.at else []
        if directive.known_from and directive.known_from not in citation.at:
            where.append(wording.KNOWN_FROM.format(number=directive.known_from))
        return f"{title} ({'; '.join(where)})" if where else title

    def _issued(self, number: str) -> date | None:
        directive = self.archive.directives.get(number)
        return directive.issued if directive else None

    def _option(self, fact: Fact) -> Option:
        asks = [phrasing for phrasing in fact.phrasings if len(phrasing) in _LABEL]
        label = min(asks, key=len) if asks else clipped(fact.says, 60)
        return Option(label[:1].upper() + label[1:], label, fact.id)


@lru_cache(maxsize=4096)
def _words(text: str) -> frozenset[str]:
    return frozenset(tokens(fold(comparable(text))))


def clipped(text: str, most: int) -> str:
    """The text cut at the end of a clause, or of a word where no clause ends, with "…"."""
    if len(text) <= most:
        return text
    head = text[: most - 1]
    ends = [match.end() for match in re.finditer(r"[;:,.)](?=\s)", head)]
    cut = ends[-1] if ends and ends[-1] > most // 2 else head.rfind(" ")
    return head[:cut].rstrip(" ,;:.") + "…"


def _told(fact: Fact, asked: Sequence[str], most: int) -> str:
    """What a fact says; of a long text the sentences that hold most of what was asked, in their order."""
    if len(fact.says) <= most:
        return fact.says
    wanted = frozenset(asked)
    sentences = re.split(r"(?<=[.;:])\s+", fact.says)
    weight = [len(wanted & _words(sentence)) / (8 + len(sentence.split())) for sentence in sentences]
    chosen: set[int] = set()
    room = most
    for index in sorted(range(len(sentences)), key=lambda at: -weight[at]):
        if len(sentences[index]) + 2 <= room:
            chosen.add(index)
            room -= len(sentences[index]) + 2
    return " ".join(sentences[index] for index in sorted(chosen)) if chosen else clipped(fact.says, most)


def _caution(fact: Fact) -> str:
    """A contradiction or a doubtful reading that a reader of the document would stumble over, when it is short enough to be told."""
    return f"(Lưu ý: {fact.note.rstrip('.')}.)" if fact.note and len(fact.note) <= 160 and _DOUBT.search(fact.note) else ""


_DOUBT = re.compile(r"mâu thuẫn|không khớp|khác nhau|in nhầm|in sai|chưa rõ|không rõ|có thể là|nhiều khả năng")
