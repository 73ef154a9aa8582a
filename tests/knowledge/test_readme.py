"""The administrators' guide tells the truth: its examples load, its keys, commands and messages are those of the program."""

from __future__ import annotations

import argparse
import json
import re
import shutil
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any, get_args

import pytest
import yaml
from pydantic import BaseModel

from bot.answering.assistant import Assistant
from bot.answering.conversation import NEW
from bot.channels.console import as_json
from bot.cli import _parser
from bot.domain.errors import KnowledgeInvalid
from bot.evaluation.cases import read_cases
from bot.library import schema
from bot.library.checked import checked
from bot.library.files import read_folder
from bot.wiring import assistant_of, open_library

KNOWLEDGE = Path(__file__).resolve().parents[2] / "knowledge"
EXAMPLE = KNOWLEDGE / "vi-du"
DIRECTIVE = "12-KH-SVC-2026.yaml"
README = (KNOWLEDGE / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(\w+)\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)


def blocks(language: str) -> list[str]:
    return [text for name, text in BLOCKS if name == language]


@pytest.fixture(scope="module")
def guide(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    """An assistant over the example folder."""
    return assistant_of(open_library(EXAMPLE, tmp_path_factory.mktemp("libraries"), lambda _done, _all: None))


def test_the_guide_is_not_longer_than_it_says():
    assert len(README.splitlines()) <= 300
    assert len(blocks("yaml")) >= 5


@pytest.mark.parametrize("text", blocks("yaml"))
def test_every_yaml_block_loads(text: str, tmp_path: Path):
    (tmp_path / "directives").mkdir()
    plain = yaml.safe_load(text)
    head = "directive: {number: 1/KH-VD}\n"
    if isinstance(plain, list):
        text = f"{head}facts:\n{text}"
    name = "directives/one.yaml" if isinstance(plain, list) or "directive" in plain else f"{next(iter(plain))}.yaml"
    (tmp_path / "directives" / "one.yaml").write_text(head, encoding="utf-8")
    (tmp_path / name).write_text(text, encoding="utf-8")
    assert read_folder(tmp_path).problems == []


def test_every_jsonl_line_loads(tmp_path: Path):
    (tmp_path / "directives").mkdir()
    lines = [line for text in blocks("json") for line in text.splitlines()]
    plain_texts = [line for line in lines if "says" in json.loads(line)]
    cases = [line for line in lines if "question" in json.loads(line)]
    assert plain_texts
    assert cases
    assert len(plain_texts) + len(cases) == len(lines)
    (tmp_path / "directives" / "noi-quy.jsonl").write_text("\n".join(plain_texts), encoding="utf-8")
    assert read_folder(tmp_path).problems == []
    (tmp_path / "golden.jsonl").write_text("\n".join(cases), encoding="utf-8")
    assert len(read_cases([tmp_path / "golden.jsonl"])) == len(cases)


def test_the_example_folder_has_no_problem_and_shows_every_key_of_a_fact():
    known = checked(EXAMPLE)
    used = {name for _, _, fact in known.all_facts() for name in fact.model_fields_set}
    assert used == set(schema.FactModel.model_fields)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("question", "fact", "cited", "says"),
    [
        ("sửa sân chơi hết bao nhiêu tiền", "12-KH-SVC-2026/kinh-phi", "12/KH-SVC", "6 tỷ đồng"),
        ("bao gio phai sua xong san choi", "12-KH-SVC-2026/thoi-han", "12/KH-SVC", "trước ngày 30/9/2026"),
        ("ai là người ký kế hoạch sân chơi", "12-KH-SVC-2026/nguoi-ky", "12/KH-SVC", "Nguyễn Thị Ví Dụ"),
        ("một thẻ thư viện được mượn bao nhiêu cuốn", "hoi-dap-thu-vien/muon-sach", "Hỏi đáp Thư viện (ví dụ)", "năm cuốn"),
        ("trẻ em đi bơi có cần người lớn không", "noi-quy-be-boi/tre-em", "noi-quy-be-boi", "người lớn đi cùng"),
    ],
)
def test_a_question_on_the_example_is_answered_with_its_citation(guide: Assistant, question: str, fact: str, cited: str, says: str):
    reply = as_json(guide.reply(question, NEW, date(2026, 11, 22))[0])
    assert reply["kind"] == "answer"
    assert reply["facts"][0] == fact
    assert reply["sources"][0] == cited
    assert says in reply["text"]
    assert f"Căn cứ: {cited}" in reply["text"] or f"Căn cứ: Kế hoạch {cited} ngày 15/1/2026" in reply["text"]


