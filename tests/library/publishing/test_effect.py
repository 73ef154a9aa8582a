"""What became of a question is told by what it got before and after; what was right and is wrong now comes first."""

from __future__ import annotations

from itertools import pairwise, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.outcome import Kind, Outcome
from bot.library.cases import Case, Turn
from bot.library.publishing.effect import Moved, Origin, Phrased, Shift, effect_on, effect_on_golden, figures, phrased, worst_first


def got(kind: Kind, fact: str = "a/1", first: str = "") -> Outcome:
    return Outcome(kind, first or fact, (fact,), "", (), (), 0.8)


ANSWER, CLARIFY, ABSTAIN, TALK = Kind.ANSWER, Kind.CLARIFY, Kind.ABSTAIN, Kind.SMALLTALK


@pytest.mark.parametrize(
    ("was", "now", "shift"),
    [
        (got(ANSWER), got(ANSWER), None), (got(ANSWER), got(ANSWER, "a/2"), Shift.OTHER), (got(ANSWER), got(ABSTAIN), Shift.LOST),
        (got(ANSWER), got(CLARIFY), Shift.AMBIGUOUS), (got(ABSTAIN), got(ANSWER), Shift.GAINED), (got(ABSTAIN), got(ABSTAIN, "a/9", "a/1"), None),
        (got(CLARIFY), got(ABSTAIN), Shift.KIND), (got(TALK), got(ABSTAIN), Shift.KIND),
    ],
)  # fmt: skip
def test_how_a_phrasing_moved_is_named(was: Outcome, now: Outcome, shift: Shift | None):
    moved, missing = effect_on([Phrased("hỏi", "a/1", "a/1")], {("hỏi",): (was,)}, {("hỏi",): (now,)})

    assert [shift] * (shift is not None) == [one.shift for one in moved]
    assert [] == missing


@pytest.mark.parametrize(
    ("was_of", "now_of", "first_before", "first_now", "broke"),
    [
        ("a/1", "a/1", "a/1", "a/2", True),  # found its fact, does not any more
        ("a/1", "a/1", "a/2", "a/3", False),  # never did
        ("a/1", "a/2", "a/1", "a/2", False),  # was put under another fact, and finds that
        ("a/1", "a/2", "a/1", "a/1", True),  # was put under another fact, and finds the old one
        ("a/1", "", "a/1", "a/1", False),  # is no phrasing any more, and finds its fact all the same
        ("a/1", "", "a/1", "a/2", True),  # its fact or the phrasing is gone
        ("", "a/1", "a/3", "a/2", False),  # is new
    ],
)
def test_a_phrasing_broke_when_it_found_its_fact_and_no_longer_does(
    was_of: str, now_of: str, first_before: str, first_now: str, *, broke: bool
):
    before, after = got(ANSWER, first_before), got(ANSWER, first_now)
    moved, _ = effect_on([Phrased("hỏi", was_of, now_of)], {("hỏi",): (before,)}, {("hỏi",): (after,)})

    assert broke == any(one.broke for one in moved)


def test_a_new_phrasing_that_finds_another_fact_is_missing():
    _, missing = effect_on(
        [Phrased("hỏi", "", "a/1"), Phrased("lạ", "", "a/2")], {}, {("hỏi",): (got(ANSWER, "a/2"),), ("lạ",): (got(ANSWER, "a/2"),)}
    )

    assert [("hỏi", "a/1")] == [(one.question, one.owner) for one in missing]


def case(*facts: str, expect: str = "answer") -> Case:
    return Case("x", tuple(Turn(f"lượt {place}", expect, facts=(fact,)) for place, fact in enumerate(facts)), "golden/x.jsonl", 3)


@pytest.mark.parametrize(
    ("before", "after", "broke", "mended"),
    [
        (["a/1", "a/2"], ["a/1", "a/2"], None, None), (["a/1", "a/2"], ["a/1", "a/3"], True, False), (["a/1", "a/3"], ["a/1", "a/2"], False, True),
        (["a/1", "a/3"], ["a/9", "a/2"], True, False), (["a/8", "a/2"], ["a/9", "a/2"], False, False),
    ],
)  # fmt: skip
def test_a_golden_dialogue_is_judged_turn_by_turn(before: list[str], after: list[str], *, broke: bool | None, mended: bool | None):
    asked = case("a/1", "a/2")
    key = ("lượt 0", "lượt 1")
    moved = effect_on_golden([asked], {key: tuple(got(ANSWER, fact) for fact in before)}, {key: tuple(got(ANSWER, fact) for fact in after)})

    assert ([] if broke is None else [(broke, mended, "golden/x.jsonl:3")]) == [(one.broke, one.mended, one.owner) for one in moved]


def test_figures_count_turns_by_what_is_expected_and_dialogues_whole():
    outcomes = {("lượt 0", "lượt 1"): (got(ANSWER, "a/1"), got(ANSWER, "a/9")), ("lượt 0",): (got(ABSTAIN),)}
    shares = {share.name: (share.asked, share.right) for share in figures([case("a/1", "a/2"), case("", expect="abstain")], outcomes)}

    assert {"answer": (2, 1), "abstain": (1, 1), "dialogues": (1, 0)} == shares


def test_every_phrasing_of_two_libraries_is_looked_at_once():
    pairs = list(phrased({"cũ": "a/1", "chung": "a/1"}, {"chung": "a/2", "mới": "a/2"}))

    assert [("chung", "a/1", "a/2"), ("mới", "", "a/2"), ("cũ", "a/1", "")] == [(one.text, one.was_of, one.now_of) for one in pairs]


@given(st.lists(st.tuples(st.sampled_from(list(Shift)), st.booleans(), st.sampled_from(list(Origin))), max_size=12))
def test_what_broke_stands_before_what_did_not(found: list[tuple[Shift, bool, Origin]]):
    moved = [_moved(shift, origin, broke=broke) for shift, broke, origin in found]
    ordered = worst_first(moved)

    assert sorted(map(str, moved)) == sorted(map(str, ordered))
    assert all(not (later.broke and not earlier.broke) for earlier, later in pairwise(ordered))


def _moved(shift: Shift, origin: Origin, *, broke: bool) -> Moved:
    effect, _ = effect_on([Phrased("hỏi", "a/1", "a/1")], {("hỏi",): (got(ANSWER),)}, {("hỏi",): (got(ABSTAIN, "a/2"),)})
    one = effect[0]
    return Moved(one.question, origin, one.owner, shift, one.was, one.now, broke, mended=False)


@given(st.sampled_from(list(product(Kind, Kind))))
def test_an_outcome_that_stays_is_no_move(kinds: tuple[Kind, Kind]):
    was, now = (got(kind) for kind in kinds)
    moved, _ = effect_on([Phrased("hỏi", "a/1", "a/1")], {("hỏi",): (was,)}, {("hỏi",): (now,)})

    assert (kinds[0] is kinds[1]) == (moved == [])
