"""Collections of plain texts, with no phrasings, keywords or fields: what another city or department would bring."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import bm25s
import pytest

from bot.answering.conversation import NEW
from bot.channels.console import as_json
from bot.library.cases import golden_files, read_cases
from bot.library.reader import Library
from bot.settings import PROJECT
from bot.text.normalize import comparable
from bot.text.tokens import tokens
from bot.text.views import fold_token, pairs
from bot.wiring import assistant_of, open_library

pytestmark = pytest.mark.slow
TODAY = date(2026, 11, 22)
EVERY = 6  # of the golden questions every sixth, to keep the test short

Texts = Sequence[tuple[str, str]]
Asked = Sequence[tuple[str, frozenset[str]]]


def subjects(shipped: Library) -> tuple[Texts, Asked]:
    """The subjects that the knowledge names as not covered: their ways of asking as texts, but for the one that is asked."""
    facts = [shipped.fact(fact_id) for fact_id in shipped.fact_ids() if fact_id.startswith("elsewhere/")]
    names = [fact.id.rpartition("/")[2] for fact in facts]
    texts = [(name, " . ".join(fact.phrasings[1:])) for name, fact in zip(names, facts, strict=True)]
    return texts, [(fact.phrasings[0], frozenset({name})) for name, fact in zip(names, facts, strict=True)]


def statements(shipped: Library) -> tuple[Texts, Asked]:
    """What the facts say, and nothing else of them; golden questions ask for them."""
    facts = [shipped.fact(fact_id) for fact_id in shipped.fact_ids() if fact_id[:1].isdigit()]
    cases = [case.turns[0] for case in read_cases(golden_files(PROJECT / "knowledge")) if len(case.turns) == 1]
    answers = [turn for turn in cases if turn.expect == "answer"][::EVERY]
    return (
        [(fact.id.replace("/", "."), fact.says) for fact in facts],
        [(turn.question, frozenset(name.replace("/", ".") for name in turn.facts)) for turn in answers],
    )


@pytest.mark.parametrize("collection", [subjects, statements])
def test_the_right_text_comes_first_more_often_than_with_bm25_on_folded_syllables_and_pairs(collection, library, tmp_path):
    texts, asked = collection(library)
    ours, theirs = _ours(texts, asked, tmp_path), _bm25(texts, asked)
    assert ours > theirs


def _ours(texts: Texts, asked: Asked, folder: Path) -> float:
    (folder / "directives").mkdir()
    lines = [json.dumps({"id": name, "says": says}, ensure_ascii=False) for name, says in texts]
    (folder / "directives" / "texts.jsonl").write_text("\n".join(lines), encoding="utf-8")
    assistant = assistant_of(open_library(folder, folder / "libraries", lambda *_: None))
    first = [as_json(assistant.reply(question, NEW, TODAY)[0])["facts"][:1] for question, _ in asked]
    return _share([bool(found) and found[0].partition("/")[2] in right for found, (_, right) in zip(first, asked, strict=True)])


def _bm25(texts: Texts, asked: Asked) -> float:
    index = bm25s.BM25()
    index.index([_terms(says) for _, says in texts], show_progress=False)
    found, _ = index.retrieve([_terms(question) for question, _ in asked], k=1, show_progress=False)
    return _share([texts[int(best[0])][0] in right for best, (_, right) in zip(found, asked, strict=True)])


def _terms(text: str) -> list[str]:
    folds = tuple(fold_token(token) for token in tokens(comparable(text)))
    return [*folds, *pairs(folds)]


def _share(marks: Sequence[bool]) -> float:
    return sum(marks) / len(marks)
