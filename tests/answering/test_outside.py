"""What the knowledge does not hold is said to be unknown, with who knows; danger comes first; people are met politely."""

from __future__ import annotations

import re

import pytest

from bot.domain.reply import Answered, AskBack, Emergency, NotCovered, SmallTalk
from bot.text.normalize import fold
from tests.answering.replies import Ask, rows, told

WRONG = {
    "cảm ơn, cho hỏi thêm kế hoạch 191 ban hành ngày nào?": "taken for thanks",
}

ABSENT = [
    ("mỗi nhà được bao nhiêu tiền", "780 triệu"), ("Mỗi căn nhà của cựu TNXP được hỗ trợ bao nhiêu tiền?", "căn nhà"), ("moi cuu thanh nien xung phong duoc may trieu", "căn nhà"),
]  # fmt: skip


@pytest.mark.parametrize(("question", "said"), ABSENT)
def test_what_the_document_leaves_out_is_said_to_be_left_out(ask: Ask, question: str, said: str) -> None:
    reply = ask(question)

    assert isinstance(reply, NotCovered)
    assert said in reply.text
    assert "1022" in reply.text


OUTSIDE = [
    ("làm hộ chiếu ở đâu", "hộ chiếu", "công an"), ("thủ tục đăng ký kết hôn cần giấy tờ gì", "kết hôn", "UBND xã, phường"), ("đổi bằng lái xe ở đâu", "lái xe", "công an"),
    ("xin cấp sổ đỏ lần đầu thế nào", "sổ đỏ", "Văn phòng Đăng ký đất đai"), ("Giá vàng hôm nay bao nhiêu", "giá vàng", "1022"), ("Thời tiết Hà Nội ngày mai thế nào", "thời tiết", "1022"),
    ("lam ho chieu o dau", "hộ chiếu", "công an"), ("mẫu đơn xin hỗ trợ sửa nhà cho thanh niên xung phong nộp ở đâu", "thanh niên xung phong", "Sở Nội vụ"),
]  # fmt: skip


@pytest.mark.parametrize(("question", "subject", "who"), OUTSIDE)
def test_an_outside_subject_is_named_and_who_knows_it(ask: Ask, question: str, subject: str, who: str) -> None:
    reply = ask(question)

    assert isinstance(reply, NotCovered)
    assert subject in reply.text
    assert who in reply.text


EMERGENCIES = [
    ("cháy nhà rồi cứu với", "114"), ("nhà bên cạnh đang cháy to lắm", "114"), ("chay nha cuu voi", "114"), ("có trộm đang vào nhà tôi", "113"), ("tôi đang bị cướp ở đường Láng", "113"),
    ("mẹ tôi bị ngất không thở được", "115"), ("me toi bi ngat khong tho duoc", "115"), ("có người bị điện giật bất tỉnh", "115"), ("CỨU VỚI CHÁY TO QUÁ", "114"),
]  # fmt: skip


@pytest.mark.parametrize(
    "before", [(), ("Tổng kinh phí hỗ trợ cựu thanh niên xung phong là bao nhiêu?",)], ids=["at the beginning", "in a conversation"]
)
@pytest.mark.parametrize(("message", "number"), EMERGENCIES)
def test_in_danger_the_number_to_call_comes_first(ask: Ask, message: str, number: str, before: tuple[str, ...]) -> None:
    reply = ask(*before, message)

    assert isinstance(reply, Emergency)
    assert number == re.findall(r"\d+", reply.text)[0]
    assert reply.text.index(number) < 60


def test_who_wants_to_die_is_met_with_care_and_numbers(ask: Ask) -> None:
    reply = ask("tôi không muốn sống nữa")

    assert isinstance(reply, Emergency)
    assert [] == [word for word in ("115", "người thân", "rất tiếc") if word not in reply.text]


