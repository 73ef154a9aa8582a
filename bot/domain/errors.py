"""What can go wrong, and who must act.

    HoiDapError
    ├── KnowledgeInvalid    the administrator: mend the files named in `problems`
    ├── LibraryMissing      the operator: build the library
    ├── LibraryForeign      the operator: build again, the library was made by another version
    ├── SettingInvalid      the operator: mend the setting
    └── JournalUnusable     the operator: make room, give rights, set the old secret, or move the file away, as the message says

Messages are Vietnamese, for the person who must act. Errors know nothing of channels.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing wrong in a knowledge file: where, what is wrong, what is expected (Vietnamese)."""

    file: str
    line: int
    message: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.message}"


class HoiDapError(Exception):
    """Anything this program raises on purpose."""


class KnowledgeInvalid(HoiDapError):
    """The knowledge files have problems; nothing was written."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__(f"Có {len(problems)} lỗi trong các tệp tri thức")
        self.problems = problems


class LibraryMissing(HoiDapError):
    """There is no library where one is looked for."""


class LibraryForeign(HoiDapError):
    """The library was made by another version of the program or of underthesea."""


class SettingInvalid(HoiDapError):
    """A setting has a value that cannot be used."""


class JournalUnusable(HoiDapError):
    """The journal cannot be opened, read or written; nothing of the transaction that failed was kept."""
