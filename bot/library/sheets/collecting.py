"""Puts rows of a simple sheet into the files that they belong to: new facts, changed facts, new files."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bot.domain.errors import Problem
from bot.library.checking.parts import name_key, word_key
from bot.library.files import Knowledge, Source, modelled
from bot.library.schema import DirectiveFile
from bot.library.sheets import carrying
from bot.library.sheets.spots import RowPlace, Spots
from bot.library.sheets.wanted import Wanted
from bot.library.yaml_reading import Lines, Where
from bot.library.yaml_writing import plain
from bot.text.normalize import comparable, fold

_LONGEST_ID, _LONGEST_STEM = 60, 80


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row of a simple sheet, with its place."""

    file: str
    sheet: str
    number: int
    question: str
    answer: str
    document: str
    section: str
    more: list[str]
    topic: str
    keywords: list[str]
    id: str

    @property
    def place(self) -> RowPlace:
        heads: dict[Where, str] = {("id",): "Mã", ("topic",): "Chủ đề", ("at",): "Phần của văn bản", ("keywords",): "Từ khóa"}
        heads |= {(key,): "Trả lời" for key in ("says", "figures", "days", "periods", "refers_to", "deadline", "deadlines")}
        heads |= {("phrasings",): "Cách hỏi khác", ("phrasings", 0): "Câu hỏi"}
        return RowPlace(self.file, self.sheet, self.number, heads)

    def problem(self, message: str, column: str) -> Problem:
        return Problem(self.file, self.number, message, self.sheet, column)


@dataclass(slots=True)
class _File:
    """A file that rows go into, as plain data; `lines` and `rows` say where its facts stand."""

    name: str
    head: dict[str, Any]
    facts: list[dict[str, Any]]
    lines: Lines
    rows: dict[Where, RowPlace] = field(default_factory=dict)


def slug(text: str, longest: int = _LONGEST_ID) -> str:
    """A name of plain small letters, figures and hyphens."""
    words = re.findall("[a-z0-9]+", fold(comparable(text)))
    while len(words) > 1 and len("-".join(words)) > longest:
        words.pop()
    return "-".join(words)[:longest].strip("-")


def stem_of(number: str) -> str:
    """The name of the file of a document: its number, in letters that every file system takes."""
    plainly = fold(unicodedata.normalize("NFC", number))
    return "-".join(re.findall("[A-Za-z0-9]+", plainly))[:_LONGEST_STEM].strip("-")


def collected(rows: Sequence[Row], sheet_name: str, knowledge: Knowledge) -> Wanted:
    """The files as the rows want them."""
    return _Collecting(knowledge, " ".join(unicodedata.normalize("NFC", sheet_name).replace("_", " ").split())).run(rows)


