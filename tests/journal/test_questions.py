from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from bot.domain.reply import Option
from bot.journal.questions import Asked, Kind, Rating

CHAT, USER = 111222333, 444555666


def asked(kind: Kind = Kind.ANSWER, text: str = "hạn giải quyết khiếu nại", **changes: Any) -> Asked:
    return replace(Asked(chat=CHAT, user=USER, text=text, kind=kind, confidence=0.8), **changes)


def test_gives_back_what_was_noted(journal, at):
    options = (Option("Nhãn", "hỏi gì", "a/b"), Option("Không phải", ""))
    number = journal.questions.note(asked(Kind.CLARIFY, facts=("a/b", "a/c"), options=options, message_id=9, library="abc"), at)
    noted = journal.questions.get(number, CHAT)

    assert (noted.id, noted.at, noted.text, noted.kind, noted.confidence) == (number, at, "hạn giải quyết khiếu nại", Kind.CLARIFY, 0.8)
    assert (noted.facts, noted.options, noted.message_id, noted.library) == (("a/b", "a/c"), options, 9, "abc")
    assert (noted.rating, noted.why, noted.channel) == (None, "", "telegram")


@pytest.mark.parametrize("text", ["a\ud83db", "a\x00b", "", "'; DROP TABLE questions; --", "😀" * 2000])
def test_takes_any_text(journal, at, text):
    number = journal.questions.note(asked(text=text), at)

    assert journal.questions.get(number, CHAT).text == text.replace("\ud83d", "?")


def test_masks_the_text(journal, at):
    number = journal.questions.note(asked(text="sđt 0912345678 hỏi 100/KH-UBND"), at)

    assert journal.questions.get(number, CHAT).text == "sđt ********** hỏi 100/KH-UBND"


def test_a_question_belongs_to_its_chat(journal, at):
    number = journal.questions.note(asked(), at)

    assert journal.questions.get(number, 5) is None
    assert not journal.questions.rate(number, 5, Rating.BAD)
    assert journal.questions.get(number + 1, CHAT) is None


def test_the_last_rating_counts(journal, at):
    number = journal.questions.note(asked(), at)

    assert journal.questions.rate(number, CHAT, Rating.BAD, "sai số 0912345678")
    assert journal.questions.get(number, CHAT).why == "sai số **********"
    assert journal.questions.rate(number, CHAT, Rating.GOOD)
    assert (journal.questions.get(number, CHAT).rating, journal.questions.get(number, CHAT).why) == (Rating.GOOD, "")


def test_an_edited_message_is_the_same_question_in_other_words(journal, at):
    number = journal.questions.note(asked(message_id=9), at)
    journal.questions.rate(number, CHAT, Rating.BAD)
    journal.questions.revise(number, asked(Kind.ABSTAIN, "câu khác", message_id=9))
    noted = journal.questions.of_message(CHAT, 9)

    assert (noted.id, noted.text, noted.kind, noted.rating) == (number, "câu khác", Kind.ABSTAIN, None)
    assert journal.questions.of_message(CHAT, 10) is None


@pytest.mark.parametrize(
    ("kinds", "failures"),
    [
        ((), 0),
        ((Kind.ANSWER,), 0),
        ((Kind.ABSTAIN,), 1),
        ((Kind.ABSTAIN, Kind.ABSTAIN), 2),
        ((Kind.ABSTAIN, Kind.CLARIFY, Kind.ABSTAIN), 2),
        ((Kind.ABSTAIN, Kind.SMALLTALK), 1),
        ((Kind.ABSTAIN, Kind.ANSWER), 0),
        ((Kind.ABSTAIN, Kind.ANSWER, Kind.ABSTAIN), 1),
        ((Kind.ABSTAIN, Kind.EMERGENCY), 0),
    ],
)
def test_counts_failures_since_the_last_success(journal, at, kinds, failures):
    for kind in kinds:
        journal.questions.note(asked(kind), at)
    journal.questions.note(asked(Kind.ABSTAIN, chat=5), at)

    assert journal.questions.failures_in_row(CHAT) == failures


def test_a_bad_answer_and_one_not_meant_are_failures(journal, at):
    numbers = [journal.questions.note(asked(), at) for _ in range(3)]
    journal.questions.rate(numbers[1], CHAT, Rating.BAD)
    journal.questions.not_meant(numbers[2], CHAT)

    assert journal.questions.failures_in_row(CHAT) == 2


def test_failures_of_others_in_a_group_do_not_count(journal, at):
    journal.questions.note(asked(Kind.ABSTAIN, user=1), at)
    journal.questions.note(asked(Kind.ABSTAIN, user=2), at)

    assert journal.questions.failures_in_row(CHAT, 1) == 1
    assert journal.questions.failures_in_row(CHAT) == 2


def test_failures_before_a_person_was_asked_for_do_not_count(journal, at):
    for _ in range(2):
        journal.questions.note(asked(Kind.ABSTAIN), at)
    journal.tickets.open(CHAT, USER, "hỏi", at)
    journal.questions.note(asked(Kind.ABSTAIN), at + timedelta(minutes=1))

    assert journal.questions.failures_in_row(CHAT) == 1
