"""How long putting knowledge live takes: the first publication, one changed fact, and the way back; of the shipped files and of many more.

Everything is real but the audit trail, which is left out: files on disk, all checks, all questions. Figures are of this machine and this run.
"""

from __future__ import annotations

import json
import shutil
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from bot.domain.deed import Author, Deed
from bot.domain.fact import Fact
from bot.evaluation import generate
from bot.library.build import compiled
from bot.library.publishing.publication import Publication
from bot.settings import Settings
from bot.text.normalize import comparable, fold
from bot.wiring import publication_of

SEED = 7
_FILE = 250  # generated facts in a file
_AUTHOR = Author("bench", "administrator", "bench")
_KEYWORDS = "  keywords:\n"
Say = Callable[[str], None]


def bench(settings: Settings, sizes: Sequence[int], at: datetime, say: Say) -> None:
    """Print the seconds of each step, for the shipped knowledge and for each larger size. Raises KnowledgeInvalid, OSError."""
    shipped = len(compiled(settings.knowledge).facts)
    say("     mục   lần đầu s   sửa một mục s   quay lại s   câu hỏi đã xét")
    for size in (shipped, *(size for size in sizes if size > shipped)):
        with tempfile.TemporaryDirectory(prefix="hoidap-bench-") as home:
            folder = Path(home) / "knowledge"
            shutil.copytree(settings.knowledge, folder)
            _enlarge(folder, size)
            publication = publication_of(replace(settings, knowledge=folder, libraries=Path(home) / "libraries"), _quiet, _untraced)
            first, asked = _published(publication, at)
            _change_one(folder)
            second, _ = _published(publication, at)
            began = time.perf_counter()
            publication.rollback(_AUTHOR, at)
            say(f"{size:>8}{first:>12.1f}{second:>16.1f}{time.perf_counter() - began:>13.2f}{asked:>17}")


def _published(publication: Publication, at: datetime) -> tuple[float, int]:
    """Seconds from edited files to a live version, and how many questions were looked at."""
    began = time.perf_counter()
    draft = publication.prepare(_AUTHOR, at)
    publication.publish(draft, _AUTHOR, at, reason="đo", accept="đo")
    return time.perf_counter() - began, draft.effect.asked.phrasings + draft.effect.asked.golden


def _enlarge(folder: Path, size: int) -> None:
    """Bring a knowledge folder to so many facts, with collections of questions and answers."""
    made = list(generate.Generated(compiled(folder), size, SEED))
    written = [fact for fact in made if not _is_made(fact)]
    known = {_key(phrasing) for fact in written for phrasing in fact.phrasings}
    lines = [_line(fact, known) for fact in made if _is_made(fact)]
    for number in range(0, len(lines), _FILE):
        path = folder / "directives" / f"sinh-{number // _FILE:04d}.jsonl"
        path.write_text("".join(f"{line}\n" for line in lines[number : number + _FILE]), encoding="utf-8")


def _line(fact: Fact, known: set[str]) -> str:
    phrasings = {_key(phrasing): phrasing for phrasing in fact.phrasings}
    new = [phrasing for key, phrasing in phrasings.items() if key not in known]
    known.update(phrasings)
    plain = {"id": fact.id.replace("/", "-"), "says": fact.says, "phrasings": new, "keywords": list(fact.keywords)}
    return json.dumps(plain, ensure_ascii=False)


def _is_made(fact: Fact) -> bool:
    return fact.id.startswith("gen/")


def _key(phrasing: str) -> str:
    """What two phrasings that count as one have in common."""
    return " ".join("".join(sign if sign.isalnum() else " " for sign in fold(comparable(phrasing))).split())


def _change_one(folder: Path) -> None:
    """One fact gets one more keyword."""
    path = min((folder / "directives").glob("*.yaml"))
    text = path.read_text(encoding="utf-8")
    if _KEYWORDS not in text:
        raise ValueError(f"{path}: no fact with keywords to change")
    path.write_text(text.replace(_KEYWORDS, f"{_KEYWORDS}  - thời gian đo\n", 1), encoding="utf-8")


def _quiet(name: str, done: int, total: int) -> None:
    """Nobody watches a measurement."""


def _untraced(deed: Deed) -> None:
    """Nothing is put live here that anybody uses."""
