"""Messages that lean on what was said before: "còn hạn chót?", "ai chủ trì", "năm 2023 thì sao".

Says how much a message needs the earlier one, and makes one question of both: the later words count whole, the earlier ones less, and what
the later one names anew (a year, an agency, a place, a document) takes the place of what the earlier one named.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from bot.domain.facet import Facet
from bot.matching.facets import asks, facets_of
from bot.matching.lexicon import Lexicon
from bot.matching.question import Heard, Named, Question, weigh_folds, weigh_pairs, weigh_tones
from bot.text.mentions import Mentions
from bot.text.normalize import fold
from bot.text.views import fold_token

EARLIER = 0.45  # how much the earlier words count beside the later ones


@dataclass(frozen=True, slots=True)
class Leaning:
    """What a message leans on: `strength` is 0 for one that stands alone, 1 for one that cannot."""

    strength: float = 0.0
    directive: str = ""
    topic: str = ""
    facts: tuple[str, ...] = ()


ALONE = Leaning()

_OPENS = re.compile(r"^(con|the|vay|the con|roi|va|a con|nhung|con ve|vay con|the thi|thi|uh|um|u|a|o|cung)\b")
_CLOSES = re.compile(r"\b(thi sao|nua|thi ai|the nao|vay|day|do|ay|nay|kia|do a|nhi|thi may|thi bao nhieu)\b")
_OF_DOCUMENT = re.compile(
    r"\b(ki|ban hanh|phat hanh|hieu luc|noi nhan|gui (cho )?(ai|nhung)|may trang|(van ban|ke hoach|quyet dinh|cong van|thong bao) (do|nay|ay) )"
)
_POINTS = re.compile(
    r"\b(viec (do|nay|ay)|cai (do|nay|ay)|van ban (do|nay|ay)|ke hoach (do|nay|ay)|quyet dinh (do|nay|ay)|cai nay|ho|no|o tren|vua (roi|noi))\b"
)
EMPTY = frozenset(  # folded syllables that ask or point but say nothing of what a message is about
    "con the vay thi sao a ha nhi nua va roi do day ay nay kia la co khong ko cua cho ve voi o trong nao gi ai bao nhieu may khi ngay thang nam quy "
    "han chot cham nhat truoc sau thoi deadline luc bao gio lau dau noi so nguoi ben don vi co quan lam viec duoc phai the vi tai ra van ban hieu "
    "theo chu tri phu trach chiu trach nhiem tong cong het phan tram tien lay tu nguon ky ban hanh cung hay khac xong doi giai doan tiep gom nhung cac cai "
    "ke hoach quyet dinh quy thong bao nhi duoc".split()
) | {"ki", "qui", "li"}  # as folded syllables are written


def told_by(question: Question) -> list[str]:
    """The folded tokens of a message itself, without what it leans on, that say what it is about: question words, numbers and the like left out."""
    return [fold for fold in question.view.folds if fold not in EMPTY and not fold[0].isdigit()]


def content(question: Question) -> int:
    """How many tokens of a question say what it is about."""
    return len(told_by(question))


def strength(question: Question) -> float:
    """How much a message needs an earlier one, from 0 to 1."""
    if question.named.documents or not question.heard:
        return 0.0
    text = question.text
    folds = question.view.folds
    telling = content(question)
    if len(folds) > 14:
        return 0.0
    if not telling:
        return 1.0
    marks = sum(1 for pattern in (_OPENS, _CLOSES, _POINTS) if pattern.search(text))
    score = 0.35 * marks + (0.35 if telling <= 2 else 0.2 if telling <= 4 else 0.0) + (0.15 if len(folds) <= 5 else 0.0)
    return min(score, 0.9)


_JOINT = re.compile(r"\?+\s*|;\s+|\n+|,?\s(?:và|va|với lại|voi lai|đồng thời|dong thoi|còn|con|ngoài ra|ngoai ra)\s")
_BOTH = range(6, 46)


def two_questions(question: Question) -> tuple[str, str] | None:
    """The two parts of a message that asks two things ("trình ai, còn kết quả gửi về đâu"), or None."""
    if len(question.heard) not in _BOTH:
        return None
    parts = [part for part in _JOINT.split(question.read_as) if len(part.split()) >= 2]
    return (parts[0], parts[1]) if len(parts) == 2 and all(map(_asks_something, parts)) else None


def _asks_something(part: str) -> bool:
    folded = fold(part)
    return asks(folded) and facets_of(folded) != {Facet.WHAT}


def asks_of_document(question: Question) -> bool:
    """Whether a message asks something of the document at hand as such ("ai ký?", "ban hành ngày nào?")."""
    return content(question) <= 1 and _OF_DOCUMENT.search(question.text) is not None


def merge(earlier: Question, later: Question, lexicon: Lexicon) -> Question:
    """One question of an earlier message and a later one that leans on it."""
    kept = _without_replaced(earlier, later, lexicon)
    earlier_weight = EARLIER if content(later) else 1.0
    heard = later.heard + tuple(replace(item, weight=item.weight * earlier_weight) for item in kept)
    folds = dict(weigh_folds(kept, earlier_weight))
    folds.update({term: max(weight, folds.get(term, 0.0)) for term, weight in later.folds.items()})
    pairs = dict(weigh_pairs(kept, earlier_weight))
    pairs.update({term: max(weight, pairs.get(term, 0.0)) for term, weight in later.pairs.items()})
    accented = later.accented or (earlier.accented and len(later.heard) <= 4)
    tones = {**weigh_tones(kept, earlier_weight), **weigh_tones(later.heard, 1.0)} if accented else {}
    before = " ".join(fold_token(tone) for item in kept for tone in item.tones)
    return replace(
        later, heard=heard, folds=folds, pairs=pairs, tones=tones, accented=accented,
        words={**dict.fromkeys(earlier.words, earlier_weight), **later.words} if accented else {},
        text=f"{later.text} {before}".strip(), focus=f"{later.text} {before}".strip(),
        facets=later.facets if later.facets != {Facet.WHAT} else earlier.facets, named=_named(earlier.named, later.named),
    )  # fmt: skip


def _without_replaced(earlier: Question, later: Question, lexicon: Lexicon) -> tuple[Heard, ...]:
    drop: set[int] = set()
    tokens = [(index, fold_token(tone)) for index, item in enumerate(earlier.heard) for tone in item.tones]
    folds = tuple(fold for _, fold in tokens)
    if later.named.agencies:
        drop |= {tokens[at][0] for found in lexicon.agencies.find(folds) for at in range(found.start, found.end)}
    if later.named.places:
        drop |= {tokens[at][0] for found in lexicon.places.find(folds) for at in range(found.start, found.end)}
    if _has_time(later.named.said):
        drop |= {index for index, fold in tokens if re.fullmatch(r"(19|20)\d\d|\d+(/\d+)+", fold)}
    return tuple(item for index, item in enumerate(earlier.heard) if index not in drop)


def _has_time(said: Mentions) -> bool:
    return bool(said.years or said.ranges or said.spans)


def _named(earlier: Named, later: Named) -> Named:
    old, new = earlier.said, later.said
    timed = _has_time(new)
    said = replace(
        new,
        years=new.years if timed else old.years,
        ranges=new.ranges if timed else old.ranges,
        spans=new.spans if timed else (),
    )
    return Named(
        later.documents or earlier.documents, later.unknown_documents,
        later.agencies, _first(later.places, earlier.places), said, later.called or earlier.called, later.offices,
    )  # fmt: skip


def _first(*choices: Iterable[str]) -> frozenset[str]:
    return next((frozenset(choice) for choice in choices if choice), frozenset())
