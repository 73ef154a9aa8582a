"""Versions that are folders of parrots: one is live, and moves when a test says so. Nothing is published in these tests."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import NoReturn

from bot.channels.telegram.preparer import Trace
from bot.domain.deed import Author
from bot.domain.errors import VersionMissing
from bot.library.publishing.versions import Version


@dataclass(slots=True)
class Pile:
    """`folders` by the numbers of their versions."""

    live: int | None = 1
    folders: dict[int, Path] = field(default_factory=dict)

    def pointer(self) -> int | None:
        return self.live

    def get(self, number: int) -> Version:
        if number not in self.folders:
            raise VersionMissing(f"không còn bản {number}")
        return Version(
            number=number, library=self.folders[number].name, checksum="", at=datetime(2026, 11, 22, tzinfo=UTC),
            author=Author("thu", "administrator", "cli"), reason="", accepted="", before=None, schema=0, underthesea="",
            added=0, changed=0, removed=0, moved=0, figures=(), figures_before=(),
        )  # fmt: skip

    def all(self) -> list[Version]:
        return [self.get(number) for number in sorted(self.folders, reverse=True)]

    def verified(self, version: Version) -> Path:
        return self.folders[version.number]


def publishes_nothing(trace: Trace, folder: Path | None) -> NoReturn:
    raise NotImplementedError("nothing is published here")
