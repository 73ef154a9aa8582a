"""What a question names agrees or clashes with what a fact holds; a fact that names nothing of the kind does neither."""

from __future__ import annotations

import pytest

from bot.domain.fact import Nature
from bot.domain.span import Span
from bot.matching.entry import Entry, Slots
from bot.matching.question import Named
from bot.matching.slots import agreement
from bot.text.mentions import mentions
from bot.text.normalize import comparable

HOUSING = Slots(
    directive="4612/qd-ubnd", documents=frozenset({"4612/qd-ubnd", "3789/ubnd-tkbt"}), agencies=frozenset({"so noi vu"}), places=frozenset({"huyen ba vi"}),
    excluded_places=frozenset({"quan ha dong"}), spans=(Span.parse("2019-08-28"),), years=frozenset({2019}), own_year=2019, percents=frozenset({"20"}), numbers=frozenset({29, 780_000_000}),
)  # fmt: skip
PORTAL = Slots(directive="190/kh-ubnd", documents=frozenset({"190/kh-ubnd"}), ranges=(Span.parse("2019/2020"),), own_year=2019)


def agrees(named: Named, slots: Slots) -> dict[str, float]:
    entry = Entry(0, "a/b", Nature.STATEMENT, "", "", slots, ())
    return {part: values[0] for part, values in agreement(named, [entry])}


def said(text: str) -> Named:
    return Named(said=mentions(comparable(text)))


@pytest.mark.parametrize(
    ("named", "part", "sign"),
    [
        (Named(documents=frozenset({"4612/qd-ubnd"})), "document", 1), (Named(documents=frozenset({"190/kh-ubnd"})), "document", -1),
        (Named(called=frozenset({"4612/qd-ubnd"})), "called", 1), (Named(called=frozenset({"3789/ubnd-tkbt"})), "called", 1), (Named(called=frozenset({"190/kh-ubnd"})), "called", -1),
        (Named(agencies=frozenset({"so noi vu"})), "agency", 1), (Named(agencies=frozenset({"so y te"})), "agency", -1),
        (Named(places=frozenset({"huyen ba vi"})), "place", 1), (Named(places=frozenset({"quan ha dong"})), "place", 1), (Named(places=frozenset({"quan long bien"})), "place", -1),
        (said("năm 2019"), "year", 1), (said("năm 2021"), "year", -1), (said("ngày 28/8/2019"), "day", 1), (said("ngày 28/8"), "day", 1), (said("ngày 1/9/2020"), "day", -1),
        (said("20%"), "percent", 1), (said("30%"), "percent", -1), (said("29 người"), "number", 1), (said("780 triệu đồng"), "number", 1), (said("780 tỷ đồng"), "number", -1),
    ],
)  # fmt: skip
def test_a_slot_agrees_or_clashes(named: Named, part: str, sign: int) -> None:

    assert sign * agrees(named, HOUSING)[part] > 0


@pytest.mark.parametrize("part", ["agency", "place", "percent", "number", "day"])
def test_a_fact_that_names_nothing_of_the_kind_neither_agrees_nor_clashes(part: str) -> None:
    everything = said("ngày 1/9/2020 29 người 20% 780 triệu")
    named = Named(agencies=frozenset({"so y te"}), places=frozenset({"huyen ba vi"}), said=everything.said)

    assert 0 == agrees(named, Slots())[part]


def test_what_is_not_named_is_not_compared() -> None:

    assert {} == agrees(Named(), HOUSING)


@pytest.mark.parametrize(("text", "sign"), [("giai đoạn 2019-2020", 1), ("giai đoạn 2021 - 2025", -1)])
def test_periods_are_told_apart(text: str, sign: int) -> None:

    assert sign * agrees(said(text), PORTAL)["period"] > 0


def test_a_year_inside_a_period_agrees_less_than_the_very_year() -> None:
    named = said("năm 2020")

    assert 0 < agrees(named, PORTAL)["year"] < agrees(said("năm 2019"), HOUSING)["year"]


def test_the_own_directive_is_told_from_one_that_is_only_mentioned() -> None:
    own, mentioned = (
        agrees(Named(documents=frozenset({number})), HOUSING)["document_own"] for number in ("4612/qd-ubnd", "3789/ubnd-tkbt")
    )

    assert (1, 0) == (own, mentioned)
