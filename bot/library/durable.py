"""Files that are whole or not there, whatever is killed or cut off: written aside, brought to the disk, then renamed.

A rename within one folder happens at once or not at all; it is lasting once the folder itself has been brought to the disk.
"""

from __future__ import annotations

import os
from pathlib import Path


def write(path: Path, content: bytes) -> None:
    """Write a file and bring it to the disk. Raises OSError (disk full, no rights)."""
    with path.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())


def replace(path: Path, content: bytes) -> None:
    """Put `content` in place of what `path` holds. Raises OSError (disk full, no rights); the old content stays then."""
    aside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        write(aside, content)
        aside.replace(path)
    except BaseException:
        aside.unlink(missing_ok=True)
        raise
    settle(path.parent)


def settle(path: Path) -> None:
    """Bring one file or folder to the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def settle_all(folder: Path) -> None:
    """Bring a folder to the disk, with all that is in it."""
    for path in sorted(folder.rglob("*"), reverse=True):
        settle(path)
    settle(folder)