@pytest.mark.slow
def test_what_the_example_says_is_absent_is_not_answered(guide: Assistant):
    reply = as_json(guide.reply("sân chơi mở cửa lúc mấy giờ", NEW, date(2026, 11, 22))[0])
    assert reply["kind"] == "abstain"
    assert "không được Kế hoạch 12/KH-SVC quy định" in reply["text"]


def models() -> list[type[BaseModel]]:
    found = [value for value in vars(schema).values() if isinstance(value, type) and issubclass(value, BaseModel)]
    return [model for model in found if model.__module__ == schema.__name__]


@pytest.mark.parametrize("model", models(), ids=lambda model: model.__name__)
def test_every_key_is_named(model: type[BaseModel]):
    keys = [field.alias or name for name, field in model.model_fields.items()]
    assert [key for key in keys if not re.search(rf"`(?:\w+\.)?{key}`", README)] == []


@pytest.mark.parametrize("model", models(), ids=lambda model: model.__name__)
def test_every_allowed_value_is_named(model: type[BaseModel]):
    values = [value for field in model.model_fields.values() for value in _choices(field.annotation)]
    assert [value for value in values if f"`{value}`" not in README] == []


def _choices(annotation: Any) -> list[str]:
    if isinstance(annotation, type) and issubclass(annotation, StrEnum):
        return [member.value for member in annotation]
    return [value for value in get_args(annotation) if isinstance(value, str)]


def test_every_command_is_a_verb():
    verbs = next(action for action in _parser()._actions if isinstance(action, argparse._SubParsersAction)).choices
    named = set(re.findall(r"scripts/run (\w+)", README))
    assert named <= set(verbs)
    assert {"check", "build", "ask", "explain", "evaluate", "learn"} <= named


def test_every_file_of_the_folder_is_listed():
    names = {path.name for path in KNOWLEDGE.glob("*.yaml")} | {f"{path.name}/" for path in KNOWLEDGE.iterdir() if path.is_dir()}
    assert [name for name in sorted(names) if f"`{name}" not in README] == []


BREAKS = [
    ("agency: Phòng Cây xanh (ví dụ)", "agency: Phòng Cây sanh (ví dụ)"),
    ("  keywords: [giờ mở cửa, đóng cửa]", "  tu_khoa: [giờ mở cửa]"),
    ("issued: 2026-01-15", "issued: 2026-02-30"),
    ("6 tỷ đồng, lấy từ ngân sách", "7 tỷ đồng, lấy từ ngân sách"),
    ("  - Làm sân chơi hết mấy tỷ?", "  - Sân chơi mở cửa mấy giờ?"),
    ("  at: mục II.1\n", "\n"),
    ("  - Tiền sửa sân chơi lấy từ đâu?", "  Tiền sửa sân chơi: lấy từ đâu?"),
]


@pytest.mark.parametrize(("right", "wrong"), BREAKS)
def test_the_messages_shown_are_those_of_the_program(right: str, wrong: str, tmp_path: Path):
    shutil.copytree(EXAMPLE, tmp_path, dirs_exist_ok=True)
    file = tmp_path / "directives" / DIRECTIVE
    text = file.read_text(encoding="utf-8")
    assert right in text
    file.write_text(text.replace(right, wrong, 1), encoding="utf-8")
    with pytest.raises(KnowledgeInvalid) as caught:
        checked(tmp_path)
    assert [str(problem) for problem in caught.value.problems if str(problem) not in README] == []


def test_all_messages_shown_are_tried():
    assert len("".join(blocks("text")).splitlines()) == len(BREAKS)
