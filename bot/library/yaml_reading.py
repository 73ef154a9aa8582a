"""From the bytes of one knowledge file to plain data and the line of each part. Knows no schema.

YAML anchors, aliases and tags are refused: knowledge needs none, and they are how a small file becomes a huge one. Parts that lie too
deep within each other are looked for first, for what puts the parts together would run out of stack, and end the whole program.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import yaml

from bot.domain.errors import Problem

Where = tuple[str | int, ...]
Lines = dict[Where, int]
MAX_DEPTH = 32
_MOST_KEYS = 100  # of one part; no part of a schema has a quarter of it
_HARMLESS = 5_000  # levels that the stack of every thread has room for
MAX_PROBLEMS = 200  # of one file; who made more has sent something else
# Days and numbers stay as they are written: 2019-11-31 gets its own message and line, 0123 stays no octal number, 43.90 keeps its nought.
_AS_WRITTEN = {f"tag:yaml.org,2002:{kind}" for kind in ("timestamp", "int", "float")}
_UNPRINTABLE = re.compile("[^\t\n\r -~\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_TOO_DEEP = f"các phần lồng nhau quá sâu; nhiều nhất {MAX_DEPTH} lớp"
_SYNTAX = {
    "that cannot start any token": "dùng phím Tab hoặc ký tự đặc biệt ở đầu giá trị; thụt đầu dòng bằng dấu cách, đặt giá trị trong dấu nháy đơn",
    "but found another document": "mỗi tệp chỉ có một văn bản; bỏ dòng ---",
    "found unexpected end of stream": "thiếu dấu nháy đóng",
    "found unexpected document indicator": "thiếu dấu nháy đóng trước dòng ---",
}


def decoded(raw: bytes, name: str, problems: list[Problem]) -> str | None:
    """The text of a file; None after a problem."""
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        problems.append(Problem(name, line, "không đọc được chữ ở đây; hãy lưu tệp với bảng mã UTF-8"))
        return None
    if odd := _UNPRINTABLE.search(text):
        line = text.count("\n", 0, odd.start()) + 1
        problems.append(Problem(name, line, f"có ký tự điều khiển U+{ord(odd[0]):04X}; gõ lại dòng này"))
        return None
    return text


def load_lines(text: str, name: str, stem: str, problems: list[Problem]) -> tuple[Any, Lines]:
    """A collection of plain texts, one JSON object a line; the file's name is the name of the collection."""
    facts: list[Any] = []
    lines: Lines = {}
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            facts.append(json.loads(line, object_pairs_hook=_once))
        except (ValueError, RecursionError) as error:
            twice = error.args[0] if isinstance(error, _Twice) else ""
            message = f"khóa “{twice}” có hai lần trong cùng một mục" if twice else "dòng này không phải một đối tượng JSON hợp lệ"
            problems.append(Problem(name, number, message))
            return None, {}
        lines["facts", len(facts) - 1] = number
    return {"directive": {"number": stem}, "facts": facts}, lines


class _Twice(ValueError):
    """A key that stands twice in one JSON object."""


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise _Twice(key)
        found[key] = value
    return found


def load_yaml(text: str, name: str, problems: list[Problem]) -> tuple[Any, Lines]:
    """The plain data of a YAML text and the line of each part; (None, {}) after a problem."""
    before = len(problems)
    try:
        node = composed(text)
        if node is None:
            problems.append(Problem(name, 1, "tệp rỗng"))
            return None, {}
        lines: Lines = {}
        _walk(node, (), lines, set(), name, problems)
        return (yaml.CSafeLoader("").construct_document(node), lines) if len(problems) == before else (None, {})
    except yaml.MarkedYAMLError as error:
        problems.append(_syntax(error, name))
    except RecursionError:
        problems.append(Problem(name, _too_deep(text) or 1, _TOO_DEEP))
    except (yaml.YAMLError, ValueError) as error:
        problems.append(Problem(name, 1, f"không đọc được tệp YAML: {error}"))
    return None, {}


def composed(text: str) -> yaml.Node | None:
    """The nodes of a YAML text, with their places. Raises yaml.YAMLError, RecursionError when parts lie too deep within each other."""
    # a level needs a bracket, or a column of its own, which a list may share with its key
    levels = text.count("[") + text.count("{") + 2 * max(map(len, text.split("\n")))
    if levels > _HARMLESS and _too_deep(text):
        raise RecursionError
    loader = yaml.CSafeLoader(text)
    try:
        return loader.get_single_node()
    finally:
        loader.dispose()


def _too_deep(text: str) -> int:
    """The line on which parts lie too deep within each other; 0 when none do."""
    depth = 0
    for event in yaml.parse(text, Loader=yaml.CSafeLoader):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > MAX_DEPTH:
                return event.start_mark.line + 1 if event.start_mark else 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
    return 0


def _syntax(error: yaml.MarkedYAMLError, name: str) -> Problem:
    mark = error.problem_mark or error.context_mark
    said = str(error.problem or error)
    advice = next((advice for part, advice in _SYNTAX.items() if part in said), "xem lại thụt đầu dòng, dấu hai chấm, dấu nháy")
    return Problem(name, mark.line + 1 if mark else 1, f"sai cú pháp YAML ({said}); {advice}")


def _walk(node: yaml.Node, where: Where, lines: Lines, seen: set[int], name: str, problems: list[Problem]) -> None:
    """Note the line of each part; refuse aliases, tags of our own and keys that stand twice."""
    line = node.start_mark.line + 1
    if len(problems) > MAX_PROBLEMS:
        return
    if id(node) in seen:
        problems.append(Problem(name, line, "không dùng neo và bí danh YAML (& và *); hãy viết lại nội dung"))
        return
    seen.add(id(node))
    lines[where] = line
    if node.tag in _AS_WRITTEN:
        node.tag = "tag:yaml.org,2002:str"
    if not node.tag.startswith("tag:yaml.org,2002:") or node.tag.startswith("tag:yaml.org,2002:python"):
        problems.append(Problem(name, line, f"không dùng thẻ YAML “{node.tag}”"))
    if isinstance(node, yaml.MappingNode):
        _same_keys(node, name, problems)
        if len(node.value) > _MOST_KEYS:
            problems.append(Problem(name, line, f"có {len(node.value)} khóa trong một mục; nhiều nhất {_MOST_KEYS}"))
            return
    for key, line, part in _parts(node):
        _walk(part, (*where, key), lines, seen, name, problems)
        lines[(*where, key)] = line


def _parts(node: yaml.Node) -> Iterator[tuple[str | int, int, yaml.Node]]:
    """The parts of a node: key or place, the line where it begins, the node."""
    if isinstance(node, yaml.SequenceNode):
        for index, item in enumerate(node.value):
            yield index, item.start_mark.line + 1, item
    elif isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield str(key.value), key.start_mark.line + 1, value


def _same_keys(node: yaml.MappingNode, name: str, problems: list[Problem]) -> None:
    seen: set[str] = set()
    for key, _ in node.value:
        if str(key.value) in seen and len(problems) < MAX_PROBLEMS:
            problems.append(Problem(name, key.start_mark.line + 1, f"khóa “{key.value}” có hai lần trong cùng một mục"))
        seen.add(str(key.value))
