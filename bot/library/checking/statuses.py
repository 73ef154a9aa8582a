"""Rules about documents as wholes: their numbers, days of issue, what replaced them, through what they are known.

What their facts say is for `facts`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import chain
from typing import Any

from bot.domain.directive import StatusKind
from bot.domain.errors import Problem
from bot.domain.fact import DeadlineKind
from bot.domain.span import Span
from bot.library import schema
from bot.library.checking.chains import circles
from bot.library.checking.parts import Part, Where, items_of, name_key, nearest, problem_at, repeated
from bot.library.files import Knowledge, Source
from bot.text.mentions import mentions
from bot.text.normalize import comparable

_OFFICIAL_NUMBER = re.compile(r"\d+[\w&-]*(?:/[\w&-]+)+")
_YEAR_IN_NUMBER = re.compile(r"\d+/((?:19|20)\d\d)/\D")
_YEARS = range(1945, 2100)
_NEEDED = "cần số của một văn bản đã có"


@dataclass(frozen=True, slots=True)
class _Document:
    """A directive or a document that others mention, and where it is written."""

    source: Source[Any]
    where: Where
    model: schema.DirectiveModel | schema.MentionedModel

    @property
    def key(self) -> str:
        return name_key(self.model.number)

    def problem(self, message: str, *where: str) -> Problem:
        return problem_at(self.source, message, *self.where, *where)


def _documents(knowledge: Knowledge) -> Iterator[_Document]:
    for source in knowledge.directives:
        yield _Document(source, ("directive",), source.model.directive)
    for index, record in items_of(knowledge.mentioned, "mentioned"):
        yield _Document(knowledge.mentioned, ("mentioned", index), record)  # type: ignore[arg-type]


def _known(knowledge: Knowledge) -> dict[str, str]:
    return {document.key: document.model.number for document in _documents(knowledge)}


def numbers(knowledge: Knowledge) -> Iterator[Problem]:
    parts = (Part(one.source, (*one.where, "number"), one.model.number, one.key) for one in _documents(knowledge))
    yield from repeated(parts, "số văn bản “{text}” đã có ở {earlier}; mỗi văn bản chỉ ghi ở một chỗ")


def without_facts(knowledge: Knowledge) -> Iterator[Problem]:
    for source in knowledge.directives:
        if not source.model.facts:
            yield problem_at(
                source, "văn bản chưa có mục nào trong “facts”; cần ít nhất một mục (văn bản chỉ nghe nhắc tới thì ghi ở mentioned.yaml)"
            )


def known_from(knowledge: Knowledge) -> Iterator[Problem]:
    known = _known(knowledge)
    times = Counter(document.key for document in _documents(knowledge))
    after: dict[str, str] = {}
    for source in knowledge.directives:
        directive = source.model.directive
        through = name_key(directive.known_from)
        if not through:
            continue
        if through == name_key(directive.number) and times[through] == 1:
            yield problem_at(source, f"“known_from” là chính văn bản này; {_NEEDED} khác", "directive", "known_from")
        after[name_key(directive.number)] = through
        if through not in known and _complete(knowledge):
            message = f"“known_from” là “{directive.known_from}”, không có văn bản này; {_NEEDED}{nearest(directive.known_from, known)}"
            yield problem_at(source, message, "directive", "known_from")
    yield from _circles(knowledge, after, ("known_from",), "các văn bản được biết qua nhau")


def replaced(knowledge: Knowledge) -> Iterator[Problem]:
    known = {document.key: document for document in _documents(knowledge)}
    after: dict[str, str] = {}
    for document in known.values():
        status = document.model.status
        if status is not None and (message := _wrong_successor(document, status, known, complete=_complete(knowledge))):
            yield document.problem(message, "status", *(["replaced_by"] if status.replaced_by else []))
        elif status is not None and status.replaced_by:
            after[document.key] = name_key(status.replaced_by)
    yield from _circles(knowledge, after, ("status", "replaced_by"), "các văn bản thay thế lẫn nhau")


def _wrong_successor(document: _Document, status: schema.StatusModel, known: dict[str, _Document], *, complete: bool) -> str:
    successor = name_key(status.replaced_by)
    if status.kind is StatusKind.REPLACED and not successor:
        return "ghi “replaced” mà không có “replaced_by”; cần số của văn bản thay thế"
    if successor and status.kind is not StatusKind.REPLACED:
        return f"có “replaced_by” nhưng “kind” là “{status.kind}”; ghi “kind: replaced”, hoặc bỏ “replaced_by”"
    if successor == document.key:
        return "“replaced_by” là chính văn bản này; cần số của văn bản thay thế nó"
    if successor in known:
        return _earlier(document.model.issued, known[successor].model)
    return _unclear(status.replaced_by, known) if successor and complete else ""


def _earlier(issued: date | None, successor: schema.DirectiveModel | schema.MentionedModel) -> str:
    if issued is None or successor.issued is None or issued <= successor.issued:
        return ""
    return (
        f"“{successor.number}” ban hành ngày {successor.issued}, trước văn bản này ({issued}), nên không thể thay nó; xem lại “replaced_by”"
    )


def _unclear(number: str, known: dict[str, _Document]) -> str:
    """A successor need not be in the knowledge, but it must be a document; one with the digits of a known number and other letters is a slip."""
    if not mentions(comparable(number)).documents:
        return f"“replaced_by” là “{number}”, không rõ là văn bản nào; cần một số hiệu, ví dụ 43/2011/NĐ-CP"
    digits = re.findall(r"\d+", number)
    alike = {key: one.model.number for key, one in known.items() if re.findall(r"\d+", one.model.number) == digits}
    if meant := nearest(number, alike):
        return f"“replaced_by” là “{number}”, không có văn bản này{meant}; sửa số hiệu, hoặc thêm văn bản ấy vào mentioned.yaml"
    return ""


def _circles(knowledge: Knowledge, after: dict[str, str], where: tuple[str, ...], message: str) -> Iterator[Problem]:
    documents = {document.key: document for document in _documents(knowledge)}
    for circle in circles(after):
        if len(circle) > 1:
            way = " → ".join(documents[name].model.number for name in (*circle, circle[0]))
            yield documents[circle[-1]].problem(f"{message} thành vòng tròn: {way}; sửa một trong các “{where[-1]}” này", *where)


def references(knowledge: Knowledge) -> Iterator[Problem]:
    """Whether official numbers in `refers_to` are known, and those that `mentioned.yaml` says mention something."""
    if knowledge.mentioned is None or not _complete(knowledge):
        return
    known = _known(knowledge)
    for source, index, fact in knowledge.all_facts():
        for place, number in enumerate(fact.refers_to):
            if _OFFICIAL_NUMBER.fullmatch(number) and name_key(number) not in known:
                message = f"“{number}” không có trong directives/ và mentioned.yaml; thêm vào mentioned.yaml{nearest(number, known)}"
                yield problem_at(source, message, "facts", index, "refers_to", place)
    for index, record in enumerate(knowledge.mentioned.model.mentioned):
        for place, mention in enumerate(record.mentioned_in):
            if name_key(mention.number) not in known:
                message = f"“mentioned_in” nêu “{mention.number}”, không có văn bản này; {_NEEDED}{nearest(mention.number, known)}"
                yield problem_at(knowledge.mentioned, message, "mentioned", index, "mentioned_in", place)


def days_of_issue(knowledge: Knowledge) -> Iterator[Problem]:
    for document in _documents(knowledge):
        issued, status = document.model.issued, document.model.status
        if issued and issued.year not in _YEARS:
            yield document.problem(f"năm ban hành {issued.year} không hợp lý; viết năm-tháng-ngày, ví dụ 2019-11-30", "issued")
        elif issued and (year := _YEAR_IN_NUMBER.match(document.model.number)) and int(year[1]) != issued.year:
            yield document.problem(
                f"ngày ban hành {issued} không thuộc năm {year[1]} ghi trong số hiệu “{document.model.number}”; sửa một trong hai", "issued"
            )
        if issued and status and status.since and status.since < issued:
            message = f"tình trạng ghi từ ngày {status.since}, sớm hơn ngày ban hành {issued}; sửa một trong hai ngày"
            yield document.problem(message, "status", "since")


def deadlines_before_issue(knowledge: Knowledge) -> Iterator[Problem]:
    """A deadline that had passed when the directive was issued. When all had, it is the day of issue that is wrong."""
    for source in knowledge.directives:
        issued = source.model.directive.issued
        dated = list(_dated(source)) if issued else []
        if issued and len(dated) > 1 and (last := max(span.end for _, _, span in dated)) < issued:
            yield problem_at(
                source,
                f"ngày ban hành {issued} muộn hơn mọi thời hạn của văn bản (hạn cuối {last}); xem lại ngày ban hành",
                "directive",
                "issued",
            )
            continue
        for where, deadline, span in dated:
            if issued and span.end < issued and deadline.kind in (DeadlineKind.BEFORE, DeadlineKind.BY):
                message = f"thời hạn {deadline.value} sớm hơn ngày ban hành {issued}; sửa lại, hoặc giải thích trong “note”"
                yield problem_at(source, message, *where)


def _dated(source: Source[schema.DirectiveFile]) -> Iterator[tuple[Where, schema.DeadlineModel, Span]]:
    """The deadlines with a day, where no note explains them."""
    for index, fact in enumerate(source.model.facts):
        single = [(("deadline", "value"), fact.deadline)] if fact.deadline else []
        several = ((("deadlines", place, "value"), deadline) for place, deadline in enumerate(fact.deadlines))
        for where, deadline in chain(single, several):
            if not fact.note and not deadline.value.startswith("P"):
                yield ("facts", index, *where), deadline, Span.parse(deadline.value)


def _complete(knowledge: Knowledge) -> bool:
    """Whether all files were read; else a number that is not known may stand in a file that could not be read."""
    return not knowledge.problems


RULES = (numbers, without_facts, known_from, replaced, references, days_of_issue, deadlines_before_issue)
