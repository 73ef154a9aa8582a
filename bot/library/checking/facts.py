"""Rules about single facts: their figures, days, sections and people, and whether `says` tells only what fields carry."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from bot.domain.errors import Problem
from bot.domain.fact import DeadlineKind
from bot.domain.span import Span
from bot.library import schema
from bot.library.checking.parts import Part, Where, problem_at, texts_in, word_key
from bot.library.files import Knowledge, Source
from bot.text.mentions import Mentions, mentions
from bot.text.normalize import comparable

_NUMBER = re.compile(r"(\d+(?:[.,]\d+)?)(?: ?(nghìn|triệu|tỷ|tỉ)\b)?")
_THOUSANDS = re.compile(r"(?<=\d)\.(?=\d{3}(?!\d))")
_SCALE = {"nghìn": 10**3, "triệu": 10**6, "tỷ": 10**9, "tỉ": 10**9}
_DAY_SAID = re.compile(r"(?<![\d/.,-])(\d{1,2})(?:/| tháng )(\d{1,2})(?:(?:/| năm )(\d{4}))?(?![\d/%-]| ?%)")
_PLAIN_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_NOT_CARRIED = {"id", "topic", "about", "says", "note", "phrasings", "keywords"}


def contradictions(knowledge: Knowledge) -> Iterator[Problem]:
    for source in knowledge.directives:
        first: dict[tuple[str, str, str | None], tuple[Part, set[str]]] = {}
        for index, fact in enumerate(source.model.facts):
            for measured, (part, values) in _measures(source, index, fact).items():
                earlier, others = first.setdefault(measured, (part, values))
                if not values & others and not fact.note:
                    message = f"“{fact.figures[part.where[-1]].of}” ở đây là {part.text}, ở {earlier.place} lại là {earlier.text}"  # type: ignore[index]
                    yield part.problem(f"{message}; cần cùng một giá trị")


def _measures(source: Source[Any], index: int, fact: schema.FactModel) -> dict[tuple[str, str, str | None], tuple[Part, set[str]]]:
    """What a fact measures exactly, and every value it gives for it (levels 3 and 4 of one thing are a list, not a contradiction)."""
    found: dict[tuple[str, str, str | None], tuple[Part, set[str]]] = {}
    for place, figure in enumerate(fact.figures):
        if figure.of and figure.compare == "exact":
            part = Part(source, ("facts", index, "figures", place), figure.value, number_key(figure.value))
            measured = (word_key(figure.of), comparable(figure.unit), figure.period)
            found.setdefault(measured, (part, set()))[1].add(part.key)
    return found


def figure_values(knowledge: Knowledge) -> Iterator[Problem]:
    for source in knowledge.directives:
        for index, place, figure in _figures(source):
            if not _PLAIN_NUMBER.fullmatch(figure.value):
                message = f"số liệu “{figure.value}” không phải một số; chỉ ghi chữ số trong “value” (780000000, 43.9), đơn vị ghi ở “unit”"
                yield problem_at(source, message, "facts", index, "figures", place)


def percentages(knowledge: Knowledge) -> Iterator[Problem]:
    for source in knowledge.directives:
        for index, place, figure in _figures(source):
            if figure.unit == "%" and _above_whole(figure.value) and not source.model.facts[index].note:
                message = f"tỷ lệ {figure.value}% lớn hơn 100%; sửa lại, hoặc giải thích trong “note”"
                yield problem_at(source, message, "facts", index, "figures", place)


def _above_whole(percent: str) -> bool:
    number = number_key(percent)
    return re.fullmatch(r"[1-9]\d{2,}(?:\.\d+)?", number) is not None and number != "100"


def numbers_carried(knowledge: Knowledge) -> Iterator[Problem]:
    for source in knowledge.directives:
        if not any(fact.has_fields or fact.at for fact in source.model.facts):
            continue  # a plain collection of questions and answers
        head = source.model.directive
        around = _carried(f"{head.number} {head.issued} {head.subject} {head.known_from}")
        for index, fact in enumerate(source.model.facts):
            carried = around | _carried(" ".join(text for _, text in texts_in(fact.model_dump(exclude=_NOT_CARRIED, mode="json"))))
            missing = dict.fromkeys(said for said, readings in _said_numbers(fact.says) if not readings & carried)
            if missing:
                message = f"“says” nêu số {', '.join(missing)} mà không trường nào có; thêm vào figures, days, deadline hoặc refers_to"
                yield problem_at(source, message, "facts", index, "says")


def sections(knowledge: Knowledge) -> Iterator[Problem]:
    for source in knowledge.directives:
        others = any(fact.at for fact in source.model.facts)
        for index, fact in enumerate(source.model.facts):
            if not fact.at and (others or fact.has_fields):
                yield problem_at(source, f"mục “{fact.id}” thiếu “at”; cần ghi phần của văn bản có nội dung này", "facts", index)


def deadline_texts(knowledge: Knowledge) -> Iterator[Problem]:
    for source, _, where, deadline in _deadlines(knowledge):
        if not deadline.value.startswith("P") and not _agrees(Span.parse(deadline.value), mentions(comparable(deadline.text))):
            message = f"thời hạn ghi “{deadline.text}” nhưng “value” là {deadline.value}; hai chỗ phải cùng một thời gian"
            yield problem_at(source, message, *where)


def _agrees(span: Span, said: Mentions) -> bool:
    """Whether each day, month, quarter and year that a text names touches the span; what it names without a year, in some year of it."""
    spans = [*said.spans, *said.ranges, *(Span.of_year(year) for year in said.years)]
    if not all(span.overlaps(other) for other in spans):
        return False
    parts = {f"{month:02d}-{day:02d}" for day, month in said.day_months} | {f"{month:02d}" for month in said.months}
    return all(_in_some_year(span, part) for part in parts | {f"Q{quarter}" for quarter in said.quarters})


def _in_some_year(span: Span, part: str) -> bool:
    for year in span.years:
        try:
            if span.overlaps(Span.parse(f"{year:04d}-{part}")):
                return True
        except ValueError:  # no such day in this year
            continue
    return False


def deadline_kinds(knowledge: Knowledge) -> Iterator[Problem]:
    for source, _, where, deadline in _deadlines(knowledge):
        if deadline.kind is DeadlineKind.EVERY and not deadline.value.startswith("P"):
            message = f"hạn lặp lại (“every”) cần một độ dài, không phải {deadline.value}: P1M hằng tháng, P3M hằng quý, P1Y hằng năm"
            yield problem_at(source, message, *where)


def days_texts(knowledge: Knowledge) -> Iterator[Problem]:
    """The text of a day may tell more ("công bố PAPI 2022"); the whole days that it names must be that day."""
    for source, index, fact in knowledge.all_facts():
        for place, day in enumerate(fact.days):
            named = set(_DAY_SAID.findall(day.text))
            if named and not day.value.startswith("P") and not any(_touches(said, [Span.parse(day.value)]) for said in named):
                message = f"ngày ghi “{day.text}” nhưng “value” là {day.value}; hai chỗ phải cùng một ngày"
                yield problem_at(source, message, "facts", index, "days", place, "value")


def days_carried(knowledge: Knowledge) -> Iterator[Problem]:
    """Days in `says` that no field carries, though their digits may stand in some: 15/11 is not carried by 15 people and November."""
    for source, index, fact in knowledge.all_facts():
        if source.model.is_plain or not (said := dict.fromkeys(_DAY_SAID.findall(fact.says))):
            continue
        spans = _spans(source, fact)
        missing = [day for day in said if not _touches(day, spans)]
        if missing:
            written = set(_DAY_SAID.findall(" ".join(text for _, text in texts_in(fact.model_dump(exclude=_NOT_CARRIED, mode="json")))))
            missing = [day for day in missing if day not in written]
        if missing:
            days = ", ".join("/".join(part for part in day if part) for day in missing)
            yield problem_at(source, f"“says” nêu ngày {days} mà không trường nào có; thêm vào days hoặc deadline", "facts", index, "says")


def _touches(said: tuple[str, str, str], spans: list[Span]) -> bool:
    """Whether a day named in a text, with or without its year, lies in one of the spans."""
    day, month, year = said
    if not (1 <= int(day) <= 31 and 1 <= int(month) <= 12):
        return True  # 3/15 is a share or a number
    part = f"{int(month):02d}-{int(day):02d}"
    if not year:
        return any(_in_some_year(span, part) for span in spans)
    try:
        exact = Span.parse(f"{year}-{part}")
    except ValueError:  # 31/11: no field can carry it
        return False
    return any(span.overlaps(exact) for span in spans)


def _spans(source: Source[schema.DirectiveFile], fact: schema.FactModel) -> list[Span]:
    values = [deadline.value for deadline in fact.deadlines] + [day.value for day in fact.days] + [period.value for period in fact.periods]
    values += [fact.deadline.value] if fact.deadline else []
    values += [figure.period for figure in fact.figures if figure.period]
    issued = source.model.directive.issued
    return [Span.parse(value) for value in values if not value.startswith("P")] + ([Span(issued, issued)] if issued else [])


def lasting_days(knowledge: Knowledge) -> Iterator[Problem]:
    for source, index, fact in knowledge.all_facts():
        values = [(("days", place, "value"), day.value) for place, day in enumerate(fact.days)]
        values += [(("periods", place, "value"), period.value) for place, period in enumerate(fact.periods)]
        for where, value in values:
            if value.startswith("P"):
                yield problem_at(source, f"“{value}” là độ dài, không phải ngày; cần ngày, tháng, quý hoặc năm", "facts", index, *where)


def people(knowledge: Knowledge) -> Iterator[Problem]:
    for source, index, fact in knowledge.all_facts():
        for place, person in enumerate(fact.people):
            if not any(letter.isalpha() for letter in person.name):
                yield problem_at(source, f"“{person.name}” không phải tên người; cần họ và tên", "facts", index, "people", place, "name")


def _figures(source: Source[schema.DirectiveFile]) -> Iterator[tuple[int, int, schema.FigureModel]]:
    for index, fact in enumerate(source.model.facts):
        for place, figure in enumerate(fact.figures):
            yield index, place, figure


def _deadlines(knowledge: Knowledge) -> Iterator[tuple[Source[schema.DirectiveFile], schema.FactModel, Where, schema.DeadlineModel]]:
    for source, index, fact in knowledge.all_facts():
        if fact.deadline:
            yield source, fact, ("facts", index, "deadline", "value"), fact.deadline
        for place, deadline in enumerate(fact.deadlines):
            yield source, fact, ("facts", index, "deadlines", place, "value"), deadline


def number_key(text: str) -> str:
    """One spelling of a number: no separators of thousands, no outer noughts."""
    whole, _, rest = _THOUSANDS.sub("", text).replace(",", ".").partition(".")
    return f"{whole.lstrip('0') or '0'}.{rest.rstrip('0')}".rstrip(".")


def _carried(text: str) -> set[str]:
    return {number_key(number) for number in re.findall(r"\d+(?:[.,]\d+)?", _THOUSANDS.sub("", text))}


def _said_numbers(text: str) -> Iterator[tuple[str, set[str]]]:
    """Each number of a text with the spellings under which a field may carry it: "780 triệu" as 780 or 780000000."""
    for match in _NUMBER.finditer(_THOUSANDS.sub("", text)):
        readings = {number_key(match[1])}
        if match[2]:
            readings.add(number_key(f"{float(match[1].replace(',', '.')) * _SCALE[match[2]]:.0f}"))
        yield match[1], readings


RULES = (
    contradictions, figure_values, percentages, numbers_carried, days_carried, sections,
    deadline_texts, deadline_kinds, days_texts, lasting_days, people,
)  # fmt: skip
