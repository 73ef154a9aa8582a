"""The connection under all parts of the journal: transactions, and errors of SQLite as sentences for the person who must act."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from bot.domain.errors import JournalUnusable

Value = str | int | float | bytes | None
Values = Sequence[Value] | Mapping[str, Value]

_PAGES = 4_000  # of 4 kB each
_TOLD = {
    sqlite3.SQLITE_NOTADB: "Tệp {path} không phải là nhật ký. Chuyển tệp này đi nơi khác hoặc đặt HOIDAP_JOURNAL sang tệp khác.",
    sqlite3.SQLITE_CORRUPT: "Nhật ký {path} bị hỏng. Giữ lại tệp này, khôi phục từ bản sao lưu, hoặc chuyển đi để bắt đầu nhật ký mới.",
    sqlite3.SQLITE_FULL: "Hết chỗ trống trên đĩa, không ghi được nhật ký {path}. Giải phóng dung lượng rồi chạy lại.",
    sqlite3.SQLITE_READONLY: "Không có quyền ghi nhật ký {path}. Kiểm tra quyền ghi của tệp và thư mục chứa nó.",
    sqlite3.SQLITE_PERM: "Không có quyền dùng nhật ký {path}. Kiểm tra quyền của tệp và thư mục chứa nó.",
    sqlite3.SQLITE_CANTOPEN: "Không mở được nhật ký {path}. Kiểm tra thư mục có tồn tại và cho phép ghi không.",
    sqlite3.SQLITE_IOERR: "Lỗi đọc ghi đĩa với nhật ký {path}. Kiểm tra ổ đĩa.",
    sqlite3.SQLITE_BUSY: "Nhật ký {path} đang bị tiến trình khác giữ quá lâu. Đóng tiến trình đó rồi thử lại.",
    sqlite3.SQLITE_LOCKED: "Nhật ký {path} đang bị tiến trình khác giữ quá lâu. Đóng tiến trình đó rồi thử lại.",
}


class Store:
    """SQL in, rows out. Statements are prepared once and kept by the connection; whoever calls from several threads takes turns."""

    def __init__(self, connection: sqlite3.Connection, path: Path) -> None:
        self._connection = connection
        self.path = path
        self._watched: list[list[Any]] = []
        self._to_last = False

    def watch(self, kept: list[Any]) -> None:
        """Let a list in memory be part of transactions: what was appended in one that failed is taken off again."""
        self._watched.append(kept)

    def run(self, sql: str, values: Values = ()) -> sqlite3.Cursor:
        """Run one statement; outside a transaction it is one by itself."""
        try:
            return self._connection.execute(sql, values)
        except sqlite3.Error as error:
            tell(error, self.path)
            raise

    def rows(self, sql: str, values: Values = ()) -> list[Any]:
        """All rows of a query, read at once so that none of it stays open."""
        try:
            return self._connection.execute(sql, values).fetchall()
        except sqlite3.Error as error:
            tell(error, self.path)
            raise

    def row(self, sql: str, values: Values = ()) -> Any | None:
        """The first row, or None."""
        found = self.rows(sql, values)
        return found[0] if found else None

    def rows_as_they_are(self, sql: str, values: Values = ()) -> list[Any]:
        """All rows of a query, also where somebody put what is no text: it is shown in place of an error."""
        usual = self._connection.text_factory
        self._connection.text_factory = _shown
        try:
            return self.rows(sql, values)
        finally:
            self._connection.text_factory = usual

    def add(self, sql: str, values: Values) -> int:
        """Insert one row and tell its number."""
        return int(self.run(sql, values).lastrowid or 0)

    def change(self, sql: str, values: Values = ()) -> int:
        """Insert, update or delete, and tell how many rows that touched."""
        return self.run(sql, values).rowcount

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All of it or nothing, whatever is raised inside; one within another can fail alone. Takes the right to write at once."""
        outermost = not self._connection.in_transaction
        begin, keep, undo = _OUTER if outermost else _INNER
        self.run(begin)
        lengths = [len(kept) for kept in self._watched]
        try:
            yield
            self.run(keep)
        except BaseException:
            for kept, length in zip(self._watched, lengths, strict=True):
                del kept[length:]
            if self._connection.in_transaction:  # a full disk undoes everything by itself
                for statement in undo:
                    self.run(statement)
            raise
        if outermost and self._to_last:
            self._settle()

    @contextmanager
    def lasting(self) -> Iterator[None]:
        """A transaction that also outlasts a power cut once the outermost one is done, with all that was committed before."""
        with self.transaction():
            yield
            self._to_last = True

    def _settle(self) -> None:
        """Have the disk write down what was committed: commits by themselves leave that to the next checkpoint."""
        self._to_last = False
        with suppress(FileNotFoundError), Path(f"{self.path}-wal").open("rb") as ahead:
            os.fsync(ahead.fileno())

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Several queries of one moment, whoever writes meanwhile. For reading only."""
        if self.in_transaction:
            yield
            return
        self.run("BEGIN")
        try:
            yield
        finally:
            self.run("ROLLBACK")

    def compact(self) -> None:
        """Cut free pages off the file, at most so many that nobody waits for it long, and empty the log beside it."""
        if self.in_transaction:
            return
        try:
            self._connection.executescript(f"PRAGMA incremental_vacuum({_PAGES}); PRAGMA wal_checkpoint(TRUNCATE);")
        except sqlite3.Error as error:
            tell(error, self.path)
            raise

    @property
    def in_transaction(self) -> bool:
        return self._connection.in_transaction

    def close(self) -> None:
        self._connection.close()


_OUTER = ("BEGIN IMMEDIATE", "COMMIT", ("ROLLBACK",))
_INNER = ("SAVEPOINT part", "RELEASE part", ("ROLLBACK TO part", "RELEASE part"))


def _shown(text: bytes) -> str:
    return text.decode("utf-8", "surrogateescape")


def tell(error: sqlite3.Error, path: Path) -> None:
    """Raise JournalUnusable for what a person can mend; return for what only a programmer can."""
    text = _TOLD.get(getattr(error, "sqlite_errorcode", 0) & 0xFF)  # the low byte names the kind, the rest the detail
    if text:
        raise JournalUnusable(text.format(path=path)) from error
