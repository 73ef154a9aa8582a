"""The administrators' guide tells the truth: its examples load, its keys, commands and messages are those of the program."""

from __future__ import annotations

import argparse
import io
import json
import re
import shlex
import shutil
import sys
from collections.abc import Iterator
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any, NamedTuple, get_args

import pytest
import yaml
from pydantic import BaseModel

from bot.answering.assistant import Assistant
from bot.answering.conversation import NEW
from bot.channels.console import as_json
from bot.cli import _parser, main
from bot.domain.errors import KnowledgeInvalid
from bot.library import schema
from bot.library.cases import read_cases
from bot.library.checked import checked
from bot.library.files import read_folder
from bot.library.sheets.simple import HEADS
from bot.settings import PROJECT
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


def test_the_guide_stays_short_enough_to_be_read():
    assert len(README.splitlines()) <= 450
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


def verbs_of(parser: argparse.ArgumentParser) -> dict[str, argparse.ArgumentParser]:
    return dict(next(action for action in parser._actions if isinstance(action, argparse._SubParsersAction)).choices)


def test_every_command_is_a_verb():
    verbs = verbs_of(_parser())
    named = set(re.findall(r"scripts/run (\w+)", README))
    assert named <= set(verbs)
    assert {"knowledge", "journal", "ask", "explain", "evaluate", "learn"} <= named


def test_every_step_of_administrators_is_shown():
    steps = verbs_of(verbs_of(_parser())["knowledge"])
    assert set(re.findall(r"scripts/run knowledge (\w+)", README)) == set(steps)


def test_what_the_bot_is_told_on_telegram_is_what_it_knows():
    words = "".join(path.read_text(encoding="utf-8") for path in (PROJECT / "bot" / "channels" / "telegram").rglob("*.py"))
    for name in re.findall(r"`(/\w+)", README):
        assert f'"{name[1:]}"' in words, name
    for button in re.findall(r"\[(Đưa lên|Huỷ)\](?!\()", README):
        assert f'"{button}"' in words, button


def test_every_file_of_the_folder_is_listed():
    names = {path.name for path in KNOWLEDGE.glob("*.yaml")} | {f"{path.name}/" for path in KNOWLEDGE.iterdir() if path.is_dir()}
    assert [name for name in sorted(names) if f"`{name}" not in README] == []


def test_the_columns_named_are_those_of_the_sheet():
    named = re.search(r"mỗi hàng một (.*?)\(cách nhau", README, re.DOTALL)
    assert named
    assert set(re.findall("“(.*?)”", named[1])) <= set(HEADS)


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


# A real change, as the guide walks through it


class Step(NamedTuple):
    """A command of the guide, the exit code it ends with, what it says, and what it must not say."""

    command: str
    code: int
    says: tuple[str, ...] = ()
    not_says: tuple[str, ...] = ()


FIVE, SIX = "tối đa năm cuốn sách", "tối đa sáu cuốn sách"
ASKED = 'ask "thẻ thư viện mượn được tối đa mấy cuốn"'
WRONGLY = 'knowledge publish --reason "Thêm việc chưa trả lời được"'
WALK = [
    Step('knowledge publish --reason "Bản đầu tiên"', 0, ("bản số 1",)),
    Step(ASKED, 0, (FIVE,)),
    Step("knowledge check", 0, ("Không có lỗi",)),
    Step("knowledge diff", 0, ("thêm 1, sửa 1, bỏ 0", "trả lời đúng: ", "được phép đưa lên")),
    Step('ask --draft "gia hạn sách thư viện được mấy lần"', 0, ("được gia hạn một lần",)),
    Step('knowledge publish --reason "Thư viện cho mượn sáu cuốn và nhận gia hạn"', 0, ("bản số 2",)),
    Step("knowledge versions", 0, ("→    2", "Thư viện cho mượn sáu cuốn và nhận gia hạn", "Bản đầu tiên")),
    Step(ASKED, 0, (SIX,)),
    Step('knowledge rollback --reason "Thư viện báo hoãn việc gia hạn"', 0, ("bản số 1", "vẫn giữ thay đổi")),
    Step(ASKED, 0, (FIVE,)),
    Step("knowledge diff", 0, ("thêm 1, sửa 1, bỏ 0",)),
    Step('knowledge publish --reason "Thư viện nhận gia hạn từ tháng sau"', 0, ("bản số 3",)),
    Step(WRONGLY, 1, ("sach thu vien gia han duoc may lan", "chưa được đưa lên", "--accept"), ("bản số 4",)),
    Step(f'{WRONGLY} --accept "Thư viện sẽ tự trả lời việc này"', 0, ("bản số 4",)),
    Step("knowledge rollback", 0, ("bản số 3",)),
    Step("knowledge export --xlsx tri-thuc.xlsx", 0, ("tri-thuc.xlsx",)),
    Step("knowledge import tri-thuc.xlsx", 0, ("Không có gì khác",)),
    Step("knowledge template mau-hoi-dap.xlsx", 0, ("mau-hoi-dap.xlsx",)),
    Step("journal audit", 0, ("Thư viện sẽ tự trả lời việc này",)),
    Step("journal audit --verify", 0, ("nguyên vẹn",)),
]  # fmt: skip


def walked() -> Iterator[tuple[str, str, str]]:
    """The blocks of the walk in order: language, text, and the file that was named last."""
    section = README[README.index("## Đưa thay đổi lên") : README.index("## Phần đầu")]
    for match in re.finditer(r"^```(\w+)\n(.*?)^```$", section, re.MULTILINE | re.DOTALL):
        files = re.findall(r"`((?:[a-z]+/)?[\w-]+\.(?:yaml|jsonl))`", section[: match.start()])
        yield match[1], match[2], files[-1] if files else ""


def edit(path: Path, language: str, text: str) -> None:
    """Do to a file what a block of the guide shows: other lines, or more of them."""
    path.parent.mkdir(exist_ok=True)
    written = path.read_text(encoding="utf-8") if path.exists() else ""
    if language == "diff":
        before, after = ("".join(f"{line[1:]}\n" for line in text.splitlines() if line[0] == sign) for sign in "-+")
        assert written.count(before) == 1
        written = written.replace(before, after)
    else:
        written += text
    path.write_text(written, encoding="utf-8")


def test_the_walk_runs_the_commands_of_the_guide_and_no_others():
    commands = [line for language, text, _ in walked() if language == "sh" for line in text.splitlines()]
    assert commands == [f"scripts/run {step.command}" for step in WALK]


@pytest.mark.slow
def test_a_change_goes_live_and_back_as_the_guide_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    folder = tmp_path / "knowledge"
    shutil.copytree(EXAMPLE, folder)
    monkeypatch.setenv("HOIDAP_KNOWLEDGE", str(folder))
    monkeypatch.setenv("HOIDAP_LIBRARIES", str(tmp_path / "libraries"))
    monkeypatch.setenv("HOIDAP_JOURNAL", str(tmp_path / "journal.sqlite"))
    for name in ("HOIDAP_SECRET", "TELEGRAM_BOT_TOKEN"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO()))
    monkeypatch.chdir(tmp_path)
    steps = iter(WALK)
    for language, text, file in walked():
        if language != "sh":
            edit(folder / file, language, text)
            continue
        for line in text.splitlines():
            step = next(steps)
            code = main(shlex.split(line.removeprefix("scripts/run ")))
            written = capsys.readouterr()
            told = written.out + written.err
            assert code == step.code, (line, told)
            assert [words for words in step.says if words not in told] == [], (line, told)
            assert [words for words in step.not_says if words in told] == [], (line, told)
    assert next(steps, None) is None
