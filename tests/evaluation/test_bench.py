"""The generator's promises, and the report of a small benchmark. No time is asserted: a busy machine is no defect."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from datetime import date
from itertools import islice
from pathlib import Path

import pytest

from bot.domain.directive import Directive
from bot.domain.fact import Citation, Deadline, DeadlineKind, Fact, Nature
from bot.domain.span import Span
from bot.evaluation import bench, bench_systems
from bot.evaluation.generate import KEYWORDS, PHRASINGS, Generated, generate, with_directives
from bot.library.compiler import Compiled, compile_knowledge
from bot.library.files import read_folder

KNOWLEDGE = Path(__file__).resolve().parents[2] / "knowledge"

DIRECTIVE_FILE = """\
directive:
  number: 12/KH-UBND
  kind: kế hoạch
  issuer: UBND thành phố Hà Nội
  issued: '2019-03-01'
  subject: Kế hoạch trồng cây xanh năm 2019
  status: {kind: unknown, note: Không rõ}
facts:
"""
SAID = {
    "so-cay": ("Thành phố trồng thêm nhiều cây xanh trong năm 2019.", "Năm nay trồng thêm cây gì?"),
    "noi-trong": ("Cây được trồng dọc các bờ sông và trong vườn hoa.", "Cây xanh trồng ở những chỗ nào?"),
    "cham-soc": ("Đội thợ vườn tưới nước và bón phân hằng tuần.", "Ai tưới nước cho hàng cây mới?"),
}


def _compiled() -> Compiled:
    directive = Directive("12/KH-UBND", "kế hoạch", "UBND thành phố Hà Nội", date(2019, 3, 1), "Kế hoạch trồng cây xanh năm 2019")
    deadline = Deadline(DeadlineKind.BY, "2020-02-29", "trước ngày 29/2/2020", Span(date(2020, 2, 29), date(2020, 2, 29)))
    facts = [
        Fact(f"12/{name}", says, Citation("12/KH-UBND", "mục 1"), phrasings=(asked, f"{asked} vậy", f"hỏi {asked}"), deadlines=(deadline,))
        for name, (says, asked) in SAID.items()
    ]
    facts.append(Fact("smalltalk/chao", "Xin chào!", Citation("", ""), Nature.SMALL_TALK, phrasings=("chào bạn",)))
    return Compiled(tuple(facts), (directive,), (), (), (), (), (), {}, {})


def enlarge(compiled: Compiled, size: int, seed: int) -> Compiled:
    """The knowledge with `size` facts in all, held at once."""
    return replace(with_directives(compiled, size, seed), facts=tuple(generate(compiled, size, seed)))


def test_shipped_facts_come_first_and_whole() -> None:
    compiled = _compiled()
    made = enlarge(compiled, 200, seed=1)
    assert made.facts[: len(compiled.facts)] == compiled.facts
    assert made.directives[:1] == compiled.directives


@pytest.mark.parametrize("size", [0, 4, 5, 54, 55, 300])
def test_size_is_as_asked_and_never_below_the_shipped(size: int) -> None:
    assert len(enlarge(_compiled(), size, seed=1).facts) == max(size, 4)


def test_the_same_seed_makes_the_same_and_another_seed_another() -> None:
    compiled = _compiled()
    assert enlarge(compiled, 120, seed=1) == enlarge(compiled, 120, seed=1)
    assert enlarge(compiled, 120, seed=1) != enlarge(compiled, 120, seed=2)


def test_a_larger_size_begins_like_a_smaller_one() -> None:
    compiled = _compiled()
    assert tuple(islice(generate(compiled, 300, seed=1), 150)) == tuple(generate(compiled, 150, seed=1))


def test_a_source_is_as_long_as_it_says_and_begins_anew_each_time() -> None:
    source = Generated(_compiled(), 130, seed=1)
    assert len(source) == len(list(source)) == 130
    assert tuple(source) == enlarge(_compiled(), 130, seed=1).facts


def test_what_is_noted_for_rivals_is_what_was_gone_through(tmp_path: Path) -> None:
    noted = bench_systems.Noted(Generated(_compiled(), 40, seed=1), tmp_path / "texts.jsonl")
    ids = [fact.id for fact in noted]
    lines = (tmp_path / "texts.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)[0] for line in lines] == ids
    assert len(noted) == len(ids)


def test_ids_are_unique_and_every_directive_is_there() -> None:
    made = enlarge(_compiled(), 300, seed=1)
    assert len({fact.id for fact in made.facts}) == 300
    assert made.facts[4].id == "gen/0000001"
    numbers = Counter(directive.number for directive in made.directives)
    assert max(numbers.values()) == 1
    assert {fact.citation.number for fact in made.facts if fact.citation.number} <= numbers.keys()


def test_only_facts_that_answer_are_moulds_and_texts_are_few() -> None:
    for fact in enlarge(_compiled(), 300, seed=1).facts[4:]:
        assert fact.nature.answers
        assert len(fact.phrasings) <= PHRASINGS
        assert len(fact.keywords) <= KEYWORDS


def test_generated_facts_of_the_shipped_knowledge_are_no_copies_and_have_a_long_tail() -> None:
    shipped = compile_knowledge(read_folder(KNOWLEDGE))
    generated = list(generate(shipped, len(shipped.facts) + 1000, seed=1))[len(shipped.facts) :]
    says = {fact.says for fact in shipped.facts}
    assert sum(fact.says in says for fact in generated) < 100
    known = {word for fact in shipped.facts for text in (fact.says, *fact.phrasings) for word in text.split()}
    new = Counter(word for fact in generated for word in set(fact.says.split()) if word.isalpha() and word not in known)
    assert len(new) > 100
    assert sum(count == 1 for count in new.values()) > len(new) / 4


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    facts = "".join(f"- id: {name}\n  says: {says}\n  at: mục 1\n  phrasings: [{asked}]\n" for name, (says, asked) in SAID.items())
    (tmp_path / "directives").mkdir()
    (tmp_path / "directives" / "12.yaml").write_text(DIRECTIVE_FILE + facts, encoding="utf-8")
    (tmp_path / "golden").mkdir()
    asked = [{"question": asked, "expect": "answer", "facts": [f"12/{name}"]} for name, (_, asked) in SAID.items()]
    lines = asked * 9 + [{"question": "giá vàng?", "expect": "abstain", "facts": []}]
    (tmp_path / "golden" / "12.jsonl").write_text("\n".join(json.dumps(line) for line in lines), encoding="utf-8")
    return tmp_path


def test_report_has_a_row_for_every_system_and_size(folder: Path, tmp_path: Path) -> None:
    said: list[str] = []
    rows = bench.bench(folder, [2, 300], said.append, bench.Plan(questions=7, keep=tmp_path / "kept"))
    shipped = len(compile_knowledge(read_folder(folder)).facts)
    assert [(row.facts, row.system) for row in rows] == [(size, system) for size in (shipped, 300) for system in bench_systems.SYSTEMS]
    for row in rows:
        assert row.questions == 7
        assert 0 <= row.right <= 1
        assert min(row.median, row.p99, row.memory, row.first_answer, row.times_ours) > 0
    assert all(row.right > 0 for row in rows if row.facts == shipped)
    assert len(json.loads(bench.as_json(rows))) == len(rows)
    assert any(f"{PHRASINGS} câu hỏi mẫu" in line for line in said)


def test_a_slow_system_answers_fewer_questions(folder: Path) -> None:
    plan = bench.Plan(questions=7, budget=0.0, systems=(bench_systems.OURS,))
    (row,) = bench.bench(folder, [], lambda _: None, plan)
    assert row.questions == bench.ROUNDS


def test_moulds_may_lack_everything() -> None:
    compiled = _compiled()
    bare = replace(compiled, facts=(Fact("12/x", "?", Citation("12/KH-UBND", "")),))
    assert len(enlarge(bare, 60, seed=1).facts) == 60
