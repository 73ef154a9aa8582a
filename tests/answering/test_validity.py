"""An answer says what is no longer so: the deadline has passed, the agency was merged, the term was renamed, the directive replaced."""

from __future__ import annotations

from datetime import date

import pytest

from bot.answering.assistant import Assistant
from bot.answering.conversation import NEW
from bot.answering.validity import changes
from bot.domain.agency import Agency, Contact, Place, Successor, Term, Topic
from bot.domain.directive import Directive, Status, StatusKind
from bot.domain.fact import Assignment, Citation, Deadline, DeadlineKind, Fact, Role
from bot.domain.reply import Answered
from bot.domain.span import Span

PASSED = "Thời hạn này đã qua"


def changed(assistant: Assistant, question: str, today: date) -> str:
    reply, _ = assistant.reply(question, NEW, today)
    assert isinstance(reply, Answered), reply
    return " ".join(reply.changes)


@pytest.mark.parametrize(
    ("question", "year"),
    [
        ("Đối thoại với người khiếu nại phải xong trước ngày nào?", 2019), ("Sở Xây dựng phải trình đề án thu giá dịch vụ rác thải khi nào?", 2019),
        ("Cổng dịch vụ công và một cửa điện tử phải vận hành chính thức trước ngày nào?", 2022), ("Sổ sách tiếp công dân phải khắc phục xong trước ngày nào?", 2019),
    ],
)  # fmt: skip
def test_a_deadline_that_has_passed_is_said_to_have_passed(assistant: Assistant, today: date, question: str, year: int) -> None:
    said = changed(assistant, question, today)

    assert PASSED in said
    assert f"năm {year}" in said


@pytest.mark.parametrize(
    ("day", "passed"), [(date(2019, 11, 29), False), (date(2019, 11, 30), False), (date(2019, 12, 1), True), (date(2026, 11, 22), True)]
)
def test_whether_a_deadline_has_passed_depends_on_the_day(assistant: Assistant, day: date, passed: bool) -> None:

    assert passed == (PASSED in changed(assistant, "Đối thoại với người khiếu nại phải xong trước ngày nào?", day))


@pytest.mark.parametrize(
    "question",
    [
        "Tổng kinh phí hỗ trợ nhà ở cho cựu thanh niên xung phong là bao nhiêu?",
        "Ai ký thông báo 441/TB-VP?",
        "Năm 2022 Hà Nội đạt bao nhiêu điểm PAPI?",
    ],
)
def test_what_has_no_deadline_has_none_that_passed(assistant: Assistant, today: date, question: str) -> None:

    assert PASSED not in changed(assistant, question, today)


@pytest.mark.parametrize(
    ("question", "now"),
    [
        ("Ai chủ trì huy động doanh nghiệp ủng hộ kinh phí cho người nghèo?", "Sở Tài chính"), ("Cơ quan nào chủ trì nội dung Tri thức công dân năm 2023?", "Sở Khoa học và Công nghệ"),
        ("Cơ quan nào chủ trì hướng dẫn, kiểm tra các quận huyện hỗ trợ nhà cho TNXP đúng đối tượng?", "Sở Nội vụ"),
        ("Đơn vị nào phải hoàn thành Hệ thống Hồ sơ địa chính và cơ sở dữ liệu đất đai?", "Sở Nông nghiệp và Môi trường"), ("Ai chủ trì giao thông nội đô trong PAPI 2023?", "Sở Xây dựng"),
    ],
)  # fmt: skip
def test_an_agency_that_was_merged_is_told_with_its_successor(assistant: Assistant, today: date, question: str, now: str) -> None:

    assert now in changed(assistant, question, today)


@pytest.mark.parametrize(
    "question",
    ["Sở Lao động - Thương binh và Xã hội bây giờ nhập vào sở nào?", "Sở Lao động thương binh xã hội giờ là sở nào"],
)
def test_what_became_of_an_agency_can_be_asked(assistant: Assistant, today: date, question: str) -> None:
    reply, _ = assistant.reply(question, NEW, today)

    assert isinstance(reply, Answered)
    assert "Sở Nội vụ" in " ".join((reply.direct, *reply.changes))


