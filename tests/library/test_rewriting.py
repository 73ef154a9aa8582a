"""Changed items come into a knowledge file, and every other byte of it stays."""

from __future__ import annotations

import difflib
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.domain.errors import KnowledgeInvalid, Problem
from bot.library import schema
from bot.library.files import model_of, read_bytes, read_folder
from bot.library.rewriting import rewritten
from bot.library.yaml_writing import plain
from bot.settings import PROJECT

KNOWLEDGE = PROJECT / "knowledge"
FILE = "directives/12.yaml"
TEXT = """\
# Đầu tệp: đừng mất tôi
directive:
  number: 12/KH-SVC   # số hiệu
  status: {kind: in_force}

# Phần một
facts:
# mục thứ nhất
- id: mot
  # ghi chú trong mục
  says: Nhà văn hóa mở cửa
    sáu ngày mỗi tuần.
  about: statement
  figures:
  - {value: 6, unit: ngày, compare: exact}   # sáu
  phrasings:
  - mở mấy ngày
  # câu hay gặp
  - "tuần mở mấy hôm"
  keywords: [giờ mở cửa, 'mở: đóng']
# mục thứ hai
- id: hai
  says: 'Ai cũng được vào: không thu tiền.'
  at: mục 2

# cuối tệp
"""


def model(text: str, file: str = FILE) -> Any:
    problems: list[Problem] = []
    source = read_bytes(text.encode(), file, model_of(file), problems)
    assert source is not None, problems
    return source.model


def changed(text: str, change: Any, file: str = FILE) -> list[str]:
    """The lines that a change of the plain data takes away and brings."""
    data = plain(model(text, file))
    change(data)
    new = rewritten(text.encode(), file, model_of(file).model_validate(data)).decode()
    assert plain(model(new, file)) == plain(model_of(file).model_validate(data))
    return [line for line in difflib.ndiff(text.split("\n"), new.split("\n")) if line[0] in "+-"]


def set_at(*path: Any, value: Any) -> Any:
    def change(data: Any) -> None:
        for part in path[:-1]:
            data = data[part]
        data[path[-1]] = value

    return change


def without(*path: Any) -> Any:
    def change(data: Any) -> None:
        for part in path[:-1]:
            data = data[part]
        del data[path[-1]]

    return change


