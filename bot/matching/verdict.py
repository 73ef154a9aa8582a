"""How sure we are that the best candidate is what was asked: evidence, and a calibrated probability from it.

The probability is learned on labelled questions, those that the knowledge does not answer among them. Whether a message has several readings
is learned the same way.
"""

from __future__ import annotations

import math

import numpy as np

from bot.domain.facet import Facet
from bot.domain.fact import Nature
from bot.matching.columns import NAMES
from bot.matching.leaning import content, told_by
from bot.matching.question import Question
from bot.matching.ranking import Ranked, Vector

_OWN = (
    "share", "share_odds", "mass", "mass_odds", "told_mass", "directive_mass", "topic_mass", "lead", "score",
    "elsewhere_gap", "absence_gap", "rival_dice", "rival_back", "rival_cover", "rival_rare", "rival_leads", "length", "short", "content", "unknown_words", "unknown_document", "leans", "lean_missing", "lean_missing_two",
)  # fmt: skip
EVIDENCE = (*_OWN, *NAMES)
TOLD = 3  # a reply tells the best candidate and up to two that belong to it
_FAR = 8.0


def evidence(question: Question, ranked: list[Ranked], leans: float) -> Vector:
    """What speaks for the best candidate that answers, measured against its rivals. Needs at least one candidate."""
    answering = [candidate for candidate in ranked if candidate.entry.nature.answers]
    best = answering[0] if answering else ranked[0]
    own = {**_standing(best, answering, ranked), **_message(question), "leans": leans, **_beyond(question, best, leans)}
    return np.concatenate([[own[name] for name in _OWN], best.features])


def _standing(best: Ranked, answering: list[Ranked], ranked: list[Ranked]) -> dict[str, float]:
    """How the best candidate stands among the others; "mass" is the probability that falls on candidates that answer."""
    mass = sum(candidate.share for candidate in answering)
    directive, topic = best.entry.slots.directive, best.entry.topic
    silent = [candidate for candidate in ranked if not candidate.entry.nature.answers]
    return {
        "share": best.share,
        "share_odds": _odds(best.share),
        "mass": mass,
        "mass_odds": _odds(mass),
        "told_mass": sum(candidate.share for candidate in answering[:TOLD]),
        "directive_mass": sum(candidate.share for candidate in answering if candidate.entry.slots.directive == directive),
        "topic_mass": sum(candidate.share for candidate in answering if candidate.entry.topic == topic),
        "lead": min(best.score - answering[1].score, _FAR) if len(answering) > 1 else _FAR,
        "score": best.score,
        "elsewhere_gap": _gap(best, next((other for other in silent if other.entry.nature is not Nature.ABSENCE), None)),
        "absence_gap": _gap(best, next((other for other in silent if other.entry.nature is Nature.ABSENCE), None)),
        **_rival(best, silent[0] if silent else None, ranked),
    }


def _rival(best: Ranked, rival: Ranked | None, ranked: list[Ranked]) -> dict[str, float]:
    """How the best candidate that does not answer compares with the best that does, measure by measure."""
    names = {"dice": "phrasing_dice", "back": "phrasing_back", "cover": "all_cover", "rare": "rare_phrasing"}
    gaps = {f"rival_{short}": rival.feature(name) - best.feature(name) if rival else -1.0 for short, name in names.items()}
    return {**gaps, "rival_leads": float(rival is ranked[0])}


def _gap(best: Ranked, rival: Ranked | None) -> float:
    """By how much a rival is ahead (negative: behind), at most _FAR either way."""
    return max(-_FAR, min(_FAR, rival.score - best.score)) if rival else -_FAR


def _beyond(question: Question, best: Ranked, leans: float) -> dict[str, float]:
    """What a message that leans on an earlier one says itself and the best candidate nowhere holds ("thi những môn gì?"): of how much, and whether of two words or more."""
    told = told_by(question) if leans else []
    held = frozenset[str]().union(*(unit.terms for unit in best.entry.units)) if told else frozenset()
    missing = sum(fold not in held for fold in told)
    return {"lean_missing": missing / len(told) if told else 0.0, "lean_missing_two": float(missing > 1)}


