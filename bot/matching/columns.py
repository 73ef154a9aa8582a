"""The features by name: what each column of the matrix holds that measuring fills (`features`, `traits`) and learned weights go with."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from bot.domain.facet import Facet
from bot.matching.sheet import Vector

Matrix = NDArray[np.float64]  # one row for each candidate, one column for each of NAMES
Marks = NDArray[np.bool_]

# entries that are told only on proof of their own: what weighs for them weighs otherwise than for plain facts
NEEDING_PROOF = ("elsewhere", "absence", "composed")
PROOFS = {"dice": "phrasing_dice", "back": "phrasing_back", "cover": "all_cover", "rare": "rare_phrasing", "missing": "missing_most"}
PROVEN = tuple(f"{nature}_{proof}" for nature in NEEDING_PROOF for proof in PROOFS)
ASKABLE = (
    Facet.WHO, Facet.WHEN, Facet.HOW_MUCH, Facet.HOW_MANY, Facet.WHERE, Facet.WHY, Facet.LIST, Facet.WHICH_DOCUMENT,
)  # fmt: skip
NAMES = (
    "bm25_fold", "bm25_pair", "bm25_tone", "bm25_word", "bm25_fold_share", "bm25_pair_share", "bm25_tone_share", "bm25_word_share",
    "phrasing_dice", "phrasing_pair", "phrasing_cover", "phrasing_second", "phrasing_back", "phrasing_tone",
    "rare_cover", "rare_phrasing", "phrasing_facet", "local_cover", "local_phrasing", "local_pairs",
    "says_cover", "says_pair", "says_dice", "keyword_cover", "context_cover", "all_cover", "missing_most", "missing_pairs",
    "ratio", "sorted_ratio", "says_ratio",
    "document", "document_own", "document_clash", "called", "called_clash", "year", "year_clash", "period", "period_clash", "day", "day_clash",
    "agency", "agency_clash", "office", "office_clash", "place", "place_clash", "percent", "percent_clash", "number", "number_clash",
    "facet_offered", "facet_not_offered", "asks_list_overview", "asks_other_overview", "asks_document", "asks_who_composed",
    "is_absence", "is_overview", "is_composed", "is_elsewhere", "is_smalltalk", "is_emergency", "alarm", "has_phrasings",
    "elsewhere_document", "elsewhere_called", "elsewhere_year", "elsewhere_agency", "elsewhere_timeless",
    *PROVEN,
    "absence_short", "elsewhere_short", *(f"unasked_{facet}" for facet in ASKABLE),
    "lean_directive", "lean_topic", "lean_fact", "lean_cover", "lean_pairs",
)  # fmt: skip
PLACE = {name: index for index, name in enumerate(NAMES)}


def column(matrix: Matrix, name: str) -> Vector:
    """The column of a feature, to be read or filled."""
    return matrix[:, PLACE[name]]
