import json
from datetime import datetime, timedelta

import pytest

from bot.journal.counters import Count
from bot.journal.journal import Journal
from bot.journal.likeness import groups, shared_words
from bot.journal.questions import Asked, Kind, Rating
from bot.journal.statistics import not_covered, statistics
from bot.journal.ticket import Operator

DAY = timedelta(days=1)
HOUR = timedelta(hours=1)


def ask(journal: Journal, at: datetime, kind: Kind, text: str = "câu hỏi", user: int = 1, facts: tuple[str, ...] = ()) -> int:
    return journal.questions.note(Asked(chat=user, user=user, text=text, kind=kind, confidence=0.5, facts=facts), at)


@pytest.fixture
def asked(journal: Journal, at: datetime) -> Journal:
    """Two days at a hotline; `at` is the morning of the second."""
    for _ in range(3):
        ask(journal, at - DAY, Kind.ANSWER, facts=("190/han", "190/khac"))
    rated = [ask(journal, at, Kind.ANSWER, user=user, facts=("100/muc",)) for user in (2, 3)]
    ask(journal, at, Kind.CLARIFY)
    ask(journal, at, Kind.SMALLTALK)
    ask(journal, at, Kind.EMERGENCY)
    for text, user in (("giá vé xe buýt", 1), ("gia ve xe buyt", 2), ("giá vé xe buýt là bao nhiêu", 3), ("lịch cắt điện", 2)):
        ask(journal, at, Kind.ABSTAIN, text, user)
    ask(journal, at - 30 * DAY, Kind.ABSTAIN, "hỏi lâu rồi")
    journal.questions.rate(rated[0], 2, Rating.GOOD)
    journal.questions.rate(rated[1], 3, Rating.BAD, "Thiếu thông tin")
    for chat, minutes in ((1, 4), (2, 10), (3, 0)):
        journal.tickets.open(chat, chat, "cần người", at)
        ticket = journal.tickets.of_chat(chat)
        assert ticket
        if minutes:
            journal.tickets.claim(ticket.code, Operator(9, 9, "Lan"), at + timedelta(minutes=minutes))
        if chat == 1:
            journal.tickets.close(ticket.code, 9, at + HOUR)
            journal.tickets.rate(ticket.code, 1, 4)
    journal.counters.add(Count.MAYBE_TWICE, 2)
    return journal


def test_counts_what_happened_in_the_time(asked, at):
    figures = statistics(asked, at - 7 * DAY, at + DAY)

    assert (figures.questions, figures.people) == (12, 3)
    assert figures.kinds == {Kind.ANSWER: 5, Kind.CLARIFY: 1, Kind.ABSTAIN: 4, Kind.SMALLTALK: 1, Kind.EMERGENCY: 1}
    assert [(str(day.day), day.questions) for day in figures.days] == [("2026-11-21", 3), ("2026-11-22", 9)]
    assert figures.ratings == {Rating.GOOD: 1, Rating.BAD: 1, Rating.NOT_MEANT: 0}
    assert figures.reasons == {"Thiếu thông tin": 1}
    assert [(one.fact, one.times) for one in figures.most_asked] == [("190/han", 3), ("100/muc", 2)]
    assert [(group.text, group.questions) for group in figures.not_covered] == [("giá vé xe buýt", 3), ("lịch cắt điện", 1)]
    assert figures.counters == {"maybe_twice": 2}


def test_counts_hand_overs(asked, at):
    handed = statistics(asked, at - 7 * DAY, at + DAY).handed_over

    assert (handed.opened, handed.claimed, handed.closed, handed.minutes, handed.stars, handed.rated) == (3, 2, 1, 4.0, 4.0, 1)


def test_the_beginning_belongs_to_the_time_and_the_end_does_not(asked, at):
    assert statistics(asked, at - DAY, at).questions == 3


def test_a_time_in_which_nothing_happened(journal, at):
    figures = statistics(journal, at, at + DAY)

    assert (figures.questions, figures.most_asked, figures.handed_over.minutes) == (0, (), None)
    assert figures.share(0) == 0
    assert figures.text() == "Từ 22/11/2026 đến 23/11/2026: chưa có câu hỏi nào."
    json.dumps(figures.plain())


def test_machines_get_plain_figures(asked, at):
    plain = json.loads(json.dumps(statistics(asked, at - 7 * DAY, at + DAY).plain(), ensure_ascii=False))

    assert plain["kinds"]["answer"] == 5
    assert plain["shares"] == {
        "answer": 0.4167,
        "clarify": 0.0833,
        "abstain": 0.3333,
        "smalltalk": 0.0833,
        "emergency": 0.0833,
        "handed_over": 0.25,
    }
    assert plain["days"] == {"2026-11-21": 3, "2026-11-22": 9}
    assert plain["not_covered"][0]["others"] == ["giá vé xe buýt là bao nhiêu"]
    assert plain["handed_over"]["minutes"] == 4.0


def test_people_read_the_figures_in_vietnamese(asked, at):
    assert (
        statistics(asked, at - 7 * DAY, at + DAY).text()
        == """\
Từ 15/11/2026 đến 23/11/2026: 12 câu hỏi của 3 người.
• Đã trả lời: 5 (41,7%)
• Hỏi lại cho rõ: 1 (8,3%)
• Chưa có thông tin: 4 (33,3%)
• Chào hỏi, trò chuyện: 1 (8,3%)
• Khẩn cấp: 1 (8,3%)

Theo ngày:
• 21/11/2026: 3
• 22/11/2026: 9

Đánh giá: 1 hài lòng, 1 chưa hài lòng, 0 không đúng ý.
• Thiếu thông tin: 1

Chuyển người trực: 3 (25,0% số câu hỏi); đã nhận 2, đã xong 1. Một nửa được nhận trong vòng 4,0 phút. Người dân chấm 4,0/5 (1 lượt).

Hỏi nhiều nhất:
• 190/han: 3
• 100/muc: 2

Chưa có thông tin, hỏi nhiều nhất:
• giá vé xe buýt (3)
• lịch cắt điện (1)

Từ trước đến nay: 2 tin có thể đã gửi hai lần."""
    )


def test_what_was_not_covered_is_grouped_by_likeness(asked, at):
    found = not_covered(asked, at - 60 * DAY, at + DAY)

    assert [(group.text, group.questions) for group in found] == [("giá vé xe buýt", 3), ("lịch cắt điện", 1), ("hỏi lâu rồi", 1)]
    assert not_covered(asked, at - 60 * DAY, at + DAY, lambda *_: 1.0)[0].questions == 5
    assert len(not_covered(asked, at - 60 * DAY, at + DAY, lambda *_: 0.0)) == 4


def test_groups_show_the_wording_with_accents(at):
    assert groups([("gia ve xe", at), ("giá vé xe", at)])[0].text == "giá vé xe"


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("giá vé xe buýt", "gia ve xe buyt bao nhieu", True),
        ("làm hộ chiếu ở đâu", "hộ chiếu làm thế nào", True),
        ("cho tôi hỏi lịch cắt điện", "cho tôi hỏi lịch cắt nước", True),
        ("cho tôi hỏi làm hộ chiếu", "cho tôi hỏi đăng ký xe", False),
        ("???", "!!!", False),
        ("???", "???", True),
        ("là gì", "là gì vậy", True),
    ],
)
def test_likeness_is_in_the_words_that_matter(one, other, alike):
    assert (shared_words(one, other) >= 0.6) == alike
