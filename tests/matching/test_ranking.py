"""Ranking and the probability of being right: finite for any weights, monotone in the evidence, fair to order."""

from __future__ import annotations

import math
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from bot.domain.fact import Nature
from bot.library.reader import Library
from bot.matching.columns import NAMES
from bot.matching.entry import Entry, Slots
from bot.matching.features import measure
from bot.matching.leaning import ALONE
from bot.matching.matcher import SHORTLIST
from bot.matching.ranking import Ranked, rank
from bot.matching.verdict import EVIDENCE, VAGUENESS, evidence, probability, vagueness
from bot.matching.weights import shipped_weights, unlearned, weights_from
from bot.wiring import matcher_of

QUESTIONS = [
    "Tổng kinh phí hỗ trợ nhà ở cho cựu thanh niên xung phong là bao nhiêu?", "ai chủ trì", "giá vàng hôm nay", "190/KH-UBND", "Ba Vì có được hỗ trợ không",
    "tỷ lệ 20% năm 2019 giai đoạn 2019-2020 của Sở Nội vụ", "xin chào", "cháy nhà cứu với", "a", "hạn " * 300,
]  # fmt: skip
FINITE = st.floats(-50, 50, allow_nan=False)


def entries(count: int) -> list[Entry]:
    return [Entry(row, f"town/{row}", Nature.STATEMENT, "", "", Slots(), ()) for row in range(count)]


def ids(ranked: list[Ranked]) -> list[str]:
    return [candidate.entry.id for candidate in ranked]


@given(arrays(np.float64, (7, len(NAMES)), elements=st.floats(-1, 1)), arrays(np.float64, len(NAMES), elements=FINITE))
def test_candidates_are_ordered_by_score_and_share_one_whole(matrix: np.ndarray, weights: np.ndarray) -> None:
    ranked = rank(entries(7), matrix, weights)

    assert {f"town/{row}" for row in range(7)} == set(ids(ranked))
    assert all(one.score >= two.score and one.share >= two.share for one, two in pairwise(ranked))
    assert math.isclose(1.0, sum(candidate.share for candidate in ranked))


@pytest.mark.parametrize("name", ["phrasing_dice", "document", "bm25_fold_share", "ratio"])
def test_more_of_a_good_feature_never_lowers_a_candidate(name: str) -> None:
    weights = weights_from({"ranking": {name: 2.5}}).ranking
    matrix = np.full((5, len(NAMES)), 0.3)
    matrix[3, NAMES.index(name)] = 0.4

    assert "town/3" == ids(rank(entries(5), matrix, weights))[0]


def test_nothing_ranked_is_nothing() -> None:

    assert [] == rank([], np.zeros((0, len(NAMES))), np.zeros(len(NAMES)))


def test_equal_candidates_keep_their_order() -> None:
    ranked = rank(entries(6), np.ones((6, len(NAMES))), unlearned().ranking)

    assert [f"town/{row}" for row in range(6)] == ids(ranked)


@given(arrays(np.float64, 5, elements=st.floats(-1e6, 1e6)), arrays(np.float64, 6, elements=st.floats(-1e6, 1e6)))
def test_a_probability_is_one_for_any_evidence(observed: np.ndarray, weights: np.ndarray) -> None:

    assert 0 < probability(observed, weights) < 1


@given(arrays(np.float64, 4, elements=st.floats(-5, 5)), st.integers(0, 3), st.floats(0.01, 3))
def test_more_of_what_speaks_for_it_makes_it_surer(observed: np.ndarray, place: int, more: float) -> None:
    weights = np.array([0.5, 1.0, 0.2, 0.7, -0.3])
    better = observed.copy()
    better[place] += more

    assert probability(better, weights) > probability(observed, weights)


@pytest.mark.parametrize("question", QUESTIONS)
def test_everything_measured_of_a_message_is_finite_and_small(library: Library, question: str) -> None:
    matcher = matcher_of(library)
    understood = matcher.understand(question)
    candidates = matcher.candidates(understood)
    matrix = measure(understood, candidates, matcher.lexicon, ALONE)

    assert (len(candidates), len(NAMES)) == matrix.shape
    assert np.isfinite(matrix).all()
    assert np.abs(matrix).max(initial=0) <= 2


@pytest.mark.parametrize("question", QUESTIONS)
def test_evidence_has_a_number_for_every_name(library: Library, question: str) -> None:
    matcher = matcher_of(library)
    matched = matcher.match(matcher.understand(question))
    found = (
        [evidence(matched.question, matched.ranked, 0.0), vagueness(matched.question, matched.ranked, matched.confidence)]
        if matched.ranked
        else []
    )

    assert [len(EVIDENCE), len(VAGUENESS)][: len(found)] == [len(one) for one in found]
    assert all(np.isfinite(one).all() for one in found)
    assert 0 <= matched.confidence <= 1
    assert 0 <= matcher.vagueness(matched) <= 1


def test_the_shipped_weights_name_every_feature_and_no_other() -> None:
    shipped = shipped_weights()

    assert (len(NAMES), len(EVIDENCE) + 1, len(VAGUENESS) + 1) == (len(shipped.ranking), len(shipped.verdict), len(shipped.vague))
    assert np.any(shipped.ranking)
    assert np.any(shipped.verdict)


@settings(max_examples=30, deadline=None)
@given(
    st.lists(
        st.sampled_from("ai chủ trì hạn kế hoạch 190 191 năm 2019 sở xây dựng rác thải nhà ở bao nhiêu không".split()),
        min_size=1,
        max_size=40,
    )
)
def test_the_shortlist_is_short_and_has_nobody_twice(library: Library, words: list[str]) -> None:
    matcher = matcher_of(library)
    found = matcher.candidates(matcher.understand(" ".join(words)))
    rows = [entry.row for entry in found]

    assert len(rows) == len(set(rows))
    assert len(rows) <= SHORTLIST


@pytest.mark.parametrize(
    ("question", "fact"),
    [
        ("Tổng kinh phí hỗ trợ nhà ở cho cựu thanh niên xung phong", "4612-QD-UBND-2019/so-tien"), ("tong kinh phi ho tro nha o cho cuu thanh nien xung phong", "4612-QD-UBND-2019/so-tien"),
        ("lắp thêm trạm quan trắc không khí", "100-KH-UBND-2019/kk-70-tram"), ("hạn trình đề án thu giá dịch vụ rác", "3678-UBND-KT-2019/sxd-han-quy-4"),
        ("điểm PAPI năm 2022 của Hà Nội", "157-KH-UBND-2023/diem-2022"), ("ai ký thông báo 441", "441-TB-VP-2022/nguoi-ky"),
    ],
)  # fmt: skip
def test_the_shortlist_holds_what_was_asked(library: Library, question: str, fact: str) -> None:
    matcher = matcher_of(library)

    assert fact in [entry.id for entry in matcher.candidates(matcher.understand(question))]


@pytest.mark.parametrize("question", ["", "zzzz qqqq", "🙂🙂", "中文问题"])
def test_what_the_knowledge_has_no_word_of_finds_nobody(library: Library, question: str) -> None:
    matcher = matcher_of(library)

    assert [] == matcher.candidates(matcher.understand(question))
