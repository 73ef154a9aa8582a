"""Reads the simple sheet: a question, its answer, the document and the section it stands in, and other ways to ask.

Rows of a document that is known become facts of its file; a fact with the same id or the same first question is changed instead. Rows of
another document make a new file; rows of none make a collection that is called as the sheet's file is.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from bot.domain.errors import Problem
from bot.library.files import Knowledge
from bot.library.sheets.collecting import Row, collected
from bot.library.sheets.grid import Cell, Grid
from bot.library.sheets.wanted import Wanted, cell_problem, head_key

QUESTION, ANSWER, DOCUMENT, SECTION, MORE, TOPIC, KEYWORDS, ID = HEADS = (
    "Câu hỏi", "Trả lời", "Văn bản", "Phần của văn bản", "Cách hỏi khác", "Chủ đề", "Từ khóa", "Mã",
)  # fmt: skip
_ALSO_CALLED = {
    QUESTION: "hỏi, nội dung câu hỏi, nội dung hỏi, câu hỏi mẫu, câu hỏi chính, question",
    ANSWER: "câu trả lời, nội dung trả lời, đáp, đáp án, trả lời câu hỏi, answer, says",
    DOCUMENT: "số văn bản, số hiệu, số hiệu văn bản, văn bản chỉ đạo, tên văn bản, số ký hiệu, document, number",
    SECTION: "phần, mục, điều khoản, điều, vị trí trong văn bản, căn cứ, trang, section, at",
    MORE: "câu hỏi khác, các cách hỏi khác, cách hỏi, câu hỏi tương tự, hỏi cách khác, more phrasings, phrasings",
    TOPIC: "topic, mã chủ đề",
    KEYWORDS: "các từ khóa, keywords",
    ID: "id, mã mục",
}
_NAMED = {head_key(name): head for head in HEADS for name in (head, *_ALSO_CALLED[head].split(", "))}
_PASSED_OVER = frozenset({"stt", "tt", "so thu tu", "no"})
EXAMPLE, HELP, LISTS = "Ví dụ", "Hướng dẫn", "Danh mục"
NOT_READ = frozenset(map(head_key, (EXAMPLE, HELP, LISTS)))
_HEAD_WITHIN = 10
_NO_HEAD = "không thấy hàng tiêu đề có cột “Câu hỏi” và “Trả lời”; xem bảng mẫu (hoidap knowledge template)"


@dataclass(slots=True)
class _Sheet:
    """The rows of one sheet below its head, and what is wrong with them."""

    name: str
    grid: Grid
    problems: list[Problem] = field(default_factory=list)

    def rows(self) -> Iterator[Row]:
        found = self._head()
        if found is None:
            self.problem(1, _NO_HEAD)
            return
        start, heads = found
        if any(last > self.grid.rows[start][0] for last in self.grid.joined):
            self.problem(max(self.grid.joined), "có ô bị gộp làm một; hãy bỏ gộp ô (Unmerge Cells)")
        for number, filled in self.grid.rows[start + 1 :]:
            row = self._row(number, filled, heads)
            if row is not None:
                yield row

    def problem(self, row: int, message: str, column: str = "") -> None:
        self.problems.append(Problem(self.name, row, message, self.grid.title, column or ("" if self.grid.title else QUESTION)))

    def _head(self) -> tuple[int, dict[int, str]] | None:
        """Which row is the head, and what stands in each of its columns."""
        for start, (_, filled) in enumerate(self.grid.rows[:_HEAD_WITHIN]):
            heads = {place: head for place, cell in filled.items() if (head := _NAMED.get(head_key(cell.text)))}
            if {QUESTION, ANSWER} <= set(heads.values()):
                return start, self._sound(start, filled, heads)
        return None

    def _sound(self, start: int, filled: Mapping[int, Cell], heads: dict[int, str]) -> dict[int, str]:
        row = self.grid.rows[start][0]
        for place, cell in filled.items():
            key = head_key(cell.text)
            if place not in heads and key not in _PASSED_OVER:
                self.problem(row, f"không rõ cột “{cell.text[:60]}” là gì; bỏ cột này hoặc đặt một trong các tên: {', '.join(HEADS)}")
            elif list(heads.values()).count(heads.get(place, "")) > 1:
                self.problem(row, f"có hai cột cùng là “{heads[place]}”", cell.text)
        return heads

    def _row(self, number: int, filled: Mapping[int, Cell], heads: Mapping[int, str]) -> Row | None:
        before = len(self.problems)
        texts = {head: cell.text for place, cell in filled.items() if (head := heads.get(place))}
        for place, cell in filled.items():
            self._check(number, place, cell, heads)
        empty = [head for head in (QUESTION, ANSWER) if not texts.get(head)] if texts else []
        for head in empty:
            self.problem(number, f"“{head}” không được để trống", head)
        return _row_of(self.name, self.grid.title, number, texts) if texts and len(self.problems) == before else None

    def _check(self, number: int, place: int, cell: Cell, heads: Mapping[int, str]) -> None:
        wrong = cell_problem(cell)
        if place in heads and wrong:
            self.problem(number, wrong, heads[place])
        elif place > max(heads):  # text that slipped over, by a separator too many
            self.problem(number, f"ô “{cell.text[:40]}” nằm ngoài các cột có tên; xóa ô này hoặc đặt tên cột")


def _row_of(name: str, sheet: str, number: int, texts: Mapping[str, str]) -> Row:
    def text(head: str) -> str:
        return " ".join(unicodedata.normalize("NFC", texts.get(head, "")).split())

    def several(head: str, signs: str) -> list[str]:
        parts = re.split(signs, unicodedata.normalize("NFC", texts.get(head, "")))
        return [" ".join(part.split()) for part in parts if part.strip()]

    return Row(
        file=name, sheet=sheet, number=number, question=text(QUESTION), answer=text(ANSWER), document=text(DOCUMENT), section=text(SECTION),
        more=several(MORE, r"[|\n]"), topic=text(TOPIC), keywords=several(KEYWORDS, r"[|;,\n]"), id=text(ID),
    )  # fmt: skip


def wanted(grids: Sequence[Grid], name: str, knowledge: Knowledge) -> Wanted:
    """What the sheet wants, with its problems."""
    sheets = [_Sheet(name, grid) for grid in grids if grid.rows and head_key(grid.title) not in NOT_READ]
    rows = [row for sheet in sheets for row in sheet.rows()]
    problems = [problem for sheet in sheets for problem in sheet.problems]
    if not rows and not problems:
        problems = [Problem(name, 1, "bảng chưa có hàng nào; ghi câu hỏi và câu trả lời dưới hàng tiêu đề", grids[0].title, QUESTION)]
    if problems:
        return Wanted(problems=problems)
    return collected(rows, Path(name).stem, knowledge)
