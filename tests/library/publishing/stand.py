"""A small city of real knowledge: two directives with their golden questions, and a publisher over a copy of it that may be broken."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta, timezone
from pathlib import Path

from bot.domain.deed import Author, Deed, DeedKind
from bot.domain.outcome import Outcome
from bot.library.cases import golden_files
from bot.library.judging import DIALOGUES
from bot.library.publishing.drafts import Draft
from bot.library.publishing.effect import Dialogue
from bot.library.publishing.gate import FLOORS
from bot.library.publishing.publication import Publication
from bot.library.publishing.versions import Version, Versions
from bot.settings import PROJECT
from bot.wiring import Progress, ask

AT = datetime(2026, 11, 22, 9, 0, tzinfo=timezone(timedelta(hours=7)))
ANNA = Author("anna", "administrator", "cli")
KEPT = 5
_DIRECTIVES = ("4612-QD-UBND-2019", "191-KH-UBND-2019", "3789-UBND-TKBT-2019")
_BESIDE = ("agencies", "topics", "places", "terms", "shorthand", "contacts")
_GOLDEN = 60  # of a file


def settle(folder: Path) -> Path:
    """Write the city's knowledge into a folder."""
    shipped = PROJECT / "knowledge"
    (folder / "directives").mkdir(parents=True)
    (folder / "golden").mkdir()
    for stem in _DIRECTIVES:
        shutil.copy(shipped / "directives" / f"{stem}.yaml", folder / "directives")
    for name in _BESIDE:
        shutil.copy(shipped / f"{name}.yaml", folder)
    for path in golden_files(shipped):
        lines = [line for line in path.read_text(encoding="utf-8").splitlines() if _is_of_here(line)]
        if lines and not path.stem.startswith(("vague", "near", "outside", "unclear", "double")):
            (folder / "golden" / path.name).write_text("\n".join(lines[:_GOLDEN]) + "\n", encoding="utf-8")
    return folder


def _is_of_here(line: str) -> bool:
    plain = json.loads(line)
    turns = plain.get("turns", [plain])
    return all(any(fact.startswith(_DIRECTIVES) for fact in turn.get("facts", ())) for turn in turns)


@dataclass
class Stand:
    """A publisher with all that it did. `asks` counts the questions that were put to libraries."""

    folder: Path
    libraries: Path
    floors: Mapping[str, float] = field(
        default_factory=lambda: {**FLOORS, "answer": 0.8, DIALOGUES: 0.5}
    )  # a part of the city knows less than the whole
    deeds: list[Deed] = field(default_factory=list)
    asks: list[int] = field(default_factory=list)

    @property
    def versions(self) -> Versions:
        return Versions(self.libraries, KEPT)

    @property
    def publication(self) -> Publication:
        return Publication(
            folder=self.folder, versions=self.versions, ask=self._ask, floors=self.floors, trace=self._trace, stage=lambda *_: None
        )

    def prepare(self) -> Draft:
        return self.publication.prepare(ANNA, AT)

    def publish(self, reason: str = "", accept: str = "") -> Version:
        return self.publication.publish(self.prepare(), ANNA, AT, reason=reason, accept=accept)

    def edit(self, stem: str, change: Callable[[str], str]) -> None:
        """Change the text of one knowledge file, which is empty when there is none; it must become another."""
        path = next(self.folder.rglob(f"{stem}.yaml"), self.folder / f"{stem}.yaml")
        before = path.read_text(encoding="utf-8") if path.exists() else ""
        after = change(before)
        assert after != before
        path.write_text(after, encoding="utf-8")

    def _ask(
        self, library: Path, dialogues: Sequence[Dialogue], touched: frozenset[str] | None, counted: Progress
    ) -> list[tuple[Outcome, ...] | None]:
        self.asks.append(len(dialogues))
        return ask(library, dialogues, touched, counted)

    def _trace(self, deed: Deed) -> tuple[int, str]:
        self.deeds.append(deed)
        return len(self.deeds), f"hash {len(self.deeds)}"

    def did(self) -> list[DeedKind]:
        return [deed.kind for deed in self.deeds]
