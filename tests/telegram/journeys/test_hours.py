"""Working hours and holidays as an operator writes them: open now, open when next, in words."""

from __future__ import annotations

from datetime import datetime

import pytest

from bot.channels.telegram.hours import WorkingHours, read_hours
from bot.domain.errors import SettingInvalid

OFFICE = read_hours("T2-T6 08:00-12:00 13:30-17:30", "30/4, 2/9, 28/1/2027-3/2/2027, 2026-11-25")


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"{text}+07:00")


@pytest.mark.parametrize(
    ("now", "is_open", "opens"),
    [
        ("2026-11-23T07:59", False, "08:00 hôm nay"),
        ("2026-11-23T08:00", True, "13:30 hôm nay"),
        ("2026-11-23T11:59", True, "13:30 hôm nay"),
        ("2026-11-23T12:00", False, "13:30 hôm nay"),
        ("2026-11-23T17:29", True, "08:00 ngày mai"),
        ("2026-11-23T17:30", False, "08:00 ngày mai"),
        ("2026-11-22T23:59", False, "08:00 ngày mai"),  # Sunday night
        ("2026-11-20T18:00", False, "08:00 thứ Hai, 23/11/2026"),  # Friday evening
        ("2026-11-24T20:00", False, "08:00 thứ Năm, 26/11/2026"),  # the day after is a holiday
        ("2026-11-25T09:00", False, "08:00 ngày mai"),
        ("2027-01-27T18:00", False, "08:00 thứ Năm, 4/2/2027"),  # over Tết
        ("2027-04-30T09:00", False, "08:00 thứ Hai, 3/5/2027"),  # every year, before a weekend
        ("2026-09-02T10:00", False, "08:00 ngày mai"),
    ],
)
def test_the_desk_is_open_in_its_hours_and_says_when_it_opens_next(now: str, is_open: bool, opens: str) -> None:

    assert (is_open, opens) == (OFFICE.is_open(at(now)), OFFICE.opens_in_words(at(now)))


@pytest.mark.parametrize(
    ("written", "words"),
    [
        ("T2-T6 08:00-12:00 13:30-17:30", "thứ Hai đến thứ Sáu 08:00–12:00, 13:30–17:30"),
        ("t2–t6 8h-11h30; T7 8h00-11h00", "thứ Hai đến thứ Sáu 08:00–11:30; thứ Bảy 08:00–11:00"),
        ("T2,T4 13:30-17:00, 08:00-12:00", "thứ Hai 08:00–12:00, 13:30–17:00; thứ Tư 08:00–12:00, 13:30–17:00"),
        ("T2-CN 0:00-24:00", "thứ Hai đến Chủ nhật 00:00–24:00"),
        ("CN 9:00-10:00", "Chủ nhật 09:00–10:00"),
        ("", "cả ngày, mọi ngày"),
    ],
)
def test_hours_are_read_as_people_write_them_and_said_in_words(written: str, words: str) -> None:

    assert words == read_hours(written).in_words()


@pytest.mark.parametrize(
    "hours",
    [
        "T8 08:00-12:00", "T6-T2 08:00-12:00", "T2-T6", "T2-T6 sáng", "T2 12:00-08:00", "T2 08:00-25:00", "T2 08:60-09:00",
        "T2 08:00-12:00 11:00-13:00", "08:00-12:00", "T2 08:00-12:00 x", "T2 08:00-12:00; T2 09:00-10:00",
    ],
)  # fmt: skip
def test_hours_that_cannot_be_read_are_named_with_their_setting(hours: str) -> None:
    with pytest.raises(SettingInvalid, match=r"^HOIDAP_WORKING_HOURS: không đọc được “") as caught:
        read_hours(hours)

    assert str(caught.value).endswith(".")


@pytest.mark.parametrize("holidays", ["31/2", "2/9-2026", "3/9-2/9", "2/9/2026-3/9", "Tết", "2026-13-01", "2/9/26"])
def test_holidays_that_cannot_be_read_are_named_with_their_setting(holidays: str) -> None:

    with pytest.raises(SettingInvalid, match=r"^HOIDAP_HOLIDAYS: không đọc được “"):
        read_hours("T2 08:00-12:00", holidays)


def test_a_desk_without_hours_never_closes() -> None:
    desk = WorkingHours()

    assert (True, "") == (desk.is_open(at("2026-11-22T03:00")), desk.opens_in_words(at("2026-11-22T03:00")))


def test_holidays_close_a_desk_without_hours_for_whole_days() -> None:
    desk = read_hours("", "2/9")

    assert not desk.is_open(at("2026-09-02T12:00"))
    assert "00:00 ngày mai" == desk.opens_in_words(at("2026-09-02T12:00"))


def test_a_desk_closed_all_year_has_no_next_opening() -> None:
    desk = read_hours("T2-T6 08:00-12:00", "1/1-31/12")

    assert "" == desk.opens_in_words(at("2026-11-23T12:00"))
