"""A file that an administrator sent: looked at, put into a copy of the knowledge folder, and stored when it is agreed to.

    stage ─► a folder with the knowledge as it would be ─► (prepare, effect, gate: for whoever asked) ─► store

What a file is called and what it holds are judged before it is parsed; the name that it gets in the knowledge is made here, never taken.
Until `store` the knowledge folder is only read. Whether answers stay right is not judged here.
"""

from __future__ import annotations

import hashlib
import re
import shutil
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path, PurePosixPath
from typing import Any

from pydantic import TypeAdapter, ValidationError

from bot.domain.errors import FileRefused, KnowledgeInvalid, Problem
from bot.library import durable
from bot.library.cases import golden_files
from bot.library.changes import Change, apply, digest_of
from bot.library.checking.parts import name_key
from bot.library.files import Source, read_bytes, read_folder
from bot.library.layout import knowledge_files
from bot.library.schema import DirectiveFile
from bot.text.normalize import clean, fold

MAX_BYTES = 2 * 1024 * 1024
STAGED = "staged.json"
_STARTS = {
    b"PK\x03\x04": "tệp nén hoặc tệp Office",
    b"\xd0\xcf\x11\xe0": "tệp Office đời cũ hoặc có mật khẩu",
    b"%PDF": "tệp PDF",
    b"\x7fELF": "chương trình",
    b"MZ": "chương trình",
    b"\x89PNG": "ảnh",
    b"\xff\xd8\xff": "ảnh",
    b"\x1f\x8b": "tệp nén",
    b"Rar!": "tệp nén",
    b"7z\xbc\xaf": "tệp nén",
}
_OURS = "một văn bản (.yaml), bảng tính (.xlsx) hoặc bảng CSV (.csv)"
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)", re.IGNORECASE)
_LONGEST_STEM = 80


class Kind(StrEnum):
    YAML = "yaml"
    XLSX = "xlsx"
    CSV = "csv"


_KINDS = {".yaml": Kind.YAML, ".yml": Kind.YAML, ".xlsx": Kind.XLSX, ".csv": Kind.CSV}


@dataclass(frozen=True, slots=True)
class Staged:
    """What a sent file changes. `folder` is the copy of the knowledge folder with the change in it; `files` are names relative to it."""

    folder: Path
    kind: Kind
    changes: tuple[Change, ...]

    @property
    def files(self) -> tuple[str, ...]:
        """Files changed, added or removed."""
        return tuple(change.file for change in self.changes)


@dataclass(frozen=True, slots=True)
class _Noted:
    """What is kept of a staged change beside its files; contents are named by their digests, empty for a file that goes."""

    kind: Kind
    files: tuple[tuple[str, str, str, int, int, int], ...]


_NOTED = TypeAdapter(_Noted)


def stage(name: str, content: bytes, folder: Path, staging: Path) -> Staged:
    """A copy of the knowledge folder in `staging` (new or empty) with the sent file put in; the knowledge folder itself is only read.

    Raises FileRefused, KnowledgeInvalid (with every problem), FilesMoved (a workbook that is older than the knowledge).
    """
    kind = _kind_of(name, content)
    shown = clean(name)[-100:].replace("/", "_").replace("\\", "_")
    changes = (_directive(shown, content, folder),) if kind is Kind.YAML else _sheet(shown, content, folder)
    changes = tuple(change for change in changes if change.before != _digest(change.content))
    _copy(folder, staging)
    apply([Change(change.file, change.content, digest_of(staging / change.file)) for change in changes], staging)
    files = tuple((one.file, _digest(one.content), one.before, one.added, one.changed, one.removed) for one in changes)
    durable.replace(staging / STAGED, _NOTED.dump_json(_Noted(kind, files)))
    return Staged(staging, kind, changes)


def staged_at(staging: Path) -> Staged | None:
    """What was staged there, also by another process; None when there is nothing whole."""
    try:
        noted = _NOTED.validate_json((staging / STAGED).read_bytes())
        changes = []
        for file, after, before, *counts in noted.files:
            content = (staging / file).read_bytes() if after else None
            if _digest(content) != after:
                return None
            changes.append(Change(file, content, before, *counts))
    except (OSError, ValidationError):
        return None
    return Staged(staging, noted.kind, tuple(changes))


def store(staged: Staged, folder: Path) -> tuple[str, ...]:
    """Bring a staged change into the knowledge folder; tells which files. Raises FilesMoved when they changed since it was staged."""
    apply(staged.changes, folder)
    return staged.files


def _digest(content: bytes | None) -> str:
    return "" if content is None else hashlib.sha256(content).hexdigest()


