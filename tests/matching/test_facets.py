"""What a question wants to hear is read from its question words, with accents or without."""

from __future__ import annotations

import pytest

from bot.domain.facet import Facet
from bot.matching.facets import asks, facets_of
from bot.text.normalize import comparable, fold

ASKED = [
    ("cơ quan nào chủ trì việc này", Facet.WHO), ("ai ký văn bản", Facet.WHO), ("giao cho sở nào", Facet.WHO), ("ai chịu trách nhiệm", Facet.WHO),
    ("đơn vị nào phụ trách", Facet.WHO), ("khi nào phải xong", Facet.WHEN), ("bao giờ nộp báo cáo", Facet.WHEN), ("hạn chót là hôm nào", Facet.WHEN),
    ("họp ngày mấy", Facet.WHEN), ("quý mấy thì trình", Facet.WHEN), ("chậm nhất tới đâu", Facet.WHEN), ("tổng kinh phí là bao nhiêu tiền", Facet.HOW_MUCH),
    ("đạt bao nhiêu phần trăm", Facet.HOW_MUCH), ("hết mấy triệu", Facet.HOW_MUCH), ("tỷ lệ tối thiểu ra sao", Facet.HOW_MUCH),
    ("có bao nhiêu người được hỗ trợ", Facet.HOW_MANY), ("gồm mấy bước", Facet.HOW_MANY), ("số lượng trạm quan trắc", Facet.HOW_MANY),
    ("nộp hồ sơ ở đâu", Facet.WHERE), ("gửi kết quả về đâu", Facet.WHERE), ("tại sao phải đối thoại", Facet.WHY), ("làm thế nhằm mục đích gì", Facet.WHY),
    ("gồm những việc gì", Facet.LIST), ("liệt kê các quận huyện", Facet.LIST), ("kể tên từng sở", Facet.LIST), ("huyện tôi có được hỗ trợ không", Facet.YES_NO),
    ("việc ấy đã xong hay không", Facet.YES_NO), ("đúng không", Facet.YES_NO), ("làm cách nào để phản ánh", Facet.HOW), ("quy trình ra sao", Facet.HOW),
    ("văn bản nào quy định", Facet.WHICH_DOCUMENT), ("quyết định số mấy", Facet.WHICH_DOCUMENT), ("kế hoạch mang số hiệu bao nhiêu", Facet.WHICH_DOCUMENT),
]  # fmt: skip


@pytest.mark.parametrize(("question", "facet"), ASKED)
def test_a_question_word_tells_what_is_wanted(question: str, facet: Facet) -> None:
    found = facets_of(fold(comparable(question)))

    assert facet in found


@pytest.mark.parametrize(
    "said", ["tóm tắt giúp tôi", "nội dung chính", "hỗ trợ nhà ở cho cựu thanh niên xung phong", "", "xin cảm ơn", "PAPI"]
)
def test_without_a_question_word_the_matter_itself_is_wanted(said: str) -> None:

    assert frozenset({Facet.WHAT}) == facets_of(fold(comparable(said)))


@pytest.mark.parametrize("question", ["bao nhiêu tiền", "đạt bao nhiêu phần trăm", "mấy triệu đồng", "tỷ lệ bao nhiêu"])
def test_asking_for_an_amount_is_not_asking_for_a_count(question: str) -> None:

    assert Facet.HOW_MANY not in facets_of(fold(comparable(question)))


@pytest.mark.parametrize("question", ["nộp ở đâu và khi nào", "ở đâu, bao giờ", "địa chỉ nào, ngày nào"])
def test_several_things_may_be_wanted_at_once(question: str) -> None:

    assert {Facet.WHERE, Facet.WHEN} <= facets_of(fold(comparable(question)))


@pytest.mark.parametrize(
    ("question", "other"),
    [
        ("văn bản nào quy định", Facet.WHO), ("kế hoạch 190 nói gì", Facet.WHO), ("thông báo nói gì", Facet.WHO),
        ("công khai danh sách", Facet.YES_NO), ("nơi ở hiện nay", Facet.WHEN),
    ],
)  # fmt: skip
def test_what_only_looks_like_a_question_word_without_accents_is_none(question: str, other: Facet) -> None:

    assert other not in facets_of(fold(comparable(question)))


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Vậy hạn nộp là ngày nào?", True), ("cho tôi hỏi về tiền hỗ trợ", True), ("muốn biết tỷ lệ là bao nhiêu", True), ("ai phải làm việc đó", True),
        ("liệt kê giúp tôi", True), ("Bố tôi năm nay bảy mươi tuổi.", False), ("Nhà tôi ở xóm dưới.", False), ("Hôm qua trời mưa to.", False),
    ],
)  # fmt: skip
def test_the_asking_sentence_is_told_from_the_story(sentence: str, expected: bool) -> None:

    assert expected == asks(fold(comparable(sentence)))