def _odds(share: float) -> float:
    return math.log((share + 1e-4) / (1 - share + 1e-4))


def _message(question: Question) -> dict[str, float]:
    count = len(question.heard)
    return {
        "length": math.log1p(count),
        "short": float(count <= 3),
        "content": math.log1p(content(question)),
        "unknown_words": len(question.unknown) / max(count, 1),
        "unknown_document": float(bool(question.named.unknown_documents)),
    }


VAGUENESS = (
    "content", "content_two", "content_three", "length", "heard", "directive_mass", "topic_mass", "share", "mass", "told_mass", "lead",
    "spread", "directives", "confidence", "elsewhere_gap", "absence_gap", "unknown_words", "names_document", "names_time", "names_agency_only",
    "has_digits", "facet_only", "asks_list", "asks_when", "asks_who", "asks_document", "overview", "composed_in_time",
    *(_ALIKE := ("agency", "sorted_ratio", "phrasing_dice", "phrasing_back", "phrasing_facet", "all_cover")),
)  # fmt: skip
_MANY = 4.0  # directives that are alike: more of them say nothing more, a large library always has many
_SOFT = 3.0  # scores this far apart still count as readings of one message


def vagueness(question: Question, ranked: list[Ranked], sure: float) -> Vector:
    """What speaks for a message having several readings."""
    answering = [candidate for candidate in ranked if candidate.entry.nature.answers]
    best = answering[0] if answering else ranked[0]
    values = {
        **_standing(best, answering, ranked),
        **_message(question),
        **_openness(question),
        **_spread(answering or ranked),
        **{name: best.feature(name) for name in _ALIKE},
        "overview": best.feature("is_overview") + best.feature("is_composed"),
        "composed_in_time": best.feature("is_composed") * _names_time(question),
        "confidence": sure,
    }
    return np.array([values[name] for name in VAGUENESS])


def _openness(question: Question) -> dict[str, float]:
    """What a message says and leaves open."""
    named, telling = question.named, content(question)
    timed = _names_time(question)
    return {
        "content_two": float(telling <= 2),
        "content_three": float(telling == 3),
        "heard": len(question.heard) / 10,
        "names_document": float(bool(named.documents)),
        "names_time": timed,
        "names_agency_only": float(bool(named.agencies) and not named.documents and not timed),
        "has_digits": float(any(fold[0].isdigit() for fold in question.view.folds)),
        "facet_only": float(question.facets == {Facet.WHAT}),
        "asks_list": float(Facet.LIST in question.facets),
        "asks_when": float(Facet.WHEN in question.facets),
        "asks_who": float(Facet.WHO in question.facets),
        "asks_document": float(Facet.WHICH_DOCUMENT in question.facets),
    }


def _names_time(question: Question) -> float:
    said = question.named.said
    return float(bool(said.years or said.ranges or said.spans))


def _spread(answering: list[Ranked]) -> dict[str, float]:
    """Over how many facts and directives the readings spread: 1 when one stands out, more when many are alike."""
    scores = np.array([candidate.score for candidate in answering])
    shares = np.exp((scores - scores.max()) / _SOFT)
    shares /= shares.sum()
    by_directive: dict[str, float] = {}
    for candidate, share in zip(answering, shares, strict=True):
        by_directive[candidate.entry.slots.directive] = by_directive.get(candidate.entry.slots.directive, 0.0) + float(share)
    return {
        "spread": 1 / float((shares**2).sum()),
        "directives": min(1 / sum(share**2 for share in by_directive.values()), _MANY),
    }


def probability(observed: Vector, weights: Vector) -> float:
    """The calibrated probability from what was observed and learned weights (the last weight is the constant)."""
    return float(1 / (1 + math.exp(-max(-30.0, min(30.0, float(observed @ weights[:-1] + weights[-1]))))))
