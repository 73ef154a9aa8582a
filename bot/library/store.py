"""Writes a library: one folder with a SQLite file and a search index, built aside and moved into place whole.

A library is never changed after that. Its name is the fingerprint of what it was made from, so an unchanged folder is never built twice.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import sqlite_utils
import tantivy
from pydantic import TypeAdapter

from bot.domain.agency import Agency, Contact, Place, Term, Topic
from bot.domain.directive import Directive
from bot.domain.fact import Fact
from bot.library.compiler import Compiled
from bot.library.entries import slots_of, to_plain, units_of
from bot.library.files import knowledge_files
from bot.text import segment
from bot.text.views import pairs, unpack

SCHEMA = 2
DATABASE, INDEX = "library.sqlite", "index"
FACT = TypeAdapter(Fact)
DIRECTIVE = TypeAdapter(Directive)
AGENCY = TypeAdapter(Agency)
PLACE = TypeAdapter(Place)
TOPIC = TypeAdapter(Topic)
TERM = TypeAdapter(Term)
CONTACT = TypeAdapter(Contact)
_CHUNK = 500
_PARALLEL_FROM = 200

Progress = Callable[[int, int], None]


def fingerprint(folder: Path, *, bare: bool = False) -> str:
    """What a library of this folder would be made from: file contents, schema, underthesea. Also the name of its folder."""
    digest = hashlib.sha256(f"{SCHEMA} {segment.version()} {bare}".encode())
    for path in knowledge_files(folder):
        digest.update(str(path.relative_to(folder)).encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:24]


def write(compiled: Compiled, target: Path, progress: Progress) -> None:
    """Write the library to the folder `target`, which appears whole or not at all. `progress` hears (entries done, entries in all).

    Raises OSError when the disk is full or not writable; nothing is left behind then.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    aside = Path(tempfile.mkdtemp(prefix=".building-", dir=target.parent))
    try:
        _fill(compiled, aside, progress)
        _settle(aside, target)
    except BaseException:
        shutil.rmtree(aside, ignore_errors=True)
        raise


def _settle(aside: Path, target: Path) -> None:
    try:
        os.replace(aside, target)
    except OSError:
        if not (target / DATABASE).exists():
            raise
        shutil.rmtree(aside, ignore_errors=True)  # another process built the same one meanwhile


def _fill(compiled: Compiled, folder: Path, progress: Progress) -> None:
    database = sqlite_utils.Database(folder / DATABASE)
    database.execute("PRAGMA journal_mode = OFF")
    database.execute("PRAGMA synchronous = OFF")
    database.table("facts").create({"row": int, "id": str, "fact": str, "entry": str}, pk="row")
    tally = _Tally()
    index = new_index(folder / INDEX)
    writer = index.writer(heap_size=128_000_000, num_threads=1)
    done = 0
    for chunk in _entries(compiled):
        records = []
        for fact, plain in chunk:
            tally.add(plain)
            writer.add_document(_document(done, plain))
            records.append(
                {"row": done, "id": fact.id, "fact": FACT.dump_json(fact).decode(), "entry": json.dumps(plain, ensure_ascii=False)}
            )
            done += 1
        database.table("facts").insert_all(records)
        progress(done, len(compiled.facts))
    writer.commit()
    writer.wait_merging_threads()
    database.table("facts").create_index(["id"])
    _write_counts(database, tally)
    _write_records(database, compiled)
    database.table("meta").insert_all(
        [{"key": "schema", "value": str(SCHEMA)}, {"key": "underthesea", "value": segment.version()},
         {"key": "size", "value": str(done)}, {"key": "mean_length", "value": str(tally.length / max(done, 1))}],
        pk="key",
    )  # fmt: skip
    database.close()


@dataclass(slots=True)
class _Tally:
    """In how many entries each term occurs, and how often in all, by view."""

    entries: dict[str, Counter[str]]
    times: Counter[str]
    length: int

    def __init__(self) -> None:
        self.entries = {kind: Counter() for kind in ("fold", "pair", "tone", "word")}
        self.times = Counter()
        self.length = 0

    def add(self, plain: list[object]) -> None:
        seen: dict[str, set[str]] = {kind: set() for kind in self.entries}
        for _, packed, _ in plain[4]:  # type: ignore[attr-defined]
            view = unpack(packed)
            seen["fold"].update(view.folds)
            seen["pair"].update(pairs(view.folds))
            seen["tone"].update(view.tones)
            seen["word"].update(view.words)
            self.times.update(view.folds)
            self.length += len(view.folds)
        for kind, terms in seen.items():
            self.entries[kind].update(terms)


