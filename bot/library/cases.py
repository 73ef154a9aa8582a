"""Labelled cases: questions and dialogues with what is expected. Reads our golden files and the question sets of `score.py`'s format."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bot.domain.errors import Problem


@dataclass(frozen=True, slots=True)
class Turn:
    """One message. `facts` are ids any of which is right; `must`, `accept` and `readings` are groups of alternative texts as in the question sets."""

    question: str
    expect: str
    style: str = ""
    facet: str = ""
    kind: str = ""
    facts: tuple[str, ...] = ()
    must: tuple[tuple[str, ...], ...] = ()
    must_not: tuple[str, ...] = ()
    source: tuple[str, ...] = ()
    accept: tuple[tuple[str, ...], ...] = ()
    readings: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Case:
    """A message, or several that form a conversation, with the file and line it was read from."""

    id: str
    turns: tuple[Turn, ...]
    file: str = field(default="", compare=False)
    line: int = field(default=0, compare=False)

    @property
    def place(self) -> str:
        """File and line, as problems are told."""
        return f"{self.file}:{self.line}"


def read_cases(paths: list[Path]) -> list[Case]:
    """All cases of the files, in order. Raises ValueError naming file and line for a line that is no case."""
    cases: list[Case] = []
    for path in paths:
        for read in _read(path):
            match read:
                case Problem(line=line, message=message):
                    raise ValueError(f"{path}:{line}: {message}")
                case Case():
                    cases.append(read)
    return cases


def golden_files(knowledge: Path) -> list[Path]:
    return sorted((knowledge / "golden").glob("*.jsonl"))


def golden_of(knowledge: Path) -> tuple[list[Case], list[Problem]]:
    """The golden questions of a folder, and the lines of its golden files that are none."""
    found = [read for path in golden_files(knowledge) for read in _read(path)]
    return [read for read in found if isinstance(read, Case)], [read for read in found if isinstance(read, Problem)]


def dead(cases: Iterable[Case], facts: Collection[str]) -> Iterator[Problem]:
    """Golden questions that point to no fact there is, so that nothing can ever be right."""
    for case in cases:
        for turn in case.turns:
            if turn.facts and not any(fact in facts for fact in turn.facts):
                message = f"câu kiểm tra “{turn.question}” trỏ vào mã không có: {', '.join(turn.facts)}; sửa mã, hoặc bỏ câu này"
                yield Problem(case.file, case.line, message)


def _read(path: Path) -> Iterator[Case | Problem]:
    file = f"{path.parent.name}/{path.name}"
    for number, line in enumerate(path.read_bytes().splitlines(), 1):
        if not line.strip():
            continue
        try:
            plain = json.loads(line.decode("utf-8"))
            turns = tuple(_turn(turn) for turn in plain.get("turns", [plain]))
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            yield Problem(file, number, f"không phải một câu kiểm tra hợp lệ ({error})")
        else:
            yield Case(str(plain.get("id", f"{path.stem}-{number}")), turns, file, number)


def _turn(plain: dict[str, Any]) -> Turn:
    return Turn(
        question=plain["question"], expect=plain.get("expect", "answer"), style=plain.get("style", ""), facet=plain.get("facet", ""),
        kind=plain.get("kind", ""), facts=tuple(plain.get("facts", ())), must=_groups(plain.get("must")),
        must_not=tuple(plain.get("must_not") or ()), source=tuple(plain.get("source") or ()), accept=_groups(plain.get("accept")),
        readings=_groups(plain.get("readings") or plain.get("options")),
    )  # fmt: skip


def _groups(plain: list[list[str]] | None) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(group) for group in plain or ())
