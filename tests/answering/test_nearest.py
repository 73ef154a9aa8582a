"""Keywords find the nearest facts as full cited answers, likeliest first; a chosen fact is told whole."""

from __future__ import annotations

from datetime import date

import pytest

from bot.answering.assistant import Assistant
from bot.answering.conversation import NEW
from bot.answering.nearest import label_of, nearest, told
from bot.domain.fact import Citation, Fact, Nature
from bot.domain.reply import Answered
from bot.library.reader import Library


@pytest.mark.parametrize(
    ("keywords", "fact"),
    [
        ("han khieu nai", "191-KH-UBND-2019/"), ("780 trieu", "4612-QD-UBND-2019/so-tien"), ("ky thong bao 441", "441-TB-VP-2022/nguoi-ky"), ("tien rac", "3678-UBND-KT-2019/"),
        ("tnxp ba dinh", "composed/place/4612-qd-ubnd--quan-ba-dinh"), ("so noi vu papi", "157-KH-UBND-2023/"), ("4612", "4612-QD-UBND-2019/"), ("chu tri an ninh papi", ""),
    ],
)  # fmt: skip
def test_two_to_four_words_without_accents_find_the_fact(assistant: Assistant, today: date, keywords: str, fact: str) -> None:
    found = nearest(assistant, keywords, today)

    assert any(fact in answer.facts[0] for answer in found[:3])


@pytest.mark.parametrize("keywords", ["han khieu nai", "tien rac", "papi", "gia vang", "1", "sở nội vụ", "mức tiền mỗi nhà tnxp"])
def test_answers_come_likeliest_first_each_of_another_fact_and_cited(assistant: Assistant, today: date, keywords: str) -> None:
    found = nearest(assistant, keywords, today)
    likely = [answer.confidence for answer in found]

    assert sorted(likely, reverse=True) == likely
    assert all(0 <= confidence <= 1 for confidence in likely)
    assert len({answer.facts[0] for answer in found}) == len(found) <= 10
    assert all(answer.direct and answer.citations for answer in found)


def test_the_likelihoods_are_shares_of_one_whole(assistant: Assistant, today: date) -> None:

    assert all(
        sum(answer.confidence for answer in nearest(assistant, text, today)) <= 1 + 1e-9
        for text in ("han khieu nai", "papi", "rác", "gia vang")
    )


def test_the_first_is_what_a_question_is_answered_with(assistant: Assistant, today: date) -> None:
    message = "Tổng kinh phí hỗ trợ cựu thanh niên xung phong là bao nhiêu?"
    reply, _ = assistant.reply(message, NEW, today)
    assert isinstance(reply, Answered)
    first = nearest(assistant, message, today, 1)[0]

    assert (reply.direct, reply.cited, reply.facts[0]) == (first.direct, first.cited, first.facts[0])


@pytest.mark.parametrize("nothing", ["", "   ", "???", "🙂", "\x00"])
def test_nothing_finds_nothing(assistant: Assistant, today: date, nothing: str) -> None:

    assert [] == nearest(assistant, nothing, today)


def test_what_the_documents_do_not_say_is_found_too(assistant: Assistant, library: Library, today: date) -> None:
    found = nearest(assistant, "mức tiền hỗ trợ mỗi căn nhà tnxp", today)

    assert any(library.fact(answer.facts[0]).nature is Nature.ABSENCE for answer in found)


def test_a_chosen_fact_is_told_whole_with_its_neighbours_beside_it(assistant: Assistant, today: date) -> None:
    answer = told(assistant, "191-KH-UBND-2019/buoc-1", today)
    assert answer is not None

    assert "30/9/2019" in answer.direct
    assert answer.cited.startswith("Căn cứ: Kế hoạch 191/KH-UBND")
    assert ("191-KH-UBND-2019/buoc-1",) == answer.facts
    assert 1.0 == answer.confidence
    assert any("đã qua" in change for change in answer.changes)
    assert answer.related
    assert "191-KH-UBND-2019/buoc-1" not in {option.fact for option in answer.related}


def test_every_fact_that_may_be_asked_for_can_be_told(assistant: Assistant, library: Library, today: date) -> None:
    facts = [library.fact(fact_id) for fact_id in library.fact_ids()]
    lost = [fact.id for fact in facts if (fact.nature.answers or fact.nature is Nature.ABSENCE) and told(assistant, fact.id, today) is None]

    assert [] == lost


@pytest.mark.parametrize("fact", ["", "191-KH-UBND-2019/khong-co", "smalltalk/chao-hoi", "emergencies/chay-no", "../../etc"])
def test_what_is_no_fact_or_none_that_is_told_gives_nothing(assistant: Assistant, today: date, fact: str) -> None:

    assert told(assistant, fact, today) is None


def test_a_label_is_the_shortest_phrasing_that_says_enough_or_the_beginning_of_the_fact() -> None:
    source = Citation("7/KH-UBND", "mục 1")

    assert "Số cây ven sông" == label_of(
        Fact("7/a", "Trồng 300 cây.", source, phrasings=("cây?", "trồng bao nhiêu cây ven sông", "số cây ven sông"))
    )
    assert "Trồng 300 cây." == label_of(Fact("7/a", "trồng 300 cây.", source))
