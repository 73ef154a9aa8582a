"""The versions of the knowledge that were put live: who, when, why, what they changed; and the pointer to the one that is live.

    versions/<number>/version.json, effect.json, outcomes.json.gz, sources.zip   written aside and moved into place whole, never changed
    versions/live                                                                the number of the live one; always moves last
    versions/lock                                                                held by whoever publishes; the kernel lets go of the killed

A version is told live by the pointer alone, so whatever is killed between two steps leaves the old one live and whole. Does not decide
whether something may go live (`gate`) and does not build libraries (`build`).
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from bot.domain.deed import Author
from bot.domain.errors import PublishingBusy, VersionDamaged, VersionMissing
from bot.library import durable
from bot.library.judging import Share
from bot.library.layout import is_built

RECORD, POINTER = "version.json", "live"
_CHUNK = 1 << 20
_LEFT = timedelta(days=1)  # after which what is being built was left by somebody killed


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """One library that was put live. `before` is the version that was live then; `figures` are of the golden questions, () if none were asked.

    `trail` is how long the audit trail was when it was published, and its last hash: what the trail is held against later.
    """

    number: int
    library: str
    checksum: str
    at: datetime
    author: Author
    reason: str
    schema: int
    underthesea: str
    accepted: str = ""
    before: int | None = None
    added: int = 0
    changed: int = 0
    removed: int = 0
    moved: int = 0
    figures: tuple[Share, ...] = ()
    figures_before: tuple[Share, ...] = ()
    draft: str = ""
    trail: tuple[int, str] | None = None


_VERSION = TypeAdapter(Version)
_VERSIONS = TypeAdapter(list[Version])


class Versions:
    """All versions under one folder of libraries; `keep` of them stay."""

    def __init__(self, libraries: Path, keep: int) -> None:
        self.libraries = libraries
        self._folder = libraries / "versions"
        self._keep = keep

    # which one is live

    def pointer(self) -> int | None:
        """The number of the live version; None when there never was one. One small read: made to be watched."""
        try:
            return int((self._folder / POINTER).read_text(encoding="ascii"))
        except FileNotFoundError:
            return None
        except ValueError as error:
            raise VersionDamaged(
                f"Tệp {self._folder / POINTER} bị hỏng; hãy chạy: hoidap knowledge rollback SỐ, với số của một bản còn giữ"
            ) from error

    def live(self) -> Version | None:
        """The live version. Raises VersionDamaged, VersionMissing."""
        number = self.pointer()
        return None if number is None else self.get(number)

    def get(self, number: int) -> Version:
        """Raises VersionMissing when there is no such version any more, VersionDamaged when its record cannot be read."""
        record = self._folder / str(number) / RECORD
        try:
            return _VERSION.validate_json(record.read_bytes())
        except FileNotFoundError as error:
            raise VersionMissing(f"Không còn giữ bản số {number}. Xem các bản còn giữ: hoidap knowledge versions") from error
        except ValidationError as error:
            raise VersionDamaged(f"Tệp {record} bị hỏng, không đọc được bản số {number}.") from error

    def all(self) -> list[Version]:
        """Those that are kept and can be read, newest first."""
        found = []
        for number in sorted(self._numbers(), reverse=True):
            with suppress(VersionDamaged, VersionMissing):
                found.append(self.get(number))
        return found

    def library(self, version: Version) -> Path:
        """The folder of its library. Raises VersionDamaged when that is gone."""
        folder = self.libraries / version.library
        if not is_built(folder):
            raise VersionDamaged(
                f"Thiếu thư viện {folder} của bản số {version.number}; hãy quay lại một bản khác: hoidap knowledge versions"
            )
        return folder

    def verified(self, version: Version) -> Path:
        """The folder of its library. Raises VersionDamaged when that is not byte for byte what was put live."""
        folder = self.library(version)
        if checksum(folder) == version.checksum:
            return folder
        raise VersionDamaged(f"Thư viện của bản số {version.number} đã bị thay đổi hoặc hỏng; hãy quay lại một bản khác.")

    def part(self, version: Version, name: str) -> Path:
        """A file that was kept with the version."""
        return self._folder / str(version.number) / name

    # what publishing does, in this order, while it holds the lock

    @contextmanager
    def lock(self, *, waits: bool = False) -> Iterator[None]:
        """For one publisher at a time. Raises PublishingBusy when there is another, unless it `waits` for that one to end."""
        self._folder.mkdir(parents=True, exist_ok=True)
        handle = os.open(self._folder / "lock", os.O_CREAT | os.O_RDWR, 0o600)
        try:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | (0 if waits else fcntl.LOCK_NB))
            except BlockingIOError as error:
                raise PublishingBusy("Đang có người khác đưa bản mới lên; hãy đợi vài giây rồi thử lại.") from error
            yield
        finally:
            os.close(handle)

    def next_number(self) -> int:
        return max([0, *self._numbers(), self.pointer() or 0]) + 1

    def add(self, version: Version, parts: Mapping[str, bytes]) -> None:
        """Keep a version, with the files that belong to it; it is not live yet. Raises OSError, and nothing is kept then.

        Its library is brought to the disk first: a power cut after the pointer has moved must find what it points to.
        """
        durable.settle_all(self.libraries / version.library)
        aside = Path(tempfile.mkdtemp(prefix=".adding-", dir=self._folder))
        try:
            for name, content in {RECORD: _VERSION.dump_json(version, indent=1), **parts}.items():
                (aside / name).write_bytes(content)
            durable.settle_all(aside)
            aside.replace(self._folder / str(version.number))
        except BaseException:
            shutil.rmtree(aside, ignore_errors=True)
            raise
        durable.settle(self._folder)

    def point(self, number: int) -> None:
        """Make a version live. The moment at which a change happens."""
        durable.replace(self._folder / POINTER, f"{number}\n".encode())

    def prune(self, at: datetime) -> None:
        """Let go of the oldest versions beyond those kept, and of what killed publishers and builders left; never of the live one."""
        live, versions = self.pointer(), self.all()
        old = [version for version in versions[self._keep :] if version.number != live]
        still = {version.library for version in versions if version not in old}
        for version in old:
            (self._folder / str(version.number)).rename(self._folder / f".gone-{version.number}")  # whole or gone, should we be killed
        for library in {version.library for version in old} - still:
            shutil.rmtree(self.libraries / library, ignore_errors=True)
        for left in self._folder.glob(".*"):  # nobody writes here but whoever holds the lock: us
            _remove(left)
        for left in [*self.libraries.glob(".building-*"), *self.libraries.glob("drafts/.saving-*")]:
            if left.stat().st_mtime < (at - _LEFT).timestamp():  # others may be building right now
                shutil.rmtree(left, ignore_errors=True)

    def _numbers(self) -> list[int]:
        if not self._folder.is_dir():
            return []
        return [int(path.name) for path in self._folder.iterdir() if path.name.isdecimal() and path.is_dir()]


def _remove(left: Path) -> None:
    if left.is_dir():
        shutil.rmtree(left, ignore_errors=True)
    else:
        left.unlink(missing_ok=True)


def as_json(versions: Sequence[Version]) -> str:
    """Versions for machines: a list."""
    return _VERSIONS.dump_json(list(versions)).decode()


def checksum(library: Path) -> str:
    """SHA-256 over the names and contents of all files of a library."""
    whole = hashlib.sha256()
    for path in sorted(path for path in library.rglob("*") if path.is_file()):
        part = hashlib.sha256()
        with path.open("rb") as file:
            while chunk := file.read(_CHUNK):
                part.update(chunk)
        whole.update(f"{path.relative_to(library)}\0{part.hexdigest()}\n".encode())
    return whole.hexdigest()
