"""Labelled cases are read whole, or the file and line that are wrong are named."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot.domain.facet import Facet
from bot.library.cases import Case, Turn, golden_files, golden_of, read_cases
from bot.library.reader import Library
from bot.settings import PROJECT

EXPECTED = {"answer", "abstain", "clarify", "smalltalk", "emergency"}
GOLDEN = golden_files(PROJECT / "knowledge")


def written(folder: Path, *lines: str) -> Path:
    path = folder / "cases.jsonl"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_a_question_is_a_case_of_one_turn(tmp_path: Path) -> None:
    path = written(tmp_path, json.dumps({"question": "hạn?", "expect": "answer", "facts": ["a/b"], "style": "terse", "facet": "when"}))

    assert [Case("cases-1", (Turn("hạn?", "answer", "terse", "when", facts=("a/b",)),))] == read_cases([path])


def test_a_dialogue_keeps_its_turns_in_order(tmp_path: Path) -> None:
    path = written(tmp_path, "", json.dumps({"id": 7, "turns": [{"question": "một"}, {"question": "hai", "expect": "clarify"}]}))

    assert [Case("7", (Turn("một", "answer"), Turn("hai", "clarify")))] == read_cases([path])


@pytest.mark.parametrize("name", ["readings", "options"])
def test_groups_of_alternative_texts_are_kept(tmp_path: Path, name: str) -> None:
    path = written(
        tmp_path, json.dumps({"question": "a", "must": [["1", "một"], ["2"]], name: [["x"]], "must_not": ["z"], "source": ["7/KH"]})
    )
    (turn,) = read_cases([path])[0].turns

    assert ((("1", "một"), ("2",)), (("x",),), ("z",), ("7/KH",)) == (turn.must, turn.readings, turn.must_not, turn.source)


def test_every_line_of_golden_files_that_is_no_question_is_named(tmp_path: Path) -> None:
    (tmp_path / "golden").mkdir()
    (tmp_path / "golden" / "a.jsonl").write_bytes(b'{"question": "m\xe1"}\n{"question": "hai"}\n{\n[]\n')
    cases, problems = golden_of(tmp_path)

    assert ["golden/a.jsonl:2"] == [case.place for case in cases]
    assert [("golden/a.jsonl", 1), ("golden/a.jsonl", 3), ("golden/a.jsonl", 4)] == [(problem.file, problem.line) for problem in problems]


def test_cases_of_several_files_stand_in_the_order_of_the_files(tmp_path: Path) -> None:
    (tmp_path / "one").mkdir()
    (tmp_path / "two").mkdir()
    paths = [written(tmp_path / name, json.dumps({"question": name})) for name in ("two", "one")]

    assert ["two", "one"] == [case.turns[0].question for case in read_cases(paths)]


@pytest.mark.parametrize(
    "bad",
    [
        "{",
        "[]",
        "5",
        '"chữ"',
        "null",
        '{"expect": "answer"}',
        '{"turns": [{"expect": "answer"}]}',
        '{"turns": [3]}',
        '{"question": "a", "facts": 3}',
    ],
)
def test_a_line_that_is_no_case_is_named(tmp_path: Path, bad: str) -> None:
    path = written(tmp_path, '{"question": "a"}', "", bad)

    with pytest.raises(ValueError, match=r"cases\.jsonl:3: "):
        read_cases([path])


def test_a_folder_without_golden_files_has_none(tmp_path: Path) -> None:

    assert [] == golden_files(tmp_path)


@pytest.mark.parametrize("path", GOLDEN, ids=[path.name for path in GOLDEN])
def test_the_golden_files_expect_what_can_happen_and_name_facts_that_exist(library: Library, path: Path) -> None:
    known = set(library.fact_ids())
    turns = [turn for case in read_cases([path]) for turn in case.turns]

    assert turns
    assert {turn.expect for turn in turns} <= EXPECTED
    assert {turn.facet for turn in turns} <= {"", *Facet}
    assert [] == [fact for turn in turns for fact in turn.facts if fact not in known]


def test_no_golden_question_is_labelled_twice_differently() -> None:
    single = [case.turns[0] for case in read_cases(GOLDEN) if len(case.turns) == 1]
    expected: dict[str, set[str]] = {}
    for turn in single:
        expected.setdefault(turn.question, set()).add(turn.expect)

    assert {} == {question: kinds for question, kinds in expected.items() if len(kinds) > 1}
