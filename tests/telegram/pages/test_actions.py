"""Every action comes back from its button as it was; nothing that anybody may send back is misread or raises."""

from __future__ import annotations

import string
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.telegram import actions
from bot.channels.telegram.actions import (
    Action,
    Agencies,
    Choose,
    Claim,
    DueBy,
    Home,
    Rate,
    Reason,
    ShowDue,
    ShowTopic,
    Stale,
    Stars,
    Tell,
    Why,
    decode,
    digest,
    encode,
)
from tests.telegram.pages.chance import patient

KINDS: list[type[Any]] = [kind for kind in get_args(Action) if kind is not Stale]
NUMBERS = st.integers(0, 10**15)
WORDS = st.text(alphabet=string.ascii_letters + string.digits + "-_", max_size=11)
VALUES: dict[type, st.SearchStrategy[Any]] = {int: NUMBERS, str: WORDS}
ACTIONS = st.one_of(
    [
        st.builds(
            kind, **{name: WORDS if kind_ == "str" else NUMBERS for name, kind_ in kind.__annotations__.items() if kind_ in ("str", "int")}
        )
        for kind in KINDS
    ]
)


@patient
@given(ACTIONS)
def test_an_action_comes_back_as_it_was_within_64_bytes(action: Action) -> None:
    data = encode(action)

    assert action == decode(data)
    assert len(data.encode()) <= 64


@patient
@given(st.text(alphabet=st.characters(exclude_categories=()), max_size=80))
def test_any_data_is_read_without_raising(data: str) -> None:
    action = decode(data)

    assert isinstance(action, Stale) or encode(action) == data


@patient
@given(ACTIONS, st.text(max_size=3), st.integers(0, 70))
def test_broken_data_is_stale_or_another_whole_action(action: Action, noise: str, at: int) -> None:
    data = encode(action)
    broken = decode(data[:at] + noise + data[at + 1 :])

    assert isinstance(broken, (*KINDS, Stale))


@pytest.mark.parametrize(
    "data",
    ["", ":", "c", "c:1", "c:1:2:3", "c:-1:0", "c:1:٣", "c: 1:0", "c:01:0", "c:1:1e3", "r:1:2", "r:1:True", "w:1:because", "u:z:abc:0", "?:1", "f:a b", "f:a\n", "f:" + "a" * 25, "c:" + "9" * 30 + ":0"],
)  # fmt: skip
def test_what_no_button_of_ours_carries_is_stale(data: str) -> None:

    assert Stale() == decode(data)


@pytest.mark.parametrize(
    ("action", "data"),
    [
        (Choose(12, 3), "c:12:3"), (Rate(7, good=True), "r:7:1"), (Rate(7, good=False), "r:7:0"), (Why(7, Reason.OLD), "w:7:old"), (ShowTopic("kbhKT6pAW-U", 2), "t:kbhKT6pAW-U:2"),
        (ShowDue(DueBy.QUARTER, "2019-Q4", 1), "u:q:2019-Q4:1"), (Agencies("Đ"), "A:Đ:0"), (Tell("kbhKT6pAW-U"), "f:kbhKT6pAW-U"), (Claim("K7QX"), "C:K7QX"), (Stars("K7QX", 5), "s:K7QX:5"), (Home(), "h"),
    ],
)  # fmt: skip
def test_data_never_changes_its_meaning(action: Action, data: str) -> None:
    """Buttons of older versions are still on people's phones."""

    assert data == encode(action)
    assert action == decode(data)


@pytest.mark.parametrize("action", [Tell("a:b"), Tell("x" * 65), Choose(-1, 0), Claim("a b"), Stale()])
def test_an_action_that_could_not_be_read_back_is_refused_when_it_is_made(action: Action) -> None:
    with pytest.raises(ValueError, match=type(action).__name__):
        encode(action)


def test_every_kind_of_action_has_a_letter_of_its_own() -> None:

    assert sorted(kind.__name__ for kind in KINDS) == sorted(kind.__name__ for kind in actions._LETTERS.values())


def test_a_digest_is_short_made_of_plain_signs_and_always_the_same() -> None:

    assert "Ci7sJZMdHPw" == digest("khieu-nai-cac-buoc")
    assert {11} == {len(digest(str(number))) for number in range(500)}
    assert 500 == len({digest(str(number)) for number in range(500)})
