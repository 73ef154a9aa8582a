"""Rules about questions and texts that stand twice, and about questions nobody could find or read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from bot.domain.errors import Problem
from bot.library.checking.parts import Part, Where, items_of, problem_at, repeated, word_key
from bot.library.files import Knowledge, Source
from bot.text.normalize import fold

PHRASING_AT_MOST, SAYS_AT_MOST = 300, 2000


@dataclass(frozen=True, slots=True)
class _Asked:
    """A question as written, the key by which it counts as the same, and the fact it belongs to."""

    source: Source[Any]
    where: Where
    text: str
    key: str

    @property
    def owner(self) -> tuple[str, Where]:
        return self.source.file, self.where[:2]

    @property
    def shape(self) -> tuple[int, int, int]:
        """What a question keeps when its accents are left out."""
        return len(self.key), self.key.count(" "), self.key.find(" ")


def phrasings(knowledge: Knowledge) -> Iterator[Problem]:
    asked = list(_all_phrasings(knowledge))
    parts = (Part(one.source, one.where, one.text, one.key) for one in asked)
    yield from repeated(parts, "câu hỏi “{text}” đã có ở {earlier}; mỗi câu chỉ thuộc một mục và chỉ ghi một lần")
    yield from _without_accents(asked)
    for one in asked:
        if not one.key:
            yield problem_at(one.source, f"câu hỏi “{one.text}” chỉ có dấu câu nên không tìm được; viết bằng chữ, hoặc bỏ đi", *one.where)
        elif len(one.text) > PHRASING_AT_MOST:
            message = f"câu hỏi dài {len(one.text)} ký tự, tối đa {PHRASING_AT_MOST}; viết ngắn như người dân hỏi"
            yield problem_at(one.source, message, *one.where)


def _without_accents(asked: list[_Asked]) -> Iterator[Problem]:
    """Questions typed without accents that are, word for word, an accented question of another fact: both facts would answer."""
    plain: dict[tuple[int, int, int], dict[str, _Asked]] = defaultdict(dict)
    for one in asked:
        if one.key and one.key.isascii():
            plain[one.shape].setdefault(one.key, one)
    for one in asked:
        if not one.key.isascii() and one.shape in plain:  # the folding of a thousand others is saved
            other = plain[one.shape].get(fold(one.key))
            if other is not None and other.owner != one.owner:
                message = f"câu hỏi “{other.text}” là câu không dấu của “{one.text}” ở {one.source.place(*one.where)}; mỗi câu chỉ thuộc một mục, bỏ một trong hai"
                yield problem_at(other.source, message, *other.where)


def _all_phrasings(knowledge: Knowledge) -> Iterator[_Asked]:
    lists: list[tuple[Source[Any] | None, str, str]] = [(source, "facts", "phrasings") for source in knowledge.directives]
    lists += [(knowledge.mentioned, "mentioned", "phrasings")]
    lists += [(getattr(knowledge, name), name, "asks") for name in ("elsewhere", "smalltalk", "emergencies")]
    for source, name, key in lists:
        for index, item in items_of(source, name):
            for place, text in enumerate(getattr(item, key)):
                yield _Asked(source, (name, index, key, place), text, word_key(text))  # type: ignore[arg-type]


def not_emergencies(knowledge: Knowledge) -> Iterator[Problem]:
    """A sentence that is an example of an emergency and an example of none."""
    if knowledge.emergencies is None:
        return
    asks = {word_key(text) for alarm in knowledge.emergencies.model.emergencies for text in alarm.asks}
    for place, text in enumerate(knowledge.emergencies.model.not_emergencies):
        if word_key(text) in asks:
            message = f"“{text}” vừa là câu báo khẩn cấp vừa nằm trong “not_emergencies”; bỏ ở một bên"
            yield problem_at(knowledge.emergencies, message, "not_emergencies", place)


def texts(knowledge: Knowledge) -> Iterator[Problem]:
    for source in knowledge.directives:
        if source.model.is_plain:
            continue  # other people's texts may be long and say the same twice
        parts = [
            Part(source, ("facts", index, "says"), fact.says[:60], word_key(fact.says)) for index, fact in enumerate(source.model.facts)
        ]
        yield from repeated(parts, "nội dung “{text}” giống hệt mục ở {earlier}; gộp hai mục làm một")
        for index, fact in enumerate(source.model.facts):
            if len(fact.says) > SAYS_AT_MOST:
                yield problem_at(
                    source, f"“says” dài {len(fact.says)} ký tự, tối đa {SAYS_AT_MOST}; tách thành nhiều mục", "facts", index, "says"
                )


RULES = (phrasings, not_emergencies, texts)
