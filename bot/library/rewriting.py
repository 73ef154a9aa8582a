"""Puts changed items into a knowledge file, and leaves every other byte of it alone: comments, order, the way it is written.

Works by the lines on which parts stand, then reads the result back; where the lines do not give what was wanted, the whole file is written
anew under its head comment. Does not touch the disk.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

import yaml

from bot.domain.errors import KnowledgeInvalid, Problem
from bot.library.files import read_bytes
from bot.library.schema import Model
from bot.library.yaml_reading import composed
from bot.library.yaml_writing import Habits, Plain, habits_of, lines_of, ordered, plain

T = TypeVar("T")
_NAMES = ("id", "number", "name", "old", "short")
_OTHER_BREAKS = re.compile("\r|\x85|\u2028|\u2029")
_BEFORE_ITEM = re.compile(r" *(?:- +)*")


class _TooOdd(Exception):
    """The lines of this file cannot be replaced one by one."""


def rewritten(raw: bytes, name: str, wanted: Model) -> bytes:
    """The file `name`, which holds `raw`, with what is `wanted`. `raw` may be empty: a new file. Raises KnowledgeInvalid if it cannot be written."""
    have = read_bytes(raw, name, type(wanted), []) if raw else None
    if have is not None and have.model == wanted:
        return raw
    ways: list[Callable[[], str]] = [lambda: _whole(raw, name, wanted)]
    if have is not None:
        ways.insert(0, lambda: _in_place(raw.decode("utf-8"), name, have.model, wanted))
    for way in ways:
        try:
            content = way().encode("utf-8")
        except (_TooOdd, yaml.YAMLError, UnicodeEncodeError):
            continue
        back = read_bytes(content, name, type(wanted), [])
        if back is not None and back.model == wanted:
            return content
    raise KnowledgeInvalid([Problem(name, 1, "không ghi được nội dung mới thành tệp mà đọc lại vẫn đúng; có ký tự lạ trong nội dung")])


def _whole(raw: bytes, name: str, wanted: Model) -> str:
    value = plain(wanted)
    if name.endswith(".jsonl"):
        return "".join(f"{json.dumps(ordered(fact), ensure_ascii=False)}\n" for fact in value.get("facts", []))
    head = re.match(r"(?:#[^\n]*\n|[ \t]*\n)*", raw.decode("utf-8-sig", errors="ignore").replace("\r\n", "\n"))
    return (head[0] if head else "") + "\n".join(lines_of(value, "", Habits(), 0)) + "\n"


def _in_place(text: str, name: str, have: Model, wanted: Model) -> str:
    mark = "\ufeff" if text.startswith("\ufeff") else ""
    text = text.removeprefix(mark)
    ending = "\r\n" if "\r\n" in text else "\n"
    body = text.replace("\r\n", "\n")
    if _OTHER_BREAKS.search(body) or (ending == "\r\n" and body.count("\n") != text.count("\r\n")):
        raise _TooOdd
    lines = _json_lines(body, have, wanted) if name.endswith(".jsonl") else _yaml_lines(body, have, wanted)
    return mark + ending.join(lines)


def _json_lines(text: str, have: Model, wanted: Model) -> list[str]:
    lines = text.split("\n")
    places = [place for place, line in enumerate(lines) if line.strip()]
    befores = [lines[earlier + 1 : place] for earlier, place in zip([-1, *places], places, strict=False)]
    old, new = plain(have).get("facts", []), plain(wanted).get("facts", [])
    pieces = [
        _Piece(before, lambda fact, place=place, was=was: [lines[place]] if fact == was else [_json(fact)])  # type: ignore[misc]
        for before, place, was in zip(befores, places, old, strict=True)
    ]
    end = lines[places[-1] + 1 :] if places else lines
    return [*_arranged(old, new, pieces, lambda fact: [_json(fact)]), *(end or [""])]


def _json(fact: Plain) -> str:
    return json.dumps(ordered(fact), ensure_ascii=False)


def _yaml_lines(text: str, have: Model, wanted: Model) -> list[str]:
    root = composed(text)
    if not isinstance(root, yaml.MappingNode) or root.flow_style:
        raise _TooOdd
    lines = text.split("\n")
    new = _Lines(lines, habits_of(root)).edited(root, "", plain(have), plain(wanted))
    after = lines[_last(root) + 1 :]
    return [*lines[: root.start_mark.line], *new, *(after or [""])]


@dataclass(frozen=True, slots=True)
class _Piece:
    """An item as it stands: the comments and empty lines before it, and how its lines read when it is to hold a value."""

    before: list[str]
    lines: Callable[[Plain], list[str]]


def _arranged(have: Sequence[Plain], want: Sequence[Plain], pieces: Sequence[_Piece], fresh: Callable[[Plain], list[str]]) -> Iterator[str]:
    """The lines of a list as wanted: items that were there from their pieces, in the order wanted. No comment is lost."""
    matched = _matched(have, want)
    stay = {place for place in matched if place is not None}
    befores: dict[int, list[str]] = {}
    waiting: list[str] = []
    for place, piece in enumerate(pieces):
        waiting = [*waiting, *piece.before]
        if place in stay:
            befores[place], waiting = waiting, []
    for value, found in zip(want, matched, strict=True):
        if found is None:
            yield from fresh(value)
        else:
            yield from befores[found]
            yield from pieces[found].lines(value)
    yield from waiting


def _matched(have: Sequence[Plain], want: Sequence[Plain]) -> list[int | None]:
    """For each item wanted the place of the item it was: the same, else one of the same name, else, one for one, one that has no other use."""
    found: list[int | None] = [None] * len(want)
    used: set[int] = set()
    for key in (_whole_key, _name_key):
        free: dict[str, list[int]] = {}
        for place, item in reversed(list(enumerate(have))):
            if place not in used:
                free.setdefault(key(item), []).append(place)
        for place, item in enumerate(want):
            if found[place] is None and (name := key(item)) and free.get(name):
                found[place] = earlier = free[name].pop()
                used.add(earlier)
    unused = [place for place in range(len(have)) if place not in used]
    unmet = [place for place, item in enumerate(want) if found[place] is None and isinstance(item, dict)]
    if len(unused) == len(unmet):
        for place, earlier in zip(unmet, unused, strict=True):
            found[place] = earlier
    return found


def _whole_key(item: Plain) -> str:
    return json.dumps(item, ensure_ascii=False, sort_keys=True)


def _name_key(item: Plain) -> str:
    return next((f"{key} {item[key]}" for key in _NAMES if key in item), "") if isinstance(item, dict) else ""


@dataclass(frozen=True, slots=True)
class _Lines:
    """The lines of a YAML file, and the edits of its block parts. Every edit gives whole lines, with blanks where an outer part begins."""

    lines: list[str]
    habits: Habits

    def edited(self, node: yaml.Node, key: str, have: Plain, want: Plain) -> list[str]:
        new = self._record(node, have, want) if isinstance(node, yaml.MappingNode) else list(self._list(node, key, have, want))
        start = node.start_mark
        return _within(self.lines[start.line][: start.column], new)

    def _record(self, node: yaml.MappingNode, have: Plain, want: Plain) -> list[str]:
        want = ordered(want)
        column = node.start_mark.column
        parts: dict[str, list[str]] = {}
        last = node.start_mark.line - 1
        for name, value in node.value:
            first = name.start_mark.line
            between = self.lines[last + 1 : first]
            last = _last(value)
            if name.value in want or have.get(name.value) == want.get(name.value):
                parts[name.value] = [*between, *self._part(name, value, have, want)]
            elif parts:
                parts[next(reversed(parts))] += between
            else:
                raise _TooOdd  # the first key goes: another has to begin the item
        if not node.value or not _BEFORE_ITEM.fullmatch(self.lines[node.start_mark.line][:column]):
            raise _TooOdd
        return [line for lines in self._with_new(parts, have, want, column).values() for line in lines]

    def _part(self, name: yaml.ScalarNode, value: yaml.Node, have: Plain, want: Plain) -> list[str]:
        first, key = name.start_mark.line, name.value
        if have.get(key) == want.get(key):
            return _blanked(self.lines[first : _last(value) + 1], name.start_mark.column)
        if _edits(value, want[key]) and key in have:
            begin = value.start_mark.line
            if begin == first:
                raise _TooOdd
            return [*_blanked(self.lines[first:begin], name.start_mark.column), *self.edited(value, key, have[key], want[key])]
        return self._fresh({key: want[key]}, "", name.start_mark.column, value)

    def _with_new(self, parts: dict[str, list[str]], have: Plain, want: Plain, column: int) -> dict[str, list[str]]:
        """Keys that were not there, each behind the one that comes before it in the order of keys."""
        result = dict(parts)
        for place, key in enumerate(want):
            if key in parts or have.get(key) == want[key]:
                continue
            earlier = [name for name in list(want)[:place] if name in result]
            names = list(result)
            at = names.index(earlier[-1]) + 1 if earlier else 1
            lines = self._fresh({key: want[key]}, "", column, None)
            result = {**{name: result[name] for name in names[:at]}, key: lines, **{name: result[name] for name in names[at:]}}
        return result

    def _list(self, node: yaml.Node, key: str, have: Plain, want: Plain) -> Iterator[str]:
        column = node.start_mark.column
        pieces: list[_Piece] = []
        last = node.start_mark.line - 1
        for item, was in zip(node.value, have, strict=True):
            first = item.start_mark.line
            lead = self.lines[first][: item.start_mark.column]
            if not _BEFORE_ITEM.fullmatch(lead) or lead[column : column + 1] != "-" or first <= last:
                raise _TooOdd
            pieces.append(_Piece(self.lines[last + 1 : first], self._item(item, key, was, column)))
            last = _last(item)
        return _arranged(have, want, pieces, lambda value: self._fresh([value], key, column, None))

    def _item(self, item: yaml.Node, key: str, was: Plain, column: int) -> Callable[[Plain], list[str]]:
        def lines(value: Plain) -> list[str]:
            if value == was:
                return _blanked(self.lines[item.start_mark.line : _last(item) + 1], column)
            if _edits(item, value):
                return _blanked(self.edited(item, f"{key}[]", was, value), column)
            return self._fresh([value], key, column, item)

        return lines

    def _fresh(self, value: Plain, key: str, column: int, node: yaml.Node | None) -> list[str]:
        """The lines of a part that is written anew; as the one was that it replaces, where it replaces one."""
        flows = dict(self.habits.flows)
        if isinstance(value, list):
            flows[key] = False
        name = f"{key}[]" if isinstance(value, list) else next(iter(value))
        if isinstance(node, yaml.CollectionNode) and node.value:
            flows[name] = bool(node.flow_style)
        lines = lines_of(value, key, Habits(self.habits.indented, self.habits.width, flows), column)
        lines[-1] += self._comment_behind(node)
        return [" " * column + line if line else line for line in lines]

    def _comment_behind(self, node: yaml.Node | None) -> str:
        """The comment on the last line of a part that stands in brackets, in quotes or plainly."""
        if node is None or node.end_mark is None or (isinstance(node, yaml.ScalarNode) and node.style in ("|", ">")):
            return ""
        rest = self.lines[node.end_mark.line][node.end_mark.column :]
        return rest.rstrip() if re.match(r"\s+#", rest) else ""


def _edits(node: yaml.Node, value: Plain) -> bool:
    """Whether a part can be changed line by line: it stands in lines of its own and stays of its kind."""
    kinds = (yaml.MappingNode, dict), (yaml.SequenceNode, list)
    same = any(isinstance(node, kind) and isinstance(value, plain_kind) for kind, plain_kind in kinds)
    return bool(same and value) and isinstance(node, yaml.CollectionNode) and not node.flow_style


def _blanked(lines: list[str], column: int) -> list[str]:
    """The lines with blanks up to `column` in the first: what stands there belongs to a part around."""
    return [" " * column + lines[0][column:], *lines[1:]]


def _within(lead: str, lines: list[str]) -> list[str]:
    """The lines with what stood before the first of them."""
    if not lead.strip():
        return lines
    if lines[0][: len(lead)].strip():
        raise _TooOdd  # a comment came to stand where an outer part begins
    return [lead + lines[0][len(lead) :], *lines[1:]]


def _last(node: yaml.Node) -> int:
    """The last line of a part, without the comments that follow it."""
    if isinstance(node, yaml.CollectionNode) and not node.flow_style and node.value:
        inner = node.value[-1]
        return _last(inner[1] if isinstance(inner, tuple) else inner)
    begin, end = node.start_mark, node.end_mark
    return int(end.line - (end.column == 0 and end.line > begin.line))
