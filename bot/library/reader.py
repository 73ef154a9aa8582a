"""Opens a library and answers what matching and answering ask of it. Read-only; safe to share between threads.

Refuses a library made by another schema or another underthesea: its words would not be those of the questions.
"""

from __future__ import annotations

import gc
import json
import re
import sqlite3
import threading
from collections import OrderedDict
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

import numpy as np
import tantivy

from bot.domain.agency import Agency, Contact, Place, Term, Topic
from bot.domain.directive import Directive
from bot.domain.errors import LibraryForeign, LibraryMissing
from bot.domain.fact import Fact
from bot.library.entries import entries_of
from bot.library.layout import DATABASE, INDEX, SCHEMA, is_built
from bot.library.pages import Pages
from bot.library.records import AGENCY, CONTACT, DIRECTIVE, FACT, PLACE, TERM, TOPIC
from bot.matching.called import UsualNames
from bot.matching.entry import Entry
from bot.matching.gazetteer import Gazetteer
from bot.matching.lexicon import Alarm, Lexicon, rarity_of
from bot.matching.sheet import Rarities
from bot.text import segment
from bot.text.normalize import comparable, fold
from bot.text.spelling import Speller
from bot.text.tokens import tokens
from bot.text.views import fold_token

KEPT = 3_000  # entries and facts kept decoded; about 10 kB each, and soon decoded again
_OFFICES = ("department", "inspectorate", "office")  # kinds of agencies.yaml; groups and governments have a part in nearly everything
_COUNTED = 50_000  # counts of terms kept
_COLLECTED = (700, 2, 500)  # by default ten young collections are waited for, and people then wait for the eleventh: 15 ms


