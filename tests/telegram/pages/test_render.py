"""A reply as people see it on Telegram: the answer first, the right buttons, within the limits, whatever the fact or the text."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import wording
from bot.answering.assistant import Assistant
from bot.answering.conversation import NEW
from bot.answering.nearest import told
from bot.channels.telegram import words
from bot.channels.telegram.actions import Choose, Noted, NotMeant, Person, Rate, Reason, Stars, Why, decode
from bot.channels.telegram.markup import Page, units
from bot.channels.telegram.render import (
    answer_page,
    not_meant_page,
    offered,
    page_of,
    person_keyboard,
    rated_keyboard,
    stars_keyboard,
    why_keyboard,
)
from bot.domain.fact import Citation, Nature
from bot.domain.reply import Answered, AskBack, Emergency, NotCovered, Option, Reply, SmallTalk
from bot.library.reader import Library
from tests.telegram.pages.chance import patient
from tests.telegram.pages.seen import seen

SOURCE = Citation("7/KH-UBND", "mục 1", "7.yaml", 3)
RELATED = (Option("Ai tưới?", "ai tưới", "7/b"), Option("Hạn nào?", "hạn nào", "7/c"))
ANSWER = Answered(
    "Trồng 300 cây.", ("Tưới mỗi ngày.",), (SOURCE,), "Căn cứ: Kế hoạch 7/KH-UBND.", ("Hạn này đã qua.",), ("7/a", "7/b"), 0.9, RELATED
)
READINGS = AskBack("Ý nào?", (*RELATED, Option(wording.NONE_OF_THESE, "")), ("7/b", "7/c"), 0.3)
NOTHING = NotCovered("Tôi chưa có thông tin.", RELATED[:1], (), 0.9)
TEXT = st.text(alphabet=st.characters(exclude_categories=()), max_size=200)
LONG = st.one_of(TEXT, st.builds(str.__mul__, TEXT, st.integers(1, 80)))
OPTIONS = st.lists(st.builds(Option, TEXT, TEXT, TEXT), max_size=5).map(tuple)
REPLIES: st.SearchStrategy[Reply] = st.one_of(
    st.builds(Answered, LONG, st.lists(LONG, max_size=4).map(tuple), st.just(()), LONG, st.lists(LONG, max_size=3).map(tuple), st.just(()), st.floats(0, 1), OPTIONS),
    st.builds(AskBack, LONG, OPTIONS, st.just(()), st.floats(0, 1)), st.builds(NotCovered, LONG, OPTIONS, st.just(()), st.floats(0, 1), st.just(())),
    st.builds(SmallTalk, LONG, st.floats(0, 1)), st.builds(Emergency, LONG, st.floats(0, 1)),
)  # fmt: skip


def actions_of(page: Page) -> list[object]:
    return [decode(button.data) for row in page.buttons for button in row]


def labels_of(page: Page) -> list[str]:
    return [button.text for row in page.buttons for button in row]


@patient
@given(REPLIES, st.integers(0, 10**12), st.booleans(), st.booleans())
def test_any_reply_makes_a_message_that_telegram_takes(reply: Reply, question: int, person: bool, group: bool) -> None:
    page = page_of(reply, question, offers_person=person, in_group=group)

    assert units(seen(page)) <= 4096


def test_every_fact_makes_a_message_that_telegram_takes_and_that_says_it_whole(library: Library, assistant: Assistant, today: date) -> None:
    lost = []
    for fact_id in library.fact_ids():
        answer = told(assistant, fact_id, today)
        if answer is None:
            continue
        text = seen(page_of(answer, 10**9))
        if not text.startswith(answer.direct) or answer.cited not in text or not all(change in text for change in answer.changes):
            lost.append(fact_id)

    assert [] == lost


def test_what_is_never_told_as_an_answer_makes_none(library: Library, assistant: Assistant, today: date) -> None:
    quiet = [
        fact_id for fact_id in library.fact_ids() if library.fact(fact_id).nature in (Nature.SMALL_TALK, Nature.EMERGENCY, Nature.ELSEWHERE)
    ]

    assert quiet
    assert all(told(assistant, fact_id, today) is None for fact_id in quiet)


def test_an_answer_is_told_before_its_source_what_changed_and_what_belongs_to_it() -> None:
    page = page_of(ANSWER, 12)

    assert "<b>Trồng 300 cây.</b>\n\n<i>Căn cứ: Kế hoạch 7/KH-UBND.</i>\n\nHạn này đã qua.\n\nLiên quan:\n• Tưới mỗi ngày." == page.html
    assert "Trồng 300 cây.\n\nCăn cứ: Kế hoạch 7/KH-UBND.\n\nHạn này đã qua.\n\nLiên quan:\n• Tưới mỗi ngày." == page.plain


def test_only_a_short_answer_is_bold_and_only_a_long_rest_is_folded() -> None:
    page = page_of(Answered("Cây. " * 50, ("Nước. " * 90,), (), "", (), (), 0.9), 1)

    assert "<b>" not in page.html
    assert "<blockquote expandable>• Nước." in page.html


def test_under_an_answer_stand_related_facts_the_rating_and_that_it_was_not_meant() -> None:
    page = page_of(ANSWER, 12)

    assert [Choose(12, 0), Choose(12, 1), Rate(12, good=True), Rate(12, good=False), NotMeant(12)] == actions_of(page)
    assert ["Ai tưới?", "Hạn nào?", words.GOOD, words.BAD, words.NOT_MEANT] == labels_of(page)


def test_readings_are_numbered_as_in_the_text_and_the_last_is_none_of_these() -> None:
    page = page_of(READINGS, 12)

    assert ["1. Ai tưới?", "2. Hạn nào?", wording.NONE_OF_THESE] == labels_of(page)
    assert [Choose(12, 0), Choose(12, 1), Choose(12, 2)] == actions_of(page)


@pytest.mark.parametrize(
    ("reply", "rated"), [(ANSWER, True), (READINGS, False), (NOTHING, False), (SmallTalk("Chào bạn!", 1.0), False), (Emergency("Gọi 114.", 1.0), False)]
)  # fmt: skip
def test_only_real_answers_are_rated(reply: Reply, rated: bool) -> None:

    assert rated is any(isinstance(action, Rate) for action in actions_of(page_of(reply, 1)))


def test_a_person_is_offered_where_nothing_was_answered_and_only_when_there_is_one() -> None:

    assert [Choose(3, 0), Person(3)] == actions_of(page_of(NOTHING, 3))
    assert [Choose(3, 0)] == actions_of(page_of(NOTHING, 3, offers_person=False))
    assert words.NEAREST in page_of(NOTHING, 3).plain


def test_a_group_gets_fewer_buttons() -> None:

    assert [Rate(3, good=True), Rate(3, good=False)] == actions_of(page_of(ANSWER, 3, in_group=True))
    assert [Choose(3, 0)] == actions_of(page_of(NOTHING, 3, in_group=True))
    assert 3 == len(actions_of(page_of(READINGS, 3, in_group=True)))


def test_a_button_that_chooses_counts_the_options_that_are_noted_with_the_question() -> None:

    assert RELATED == offered(ANSWER)
    assert READINGS.options == offered(READINGS)
    assert () == offered(SmallTalk("Chào bạn!", 1.0))


def test_the_numbers_to_call_come_first_each_on_its_own_line() -> None:
    page = page_of(Emergency("Bạn gọi ngay 112 (tìm kiếm cứu nạn) hoặc 114; nếu dưới 16 tuổi, gọi 111. Năm 2019 có 120 vụ.", 1.0), 1)

    assert page.html.startswith("<b>📞 112</b>\n<b>📞 114</b>\n<b>📞 111</b>\n\nBạn gọi ngay")
    assert () == page.buttons


def test_every_emergency_names_its_numbers_first(library: Library) -> None:
    texts = [library.fact(fact_id).says for fact_id in library.fact_ids() if library.fact(fact_id).nature is Nature.EMERGENCY]

    assert texts
    assert all(page_of(Emergency(text, 1.0), 1).plain.startswith("📞 1") for text in texts)


def test_after_a_rating_the_related_facts_stay_and_thanks_take_the_place_of_the_rating() -> None:

    assert [Choose(12, 0), Choose(12, 1), Noted(12)] == [decode(button.data) for row in rated_keyboard(12, RELATED) for button in row]
    assert [Noted(12)] == [decode(button.data) for row in rated_keyboard(12, RELATED, in_group=True) for button in row]


def test_after_a_thumb_down_short_reasons_are_offered() -> None:
    keyboard = why_keyboard(12, RELATED[:1])

    assert [Choose(12, 0), *(Why(12, reason) for reason in Reason)] == [decode(button.data) for row in keyboard for button in row]
    assert all(len(button.text) <= 20 for row in keyboard for button in row)


def test_when_something_else_was_meant_the_nearest_and_a_person_are_offered() -> None:

    assert [Choose(4, 0), Choose(4, 1), Person(4)] == actions_of(not_meant_page(4, RELATED))
    assert words.NOT_MEANT_REPLY == not_meant_page(4, (), offers_person=False).plain


def test_a_closed_ticket_is_rated_with_one_to_five_stars() -> None:
    (row,) = stars_keyboard("K7QX")

    assert [Stars("K7QX", number) for number in range(1, 6)] == [decode(button.data) for button in row]
    assert ["1⭐", "5⭐"] == [row[0].text, row[-1].text]
    assert [Person(9)] == [decode(button.data) for row in person_keyboard(9) for button in row]


@pytest.mark.parametrize(
    ("message", "kind"),
    [("tổng kinh phí hỗ trợ cựu thanh niên xung phong", Answered), ("hạn là khi nào vậy", AskBack), ("giá vàng hôm nay", NotCovered), ("xin chào", SmallTalk), ("có cháy nhà", Emergency)],
)  # fmt: skip
def test_a_real_reply_of_each_kind_is_seen_as_it_was_said(assistant: Assistant, today: date, message: str, kind: type[Reply]) -> None:
    reply, _ = assistant.reply(message, NEW, today)
    assert isinstance(reply, kind)
    text = seen(page_of(reply, 5))

    assert (reply.direct if isinstance(reply, Answered) else reply.text) in text


def test_an_answer_for_another_chat_has_no_buttons() -> None:
    page = answer_page(ANSWER)

    assert ((), page_of(ANSWER, 1).html) == (page.buttons, page.html)
