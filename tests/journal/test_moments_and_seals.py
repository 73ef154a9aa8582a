from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from bot.journal.moments import HANOI, day, moment, stamp
from bot.journal.sealing import Seal

SEAL = Seal(b"secret")


@given(some.datetimes(min_value=datetime(1990, 1, 1), max_value=datetime(2100, 1, 1), timezones=some.just(UTC)))  # noqa: DTZ001 - bounds are naive
def test_moments_come_back_to_the_millisecond(at):
    assert abs(moment(stamp(at)) - at) < timedelta(milliseconds=1)


def test_days_are_those_of_hanoi():
    assert day(datetime(2026, 11, 22, 18, tzinfo=UTC)) == "2026-11-23"
    assert moment(stamp(datetime(2026, 11, 22, 18, tzinfo=UTC))) == datetime(2026, 11, 23, 1, tzinfo=HANOI)


def test_a_naive_moment_is_refused():
    with pytest.raises(ValueError, match="naive"):
        stamp(datetime(2026, 11, 22))  # noqa: DTZ001 - what is refused


@given(
    some.recursive(
        some.none() | some.booleans() | some.integers() | some.text(),
        lambda inner: some.lists(inner) | some.dictionaries(some.text(), inner),
    )
)
def test_what_was_sealed_comes_back(data):
    assert SEAL.open(SEAL.close(data)) == data


def test_another_secret_opens_nothing_and_names_otherwise():
    other = Seal(b"other")

    with pytest.raises(ValueError, match="another secret"):
        other.open(SEAL.close("x"))
    assert other.key_of(1) != SEAL.key_of(1)
    assert other.check_value() != SEAL.check_value()


@given(some.integers(), some.integers())
def test_keys_stand_for_one_number_each(one, other):
    assert (SEAL.key_of(one) == SEAL.key_of(other)) == (one == other)
    assert len(SEAL.key_of(one)) == 32
