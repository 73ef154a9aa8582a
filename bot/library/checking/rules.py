"""Checks whether knowledge files agree with each other and with themselves: everything that the schema of one value cannot see.

Finds all problems at once, each with its file and line. Does not read files (`files` does) and does not judge answers (`gate` does).
The rules stand by subject: documents in `statuses`, names in `names`, questions in `phrasings`, single facts in `facts`, facts that
are nearly one in `likeness`; here is what concerns files and their characters.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import fields
from typing import Any

from bot.domain.errors import Problem
from bot.library.checking import facts, likeness, names, phrasings, statuses
from bot.library.checking.letters import broken, mixed, odd, unusual
from bot.library.checking.parts import Part, items_of, problem_at, repeated, texts_in
from bot.library.files import Knowledge, Source
from bot.library.schema import DirectiveFile

Rule = Callable[[Knowledge], Iterator[Problem]]

_DIGITS_WITH_LETTERS = re.compile(r"(?=\w*\d)(?=\w*[^\W\d_])\w{4,}")


def check(knowledge: Knowledge) -> list[Problem]:
    """Every problem of the folder that only shows when its parts are held against each other, in order of file and line."""
    return sorted({problem for rule in RULES for problem in rule(knowledge)})


def _file_names(knowledge: Knowledge) -> Iterator[Problem]:
    parts = (Part(source, (), source.stem, source.stem) for source in knowledge.directives)
    yield from repeated(parts, "tên tệp “{text}” đã dùng ở {earlier}; mỗi tệp cần một tên riêng, không kể phần đuôi")


def _emergency_numbers(knowledge: Knowledge) -> Iterator[Problem]:
    for index, alarm in items_of(knowledge.emergencies, "emergencies"):
        for place, number in enumerate(alarm.numbers):
            if not re.fullmatch(r"[0-9]+", number):
                message = f"số gọi khẩn cấp “{number}” không hợp lệ; chỉ ghi chữ số, ví dụ 113"
                yield problem_at(knowledge.emergencies, message, "emergencies", index, "numbers", place)


def _contact_numbers(knowledge: Knowledge) -> Iterator[Problem]:
    for index, contact in items_of(knowledge.contacts, "contacts"):
        if wrong := _DIGITS_WITH_LETTERS.search(contact.number):
            message = f"số điện thoại “{contact.number}” có chữ lẫn trong số ({wrong[0]}); gõ lại bằng chữ số"
            yield problem_at(knowledge.contacts, message, "contacts", index, "number")


def _letters(knowledge: Knowledge) -> Iterator[Problem]:
    for source in _sources(knowledge):
        wrong = _wrong_in_plain if isinstance(source.model, DirectiveFile) and source.model.is_plain else odd
        if _all_sound(source, wrong):
            continue
        for where, text in texts_in(source.model.model_dump(mode="python", by_alias=True)):
            if not text.isascii() or not text.isprintable():
                yield from (problem_at(source, message, *where) for word in text.split() if (message := wrong(word)))


def _wrong_in_plain(word: str) -> str:
    """Other people's texts may hold words of other scripts, but nobody's a broken encoding or a word of two scripts."""
    return broken(word) or mixed(word)


def _all_sound(source: Source[Any], wrong: Callable[[str], str]) -> bool:
    """Whether no word of a file is wrong, at a glance: a sound file need not be walked text by text."""
    try:
        text = source.model.model_dump_json(by_alias=True)
    except ValueError:  # half a character
        return False
    return "\\u00" not in text and not any(wrong(word) for word in set(unusual(text)))


def _sources(knowledge: Knowledge) -> Iterator[Source[Any]]:
    yield from knowledge.directives
    for part in fields(knowledge):
        if isinstance(value := getattr(knowledge, part.name), Source):
            yield value


RULES: tuple[Rule, ...] = (
    _file_names, *statuses.RULES, *names.RULES, *phrasings.RULES, *facts.RULES, *likeness.RULES,
    _emergency_numbers, _contact_numbers, _letters,
)  # fmt: skip
