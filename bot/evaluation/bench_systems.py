"""The systems that the benchmark sets side by side: ours, and what one would use instead. Each is built into a folder and opened from it.

Rivals are given the same facts and return the id of their first hit; they decide nothing and compose nothing.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from bot.domain.fact import Fact
from bot.library.facts import Facts
from bot.text.normalize import comparable
from bot.text.tokens import tokens
from bot.text.views import fold_token, pairs

Ask = Callable[[str], str]
OURS, FTS5, BM25S, RAPIDFUZZ = "ours", "sqlite-fts5", "bm25s", "rapidfuzz"
SYSTEMS = (OURS, FTS5, BM25S, RAPIDFUZZ)
LIBRARY, TEXTS = "library", "texts.jsonl"
_DAY = date(2026, 11, 22)  # on which all questions are asked


@dataclass(frozen=True, slots=True)
class Noted:
    """Facts that are written down for rivals while they are gone through: a line for each, with its id and all its texts."""

    facts: Facts
    path: Path

    def __len__(self) -> int:
        return len(self.facts)

    def __iter__(self) -> Iterator[Fact]:
        with self.path.open("w", encoding="utf-8") as out:
            for fact in self.facts:
                out.write(json.dumps([fact.id, [fact.says, *fact.phrasings, " , ".join(fact.keywords)]], ensure_ascii=False) + "\n")
                yield fact


def is_installed(system: str) -> bool:
    """Whether a system can run here; bm25s comes with the tools of development only."""
    return system != BM25S or find_spec(BM25S) is not None


def build(system: str, folder: Path) -> None:
    """Build a rival from the folder's texts."""
    {FTS5: _build_fts5, BM25S: _build_bm25s, RAPIDFUZZ: _build_rapidfuzz}[system](folder)


def opened(system: str, folder: Path) -> Ask:
    """The system's answer to a message: the id of the fact that it puts first, "" for none."""
    return {OURS: _open_ours, FTS5: _open_fts5, BM25S: _open_bm25s, RAPIDFUZZ: _open_rapidfuzz}[system](folder)


def _open_ours(folder: Path) -> Ask:
    """The whole way from a message to a reply. What it answers counts, not what it offers when it asks back."""
    from bot.answering.conversation import NEW  # noqa: PLC0415  rivals neither load nor pay for these
    from bot.domain.reply import Answered  # noqa: PLC0415
    from bot.library.reader import Library  # noqa: PLC0415
    from bot.wiring import assistant_of  # noqa: PLC0415

    library = Library(folder / LIBRARY)
    library.warm()
    assistant = assistant_of(library)

    def ask(message: str) -> str:
        reply, _ = assistant.reply(message, NEW, _DAY)
        return reply.facts[0] if isinstance(reply, Answered) and reply.facts else ""

    return ask


def _texts(folder: Path) -> Iterator[tuple[str, list[str]]]:
    with (folder / TEXTS).open(encoding="utf-8") as lines:
        for line in lines:
            fact_id, texts = json.loads(line)
            yield fact_id, texts


def _folds(text: str) -> list[str]:
    return [fold_token(token) for token in tokens(comparable(text))]


def _build_fts5(folder: Path) -> None:
    path = folder / f"{FTS5}.sqlite"
    path.unlink(missing_ok=True)
    database = sqlite3.connect(path)
    database.execute("PRAGMA journal_mode = OFF")
    database.execute("CREATE VIRTUAL TABLE facts USING fts5(id UNINDEXED, text, tokenize = 'unicode61 remove_diacritics 2')")
    rows = ((fact_id, " ".join(fold for text in texts for fold in _folds(text))) for fact_id, texts in _texts(folder))
    database.executemany("INSERT INTO facts VALUES (?, ?)", rows)
    database.execute("INSERT INTO facts (facts) VALUES ('optimize')")
    database.commit()
    database.close()


def _open_fts5(folder: Path) -> Ask:
    database = sqlite3.connect(f"{(folder / FTS5).absolute().as_uri()}.sqlite?mode=ro&immutable=1", uri=True)

    def ask(message: str) -> str:
        query = " OR ".join(f'"{fold}"' for fold in dict.fromkeys(_folds(message)))
        found = database.execute("SELECT id FROM facts WHERE facts MATCH ? ORDER BY rank LIMIT 1", (query,)).fetchone() if query else None
        return str(found[0]) if found else ""

    return ask


def _terms(texts: Iterable[str]) -> list[str]:
    return [term for text in texts for folds in [tuple(_folds(text))] for term in (*folds, *pairs(folds))]


def _build_bm25s(folder: Path) -> None:
    import bm25s  # noqa: PLC0415  a development dependency

    numbers: dict[str, int] = {}
    ids: list[str] = []
    corpus: list[list[int]] = []
    for fact_id, texts in _texts(folder):
        ids.append(fact_id)
        corpus.append([numbers.setdefault(term, len(numbers)) for term in _terms(texts)])
    index = bm25s.BM25()
    index.index((corpus, numbers), show_progress=False)
    index.save(str(folder / BM25S))
    (folder / f"{BM25S}.ids").write_text("\n".join(ids), encoding="utf-8")


def _open_bm25s(folder: Path) -> Ask:
    import bm25s  # noqa: PLC0415

    index: Any = bm25s.BM25.load(str(folder / BM25S))
    ids = (folder / f"{BM25S}.ids").read_text(encoding="utf-8").split("\n")

    def ask(message: str) -> str:
        known = [term for term in _terms([message]) if term in index.vocab_dict]
        return ids[int(index.get_scores(known).argmax())] if known else ""

    return ask


def _build_rapidfuzz(folder: Path) -> None:
    ids, owners, texts = [], [], []
    for row, (fact_id, each) in enumerate(_texts(folder)):
        ids.append(fact_id)
        folded = [" ".join(sorted(_folds(text))) for text in each[:-1]]
        texts += folded
        owners += [row] * len(folded)
    (folder / f"{RAPIDFUZZ}.json").write_text(json.dumps([ids, owners, texts]), encoding="utf-8")


def _open_rapidfuzz(folder: Path) -> Ask:
    """token_sort_ratio with the sorting done beforehand, so that only the comparing is measured."""
    from rapidfuzz import fuzz, process  # noqa: PLC0415

    ids, owners, texts = json.loads((folder / f"{RAPIDFUZZ}.json").read_text(encoding="utf-8"))

    def ask(message: str) -> str:
        found = process.extractOne(" ".join(sorted(_folds(message))), texts, scorer=fuzz.ratio, processor=None)
        return str(ids[owners[found[2]]]) if found else ""

    return ask
