"""Writes a knowledge folder as one workbook, from which `importing` reads the very same knowledge."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.domain.errors import KnowledgeInvalid, Problem
from bot.library.changes import digest_of
from bot.library.files import SINGLE, Knowledge, Source, read_folder
from bot.library.sheets import cells, words
from bot.library.sheets.book import Plan, common_keys, content_digest, file_of, plans, value_at
from bot.library.sheets.columns import Column, Shape
from bot.library.sheets.writing import Head, Page, write
from bot.library.yaml_writing import plain


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written: how many sheets that people see, how many rows without the heads."""

    sheets: int
    rows: int


def export(folder: Path, target: Path) -> Exported:
    """Write every knowledge file of the folder into one workbook. Raises KnowledgeInvalid when files cannot be read or a cell is too small."""
    knowledge = read_folder(folder)
    if knowledge.problems:
        raise KnowledgeInvalid(sorted(knowledge.problems))
    problems: list[Problem] = []
    pages = list(_pages(knowledge, problems))
    trace = Page(
        words.TRACE, [Head(words.FILE), Head("Tệp khi xuất"), Head("Nội dung khi xuất")], list(_trace(knowledge, folder)), hidden=True
    )
    for page in pages:
        page.rows = list(page.rows)
    if problems:
        raise KnowledgeInvalid(sorted(problems))
    write([*pages, trace], target)
    return Exported(len(pages), sum(page.count for page in pages))


def sources_of(knowledge: Knowledge) -> Iterator[Source[Any]]:
    """Every file that was read."""
    yield from knowledge.directives
    yield from (source for key in SINGLE if (source := getattr(knowledge, key)) is not None)


def _pages(knowledge: Knowledge, problems: list[Problem]) -> Iterator[Page]:
    plan = plans()
    yield _page(plan["directive"], (_row(source, plan["directive"], ("directive",), problems) for source in knowledge.directives))
    yield _page(plan["facts"], (row for source in knowledge.directives for row in _rows(source, plan["facts"], problems)))
    for key in SINGLE:
        source = getattr(knowledge, key)
        if source is not None:
            yield _page(plan[key], _rows(source, plan[key], problems))
    common = [Head(words.FILE, width=22), Head(words.KEY, width=22), Head(words.VALUE, width=100)]
    yield Page(words.COMMON, common, _common_rows(knowledge))


def _page(plan: Plan, rows: Iterator[Sequence[str]]) -> Page:
    heads = [Head(words.FILE, width=26)] if plan.by_file else []
    return Page(plan.title, [*heads, *map(_head, plan.columns)], rows, frozen="C2" if plan.by_file else "B2")


def _head(column: Column) -> Head:
    hint = "\n".join(filter(None, [f"({column.key})", column.hint]))
    return Head(column.head, hint, 46 if column.is_long else 18, column.choices if column.shape is Shape.CHOICE else ())


def _rows(source: Source[Any], plan: Plan, problems: list[Problem]) -> Iterator[Sequence[str]]:
    for index in range(len(getattr(source.model, plan.key))):
        yield _row(source, plan, (plan.key, index), problems)


def _row(source: Source[Any], plan: Plan, where: tuple[str | int, ...], problems: list[Problem]) -> Sequence[str]:
    model = getattr(source.model, str(where[0]))
    record = plain(model[where[1]] if len(where) > 1 else model)
    row = [Path(source.file).name] if plan.by_file else []
    for column in plan.columns:
        text = cells.written(value_at(record, column), column)
        if wrong := cells.unprintable(text):
            problems.append(source.problem(wrong, *where, *column.path))
        elif len(text) > cells.MOST:
            message = f"“{column.key}” dài {len(text)} ký tự, một ô Excel chỉ giữ được {cells.MOST}; hãy tách mục này làm nhiều mục"
            problems.append(source.problem(message, *where, *column.path))
        row.append(text)
    return row


def _common_rows(knowledge: Knowledge) -> Iterator[Sequence[str]]:
    for key in SINGLE:
        source = getattr(knowledge, key)
        for name in common_keys(key) if source else ():
            value = getattr(source.model, name)
            for text in value if isinstance(value, list) else [value] if value else []:
                yield file_of(key), name, text


def _trace(knowledge: Knowledge, folder: Path) -> Iterator[Sequence[str]]:
    for source in sources_of(knowledge):
        yield source.file, digest_of(folder / source.file), content_digest(source.model)
