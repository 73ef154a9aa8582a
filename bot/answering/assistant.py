"""The one use case: a message and a conversation in, a reply and a conversation out. Serves every channel.

Decides between answering, asking back, saying that it is not covered, small talk and emergencies; composing is `compose`'s.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date

from bot import wording
from bot.answering.compose import ALSO, READINGS, Composer
from bot.answering.conversation import Conversation
from bot.answering.ports import Archive
from bot.answering.premises import amount_correction, correction, day_correction, other_place, unknown_document, year_correction
from bot.domain.facet import Facet
from bot.domain.fact import Nature
from bot.domain.reply import Answered, Emergency, NotCovered, Reply, SmallTalk
from bot.domain.span import Span
from bot.matching.leaning import ALONE, Leaning, asks_of_document, content, merge, strength, two_questions
from bot.matching.matcher import Matched, Matcher
from bot.matching.question import Question
from bot.matching.ranking import Ranked
from bot.matching.verdict import TOLD
from bot.text.normalize import comparable, fold

VAGUE_FROM = 0.7  # higher than one in two: vague messages weigh three times in learning, and asking back costs an answerable one its answer
ANSWER_FROM = 0.3  # lower tells more answers, higher keeps more back: `hoidap learn` prints that trade on held-out questions
ALIKE_FROM, COVERED_FROM, WHOLE_FROM = 0.45, 0.65, 0.9  # small talk and emergencies must be said in words that somebody has said before
NEARLY_FROM = 0.15  # not sure enough to answer, but to say that a year is another one
SECOND_FROM = 0.6  # a second question in the same message is answered from this on
_AFTER_PLEASANTRY = re.compile(r"^.{2,60}?(?:[,.!;:]\s+|\s(?=cho (?:\w+ )?hỏi|cho (?:\w+ )?hoi))")
_THANKS_BEHIND = re.compile(r"[\s,.!?]+(?:(?:em|mình|minh|tôi|toi|cháu|chau|con) )?(?:xin )?(?:cảm|cám|cam) (?:ơn|on)\b.{0,30}$")
_ISSUED = re.compile(r"\b(ban hanh|phat hanh|ra (doi|ngay|hom|luc|khi|tu)|ki|de ngay|duyet|ngay cua)\b")
_QUESTION_FROM = 4  # words
_WRITTEN_FROM = 0.9  # a message that is this much like a phrasing of what is not covered is about just that
_READING_GAP = 9.0  # readings may be this much behind the best one in score
_LISTS = 2.0
_SPREAD = 4.0  # how much more that counts when a message names no subject at all
_REPEATS = 3.0  # what a reading loses for saying the same words as one already offered
_SAME_DIRECTIVE, _SAME_TOPIC = 1.5, 1.0  # what a reading loses for standing beside one of the same directive or topic


@dataclass(frozen=True, slots=True)
class Considered:
    """A reply, the conversation after it, and the id of the entry that ranked first, whatever was made of it ("" when nothing was found)."""

    reply: Reply
    conversation: Conversation
    first: str


@dataclass(frozen=True, slots=True)
class Assistant:
    matcher: Matcher
    archive: Archive

    def reply(self, message: str, conversation: Conversation, today: date) -> tuple[Reply, Conversation]:
        """The reply to a message, and the conversation after it. Never raises for any text."""
        considered = self.consider(message, conversation, today)
        return considered.reply, considered.conversation

    def consider(self, message: str, conversation: Conversation, today: date) -> Considered:
        """As `reply`, and what was found first."""
        question = self.matcher.understand(message)
        if not question.heard:
            return Considered(NotCovered(wording.NOTHING_READ, (), (), 0.0), conversation, "")
        composer = Composer(self.archive, today)
        reply: Reply | None
        if both := self._both(question, conversation):
            matched, reply = both, composer.both(both)
        else:
            matched = self._matched(question, conversation)
            reply = self._which_document(matched, conversation, composer) or self._decide(matched, conversation, composer)
        if question.was_cut:
            reply = _with_note(reply, wording.CUT)
        first = matched.ranked[0].entry.id if matched.ranked else ""
        return Considered(reply, self._after(message, reply, conversation, matched), first)

    def _matched(self, question: Question, conversation: Conversation) -> Matched:
        """The message alone, or with what it leans on, whichever makes more sense."""
        alone = self._without_pleasantry(question, self.matcher.match(question))
        question = alone.question
        leans = strength(question) if conversation.said else 0.0
        if not leans or (
            alone.ranked
            and not alone.ranked[0].entry.nature.answers
            and alone.ranked[0].entry.nature not in (Nature.ELSEWHERE, Nature.ABSENCE)
            and leans < 0.9
        ):
            return alone
        if leans and asks_of_document(question) and Facet.WHICH_DOCUMENT not in question.facets and (title := self._title(conversation)):
            return self.matcher.match(self.matcher.understand(f"{question.read_as} {title}"))
        leaning = self._leaning(conversation, leans)
        together = self.matcher.match_leaning(self._earlier(conversation), question, leaning)
        return together if leans >= 0.5 or together.confidence >= alone.confidence else alone

    def _without_pleasantry(self, question: Question, matched: Matched) -> Matched:
        """The question behind a greeting or before thanks ("cảm ơn, cho hỏi thêm ...", "... em cảm ơn ạ"), when there is one."""
        rest = _THANKS_BEHIND.sub("", question.read_as) or question.read_as
        rest = rest if rest != question.read_as else _AFTER_PLEASANTRY.sub("", question.read_as, count=1)
        polite = matched.ranked and matched.ranked[0].entry.nature is Nature.SMALL_TALK
        if not polite or len(rest.split()) < _QUESTION_FROM or rest == question.read_as:
            return matched
        again = self.matcher.match(self.matcher.understand(rest))
        return again if again.ranked and again.ranked[0].entry.nature.answers else matched

    def _title(self, conversation: Conversation) -> str:
        """The document of what was told last, as one says it; "" when nothing was."""
        number = self.archive.fact(conversation.facts[0]).citation.number if conversation.facts else ""
        directive = self.archive.directives.get(number)
        return directive.title if directive else number

    def _which_document(self, matched: Matched, conversation: Conversation, composer: Composer) -> Reply | None:
        """The document of what was told last, when a message asks for that and names nothing else."""
        asks = Facet.WHICH_DOCUMENT in matched.question.facets
        if not asks or not conversation.facts or matched.leaning.strength < 1:
            return None
        return composer.source_of(conversation.facts[0])

    def _both(self, question: Question, conversation: Conversation) -> Matched | None:
        """Two questions in one message matched each for itself, the best candidate of each ahead, when there are two and both are known."""
        parts = two_questions(question)
        if parts is None or (conversation.said and strength(question)):
            return None
        first, second = (self.matcher.understand(part) for part in parts)
        if not (
            content(first) or first.named.documents
        ):  # "Bao nhiêu sở và mấy cơ quan cùng làm ...": one question about what comes behind
            return None
        one = self.matcher.match(first)
        if one.confidence < SECOND_FROM:
            return None
        leaning = Leaning(strength(second), *self._around(one))
        other = self.matcher.match_leaning(first, second, leaning) if leaning.strength else self.matcher.match(second)
        if other.confidence < SECOND_FROM:
            return None
        taken: dict[str, Ranked] = {}
        for pair in zip(self._answering(one), self._answering(other), strict=False):
            if not taken and pair[0].entry.id == pair[1].entry.id:
                return None
            for candidate in pair:
                taken.setdefault(candidate.entry.id, candidate)
        return Matched(question, list(taken.values()), min(one.confidence, other.confidence), ALONE) if taken else None

    def _answering(self, matched: Matched) -> list[Ranked]:
        return [candidate for candidate in self._issue_day_first(matched.question, matched.ranked) if candidate.entry.nature.answers]

    def _around(self, matched: Matched) -> tuple[str, str, tuple[str, ...]]:
        if not matched.ranked:
            return "", "", ()
        entry = matched.ranked[0].entry
        return entry.slots.directive, entry.topic, (entry.id,)

    def _earlier(self, conversation: Conversation) -> Question:
        earlier = self.matcher.understand(conversation.said[0])
        for message in conversation.said[1:]:
            earlier = merge(earlier, self.matcher.understand(message), self.matcher.lexicon)
        return earlier

    def _leaning(self, conversation: Conversation, strength_: float) -> Leaning:
        row = self.matcher.shelf.row_of(conversation.facts[0]) if conversation.facts else None
        if row is None:
            return Leaning(strength_)
        entry = self.matcher.shelf.entry(row)
        return Leaning(strength_, entry.slots.directive, entry.topic, conversation.facts)

    def _decide(self, matched: Matched, conversation: Conversation, composer: Composer) -> Reply:
        if wrong := unknown_document(matched.question, self.archive):
            return composer.not_covered([], 1.0, opening=wrong.text)
        if not matched.ranked:
            return composer.not_covered([], 0.0)
        best = matched.ranked[0]
        if alarm := self._alarm(matched):
            return Emergency(self.archive.fact(alarm.entry.id).says, alarm.share)
        if best.entry.nature in (Nature.SMALL_TALK, Nature.ABUSE) and _is_said_so(best) and not _is_babble(matched.question):
            return self._small_talk(best)
        if (
            not matched.leaning.strength
            and (_names_nothing(matched.question) or self.matcher.vagueness(matched) >= VAGUE_FROM)
            and len(readings := _readings(matched)) > 1
            and not self._is_settled(readings[0], matched, conversation)
        ):
            return composer.ask_back(readings, matched.confidence)
        if matched.confidence >= ANSWER_FROM and not _is_written_down_as_not_covered(best):
            return self._answer(matched, composer)
        return self._corrected(matched, composer) or composer.not_covered(matched.ranked, 1 - matched.confidence)

    def _is_settled(self, reading: Ranked, matched: Matched, conversation: Conversation) -> bool:
        """Whether what was spoken of tells which reading is meant: the best one is of the same directive, and sure enough to be told."""
        row = self.matcher.shelf.row_of(conversation.facts[0]) if conversation.facts else None
        if row is None or matched.confidence < ANSWER_FROM or not content(matched.question):
            return False
        directive = self.matcher.shelf.entry(row).slots.directive
        return bool(directive) and reading.entry.slots.directive == directive

    def _corrected(self, matched: Matched, composer: Composer) -> Reply | None:
        """A wrong day, amount or year put right, even when it is not sure that the question is about that fact.

        The same day of another year is hardly chance; an amount or a year may be, so those are put right only for what ranks high.
        """
        question, ranked = matched.question, matched.ranked
        answering = [candidate for candidate in ranked if candidate.entry.nature.answers][:TOLD]
        for candidate in answering:
            fact = self.archive.fact(candidate.entry.id)
            wrong = day_correction(question, fact)
            if not wrong and any(candidate is high for high in ranked[:TOLD]):
                wrong = amount_correction(question, fact)
            if not wrong and candidate is ranked[0] and matched.confidence >= NEARLY_FROM:
                wrong = year_correction(question, fact, self.archive)
            if wrong:
                return composer.nearest(wrong.text, [candidate], question.view.folds, 1 - matched.confidence)
        return None

    def _alarm(self, matched: Matched) -> Ranked | None:
        """The emergency that a message reports, if it does: words that signal one, or no better reading."""
        best = matched.ranked[0]
        if best.entry.nature is Nature.EMERGENCY and (best.feature("alarm") or _is_said_so(best)):
            return best
        return None

    def _small_talk(self, best: Ranked) -> Reply:
        text = self.archive.fact(best.entry.id).says
        if best.entry.nature is Nature.ABUSE:
            return NotCovered(text, (), (), best.share)
        return SmallTalk(text, best.share)

    def _answer(self, matched: Matched, composer: Composer) -> Reply:
        asked = matched.question.view.folds
        ranked = [
            candidate for candidate in matched.ranked if candidate.entry.nature.answers and not _of_another_place(candidate)
        ] or matched.ranked
        ranked = self._issue_day_first(matched.question, ranked)
        fact = self.archive.fact(ranked[0].entry.id)
        if wrong := other_place(matched.question, fact, self.archive):
            return composer.nearest(wrong.text, ranked, asked, 1 - matched.confidence)
        wrong = correction(matched.question, fact, self.archive)
        if wrong and wrong.forbids and not matched.leaning.strength:
            return composer.nearest(wrong.text, ranked, asked, 1 - matched.confidence)
        opening = wrong.text if wrong and not wrong.forbids else ""
        return composer.answered(ranked, asked, matched.confidence, opening=opening)

    def _issue_day_first(self, question: Question, ranked: list[Ranked]) -> list[Ranked]:
        """When the day of one named directive is asked for, the facts that hold it before those on days of others that it mentions."""
        meant = question.named.documents or question.named.called
        if Facet.WHEN not in question.facets or len(meant) != 1 or not _ISSUED.search(question.text):
            return ranked
        number = next(iter(meant))
        directive = next((item for name, item in self.archive.directives.items() if fold(comparable(name)) == number), None)
        if directive is None or directive.issued is None:
            return ranked
        day = Span(directive.issued, directive.issued)
        return sorted(
            ranked, key=lambda candidate: not (candidate.entry.slots.directive == number and candidate.entry.slots.spans == (day,))
        )

    def _after(self, message: str, reply: Reply, conversation: Conversation, matched: Matched) -> Conversation:
        if isinstance(reply, Answered | NotCovered) and reply.facts:
            facts = reply.facts if isinstance(reply, Answered) else conversation.facts
            return conversation.after(message[:500], facts, leaned=matched.leaning.strength > 0)
        return conversation


def _of_another_place(candidate: Ranked) -> bool:
    """Whether a candidate was composed for one place, and the question names another."""
    return candidate.entry.nature is Nature.COMPOSED and candidate.feature("place_clash") > 0


def _is_written_down_as_not_covered(best: Ranked) -> bool:
    """Whether a message says nearly word for word what somebody wrote down as not in the documents."""
    return best.entry.nature in (Nature.ABSENCE, Nature.ELSEWHERE) and best.feature("phrasing_dice") >= _WRITTEN_FROM


def _names_nothing(question: Question) -> bool:
    """Whether a message has a question word but no subject: nothing can be answered, whatever ranks first."""
    named = question.named
    said = bool(named.documents or named.agencies or named.places or named.said.years or named.said.ranges)
    return content(question) <= 1 and not said and question.facets != {Facet.WHAT}


def _is_babble(question: Question) -> bool:
    return 2 * len(question.unknown) >= len(question.heard)


def _is_said_so(best: Ranked) -> bool:
    """Whether a message is all small talk (or alarm), or holds a whole known way of saying it."""
    alike, whole = best.feature("phrasing_dice"), best.feature("phrasing_back")
    return alike >= ALIKE_FROM or best.feature("all_cover") >= COVERED_FROM or (whole >= WHOLE_FROM and alike >= ALIKE_FROM / 2)


def _readings(matched: Matched) -> list[Ranked]:
    """The readings to offer, then those only named: good candidates that differ.

    Among those offered, one of a directive or topic that is there already counts less; those named after them may be its siblings.
    """
    best = matched.ranked[0].score
    left = [
        _Reading(candidate, candidate.entry.says)
        for candidate in matched.ranked
        if candidate.entry.nature.answers and candidate.score > best - _READING_GAP
    ]
    spread = 1.0 if content(matched.question) else _SPREAD
    chosen: list[Ranked] = []
    while left and len(chosen) < READINGS + ALSO:
        offered = len(chosen) < READINGS
        taken = max(left, key=lambda one: one.worth - spread * (one.beside if offered else one.again))
        left.remove(taken)
        chosen.append(taken.candidate)
        for one in left:
            one.stands_beside(taken)
    return chosen


@dataclass(slots=True, eq=False)
class _Reading:
    """A candidate that may be offered: `beside` is what it loses beside those chosen so far, `again` for saying what one of them says."""

    candidate: Ranked
    said: frozenset[str]
    beside: float = 0.0
    again: float = 0.0

    @property
    def worth(self) -> float:
        """How good it is to offer: one that lists many things is a poorer choice than the thing itself."""
        return self.candidate.score - _LISTS * (self.candidate.entry.nature is Nature.COMPOSED)

    def stands_beside(self, other: _Reading) -> None:
        mine, theirs = self.candidate.entry, other.candidate.entry
        repeats = _REPEATS * len(self.said & other.said) / (min(len(self.said), len(other.said)) or 1)
        same = _SAME_DIRECTIVE * (mine.slots.directive == theirs.slots.directive) + _SAME_TOPIC * (mine.topic == theirs.topic)
        self.beside += same + repeats
        self.again = max(self.again, repeats)


def _with_note(reply: Reply, note: str) -> Reply:
    if isinstance(reply, Answered):
        return replace(reply, changes=(*reply.changes, note))
    return replace(reply, text=f"{reply.text}\n{note}")
