"""Makes a knowledge of any size out of the shipped one, to measure how answering grows. What it says is nonsense; how it is distributed is not.

The shipped facts stay whole and come first. Generated ones take a shipped fact as mould and swap its numbers, years, document numbers, agencies,
places and a part of its content words: for words of the knowledge as often as it uses them, and for new syllables and names with a long tail.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import accumulate
from random import Random

from bot.domain.directive import Directive
from bot.domain.fact import Dated, Deadline, Fact, Figure
from bot.domain.span import Span
from bot.library.compiler import Compiled
from bot.text.syllable import is_syllable

PHRASINGS, KEYWORDS = 2, 3  # of each generated fact; said in the output of the benchmark
DIRECTIVE_FACTS = 50  # facts of each generated directive
_SWAPPED, _INVENTED = 0.35, 0.25  # share of content words that are swapped, and of these the share that is new to the knowledge
_COMMON = 0.05  # words in more of the facts than this share hold sentences together and stay
_WORD = re.compile(r"[^\W\d_]+")
_DOCUMENT = re.compile(r"(?<![\w./-])\d+(?=(?:/\d{4})?/[A-ZĐ])")
_YEAR = re.compile(r"(?<![\d.,/])(?:19|20)\d\d(?!\d|[.,]\d)|(?<=/)(?:19|20)\d\d(?!\d)")
_NUMBER = re.compile(r"(?<![\w./-])\d+(?![\w/-]|\.\d)")
_ONSET = re.compile(r"(?:ngh|ng|nh|ch|gh|gi|kh|ph|qu|th|tr|[bcdđghklmnprstvx])?")


@dataclass(frozen=True, slots=True)
class _Stock:
    """What swapping draws from. `words` and `mounting` are the content words and their rising counts; `names` pairs of a pattern and its names."""

    content: frozenset[str]
    words: tuple[str, ...]
    mounting: tuple[int, ...]
    onsets: tuple[str, ...]
    rimes: tuple[str, ...]
    names: tuple[tuple[re.Pattern[str], tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class Generated:
    """The facts that `generate` makes, counted; they are made anew each time they are gone through, so a million need no room."""

    compiled: Compiled
    size: int
    seed: int

    def __len__(self) -> int:
        return max(self.size, len(self.compiled.facts))

    def __iter__(self) -> Iterator[Fact]:
        return generate(self.compiled, self.size, self.seed)


def with_directives(compiled: Compiled, size: int, seed: int) -> Compiled:
    """The knowledge with the directives of `size` facts, one for every DIRECTIVE_FACTS generated ones, but its own facts only."""
    return replace(compiled, directives=(*compiled.directives, *(made for made, _ in _blocks(compiled, size, seed))))


def generate(compiled: Compiled, size: int, seed: int) -> Iterator[Fact]:
    """The shipped facts, then generated ones up to `size` in all, one at a time. The same for the same seed."""
    yield from compiled.facts
    stock = _stock(compiled)
    moulds = [fact for fact in compiled.facts if fact.nature.answers and not fact.members]
    number = 0
    for directive, chance in _blocks(compiled, size, seed, stock):
        for _ in range(min(DIRECTIVE_FACTS, size - len(compiled.facts) - number)):
            number += 1
            yield _fact(chance.choice(moulds), directive, number, chance, stock)


def _blocks(compiled: Compiled, size: int, seed: int, stock: _Stock | None = None) -> Iterator[tuple[Directive, Random]]:
    """Each generated directive, and the chance that goes on to make its facts."""
    stock = stock or _stock(compiled)
    moulds = [directive for directive in compiled.directives if not directive.mentioned]
    for block in range(-(-max(size - len(compiled.facts), 0) // DIRECTIVE_FACTS)):
        chance = Random(f"{seed}/{block}")
        swap = _swapper(chance, stock)
        mould = chance.choice(moulds)
        number = re.sub(r"^\d+", str(1000 + block), mould.number)
        issued = date(chance.randint(2008, 2030), chance.randint(1, 12), chance.randint(1, 28))
        yield Directive(number, mould.kind, mould.issuer, issued, swap(mould.subject), swap(mould.short), status=mould.status), chance


def _fact(mould: Fact, directive: Directive, number: int, chance: Random, stock: _Stock) -> Fact:
    swap = _swapper(chance, stock)
    return Fact(
        id=f"gen/{number:07d}",
        says=swap(mould.says),
        citation=replace(mould.citation, number=directive.number, file="", line=0),
        nature=mould.nature,
        topic=mould.topic,
        assignments=tuple(replace(item, agency=swap(item.agency)) for item in mould.assignments),
        deadlines=tuple(_deadline(item, swap) for item in mould.deadlines),
        figures=tuple(_figure(item, swap) for item in mould.figures),
        dates=tuple(_dated(item, swap) for item in mould.dates),
        places=tuple(map(swap, mould.places)),
        refers_to=tuple(map(swap, mould.refers_to)),
        product=swap(mould.product),
        phrasings=tuple(map(swap, _some(mould.phrasings, PHRASINGS, chance))),
        keywords=tuple(map(swap, _some(mould.keywords, KEYWORDS, chance))),
    )


def _some(texts: Sequence[str], most: int, chance: Random) -> list[str]:
    return chance.sample(texts, min(most, len(texts)))


def _deadline(item: Deadline, swap: Callable[[str], str]) -> Deadline:
    return replace(item, text=swap(item.text), span=_moved(item.span, swap))


def _dated(item: Dated, swap: Callable[[str], str]) -> Dated:
    return replace(item, text=swap(item.text), span=_moved(item.span, swap) or item.span)


def _figure(item: Figure, swap: Callable[[str], str]) -> Figure:
    return replace(item, value=swap(item.value), of=swap(item.of), period=_moved(item.period, swap))


def _moved(span: Span | None, swap: Callable[[str], str]) -> Span | None:
    """The span as many years on as its first year is swapped."""
    if span is None:
        return None
    ahead = int(swap(str(span.start.year))) - span.start.year
    return Span(_later(span.start, ahead), _later(span.end, ahead))


def _later(day: date, years: int) -> date:
    return day.replace(year=day.year + years, day=min(day.day, 28) if day.month == 2 else day.day)


def _swapper(chance: Random, stock: _Stock) -> Callable[[str], str]:
    """Swaps texts; what is swapped once is swapped alike in every text of the same fact."""
    kept: dict[str, str] = {}
    ahead = chance.randint(-9, 9)

    def once(found: str, make: Callable[[], str]) -> str:
        if found not in kept:
            kept[found] = make()
        return kept[found]

    def swap(text: str) -> str:
        for pattern, names in stock.names:
            text = pattern.sub(lambda match, names=names: once(match[0], lambda: chance.choice(names)), text)  # type: ignore[misc]
        text = _DOCUMENT.sub(lambda match: once(f"n{match[0]}", lambda: str(chance.randint(1, 9999))), text)
        text = _YEAR.sub(lambda match: str(int(match[0]) + ahead), text)
        text = _NUMBER.sub(lambda match: match[0] if _YEAR.fullmatch(match[0]) else once(match[0], lambda: _number(match[0], chance)), text)
        return _WORD.sub(
            lambda match: once(match[0], lambda: _word(match[0], chance, stock)) if match[0] in stock.content else match[0], text
        )

    return swap


def _number(found: str, chance: Random) -> str:
    return str(chance.randint(10 ** (len(found) - 1), 10 ** len(found) - 1))


def _word(found: str, chance: Random, stock: _Stock) -> str:
    if chance.random() > _SWAPPED:
        return found
    if chance.random() > _INVENTED:
        return chance.choices(stock.words, cum_weights=stock.mounting)[0]
    return _invented(min(int(40 * chance.paretovariate(0.5)), 10**7), stock)


def _invented(rank: int, stock: _Stock) -> str:
    """The word of a rank: the low ranks, drawn most often, are one syllable, the tail names of two. Always the same for the same rank."""
    chance = Random(f"word {rank}")
    parts = [_syllable(chance, stock) for _ in range(1 if rank < len(stock.words) // 4 else 2)]
    return " ".join(parts)


def _syllable(chance: Random, stock: _Stock) -> str:
    while True:
        made = chance.choice(stock.onsets) + chance.choice(stock.rimes)
        if is_syllable(made):
            return made


def _stock(compiled: Compiled) -> _Stock:
    times: Counter[str] = Counter()
    facts: Counter[str] = Counter()
    for fact in compiled.facts:
        text = " ".join((fact.says, *fact.phrasings, *fact.keywords))
        words = [word for word in _WORD.findall(text) if word.islower() and is_syllable(word)]
        times.update(words)
        facts.update(set(words))
    common = max(_COMMON * len(compiled.facts), 1)
    words = sorted(word for word, count in facts.items() if count <= common) or sorted(facts)
    starts = {word: match[0] for word in words if (match := _ONSET.match(word))}
    return _Stock(
        frozenset(words), tuple(words), tuple(accumulate(times[word] for word in words)), tuple(sorted(set(starts.values()))),
        tuple(sorted({word[len(start) :] for word, start in starts.items()} - {""})), _names(compiled),
    )  # fmt: skip


def _names(compiled: Compiled) -> tuple[tuple[re.Pattern[str], tuple[str, ...]], ...]:
    groups = (sorted({item.name for item in compiled.agencies}), sorted({item.name for item in compiled.places}))
    return tuple((_any_of(names), tuple(names)) for names in groups if names)


def _any_of(names: Sequence[str]) -> re.Pattern[str]:
    longest = sorted(names, key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest))})(?!\w)")
