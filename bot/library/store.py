"""Writes a library: one folder with a SQLite file, a file of entries and a search index, built aside and moved into place whole.

A library is never changed after that. Its name is the fingerprint of what it was made from, so an unchanged folder is never built twice.
Only a few hundred facts are held at a time, so a library may be larger than the memory.
"""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from itertools import islice
from pathlib import Path

import sqlite_utils
import tantivy
from pydantic import TypeAdapter

from bot.domain.agency import Topic
from bot.domain.directive import Directive
from bot.domain.fact import Fact
from bot.library.compiler import Compiled
from bot.library.entries import Written, written
from bot.library.facts import Facts
from bot.library.layout import DATABASE, INDEX, SCHEMA, is_built
from bot.library.pages import PageWriter
from bot.library.records import AGENCY, CONTACT, DIRECTIVE, FACT, PLACE, TERM, TOPIC
from bot.matching.lexicon import FOLD, PAIR, TONE, WORD
from bot.matching.sheet import key_of
from bot.text import segment

CHUNK = 250
_PARALLEL_FROM = 200
_HEAP = 128_000_000  # bytes that the index may take in memory before it writes a part of itself

Progress = Callable[[int, int], None]
_Kept = tuple[str, str, Written]  # a fact's id, the fact as JSON, its entry


def write(compiled: Compiled, target: Path, progress: Progress, facts: Facts | None = None) -> None:
    """Write the library to the folder `target`, which appears whole or not at all. `progress` hears (entries done, entries in all).

    `facts` take the place of the compiled ones where there are too many to hold. Raises OSError when the disk is full or not writable;
    nothing is left behind then.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    aside = Path(tempfile.mkdtemp(prefix=".building-", dir=target.parent))
    try:
        _fill(compiled, compiled.facts if facts is None else facts, aside, progress)
        _settle(aside, target)
    except BaseException:
        shutil.rmtree(aside, ignore_errors=True)
        raise


def _settle(aside: Path, target: Path) -> None:
    try:
        aside.replace(target)
    except OSError:
        if not is_built(target):
            raise
        shutil.rmtree(aside, ignore_errors=True)  # another process built the same one meanwhile


def _fill(compiled: Compiled, facts: Facts, folder: Path, progress: Progress) -> None:
    database = sqlite_utils.Database(folder / DATABASE)
    database.execute("PRAGMA journal_mode = OFF")
    database.execute("PRAGMA synchronous = OFF")
    database.table("facts").create({"row": int, "id": str}, pk="row")
    database.table("terms").create({"key": int, "term": str, "entries": int, "times": int}, pk="key")
    tally = _Tally()
    writer = new_index(folder / INDEX).writer(heap_size=_HEAP, num_threads=1)
    with PageWriter(folder) as pages:
        for chunk in _written(compiled, facts):
            _keep(database, tally.done, chunk)
            for _, fact, entry in chunk:
                pages.add((entry.head, entry.texts, entry.sheet, fact.encode()))
                writer.add_document(_document(tally.done, entry.terms))
                tally.add(entry.terms[FOLD].split())
            progress(tally.done, len(facts))
    writer.commit()
    writer.wait_merging_threads()
    database.table("facts").create_index(["id"])
    tally.write(database)
    _write_records(database, compiled)
    _write_meta(database, tally)
    database.close()


def _keep(database: sqlite_utils.Database, first: int, chunk: list[_Kept]) -> None:
    rows = ((row, fact_id) for row, (fact_id, _, _) in enumerate(chunk, first))
    with database.conn as connection:
        connection.executemany("INSERT INTO facts VALUES (?, ?)", rows)


class _Tally:
    """How many entries there are, how long they are, and how often each folded syllable occurs. Of other terms the index itself knows."""

    def __init__(self) -> None:
        self.done = 0
        self.length = 0
        self._entries: Counter[str] = Counter()
        self._times: Counter[str] = Counter()

    def add(self, folds: list[str]) -> None:
        self.done += 1
        self.length += len(folds)
        self._times.update(folds)
        self._entries.update(set(folds))

    def write(self, database: sqlite_utils.Database) -> None:
        rows = ((key_of(term), term, count, self._times[term]) for term, count in self._entries.items())
        with database.conn as connection:
            connection.executemany("INSERT INTO terms VALUES (?, ?, ?, ?)", sorted(rows))


def new_index(folder: Path) -> tantivy.Index:
    """An empty search index. Folded syllables and their pairs are searched; all four views tell in how many entries a term occurs."""
    folder.mkdir(parents=True, exist_ok=True)
    builder = tantivy.SchemaBuilder()
    builder.add_unsigned_field("row", stored=False, fast=True)
    for kind, kept in ((FOLD, "freq"), (PAIR, "freq"), (TONE, "basic"), (WORD, "basic")):
        builder.add_text_field(kind, stored=False, tokenizer_name="whitespace", index_option=kept)
    return tantivy.Index(builder.build(), path=str(folder))


def _document(row: int, terms: dict[str, str]) -> tantivy.Document:
    document = tantivy.Document()
    document.add_unsigned("row", row)
    for kind, text in terms.items():
        document.add_text(kind, text)
    return document


_Work = tuple[Fact, Directive | None, Topic | None]


def _written(compiled: Compiled, facts: Facts) -> Iterator[list[_Kept]]:
    """Facts with their entries, in chunks; cut into words by several processes when there are many."""
    directives = {directive.number: directive for directive in compiled.directives}
    topics = {topic.id: topic for topic in compiled.topics}
    work = ((fact, directives.get(fact.citation.number), topics.get(fact.topic)) for fact in facts)
    chunks = iter(lambda: list(islice(work, CHUNK)), [])
    if len(facts) < _PARALLEL_FROM:
        yield from map(_write_chunk, chunks)
        return
    with ProcessPoolExecutor(max_workers=os.cpu_count()) as pool:
        yield from _in_order(pool, chunks)


def _in_order(pool: ProcessPoolExecutor, chunks: Iterator[list[_Work]]) -> Iterator[list[_Kept]]:
    """Results in order with only a few chunks under way, so that a million facts do not wait in memory."""
    waiting = deque(pool.submit(_write_chunk, chunk) for chunk in islice(chunks, 2 * (os.cpu_count() or 1)))
    while waiting:
        done = waiting.popleft().result()
        waiting.extend(pool.submit(_write_chunk, chunk) for chunk in islice(chunks, 1))
        yield done


def _write_chunk(chunk: list[_Work]) -> list[_Kept]:
    return [(fact.id, FACT.dump_json(fact).decode(), written(fact, directive, topic)) for fact, directive, topic in chunk]


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


def _write_meta(database: sqlite_utils.Database, tally: _Tally) -> None:
    meta = {
        "schema": SCHEMA, "underthesea": segment.version(), "size": tally.done, "mean_length": tally.length / max(tally.done, 1),
    }  # fmt: skip
    database.table("meta").insert_all([{"key": key, "value": str(value)} for key, value in meta.items()], pk="key")
