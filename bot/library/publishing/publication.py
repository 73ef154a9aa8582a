"""The way of a change: check, build a draft, effect, gate, publish, and back. Every step leaves the live version whole, whenever it is killed.

Names no assistant and no journal: what asks (`ask`) and what writes the trail (`trace`) are handed in.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from bot.domain.deed import Author, Deed, DeedKind
from bot.domain.errors import (
    DraftStale,
    GateRefused,
    KnowledgeInvalid,
    LibraryForeign,
    NothingChanged,
    Problem,
    VersionDamaged,
    VersionMissing,
)
from bot.library.build import ensure_library
from bot.library.cases import Case, dead, golden_files, golden_of
from bot.library.contents import facts_of, held_by, is_ours
from bot.library.layout import SCHEMA, answering_program
from bot.library.publishing import sources
from bot.library.publishing.asking import After, Ask, Found, all_of, lean, phrasings_of, spread
from bot.library.publishing.differences import COMPOSED, Compared, Differences, compare
from bot.library.publishing.drafts import OUTCOMES, Draft, Drafts, id_of, unpacked
from bot.library.publishing.effect import (
    Asked,
    Dialogue,
    Effect,
    Outcomes,
    Phrased,
    effect_on,
    effect_on_golden,
    figures,
    messages,
    phrased,
    worst_first,
)
from bot.library.publishing.gate import refusals
from bot.library.publishing.report import reason as reason_of
from bot.library.publishing.versions import Version, Versions, checksum
from bot.text import segment

EFFECT, SOURCES = "effect.json", "sources.zip"
_EFFECT = TypeAdapter(Effect)

Stage = Callable[[str, int, int], None]
Trail = tuple[int, str]
Trace = Callable[[Deed], Trail | None]
"""Writes a deed into the audit trail, and tells how long that is then and its last hash; None where none is kept."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication:
    """What publishes the files of one folder as versions. `stage` hears what is being done, and how far it is."""

    folder: Path
    versions: Versions
    ask: Ask
    floors: Mapping[str, float]
    trace: Trace
    stage: Stage

    # before anything is live

    def prepare(self, author: Author, at: datetime) -> Draft:
        """Check, build, and find out the effect. Raises KnowledgeInvalid with every problem of every file, golden files among them."""
        base = self.versions.pointer()
        draft_id = id_of(self.folder, base, self.floors)
        draft = self.drafts.get(draft_id)
        if draft is None or not (self.versions.libraries / draft.library).is_dir():
            draft = self._prepared(draft_id, base, at)
        self._trace(DeedKind.PREPARED, author, base, draft.library, f"{len(draft.refusals)} lý do không cho đưa lên")
        return draft

    @property
    def drafts(self) -> Drafts:
        return Drafts(self.versions.libraries)

    def _usable(self, base: int | None) -> Version | None:
        """The version to compare with; there is none where it is gone or damaged, or kept in a shape that we cannot read."""
        if base is None:
            return None
        try:
            version = self.versions.get(base)
            library = self.versions.verified(version)
            if not is_ours(library):
                facts_of(library)
        except (VersionMissing, VersionDamaged, LibraryForeign):
            return None
        return version

    def _prepared(self, draft_id: str, base: int | None, at: datetime) -> Draft:
        golden, problems = golden_of(self.folder)
        library = self._built(problems)
        live = self._usable(base)
        if live and self._is_live(library.name, live):
            return self._unchanged(draft_id, live, at)
        new = held_by(library)
        old = held_by(self.versions.library(live)) if live else None
        compared = compare(old, new)
        was = phrasings_of(old.facts) if old else {}
        before = self._before(live, golden, was)
        pairs = list(phrased(was, phrasings_of(new.facts)))
        found = After(self.ask, library, compared, before).find(golden, pairs, lambda *done: self.stage("Hỏi thử bản mới", *done))
        effect = replace(
            _effect(compared, golden, before, found, pairs),
            dead=tuple(dead(golden, {*new.facts, *(old.facts if old else ())})),
            dropped_golden=self._dropped(live, golden),
        )
        draft = Draft(
            id=draft_id, library=library.name, base=base, at=at,
            effect=effect, refusals=refusals(effect, self.floors),
        )  # fmt: skip
        self.drafts.save(draft, lean(found.outcomes, golden))
        return draft

    def _unchanged(self, draft_id: str, live: Version, at: datetime) -> Draft:
        """The draft of files that are live already: nothing to ask."""
        effect = Effect(Differences(), (), (), live.figures, live.figures, Asked(0, 0, 0))
        draft = Draft(id=draft_id, library=live.library, base=live.number, at=at, effect=effect, refusals=(), changes_nothing=True)
        self.drafts.save(draft, {})
        return draft

    def _built(self, golden_problems: Sequence[Problem] = ()) -> Path:
        """The library of the files. Raises KnowledgeInvalid with what is wrong in them and in the golden files."""
        self.stage("Kiểm tra các tệp", 0, 1)
        try:
            library = ensure_library(self.folder, self.versions.libraries, lambda *done: self.stage("Dựng bản mới", *done))
        except KnowledgeInvalid as error:
            raise KnowledgeInvalid(sorted([*error.problems, *golden_problems])) from None
        if golden_problems:
            raise KnowledgeInvalid(sorted(golden_problems))
        return library

    def _before(self, live: Version | None, golden: Sequence[Case], was: Mapping[str, str]) -> Outcomes:
        """What questions get from the live version: remembered from its publishing, found out where it is not or where we answer otherwise now."""
        if live is None:
            return {}
        remembered = self.drafts.asked(live.number) or unpacked(self.versions.part(live, OUTCOMES))
        known = remembered.by_dialogue if remembered else {}
        library = self.versions.library(live)
        if not is_ours(library):
            return known  # this program cannot ask it; what it said when it was published is the best there is
        wanted: list[Dialogue] = [*map(messages, golden)]
        if remembered is None or remembered.program != answering_program():
            known = {}
            wanted += spread([(text,) for text in was])
        left = [dialogue for dialogue in wanted if dialogue not in known]
        if not left:
            return known
        known |= all_of(self.ask, library, left, lambda *done: self.stage("Hỏi thử bản đang dùng", *done))
        self.drafts.remember(live.number, lean(known, golden))
        return known

    def _dropped(self, live: Version | None, golden: Sequence[Case]) -> int:
        """How many golden questions of the live version are no golden questions any more."""
        if live is None:
            return 0
        kept = {*map(messages, golden)}
        return sum(messages(case) not in kept for case in sources.golden_in(self.versions.part(live, SOURCES)))

    # going live

    def publish(self, draft: Draft, author: Author, at: datetime, *, reason: str, accept: str = "") -> Version:
        """Make a draft live. Raises DraftStale, GateRefused (unless `accept` says why), NothingChanged, PublishingBusy, OSError."""
        with self.versions.lock():
            base = self.versions.pointer()
            if draft.id != id_of(self.folder, base, self.floors):
                raise DraftStale("Tệp tri thức hoặc bản đang dùng đã thay đổi sau khi kiểm tra; hãy kiểm tra lại rồi đưa lên.")
            if draft.changes_nothing:
                raise NothingChanged(f"Không có gì thay đổi so với bản đang dùng (bản số {base}).")
            if draft.refusals and not accept.strip():
                self._trace(DeedKind.REFUSED, author, base, draft.library, "; ".join(one.message for one in draft.refusals))
                raise GateRefused([reason_of(one) for one in draft.refusals])
            return self._put_live(draft, author, at, reason, accept.strip() if draft.refusals else "")

    def _put_live(self, draft: Draft, author: Author, at: datetime, reason: str, accept: str) -> Version:
        differences = draft.effect.differences
        version = replace(
            self._record(draft.library, author, at, reason), accepted=accept, before=draft.base,
            added=len(differences.added), changed=len(differences.changed), removed=len(differences.removed), moved=len(draft.effect.moved),
            figures=draft.effect.after, figures_before=draft.effect.before, draft=draft.id,
        )  # fmt: skip
        parts = {EFFECT: _EFFECT.dump_json(draft.effect), OUTCOMES: self.drafts.outcomes(draft)}
        return self._go_live(version, parts)

    def first(self, author: Author, at: datetime) -> Version:
        """The files as the first version, without asking what questions get: there is nothing to compare with and somebody waits for an answer.

        Does nothing when there is a version. Raises KnowledgeInvalid, OSError.
        """
        library = self._built()
        with self.versions.lock(waits=True):  # several processes may start side by side
            live = self.versions.live()
            if live:
                return live
            facts = sum(not fact.startswith(COMPOSED) for fact in facts_of(library))
            return self._go_live(replace(self._record(library.name, author, at, "Bản đầu tiên, chưa hỏi thử"), added=facts), {})

    def _record(self, library: str, author: Author, at: datetime, reason: str) -> Version:
        return Version(
            number=self.versions.next_number(), library=library, checksum=checksum(self.versions.libraries / library), at=at, author=author,
            reason=reason, schema=SCHEMA, underthesea=segment.version(),
        )  # fmt: skip

    def _go_live(self, version: Version, parts: Mapping[str, bytes]) -> Version:
        """The steps in the one order that leaves the old version live until the last of them but the notes of it."""
        head = self._trace(DeedKind.PUBLISHING, version.author, version.before, version.number, version.reason)
        if version.accepted:
            head = self._trace(DeedKind.ACCEPTED, version.author, version.before, version.number, version.accepted)
        version = replace(version, trail=head)
        self.versions.add(version, {**parts, SOURCES: sources.packed(self.folder)})
        self.versions.point(version.number)
        self._trace(DeedKind.PUBLISHED, version.author, version.before, version.number, version.reason)
        self.versions.prune(version.at)
        return version

    def _is_live(self, library: str, live: Version) -> bool:
        """Whether the live version was made of the same files, the golden ones among them."""
        golden = {path.name: path.read_bytes() for path in golden_files(self.folder)}
        return live.library == library and sources.golden_texts(self.versions.part(live, SOURCES)) == golden

    # and back

    def rollback(self, author: Author, at: datetime, *, number: int | None = None, reason: str = "") -> Version:
        """Make an earlier version live again, the one before the live one when no number is given. Moves the pointer and nothing else.

        Raises VersionMissing, VersionDamaged, LibraryForeign, NothingChanged, PublishingBusy.
        """
        with self.versions.lock():
            live = self._pointed()
            version = self.versions.get(number if number is not None else self._earlier(live))
            if version.number == live:
                raise NothingChanged(f"Bản số {version.number} đang được dùng rồi.")
            if not is_ours(self.versions.verified(version)):
                raise LibraryForeign(
                    f"Bản số {version.number} do phiên bản khác của chương trình tạo (lược đồ {version.schema}, underthesea "
                    f"{version.underthesea}) nên không dùng lại được. Hãy sửa tệp tri thức rồi đưa lên: hoidap knowledge publish"
                )
            self.versions.point(version.number)
            self._trace(DeedKind.ROLLED_BACK, author, live, version.number, reason or f"lúc {at:%d/%m/%Y %H:%M}")
            return version

    def _pointed(self) -> int | None:
        try:
            return self.versions.pointer()
        except VersionDamaged:
            return None  # going back to a version by its number is what mends a broken pointer

    def _earlier(self, live: int | None) -> int:
        before = self.versions.get(live).before if live is not None else None
        if before is None:
            raise VersionMissing("Không có bản nào trước bản đang dùng. Xem các bản còn giữ: hoidap knowledge versions")
        return before

    def _trace(self, kind: DeedKind, author: Author, before: object, after: object, detail: str = "") -> Trail | None:
        return self.trace(Deed(kind, author, "" if before is None else str(before), str(after), detail))


def effect_of(versions: Versions, version: Version) -> Effect | None:
    """What a version did when it was published; None for one that was published without asking, or whose record cannot be read."""
    try:
        return _EFFECT.validate_json(versions.part(version, EFFECT).read_bytes())
    except (OSError, ValidationError):
        return None


def _effect(compared: Compared, golden: Sequence[Case], before: Outcomes, found: Found, pairs: Sequence[Phrased]) -> Effect:
    after = found.outcomes
    moved, missing = effect_on(pairs, before, after)
    return Effect(
        compared.written, worst_first([*effect_on_golden(golden, before, after), *moved]), tuple(missing),
        figures(golden, before), figures(golden, after),
        Asked(len(after) - len({*map(messages, golden)}), len(golden), found.anew, found.left_out),
    )  # fmt: skip