def new_index(folder: Path) -> tantivy.Index:
    """An empty search index over folded syllables and their pairs."""
    folder.mkdir(parents=True, exist_ok=True)
    builder = tantivy.SchemaBuilder()
    builder.add_unsigned_field("row", stored=True, fast=True)
    for name in ("fold", "pair"):
        builder.add_text_field(name, stored=False, tokenizer_name="whitespace", index_option="freq")
    return tantivy.Index(builder.build(), path=str(folder))


def _document(row: int, plain: list[object]) -> tantivy.Document:
    views = [unpack(packed) for _, packed, _ in plain[4]]  # type: ignore[attr-defined]
    document = tantivy.Document()
    document.add_unsigned("row", row)
    document.add_text("fold", " ".join(term for view in views for term in view.folds))
    document.add_text("pair", " ".join(pair for view in views for pair in view.pairs))
    return document


_Work = tuple[Fact, Directive | None, Topic | None]


def _entries(compiled: Compiled) -> Iterator[list[tuple[Fact, list[object]]]]:
    """Facts with their plain entries, in chunks; cut into words by several processes when there are many."""
    directives = {directive.number: directive for directive in compiled.directives}
    topics = {topic.id: topic for topic in compiled.topics}
    work = [(fact, directives.get(fact.citation.number), topics.get(fact.topic)) for fact in compiled.facts]
    chunks = [work[at : at + _CHUNK] for at in range(0, len(work), _CHUNK)]
    if len(work) < _PARALLEL_FROM:
        yield from map(_plain_entries, chunks)
        return
    with ProcessPoolExecutor(max_workers=os.cpu_count()) as pool:
        yield from _in_order(pool, chunks)


def _in_order(pool: ProcessPoolExecutor, chunks: list[list[_Work]]) -> Iterator[list[tuple[Fact, list[object]]]]:
    """Results in order with only a few chunks under way, so that a million facts do not wait in memory."""
    ahead = 2 * (os.cpu_count() or 1)
    waiting = [pool.submit(_plain_entries, chunk) for chunk in chunks[:ahead]]
    for place in range(len(chunks)):
        yield waiting.pop(0).result()
        if place + ahead < len(chunks):
            waiting.append(pool.submit(_plain_entries, chunks[place + ahead]))


def _plain_entries(chunk: Iterable[_Work]) -> list[tuple[Fact, list[object]]]:
    return [
        (fact, to_plain(fact, units_of(fact, directive, topic), slots_of(fact, directive), topic.parent if topic else ""))
        for fact, directive, topic in chunk
    ]


def _write_counts(database: sqlite_utils.Database, tally: _Tally) -> None:
    database.execute("CREATE TABLE terms (kind TEXT, term TEXT, entries INTEGER, times INTEGER, PRIMARY KEY (kind, term)) WITHOUT ROWID")
    for kind, counts in tally.entries.items():
        rows = ((kind, term, count, tally.times[term] if kind == "fold" else 0) for term, count in sorted(counts.items()))
        database.conn.executemany("INSERT INTO terms VALUES (?, ?, ?, ?)", rows)
    database.conn.commit()


def _write_records(database: sqlite_utils.Database, compiled: Compiled) -> None:
    shapes: tuple[tuple[str, TypeAdapter, Iterable[object]], ...] = (  # type: ignore[type-arg]
        ("directive", DIRECTIVE, compiled.directives),
        ("agency", AGENCY, compiled.agencies),
        ("place", PLACE, compiled.places),
        ("topic", TOPIC, compiled.topics),
        ("term", TERM, compiled.terms),
        ("contact", CONTACT, compiled.contacts),
    )
    records = [{"kind": kind, "record": shape.dump_json(item).decode()} for kind, shape, items in shapes for item in items]
    records.append({"kind": "shorthand", "record": json.dumps(compiled.shorthand, ensure_ascii=False)})
    records.append({"kind": "alarms", "record": json.dumps(compiled.alarms, ensure_ascii=False)})
    database.table("records").insert_all(records)