@pytest.mark.parametrize(
    ("question", "now"),
    [("Dịch vụ công mức độ 4 giai đoạn 2019-2020 tối thiểu bao nhiêu phần trăm?", "toàn trình"), ("UBND cấp huyện báo cáo kết quả PAPI 2019 trước ngày nào?", "không còn cấp huyện")],
)  # fmt: skip
def test_a_term_that_was_renamed_is_told_with_its_new_name(assistant: Assistant, today: date, question: str, now: str) -> None:

    assert now in changed(assistant, question, today)


# a made-up town


class Town:
    """A small archive: one plan that was replaced, one agency that was merged, one term that was renamed."""

    def __init__(self) -> None:
        self.directives = {
            "7/KH-UBND": Directive("7/KH-UBND", "kế hoạch", "UBND thị trấn Mây", date(2024, 3, 5), status=Status(StatusKind.REPLACED, replaced_by="9/KH-UBND")),
            "8/KH-UBND": Directive("8/KH-UBND", "kế hoạch", "UBND thị trấn Mây", date(2024, 3, 6)),
        }  # fmt: skip
        self.agencies = {
            "Phòng Cây": Agency("Phòng Cây", successor=Successor("Phòng Xanh", date(2025, 1, 1), "", "Phòng Cây nay là Phòng Xanh.")),
            "Đội Hoa": Agency("Đội Hoa"),
        }
        self.topics: dict[str, Topic] = {}
        self.terms = (Term("thị trấn", ("thị trấn",), "xã", "Thị trấn nay là xã."),)
        self.contacts: tuple[Contact, ...] = ()
        self.places: tuple[Place, ...] = ()

    def fact(self, fact_id: str) -> Fact:
        raise KeyError(fact_id)


DUE = Deadline(DeadlineKind.BEFORE, "2024-05-31", "trước 31/5/2024", Span.parse("2024-05-31"))
DAY = date(2026, 11, 22)


def told(says: str, number: str = "8/KH-UBND", **fields: object) -> Fact:
    return Fact("town/x", says, Citation(number, ""), **fields)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("fact", "expected"),
    [
        (told("Trồng cây."), []), (told("Trồng cây.", "7/KH-UBND"), ["thay bằng 9/KH-UBND"]), (told("Trồng cây.", refers_to=("7/KH-UBND",)), ["Kế hoạch 7/KH-UBND"]),
        (told("Trồng cây.", assignments=(Assignment("Phòng Cây", Role.LEAD),)), ["nay là Phòng Xanh."]), (told("Trồng cây.", assignments=(Assignment("Đội Hoa", Role.LEAD),)), []),
        (told("Trồng cây ở thị trấn."), ["Thị trấn nay là xã."]), (told("Trồng cây.", "không có/KH"), []),
    ],
)  # fmt: skip
def test_each_change_is_told_in_one_sentence(fact: Fact, expected: list[str]) -> None:
    found = changes(fact, Town(), DAY)

    assert len(expected) == len(found)
    assert all(part in sentence for part, sentence in zip(expected, found, strict=True))


def test_the_weightiest_changes_come_first_and_there_are_at_most_three() -> None:
    twice = (Assignment("Phòng Cây", Role.LEAD), Assignment("Phòng Cây", Role.CARRY_OUT))
    found = changes(told("Trồng cây ở thị trấn.", "7/KH-UBND", assignments=twice, deadlines=(DUE,)), Town(), DAY)

    assert 3 == len(found)
    assert "thay bằng" in found[0]
    assert PASSED in found[1]


@pytest.mark.parametrize(("day", "expected"), [(date(2024, 5, 31), 0), (date(2024, 6, 1), 1)])
def test_a_deadline_lasts_through_its_last_day(day: date, expected: int) -> None:

    assert expected == len(changes(told("Trồng cây.", deadlines=(DUE,)), Town(), day))
