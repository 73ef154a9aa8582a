"""A message that cannot stand alone leans on the one before it; a full question does not."""

from __future__ import annotations

import pytest

from bot.library.reader import Library
from bot.matching.leaning import merge, strength
from bot.matching.matcher import Matcher
from bot.text.normalize import fold
from bot.wiring import matcher_of

LEANS = [
    "còn hạn chót?", "ai chủ trì", "năm 2023 thì sao", "thế giai đoạn sau thì sao", "ai ký?", "văn bản nào?", "bao nhiêu phần trăm?", "vậy còn Sở Y tế?",
    "thế cấp xã thì sao", "cái đó ở đâu ra", "bao giờ xong", "còn Sở Tài chính thì sao", "vì sao vậy", "ngày nào?", "lấy từ nguồn nào?", "cho bao nhiêu người",
    "việc này ai phụ trách", "văn bản này ban hành ngày nào", "thế còn giai đoạn 2021-2025", "thế Ba Vì thì sao",
]  # fmt: skip

STANDS = [
    "Hạn giải quyết các vụ khiếu nại đông người, phức tạp là khi nào?", "Kế hoạch 190/KH-UBND nói gì", "ai ký thông báo 441/TB-VP", "Tóm tắt kế hoạch 191",
    "Sở Xây dựng phải trình đề án thu giá dịch vụ rác thải khi nào", "Nhà máy xử lý nước thải Yên Xá công suất bao nhiêu?",
    "Lắp thêm bao nhiêu trạm quan trắc không khí ở Hà Nội?", "Cơ quan nào chủ trì kiểm soát tham nhũng trong khu vực công năm 2019?",
]  # fmt: skip


@pytest.fixture(scope="module")
def matcher(library: Library) -> Matcher:
    return matcher_of(library)


@pytest.mark.parametrize("accents", [True, False], ids=["with accents", "without"])
@pytest.mark.parametrize("message", LEANS)
def test_a_fragment_leans(matcher: Matcher, message: str, accents: bool) -> None:

    assert strength(matcher.understand(message if accents else fold(message))) >= 0.5


@pytest.mark.parametrize("accents", [True, False], ids=["with accents", "without"])
@pytest.mark.parametrize("message", STANDS)
def test_a_full_question_stands_alone(matcher: Matcher, message: str, accents: bool) -> None:

    assert strength(matcher.understand(message if accents else fold(message))) < 0.5


@pytest.mark.parametrize("message", [*LEANS, *STANDS, "", "?", "🙂"])
def test_the_strength_is_a_share(matcher: Matcher, message: str) -> None:

    assert 0 <= strength(matcher.understand(message)) <= 1


@pytest.mark.parametrize("number", ["190/KH-UBND", "kế hoạch 157"])
def test_who_names_a_document_does_not_lean(matcher: Matcher, number: str) -> None:

    assert strength(matcher.understand(f"còn {number} thì sao")) == 0


def test_later_words_count_more_than_earlier_ones(matcher: Matcher) -> None:
    earlier, later = matcher.understand("kinh phí hỗ trợ thanh niên xung phong"), matcher.understand("còn trạm quan trắc?")
    both = merge(earlier, later, matcher.lexicon)

    assert both.folds["quan"] > both.folds["phong"] > 0


def test_earlier_words_count_whole_when_the_later_ones_only_ask(matcher: Matcher) -> None:
    earlier, later = matcher.understand("kinh phí hỗ trợ thanh niên xung phong"), matcher.understand("còn nguồn tiền?")
    both = merge(earlier, later, matcher.lexicon)

    assert both.folds["phong"] == earlier.folds["phong"]
    assert both.folds["nguon"] == later.folds["nguon"] > 0


@pytest.mark.parametrize(
    ("before", "after", "gone", "kept"),
    [
        ("Sở Nội vụ phải làm gì theo thông báo 441", "còn Sở Tài chính?", "vu", "thong"), ("Ba Vì có được hỗ trợ nhà ở không", "thế Long Biên?", "vi", "tro"),
        ("chỉ tiêu năm 2019 là gì", "năm 2023 thì sao", "2019", "tieu"), ("tỷ lệ giai đoạn 2019-2020", "còn giai đoạn 2021-2025", "2020", "le"),
    ],
)  # fmt: skip
def test_what_is_named_anew_takes_the_place_of_the_old(matcher: Matcher, before: str, after: str, gone: str, kept: str) -> None:
    both = merge(matcher.understand(before), matcher.understand(after), matcher.lexicon)

    assert gone not in both.folds
    assert kept in both.folds


def test_what_is_not_named_anew_stays(matcher: Matcher) -> None:
    earlier, later = matcher.understand("kế hoạch 191/KH-UBND năm 2019 ở Ba Vì"), matcher.understand("ai chủ trì?")
    named = merge(earlier, later, matcher.lexicon).named

    assert (earlier.named.documents, earlier.named.places, earlier.named.said.years) == (named.documents, named.places, named.said.years)