@pytest.mark.parametrize(
    "question",
    [
        "Ai chủ trì nội dung phòng cháy chữa cháy trong kế hoạch 100?", "Kế hoạch 2019 nói gì về phòng chống cháy nổ?", "Bệnh viện tuyến huyện được đầu tư gì theo kế hoạch 100?",
        "Công an Thành phố chủ trì nội dung gì năm 2023?", "nhà cháy nắng dột nát có được hỗ trợ thanh niên xung phong không",
    ],
)  # fmt: skip
def test_a_question_about_danger_is_no_emergency(ask: Ask, question: str) -> None:

    assert not isinstance(ask(question), Emergency)


@pytest.mark.parametrize("message", ["mày ngu quá", "đồ bot ngu", "đm bot dở", "may ngu qua"])
def test_abuse_gets_a_calm_reply(ask: Ask, message: str) -> None:
    reply = ask(message)

    assert isinstance(reply, NotCovered)
    assert "xin lỗi" in reply.text
    assert not reply.options


@pytest.mark.parametrize(
    ("message", "said"),
    [
        ("xin chào", "Chào bạn"), ("chào em", "Chào bạn"), ("hello", "Chào bạn"), ("cảm ơn nhiều nhé", "Không có gì"), ("cam on ban", "Không có gì"),
        ("tạm biệt", "hẹn gặp lại"), ("đồ vô dụng", "Xin lỗi"), ("bạn là ai", "chương trình trả lời tự động"), ("Bạn có phải người thật không?", "chương trình"),
    ],
)  # fmt: skip
def test_small_talk_is_answered_in_kind(ask: Ask, message: str, said: str) -> None:
    reply = ask(message)

    assert isinstance(reply, SmallTalk)
    assert said in reply.text


@pytest.mark.parametrize(
    "message",
    rows(
        ["Chào bạn, tổng kinh phí hỗ trợ cựu thanh niên xung phong là bao nhiêu?", "cảm ơn, cho hỏi thêm kế hoạch 191 ban hành ngày nào?"],
        WRONG,
    ),
)
def test_a_greeting_does_not_hide_the_question(ask: Ask, message: str) -> None:

    assert isinstance(ask(message), Answered)


@pytest.mark.parametrize("message", ["hjkfdhskj", "asdfghjkl qwe zxc", "123456", "lkjh poiu mnbv", "blah blah blah", "xyz xyz xyz xyz"])
def test_gibberish_is_not_understood_and_offers_no_readings(ask: Ask, message: str) -> None:

    assert isinstance(ask(message), NotCovered)


@pytest.mark.parametrize(
    "message",
    [
        "lễ khai giảng năm học 2023 ngày nào",
        "đội tuyển bóng đá Việt Nam đá lúc mấy giờ",
        "thủ đô nước Pháp là gì",
        "cách nấu phở bò",
        "lãi suất ngân hàng bao nhiêu phần trăm",
    ],
)
def test_what_has_nothing_to_do_with_the_directives_is_not_covered(ask: Ask, message: str) -> None:

    assert isinstance(ask(message), NotCovered)


@pytest.mark.parametrize("message", ["hạn là khi nào vậy", "bao giờ xong", "ai chủ trì", "han cuoi la bao gio"])
def test_a_message_with_several_readings_is_asked_back(ask: Ask, message: str) -> None:
    reply = ask(message)

    assert isinstance(reply, AskBack)
    assert 2 <= len(reply.options) <= 4
    assert "Không phải các ý trên" == reply.options[-1].label
    assert len(reply.options) == len({option.label for option in reply.options})
    assert all(len(option.label) <= 60 for option in reply.options)


@pytest.mark.parametrize("message", ["hạn là khi nào vậy", "bao giờ xong", "ai chủ trì"])
def test_every_reading_that_is_offered_can_be_chosen(ask: Ask, message: str) -> None:
    reply = ask(message)
    assert isinstance(reply, AskBack)
    chosen = {option.label: ask(message, option.ask) for option in reply.options[:-1]}

    assert [] == [label for label, answer in chosen.items() if not isinstance(answer, Answered)]


@pytest.mark.parametrize("question", [question for question, *_ in (*ABSENT, *OUTSIDE)])
def test_nothing_outside_is_answered_without_accents_either(ask: Ask, question: str) -> None:

    assert isinstance(ask(fold(question)), NotCovered), told(ask(fold(question)))
