"""What can go wrong, and who must act.

    HoiDapError
    ├── KnowledgeInvalid    the administrator: mend the files named in `problems`
    ├── FileRefused         the administrator: send another file, as the message says; nothing was taken from this one
    ├── FilesMoved          the administrator: begin again, knowledge files changed in between
    ├── LibraryMissing      the operator: build the library
    ├── LibraryForeign      the operator: build again, the library was made by another version
    ├── SettingInvalid      the operator: mend the setting
    ├── VersionMissing      the administrator: choose a version that is still kept
    ├── VersionDamaged      the administrator: go back to another version
    ├── PublishingBusy      the administrator: wait, somebody else is publishing
    ├── DraftStale          the administrator: prepare again, something changed in between
    ├── NothingChanged      nobody: what is to be published is live already
    ├── GateRefused         the administrator: mend what breaks answers, or accept it with a reason
    └── JournalUnusable     the operator: make room, give rights, set the old secret, or move the file away, as the message says

Messages are Vietnamese, for the person who must act. Errors know nothing of channels.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing wrong in a knowledge file: where, what is wrong, what is expected (Vietnamese).

    In a spreadsheet `line` is the row; `sheet` and `column` are what people see at its foot and its head.
    """

    file: str
    line: int
    message: str
    sheet: str = ""
    column: str = ""

    def __str__(self) -> str:
        return f"{place(self.file, self.line, self.sheet, self.column)}: {self.message}"


def place(file: str, line: int, sheet: str = "", column: str = "") -> str:
    """Where something stands, as people are told: "agencies.yaml:12", or "bang.xlsx, trang “Cơ quan”, hàng 12, cột “Tên”"."""
    if not sheet and not column and not file.lower().endswith((".csv", ".xlsx")):
        return f"{file}:{line}"
    parts = [file, f"trang “{sheet}”" if sheet else "", f"hàng {line}", f"cột “{column}”" if column else ""]
    return ", ".join(filter(None, parts))


class HoiDapError(Exception):
    """Anything this program raises on purpose."""


class KnowledgeInvalid(HoiDapError):
    """The knowledge files have problems; nothing was written."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__(f"Có {len(problems)} lỗi trong các tệp tri thức")
        self.problems = problems


class FileRefused(HoiDapError):
    """A file that somebody sent cannot be taken, for what it is or holds; nothing of it was kept."""


class FilesMoved(HoiDapError):
    """Knowledge files changed since they were read; writing now would undo somebody's work."""


class LibraryMissing(HoiDapError):
    """There is no library where one is looked for."""


class LibraryForeign(HoiDapError):
    """The library was made by another version of the program or of underthesea."""


class SettingInvalid(HoiDapError):
    """A setting has a value that cannot be used."""


class VersionMissing(HoiDapError):
    """There is no such version, or it is not kept any more."""


class VersionDamaged(HoiDapError):
    """A version, or the pointer to the live one, is not what was written."""


class PublishingBusy(HoiDapError):
    """Somebody else is publishing right now."""


class DraftStale(HoiDapError):
    """What was prepared is not what would be published now: the files or the live version changed in between."""


class NothingChanged(HoiDapError):
    """What is to be published is live already."""


class GateRefused(HoiDapError):
    """The change breaks answers; `reasons` say which, and name the questions."""

    def __init__(self, reasons: list[str]) -> None:
        super().__init__("Bản này làm hỏng câu trả lời nên chưa được đưa lên")
        self.reasons = reasons


class JournalUnusable(HoiDapError):
    """The journal cannot be opened, read or written; nothing of the transaction that failed was kept."""
