"""Composed facts say nothing that their members or their directive do not say, and answer what they are made for."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from bot.domain.agency import Agency, Topic
from bot.domain.directive import Directive
from bot.domain.fact import Assignment, Citation, Dated, Deadline, DeadlineKind, Fact, Figure, Nature, Role
from bot.domain.span import Span
from bot.library.compiler import Compiled, compile_knowledge
from bot.library.composed import compose
from bot.library.composed.clause import LONGEST, task
from bot.library.composed.draft import said_value
from bot.library.composed.names import Names
from bot.library.composed.wording import shorten
from bot.library.files import read_folder
from bot.text.normalize import comparable

KNOWLEDGE = Path(__file__).parents[2] / "knowledge"
CAP = 1200


@cache
def shipped() -> Compiled:
    return compile_knowledge(read_folder(KNOWLEDGE))


@cache
def composed() -> tuple[Fact, ...]:
    return compose(shipped())


def of_kind(kind: str) -> list[Fact]:
    return [fact for fact in composed() if fact.id.startswith(f"composed/{kind}/")]


def numbers(text: str) -> set[str]:
    return {part.lstrip("0") or "0" for part in re.findall(r"\d+", text)}


_DAY = re.compile(r"(?<![\d/])(\d{1,2})/(\d{1,2})/(\d{4})(?!\d)")
_MONTH = re.compile(r"(?<![\d/])(\d{1,2})/(\d{4})(?!\d)")
_PERCENT = re.compile(r"\d+(?:,\d+)?%")


def whole(text: str) -> set[tuple[str, ...]]:
    """Days, months and percentages as they stand, so that no part of one can pass for a part of another."""
    days = {("day", *(part.lstrip("0") for part in found)) for found in _DAY.findall(text)}
    months = {("month", *(part.lstrip("0") for part in found)) for found in _MONTH.findall(text)}
    return days | months | {("percent", found) for found in _PERCENT.findall(text)}


def said_of(directive: Directive) -> str:
    issued = directive.issued
    return " ".join((
        directive.number, directive.subject, directive.short, directive.summary, *directive.aliases,
        f"{issued.day}/{issued.month}/{issued.year}" if issued else "",
    ))  # fmt: skip


def said_by(fact: Fact) -> str:
    fields = [item.text for item in fact.deadlines] + [said_value(item.value) for item in fact.figures] + [item.text for item in fact.dates]
    return " ".join((fact.says, fact.product, *fields, *fact.refers_to, *(item.agency for item in fact.assignments)))


@pytest.fixture(scope="module")
def sources() -> dict[str, Fact]:
    return {fact.id: fact for fact in shipped().facts}


@pytest.mark.parametrize("fact", composed(), ids=lambda fact: fact.id)
def test_every_number_comes_from_a_member_or_a_directive(fact: Fact, sources: dict[str, Fact]) -> None:
    directives = {item.number: item for item in shipped().directives}
    members = [sources[member] for member in fact.members]
    named = {
        fact.citation.number,
        *fact.refers_to,
        *(member.citation.number for member in members),
        *(number for member in members for number in member.refers_to),
    }
    said = " ".join([*map(said_by, members), *(said_of(directives[number]) for number in named if number in directives)])
    topics = {topic.id: topic for topic in shipped().topics}
    if fact.id.startswith("composed/subject/"):
        said += " ".join(topic.name for topic in topics.values())
    for period in fact.dates:
        assert any(item.span and period.span.start <= item.span.end <= period.span.end for member in members for item in member.deadlines)
        said += f" {period.text}"

    assert not numbers(fact.says) - numbers(said)
    assert not whole(fact.says) - whole(said)


@pytest.mark.parametrize("fact", composed(), ids=lambda fact: fact.id)
def test_every_document_named_by_number_is_known(fact: Fact, sources: dict[str, Fact]) -> None:
    known = {item.number for item in shipped().directives}
    said = " ".join(said_by(sources[member]) for member in fact.members) + " ".join(said_of(item) for item in shipped().directives)
    for number in re.findall(r"\d+(?:/\d{4})?/[A-ZĐ][\w-]+", fact.says):
        assert number in known or number in said


@pytest.mark.parametrize("fact", composed(), ids=lambda fact: fact.id)
def test_fields_are_those_of_the_members(fact: Fact, sources: dict[str, Fact]) -> None:
    members = [sources[member] for member in fact.members]
    assert fact.nature is Nature.COMPOSED
    assert set(fact.deadlines) <= {item for member in members for item in member.deadlines}
    assert set(fact.figures) <= {item for member in members for item in member.figures}
    assert {item.agency for item in fact.assignments} <= {item.agency for member in members for item in member.assignments}
    assert len(fact.members) == len(set(fact.members))


def test_texts_are_within_the_cap_and_lines_are_whole() -> None:
    for fact in composed():
        assert 100 <= len(fact.says) <= CAP, fact.id
        assert not re.search(r"  |……|(?<!\.)\.\.(?!\.)", fact.says), fact.id
        assert not re.search(r"•\s*(?:\n|$)|[,;:(]…|\( ", fact.says), fact.id
        assert not fact.says.splitlines()[-1].endswith(":"), fact.id


def test_ids_and_phrasings_are_distinct() -> None:
    facts = composed()
    assert len(facts) == len({fact.id for fact in facts})
    phrasings = [comparable(phrase) for fact in facts for phrase in fact.phrasings]
    assert len(phrasings) == len(set(phrasings))
    assert not set(phrasings) & {comparable(phrase) for fact in shipped().facts for phrase in fact.phrasings}
    assert all(8 <= len(fact.phrasings) <= 12 for fact in facts)


def test_composing_twice_gives_the_same() -> None:
    assert compose(shipped()) == composed()


def test_every_directive_with_a_summary_is_told_in_brief() -> None:
    told = {fact.citation.number for fact in of_kind("directive")}
    assert told == {item.number for item in shipped().directives if item.summary and not item.mentioned}


def _housing_list() -> tuple[frozenset[str], frozenset[str]]:
    out = next(fact for fact in shipped().facts if fact.excluded_places)
    listed = max((fact for fact in shipped().facts if fact.citation.number == out.citation.number), key=lambda fact: len(fact.places))
    return frozenset(listed.places), frozenset(out.excluded_places)


@pytest.mark.parametrize("place", sorted(_housing_list()[0] | _housing_list()[1]))
def test_each_district_is_told_whether_it_is_on_the_list(place: str) -> None:
    on, _ = _housing_list()
    (fact,) = [fact for fact in of_kind("place") if fact.places == (place,)]
    assert fact.says.startswith(f"Có, {place} " if place in on else f"Không, {place} ")
    assert all(name.partition(" ")[2] in fact.says for name in on)
    bare = place.removeprefix("thị xã ").removeprefix("quận ").removeprefix("huyện ")
    assert f"{bare} có trong danh sách không" in fact.phrasings


def test_all_thirty_districts_are_answered() -> None:
    assert len(of_kind("place")) == 30


@pytest.mark.parametrize(
    ("kind", "slug", "words"),
    [
        ("due", "2022-09", ["Sở Tài chính", "Sở Kế hoạch và Đầu tư", "441/TB-VP (9/9/2022)"]),
        ("due", "2019-q4", ["trước ngày 31/10/2019", "Sở Xây dựng", "191/KH-UBND", "3678/UBND-KT"]),
        ("duties", "so-thong-tin-va-truyen-thong--441-tb-vp", ["Cổng dịch vụ công", "trước 15/10/2022", "trong tháng 9/2022"]),
        ("agency", "so-xay-dung", ["100/KH-UBND", "3678/UBND-KT", "157/KH-UBND"]),
        ("subject", "chong-tham-nhung", ["100/KH-UBND", "157/KH-UBND", "10-CTr/TU"]),
        ("lead", "thu-gom-rac-thai--100-kh-ubnd-157-kh-ubnd", ["năm 2019 do Sở Xây dựng", "năm 2023 do Sở Tài nguyên và Môi trường"]),
    ],
)
def test_structured_questions_are_answered(kind: str, slug: str, words: Sequence[str]) -> None:
    (fact,) = [fact for fact in of_kind(kind) if fact.id == f"composed/{kind}/{slug}"]
    assert all(word in fact.says for word in words)


def test_an_agency_is_not_given_what_another_does() -> None:
    (fact,) = [fact for fact in of_kind("duties") if fact.id.endswith("/ubnd-cac-quan-huyen-thi-xa--157-kh-ubnd")]
    assert "\n• Trình UBND" not in fact.says


# a made-up town

PLAN = Directive("7/KH-UBND", "kế hoạch", "UBND thị trấn Mây", date(2024, 3, 5), "Trồng cây ven sông", "Trồng cây 2024")
LETTER = Directive("12/UBND-VX", "công văn", "UBND thị trấn Mây", date(2024, 5, 6), "Tưới cây mùa khô", "Tưới cây")


def told(
    slug: str, says: str, *parts: tuple[str, Role], due: str = "", when: str = "", number: str = PLAN.number, **fields: object
) -> Fact:
    deadlines = (Deadline(DeadlineKind.BEFORE, due, when, Span.parse(due)),) if due else ()
    values = {"assignments": tuple(Assignment(agency, role) for agency, role in parts), "deadlines": deadlines, **fields}
    return Fact(f"town/{slug}", says, Citation(number, "mục 1", "town.yaml", 3), **values)  # type: ignore[arg-type]


def bare(facts: tuple[Fact, ...], directives: tuple[Directive, ...]) -> Compiled:
    """A collection with facts and directives and nothing around them."""
    return replace(shipped(), facts=facts, directives=directives, agencies=(), places=(), topics=())


def town(*facts: Fact, **known: object) -> Compiled:
    return replace(bare(facts, (PLAN, LETTER)), **known)  # type: ignore[arg-type]


TOWN = (
    told("mua", "Phòng Cây xanh phải mua 300 cây non trước 30/4/2024, theo Kế hoạch 7/KH-UBND.", ("Phòng Cây xanh", Role.LEAD), due="2024-04-30", when="trước 30/4/2024"),
    told("trong", "Trước 31/5/2024, Phòng Cây xanh chủ trì việc trồng hết cây ven sông (Kế hoạch 7/KH-UBND).", ("Phòng Cây xanh", Role.LEAD), ("Đội Thanh niên", Role.COOPERATE), due="2024-05-31", when="trước 31/5/2024"),
    told("canh", "Đội Thanh niên giữ cây trong mùa mưa, theo Kế hoạch 7/KH-UBND.", ("Đội Thanh niên", Role.CARRY_OUT)),
    told("nuoc", "Phòng Cây xanh tưới cây mỗi ngày một lần vào mùa khô, theo Công văn 12/UBND-VX.", ("Phòng Cây xanh", Role.CARRY_OUT), number=LETTER.number),
    told("ky", "Chủ tịch thị trấn ký Kế hoạch 7/KH-UBND.", ("Chủ tịch thị trấn", Role.SIGN)),
)  # fmt: skip


def test_duties_in_a_directive() -> None:
    facts = {fact.id: fact for fact in compose(town(*TOWN))}
    assert facts["composed/duties/phong-cay-xanh--7-kh-ubnd"].says == (
        "Theo Kế hoạch 7/KH-UBND (5/3/2024) về trồng cây 2024, Phòng Cây xanh chủ trì những việc, nội dung sau:\n"
        "• Mua 300 cây non trước 30/4/2024\n"
        "• Trồng hết cây ven sông (trước 31/5/2024)"
    )
    assert facts["composed/duties/doi-thanh-nien--7-kh-ubnd"].says == (
        "Theo Kế hoạch 7/KH-UBND (5/3/2024) về trồng cây 2024, Đội Thanh niên có những việc sau:\n"
        "Thực hiện:\n"
        "• Giữ cây trong mùa mưa\n"
        "Phối hợp:\n"
        "• Phòng Cây xanh chủ trì việc trồng hết cây ven sông (trước 31/5/2024)"
    )
    assert "composed/duties/chu-tich-thi-tran--7-kh-ubnd" not in facts
    assert facts["composed/agency/phong-cay-xanh"].refers_to == ("7/KH-UBND", "12/UBND-VX")


def test_a_task_is_not_swallowed_by_one_that_sounds_alike() -> None:
    office = ("Phòng Cây xanh", Role.CARRY_OUT)
    same = {"due": "2024-06", "when": "tháng 6/2024"}
    facts = (
        told("a", "Phòng Cây xanh thực hiện hỗ trợ người trồng cây.", office),
        told("b", "Phòng Cây xanh công khai kết quả thực hiện hỗ trợ người trồng cây trên địa bàn.", office),
        told("c", "Phòng Cây xanh tham mưu thực hiện Kế hoạch 150/KH-UBND.", office, **same),
        told("d", "Phòng Cây xanh tham mưu thực hiện Kế hoạch 76/KH-UBND.", office, **same),
    )
    made = {fact.id: fact for fact in compose(town(*facts))}
    assert made["composed/duties/phong-cay-xanh--7-kh-ubnd"].members == tuple(fact.id for fact in facts)
    assert made["composed/due/2024-06"].members == (facts[2].id, facts[3].id)


def test_what_happened_on_a_day_is_no_duty() -> None:
    day = Dated("2024-03-06", "ngày 6/3/2024", Span.parse("2024-03-06"))
    report = told("bao", "Báo Mây đăng tin về Kế hoạch 7/KH-UBND ngày 6/3/2024.", ("Báo Mây", Role.CARRY_OUT), dates=(day,))
    assert not [fact for fact in compose(town(*TOWN, report)) if "bao-may" in fact.id]


def test_no_duty_is_left_out_of_a_list_that_looks_whole(sources: dict[str, Fact]) -> None:
    (fact,) = [fact for fact in of_kind("duties") if "ubnd-15-quan-huyen" in fact.id]
    whole = "còn các việc khác" not in fact.says
    for word in ("Kiểm tra thực tế", "Phân bổ kinh phí", "Chỉ đạo, giám sát", "Quản lý, sử dụng", "Công khai kết quả", "Gửi kết quả"):
        assert word in fact.says or not whole


def test_what_is_due_in_a_month_quarter_and_year() -> None:
    due = {fact.id: fact for fact in compose(town(*TOWN)) if fact.id.startswith("composed/due/")}
    assert set(due) == {f"composed/due/{period}" for period in ("2024-04", "2024-05", "2024-q2", "2024")}
    assert due["composed/due/2024-04"].says == (
        "Trong tháng 4/2024 có việc đến hạn sau, theo Kế hoạch 7/KH-UBND (5/3/2024) về trồng cây 2024:\n"
        "• Phòng Cây xanh: mua 300 cây non trước 30/4/2024"
    )


def test_a_figure_of_two_periods() -> None:
    def share(slug: str, value: str, period: str) -> Fact:
        figure = Figure(value, "%", "đường phố có cây bóng mát", period=Span.parse(period))
        return told(slug, f"Giai đoạn {period.replace('/', ' - ')} có {value}% đường phố có cây bóng mát.", figures=(figure,))

    pair = (share("a", "20", "2019/2020"), share("b", "50", "2021/2025"))
    (fact,) = [fact for fact in compose(town(*pair)) if fact.id.startswith("composed/period/")]
    assert fact.says.startswith(
        "Đường phố có cây bóng mát: giai đoạn 2019 - 2020 đạt 20%; giai đoạn 2021 - 2025 đạt 50%, theo Kế hoạch 7/KH-UBND (5/3/2024)."
    )
    both = told("c", "Tăng từ 20% lên 50% đường phố.", figures=(*pair[0].figures, *pair[1].figures))
    assert not [fact for fact in compose(town(*pair, both)) if fact.id.startswith("composed/period/")]


def test_a_phrasing_of_another_fact_is_not_taken() -> None:
    asked = told("x", "Có cây.", phrasings=("Phòng Cây xanh phải làm gì theo kế  hoạch 7?",))
    before, after = compose(town(*TOWN)), compose(town(*TOWN, asked))
    first = "composed/duties/phong-cay-xanh--7-kh-ubnd"
    assert "Phòng Cây xanh phải làm gì theo kế hoạch 7?" in next(fact for fact in before if fact.id == first).phrasings
    assert "Phòng Cây xanh phải làm gì theo kế hoạch 7?" not in next(fact for fact in after if fact.id == first).phrasings


def test_a_plain_collection_gives_nothing() -> None:
    plain = Directive("hoi-dap")
    facts = tuple(Fact(f"hoi-dap/{index}", f"Trả lời số {index}.", Citation("hoi-dap", "", "hoi-dap.jsonl", index)) for index in range(50))
    assert compose(bare(facts, (plain,))) == ()
    assert compose(bare((), ())) == ()


def test_a_topic_without_documents_gives_no_subject() -> None:
    assert not [fact for fact in compose(town(topics=(Topic("cay", "Cây xanh", aliases=("cây xanh",)),))) if "/subject/" in fact.id]


@pytest.mark.parametrize(
    ("says", "agency", "expected"),
    [
        (
            "Sở Xây dựng phải trình Đề án thu giá trong quý IV/2019, theo văn bản 7/KH-UBND.",
            "Sở Xây dựng",
            "Trình Đề án thu giá trong quý IV/2019",
        ),
        (
            "Tháng 12/2023, Sở Xây dựng tổ chức tập huấn cho cán bộ xã; sản phẩm là báo cáo.",
            "Sở Xây dựng",
            "Tổ chức tập huấn cho cán bộ xã",
        ),
        ("Công khai danh sách hộ nghèo do Sở Xây dựng chủ trì; đây là một nội dung.", "Sở Xây dựng", "Công khai danh sách hộ nghèo"),
        ("Sở Xây dựng phối hợp với Sở Y tế, kiểm tra nhà ở xã hội.", "Sở Xây dựng", "Kiểm tra nhà ở xã hội"),
        ("Sở Y tế hướng dẫn Sở Xây dựng khử khuẩn công trình.", "Sở Xây dựng", "Sở Y tế hướng dẫn Sở Xây dựng khử khuẩn công trình"),
        (
            "Từ 20% trở lên hồ sơ của Sở Xây dựng phải làm qua mạng.",
            "Sở Xây dựng",
            "Từ 20% trở lên hồ sơ của Sở Xây dựng phải làm qua mạng",
        ),
        ("Kiểm tra nhà ở là yêu cầu của Kế hoạch 7/KH-UBND năm 2024.", "Sở Xây dựng", "Kiểm tra nhà ở"),
    ],
)
def test_the_task_is_cut_out_of_a_sentence(says: str, agency: str, expected: str) -> None:
    fact = told("x", says, ("Sở Xây dựng", Role.LEAD), ("Sở Y tế", Role.COOPERATE))
    names = Names.of((Agency("Sở Xây dựng"), Agency("Sở Y tế")), (fact,))
    assert task(fact, (PLAN.number,), names, agency).text == expected


def test_a_cut_never_parts_numbers_that_belong_together() -> None:
    text = "Hà Nội phấn đấu duy trì toàn bộ thủ tục đủ điều kiện được làm qua dịch vụ công trực tuyến mức độ 3, 4 ở mọi cơ quan và mọi xã"
    assert not [most for most in range(60, len(text)) if shorten(text, most).endswith("mức độ 3…") and most > text.index("3, 4") + 8]


def test_a_cut_is_marked_and_never_inside_brackets() -> None:
    text = "Kiểm tra nhà ở xã hội (gồm nhà cho thuê, nhà để bán và nhà của người có công với cách mạng) tại mọi xã, phường, thị trấn của thành phố"
    for most in range(40, LONGEST):
        cut = shorten(text, most)
        assert len(cut) <= most
        assert cut.endswith("…")
        assert cut.count("(") == cut.count(")")


@pytest.mark.slow
def test_many_directives_alike_stay_within_the_cap_and_apart() -> None:
    base = shipped().facts
    directives = list(shipped().directives)
    facts = list(base)
    copies = 5
    for copy in range(copies):
        renamed = {item.number: f"{item.number}-{copy}" for item in directives if not item.mentioned}
        for fact in base:
            if fact.citation.number in renamed:
                number = renamed[fact.citation.number]
                citation = Citation(number, fact.citation.at, fact.citation.file, fact.citation.line)
                facts.append(Fact(
                    f"{fact.id}-{copy}", fact.says, citation, fact.nature, fact.topic, fact.name, fact.assignments, fact.deadlines, fact.figures,
                    phrasings=tuple(f"{phrase} {copy}" for phrase in fact.phrasings),
                ))  # fmt: skip
    more = [Directive(f"{item.number}-{copy}", item.kind, item.issuer, item.issued, item.subject, item.short)
            for copy in range(copies) for item in directives if not item.mentioned]  # fmt: skip
    large = replace(shipped(), facts=tuple(facts), directives=(*directives, *more))
    made = compose(large)

    assert len(made) == len({fact.id for fact in made})
    assert all(len(fact.says) <= CAP for fact in made)
