"""What was prepared for publishing and waits for a yes: its effect, what stands against it, and what every question got.

    drafts/<id>/draft.json, outcomes.json.gz
    asked/<number>.json.gz      what questions got from a version, found out after it was published

A draft is named by all that went into it, so whoever comes back with the name publishes just that, or is told that it is stale.
"""

from __future__ import annotations

import base64
import gzip
import hashlib
import re
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from bot.domain.outcome import Outcome
from bot.library import durable
from bot.library.layout import answering_program, fingerprint, golden_fingerprint
from bot.library.publishing.effect import Dialogue, Effect, Outcomes
from bot.library.publishing.gate import Refusal

OUTCOMES = "outcomes.json.gz"
_DRAFT_FILE = "draft.json"
_ID = re.compile(r"[A-Za-z0-9_-]{11}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """`library` is the name of the library that was built; `base` the version that was live when its effect was found out;
    `changes_nothing` says that this one was made of the same files.
    """

    id: str
    library: str
    base: int | None
    at: datetime
    effect: Effect
    refusals: tuple[Refusal, ...]
    changes_nothing: bool = False


@dataclass(frozen=True, slots=True)
class Answers:
    """What every question got, and by which program; of another program's it is not known what this one would say."""

    program: str
    outcomes: tuple[tuple[Dialogue, tuple[Outcome, ...]], ...]

    @property
    def by_dialogue(self) -> dict[Dialogue, tuple[Outcome, ...]]:
        return dict(self.outcomes)


_DRAFT = TypeAdapter(Draft)
_ANSWERS = TypeAdapter(Answers)


def id_of(folder: Path, base: int | None, floors: Mapping[str, float]) -> str:
    """The name of the draft that these files make now, 11 signs."""
    parts = [fingerprint(folder), golden_fingerprint(folder), str(base), answering_program(), str(sorted(floors.items()))]
    return base64.urlsafe_b64encode(hashlib.blake2b("\0".join(parts).encode(), digest_size=8).digest()).decode().rstrip("=")


def packed(outcomes: Outcomes) -> bytes:
    return gzip.compress(_ANSWERS.dump_json(Answers(answering_program(), tuple(outcomes.items()))), compresslevel=3, mtime=0)


def unpacked(path: Path) -> Answers | None:
    """What was packed; None when it is not there or cannot be read, for it can always be found out anew."""
    try:
        return _ANSWERS.validate_json(gzip.decompress(path.read_bytes()))
    except (OSError, EOFError, ValidationError):
        return None


def as_json(draft: Draft) -> str:
    """A draft for machines."""
    return _DRAFT.dump_json(draft).decode()


class Drafts:
    """The drafts beside the libraries. Keeps the latest few."""

    _KEPT = 10

    def __init__(self, libraries: Path) -> None:
        self._folder = libraries / "drafts"
        self._asked = libraries / "asked"

    def save(self, draft: Draft, outcomes: Outcomes) -> None:
        """Keep a draft. Raises OSError, and nothing is kept then."""
        self._folder.mkdir(parents=True, exist_ok=True)
        aside = Path(tempfile.mkdtemp(prefix=".saving-", dir=self._folder))
        try:
            (aside / _DRAFT_FILE).write_bytes(_DRAFT.dump_json(draft))
            (aside / OUTCOMES).write_bytes(packed(outcomes))
            durable.settle_all(aside)
            self.drop(draft.id)
            aside.replace(self._folder / draft.id)
        except BaseException:
            shutil.rmtree(aside, ignore_errors=True)
            raise
        for old in sorted(self._folder.glob("[!.]*"), key=lambda path: path.stat().st_mtime, reverse=True)[self._KEPT :]:
            shutil.rmtree(old, ignore_errors=True)

    def get(self, draft_id: str) -> Draft | None:
        """The draft of that name; None when there is none, or none that can be read."""
        if not _ID.fullmatch(draft_id):
            return None
        try:
            return _DRAFT.validate_json((self._folder / draft_id / _DRAFT_FILE).read_bytes())
        except (OSError, ValidationError):
            return None

    def outcomes(self, draft: Draft) -> bytes:
        """What its questions got, packed. Raises OSError when it is gone."""
        return (self._folder / draft.id / OUTCOMES).read_bytes()

    def remember(self, number: int, outcomes: Outcomes) -> None:
        """Keep what questions got from a version, in place of what was kept of others. Raises OSError."""
        self._asked.mkdir(parents=True, exist_ok=True)
        durable.replace(self._asked / f"{number}.json.gz", packed(outcomes))
        for other in self._asked.glob("*.json.gz"):
            if other.name != f"{number}.json.gz":
                other.unlink(missing_ok=True)

    def asked(self, number: int) -> Answers | None:
        """What was kept of a version; None when nothing was."""
        return unpacked(self._asked / f"{number}.json.gz")

    def drop(self, draft_id: str) -> None:
        if _ID.fullmatch(draft_id):
            shutil.rmtree(self._folder / draft_id, ignore_errors=True)
