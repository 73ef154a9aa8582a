"""Questions that no single sentence of a document answers are answered from the fields of many facts."""

from __future__ import annotations

import pytest

from bot.domain.reply import Answered
from tests.answering.replies import Ask, told

ON = "Ba Đình, Hai Bà Trưng, Đống Đa, Tây Hồ, Hoàng Mai, Gia Lâm, Đông Anh, Thanh Trì, Sóc Sơn, Chương Mỹ, Ba Vì, Thanh Oai, Quốc Oai, Mỹ Đức, Mê Linh".split(
    ", "
)
OFF = (
    "Hoàn Kiếm, Thanh Xuân, Cầu Giấy, Long Biên, Bắc Từ Liêm, Nam Từ Liêm, Hà Đông, Sơn Tây, Phúc Thọ, Thạch Thất, Hoài Đức, "
    "Đan Phượng, Thường Tín, Phú Xuyên, Ứng Hòa"
).split(", ")


def test_the_districts_of_the_tests_are_all_thirty() -> None:

    assert 30 == len({*ON, *OFF})


WORDINGS = ["{} có được hỗ trợ nhà ở cho cựu thanh niên xung phong không?", "{} có trong danh sách hỗ trợ TNXP không"]


@pytest.mark.parametrize(("question", "district"), [(wording.format(one), one) for one in ON for wording in WORDINGS])
def test_a_district_on_the_list_is_told_yes(ask: Ask, question: str, district: str) -> None:
    reply = told(ask(question))

    assert reply.startswith("Có, ")
    assert f"{district} nằm trong danh sách" in reply


@pytest.mark.parametrize(("question", "district"), [(wording.format(one), one) for one in OFF for wording in WORDINGS])
def test_a_district_not_on_the_list_is_told_no(ask: Ask, question: str, district: str) -> None:
    reply = told(ask(question))

    assert reply.startswith("Không, ")
    assert f"{district} không có trong danh sách" in reply


QUESTIONS: list[tuple[str, tuple[str, ...]]] = [
    # what an agency must do
    ("Sở Thông tin và Truyền thông phải làm gì theo thông báo 441?", ("Cổng DVC", "15/10/2022")),
    ("Sở Nội vụ có những nhiệm vụ gì trong thông báo 441/TB-VP?", ("Sở Nội vụ", "441/TB-VP")),
    ("Sở Tài chính được giao việc gì trong thông báo 441?", ("Sở Tài chính", "9/2022")),
    ("Theo kế hoạch 157, Sở Xây dựng phải làm gì?", ("Sở Xây dựng", "nước sạch")),
    ("Toàn bộ việc của Sở Kế hoạch và Đầu tư trong thông báo 441", ("Sở Kế hoạch và Đầu tư", "đầu tư công")),
    # what is due
    ("Quý IV năm 2019 có việc gì đến hạn?", ("quý IV/2019", "31/10/2019", "Sở Xây dựng")), ("Quý III/2022 phải xong những việc gì?", ("quý III/2022", "Sở Kế hoạch và Đầu tư")),
    ("Tháng 10/2022 có những việc gì đến hạn?", ("tháng 10/2022",)), ("Tháng 12/2019 có những việc nào phải xong?", ("tháng 12/2019", "15/12/2019")),
    ("Năm 2020 có việc gì đến hạn?", ("năm 2020", "100/KH-UBND")),
    # a directive in brief
    ("Tóm tắt kế hoạch 191/KH-UBND", ("191/KH-UBND", "khiếu nại, tố cáo")), ("Tóm tắt thông báo 441/TB-VP", ("441/TB-VP", "cải cách hành chính")),
    ("Kế hoạch 157/KH-UBND nói về gì?", ("157/KH-UBND", "PAPI")), ("Kế hoạch 190 có nội dung gì?", ("190/KH-UBND", "Chính phủ điện tử")),
    ("Công văn 3678 nói về việc gì?", ("3678/UBND-KT", "vệ sinh môi trường")), ("Quyết định 4612 về việc gì?", ("4612/QĐ-UBND", "thanh niên xung phong")),
    # directives on a subject
    ("Những văn bản nào nói về phòng chống tham nhũng?", ("100/KH-UBND", "157/KH-UBND")), ("Có những văn bản nào về khiếu nại tố cáo?", ("191/KH-UBND", "157/KH-UBND")),
    ("Những văn bản nào nói về vệ sinh môi trường?", ("3678/UBND-KT", "100/KH-UBND")),
    # who leads a matter in 2019 and 2023
    ("Ai chủ trì thu gom rác năm 2019?", ("Sở Xây dựng",)), ("Cơ quan nào chủ trì thu gom rác thải năm 2023?", ("Sở Tài nguyên và Môi trường",)),
    ("Ai chủ trì y tế trong PAPI 2019?", ("Sở Y tế", "100/KH-UBND")), ("Cơ quan nào chủ trì nội dung giáo dục tiểu học năm 2019 và năm 2023?", ("Sở Giáo dục và Đào tạo", "2019", "2023")),
    # two periods
    ("So sánh tỷ lệ tích hợp Cổng Dịch vụ công quốc gia hai giai đoạn", ("30%", "50%")), ("Tỷ lệ hồ sơ trực tuyến hai giai đoạn khác nhau thế nào?", ("20%", "50%")),
    ("Hồ sơ công việc cấp xã trên môi trường mạng tăng từ bao nhiêu lên bao nhiêu qua hai giai đoạn?", ("30%", "60%")),
]  # fmt: skip


@pytest.mark.parametrize(("question", "facts"), QUESTIONS)
def test_a_structured_question_is_answered_with_all_of_it(ask: Ask, question: str, facts: tuple[str, ...]) -> None:
    reply = ask(question)

    assert isinstance(reply, Answered)
    assert [] == [fact for fact in facts if fact.lower() not in reply.direct.lower()]
