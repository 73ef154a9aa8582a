"""Checks what lies in a knowledge folder before anything is opened: files that nobody would read, links that lead nowhere, names that make no identifier.

A file that is silently passed over is the worst of defects: its author believes it to be live. Does not look into files, nor into folders
that are no part of the knowledge (golden/, vi-du/).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import get_close_matches
from pathlib import Path

from bot.domain.errors import Problem
from bot.library.layout import SINGLE, knowledge_files

_STEM = re.compile(r"[A-Za-z0-9]+(?:[-_.][A-Za-z0-9]+)*")
_OTHERS = {"readme", "license"}
_SYSTEMS = {"thumbs.db", "desktop.ini"}  # what Windows leaves behind
_OURS = (".yaml", ".yml", ".jsonl")


def stray(folder: Path) -> list[Problem]:
    """A problem for each file of the folder that would not be read, or not under its name."""
    if not folder.is_dir():
        return []
    read = set(knowledge_files(folder))
    found = [*_dead_links(folder), *_names(folder, read)]
    found += [
        Problem(_shown(path, folder), 1, message) for path in _files(folder) if path not in read and (message := _unread(path, folder))
    ]
    return sorted(found)


def _files(folder: Path) -> list[Path]:
    """The files that an administrator may have meant as knowledge; hidden ones and an editor's copies are not."""
    places = [place for place in (folder, folder / "directives") if place.is_dir()]
    files = sorted(path for place in places for path in place.iterdir())
    return [path for path in files if not _is_left_behind(path.name.lower())]


def _is_left_behind(name: str) -> bool:
    return name.startswith((".", "~", "#")) or name.endswith(("~", "#", ".swp", ".bak")) or name in _SYSTEMS


def _dead_links(folder: Path) -> Iterator[Problem]:
    for path in _files(folder):
        if path.is_symlink() and not path.exists():
            yield Problem(_shown(path, folder), 1, f"liên kết trỏ tới “{path.readlink()}”, ở đó không có tệp nào; chép tệp thật vào đây")


def _names(folder: Path, read: set[Path]) -> Iterator[Problem]:
    for path in sorted(read):
        if path.parent.name == "directives" and not _STEM.fullmatch(path.stem):
            message = f"tên tệp “{path.name}” không dùng được; chỉ dùng chữ không dấu, số và dấu gạch nối, ví dụ 15-KH-UBND-2026.yaml"
            yield Problem(_shown(path, folder), 1, message)


def _unread(path: Path, folder: Path) -> str:
    """Why a file would be passed over; empty where that is as it should be."""
    if not path.is_file():
        return ""
    if path.parent.name == "directives" and path.parent.parent == folder:
        return f"tệp “{path.name}” không được đọc vì đuôi tên; trong directives/ chỉ đọc .yaml, .yml, .jsonl"
    if path.stem.lower() in _OTHERS or not any(ending in path.name.lower() for ending in _OURS):
        return ""
    return f"tệp “{path.name}” không được đọc{_meant(path.name)}; văn bản chỉ đạo thì đặt vào directives/"


def _meant(name: str) -> str:
    near = get_close_matches(name.split(".")[0].lower(), SINGLE, n=1, cutoff=0.7)
    return f" (có phải “{near[0]}.yaml”?)" if near else ""


def _shown(path: Path, folder: Path) -> str:
    return str(path.relative_to(folder)).encode(errors="replace").decode()
