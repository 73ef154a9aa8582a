"""Reads the workbook that `exporting` writes back into knowledge files.

A sheet that is not there leaves its file as it is. A file is taken away only when the workbook shows that it was in there when it was
written; a file that somebody else changed since then is not overwritten.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bot.domain.errors import Problem
from bot.library.changes import digest_of
from bot.library.files import SINGLE, Knowledge, Source, model_of, modelled
from bot.library.sheets import cells, words
from bot.library.sheets.book import Plan, common_keys, content_digest, file_of, plans
from bot.library.sheets.columns import Column
from bot.library.sheets.exporting import sources_of
from bot.library.sheets.grid import Cell, Grid
from bot.library.sheets.spots import RowPlace, Spots
from bot.library.sheets.wanted import Wanted, cell_problem, head_key
from bot.library.yaml_writing import plain

_FILE_NAME = re.compile(r"[A-Za-z0-9]+(?:[-_.][A-Za-z0-9]+){0,30}\.(?:yaml|yml|jsonl)")


@dataclass(slots=True)
class _Draft:
    """A file that is being put together from rows."""

    data: dict[str, Any] = field(default_factory=dict)
    rows: dict[tuple[str | int, ...], RowPlace] = field(default_factory=dict)


def titles() -> dict[str, str]:
    """The keys of the sheets that such a workbook has, by what stands at their foot."""
    named = {head_key(plan.title): key for key, plan in plans().items()}
    return {**named, head_key(words.COMMON): words.COMMON, head_key(words.TRACE): words.TRACE}


def wanted(grids: Sequence[Grid], name: str, knowledge: Knowledge, folder: Path) -> Wanted:
    """What the workbook wants, with its problems."""
    return _Reading(name, knowledge, folder).read(grids)


class _Reading:
    def __init__(self, name: str, knowledge: Knowledge, folder: Path) -> None:
        self.name = name
        self.folder = folder
        self.now = {source.file: source for source in sources_of(knowledge)}
        self.result = Wanted()

    def read(self, grids: Sequence[Grid]) -> Wanted:
        sheets: dict[str, Grid] = {}
        for grid in grids:
            key = titles().get(head_key(grid.title))
            if key is None and grid.rows:
                self._problem(grid, 1, "không rõ trang này là gì; giữ tên trang như khi xuất ra, trang không dùng thì xóa")
            elif key in sheets:
                self._problem(grid, 1, "có hai trang cùng tên")
            elif key:
                sheets[key] = grid
        drafts = {**self._directives(sheets), **self._singles(sheets)}
        if not self.result.problems:
            self._conclude(drafts, _trace(sheets.get(words.TRACE)))
        return self.result

    def _problem(self, grid: Grid, row: int, message: str, column: str = "") -> None:
        self.result.problems.append(Problem(self.name, row, message, grid.title, column))

    # files in directives/

    def _directives(self, sheets: Mapping[str, Grid]) -> dict[str, _Draft]:
        missing = [plans()[key].title for key in ("directive", "facts") if key not in sheets]
        if len(missing) == 1:
            self.result.problems.append(Problem(self.name, 1, f"thiếu trang “{missing[0]}”; hãy giữ cả hai trang về văn bản"))
        if missing:
            return {}
        drafts: dict[str, _Draft] = {}
        for place, file, record in self._records(sheets["directive"], plans()["directive"]):
            if file in drafts:
                self._problem(sheets["directive"], place.row, f"tệp “{Path(file).name}” đã có ở hàng trên", words.FILE)
            elif file:
                drafts[file] = _Draft({"directive": record, "facts": []}, {("directive",): place})
                self._only_name(sheets["directive"], place, file, record)
        self._facts(sheets["facts"], drafts)
        return drafts

    def _facts(self, grid: Grid, drafts: Mapping[str, _Draft]) -> None:
        for place, file, record in self._records(grid, plans()["facts"]):
            if file in drafts:
                facts = drafts[file].data["facts"]
                drafts[file].rows["facts", len(facts)] = place
                facts.append(record)
            elif file:
                message = f"tệp “{Path(file).name}” không có ở trang “{words.DIRECTIVES}”; thêm một hàng cho văn bản ở đó"
                self._problem(grid, place.row, message, words.FILE)

    def _only_name(self, grid: Grid, place: RowPlace, file: str, record: Mapping[str, Any]) -> None:
        """A collection of plain texts has nothing but its name, which is the name of its file."""
        if file.endswith(".jsonl") and record != {"number": Path(file).stem}:
            message = f"tập văn bản thuần (.jsonl) chỉ có số hiệu là tên tệp, “{Path(file).stem}”; các ô khác ở hàng này để trống"
            self._problem(grid, place.row, message, words.head("directive", "number"))

    # all other files

    def _singles(self, sheets: Mapping[str, Grid]) -> dict[str, _Draft]:
        drafts: dict[str, _Draft] = {}
        for key in SINGLE:
            if key in sheets:
                draft = drafts[file_of(key)] = _Draft({key: []})
                for place, _, record in self._records(sheets[key], plans()[key]):
                    draft.rows[key, len(draft.data[key])] = place
                    draft.data[key].append(record)
            elif words.COMMON in sheets and (source := self.now.get(file_of(key))):
                drafts[file_of(key)] = _Draft({key: plain(source.model)[key]})
        if words.COMMON in sheets:
            self._common(sheets[words.COMMON], drafts)
        else:
            for file, draft in drafts.items():
                kept = plain(self.now[file].model) if file in self.now else {}
                draft.data.update({name: kept[name] for name in common_keys(Path(file).stem) if name in kept})
        return {file: draft for file, draft in drafts.items() if file in self.now or any(draft.data.values())}

    def _common(self, grid: Grid, drafts: Mapping[str, _Draft]) -> None:
        heads = {(words.FILE,): words.FILE, (words.KEY,): words.KEY, (words.VALUE,): words.VALUE}
        places = self._places(grid, list(heads.values()))
        for row, filled in grid.rows[1:] if places else ():
            file, key, value = (self._text(grid, row, filled.get(places[head]), head) for head in heads.values())
            draft = drafts.get(file)
            if draft is None or key not in common_keys(Path(file).stem):
                self._problem(grid, row, f"không có tệp “{file}” với khóa “{key}”; xem các hàng khi xuất ra", words.KEY)
            elif model_of(file).model_fields[key].annotation is str:
                if key in draft.data:
                    self._problem(grid, row, f"“{key}” của tệp “{file}” chỉ có một giá trị, đã ghi ở hàng trên", words.KEY)
                draft.data[key] = value
                draft.rows[(key,)] = RowPlace(self.name, grid.title, row, {})
            else:
                texts = draft.data.setdefault(key, [])
                draft.rows[key, len(texts)] = RowPlace(self.name, grid.title, row, {})
                texts.append(value)

    # rows

    def _records(self, grid: Grid, plan: Plan) -> Iterator[tuple[RowPlace, str, dict[str, Any]]]:
        """Each row: where it stands, the file it belongs to, its record. A row with problems is left out, and so is its whole sheet."""
        places = self._places(grid, plan.heads, {column.key: column.head for column in plan.columns})
        heads = {column.path: column.head for column in plan.columns}
        for row, filled in grid.rows[1:] if places else ():
            record: dict[str, Any] = {}
            for column in plan.columns:
                self._take(grid, row, filled.get(places[column.head]), column, record)
            file = ""
            if plan.by_file:
                file = self._file(grid, row, filled.get(places[words.FILE]))
            yield RowPlace(self.name, grid.title, row, heads), file, record

    def _take(self, grid: Grid, row: int, cell: Cell | None, column: Column, record: dict[str, Any]) -> None:
        if cell is None:
            return
        wrong, value = cell_problem(cell, takes_days=column.takes_days), None
        try:
            value = None if wrong else cells.read(cell.text, column)
        except cells.Unreadable as error:
            wrong = str(error)
        if wrong:
            self._problem(grid, row, wrong, column.head)
        elif value is not None:
            for key in column.path[:-1]:
                record = record.setdefault(str(key), {})
            record[str(column.path[-1])] = value

    def _file(self, grid: Grid, row: int, cell: Cell | None) -> str:
        text = self._text(grid, row, cell, words.FILE).strip()
        if _FILE_NAME.fullmatch(text) and len(text) <= 120:
            return f"directives/{text}"
        if text or cell is None:
            message = f"tên tệp “{text[:60]}” không dùng được; chỉ dùng chữ không dấu, số và dấu gạch nối, ví dụ 15-KH-UBND-2026.yaml"
            self._problem(grid, row, message, words.FILE)
        return ""

    def _text(self, grid: Grid, row: int, cell: Cell | None, head: str) -> str:
        if cell is None:
            return ""
        if wrong := cell_problem(cell):
            self._problem(grid, row, wrong, head)
            return ""
        return cell.text

    def _places(self, grid: Grid, heads: Sequence[str], keys: Mapping[str, str] | None = None) -> dict[str, int]:
        """The column of each head; empty, with problems, when the first row is not the one that was written."""
        if not grid.rows:
            return {}
        row, filled = grid.rows[0]
        known = {head_key(head): head for head in heads} | {head_key(key): head for key, head in (keys or {}).items()}
        places: dict[str, int] = {}
        before = len(self.result.problems)
        for place, cell in filled.items():
            head = known.get(head_key(cell.text))
            if head is None:
                self._problem(grid, row, f"không rõ cột “{cell.text[:60]}” là gì; giữ tên cột như khi xuất ra, cột không dùng thì xóa")
            elif head in places:
                self._problem(grid, row, f"có hai cột “{head}”", head)
            else:
                places[head] = place
        missing = [head for head in heads if head not in places]
        if missing:
            self._problem(grid, row, f"thiếu cột “{'”, “'.join(missing)}”; giữ đủ các cột như khi xuất ra, dù để trống")
        if any(last > row for last in grid.joined):
            self._problem(grid, max(grid.joined), "có ô bị gộp làm một; hãy bỏ gộp ô (Unmerge Cells)")
        return places if len(self.result.problems) == before else {}

    # against what is there

    def _conclude(self, drafts: Mapping[str, _Draft], trace: Mapping[str, tuple[str, str]]) -> None:
        for file, draft in drafts.items():
            empty = Source(file, Path(file).stem, None, {}, Spots(draft.rows))
            source = modelled(empty, draft.data, model_of(file), self.result.problems)
            if source is not None:
                self._want(file, source, trace.get(file))
        if any(file.startswith("directives/") for file in drafts):
            for file in trace.keys() - drafts.keys():
                if file.startswith("directives/") and file in self.now:
                    self._want(file, None, trace[file])

    def _want(self, file: str, source: Source[Any] | None, traced: tuple[str, str] | None) -> None:
        now = self.now.get(file)
        same = source is not None and now is not None and source.model == now.model
        if not same and traced and source is not None and content_digest(source.model) == traced[1]:
            return  # as it was written out: whoever changed the file since then did not do it here
        if not same and traced and digest_of(self.folder / file) != traced[0]:
            self.result.moved.append(file)
            return
        self.result.files[file] = source


def _trace(grid: Grid | None) -> dict[str, tuple[str, str]]:
    """What each file was when the workbook was written: its bytes, its content."""
    texts = [{place: cell.text for place, cell in filled.items()} for _, filled in (grid.rows[1:] if grid else ())]
    return {row.get(1, ""): (row.get(2, ""), row.get(3, "")) for row in texts}
