"""Reads what a spreadsheet would change in a knowledge folder, and holds it against every check. Writes nothing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import Any

from bot.domain.errors import FilesMoved, KnowledgeInvalid, Problem
from bot.library.changes import Change, Changes, digest_of
from bot.library.checking.rules import check
from bot.library.files import Knowledge, Source, read_folder
from bot.library.rewriting import rewritten
from bot.library.sheets import simple, whole
from bot.library.sheets.exporting import sources_of
from bot.library.sheets.grid import grids
from bot.library.sheets.guard import INCOMING, LOCAL
from bot.library.sheets.wanted import Wanted, head_key
from bot.library.yaml_writing import plain


@dataclass(frozen=True, slots=True)
class Sent:
    """A file by its name and bytes, as it came from outside."""

    name: str
    content: bytes


def read_changes(source: Path | Sent, folder: Path) -> Changes:
    """Which knowledge files a workbook or CSV file would change, and how they read then; nothing is written.

    Raises KnowledgeInvalid with every problem, naming sheet, row and column; FileRefused for a file that is no honest spreadsheet;
    FilesMoved when somebody changed a file of the knowledge since the workbook was exported.
    """
    sent, limits = (source, INCOMING) if isinstance(source, Sent) else (Sent(source.name, source.read_bytes()), LOCAL)
    sheets = grids(sent.name, sent.content, limits)
    knowledge = read_folder(folder)
    if knowledge.problems:
        raise KnowledgeInvalid(sorted(knowledge.problems))
    if any(head_key(grid.title) in whole.titles() for grid in sheets):
        wanted = whole.wanted(sheets, sent.name, knowledge, folder)
    else:
        wanted = simple.wanted(sheets, sent.name, knowledge)
    return Changes(sent.name, tuple(_changes(wanted, knowledge, folder, [grid.title for grid in sheets])))


def _changes(wanted: Wanted, knowledge: Knowledge, folder: Path, order: list[str]) -> list[Change]:
    _refuse(wanted.problems, order)
    if wanted.moved:
        raise FilesMoved(
            f"{', '.join(wanted.moved)} đã đổi từ khi xuất bảng tính này, nên nhập vào sẽ mất việc của người khác; "
            "hãy xuất bảng tính mới rồi sửa lại ở đó."
        )
    now = {source.file: source for source in sources_of(knowledge)}
    files = {file: source for file, source in wanted.files.items() if source is None or file not in now or source.model != now[file].model}
    if not files:
        return []
    _refuse(check(_as_it_would_be(knowledge, wanted)), order)
    return [_change(file, source, now.get(file), folder) for file, source in sorted(files.items())]


def _refuse(problems: list[Problem], order: list[str]) -> None:
    places = {title: place for place, title in enumerate(order)}
    if problems:
        raise KnowledgeInvalid(sorted(set(problems), key=lambda one: (one.file, places.get(one.sheet, -1), one)))


def _as_it_would_be(knowledge: Knowledge, wanted: Wanted) -> Knowledge:
    now = {source.file: source for source in knowledge.directives}
    directives = {**now, **{file: source for file, source in wanted.files.items() if file.startswith("directives/")}}
    result = Knowledge([source for source in directives.values() if source is not None])
    for part in fields(Knowledge):
        if part.name not in ("directives", "problems"):
            setattr(result, part.name, wanted.files.get(f"{part.name}.yaml") or getattr(knowledge, part.name))
    return result


def _change(file: str, source: Source[Any] | None, now: Source[Any] | None, folder: Path) -> Change:
    before = digest_of(folder / file)
    counted = _counted(now, source)
    if source is None:
        return replace(counted, file=file, before=before)
    raw = (folder / file).read_bytes() if before else b""
    return replace(counted, file=file, before=before, content=rewritten(raw, file, source.model))


def _counted(now: Source[Any] | None, then: Source[Any] | None) -> Change:
    """How many records are new, other than they were, or gone; what a file says beside its records counts only where it is changed."""
    old, new = dict(_items(now)), dict(_items(then))
    beside = {name for name in old.keys() | new.keys() if not name[1]} if now and then else set()
    changed = sum(1 for name in (old.keys() & new.keys()) | beside if old.get(name) != new.get(name))
    added, removed = ({name for name in names if name[1]} for names in (new.keys() - old.keys(), old.keys() - new.keys()))
    return Change("", None, "", len(added), changed, len(removed))


def _items(source: Source[Any] | None) -> Iterator[tuple[tuple[str, str], Any]]:
    """The records of a file by list and name, and what it says beside them under no name."""
    for key, value in plain(source.model).items() if source else ():
        if isinstance(value, list) and all(isinstance(item, dict) for item in value):
            for place, item in enumerate(value):
                yield (key, next((str(item[name]) for name in ("id", "number", "name", "old", "short") if name in item), str(place))), item
        else:
            yield (key, ""), value
