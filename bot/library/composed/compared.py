"""What two documents, or two periods of one, say of the same: who leads it in either year, what is to be reached by when."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from bot.domain.directive import Directive
from bot.domain.fact import Fact, Figure, Role
from bot.domain.span import Span
from bot.library.composed.clause import task
from bot.library.composed.draft import Draft, Ground, alike, bare_number, dated, grouped, said_value, slug, unique
from bot.library.composed.wording import capital, inside

# What both plans of one series give a leading agency: name, what the earlier or the later text calls it, everyday names.
CONTENTS: tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...] = (
    ("khám, chữa bệnh, y tế công", ("chất lượng khám, chữa bệnh", "y tế công lập"), ("bệnh viện", "trạm y tế", "y tế")),
    ("giáo dục tiểu học", ("giáo dục bậc tiểu học", "giáo dục tiểu học công lập"), ("trường tiểu học", "trường học", "giáo dục")),
    (
        "kiểm soát tham nhũng trong chính quyền",
        ("kiểm soát tham nhũng trong khu vực công", "kiểm soát tham nhũng trong chính quyền"),
        ("chống tham nhũng", "hối lộ"),
    ),
    ("giải quyết thủ tục hành chính", ("giải quyết thủ tục hành chính",), ("làm thủ tục", "một cửa", "giấy tờ ở xã")),
    ("bảo vệ môi trường", ("quản trị môi trường", "bảo vệ môi trường"), ("môi trường", "ô nhiễm")),
    ("quản trị điện tử", ("quản trị điện tử", "cổng thông tin điện tử"), ("cổng thông tin", "chính quyền điện tử")),
    ("điện sinh hoạt", ("lưới điện", "điện sinh hoạt"), ("điện", "cung cấp điện")),
    ("nước sạch", ("cấp nước", "nước sạch sinh hoạt"), ("nước máy", "cấp nước")),
    ("thu gom rác thải", ("rác thải", "thu gom rác thải"), ("rác", "dọn rác")),
    ("giao thông", ("giao thông", "giao thông nội đô"), ("đường sá", "đi lại")),
    ("an ninh, trật tự", ("an ninh, trật tự",), ("an ninh khu dân cư", "trật tự khu phố")),
)
_ALIKE = 0.85
_SAME_MATTER = 0.7
_FEWEST_WORDS = 3
_CHIEF = 60
_NAMED_LATE = 160


def leads(ground: Ground) -> Iterator[Draft]:
    """Who leads a matter in two plans of one series, where both say so."""
    led = grouped(
        (fact for fact in ground.statements if "chủ trì" in fact.says and sum(item.role is Role.LEAD for item in fact.assignments) == 1),
        lambda fact: fact.citation.number,
    )
    for earlier, later in _series([ground.directives[number] for number in led]):
        for label, words, everyday in CONTENTS:
            first = _leading(led[earlier.number], words)
            second = _leading(led[later.number], words)
            if first is not None and second is not None:
                yield _compared(ground, label, everyday, (earlier, first), (later, second))


def _series(directives: Sequence[Directive]) -> list[tuple[Directive, Directive]]:
    """Neighbouring documents whose subjects are the same but for the year."""
    groups: list[list[Directive]] = []
    for directive in sorted((item for item in directives if item.issued and item.subject), key=lambda item: str(item.issued)):
        words = _without_numbers(directive.subject)
        for group in groups:
            other = _without_numbers(group[0].subject)
            near = abs(len(words) - len(other)) <= len(words) // 4
            if near and directive.kind == group[0].kind and alike(words, other) >= _ALIKE:
                group.append(directive)
                break
        else:
            groups.append([directive])
    return [pair for group in groups for pair in pairwise(group)]


def _without_numbers(text: str) -> str:
    return re.sub(r"\d+", "", text)


def _leading(facts: Sequence[Fact], words: Sequence[str]) -> Fact | None:
    """The fact that gives the matter to its lead: the word stands next to "chủ trì", or the fact is the first that has it."""
    for word in reversed(words):
        for fact in facts:
            head = fact.says.split("chủ trì", 1)[0]
            chief = len(head) < _CHIEF or (len(head) < _NAMED_LATE and " tham mưu" in fact.says)
            if chief and "cùng" not in head and word.lower() in fact.says.lower():
                return fact
    return None


def _compared(ground: Ground, label: str, everyday: Sequence[str], first: tuple[Directive, Fact], second: tuple[Directive, Fact]) -> Draft:
    parts = []
    agencies = []
    for directive, fact in (first, second):
        agency = next(item.agency for item in fact.assignments if item.role is Role.LEAD)
        agencies.append(agency)
        parts.append(f"năm {_year(directive)} do {inside(agency)} chủ trì ({directive.title})")
    same = agencies[0] == agencies[1]
    years = [_year(directive) for directive, _ in (first, second)]
    if same:
        head = f"{capital(label)}: cả năm {years[0]} và năm {years[1]} đều do {inside(agencies[0])} chủ trì ({first[0].title} và {second[0].title})."
    else:
        head = f"{capital(label)}: {parts[0]}; {parts[1]}."
    lines = [f"• {dated(directive)}: {task(fact, ground.numbers(fact), ground.names).cut(170)}." for directive, fact in (first, second)]
    series = first[0].short or bare_number(first[0])
    series = re.sub(r"\s*(?:năm )?\d{4}$", "", series)
    return Draft(
        id=f"composed/lead/{slug(label)}--{slug(first[0].number)}-{slug(second[0].number)}",
        name=f"Ai chủ trì {label}, năm {years[0]} và năm {years[1]}",
        says="\n".join((head, *lines)).replace("….", "…"),
        number=second[0].number,
        members=(first[1], second[1]),
        phrasings=unique((
            f"Ai chủ trì {label} trong kế hoạch {series} năm {years[0]} và {years[1]}?",
            f"{label}: {years[0]} với {years[1]} khác nhau chỗ nào, cơ quan nào lo",
            f"Cơ quan chủ trì {label} có thay đổi từ {years[0]} đến {years[1]} không?",
            f"so sánh nơi chủ trì {label} hai năm {years[0]}, {years[1]}",
            f"{everyday[0]} {years[0]} sở nào, {years[1]} sở nào",
            f"Cho hỏi {everyday[-1]} thì năm {years[0]} ai phụ trách, năm {years[1]} ai phụ trách?",
            f"cùng là {label} mà hai kế hoạch {series} giao cho ai",
            f"{bare_number(first[0])} và {bare_number(second[0])} giao {label} cho nơi nào",
            f"chủ trì {everyday[0]} {series} {years[0]} {years[1]}",
            f"mảng {everyday[-1]} đổi cơ quan chủ trì chưa, trước là ai nay là ai",
        )),
        keywords=unique((label, *everyday, "so sánh", "chủ trì", "thay đổi", "khác nhau", "hai năm", series)),
        refers_to=(first[0].number, second[0].number),
    )  # fmt: skip


def _year(directive: Directive) -> int:
    return directive.issued.year if directive.issued else 0


def periods(ground: Ground) -> Iterator[Draft]:
    """A figure that a directive sets for two periods, where none of its facts compares them already."""
    for number, facts in grouped(
        (fact for fact in ground.facts if fact.figures and fact.nature.answers), lambda fact: fact.citation.number
    ).items():
        single = [fact for fact in facts if len({item.period for item in fact.figures}) == 1 and fact in _simple(facts)]
        compared = [(item.of, fact.figures) for fact in facts for item in fact.figures if len(_spans(fact.figures)) > 1]
        if not single:
            continue
        told: list[str] = []
        buckets = grouped(
            ((fact, item) for fact in single for item in fact.figures if item.period and item.of), lambda pair: _first_words(pair[1].of)
        )
        for pairs in buckets.values():
            for index, (fact, item) in enumerate(pairs[:40]):
                match = next((pair for pair in pairs[index + 1 : 40] if _other_period(item, pair[1])), None)
                if match is None or any(alike(item.of, of) >= _ALIKE for of in told):
                    continue
                if any(alike(item.of, of) >= _SAME_MATTER for of, _ in compared):
                    continue
                told.append(item.of)
                yield _two_periods(ground, number, (fact, item), match)


def _simple(facts: Sequence[Fact]) -> list[Fact]:
    return [fact for fact in facts if len(fact.figures) == 1]


def _spans(figures: Sequence[Figure]) -> set[Span]:
    return {item.period for item in figures if item.period}


def _first_words(of: str) -> str:
    return " ".join(of.lower().split()[:_FEWEST_WORDS])


def _other_period(left: Figure, right: Figure) -> bool:
    if not (left.period and right.period) or left.period.overlaps(right.period) or left.unit != right.unit:
        return False
    return alike(left.of, right.of) >= _ALIKE


_COMPARE = {"at_least": "ít nhất ", "at_most": "nhiều nhất ", "about": "khoảng ", "more_than": "trên ", "exact": ""}


def _two_periods(ground: Ground, number: str, left: tuple[Fact, Figure], right: tuple[Fact, Figure]) -> Draft:
    first, second = sorted((left, right), key=lambda pair: str(pair[1].period.start if pair[1].period else ""))
    directive = ground.directives[number]
    of = min((first[1].of, second[1].of), key=len)
    head = f"{capital(of)}: {_reached(first[1])}; {_reached(second[1])}, theo {dated(directive)}."
    lines = [f"• {fact.says.rstrip('.')}." for fact, _ in (first, second)]
    spans = [_years(item) for _, item in (first, second)]
    return Draft(
        id=f"composed/period/{slug(number)}--{slug(of)[:60]}",
        name=f"{capital(of)}: hai giai đoạn",
        says="\n".join((head, *lines)),
        number=number,
        members=(first[0], second[0]),
        phrasings=unique((
            f"So sánh {of} giữa {spans[0]} và {spans[1]}",
            f"{of} giai đoạn trước và giai đoạn sau khác nhau thế nào?",
            f"{of} {spans[0]} bao nhiêu, {spans[1]} bao nhiêu",
            f"Chỉ tiêu {of} ở {bare_number(directive)} hai giai đoạn là mấy?",
            f"từ {spans[0]} sang {spans[1]} {of} tăng hay giảm",
            f"{bare_number(directive)} {of} từng giai đoạn",
            f"cho hỏi {of} thay đổi ra sao qua hai giai đoạn ạ",
            f"hai mốc của {of}",
        )),
        keywords=unique((of, *spans, "so sánh", "giai đoạn", "chỉ tiêu", "tăng lên", directive.number)),
    )  # fmt: skip


def _reached(figure: Figure) -> str:
    value = f"{_COMPARE.get(figure.compare, '')}{said_value(figure.value)}{'' if figure.unit == '%' else ' '}{figure.unit}"
    return f"{_years(figure)} đạt {value.strip()}"


def _years(figure: Figure) -> str:
    if figure.period is None:
        return ""
    years = figure.period.years
    return f"giai đoạn {years[0]} - {years[-1]}" if len(years) > 1 else f"năm {years[0]}"
