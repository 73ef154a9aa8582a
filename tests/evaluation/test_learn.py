"""Learning puts what is labelled right first, gives honest probabilities, and finds the same optimum each time."""

from __future__ import annotations

import numpy as np
import pytest

from bot.domain.fact import Nature
from bot.evaluation.learn import Example, examples, learn_ranking, learn_verdict
from bot.library.cases import Case, Turn
from bot.library.reader import Library
from bot.matching.columns import NAMES
from bot.matching.entry import Entry, Slots
from bot.matching.matcher import Matcher
from bot.matching.ranking import rank
from bot.matching.verdict import probability
from bot.matching.weights import unlearned
from bot.wiring import matcher_of

GOOD, BAD, NOISE = (NAMES.index(name) for name in ("phrasing_dice", "document_clash", "bm25_fold"))


@pytest.fixture(scope="module")
def matcher(library: Library) -> Matcher:
    return matcher_of(library, unlearned())


def shortlists(matcher: Matcher, count: int) -> list[Example]:
    """Shortlists in which the right candidate has more of GOOD and less of BAD, on the whole, and NOISE means nothing."""
    chance = np.random.default_rng(3)
    question = matcher.understand("hạn")
    made = []
    for place in range(count):
        matrix = np.zeros((6, len(NAMES)))
        matrix[:, [GOOD, BAD, NOISE]] = chance.random((6, 3))
        matrix[2, GOOD] += 0.6
        matrix[2, BAD] = 0
        right = np.array([0.0, 0, 1, 0, 0, 0])
        entries = [Entry(row, f"town/{row}", Nature.STATEMENT, "", "", Slots(), ()) for row in range(6)]
        made.append(Example(question, entries, matrix, right, "answer", str(place)))
    return made


def test_what_marks_right_candidates_gets_weight_and_noise_gets_little(matcher: Matcher) -> None:
    weights = learn_ranking(shortlists(matcher, 80))

    assert weights[GOOD] > 1
    assert weights[BAD] < -0.5
    assert abs(weights[NOISE]) < weights[GOOD] / 3


def test_the_right_candidate_comes_first_on_shortlists_not_seen(matcher: Matcher) -> None:
    shown = shortlists(matcher, 120)
    weights = learn_ranking(shown[:80])
    first = [rank(example.entries, example.matrix, weights)[0].entry.row for example in shown[80:]]

    assert first.count(2) > 0.8 * len(first)


def test_learning_again_finds_the_same_weights(matcher: Matcher) -> None:
    shown = shortlists(matcher, 40)

    assert np.allclose(learn_ranking(shown), learn_ranking(shown[::-1]), atol=0.02)


def test_features_that_never_vary_weigh_nothing(matcher: Matcher) -> None:
    weights = learn_ranking(shortlists(matcher, 20))

    assert np.allclose(0, np.delete(weights, [GOOD, BAD, NOISE]))


def test_a_shortlist_without_a_right_candidate_teaches_nothing(matcher: Matcher) -> None:
    shown = shortlists(matcher, 20)
    blank = [Example(one.question, one.entries, one.matrix, np.zeros(6), "answer", "x") for one in shown[:5]]

    assert np.allclose(learn_ranking(shown), learn_ranking(shown + blank))


def test_learned_probabilities_are_honest() -> None:
    chance = np.random.default_rng(5)
    observed = chance.normal(size=(4000, 2))
    truth = 1 / (1 + np.exp(-(1.5 * observed[:, 0] - 0.5)))
    right = (chance.random(4000) < truth).astype(float)
    weights = learn_verdict(observed, right, np.ones(4000))
    said = np.array([probability(row, weights) for row in observed])

    assert abs(said.mean() - right.mean()) < 0.01
    for low in (0.1, 0.3, 0.5, 0.7):
        band = (said >= low) & (said < low + 0.2)
        assert abs(said[band].mean() - right[band].mean()) < 0.06


def test_an_answer_is_learned_from_the_labelled_fact(matcher: Matcher) -> None:
    turn = Turn("Lắp thêm bao nhiêu trạm quan trắc không khí?", "answer", facts=("100-KH-UBND-2019/kk-70-tram",))
    (example,) = examples([Case("a", (turn,))], matcher)
    right = [entry.id for entry, mark in zip(example.entries, example.right, strict=True) if mark]

    assert "100-KH-UBND-2019/kk-70-tram" in right
    assert len(right) < len(example.entries)


@pytest.mark.parametrize(
    ("question", "expect", "nature"),
    [
        ("xin chào bạn", "smalltalk", Nature.SMALL_TALK),
        ("cháy nhà cứu với", "emergency", Nature.EMERGENCY),
        ("làm hộ chiếu ở đâu", "abstain", Nature.ELSEWHERE),
    ],
)
def test_what_is_no_answer_is_learned_from_what_is_said_then(matcher: Matcher, question: str, expect: str, nature: Nature) -> None:
    (example,) = examples([Case("a", (Turn(question, expect),))], matcher)
    right = [entry.nature for entry, mark in zip(example.entries, example.right, strict=True) if mark]

    assert {nature} == set(right)


def test_a_later_turn_is_learned_together_with_the_one_it_leans_on(matcher: Matcher) -> None:
    turns = (
        Turn("Ai ký thông báo 441/TB-VP?", "answer", facts=("441-TB-VP-2022/nguoi-ky",)),
        Turn("ngày nào?", "answer", facts=("441-TB-VP-2022/so-ngay",)),
    )
    first, second = examples([Case("a", turns)], matcher)

    assert (0, True) == (first.leans, second.leans > 0.5)
    assert frozenset({"441/tb-vp"}) == second.question.named.documents
    assert second.right.sum() > 0
