"""Reads all that a library holds, without searching it: for comparing libraries, also those that this program can no longer answer from."""

from __future__ import annotations

import sqlite3
import struct
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import ValidationError

from bot.domain.errors import LibraryForeign
from bot.domain.fact import Fact
from bot.library.layout import DATABASE, SCHEMA
from bot.library.pages import Pages
from bot.library.records import FACT
from bot.text import segment


@dataclass(frozen=True, slots=True)
class Held:
    """All that a library holds: facts by id, and the other records, as JSON, by kind (agencies, topics, shorthand ...)."""

    facts: dict[str, Fact] = field(default_factory=dict)
    records: dict[str, tuple[str, ...]] = field(default_factory=dict)


def held_by(library: Path) -> Held:
    """Raises LibraryForeign when facts are kept in a shape of another version."""
    return Held(facts_of(library), _records_of(library))


def facts_of(library: Path) -> dict[str, Fact]:
    """All facts by id, in the order of the files. Raises LibraryForeign when they are kept in a shape of another version."""
    with _open(library) as database:
        rows = database.execute("SELECT id, row FROM facts ORDER BY row").fetchall()
    try:
        with closing(Pages(library)) as pages:
            return {fact_id: FACT.validate_json(pages.read(row)[-1]) for fact_id, row in rows}
    except (ValidationError, IndexError, struct.error) as error:
        raise LibraryForeign(f"Thư viện ở {library} do phiên bản khác tạo, không đọc được các mục trong đó.") from error


def _records_of(library: Path) -> dict[str, tuple[str, ...]]:
    kept: dict[str, list[str]] = {}
    with _open(library) as database:
        for kind, record in database.execute("SELECT kind, record FROM records"):
            kept.setdefault(kind, []).append(record)
    return {kind: tuple(records) for kind, records in kept.items()}


def is_ours(library: Path) -> bool:
    """Whether this program can answer from it: same schema, same underthesea."""
    with _open(library) as database:
        meta = dict(database.execute("SELECT key, value FROM meta"))
    return meta.get("schema") == str(SCHEMA) and meta.get("underthesea") == segment.version()


@contextmanager
def _open(library: Path) -> Iterator[sqlite3.Connection]:
    uri = f"{(library / DATABASE).absolute().as_uri()}?mode=ro&immutable=1"
    with closing(sqlite3.connect(uri, uri=True)) as database:
        yield database
