"""Rules about names: identifiers, topics, agencies, places and other words that one thing is called by and another refers to."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Any

from bot.domain.errors import Problem
from bot.library.checking.chains import circles
from bot.library.checking.parts import Part, Where, items_of, name_key, nearest, problem_at, repeated
from bot.library.files import Knowledge, Source
from bot.text.normalize import comparable

_DISTRICT = re.compile(r"(?:quan|huyen|thi xa) ")
AGENCY_KINDS = (
    "government", "department", "ministry", "office", "inspectorate", "district", "commune", "police", "court", "party", "front", "association",
    "press", "company", "group", "person_in_office", "other",
)  # fmt: skip
ELSEWHERE_GROUPS = ("near", "procedure", "amount", "system", "other_place", "general")


def identifiers(knowledge: Knowledge) -> Iterator[Problem]:
    lists = [(source, "facts") for source in knowledge.directives]
    lists += [(getattr(knowledge, name), name) for name in ("topics", "elsewhere", "smalltalk", "emergencies")]
    for source, name in lists:
        parts = (Part(source, (name, index, "id"), item.id, item.id) for index, item in items_of(source, name))
        yield from repeated(parts, "mã “{text}” đã dùng ở {earlier}; mỗi mục cần một mã riêng trong tệp")


def topics(knowledge: Knowledge) -> Iterator[Problem]:
    if knowledge.topics is None:
        return
    known = {topic.id: topic.id for topic in knowledge.topics.model.topics}
    for index, topic in enumerate(knowledge.topics.model.topics):
        if topic.parent and (topic.parent not in known or topic.parent == topic.id):
            message = f"chủ đề mẹ “{topic.parent}” không có; cần mã của một chủ đề khác trong tệp này{nearest(topic.parent, known)}"
            yield problem_at(knowledge.topics, message, "topics", index, "parent")
    parents = {topic.id: topic.parent for topic in knowledge.topics.model.topics if topic.parent and topic.parent != topic.id}
    places = {topic.id: index for index, topic in enumerate(knowledge.topics.model.topics)}
    for circle in circles(parents):
        message = f"các chủ đề là mẹ của nhau thành vòng tròn: {_way(circle)}; bỏ hoặc sửa một “parent”"
        yield problem_at(knowledge.topics, message, "topics", places[circle[-1]], "parent")
    for source, index, fact in knowledge.all_facts():
        if fact.topic and fact.topic not in known:
            message = f"chủ đề “{fact.topic}” không có trong topics.yaml; cần một mã ở đó{nearest(fact.topic, known)}"
            yield problem_at(source, message, "facts", index, "topic")


def agency_names(knowledge: Knowledge) -> Iterator[Problem]:
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


def agencies_known(knowledge: Knowledge) -> Iterator[Problem]:
    if knowledge.agencies is None:
        return
    known = {name_key(agency.name): agency.name for agency in knowledge.agencies.model.agencies}
    yield from _successors(knowledge.agencies, known)
    for source, index, fact in knowledge.all_facts():
        for place, assignment in enumerate(fact.assignments):
            name = assignment.agency
            if name_key(name) not in known:
                message = f"cơ quan “{name}” không có trong agencies.yaml; cần một “name” ở đó{nearest(name, known)}"
                yield problem_at(source, message, "facts", index, "assignments", place, "agency")


def _successors(source: Source[Any], known: dict[str, str]) -> Iterator[Problem]:
    after: dict[str, str] = {}
    places: dict[str, int] = {}
    for index, agency in enumerate(source.model.agencies):
        if agency.successor is None:
            continue
        key, name = name_key(agency.name), agency.successor.name
        after[key], places[key] = name_key(name), index
        if name_key(name) not in known:
            message = f"cơ quan kế thừa “{name}” chưa có trong tệp này; thêm một mục{nearest(name, known)}"
            yield problem_at(source, message, "agencies", index, "successor", "name")
    for circle in circles(after):
        message = f"các cơ quan kế thừa lẫn nhau thành vòng tròn: {_way(known[name] for name in circle)}; sửa một “successor”"
        yield problem_at(source, message, "agencies", places[circle[-1]], "successor", "name")


def kinds(knowledge: Knowledge) -> Iterator[Problem]:
    """Kinds of agencies and groups of things answered elsewhere: a misspelt one would be passed over in silence."""
    for name, key, allowed in (("agencies", "kind", AGENCY_KINDS), ("elsewhere", "group", ELSEWHERE_GROUPS)):
        known = {name_key(kind): kind for kind in allowed}
        source = getattr(knowledge, name)
        for index, item in items_of(source, name):
            given = getattr(item, key)
            if given and given not in allowed:
                message = f"“{key}” có giá trị lạ “{given}”{nearest(given, known)}; chỉ dùng: {', '.join(allowed)}"
                yield problem_at(source, message, name, index, key)


def left_out(knowledge: Knowledge) -> Iterator[Problem]:
    for source, index, fact in knowledge.all_facts():
        named = {name_key(name) for name in fact.places} if fact.excluded_places else set()
        for place, name in enumerate(fact.excluded_places):
            if name_key(name) in named:
                message = f"“{name}” vừa nằm trong “places” vừa trong “excluded_places”; bỏ ở một bên"
                yield problem_at(source, message, "facts", index, "excluded_places", place)


def places(knowledge: Knowledge) -> Iterator[Problem]:
    if knowledge.places is None:
        return
    known = {name_key(name): name for place in knowledge.places.model.places for name in (place.name, *place.other_names)}
    for source, index, fact in knowledge.all_facts():
        for key in ("places", "excluded_places"):
            for place, name in enumerate(getattr(fact, key)):
                if _DISTRICT.match(name_key(name)) and name_key(name) not in known:
                    message = f"“{name}” không có trong places.yaml; cần một tên ở đó{nearest(name, known)}"
                    yield problem_at(source, message, "facts", index, key, place)


def place_names(knowledge: Knowledge) -> Iterator[Problem]:
    parts = (
        Part(knowledge.places, (*where, *inner), text, comparable(text), where)  # type: ignore[arg-type]
        for where, place in ((("places", index), place) for index, place in items_of(knowledge.places, "places"))
        for inner, text in chain(
            [(("name",), place.name)], ((("other_names", number), text) for number, text in enumerate(place.other_names))
        )
    )
    yield from repeated(parts, "tên “{text}” đã là của nơi khác ở {earlier}; mỗi tên chỉ thuộc một nơi")


def aliases(knowledge: Knowledge) -> Iterator[Problem]:
    parts = (
        Part(source, (*where, "aliases", place), text, comparable(text), (source.file, *where))
        for source, where, model in _documents(knowledge)
        for place, text in enumerate(model.aliases)
    )
    yield from repeated(parts, "tên gọi “{text}” đã là của văn bản khác ở {earlier}; mỗi tên gọi chỉ thuộc một văn bản")


def _documents(knowledge: Knowledge) -> Iterator[tuple[Source[Any], Where, Any]]:
    for source in knowledge.directives:
        yield source, ("directive",), source.model.directive
    for index, record in items_of(knowledge.mentioned, "mentioned"):
        yield knowledge.mentioned, ("mentioned", index), record  # type: ignore[misc]


def shorthand(knowledge: Knowledge) -> Iterator[Problem]:
    items = items_of(knowledge.shorthand, "shorthand")
    parts = (Part(knowledge.shorthand, ("shorthand", index, "short"), item.short, comparable(item.short)) for index, item in items)  # type: ignore[arg-type]
    yield from repeated(parts, "chữ tắt “{text}” đã có ở {earlier}; ghi mọi cách hiểu vào một mục")


def _way(circle: Iterable[str]) -> str:
    names = list(circle)
    return " → ".join([*names, names[0]])


RULES = (
    identifiers, topics, agency_names, agencies_known, kinds, left_out, places, place_names, aliases, shorthand,
)  # fmt: skip
