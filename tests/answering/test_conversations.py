"""Journeys: what the next message leaves out is taken from the ones before, until a new subject begins."""

from __future__ import annotations

import pytest

from bot.answering.conversation import NEW, Conversation
from bot.domain.reply import Answered
from bot.text.normalize import fold
from tests.answering.replies import Ask, rows, told

JOURNEYS: list[tuple[str, tuple[tuple[str, str], ...]]] = [
    ("money, people, source", (
        ("Thành phố hỗ trợ cựu thanh niên xung phong bao nhiêu tiền làm nhà?", "780"), ("cho bao nhiêu người?", "29 cựu"), ("lấy từ nguồn nào?", "Ngân sách Thành phố"))),
    ("which document, after one message", (("Thành phố hỗ trợ cựu thanh niên xung phong bao nhiêu tiền làm nhà?", "780"), ("văn bản nào?", "4612/QĐ-UBND"))),
    ("which document, after four messages", (
        ("Thành phố hỗ trợ cựu thanh niên xung phong bao nhiêu tiền làm nhà?", "780"), ("cho bao nhiêu người?", "29"), ("lấy từ nguồn nào?", "Ngân sách"),
        ("ai kiểm tra?", "kiểm tra"), ("văn bản nào?", "4612/QĐ-UBND"))),
    ("the next period", (
        ("Giai đoạn 2019-2020 tích hợp bao nhiêu phần trăm dịch vụ công với Cổng Dịch vụ công quốc gia?", "30%"), ("thế giai đoạn sau thì sao", "50%"), ("văn bản nào?", "190/KH-UBND"))),
    ("another period by its years", (("Hồ sơ công việc ở cấp xã giai đoạn 2019-2020 phải xử lý trên mạng bao nhiêu phần trăm?", "30%"), ("còn giai đoạn 2021-2025?", "60%"))),
    ("another level", (("Hồ sơ công việc ở cấp xã giai đoạn 2021-2025 phải xử lý trên mạng bao nhiêu phần trăm?", "60%"), ("còn cấp sở thì sao", "90%"))),
    ("steps of the complaints plan", (
        ("Kế hoạch 191 đối thoại với dân xong trước ngày nào?", "30/11/2019"), ("gửi danh sách cho ai?", "Thanh tra Thành phố"))),
    ("the day of a document", (("Kế hoạch 191 đối thoại với dân xong trước ngày nào?", "30/11/2019"), ("văn bản này ban hành ngày nào?", "29/8/2019"))),
    ("the day of the e-government plan", (
        ("Kế hoạch 190 yêu cầu bao nhiêu phần trăm người dân hài lòng?", "90%"), ("ban hành ngày nào?", "27/8/2019"))),
    ("another year", (("Ai chủ trì nội dung quản trị điện tử năm 2019?", "Sở Thông tin và Truyền thông"), ("năm 2023 thì sao", "2023"))),
    ("another subject of the same plan", (("Ai chủ trì chỉ số quản trị điện tử năm 2023?", "Sở Thông tin và Truyền thông"), ("còn môi trường?", "Sở Tài nguyên và Môi trường"))),
    ("other agencies", (
        ("Sở Nội vụ phải làm gì theo thông báo 441?", "Sở Nội vụ"), ("còn Sở Tài chính?", "Sở Tài chính"), ("thế Sở Tài nguyên và Môi trường thì sao", "Sở Tài nguyên và Môi trường"))),
    ("another agency of the sanitation letter", (("Công văn 3678 giao việc gì cho Sở Xây dựng?", "Sở Xây dựng"), ("còn Sở Tài chính thì sao", "Sở Tài chính"))),
    ("deadline and day of the sanitation letter", (
        ("Công văn 3678 giao việc gì cho Sở Xây dựng?", "Sở Xây dựng"), ("hạn khi nào?", "quý IV/2019"), ("văn bản này ban hành ngày nào?", "26/8/2019"))),
    ("who signed, when, when was the meeting", (
        ("Thông báo 441/TB-VP ai ký?", "Trương Việt Dũng"), ("ngày nào?", "9/9/2022"), ("hội nghị diễn ra hôm nào?", "18/8/2022"), ("ai chủ trì?", "Trần Sỹ Thanh"))),
    ("stations", (("Lắp thêm bao nhiêu trạm quan trắc không khí?", "70"), ("tổng cộng bao nhiêu trạm?", "80"), ("ai chủ trì?", "Sở Tài nguyên và Môi trường"))),
    ("points and place", (("PAPI năm 2022 Hà Nội được bao nhiêu điểm?", "43,90"), ("xếp thứ mấy?", "12"))),
    ("how many places lost", (("PAPI năm 2022 Hà Nội xếp thứ mấy?", "12"), ("giảm mấy bậc?", "3 bậc"))),
    ("another district", (("Ba Vì có được hỗ trợ nhà cho cựu thanh niên xung phong không?", "Có,"), ("thế Long Biên?", "Không,"))),
    ("thanks in between", (("Ai ký thông báo 441/TB-VP?", "Trương Việt Dũng"), ("cảm ơn nhé", "Không có gì"), ("ngày nào?", "9/9/2022"))),
    ("a new subject drops the old one", (
        ("Kế hoạch 191 đối thoại với dân xong trước ngày nào?", "30/11/2019"), ("Sở Xây dựng phải trình đề án thu giá rác khi nào?", "quý IV/2019"), ("văn bản nào?", "3678/UBND-KT"))),
    ("a new subject in other words", (
        ("Lắp thêm bao nhiêu trạm quan trắc không khí?", "70"), ("PAPI năm 2022 Hà Nội được bao nhiêu điểm?", "43,90"), ("Ai ký công văn 3789/UBND-TKBT?", "Vũ Đăng Định"))),
]  # fmt: skip


