"""Plain data as YAML in the way knowledge files are written: records on one line, lists of texts one a line, nothing quoted without need.

How a file that exists already writes its lists and records, and whether it wraps long lines, is taken from that file. Puts nothing into
files (`rewriting` does).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import yaml
from pydantic import BaseModel

Plain = Any  # what a model dumps: texts, lists and dicts of them
_WRAPPED, _ENDLESS = 110, 10**9
# What stands on one line where a file has no habit of its own; "key[]" are the items of a list.
_ON_ONE_LINE = frozenset("assignments[] deadline deadlines[] figures[] days[] periods[] people[] mentioned_in[] status shorthand[]".split())
_READ_AS_WRITTEN = {f"tag:yaml.org,2002:{kind}" for kind in ("timestamp", "int", "float")}
_TEXT, _LIST, _RECORD = (f"tag:yaml.org,2002:{kind}" for kind in ("str", "seq", "map"))


@dataclass(frozen=True, slots=True)
class Habits:
    """How a file is written. `flows` tells of a key whether its value stands in brackets, of "key[]" whether its items do."""

    indented: bool = False
    width: int = _ENDLESS
    flows: Mapping[str, bool] = field(default_factory=dict)


def habits_of(root: yaml.Node) -> Habits:
    """The habits of a file that exists."""
    flows: dict[str, bool] = {}
    wraps, indented = _look(root, "", flows)
    return Habits(indented, _WRAPPED if wraps else _ENDLESS, flows)


def _look(node: yaml.Node, key: str, flows: dict[str, bool]) -> tuple[bool, bool]:
    """Whether any text under a node goes on in a further line, and whether any list stands further in than its key."""
    if isinstance(node, yaml.ScalarNode):
        return node.start_mark.line != node.end_mark.line, False
    if not isinstance(node, yaml.CollectionNode):
        return False, False
    if key:
        flows.setdefault(key, bool(node.flow_style))
    wraps = indented = False
    for name, inner, column in _inner(node, key):
        found = _look(inner, name, flows)
        wraps |= found[0]
        within = isinstance(inner, yaml.SequenceNode) and not inner.flow_style and inner.start_mark.column > column >= 0
        indented |= found[1] or within
    return wraps, indented


def _inner(node: yaml.CollectionNode, key: str) -> Iterable[tuple[str, yaml.Node, int]]:
    if isinstance(node, yaml.MappingNode):
        return [(name.value, value, name.start_mark.column) for name, value in node.value]
    return [(f"{key}[]", item, -1) for item in node.value]


def plain(model: BaseModel) -> Plain:
    """A model as plain data, without what is said by saying nothing."""
    return model.model_dump(mode="json", by_alias=True, exclude_defaults=True)


def lines_of(value: Plain, key: str, habits: Habits, column: int) -> list[str]:
    """The lines of a value that stands under `key`, each from column 0 on; `column` is where they will stand."""
    dumper = _Indented if habits.indented else _Flush
    width = max(40, habits.width - column)
    text = yaml.serialize(_node(value, key, habits), Dumper=dumper, width=width, allow_unicode=True)
    return str(text).removesuffix("\n").removesuffix("\n...").split("\n")


def _node(value: Plain, key: str, habits: Habits) -> yaml.Node:
    if isinstance(value, str):
        return yaml.ScalarNode(_TEXT, value)
    flow = _flows(value, key, habits)
    inner = Habits(habits.indented, habits.width, _Always()) if flow else habits
    if isinstance(value, list):
        return yaml.SequenceNode(_LIST, [_node(item, f"{key}[]", inner) for item in value], flow_style=flow)
    pairs = [(yaml.ScalarNode(_TEXT, name), _node(part, name, inner)) for name, part in ordered(value).items()]
    return yaml.MappingNode(_RECORD, pairs, flow_style=flow)


class _Always(dict[str, bool]):
    """Inside brackets everything stands in brackets."""

    def __contains__(self, key: object) -> bool:
        return True

    def __getitem__(self, key: str) -> bool:
        return True


def _flows(value: Plain, key: str, habits: Habits) -> bool:
    if key in habits.flows:
        return habits.flows[key]
    return not value or key in _ON_ONE_LINE


def ordered(record: dict[str, Plain]) -> dict[str, Plain]:
    """The keys in the order in which they are written: as in the schema, only that a fact first names its topic and nature."""
    if not {"id", "says"} <= record.keys():
        return record
    first = [key for key in ("id", "topic", "about", "says") if key in record]
    return {key: record[key] for key in dict.fromkeys([*first, *record])}


class _Flush(yaml.SafeDumper):
    """Lists begin in the column of their key. Numbers and days need no quotes: whoever reads knowledge files reads them as they are written."""

    yaml_implicit_resolvers = {  # noqa: RUF012  declared by the library
        first: [(tag, pattern) for tag, pattern in resolvers if tag not in _READ_AS_WRITTEN]
        for first, resolvers in yaml.SafeDumper.yaml_implicit_resolvers.items()
    }


class _Indented(_Flush):
    """Lists stand two columns further in than their key."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: ARG002, FBT001, FBT002  as the library calls it
        super().increase_indent(flow, False)  # noqa: FBT003
