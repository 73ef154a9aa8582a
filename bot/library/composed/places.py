"""Whether a place is on a list: yes or no for every place that a directive names, or is known not to name."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from bot.domain.fact import Fact, Nature
from bot.library.composed.draft import Draft, Ground, bare_number, grouped, inside_label, slug, unique
from bot.text.normalize import comparable

_FEWEST = 3
_VERB = re.compile(r"^(?:hỗ trợ|sửa|xây|làm|được|cấp|thu|giảm|miễn)\b")


def places(ground: Ground) -> Iterator[Draft]:
    """For every fact with places left out of a list: one answer for each place on and off it."""
    by_directive = grouped(ground.facts, lambda fact: fact.citation.number)
    for fact in ground.facts:
        if not fact.excluded_places:
            continue
        listed = _list_of(fact, by_directive[fact.citation.number])
        if listed is None:
            continue
        for place in unique((*listed.places, *fact.excluded_places)):
            yield _answer(ground, place, listed, fact)


def _list_of(fact: Fact, around: Sequence[Fact]) -> Fact | None:
    """The statement that holds the list: the most places, none of them left out."""
    out = frozenset(fact.excluded_places)
    lists = [
        other
        for other in around
        if other.nature is not Nature.ABSENCE and len(other.places) >= _FEWEST and not out & frozenset(other.places)
    ]
    return max(lists, key=lambda other: len(other.places), default=None)


def _answer(ground: Ground, place: str, listed: Fact, other: Fact) -> Draft:
    directive = ground.directives[listed.citation.number]
    on = place in listed.places
    says = listed.says.rstrip(".")
    head, colon, names = says.partition(": ")
    counted = bool(colon) and head[:1].isdigit()
    what = head if counted else f"nêu tại {directive.title}"
    tail = f": {names}." if counted else f". {says}."
    text = f"Có, {place} nằm trong danh sách {what}{tail}" if on else f"Không, {place} không có trong danh sách {what}{tail}"
    return Draft(
        id=f"composed/place/{slug(directive.number)}--{slug(place)}",
        name=f"{place[:1].upper()}{place[1:]} có trong danh sách của {directive.title} không",
        says=text,
        number=directive.number,
        members=(listed,) if on else (listed, other),
        phrasings=_phrasings(ground, place, listed),
        keywords=unique((place, _bare(ground, place), "danh sách", "có tên", "thuộc diện", "có trong danh sách không", "nơi tôi ở")),
        places=(place,),
        note="" if on else other.note,
    )


def _bare(ground: Ground, place: str) -> str:
    known = ground.places.get(place)
    kind = (
        known.kind
        if known
        else next((word for word in ("thị xã", "quận", "huyện", "phường", "xã") if place.lower().startswith(f"{word} ")), "")
    )
    return place[len(kind) + 1 :] if kind and place.lower().startswith(f"{kind} ") else place


def _phrasings(ground: Ground, place: str, listed: Fact) -> tuple[str, ...]:
    directive = ground.directives[listed.citation.number]
    bare = _bare(ground, place)
    number = bare_number(directive)
    full = place[:1].upper() + place[1:]
    about = inside_label(directive.short or directive.subject)
    topic = ground.parent(listed.topic)
    names = [alias for alias in (topic.aliases if topic else ()) if number not in comparable(alias)] or [about]
    nouns = [name for name in names if not _VERB.match(name)] or [about]
    verbs = [name for name in names if _VERB.match(name)] or [f"hỗ trợ theo {number}"]
    first_verb = verbs[0] if verbs[0].startswith("hỗ trợ") else f"hỗ trợ {verbs[0]}"
    return unique((
        f"{bare} có trong danh sách không",
        f"{full} có trong danh sách của {number} không?",
        f"{full} có được {first_verb} không?",
        f"{bare} có được {verbs[-1]} theo {directive.number} không",
        f"Tôi ở {place}, có thuộc diện {about} không ạ?",
        f"{bare} {nouns[0]} có không",
        f"{full} có tên trong {directive.title} không?",
        f"{bare} có nằm trong số các nơi được nêu tên không",
        f"Nhà em ở {bare} thì có được hỗ trợ {nouns[0]} không?",
        f"{place} có được {first_verb} cho {nouns[min(1, len(nouns) - 1)]} không",
        f"danh sách {number} có {bare} không nhỉ",
        f"{bare} có thuộc danh sách {nouns[0]} không",
    ))  # fmt: skip