class Library:
    """One immutable version of the knowledge; keeps so many entries and facts decoded."""

    def __init__(self, folder: Path, kept: int = KEPT) -> None:
        if not is_built(folder):
            raise LibraryMissing(f"Chưa có thư viện ở {folder}; hãy chạy: hoidap build")
        self.folder = folder
        self._kept = kept
        self._lock = threading.Lock()
        self._database = sqlite3.connect(
            f"{(folder / DATABASE).absolute().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False
        )
        meta = dict(self._rows("SELECT key, value FROM meta"))
        if meta.get("schema") != str(SCHEMA) or meta.get("underthesea") != segment.version():
            raise LibraryForeign(
                f"Thư viện ở {folder} do phiên bản khác tạo (lược đồ {meta.get('schema')}, underthesea {meta.get('underthesea')}); "
                "hãy dựng và đưa lên lại từ các tệp tri thức: hoidap knowledge publish"
            )
        self._pages = Pages(folder)
        index = tantivy.Index.open(str(folder / INDEX))
        self._searcher = index.searcher()
        self._schema = index.schema
        self.counts = _Counts(self._searcher, int(meta["size"]), float(meta["mean_length"]), self._vocabulary)
        self._entries: OrderedDict[int, Entry] = OrderedDict()
        self._facts: OrderedDict[str, Fact] = OrderedDict()
        self._written: dict[str, bytes] = {}  # the facts of the entries kept, as JSON: they came with them, and are what is told most

    def _rows(self, query: str, values: Sequence[object] = ()) -> list[Any]:
        with self._lock:
            return self._database.execute(query, values).fetchall()

    def warm(self) -> None:
        """Do beforehand what the first questions would wait for: words and slips made ready, a small library read whole.

        What was read stays for good, so the garbage collector need not look through it again and again while people wait; through what a
        large library reads and drops as questions come it looks soon and shortly, and seldom through all of it at once.
        """
        segment.words("nhà ở")
        self.speller.prepare()
        if self.counts.size <= self._kept:
            for entry in self.entries(range(self.counts.size)):
                self.fact(entry.id)
            self._written.clear()  # all are decoded now
        gc.freeze()
        gc.set_threshold(*_COLLECTED)

    def close(self) -> None:
        self._database.close()
        self._pages.close()

    # what matching asks

    def find(self, terms: Sequence[tuple[str, str, float]], most: int) -> list[int]:
        """Rows of the entries that match weighted terms best, best first."""
        if not terms:
            return []
        parts = [
            (
                tantivy.Occur.Should,
                tantivy.Query.boost_query(tantivy.Query.term_query(self._schema, kind, term, index_option="freq"), weight),
            )
            for kind, term, weight in terms
        ]
        hits = self._searcher.search(tantivy.Query.boolean_query(parts), limit=most, count=False).hits
        return [int(row) for row in self._searcher.fast_field_values("row", [address for _, address in hits]) if row is not None]

    def entries(self, rows: Sequence[int]) -> list[Entry]:
        kept = {row: entry for row in rows if (entry := self._entries.get(row))}
        missing = [row for row in rows if row not in kept]
        if missing:
            self._pages.ahead(missing)
            read = {row: self._pages.read(row) for row in missing}
            met = entries_of(read, self._rarities)
            self._entries.update(met)
            self._written.update((entry.id, read[row][-1]) for row, entry in met.items())
            kept |= met
            while len(self._entries) > self._kept:
                self._written.pop(self._entries.popitem(last=False)[1].id, None)
        return [kept[row] for row in rows]

    def entry(self, row: int) -> Entry:
        return self.entries([row])[0]

    @cached_property
    def _rarities(self) -> Rarities:
        rows = self._rows("SELECT key, entries FROM terms ORDER BY key")
        return Rarities(
            np.array([key for key, _ in rows], dtype=np.int64), np.array([rarity_of(count, self.counts.size) for _, count in rows])
        )

    def row_of(self, fact_id: str) -> int | None:
        found = self._rows("SELECT row FROM facts WHERE id = ?", (fact_id,))
        return int(found[0][0]) if found else None

    # what answering asks

    def fact(self, fact_id: str) -> Fact:
        """The fact with this id. Raises KeyError when there is none."""
        kept = self._facts.get(fact_id)
        if kept is None:
            kept = self._facts[fact_id] = FACT.validate_json(self._written.get(fact_id) or self._fact(fact_id))
            if len(self._facts) > self._kept:
                self._facts.popitem(last=False)
        return kept

    def _fact(self, fact_id: str) -> bytes:
        row = self.row_of(fact_id)
        if row is None:
            raise KeyError(fact_id)
        return self._pages.read(row)[-1]

    def fact_ids(self) -> list[str]:
        """All ids, in the order of the files."""
        return [fact_id for (fact_id,) in self._rows("SELECT id FROM facts ORDER BY row")]

    @cached_property
    def directives(self) -> Mapping[str, Directive]:
        return {item.number: item for item in map(DIRECTIVE.validate_json, self._records("directive"))}

    @cached_property
    def agencies(self) -> Mapping[str, Agency]:
        return {item.name: item for item in map(AGENCY.validate_json, self._records("agency"))}

    @cached_property
    def topics(self) -> Mapping[str, Topic]:
        return {item.id: item for item in map(TOPIC.validate_json, self._records("topic"))}

    @cached_property
    def terms(self) -> tuple[Term, ...]:
        return tuple(map(TERM.validate_json, self._records("term")))

    @cached_property
    def places(self) -> tuple[Place, ...]:
        return tuple(map(PLACE.validate_json, self._records("place")))

    @cached_property
    def contacts(self) -> tuple[Contact, ...]:
        return tuple(map(CONTACT.validate_json, self._records("contact")))

    @cached_property
    def lexicon(self) -> Lexicon:
        return Lexicon(
            counts=self.counts,
            shorthand={
                comparable(short): tuple(map(comparable, long)) for short, long in json.loads(self._records("shorthand")[0]).items()
            },
            agencies=Gazetteer((name, fold(comparable(agency.name))) for agency in self.agencies.values() for name in agency.names),
            places=Gazetteer((name, fold(comparable(place.name))) for place in self.places for name in (place.name, *place.other_names)),
            documents=_document_names(self.directives.values()),
            called=UsualNames(
                (name, fold(comparable(directive.number)))
                for directive in self.directives.values()
                if not directive.mentioned  # what others mention is called by words that belong to the matters themselves
                for name in directive.aliases
            ),
            offices=frozenset(fold(comparable(name)) for name, agency in self.agencies.items() if agency.kind in _OFFICES),
            alarms={fact_id: _alarm(*words) for fact_id, words in json.loads(self._records("alarms")[0]).items()},
        )

    @cached_property
    def speller(self) -> Speller:
        return Speller(
            self.counts.vocabulary(), lambda left, right: self.counts.entries_with("pair", (f"{left}+{right}",)).get(f"{left}+{right}", 0)
        )

    def _vocabulary(self) -> dict[str, int]:
        return dict(self._rows("SELECT term, times FROM terms"))

    def _records(self, kind: str) -> list[str]:
        return [record for (record,) in self._rows("SELECT record FROM records WHERE kind = ?", (kind,))]


class _Counts:
    """How often terms occur: the index knows in how many entries, and is asked once for each term that people use."""

    def __init__(self, searcher: tantivy.Searcher, size: int, mean_length: float, vocabulary: Callable[[], dict[str, int]]) -> None:
        self.size = size
        self.mean_length = mean_length
        self.vocabulary = vocabulary
        self._count = lru_cache(maxsize=_COUNTED)(searcher.doc_freq)

    def entries_with(self, kind: str, terms: Iterable[str]) -> dict[str, int]:
        return {term: count for term in terms if (count := self._count(kind, term))}


def _alarm(groups: Sequence[Sequence[str]], unless: Sequence[str]) -> Alarm:
    return Alarm(tuple(tuple(map(_folded, group)) for group in groups), tuple(map(_folded, unless)))


def _folded(words: str) -> str:
    """Words in the form of `Question.text`."""
    return " ".join(map(fold_token, tokens(comparable(words))))


def _document_names(directives: Iterable[Directive]) -> dict[str, tuple[str, ...]]:
    """Folded numbers and their bare digits, each with the folded numbers it may stand for."""
    names: dict[str, set[str]] = {}
    for directive in directives:
        number = fold(comparable(directive.number))
        names.setdefault(number, set()).add(number)
        digits = re.match(r"\d+", number)
        if digits:
            names.setdefault(str(int(digits[0])), set()).add(number)
    return {name: tuple(sorted(numbers)) for name, numbers in names.items()}
