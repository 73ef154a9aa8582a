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
from bot.matching.sheet import Asked, Bags, Rarities, Sheet, bits_of, key_of, keys_of, sheet_bytes, sheet_of, units_in
from bot.text.views import View

VOCABULARY = "ho tro nha o cho nguoi co cong".split()
SYLLABLES = st.lists(st.sampled_from(VOCABULARY), min_size=1, max_size=30)
UNITS = st.lists(st.tuples(st.sampled_from("spkc"), SYLLABLES, st.sets(st.sampled_from(Facet))), min_size=1, max_size=6)
Unit = tuple[str, list[str], set[Facet]]


def read_back(units: list[Unit]) -> Sheet:
    rising = np.sort(keys_of(VOCABULARY))
    rarities = Rarities(rising, np.where(rising == key_of("ho"), 2.0, 8.0))
    views = [View(tuple(folds), tuple(folds), tuple(folds)) for _, folds, _ in units]
    stored = sheet_bytes("".join(part for part, _, _ in units), views, [asked for _, _, asked in units])
    assert units_in(stored) == len(units)
    return sheet_of(stored, (), (), rarities)


def bag(bags: Bags, number: int) -> dict[int, int]:
    start = int(bags.sizes[:number].sum())
    end = start + int(bags.sizes[number])
    return dict(zip(bags.keys[start:end].tolist(), bags.times[start:end].tolist(), strict=True))


def counted(terms: list[str]) -> dict[int, int]:
    return {key_of(term): count for term, count in Counter(terms).items()}


@given(UNITS)
def test_every_bag_is_read_back(units: list[Unit]) -> None:
    sheet = read_back(units)

    for number, (part, folds, asked) in enumerate(units):
        assert bag(sheet.folds, number) == counted(folds)
        assert bag(sheet.pairs, number) == counted(list(map("+".join, pairwise(folds))))
        assert (sheet.parts[number], sheet.asked[number]) == (ord(part), bits_of(asked))
        assert sheet.masses[number] == sum(2.0 if fold == "ho" else 8.0 for fold in set(folds))
    everything = [fold for _, folds, _ in units for fold in folds]
    assert bag(sheet.tones, 0) == bag(sheet.words, 0) == counted(everything)
    assert sheet.length == len(everything)


@given(UNITS, st.sets(st.sampled_from("ho tro nha xe duong".split())))
def test_terms_that_are_asked_for_are_found_and_no_others(units: list[Unit], wanted: set[str]) -> None:
    sheet = read_back(units)

    hits = Asked.of(dict.fromkeys(wanted, 1.0), dict.fromkeys(wanted, 1.0)).seek([sheet.folds])

    assert len(hits.bags) == sum(len(wanted & set(folds)) for _, folds, _ in units)


def test_a_hash_is_the_same_in_another_process() -> None:
    said = subprocess.run(
        [sys.executable, "-c", "from bot.matching.sheet import key_of; print(key_of('nhà'))"], check=True, capture_output=True, text=True
    ).stdout

    assert int(said) == key_of("nhà")
