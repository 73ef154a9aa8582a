"""A question that takes something wrong for granted is set right, not answered around."""

from __future__ import annotations

import re

import pytest

from bot.domain.reply import Answered, NotCovered
from bot.text.normalize import fold
from tests.answering.replies import Ask, rows, told

WRONG = {
    "sao lại hỗ trợ thanh niên xung phong những 780 tỉ đồng?": "taken for a question how to apply; the amount is not put right",
    "Nghe nói hỗ trợ TNXP xây nhà tới 780 tỷ đúng không?": "not covered, though the amount ranks first: a premise is only looked at when answering",
    "Có phải Sở Y tế chủ trì kiểm soát tham nhũng trong khu vực công năm 2019 không?": "says there is nothing of 2019, though plan 100/KH-UBND is of 2019",
    "Sở Y tế chủ trì chỉ số quản trị điện tử năm 2023 đúng không?": "the right agency is told without saying that the other one is wrong",
}


@pytest.mark.parametrize(
    "question",
    rows([
        "Có phải thành phố chi 780 tỷ đồng hỗ trợ nhà ở cho cựu thanh niên xung phong không?", "Nghe nói hỗ trợ TNXP xây nhà tới 780 tỷ đúng không?",
        "780 ty dong ho tro cuu thanh nien xung phong phai khong", "sao lại hỗ trợ thanh niên xung phong những 780 tỉ đồng?",
    ], WRONG),
)  # fmt: skip
def test_a_thousand_times_too_much_money_is_put_right(ask: Ask, question: str) -> None:
    reply = ask(question)

    assert isinstance(reply, Answered)
    assert "780 triệu đồng, không phải 780 tỷ đồng" in reply.direct


@pytest.mark.parametrize("question", ["Có phải tổng kinh phí hỗ trợ là 780 triệu đồng không?", "hỗ trợ TNXP 780.000.000 đồng đúng không?"])
def test_the_right_amount_is_not_put_right(ask: Ask, question: str) -> None:
    reply = told(ask(question))

    assert "780" in reply
    assert "không phải" not in reply


@pytest.mark.parametrize(
    "question",
    rows(["Hạn đối thoại với người khiếu nại là 30/11/2020 phải không?", "Đối thoại với người khiếu nại xong trước ngày 30/11/2020 đúng không?", "doi thoai voi nguoi khieu nai xong truoc 30/11/2020 a"], WRONG),
)  # fmt: skip
def test_a_day_of_the_wrong_year_is_put_right(ask: Ask, question: str) -> None:
    reply = told(ask(question))

    assert "30/11/2019" in reply
    assert "không có mốc 30/11/2020" in reply


@pytest.mark.parametrize(
    "question",
    [
        "Thông báo 442/TB-VP nói gì?",
        "442/TB-VP giao việc gì cho Sở Nội vụ?",
        "Ai ký thông báo số 442/TB-VP?",
        "thong bao 442/TB-VP ban hanh ngay nao",
    ],
)
def test_a_document_that_nobody_has_is_not_taken_for_its_neighbour(ask: Ask, question: str) -> None:
    reply = ask(question)

    assert isinstance(reply, NotCovered)
    assert "Tôi không có văn bản 442/TB-VP" in reply.text


@pytest.mark.parametrize("number", ["999/KH-UBND", "1234/QĐ-UBND", "77/2020/NĐ-CP"])
def test_a_document_with_no_neighbour_is_simply_not_known(ask: Ask, number: str) -> None:
    reply = ask(f"Văn bản {number} quy định điều gì?")

    assert isinstance(reply, NotCovered)
    assert re.search("không có|chưa có", reply.text)


@pytest.mark.parametrize(
    "question",
    rows(["Năm 2021 thành phố hỗ trợ nhà ở cho bao nhiêu cựu thanh niên xung phong?", "Kinh phí hỗ trợ nhà cho cựu TNXP năm 2021 là bao nhiêu?", "nam 2021 ho tro nha o cho thanh nien xung phong bao nhieu tien"], WRONG),
)  # fmt: skip
def test_another_year_is_not_answered_with_the_figures_of_2019(ask: Ask, question: str) -> None:
    reply = ask(question)

    assert isinstance(reply, NotCovered)
    assert "2019" in reply.text


@pytest.mark.parametrize(
    ("question", "wrong", "right"),
    rows([
        ("Sở Công Thương chủ trì hướng dẫn kiểm tra hỗ trợ nhà cho cựu thanh niên xung phong phải không?", "Sở Công Thương", "Sở Lao động - Thương binh và Xã hội"),
        ("Có phải Sở Y tế chủ trì kiểm soát tham nhũng trong khu vực công năm 2019 không?", "Sở Y tế", "Thanh tra Thành phố"),
        ("Sở Công Thương làm đề án thu giá dịch vụ rác thải phải không?", "Sở Công Thương", "Sở Xây dựng"),
        ("Sở Y tế chủ trì chỉ số quản trị điện tử năm 2023 đúng không?", "Sở Y tế", "Sở Thông tin và Truyền thông"),
    ], WRONG),
)  # fmt: skip
def test_the_wrong_agency_is_put_right(ask: Ask, question: str, wrong: str, right: str) -> None:
    reply = told(ask(question))

    assert f"Không phải {wrong}" in reply
    assert right in reply


@pytest.mark.parametrize(
    "question",
    [
        "Sở Xây dựng làm đề án thu giá dịch vụ rác thải phải không?",
        "Có phải Thanh tra Thành phố chủ trì kiểm soát tham nhũng năm 2019 không?",
    ],
)
@pytest.mark.parametrize("accents", [True, False], ids=["with accents", "without"])
def test_the_right_agency_is_not_put_right(ask: Ask, question: str, accents: bool) -> None:
    reply = ask(question if accents else fold(question))

    assert isinstance(reply, Answered)
    assert not reply.direct.startswith("Không phải")


@pytest.mark.parametrize(
    "question",
    [
        "TP Hồ Chí Minh đặt chỉ tiêu bao nhiêu phần trăm hồ sơ trực tuyến giai đoạn 2021-2025?", "da nang ho tro nha o cho bao nhieu cuu thanh nien xung phong",
        "Nghệ An giai đoạn 2021-2025 tích hợp bao nhiêu phần trăm dịch vụ công lên cổng quốc gia?", "Chủ tịch UBND thành phố Hải Phòng kết luận gì về cải cách hành chính năm 2022?",
    ],
)  # fmt: skip
def test_what_another_province_does_is_not_told_from_what_hanoi_does(ask: Ask, question: str) -> None:

    assert isinstance(ask(question), NotCovered)


def test_a_province_that_somebody_comes_from_hides_no_answer(ask: Ask) -> None:
    reply = ask(
        "Em quê ở Nam Định, lên Hà Nội học đã bốn năm, nay làm luận văn về giải quyết đơn thư của thành phố, tìm mãi trên mạng không thấy bản gốc, thầy cứ giục. "
        "Cho em hỏi theo Kế hoạch 191/KH-UBND thì phải đối thoại với người khiếu nại xong trước ngày nào?"
    )

    assert "30/11/2019" in told(reply)