def _kind_of(name: str, content: bytes) -> Kind:
    """What a file is, by its name and by what it holds, which have to agree. Raises FileRefused."""
    ending = PurePosixPath(clean(name).replace("\\", "/").lower()).suffix
    if not content:
        raise FileRefused("Tệp rỗng, không có gì để nhận.")
    if len(content) > MAX_BYTES:
        raise FileRefused(f"Tệp nặng {len(content) / 1024 / 1024:.1f} MB; chỉ nhận tệp nhiều nhất {MAX_BYTES // 1024 // 1024} MB.")
    if ending in (".xlsm", ".xls", ".xlsb", ".xltx", ".xltm", ".ods"):
        raise FileRefused(
            f"Không nhận tệp {ending}; hãy mở bằng Excel, chọn Lưu thành (Save As) kiểu “Excel Workbook (.xlsx)” rồi gửi lại."
        )
    if ending not in _KINDS:
        raise FileRefused(f"Không nhận loại tệp này; chỉ nhận {_OURS}.")
    kind = _KINDS[ending]
    found = next((what for start, what in _STARTS.items() if content.startswith(start)), "")
    if kind is not Kind.XLSX and found:
        raise FileRefused(f"Tên tệp là {ending} nhưng bên trong là {found}; chỉ nhận {_OURS}.")
    if kind is Kind.YAML and b"\0" in content:
        raise FileRefused("Tệp không phải chữ theo bảng mã UTF-8; hãy lưu lại với bảng mã UTF-8 rồi gửi lại.")
    return kind


def _sheet(name: str, content: bytes, folder: Path) -> tuple[Change, ...]:
    from bot.library.sheets import Sent, read_changes  # noqa: PLC0415  what reads spreadsheets is heavy, and most files are none

    return read_changes(Sent(name, content), folder).files


# One directive as YAML


def _directive(name: str, content: bytes, folder: Path) -> Change:
    """The file as that of its directive: in place of the one that has its number, else a new one."""
    problems: list[Problem] = []
    sent = read_bytes(content, name, DirectiveFile, problems)
    if sent is None:
        raise KnowledgeInvalid(sorted(problems))
    knowledge = read_folder(folder)
    if knowledge.problems:
        raise KnowledgeInvalid(sorted(knowledge.problems))
    number = sent.model.directive.number
    same = next((source for source in knowledge.directives if name_key(source.model.directive.number) == name_key(number)), None)
    if same is not None and same.file.endswith(".jsonl"):
        raise FileRefused(f"“{number}” là tập văn bản thuần ({same.file}), không thay bằng tệp YAML được; hãy đặt số hiệu khác.")
    file = same.file if same else _new_name(name, number, knowledge.directives)
    old, new = _facts(same), _facts(sent)
    changed = sum(1 for key in old.keys() & new.keys() if old[key] != new[key])
    return Change(file, content, digest_of(folder / file), len(new.keys() - old.keys()), changed, len(old.keys() - new.keys()))


def _facts(source: Source[DirectiveFile] | None) -> dict[str, Any]:
    return {fact.id: fact for fact in source.model.facts} if source else {}


def _new_name(name: str, number: str, directives: list[Source[DirectiveFile]]) -> str:
    """A name for a new file: from the sent one, reduced to plain letters; from the number where nothing is left of it."""
    stem = safe_stem(PurePosixPath(name).stem) or safe_stem(number) or "van-ban"
    taken = {source.stem.lower(): source for source in directives}
    if stem.lower() in taken:
        other = taken[stem.lower()]
        raise FileRefused(
            f"Tên tệp “{stem}” đã dùng cho văn bản {other.model.directive.number}, còn tệp này là {number}; hãy đổi tên tệp rồi gửi lại."
        )
    return f"directives/{stem}.yaml"


def safe_stem(name: str) -> str:
    """A name reduced to plain letters, figures, hyphens, underscores and single dots within; empty when nothing is left."""
    plainly = fold(unicodedata.normalize("NFC", clean(name)))
    stem = re.sub(r"[^A-Za-z0-9_-]+", "-", plainly)
    stem = re.sub(r"[-_]*-[-_]*", "-", stem)[:_LONGEST_STEM].strip("-_")
    stem = re.sub(r"_+", "_", stem)
    return f"van-ban-{stem}" if _RESERVED.fullmatch(stem) else stem


def _copy(folder: Path, staging: Path) -> None:
    """The files that make up the knowledge, and the golden questions that it is measured with."""
    if staging.exists() and any(staging.iterdir()):
        raise FileExistsError(f"{staging} không trống")
    (staging / "directives").mkdir(parents=True, exist_ok=True)
    for path in [*knowledge_files(folder), *golden_files(folder)]:
        target = staging / path.relative_to(folder)
        target.parent.mkdir(exist_ok=True)
        shutil.copyfile(path, target)
