"""Opens the journal, making or bringing up to date its file, or says in Vietnamese why it cannot be used."""

from __future__ import annotations

import os
import sqlite3
from datetime import datetime
from pathlib import Path

from sqlite_utils import Database

from bot.domain.errors import JournalUnusable
from bot.journal.journal import Journal
from bot.journal.migrations import APPLICATION, AUDIT, KNOWN, MIGRATIONS
from bot.journal.moments import HANOI
from bot.journal.ownership import claim, recognised, seal_of
from bot.journal.sealing import Seal
from bot.journal.store import Store, tell

_PATIENCE = 5.0  # seconds to wait for another process that writes
_STATEMENTS = 256  # kept prepared; the journal has fewer

MISSING = "Chưa có nhật ký ở {path}. Nhật ký được tạo khi bot chạy, hoặc khi đưa tri thức lên, lần đầu."
OLDER = "Nhật ký {path} do phiên bản cũ tạo. Chạy bot một lần để nâng cấp rồi thử lại."
NEWER = "Nhật ký {path} do phiên bản mới hơn của chương trình tạo. Hãy dùng phiên bản mới, hoặc đặt HOIDAP_JOURNAL sang tệp khác."
FOREIGN = "Tệp {path} là cơ sở dữ liệu của chương trình khác, không phải nhật ký. Hãy đặt HOIDAP_JOURNAL sang tệp khác."
NO_RIGHTS = (
    "Không tạo được nhật ký {path}: {why}. Kiểm tra thư mục có tồn tại và cho phép ghi không, hoặc đặt HOIDAP_JOURNAL sang nơi khác."
)


def open_journal(path: Path, secret: bytes | None, *, at: datetime | None = None, read_only: bool = False) -> Journal:
    """The journal at `path`, made for us alone where there is none; with `read_only` it must be there. Raises JournalUnusable.

    Without a secret only the audit trail can be written, until the journal is opened with one: from then on it is needed. `at` is the
    moment that is noted with that; where nobody tells it, it is when the file was last written.
    """
    if read_only and not path.is_file():
        raise JournalUnusable(MISSING.format(path=path))
    if not read_only:
        _make(path)
    seal = seal_of(secret)
    try:
        at = at or _written(path)
        connection = _connect(path, read_only=read_only)
        try:
            database = Database(connection, execute_plugins=False)
            _refuse_others(database, path)  # before anything is changed in a file that is not ours
            store = Store(connection, path)
            if read_only:
                seal = _read(database, store, seal)
            else:
                _prepare(connection, path)
                _bring_up_to_date(database, store, seal, at)
        except BaseException:
            connection.close()
            raise
    except sqlite3.Error as error:
        tell(error, path)
        raise
    return Journal(store, seal)


def _make(path: Path) -> None:
    """An empty file that only we may read, in a folder likewise; what SQLite puts beside it gets the same rights."""
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    except OSError as error:
        raise JournalUnusable(NO_RIGHTS.format(path=path, why=_why(error))) from error


def _why(error: OSError) -> str:
    if isinstance(error, PermissionError):
        return "không có quyền"
    if isinstance(error, IsADirectoryError):
        return "đó là một thư mục"
    return error.strerror or "lỗi hệ thống"


def _written(path: Path) -> datetime:
    return datetime.fromtimestamp(path.stat().st_mtime, HANOI)


def _connect(path: Path, *, read_only: bool) -> sqlite3.Connection:
    """Statements commit by themselves but in `Store.transaction`; several threads may take turns."""
    connection = sqlite3.connect(
        f"{path.absolute().as_uri()}?mode={'ro' if read_only else 'rw'}",
        uri=True,
        timeout=_PATIENCE,
        isolation_level=None,
        check_same_thread=False,
        cached_statements=_STATEMENTS,
    )
    for pragma in ("secure_delete = ON", "foreign_keys = ON", "temp_store = MEMORY", "synchronous = NORMAL"):
        connection.execute(f"PRAGMA {pragma}")
    return connection


def _prepare(connection: sqlite3.Connection, path: Path) -> None:
    """How the file is written, and that nobody else may read it, also when it was copied here with wider rights."""
    for pragma in ("auto_vacuum = INCREMENTAL", "journal_mode = WAL", "journal_size_limit = 67108864"):
        connection.execute(f"PRAGMA {pragma}")
    if path.stat().st_mode & 0o077:
        path.chmod(0o600)


def _read(database: Database, store: Store, seal: Seal) -> Seal:
    """Refuse what cannot be read as it is."""
    with store.snapshot():
        if MIGRATIONS.pending(database):
            raise JournalUnusable(OLDER.format(path=store.path))
        return recognised(store, seal)


def _bring_up_to_date(database: Database, store: Store, seal: Seal, at: datetime) -> None:
    """Take the missing steps and refuse what is not ours, all or none; of two processes that open a new file one waits for the other."""
    with store.lasting():
        begins = AUDIT in {step.name for step in MIGRATIONS.pending(database)}
        MIGRATIONS.apply(database)
        claim(store, seal, at, begins=begins)


def _refuse_others(database: Database, path: Path) -> None:
    application = database.conn.execute("PRAGMA application_id").fetchone()[0]
    tables = database.conn.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0]
    if tables and application != APPLICATION:
        raise JournalUnusable(FOREIGN.format(path=path))
    if not {migration.name for migration in MIGRATIONS.applied(database)} <= KNOWN:
        raise JournalUnusable(NEWER.format(path=path))