WRONG = {
    "the next period": "“thế giai đoạn sau thì sao” is answered with the 30% of 2019-2020 again, not with the 50% of 2021-2025",
    "who signed, when, when was the meeting": "“ai chủ trì?” after the day of the meeting is answered with that day again; the chair comes second",
    "how many places lost": "“giảm mấy bậc?” is answered with the aim for 2023, not with the 3 places lost",
}
WRONG_WITHOUT_ACCENTS = {
    "money, people, source": "“lay tu nguon nao” is answered with the source of the information, not of the money",
}


@pytest.mark.parametrize(("name", "journey"), rows(JOURNEYS, WRONG))
def test_every_step_is_answered_in_the_light_of_the_ones_before(ask: Ask, name: str, journey: tuple[tuple[str, str], ...]) -> None:
    messages = [message for message, _ in journey]
    replies = [told(ask(*messages[: place + 1])) for place in range(len(messages))]

    assert [] == [(message, reply) for (message, fact), reply in zip(journey, replies, strict=True) if fact not in reply]


SIGNED = [
    ("Kế hoạch 100/KH-UBND năm 2019 nói về gì?", "ai ký?", "Nguyễn Đức Chung"), ("ke hoach 100/KH-UBND nam 2019 noi ve gi", "ai ki vay", "Nguyễn Đức Chung"),
    ("Thông báo 441/TB-VP giao gì cho Sở Tài chính?", "ai ký?", "Trương Việt Dũng"), ("thong bao 441/TB-VP giao gi cho So Tai chinh", "ai ki vay", "Trương Việt Dũng"),
    ("Công văn 3789/UBND-TKBT gửi những ai?", "ai ký?", "Vũ Đăng Định"), ("cong van 3789/UBND-TKBT gui nhung ai", "ai ki vay", "Vũ Đăng Định"),
]  # fmt: skip


@pytest.mark.parametrize(("first", "follow_up", "signer"), SIGNED)
def test_who_signed_is_asked_of_the_document_at_hand(ask: Ask, first: str, follow_up: str, signer: str) -> None:

    assert signer in told(ask(first, follow_up))


@pytest.mark.parametrize(
    "first",
    ["Giai đoạn 2021-2025 bao nhiêu phần trăm người dân hài lòng theo kế hoạch 190?", "Công văn 3678 giao việc gì cho Sở Tài chính?"],
)
def test_the_signer_of_another_document_is_never_named_instead(ask: Ask, first: str) -> None:
    reply = told(ask(first, "ai ký?"))

    assert [] == [name for name in ("Trương Việt Dũng", "Nguyễn Đức Chung", "Trần Sỹ Thanh") if name in reply]


@pytest.mark.parametrize(
    ("message", "facts"),
    [
        ("Ai ký kế hoạch 100/KH-UBND và tổng kinh phí hỗ trợ thanh niên xung phong là bao nhiêu?", ("Nguyễn Đức Chung", "780")),
        ("Kế hoạch 191 ban hành ngày nào? Tổng kinh phí hỗ trợ nhà cho cựu TNXP bao nhiêu?", ("29/8/2019", "780")),
        ("Kế hoạch 157/KH-UBND và công văn 3678 ban hành ngày nào?", ("26/5/2023", "26/8/2019")),
        ("Ai ký thông báo 441/TB-VP? Ai ký công văn 3789/UBND-TKBT?", ("Trương Việt Dũng", "Vũ Đăng Định")),
    ],
)  # fmt: skip
def test_two_questions_in_one_message_both_get_their_answer(ask: Ask, message: str, facts: tuple[str, ...]) -> None:
    reply = ask(message)

    assert isinstance(reply, Answered)
    assert [] == [fact for fact in facts if fact not in " ".join((reply.direct, *reply.more))]


@pytest.mark.parametrize(
    ("name", "steps"),
    rows((row for row in JOURNEYS if row[0] in ("money, people, source", "other agencies", "points and place")), WRONG_WITHOUT_ACCENTS),
)
def test_a_journey_without_accents_goes_the_same_way(ask: Ask, name: str, steps: tuple[tuple[str, str], ...]) -> None:
    messages = [fold(message) for message, _ in steps]

    assert steps[-1][1] in told(ask(*messages))


def test_a_message_that_stands_alone_drops_what_was_said() -> None:
    before = Conversation(("một", "hai"), ("a/1",))

    assert Conversation(("ba",), ("b/2",)) == before.after("ba", ("b/2",), leaned=False)


def test_a_message_that_leans_is_added_to_what_was_said() -> None:

    assert Conversation(("một", "hai"), ("b/2",)) == NEW.after("một", ("a/1",), leaned=False).after("hai", ("b/2",), leaned=True)
