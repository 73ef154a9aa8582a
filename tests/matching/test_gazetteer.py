"""Names of agencies and places are found in tokens, the longest first, with accents or without."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.library.reader import Library
from bot.matching.gazetteer import Found, Gazetteer
from bot.text.normalize import comparable, fold
from bot.text.tokens import tokens
from bot.text.views import fold_token

TOWN = Gazetteer(
    [
        ("Phòng Cây xanh", "parks"), ("Phòng Cây", "parks"), ("PCX", "parks"), ("Phòng Cây xanh và Hồ nước", "parks and lakes"),
        ("Đội Thanh niên", "youth"),
    ]
)  # fmt: skip


def folded(text: str) -> tuple[str, ...]:
    return tuple(map(fold_token, tokens(comparable(text))))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Phòng Cây xanh làm gì", ["parks"]), ("phong cay xanh lam gi", ["parks"]), ("PHÒNG CÂY XANH VÀ HỒ NƯỚC làm gì", ["parks and lakes"]),
        ("việc của pcx", ["parks"]), ("Phòng Cây phối hợp Đội Thanh niên", ["parks", "youth"]), ("đội thanh  niên, phòng cây xanh", ["youth", "parks"]),
        ("phòng xanh cây", []), ("thanh niên", []), ("", []),
    ],
)  # fmt: skip
def test_names_are_found_left_to_right_the_longest_first(text: str, expected: list[str]) -> None:

    assert expected == [found.key for found in TOWN.find(folded(text))]


def test_a_name_covers_the_tokens_it_is_made_of() -> None:

    assert [Found("parks", 1, 4), Found("youth", 5, 8)] == TOWN.find(folded("gặp Phòng Cây xanh và Đội Thanh niên"))
    assert [Found("parks", 1, 3)] == TOWN.find(folded("gặp Phòng Cây"))


def test_the_first_owner_of_a_name_keeps_it() -> None:
    names = Gazetteer([("Ba Vì", "old"), ("ba vì", "new")])

    assert ["old"] == [found.key for found in names.find(folded("ở Ba Vì"))]


def test_no_names_find_nothing() -> None:

    assert [] == Gazetteer([]).find(folded("Phòng Cây xanh"))


@given(st.lists(st.sampled_from(["phong", "cay", "xanh", "va", "ho", "nuoc", "doi", "thanh", "nien", "pcx", "la"]), max_size=30))
def test_names_never_overlap_and_are_really_there(words: list[str]) -> None:
    found = TOWN.find(tuple(words))

    assert all(one.end <= two.start for one, two in pairwise(found))
    assert all(0 <= one.start < one.end <= len(words) for one in found)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("stttt phải làm gì", "Sở Thông tin và Truyền thông"), ("bên tài nguyên báo cáo ai", "Sở Tài nguyên và Môi trường"),
        ("Sở Lao động, Thương binh và Xã hội", "Sở Lao động - Thương binh và Xã hội"), ("so lao dong thuong binh va xa hoi", "Sở Lao động - Thương binh và Xã hội"),
        ("van phong ubnd thanh pho", "Văn phòng UBND Thành phố"), ("Thanh tra TP", "Thanh tra Thành phố"),
    ],
)  # fmt: skip
def test_agencies_are_known_by_all_their_names(library: Library, text: str, expected: str) -> None:
    found = [name.key for name in library.lexicon.agencies.find(folded(text))]

    assert [fold(comparable(expected))] == found


def test_every_name_of_every_agency_leads_to_some_agency(library: Library) -> None:
    lost = [name for agency in library.agencies.values() for name in agency.names if not library.lexicon.agencies.find(folded(name))]

    assert [] == lost


def test_every_name_of_every_place_leads_to_some_place(library: Library) -> None:
    lost = [name for place in library.places for name in (place.name, *place.other_names) if not library.lexicon.places.find(folded(name))]

    assert [] == lost
