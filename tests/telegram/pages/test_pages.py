"""Looking around: every page can be sent and read on a phone, every button leads somewhere, and everything can be reached."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.telegram import words
from bot.channels.telegram.actions import (
    Action,
    Agencies,
    Directives,
    DueBy,
    Dues,
    Forget,
    Home,
    Looking,
    Person,
    ShowAgency,
    ShowDirective,
    ShowDue,
    ShowTopic,
    Stale,
    Tell,
    Topics,
    decode,
    digest,
)
from bot.channels.telegram.contents import Contents
from bot.channels.telegram.markup import Page
from bot.channels.telegram.pages import deep_link, destination, forget_page, forgotten_page, group_greeting, help_page, look, said, start
from bot.domain.directive import Directive, Status, StatusKind
from bot.domain.fact import Nature
from tests.telegram.pages.chance import patient
from tests.telegram.pages.seen import seen

LONGEST = 1800  # units of a page that is still no wall of text


def actions_of(page: Page) -> list[Action]:
    return [decode(button.data) for row in page.buttons for button in row]


def walk(contents: Contents, today: date) -> Iterator[tuple[Looking, Page, list[Action]]]:
    """Every page that can be reached by pressing buttons."""
    to_see: list[Looking] = [Home()]
    met: set[Looking] = set(to_see)
    while to_see:
        action = to_see.pop()
        page = look(action, contents, today)
        pressed = actions_of(page)
        yield action, page, pressed
        new = {following for following in pressed if isinstance(following, Looking)} - met
        met |= new
        to_see += new


@pytest.fixture(scope="module")
def walked(contents: Contents, today: date) -> list[tuple[Looking, Page, list[Action]]]:
    return list(walk(contents, today))


def test_every_page_can_be_sent_and_is_no_wall_of_text(walked: list[tuple[Looking, Page, list[Action]]]) -> None:

    assert [] == [action for action, page, _ in walked if len(seen(page)) > LONGEST]


def test_no_page_has_more_buttons_than_a_phone_shows(walked: list[tuple[Looking, Page, list[Action]]]) -> None:

    assert [] == [action for action, page, _ in walked if len(page.buttons) > 14 or any(len(row) > 6 for row in page.buttons)]


def test_every_button_leads_somewhere(walked: list[tuple[Looking, Page, list[Action]]], contents: Contents) -> None:
    told = {following.fact for _, _, pressed in walked for following in pressed if isinstance(following, Tell)}

    assert [] == [action for action, _, pressed in walked if any(isinstance(following, Stale) for following in pressed)]
    assert all(contents.fact_of(fact) for fact in told)


def test_from_every_page_one_comes_back(walked: list[tuple[Looking, Page, list[Action]]]) -> None:
    lost = [
        action for action, _, pressed in walked if not any(isinstance(following, Looking) and following != action for following in pressed)
    ]

    assert [] == lost


def test_every_fact_of_a_topic_every_directive_and_every_agency_can_be_reached(
    walked: list[tuple[Looking, Page, list[Action]]], contents: Contents
) -> None:
    met = {following for _, _, pressed in walked for following in pressed}
    facts = {fact for facts in contents.topic_facts.values() for fact in facts}

    assert facts == {fact for fact in facts if Tell(digest(fact)) in met}
    assert all(ShowDirective(digest(number)) in met for number in contents.archive.directives)
    assert all(ShowAgency(digest(agency)) in met for agency in contents.duties)


def test_every_deadline_can_be_reached_by_quarter(walked: list[tuple[Looking, Page, list[Action]]], contents: Contents) -> None:
    shown = {
        following.fact
        for action, _, pressed in walked
        if isinstance(action, ShowDue) and action.by is DueBy.QUARTER
        for following in pressed
        if isinstance(following, Tell)
    }

    assert {digest(due.fact) for due in contents.dues} == shown


def test_the_greeting_says_what_it_knows_and_does_not_and_offers_the_topics_and_a_person(contents: Contents) -> None:
    page = start(contents)

    assert "8 văn bản" in page.plain
    assert "từ năm 2019 đến 2023" in page.plain
    assert words.WHAT_I_DO_NOT in page.plain
    assert ["Chỉ số PAPI", "Khiếu nại, tố cáo"] == [page.buttons[place][0].text for place in (0, 2)]
    assert Person() in actions_of(page)


def test_help_has_examples_every_command_numbers_to_call_and_what_is_stored_for_how_long(contents: Contents) -> None:
    text = seen(help_page(contents, "hoidap_bot", 90))

    assert all(f"/{name}: " in text for name, _ in words.CITIZEN_COMMANDS)
    assert all(part in text for part in ("• ", "@hoidap_bot", "1022", "90 ngày", "/xoadulieu"))
    assert 4 == text[: text.index(words.HELP_FOLLOW)].count("?")


def test_a_directive_is_shown_with_its_day_what_became_of_it_and_its_topics(contents: Contents, today: date) -> None:
    page = look(ShowDirective(digest("4612/QĐ-UBND")), contents, today)

    assert all(
        part in seen(page)
        for part in ("Quyết định 4612/QĐ-UBND", "Ban hành 28/8/2019", "đã thực hiện xong", "Công văn 3789/UBND-TKBT, không có bản gốc")
    )
    assert ShowTopic(digest("nha-tnxp-kinh-phi")) in actions_of(page)


@pytest.mark.parametrize(
    ("status", "told"),
    [
        (Status(StatusKind.IN_FORCE), "Tình trạng: còn hiệu lực."),
        (Status(StatusKind.REPLACED, "Bỏ mục 2", "9/QĐ-UBND", date(2025, 3, 1), "Nghị quyết 1"), "Tình trạng: đã được thay bằng 9/QĐ-UBND từ 1/3/2025 theo Nghị quyết 1. Bỏ mục 2."),
        (Status(StatusKind.UNKNOWN), "Tình trạng: chưa rõ còn hiệu lực hay không."), (Status(StatusKind.UNKNOWN, "Không rõ còn hiệu lực."), "Tình trạng: không rõ còn hiệu lực."),
        (Status(StatusKind.EXPIRED, "Hạn cuối đã qua"), "Tình trạng: đã hết thời gian thực hiện. Hạn cuối đã qua."), (Status(StatusKind.DONE), "Tình trạng: đã thực hiện xong."),
    ],
)  # fmt: skip
def test_what_became_of_a_directive_is_told(contents: Contents, today: date, status: Status, told: str) -> None:
    number = "4612/QĐ-UBND"
    changed = replace(contents, archive=_With(contents, replace(contents.archive.directives[number], status=status)))

    assert told in look(ShowDirective(digest(number)), changed, today).plain


class _With:
    """The archive with one directive put in the place of another."""

    def __init__(self, contents: Contents, directive: Directive) -> None:
        archive = contents.archive
        self.directives = {**archive.directives, directive.number: directive}
        self.agencies, self.places, self.topics, self.terms = archive.agencies, archive.places, archive.topics, archive.terms
        self.contacts = archive.contacts
        self.fact, self.fact_ids = archive.fact, archive.fact_ids


def test_a_directive_only_mentioned_says_so(contents: Contents, today: date) -> None:
    page = look(ShowDirective(digest("21/2018/QĐ-UBND")), contents, today)

    assert words.MENTIONED_ONLY in page.plain
    assert [Tell] == [type(action) for action in actions_of(page)[:1]]
    assert Directives(mentioned=True) in actions_of(page)


def test_an_agency_is_shown_with_its_duties_and_what_became_of_it(contents: Contents, today: date) -> None:
    text = seen(look(ShowAgency(digest("Sở Thông tin và Truyền thông")), contents, today))

    assert "Nay: Từ 1/3/2025 sở này đã nhập vào Sở Khoa học và Công nghệ" in text
    assert "1. Chủ trì: " in text


def test_the_duties_of_the_newest_directive_come_first(contents: Contents) -> None:
    for duties in contents.duties.values():
        issued = [duty.issued for duty in duties]

        assert sorted(issued, reverse=True) == issued


def test_agencies_are_found_under_the_letter_of_their_name(contents: Contents, today: date) -> None:
    page = look(Agencies("U"), contents, today)
    names = [button.text for row in page.buttons for button in row if isinstance(decode(button.data), ShowAgency)]

    assert any(name.startswith("UBND") for name in names)
    assert any(name.startswith("Ủy ban") for name in names)
    assert all(name[:1] in "UÚÙỦŨỤ" for name in names)


@pytest.mark.parametrize(
    ("day", "said_", "not_said"),
    [
        (date(2019, 12, 30), ("Sắp tới", "(còn 1 ngày)"), words.DUES_ALL_PASSED), (date(2019, 12, 31), ("Sắp tới", "(hôm nay)"), "(còn"), (date(2020, 1, 1), ("Đã qua",), "Sắp tới"),
        (date(2019, 6, 1), ("Sắp tới",), "(còn"),
    ],
)  # fmt: skip
def test_what_has_passed_is_said_to_have_passed(contents: Contents, day: date, said_: tuple[str, ...], not_said: str) -> None:
    text = seen(look(ShowDue(DueBy.TOPIC, digest("khieu-nai-to-cao")), contents, day))

    assert all(part in text for part in said_)
    assert not_said not in text


def test_the_overview_of_deadlines_says_which_is_next_or_that_all_have_passed(contents: Contents, today: date) -> None:

    assert words.DUES_ALL_PASSED in look(Dues(), contents, today).plain
    assert "Thời hạn tới: " in look(Dues(), contents, date(2022, 9, 10)).plain


def test_deadlines_ahead_come_before_those_passed_the_nearest_first(contents: Contents) -> None:
    day = date(2022, 9, 20)
    shown = [fact for page in range(6) for fact in _told(look(ShowDue(DueBy.TOPIC, digest("cai-cach-hanh-chinh"), page), contents, day))]
    ends = {digest(due.fact): due.deadline.span.end for due in contents.dues if due.deadline.span}
    ahead = [ends[fact] for fact in shown if fact in ends and ends[fact] >= day]

    assert sorted(ahead) == ahead


def _told(page: Page) -> list[str]:
    return [action.fact for action in actions_of(page) if isinstance(action, Tell)]


def test_a_task_is_listed_once_for_a_deadline_and_the_same_agencies(contents: Contents) -> None:
    same = [due for due in contents.dues if due.deadline.value == "2019-12-31" and due.fact.startswith("191-KH")]

    assert 2 >= len(same) >= 1


@pytest.mark.parametrize("page", [99, 10**15])
def test_a_page_that_is_not_there_any_more_shows_the_last_one(contents: Contents, today: date, page: int) -> None:
    for action in (
        ShowTopic(digest("papi"), page),
        Directives(mentioned=True, page=page),
        ShowAgency(digest("Sở Nội vụ"), page),
        Dues(DueBy.AGENCY, page),
        ShowDue(DueBy.QUARTER, "2023", page),
    ):
        assert words.NEXT not in [button.text for row in look(action, contents, today).buttons for button in row]


@patient
@given(short=st.text(max_size=20), value=st.text(max_size=20), page=st.integers(0, 10**17), by=st.sampled_from(DueBy))
def test_what_is_not_in_the_library_leads_to_a_list(contents: Contents, today: date, short: str, value: str, page: int, by: DueBy) -> None:
    for action in (ShowTopic(short, page), ShowDirective(short, page), ShowAgency(short, page)):
        assert actions_of(look(action, contents, today))
    assert Dues(by) in actions_of(look(ShowDue(by, value, page), contents, today))


@pytest.mark.parametrize(
    ("payload", "leads_to"),
    [
        ("papi", ShowTopic(digest("papi"))), ("khieu-nai-cac-buoc", ShowTopic(digest("khieu-nai-cac-buoc"))), ("191-KH-UBND-2019__so-ngay", Tell(digest("191-KH-UBND-2019/so-ngay"))),
        (digest("191-KH-UBND-2019/so-ngay"), Tell(digest("191-KH-UBND-2019/so-ngay"))), (digest("4612/QĐ-UBND"), ShowDirective(digest("4612/QĐ-UBND"))),
        (digest("Sở Nội vụ"), ShowAgency(digest("Sở Nội vụ"))), ("nguoitruc", Person()), ("khong-co", None), ("", None), ("x" * 64, None),
    ],
)  # fmt: skip
def test_a_deep_link_leads_to_a_topic_a_fact_a_directive_an_agency_or_a_person(
    contents: Contents, payload: str, leads_to: Action | None
) -> None:

    assert leads_to == destination(contents, payload)
    assert f"https://t.me/hoidap_bot?start={payload}" == deep_link("hoidap_bot", payload)


def test_deleting_is_asked_before_it_is_done() -> None:

    assert [Forget(sure=True), Forget(sure=False)] == actions_of(forget_page())
    assert (words.FORGOTTEN, words.FORGET_LEFT) == (forgotten_page(sure=True).plain, forgotten_page(sure=False).plain)


def test_a_library_without_topics_can_be_looked_around_in_too(town: Contents) -> None:
    pages = list(walk(town, date(2024, 5, 1)))

    assert [] == [action for action, page, _ in pages if not seen(page)]
    assert any("Chủ trì: Phòng Cây xanh chủ trì" in page.plain for _, page, _ in pages)
    assert any("Nay: Từ 1/1/2025 phòng này nhập vào Phòng Môi trường." in page.plain for _, page, _ in pages)
    assert any("(còn 30 ngày)" in page.plain for _, page, _ in pages)
    assert seen(help_page(town, "b", 1))


def test_every_group_of_facts_is_of_things_that_may_be_told(contents: Contents) -> None:
    natures = {contents.archive.fact(fact).nature for fact in contents.facts()}

    assert {Nature.STATEMENT, Nature.OVERVIEW, Nature.COMPOSED, Nature.ABSENCE} == natures


def test_topics_and_sentences_are_pages(contents: Contents, today: date) -> None:

    assert 7 == len([action for action in actions_of(look(Topics(), contents, today)) if isinstance(action, ShowTopic)])
    assert "@hoidap_bot" in group_greeting("hoidap_bot").plain
    assert words.VOICE == said(words.VOICE).plain
