"""Checks whether knowledge files agree with each other and with themselves: everything that the schema of one value cannot see.

Finds all problems at once, each with its file and line. Does not read files (`files` does) and does not judge answers (`gate` does).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, fields
from datetime import date
from difflib import get_close_matches
from itertools import chain
from typing import Any

from bot.domain.directive import StatusKind
from bot.domain.errors import Problem
from bot.domain.fact import DeadlineKind
from bot.domain.span import Span
from bot.library import schema
from bot.library.files import Knowledge, Source
from bot.text.mentions import Mentions, mentions
from bot.text.normalize import comparable, fold

Rule = Callable[[Knowledge], Iterator[Problem]]
Where = tuple[str | int, ...]

_OFFICIAL_NUMBER = re.compile(r"\d+[\w&-]*(?:/[\w&-]+)+")
_DISTRICT = re.compile(r"(?:quan|huyen|thi xa) ")
_NUMBER = re.compile(r"(\d+(?:[.,]\d+)?)(?: ?(nghìn|triệu|tỷ|tỉ)\b)?")
_THOUSANDS = re.compile(r"(?<=\d)\.(?=\d{3}(?!\d))")
_SCALE = {"nghìn": 10**3, "triệu": 10**6, "tỷ": 10**9, "tỉ": 10**9}
_NOT_CARRIED = {"id", "topic", "about", "says", "note", "phrasings", "keywords"}
_SCRIPTS = {"CYRILLIC": "Kirin", "GREEK": "Hy Lạp", "ARMENIAN": "Armenia", "FULLWIDTH": "toàn khổ", "MATHEMATICAL": "kiểu toán học"}
_STRANGE_LATIN = set("ðÐƉɖıǎǍŏŎƣ")
_UNITS_AND_ORDINALS = set("µμΩªº")
_MOJIBAKE = re.compile(r"á[»º]|Ã[¡-¿]|Æ[°¡]|Ä[\u2018\u201a©ƒ]|Å©|â€|Â[°º»«]")
_BROKEN = {"Co": "ký tự riêng của một phông chữ", "Cs": "nửa ký tự", "Cn": "ký tự không có trong Unicode"}


def check(knowledge: Knowledge) -> list[Problem]:
    """Every problem of the folder that only shows when its parts are held against each other, in order of file and line."""
    return sorted({problem for rule in RULES for problem in rule(knowledge)})


@dataclass(frozen=True, slots=True)
class _Part:
    """A text at its place. Two parts with one `key` are the same; `owner` is whom it belongs to, where one owner may repeat itself."""

    source: Source[Any]
    where: Where
    text: str
    key: str
    owner: Where | None = None

    @property
    def place(self) -> str:
        return f"{self.source.file}:{self.source.line(*self.where)}"

    def problem(self, message: str) -> Problem:
        return Problem(self.source.file, self.source.line(*self.where), message)


# Directives


def _directive_numbers(knowledge: Knowledge) -> Iterator[Problem]:
    numbers = ((source, source.model.directive.number) for source in knowledge.directives)
    parts = (_Part(source, ("directive", "number"), number, _name(number)) for source, number in numbers)
    yield from _repeated(parts, "số văn bản “{text}” đã có ở {earlier}; mỗi văn bản chỉ nằm trong một tệp")


def _file_names(knowledge: Knowledge) -> Iterator[Problem]:
    parts = (_Part(source, (), source.stem, source.stem) for source in knowledge.directives)
    yield from _repeated(parts, "tên tệp “{text}” đã dùng ở {earlier}; mỗi tệp cần một tên riêng, không kể phần đuôi")


def _known_from(knowledge: Knowledge) -> Iterator[Problem]:
    known = _numbers_known(knowledge)
    for source in knowledge.directives if _complete(knowledge) else ():
        number = source.model.directive.known_from
        if number and _name(number) not in known:
            message = f"“known_from” là “{number}”, không có văn bản này; cần số của một văn bản đã có{_nearest(number, known)}"
            yield _problem(source, message, "directive", "known_from")


def _statuses(knowledge: Knowledge) -> Iterator[Problem]:
    known = _numbers_known(knowledge)
    for source, where, status in _all_statuses(knowledge):
        after = status.replaced_by
        if status.kind is StatusKind.REPLACED and not after:
            yield _problem(source, "ghi “replaced” mà không có “replaced_by”; cần số của văn bản thay thế", *where)
        elif after and _name(after) not in known and not mentions(comparable(after)).documents and _complete(knowledge):
            message = f"“replaced_by” là “{after}”, không rõ là văn bản nào; cần một số hiệu, ví dụ 43/2011/NĐ-CP"
            yield _problem(source, message, *where, "replaced_by")


def _all_statuses(knowledge: Knowledge) -> Iterator[tuple[Source[Any], Where, schema.StatusModel]]:
    for source in knowledge.directives:
        if source.model.directive.status:
            yield source, ("directive", "status"), source.model.directive.status
    for index, record in _items(knowledge.mentioned, "mentioned"):
        if record.status:
            yield knowledge.mentioned, ("mentioned", index, "status"), record.status  # type: ignore[misc]


def _references(knowledge: Knowledge) -> Iterator[Problem]:
    if knowledge.mentioned is None or not _complete(knowledge):
        return
    known = _numbers_known(knowledge)
    for source, index, fact in knowledge.all_facts():
        for place, number in enumerate(fact.refers_to):
            if _OFFICIAL_NUMBER.fullmatch(number) and _name(number) not in known:
                message = f"“{number}” không có trong directives/ và mentioned.yaml; thêm vào mentioned.yaml{_nearest(number, known)}"
                yield _problem(source, message, "facts", index, "refers_to", place)


# Identifiers and names


def _identifiers(knowledge: Knowledge) -> Iterator[Problem]:
    lists = [(source, "facts") for source in knowledge.directives]
    lists += [(getattr(knowledge, name), name) for name in ("topics", "elsewhere", "smalltalk", "emergencies")]
    for source, name in lists:
        parts = (_Part(source, (name, index, "id"), item.id, item.id) for index, item in _items(source, name))
        yield from _repeated(parts, "mã “{text}” đã dùng ở {earlier}; mỗi mục cần một mã riêng trong tệp")


def _topics(knowledge: Knowledge) -> Iterator[Problem]:
    if knowledge.topics is None:
        return
    known = {topic.id: topic.id for topic in knowledge.topics.model.topics}
    for index, topic in enumerate(knowledge.topics.model.topics):
        if topic.parent and (topic.parent not in known or topic.parent == topic.id):
            message = f"chủ đề mẹ “{topic.parent}” không có; cần mã của một chủ đề khác trong tệp này{_nearest(topic.parent, known)}"
            yield _problem(knowledge.topics, message, "topics", index, "parent")
    for source, index, fact in knowledge.all_facts():
        if fact.topic and fact.topic not in known:
            message = f"chủ đề “{fact.topic}” không có trong topics.yaml; cần một mã ở đó{_nearest(fact.topic, known)}"
            yield _problem(source, message, "facts", index, "topic")


def _agency_names(knowledge: Knowledge) -> Iterator[Problem]:
    parts = (
        _Part(knowledge.agencies, (*where, *place), text, _name(text), where)  # type: ignore[arg-type]
        for where, agency in ((("agencies", index), agency) for index, agency in _items(knowledge.agencies, "agencies"))
        for place, text in chain(
            [(("name",), agency.name)],
            ((("other_names", place), text) for place, text in enumerate(agency.other_names)),
            ((("abbreviations", place), text) for place, text in enumerate(agency.abbreviations)),
        )
    )
    yield from _repeated(parts, "tên “{text}” đã là của cơ quan khác ở {earlier}; mỗi tên chỉ thuộc một cơ quan")


def _agencies_known(knowledge: Knowledge) -> Iterator[Problem]:
    if knowledge.agencies is None:
        return
    known = {_name(agency.name): agency.name for agency in knowledge.agencies.model.agencies}
    for index, agency in enumerate(knowledge.agencies.model.agencies):
        if agency.successor and _name(agency.successor.name) not in known:
            name = agency.successor.name
            message = f"cơ quan kế thừa “{name}” chưa có trong tệp này; thêm một mục{_nearest(name, known)}"
            yield _problem(knowledge.agencies, message, "agencies", index, "successor", "name")
    for source, index, fact in knowledge.all_facts():
        for place, assignment in enumerate(fact.assignments):
            name = assignment.agency
            if _name(name) not in known:
                message = f"cơ quan “{name}” không có trong agencies.yaml; cần một “name” ở đó{_nearest(name, known)}"
                yield _problem(source, message, "facts", index, "assignments", place, "agency")


def _places(knowledge: Knowledge) -> Iterator[Problem]:
    if knowledge.places is None:
        return
    known = {_name(name): name for place in knowledge.places.model.places for name in (place.name, *place.other_names)}
    for source, index, fact in knowledge.all_facts():
        for key in ("places", "excluded_places"):
            for place, name in enumerate(getattr(fact, key)):
                if _DISTRICT.match(_name(name)) and _name(name) not in known:
                    message = f"“{name}” không có trong places.yaml; cần một tên ở đó{_nearest(name, known)}"
                    yield _problem(source, message, "facts", index, key, place)


# Texts that stand twice


def _phrasings(knowledge: Knowledge) -> Iterator[Problem]:
    parts = (_Part(source, where, text, _words(text)) for source, where, text in _all_phrasings(knowledge))
    yield from _repeated(parts, "câu hỏi “{text}” đã có ở {earlier}; mỗi câu chỉ thuộc một mục và chỉ ghi một lần")


def _all_phrasings(knowledge: Knowledge) -> Iterator[tuple[Source[Any], Where, str]]:
    lists: list[tuple[Source[Any] | None, str, str]] = [(source, "facts", "phrasings") for source in knowledge.directives]
    lists += [(knowledge.mentioned, "mentioned", "phrasings")]
    lists += [(getattr(knowledge, name), name, "asks") for name in ("elsewhere", "smalltalk", "emergencies")]
    for source, name, key in lists:
        for index, item in _items(source, name):
            for place, text in enumerate(getattr(item, key)):
                yield source, (name, index, key, place), text  # type: ignore[misc]


def _same_says(knowledge: Knowledge) -> Iterator[Problem]:
    for source in knowledge.directives:
        parts = (_Part(source, ("facts", index, "says"), fact.says[:60], _words(fact.says)) for index, fact in _items(source, "facts"))
        yield from _repeated(parts, "nội dung “{text}” giống hệt mục ở {earlier}; gộp hai mục làm một")


def _shorthand(knowledge: Knowledge) -> Iterator[Problem]:
    items = _items(knowledge.shorthand, "shorthand")
    parts = (_Part(knowledge.shorthand, ("shorthand", index, "short"), item.short, comparable(item.short)) for index, item in items)  # type: ignore[arg-type]
    yield from _repeated(parts, "chữ tắt “{text}” đã có ở {earlier}; ghi mọi cách hiểu vào một mục")


def _repeated(parts: Iterable[_Part], message: str) -> Iterator[Problem]:
    """A problem for each part whose key stood before, under another owner where parts have owners."""
    first: dict[str, _Part] = {}
    for part in parts:
        earlier = first.setdefault(part.key, part)
        if part.key and earlier is not part and (part.owner is None or earlier.owner != part.owner):
            yield part.problem(message.format(text=part.text, earlier=earlier.place))


# Figures, days and sections of a fact


def _contradictions(knowledge: Knowledge) -> Iterator[Problem]:
    for source in knowledge.directives:
        first: dict[tuple[str, str, str | None], tuple[_Part, set[str]]] = {}
        for index, fact in enumerate(source.model.facts):
            for measured, (part, values) in _measures(source, index, fact).items():
                earlier, others = first.setdefault(measured, (part, values))
                if not values & others and not fact.note:
                    message = f"“{fact.figures[part.where[-1]].of}” ở đây là {part.text}, ở {earlier.place} lại là {earlier.text}"  # type: ignore[index]
                    yield part.problem(f"{message}; cần cùng một giá trị")


def _measures(source: Source[Any], index: int, fact: schema.FactModel) -> dict[tuple[str, str, str | None], tuple[_Part, set[str]]]:
    """What a fact measures exactly, and every value it gives for it (levels 3 and 4 of one thing are a list, not a contradiction)."""
    found: dict[tuple[str, str, str | None], tuple[_Part, set[str]]] = {}
    for place, figure in enumerate(fact.figures):
        if figure.of and figure.compare == "exact":
            part = _Part(source, ("facts", index, "figures", place), figure.value, _plain_number(figure.value))
            measured = (_words(figure.of), comparable(figure.unit), figure.period)
            found.setdefault(measured, (part, set()))[1].add(part.key)
    return found


def _percentages(knowledge: Knowledge) -> Iterator[Problem]:
    for source in knowledge.directives:
        for index, place, figure in _figures(source):
            if figure.unit == "%" and _above_whole(figure.value) and not source.model.facts[index].note:
                message = f"tỷ lệ {figure.value}% lớn hơn 100%; sửa lại, hoặc giải thích trong “note”"
                yield _problem(source, message, "facts", index, "figures", place)


def _above_whole(percent: str) -> bool:
    number = _plain_number(percent)
    return re.fullmatch(r"[1-9]\d{2,}(?:\.\d+)?", number) is not None and number != "100"


def _numbers_carried(knowledge: Knowledge) -> Iterator[Problem]:
    for source in knowledge.directives:
        if not any(fact.has_fields or fact.at for fact in source.model.facts):
            continue  # a plain collection of questions and answers
        head = source.model.directive
        around = _carried(f"{head.number} {head.issued} {head.subject} {head.known_from}")
        for index, fact in enumerate(source.model.facts):
            carried = around | _carried(" ".join(text for _, text in _texts(fact.model_dump(exclude=_NOT_CARRIED, mode="json"))))
            missing = dict.fromkeys(said for said, readings in _said_numbers(fact.says) if not readings & carried)
            if missing:
                message = f"“says” nêu số {', '.join(missing)} mà không trường nào có; thêm vào figures, days, deadline hoặc refers_to"
                yield _problem(source, message, "facts", index, "says")


def _sections(knowledge: Knowledge) -> Iterator[Problem]:
    for source in knowledge.directives:
        others = any(fact.at for fact in source.model.facts)
        for index, fact in enumerate(source.model.facts):
            if not fact.at and (others or fact.has_fields):
                yield _problem(source, f"mục “{fact.id}” thiếu “at”; cần ghi phần của văn bản có nội dung này", "facts", index)


def _deadline_texts(knowledge: Knowledge) -> Iterator[Problem]:
    for source, _, where, deadline in _deadlines(knowledge):
        if not deadline.value.startswith("P") and not _agrees(Span.parse(deadline.value), mentions(comparable(deadline.text))):
            message = f"thời hạn ghi “{deadline.text}” nhưng “value” là {deadline.value}; hai chỗ phải cùng một thời gian"
            yield _problem(source, message, *where)


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


def _deadlines_before_issue(knowledge: Knowledge) -> Iterator[Problem]:
    for source, fact, where, deadline in _deadlines(knowledge):
        issued: date | None = source.model.directive.issued
        if issued is None or fact.note or deadline.value.startswith("P") or deadline.kind not in (DeadlineKind.BEFORE, DeadlineKind.BY):
            continue
        if Span.parse(deadline.value).end < issued:
            message = f"thời hạn {deadline.value} sớm hơn ngày ban hành {issued}; sửa lại, hoặc giải thích trong “note”"
            yield _problem(source, message, *where)


def _lasting_days(knowledge: Knowledge) -> Iterator[Problem]:
    for source, index, fact in knowledge.all_facts():
        values = [(("days", place, "value"), day.value) for place, day in enumerate(fact.days)]
        values += [(("periods", place, "value"), period.value) for place, period in enumerate(fact.periods)]
        for where, value in values:
            if value.startswith("P"):
                yield _problem(source, f"“{value}” là độ dài, không phải ngày; cần ngày, tháng, quý hoặc năm", "facts", index, *where)


def _people(knowledge: Knowledge) -> Iterator[Problem]:
    for source, index, fact in knowledge.all_facts():
        for place, person in enumerate(fact.people):
            if not any(letter.isalpha() for letter in person.name):
                yield _problem(source, f"“{person.name}” không phải tên người; cần họ và tên", "facts", index, "people", place, "name")


def _emergency_numbers(knowledge: Knowledge) -> Iterator[Problem]:
    for index, alarm in _items(knowledge.emergencies, "emergencies"):
        for place, number in enumerate(alarm.numbers):
            if not re.fullmatch(r"[0-9]+", number):
                message = f"số gọi khẩn cấp “{number}” không hợp lệ; chỉ ghi chữ số, ví dụ 113"
                yield _problem(knowledge.emergencies, message, "emergencies", index, "numbers", place)


# Letters


def _letters(knowledge: Knowledge) -> Iterator[Problem]:
    for source in _sources(knowledge):
        for where, text in _texts(source.model.model_dump(mode="python", by_alias=True)):
            if not text.isascii():
                for word in dict.fromkeys(text.split()):
                    yield from (_problem(source, message, *where) for message in _odd(word))


def _odd(word: str) -> Iterator[str]:
    """What is wrong with the characters of a word: at most one sentence."""
    if _MOJIBAKE.search(word):
        yield f"“{word}” là chữ hỏng do sai bảng mã; gõ lại và lưu tệp với bảng mã UTF-8"
        return
    for letter in word:
        kind = _BROKEN.get(unicodedata.category(letter)) or ("ký tự thay cho chữ không đọc được" if letter == "\ufffd" else None)
        if kind:
            yield f"có {kind} (U+{ord(letter):04X}) trong “{word.encode(errors='replace').decode()}”; gõ lại chữ này"
            return
        if letter.isalpha() and (script := _foreign_script(letter)):
            yield f"chữ “{letter}” (chữ {script}) trong “{word}” chỉ giống chữ Việt; gõ lại từ này"
            return


def _foreign_script(letter: str) -> str:
    """The script of a letter that has no place in Vietnamese text; empty for those that have."""
    if letter in _UNITS_AND_ORDINALS:
        return ""
    script = unicodedata.name(letter, "").split(" ")[0]
    if script == "LATIN":
        return "Latinh lạ" if letter in _STRANGE_LATIN else ""
    return _SCRIPTS.get(script, "nước ngoài")


# What the rules share


def _problem(source: Source[Any] | None, message: str, *where: str | int) -> Problem:
    assert source is not None  # noqa: S101  callers walk a file that was read
    return Problem(source.file, source.line(*where), message)


def _items(source: Source[Any] | None, name: str) -> Iterator[tuple[int, Any]]:
    return iter(enumerate(getattr(source.model, name) if source else ()))


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


def _sources(knowledge: Knowledge) -> Iterator[Source[Any]]:
    yield from knowledge.directives
    for part in fields(knowledge):
        if isinstance(value := getattr(knowledge, part.name), Source):
            yield value


def _texts(value: object, where: Where = ()) -> Iterator[tuple[Where, str]]:
    """Every text inside plain data, with the path to it."""
    if isinstance(value, str):
        yield where, value
    elif isinstance(value, dict | list):
        for key, inner in value.items() if isinstance(value, dict) else enumerate(value):
            yield from _texts(inner, (*where, key))


def _complete(knowledge: Knowledge) -> bool:
    """Whether all files were read; else a number that is not known may stand in a file that could not be read."""
    return not knowledge.problems


def _numbers_known(knowledge: Knowledge) -> dict[str, str]:
    numbers = [source.model.directive.number for source in knowledge.directives]
    numbers += [record.number for _, record in _items(knowledge.mentioned, "mentioned")]
    return {_name(number): number for number in numbers}


def _nearest(name: str, known: dict[str, str]) -> str:
    near = get_close_matches(_name(name), known, n=1, cutoff=0.7)
    return f" (có phải “{known[near[0]]}”?)" if near else ""


def _name(text: str) -> str:
    return fold(comparable(text))


def _words(text: str) -> str:
    """A text without punctuation, for "is it the same?"."""
    return " ".join(re.findall(r"[^\W_]+", comparable(text)))


def _plain_number(text: str) -> str:
    """One spelling of a number: no separators of thousands, no outer noughts."""
    whole, _, rest = _THOUSANDS.sub("", text).replace(",", ".").partition(".")
    return f"{whole.lstrip('0') or '0'}.{rest.rstrip('0')}".rstrip(".")


def _carried(text: str) -> set[str]:
    return {_plain_number(number) for number in re.findall(r"\d+(?:[.,]\d+)?", _THOUSANDS.sub("", text))}


def _said_numbers(text: str) -> Iterator[tuple[str, set[str]]]:
    """Each number of a text with the spellings under which a field may carry it: "780 triệu" as 780 or 780000000."""
    for match in _NUMBER.finditer(_THOUSANDS.sub("", text)):
        readings = {_plain_number(match[1])}
        if match[2]:
            readings.add(_plain_number(f"{float(match[1].replace(',', '.')) * _SCALE[match[2]]:.0f}"))
        yield match[1], readings


RULES: tuple[Rule, ...] = (
    _directive_numbers, _file_names, _known_from, _statuses, _references,
    _identifiers, _topics, _agency_names, _agencies_known, _places,
    _phrasings, _same_says, _shorthand,
    _contradictions, _percentages, _numbers_carried, _sections, _deadline_texts, _deadlines_before_issue, _lasting_days, _people,
    _emergency_numbers, _letters,
)  # fmt: skip
