"""Reads a folder of knowledge files into validated models, remembering the line of everything.

Collects every problem of every file before it says anything; whether the parts agree with each other is for `checks`.
YAML anchors, aliases and tags are refused: knowledge needs none, and they are how a small file becomes a huge one.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Generic, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from bot.domain.errors import Problem
from bot.library import schema
from bot.library.layout import knowledge_files
from bot.library.problems import in_vietnamese

ModelType = TypeVar("ModelType", bound=BaseModel)
M = TypeVar("M")
Where = tuple[str | int, ...]
MAX_BYTES = 64 * 1024 * 1024
# Days and numbers stay as they are written: 2019-11-31 gets its own message and line, 0123 stays no octal number, 43.90 keeps its nought.
_AS_WRITTEN = {f"tag:yaml.org,2002:{kind}" for kind in ("timestamp", "int", "float")}


@dataclass(slots=True)
class Source(Generic[M]):
    """One file as read: its model and the line of each part, by path ("facts", 3, "says")."""

    file: str
    stem: str
    model: M
    lines: dict[Where, int]

    def line(self, *where: str | int) -> int:
        """The line of a part, or of the nearest part around it that has one."""
        while where and where not in self.lines:
            where = where[:-1]
        return self.lines.get(where, 1)


@dataclass(slots=True)
class Knowledge:
    """Everything in a knowledge folder, and the problems met while reading it."""

    directives: list[Source[schema.DirectiveFile]] = field(default_factory=list)
    agencies: Source[schema.AgenciesFile] | None = None
    topics: Source[schema.TopicsFile] | None = None
    mentioned: Source[schema.MentionedFile] | None = None
    places: Source[schema.PlacesFile] | None = None
    terms: Source[schema.TermsFile] | None = None
    shorthand: Source[schema.ShorthandFile] | None = None
    contacts: Source[schema.ContactsFile] | None = None
    elsewhere: Source[schema.ElsewhereFile] | None = None
    smalltalk: Source[schema.SmallTalkFile] | None = None
    emergencies: Source[schema.EmergenciesFile] | None = None
    problems: list[Problem] = field(default_factory=list)

    def all_facts(self) -> Iterator[tuple[Source[schema.DirectiveFile], int, schema.FactModel]]:
        for source in self.directives:
            for index, fact in enumerate(source.model.facts):
                yield source, index, fact


_SINGLE: dict[str, type[BaseModel]] = {
    "agencies": schema.AgenciesFile,
    "topics": schema.TopicsFile,
    "mentioned": schema.MentionedFile,
    "places": schema.PlacesFile,
    "terms": schema.TermsFile,
    "shorthand": schema.ShorthandFile,
    "contacts": schema.ContactsFile,
    "elsewhere": schema.ElsewhereFile,
    "smalltalk": schema.SmallTalkFile,
    "emergencies": schema.EmergenciesFile,
}


def read_folder(folder: Path) -> Knowledge:
    """Read every knowledge file of the folder. Problems are collected in the result, not raised."""
    knowledge = Knowledge()
    files = knowledge_files(folder)
    if not any(path.parent.name == "directives" for path in files):
        knowledge.problems.append(
            Problem(str(folder), 1, "không thấy tệp nào trong thư mục con directives/; cần ít nhất một tệp .yaml hoặc .jsonl")
        )
    for path in files:
        name = str(path.relative_to(folder))
        if path.parent.name == "directives":
            source = _read(path, name, schema.DirectiveFile, knowledge.problems)
            if source is not None:
                knowledge.directives.append(source)
        else:
            setattr(knowledge, path.stem, _read(path, name, _SINGLE[path.stem], knowledge.problems))
    return knowledge


def _read(path: Path, name: str, model: type[ModelType], problems: list[Problem]) -> Source[ModelType] | None:
    data, lines = _load(path, name, problems)
    if data is None:
        return None
    try:
        return Source(name, path.stem, model.model_validate(data), lines)
    except ValidationError as error:
        found = Source(name, path.stem, None, lines)
        for detail in error.errors(include_url=False):
            where = tuple(detail["loc"])
            problems.append(Problem(name, found.line(*where), in_vietnamese(where, detail["type"], detail.get("ctx"), detail.get("input"))))
        return None


def _load(path: Path, name: str, problems: list[Problem]) -> tuple[Any, dict[Where, int]]:
    """The plain data of a file and the line of each part; (None, {}) after a problem."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        problems.append(Problem(name, 1, f"không mở được tệp: {error.strerror}"))
        return None, {}
    if len(raw) > MAX_BYTES:
        problems.append(Problem(name, 1, f"tệp quá lớn ({len(raw)} byte); tối đa {MAX_BYTES} byte"))
        return None, {}
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        problems.append(Problem(name, line, "không đọc được chữ ở đây; hãy lưu tệp với bảng mã UTF-8"))
        return None, {}
    return _load_lines(path, text, name, problems) if path.suffix == ".jsonl" else _load_yaml(text, name, problems)


def _load_lines(path: Path, text: str, name: str, problems: list[Problem]) -> tuple[Any, dict[Where, int]]:
    """A collection of plain texts, one JSON object a line; the file's name is the name of the collection."""
    facts: list[Any] = []
    lines: dict[Where, int] = {}
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            facts.append(json.loads(line))
        except (ValueError, RecursionError):
            problems.append(Problem(name, number, "dòng này không phải một đối tượng JSON hợp lệ"))
            return None, {}
        lines["facts", len(facts) - 1] = number
    return {"directive": {"number": path.stem}, "facts": facts}, lines


def _load_yaml(text: str, name: str, problems: list[Problem]) -> tuple[Any, dict[Where, int]]:
    before = len(problems)
    loader = yaml.CSafeLoader(text)
    try:
        node = loader.get_single_node()
        if node is None:
            problems.append(Problem(name, 1, "tệp rỗng"))
            return None, {}
        lines: dict[Where, int] = {}
        _walk(node, (), lines, set(), name, problems)
        return (loader.construct_document(node), lines) if len(problems) == before else (None, {})
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        problems.append(
            Problem(
                name,
                mark.line + 1 if mark else 1,
                f"sai cú pháp YAML ({error.problem or error}); xem lại thụt đầu dòng, dấu hai chấm, dấu nháy",
            )
        )
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        problems.append(Problem(name, 1, f"không đọc được tệp YAML: {error}"))
    finally:
        loader.dispose()
    return None, {}


def _walk(node: yaml.Node, where: Where, lines: dict[Where, int], seen: set[int], name: str, problems: list[Problem]) -> None:
    """Note the line of each part; refuse aliases, tags of our own and keys that stand twice."""
    line = node.start_mark.line + 1
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
        if str(key.value) in seen:
            problems.append(Problem(name, key.start_mark.line + 1, f"khóa “{key.value}” có hai lần trong cùng một mục"))
        seen.add(str(key.value))
