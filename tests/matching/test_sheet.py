"""A sheet read back from its bytes holds what was put in: the same terms, counts, facets and texts, in any process."""

from __future__ import annotations

import subprocess
import sys
from collections import Counter
from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.facet import Facet
from bot.matching.lexicon import FOLD, PAIR, TONE, WORD
from bot.matching.sheet import KINDS, Asked, Rarities, Sheet, bits_of, key_of, keys_of, sheet_bytes, sheet_of, units_in
from bot.text.views import View

VOCABULARY = "ho tro nha o cho nguoi co cong".split()
SYLLABLES = st.lists(st.sampled_from(VOCABULARY), min_size=1, max_size=30)
UNITS = st.lists(st.tuples(st.sampled_from("spkc"), SYLLABLES, st.sets(st.sampled_from(Facet))), min_size=1, max_size=6)
Unit = tuple[str, list[str], set[Facet]]


def read_back(units: list[Unit]) -> Sheet:
    rising = np.sort(keys_of(FOLD, VOCABULARY))
    rarities = Rarities(rising, np.where(rising == key_of("ho"), 2.0, 8.0))
    views = [View(tuple(folds), tuple(folds), tuple(folds)) for _, folds, _ in units]
    stored = sheet_bytes("".join(part for part, _, _ in units), views, [asked for _, _, asked in units])
    assert units_in(stored) == len(units)
    other = sheet_bytes("", [], [])
    return sheet_of(stored, (), (), rarities.masses([other, stored, other])[1])


def bag(sheet: Sheet, number: int) -> dict[int, int]:
    start = int(sheet.sizes[:number].sum())
    end = start + int(sheet.sizes[number])
    return dict(zip(sheet.keys[start:end].tolist(), sheet.times[start:end].tolist(), strict=True))


def asking(views: dict[str, set[str]]) -> Asked:
    return Asked.among({kind: dict.fromkeys(terms, 1.0) for kind, terms in views.items()}, lambda _, terms: [1.0 for _ in terms])


def counted(kind: str, terms: list[str]) -> dict[int, int]:
    return {int(keys_of(kind, [term])[0]): count for term, count in Counter(terms).items()}


@given(UNITS)
def test_every_bag_is_read_back(units: list[Unit]) -> None:
    sheet = read_back(units)

    for number, (part, folds, asked) in enumerate(units):
        assert bag(sheet, number) == counted(FOLD, folds)
        assert bag(sheet, len(units) + number) == counted(PAIR, list(map("+".join, pairwise(folds))))
        assert (sheet.parts[number], sheet.asked[number]) == (ord(part), bits_of(asked))
        assert sheet.masses[number] == sum(2.0 if fold == "ho" else 8.0 for fold in set(folds))
    everything = [fold for _, folds, _ in units for fold in folds]
    assert bag(sheet, 2 * len(units)) == counted(TONE, everything)
    assert bag(sheet, 2 * len(units) + 1) == counted(WORD, everything)
    assert sheet.length == len(everything)


@given(UNITS, st.sets(st.sampled_from("ho tro nha xe duong".split())))
def test_terms_that_are_asked_for_are_found_and_no_others(units: list[Unit], wanted: set[str]) -> None:
    sheet = read_back(units)

    hits = asking({FOLD: wanted}).seek([sheet, sheet])

    expected = [
        place * (2 * len(units) + 2) + number
        for place in range(2)
        for number, (_, folds, _) in enumerate(units)
        for _ in wanted & set(folds)
    ]
    assert hits.bags.tolist() == expected


@given(st.lists(st.sampled_from(VOCABULARY), min_size=3, max_size=30))
def test_each_view_finds_its_own_terms(folds: list[str]) -> None:
    sheet = read_back([("p", folds, set())])
    asked = asking({kind: {"nha"} for kind in KINDS})

    hits = asked.seek([sheet])

    found = {kind for kind, which in asked.of.items() if (hits.which == which.start).any()}
    assert found == ({FOLD, TONE, WORD} if "nha" in folds else set())


def test_many_terms_asked_for_at_once_are_told_apart() -> None:
    terms = [f"tu{number}" for number in range(4000)]
    rarities = Rarities(np.sort(keys_of(FOLD, terms)), np.ones(len(terms)))
    stored = sheet_bytes("s", [View((), tuple(terms), ())], [set()])
    sheet = sheet_of(stored, (), (), rarities.masses([stored])[0])

    hits = asking({FOLD: set(terms)}).seek([sheet])

    assert sorted(hits.which.tolist()) == list(range(len(terms)))


def test_a_hash_is_the_same_in_another_process() -> None:
    said = subprocess.run(
        [sys.executable, "-c", "from bot.matching.sheet import key_of; print(key_of('nhà'))"], check=True, capture_output=True, text=True
    ).stdout

    assert int(said) == key_of("nhà")