class _Collecting:
    def __init__(self, knowledge: Knowledge, sheet_name: str) -> None:
        self.sheet_name = sheet_name
        self.sources = {name_key(source.model.directive.number): source for source in knowledge.directives}
        mentioned = knowledge.mentioned.model.mentioned if knowledge.mentioned else []
        self.numbers = [source.model.directive.number for source in knowledge.directives] + [record.number for record in mentioned]
        self.taken = {source.stem.lower() for source in knowledge.directives}
        topics = knowledge.topics.model.topics if knowledge.topics else []
        self.topics = {name_key(topic.name): topic.id for topic in reversed(topics)} | {topic.id: topic.id for topic in topics}
        self.files: dict[str, _File] = {}
        self.result = Wanted()

    def run(self, rows: Sequence[Row]) -> Wanted:
        grouped: dict[str, list[Row]] = {}
        for row in rows:
            grouped.setdefault(self._number(row), []).append(row)
        for number, belonging in grouped.items():
            target = self._file(number, belonging[0])
            if target is not None:
                self._fill(target, belonging)
        for target in self.files.values() if not self.result.problems else ():
            source: Source[None] = Source(target.name, Path(target.name).stem, None, target.lines, Spots(target.rows))
            data = {"directive": target.head, "facts": target.facts}
            self.result.files[target.name] = modelled(source, data, DirectiveFile, self.result.problems)
        return self.result

    def _number(self, row: Row) -> str:
        """The number of the document of a row, as it is known if it is; the name of the sheet where the row names none."""
        if not row.document:
            return self.sheet_name
        key = name_key(row.document)
        if key in self.sources:
            return self.sources[key].model.directive.number
        within = [source.model.directive.number for known, source in self.sources.items() if _names(key, known)]
        return within[0] if len(within) == 1 else row.document

    def _file(self, number: str, row: Row) -> _File | None:
        source = self.sources.get(name_key(number))
        if source is not None:
            data = plain(source.model)
            target = _File(source.file, data["directive"], data.get("facts", []), dict(source.lines))
        else:
            stem = slug(number, _LONGEST_STEM) if not row.document else stem_of(number)
            if not stem or stem.lower() in self.taken:
                what = f"tên tệp “{number}”" if not row.document else f"số văn bản “{number}”"
                column = "Văn bản" if row.document else "Câu hỏi"
                self.result.problems.append(
                    row.problem(f"{what} không đặt được tên cho tệp mới, hoặc trùng tên một tệp đã có; hãy đổi", column)
                )
                return None
            self.taken.add(stem.lower())
            target = _File(f"directives/{stem}.yaml", {"number": number}, [], {("directive", "number"): 1})
            target.rows["directive",] = RowPlace(row.file, row.sheet, row.number, {("number",): "Văn bản"})
        self.files[target.name] = target
        return target

    def _fill(self, target: _File, rows: Sequence[Row]) -> None:
        fields = ("assignments", "deadline", "deadlines", "figures", "days", "people", "at")
        detailed = any(row.section for row in rows) or any(fact.get(key) for fact in target.facts for key in fields)
        if target.name.endswith(".jsonl") and detailed:
            self.result.problems.append(
                rows[0].problem(f"“{target.head['number']}” là tập văn bản thuần, không có phần của văn bản", "Văn bản")
            )
            return
        around = " ".join(str(target.head.get(key, "")) for key in ("number", "issued", "subject", "known_from"))
        for row in rows:
            place = self._place(target, row)
            if place is None:
                continue
            target.facts[place] = self._fact(row, target.facts[place], others={fact.get("id") for fact in target.facts})
            if detailed:
                target.facts[place] = carrying.completed(target.facts[place], around, self.numbers)
            target.lines = {where: line for where, line in target.lines.items() if where[:2] != ("facts", place)}
            target.rows["facts", place] = row.place

    def _place(self, target: _File, row: Row) -> int | None:
        """Where the fact of a row is in its file; a new one is put at the end. None, with a problem, when another row has it already."""
        asked = word_key(row.question)
        for place, fact in enumerate(target.facts):
            if (row.id and fact.get("id") == row.id) or (not row.id and fact.get("phrasings") and word_key(fact["phrasings"][0]) == asked):
                earlier = target.rows.get(("facts", place))
                if earlier is not None:
                    self.result.problems.append(row.problem(f"câu hỏi này đã có ở hàng {earlier.row}; mỗi câu chỉ ghi một lần", "Câu hỏi"))
                    return None
                return place
        target.facts.append({})
        return len(target.facts) - 1

    def _fact(self, row: Row, was: dict[str, Any], others: set[str | None]) -> dict[str, Any]:
        fact = was or {"id": row.id or _free(slug(row.question) or "muc", others), "says": row.answer}
        if fact["says"] != row.answer:
            fact, late = carrying.outdated(fact, row.answer)
            for key in late:
                message = (
                    f"mục “{fact['id']}” có thời hạn ({key}) mà câu trả lời mới không nêu nữa; sửa mục này trong bảng đầy đủ hoặc tệp YAML"
                )
                self.result.problems.append(row.problem(message, "Trả lời"))
        further = row.more or [text for text in fact.get("phrasings", [])[1:] if word_key(text) != word_key(row.question)]
        changed = {
            "phrasings": [row.question, *further],
            "at": row.section or fact.get("at", ""),
            "keywords": row.keywords or fact.get("keywords", []),
            "topic": self.topics.get(row.topic) or self.topics.get(name_key(row.topic), row.topic) or fact.get("topic", ""),
        }
        return {**fact, **{key: value for key, value in changed.items() if value}}


def _names(text: str, number: str) -> bool:
    """Whether a text holds a number as a whole word."""
    return re.search(rf"(?<![\w/]){re.escape(number)}(?![\w/-])", text) is not None


def _free(name: str, taken: set[str | None]) -> str:
    if name not in taken:
        return name
    return next(f"{name}-{count}" for count in range(2, len(taken) + 3) if f"{name}-{count}" not in taken)
