"""How sure we are that the best candidate is what was asked: evidence, and a calibrated probability from it.

The probability is learned on labelled questions, those that the knowledge does not answer among them.
"""

from __future__ import annotations

import math

import numpy as np

from bot.matching.question import Question
from bot.matching.ranking import Ranked, Vector

EVIDENCE = (
    "share", "lead", "score", "rival_elsewhere", "rival_absence",
    "all_cover", "missing_most", "missing_pairs", "bm25_fold", "bm25_pair", "bm25_tone", "phrasing_dice", "phrasing_cover", "phrasing_second",
    "sorted_ratio", "keyword_cover", "says_cover", "says_dice",
    "document_clash", "year_clash", "period_clash", "day_clash", "place_clash", "agency_clash", "percent_clash", "number_clash",
    "document", "year", "agency", "unknown_words", "unknown_document", "length", "short", "facet_not_offered", "phrasing_tone", "has_phrasings",
)  # fmt: skip
_COPIED = frozenset(EVIDENCE) - {"share", "lead", "score", "rival_elsewhere", "rival_absence", "unknown_words", "unknown_document", "length", "short"}


def evidence(question: Question, ranked: list[Ranked]) -> Vector:
    """What speaks for the best candidate that answers, measured against its rivals. Needs at least one candidate."""
    best = next((candidate for candidate in ranked if candidate.entry.nature.answers), ranked[0])
    values = {name: best.feature(name) for name in _COPIED}
    others = [candidate for candidate in ranked if candidate is not best]
    values["share"] = best.share
    values["lead"] = min((best.score - others[0].score) / 5, 1.0) if others else 1.0
    values["score"] = best.score / 10
    for name, natures in (("rival_elsewhere", ("elsewhere", "smalltalk", "abuse", "emergency")), ("rival_absence", ("absence",))):
        rival = max((candidate.score for candidate in ranked if candidate.entry.nature.value in natures), default=best.score - 5)
        values[name] = max(-1.0, min(1.0, (rival - best.score) / 5))
    count = len(question.heard)
    values["unknown_words"] = len(question.unknown) / max(count, 1)
    values["unknown_document"] = float(bool(question.named.unknown_documents))
    values["length"] = math.log1p(count) / 4
    values["short"] = float(count <= 3)
    return np.array([values[name] for name in EVIDENCE])


def confidence(observed: Vector, weights: Vector) -> float:
    """The calibrated probability from evidence and learned weights (the last weight is the constant)."""
    return float(1 / (1 + math.exp(-max(-30.0, min(30.0, float(observed @ weights[:-1] + weights[-1]))))))
