"""Checks whether knowledge files agree with each other and with themselves: everything that the schema of one value cannot see.

Finds all problems at once, each with its file and line. Does not read files (`files` does) and does not judge answers (`gate` does).
Rules about single facts stand in `fact_checks`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import fields
from itertools import chain
from typing import Any

from bot.domain.directive import StatusKind
from bot.domain.errors import Problem
from bot.library import fact_checks, schema
from bot.library.files import Knowledge, Source
from bot.library.letters import broken, odd
from bot.library.parts import Part, Where, items_of, name_key, nearest, problem_at, repeated, texts_in, word_key
from bot.library.schema import DirectiveFile
from bot.text.mentions import mentions
from bot.text.normalize import comparable

Rule = Callable[[Knowledge], Iterator[Problem]]

_OFFICIAL_NUMBER = re.compile(r"\d+[\w&-]*(?:/[\w&-]+)+")
_DISTRICT = re.compile(r"(?:quan|huyen|thi xa) ")


def check(knowledge: Knowledge) -> list[Problem]:
    """Every problem of the folder that only shows when its parts are held against each other, in order of file and line."""
    return sorted({problem for rule in RULES for problem in rule(knowledge)})


# Directives


def _directive_numbers(knowledge: Knowledge) -> Iterator[Problem]:
    numbers = ((source, source.model.directive.number) for source in knowledge.directives)
    parts = (Part(source, ("directive", "number"), number, name_key(number)) for source, number in numbers)
    yield from repeated(parts, "số văn bản “{text}” đã có ở {earlier}; mỗi văn bản chỉ nằm trong một tệp")


def _file_names(knowledge: Knowledge) -> Iterator[Problem]:
    parts = (Part(source, (), source.stem, source.stem) for source in knowledge.directives)
    yield from repeated(parts, "tên tệp “{text}” đã dùng ở {earlier}; mỗi tệp cần một tên riêng, không kể phần đuôi")


def _known_from(knowledge: Knowledge) -> Iterator[Problem]:
    known = _numbers_known(knowledge)
    for source in knowledge.directives if _complete(knowledge) else ():
        number = source.model.directive.known_from
        if number and name_key(number) not in known:
            message = f"“known_from” là “{number}”, không có văn bản này; cần số của một văn bản đã có{nearest(number, known)}"
            yield problem_at(source, message, "directive", "known_from")


def _statuses(knowledge: Knowledge) -> Iterator[Problem]:
    known = _numbers_known(knowledge)
    for source, where, status in _all_statuses(knowledge):
        after = status.replaced_by
        if status.kind is StatusKind.REPLACED and not after:
            yield problem_at(source, "ghi “replaced” mà không có “replaced_by”; cần số của văn bản thay thế", *where)
        elif after and name_key(after) not in known and not mentions(comparable(after)).documents and _complete(knowledge):
            message = f"“replaced_by” là “{after}”, không rõ là văn bản nào; cần một số hiệu, ví dụ 43/2011/NĐ-CP"
            yield problem_at(source, message, *where, "replaced_by")


def _all_statuses(knowledge: Knowledge) -> Iterator[tuple[Source[Any], Where, schema.StatusModel]]:
    for source in knowledge.directives:
        if source.model.directive.status:
            yield source, ("directive", "status"), source.model.directive.status
    for index, record in items_of(knowledge.mentioned, "mentioned"):
        if record.status:
            yield knowledge.mentioned, ("mentioned", index, "status"), record.status  # type: ignore[misc]


def _references(knowledge: Knowledge) -> Iterator[Problem]:
    if knowledge.mentioned is None or not _complete(knowledge):
        return
    known = _numbers_known(knowledge)
    for source, index, fact in knowledge.all_facts():
        for place, number in enumerate(fact.refers_to):
            if _OFFICIAL_NUMBER.fullmatch(number) and name_key(number) not in known:
                message = f"“{number}” không có trong directives/ và mentioned.yaml; thêm vào mentioned.yaml{nearest(number, known)}"
                yield problem_at(source, message, "facts", index, "refers_to", place)


# Identifiers and names


def _identifiers(knowledge: Knowledge) -> Iterator[Problem]:
    lists = [(source, "facts") for source in knowledge.directives]
    lists += [(getattr(knowledge, name), name) for name in ("topics", "elsewhere", "smalltalk", "emergencies")]
    for source, name in lists:
        parts = (Part(source, (name, index, "id"), item.id, item.id) for index, item in items_of(source, name))
        yield from repeated(parts, "mã “{text}” đã dùng ở {earlier}; mỗi mục cần một mã riêng trong tệp")


def _topics(knowledge: Knowledge) -> Iterator[Problem]:
    if knowledge.topics is None:
        return
    known = {topic.id: topic.id for topic in knowledge.topics.model.topics}
    for index, topic in enumerate(knowledge.topics.model.topics):
        if topic.parent and (topic.parent not in known or topic.parent == topic.id):
            message = f"chủ đề mẹ “{topic.parent}” không có; cần mã của một chủ đề khác trong tệp này{nearest(topic.parent, known)}"
            yield problem_at(knowledge.topics, message, "topics", index, "parent")
    for source, index, fact in knowledge.all_facts():
        if fact.topic and fact.topic not in known:
            message = f"chủ đề “{fact.topic}” không có trong topics.yaml; cần một mã ở đó{nearest(fact.topic, known)}"
            yield problem_at(source, message, "facts", index, "topic")


def _agency_names(knowledge: Knowledge) -> Iterator[Problem]:
    parts = (
        Part(knowledge.agencies, (*where, *place), text, name_key(text), where)  # type: ignore[arg-type]
        for where, agency in ((("agencies", index), agency) for index, agency in items_of(knowledge.agencies, "agencies"))
        for place, text in chain(
            [(("name",), agency.name)],
            ((("other_names", place), text) for place, text in enumerate(agency.other_names)),
            ((("abbreviations", place), text) for place, text in enumerate(agency.abbreviations)),
        )
    )
    yield from repeated(parts, "tên “{text}” đã là của cơ quan khác ở {earlier}; mỗi tên chỉ thuộc một cơ quan")


def _agencies_known(knowledge: Knowledge) -> Iterator[Problem]:
    if knowledge.agencies is None:
        return
    known = {name_key(agency.name): agency.name for agency in knowledge.agencies.model.agencies}
    for index, agency in enumerate(knowledge.agencies.model.agencies):
        if agency.successor and name_key(agency.successor.name) not in known:
            name = agency.successor.name
            message = f"cơ quan kế thừa “{name}” chưa có trong tệp này; thêm một mục{nearest(name, known)}"
            yield problem_at(knowledge.agencies, message, "agencies", index, "successor", "name")
    for source, index, fact in knowledge.all_facts():
        for place, assignment in enumerate(fact.assignments):
            name = assignment.agency
            if name_key(name) not in known:
                message = f"cơ quan “{name}” không có trong agencies.yaml; cần một “name” ở đó{nearest(name, known)}"
                yield problem_at(source, message, "facts", index, "assignments", place, "agency")


def _places(knowledge: Knowledge) -> Iterator[Problem]:
    if knowledge.places is None:
        return
    known = {name_key(name): name for place in knowledge.places.model.places for name in (place.name, *place.other_names)}
    for source, index, fact in knowledge.all_facts():
        for key in ("places", "excluded_places"):
            for place, name in enumerate(getattr(fact, key)):
                if _DISTRICT.match(name_key(name)) and name_key(name) not in known:
                    message = f"“{name}” không có trong places.yaml; cần một tên ở đó{nearest(name, known)}"
                    yield problem_at(source, message, "facts", index, key, place)


# Texts that stand twice


def _phrasings(knowledge: Knowledge) -> Iterator[Problem]:
    parts = (Part(source, where, text, word_key(text)) for source, where, text in _all_phrasings(knowledge))
    yield from repeated(parts, "câu hỏi “{text}” đã có ở {earlier}; mỗi câu chỉ thuộc một mục và chỉ ghi một lần")


def _all_phrasings(knowledge: Knowledge) -> Iterator[tuple[Source[Any], Where, str]]:
    lists: list[tuple[Source[Any] | None, str, str]] = [(source, "facts", "phrasings") for source in knowledge.directives]
    lists += [(knowledge.mentioned, "mentioned", "phrasings")]
    lists += [(getattr(knowledge, name), name, "asks") for name in ("elsewhere", "smalltalk", "emergencies")]
    for source, name, key in lists:
        for index, item in items_of(source, name):
            for place, text in enumerate(getattr(item, key)):
                yield source, (name, index, key, place), text  # type: ignore[misc]


def _same_says(knowledge: Knowledge) -> Iterator[Problem]:
    for source in knowledge.directives:
        if source.model.is_plain:
            continue  # other people's texts may say the same twice
        parts = (Part(source, ("facts", index, "says"), fact.says[:60], word_key(fact.says)) for index, fact in items_of(source, "facts"))
        yield from repeated(parts, "nội dung “{text}” giống hệt mục ở {earlier}; gộp hai mục làm một")


def _shorthand(knowledge: Knowledge) -> Iterator[Problem]:
    items = items_of(knowledge.shorthand, "shorthand")
    parts = (Part(knowledge.shorthand, ("shorthand", index, "short"), item.short, comparable(item.short)) for index, item in items)  # type: ignore[arg-type]
    yield from repeated(parts, "chữ tắt “{text}” đã có ở {earlier}; ghi mọi cách hiểu vào một mục")


# Characters


def _emergency_numbers(knowledge: Knowledge) -> Iterator[Problem]:
    for index, alarm in items_of(knowledge.emergencies, "emergencies"):
        for place, number in enumerate(alarm.numbers):
            if not re.fullmatch(r"[0-9]+", number):
                message = f"số gọi khẩn cấp “{number}” không hợp lệ; chỉ ghi chữ số, ví dụ 113"
                yield problem_at(knowledge.emergencies, message, "emergencies", index, "numbers", place)


def _letters(knowledge: Knowledge) -> Iterator[Problem]:
    for source in _sources(knowledge):
        # other people's texts may hold other scripts, but nobody's a broken encoding
        wrong = broken if isinstance(source.model, DirectiveFile) and source.model.is_plain else odd
        for where, text in texts_in(source.model.model_dump(mode="python", by_alias=True)):
            if not text.isascii():
                yield from (problem_at(source, message, *where) for word in text.split() if (message := wrong(word)))


def _sources(knowledge: Knowledge) -> Iterator[Source[Any]]:
    yield from knowledge.directives
    for part in fields(knowledge):
        if isinstance(value := getattr(knowledge, part.name), Source):
            yield value


def _complete(knowledge: Knowledge) -> bool:
    """Whether all files were read; else a number that is not known may stand in a file that could not be read."""
    return not knowledge.problems


def _numbers_known(knowledge: Knowledge) -> dict[str, str]:
    numbers = [source.model.directive.number for source in knowledge.directives]
    numbers += [record.number for _, record in items_of(knowledge.mentioned, "mentioned")]
    return {name_key(number): number for number in numbers}


RULES: tuple[Rule, ...] = (
    _directive_numbers, _file_names, _known_from, _statuses, _references,
    _identifiers, _topics, _agency_names, _agencies_known, _places,
    _phrasings, _same_says, _shorthand,
    fact_checks.contradictions, fact_checks.percentages, fact_checks.numbers_carried, fact_checks.sections,
    fact_checks.deadline_texts, fact_checks.deadlines_before_issue, fact_checks.lasting_days, fact_checks.people,
    _emergency_numbers, _letters,
)  # fmt: skip