CHANGES: dict[str, tuple[Any, list[str]]] = {
    "a text": (set_at("facts", 1, "at", value="mục 3"), ["-   at: mục 2", "+   at: mục 3"]),
    "a text over two lines": (
        set_at("facts", 0, "says", value="Nhà văn hóa mở cửa cả tuần."),
        ["-   says: Nhà văn hóa mở cửa", "+   says: Nhà văn hóa mở cửa cả tuần.", "-     sáu ngày mỗi tuần."],
    ),
    "one of a list": (set_at("facts", 0, "phrasings", 0, value="mở bao lâu"), ["-   - mở mấy ngày", "+   - mở bao lâu"]),
    "a list in brackets": (
        set_at("facts", 0, "keywords", value=["giờ mở cửa", "bao lâu"]),
        ["-   keywords: [giờ mở cửa, 'mở: đóng']", "+   keywords: [giờ mở cửa, bao lâu]"],
    ),
    "a new key": (set_at("facts", 1, "topic", value="nha-van-hoa"), ["+   topic: nha-van-hoa"]),
    "a key less": (without("facts", 1, "at"), ["-   at: mục 2"]),
    "a record": (
        set_at("facts", 0, "figures", 0, "value", value="7"),
        ["-   - {value: 6, unit: ngày, compare: exact}   # sáu", "+   - {value: 7, unit: ngày}   # sáu"],
    ),
    "one of a list less": (without("facts", 0, "phrasings", 1), ['-   - "tuần mở mấy hôm"']),
    "one of a list more": (
        lambda data: data["facts"][0]["phrasings"].insert(1, "- bao giờ: mở?"),
        ["+   - '- bao giờ: mở?'"],
    ),
    "the head": (set_at("directive", "number", value="13/KH-SVC"), ["-   number: 12/KH-SVC   # số hiệu", "+   number: 13/KH-SVC   # số hiệu"]),
    "an item less, its comment stays": (
        without("facts", 0),
        [
            "- - id: mot", "-   # ghi chú trong mục", "-   says: Nhà văn hóa mở cửa", "-     sáu ngày mỗi tuần.", "-   about: statement",
            "-   figures:", "-   - {value: 6, unit: ngày, compare: exact}   # sáu", "-   phrasings:", "-   - mở mấy ngày",
            "-   # câu hay gặp", '-   - "tuần mở mấy hôm"', "-   keywords: [giờ mở cửa, 'mở: đóng']",
        ],
    ),
    "an item more": (
        lambda data: data["facts"].append({"id": "ba", "topic": "t", "says": "Ba.", "keywords": ["x"]}),
        ["+ - id: ba", "+   topic: t", "+   says: Ba.", "+   keywords: [x]"],
    ),
    "an id": (set_at("facts", 1, "id", value="hai-moi"), ["- - id: hai", "+ - id: hai-moi"]),
    "two items change places": (
        lambda data: data["facts"].reverse(),
        [
            "+ # mục thứ hai", "+ - id: hai", "+   says: 'Ai cũng được vào: không thu tiền.'", "+   at: mục 2",
            "- # mục thứ hai", "- - id: hai", "-   says: 'Ai cũng được vào: không thu tiền.'", "-   at: mục 2",
        ],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", CHANGES)
def test_only_the_changed_lines_change(name: str):
    change, lines = CHANGES[name]

    assert lines == changed(TEXT, change)


def test_a_file_that_says_the_same_is_not_touched():
    assert TEXT.encode() == rewritten(TEXT.encode(), FILE, model(TEXT))


@pytest.mark.parametrize(
    "text", [TEXT.replace("\n", "\r\n"), "\ufeff" + TEXT, TEXT.rstrip("\n")], ids=["CRLF", "BOM", "no last line break"]
)
def test_the_ways_of_editors_are_kept(text: str):
    data = plain(model(TEXT))
    data["facts"][1]["at"] = "mục 3"

    new = rewritten(text.encode(), FILE, schema.DirectiveFile.model_validate(data))

    assert text.replace("mục 2", "mục 3").encode() == new


INDENTED = """\
smalltalk:
  - id: chao
    asks:
      - xin chào

      # kiểu trẻ
      - hi
    reply: Chào bạn.
"""


def test_lists_that_stand_further_in_stay_so():
    lines = changed(
        INDENTED,
        lambda data: (data["smalltalk"][0]["asks"].append("alo"), data["smalltalk"].append({"id": "x", "asks": ["a"], "reply": "b"})),
        "smalltalk.yaml",
    )

    assert ["+       - alo", "+   - id: x", "+     asks:", "+       - a", "+     reply: b"] == lines


def test_plain_texts_are_changed_line_by_line():
    text = '{"says":"Một.","id":"a"}\n\n{"id": "b", "says": "Hai."}\n'

    lines = changed(text, set_at("facts", 1, "says", value="Ba “bốn”."), "directives/x.jsonl")

    assert ['- {"id": "b", "says": "Hai."}', '+ {"id": "b", "says": "Ba “bốn”."}'] == lines


@pytest.mark.parametrize(
    "text",
    [
        "{directive: {number: a}, facts: [{id: b, says: c}]}",
        "# đầu\ndirective:\n  number: a\nfacts:\n-\n  id: b\n  says: c\n",
        "? directive\n: {number: a}\n",
    ],
)
def test_what_cannot_be_changed_by_lines_is_written_anew(text: str):
    data = plain(model(text))
    data.setdefault("facts", []).append({"id": "d", "says": "e"})

    new = rewritten(text.encode(), FILE, schema.DirectiveFile.model_validate(data))

    assert data == plain(model(new.decode()))
    assert new.decode().startswith(("# đầu\n", "directive:\n"))


def test_what_no_file_can_hold_is_said():
    wanted = schema.DirectiveFile.model_validate({"directive": {"number": "a"}, "facts": [{"id": "b", "says": "\ud800"}]})

    with pytest.raises(KnowledgeInvalid):
        rewritten(b"", FILE, wanted)


NASTY = st.one_of(
    st.sampled_from(
        ["yes", "null", "~", "=", "<<", "0123", "43.90", "1:30", "2019-11-30", "- a", "a: b", "a #b", "#a", "'", '"', "[x", "{x", "*a", "&a", "!a", "%a", "@a",
         "`a", "|", ">", "? a", ": a", "a:", "\\", "é" * 200, "a b " * 60, "---", "...", "TRUE", "=1+1", "\u200b", "\U0001f600", "1_000", "0x1F", ","]
    ),
    st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1).filter(lambda text: bool(text.strip())),
)  # fmt: skip


@given(says=NASTY, phrasings=st.lists(NASTY, max_size=3), unit=NASTY, name=NASTY)
@settings(suppress_health_check=[HealthCheck.too_slow])
def test_any_text_comes_back_as_it_was(says: str, phrasings: list[str], unit: str, name: str):
    data = plain(model(TEXT))
    data["directive"]["aliases"] = [name]
    data["facts"][0] |= {"says": says, "phrasings": phrasings, "figures": [{"value": says, "unit": unit}], "people": [{"name": name}]}
    data["facts"].append({"id": "moi", "says": says, "phrasings": phrasings, "note": unit})
    wanted = schema.DirectiveFile.model_validate(data)

    for raw in (TEXT.encode(), b""):
        assert wanted == model(rewritten(raw, FILE, wanted).decode())


def test_a_new_file_is_written_as_the_house_writes():
    wanted = model((KNOWLEDGE / "vi-du/directives/12-KH-SVC-2026.yaml").read_text(encoding="utf-8"))

    text = rewritten(b"", FILE, wanted).decode()

    assert "  - {agency: Phòng Cây xanh (ví dụ), role: lead}\n" in text
    assert "  deadline: {kind: before, value: 2026-09-30, text: trước ngày 30/9/2026}\n" in text
    assert "  status: {kind: in_force}\n" in text
    assert text.index("- id: kinh-phi\n  topic: san-choi-tien\n  says: Tổng kinh phí") > 0


@pytest.mark.slow
@pytest.mark.parametrize(
    "path", sorted((KNOWLEDGE / "directives").glob("*.yaml")) + sorted(KNOWLEDGE.glob("*.yaml")), ids=lambda path: path.stem
)
def test_in_every_shipped_file_one_changed_record_changes_its_own_lines_only(path: Path):
    name = str(path.relative_to(KNOWLEDGE))
    raw = path.read_bytes()
    data = plain(model(raw.decode(), name))
    key = next(key for key, value in data.items() if isinstance(value, list) and isinstance(value[0], dict))
    middle = data[key][len(data[key]) // 2]
    changing = next(part for part in ("note", "keywords", "other_names", "aliases", "asks", "now", "long", "matches") if part in middle)
    middle[changing] = [*middle[changing], "thêm vào"] if isinstance(middle[changing], list) else "ghi chú mới"

    new = rewritten(raw, name, model_of(name).model_validate(data))

    lines = [
        line
        for line in difflib.unified_diff(raw.decode().split("\n"), new.decode().split("\n"), n=0)
        if not line.startswith(("---", "+++", "@@"))
    ]
    assert 1 <= len(lines) <= 8, lines


def test_the_shipped_knowledge_can_be_read():
    assert [] == read_folder(KNOWLEDGE).problems
