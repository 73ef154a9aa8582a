"""Versions are whole, listed newest first, kept so many, and live by the pointer alone."""

from __future__ import annotations

import fcntl
import os
import shutil
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from bot.domain.deed import DeedKind
from bot.domain.errors import (
    DraftStale,
    KnowledgeInvalid,
    LibraryForeign,
    NothingChanged,
    PublishingBusy,
    VersionDamaged,
    VersionMissing,
)
from bot.library.layout import DATABASE
from bot.wiring import library_at
from tests.channels.town import PLAN, settle
from tests.library.publishing.stand import ANNA, AT, KEPT, Stand

pytestmark = pytest.mark.slow  # each publishes a small town


@pytest.fixture(scope="session")
def begun(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("town")
    Stand(settle(home / "knowledge"), home / "libraries").publish("bản đầu")
    return home


@pytest.fixture
def town(begun: Path, tmp_path: Path) -> Stand:
    shutil.copytree(begun, tmp_path / "town")
    return Stand(tmp_path / "town" / "knowledge", tmp_path / "town" / "libraries")


def replant(town: Stand, trees: int) -> None:
    (town.folder / "directives" / "7-KH-UBND.yaml").write_text(PLAN.replace("300", str(trees)), encoding="utf-8")


def publish(town: Stand, trees: int) -> int:
    replant(town, trees)
    return town.publish(f"{trees} cây").number


def test_a_version_says_who_when_why_and_after_which(town: Stand):
    publish(town, 450)
    version = town.versions.live()

    assert version is not None
    assert (2, 1, ANNA, AT, "450 cây", "", 1) == (
        version.number, version.before, version.author, version.at, version.reason, version.accepted, version.changed
    )  # fmt: skip
    assert version.trail is not None
    assert [DeedKind.PREPARED, DeedKind.PUBLISHING, DeedKind.PUBLISHED] == town.did()


def test_only_so_many_versions_are_kept_and_numbers_are_never_used_again(town: Stand):
    numbers = [publish(town, 400 + place) for place in range(KEPT + 2)]

    assert list(range(2, KEPT + 4)) == numbers
    assert numbers[: -KEPT - 1 : -1] == [version.number for version in town.versions.all()]
    libraries = {path.name for path in town.libraries.iterdir() if (path / DATABASE).exists()}
    assert {version.library for version in town.versions.all()} == libraries
    with pytest.raises(VersionMissing, match="bản số 1"):
        town.versions.get(1)


def test_the_live_version_is_kept_however_old_it_is(town: Stand):
    publish(town, 450)
    for place in range(KEPT + 1):
        publish(town, 500 + place)
        if place == 0:
            town.publication.rollback(ANNA, AT, number=1)
            assert 1 == town.versions.pointer()
            publish(town, 600)
    town.publication.rollback(ANNA, AT, number=town.versions.all()[-1].number)
    live = town.versions.pointer()
    town.versions.prune(AT)

    assert live in [version.number for version in town.versions.all()]


def test_going_back_twice_goes_back_two_versions(town: Stand):
    publish(town, 450)
    publish(town, 500)

    assert [2, 1] == [town.publication.rollback(ANNA, AT).number, town.publication.rollback(ANNA, AT).number]
    with pytest.raises(VersionMissing, match="Không có bản nào trước"):
        town.publication.rollback(ANNA, AT)


def test_a_draft_is_stale_when_the_files_or_the_live_version_changed_in_between(town: Stand):
    replant(town, 450)
    draft = town.prepare()
    replant(town, 460)
    with pytest.raises(DraftStale):
        town.publication.publish(draft, ANNA, AT, reason="")

    replant(town, 450)
    town.publication.publish(draft, ANNA, AT, reason="")
    with pytest.raises(DraftStale):
        town.publication.publish(draft, ANNA, AT, reason="")
    assert [2, 1] == [version.number for version in town.versions.all()]


def test_a_draft_is_prepared_once(town: Stand):
    replant(town, 450)
    town.prepare()
    asked = list(town.asks)
    again = town.prepare()

    assert asked == town.asks
    assert again == town.publication.drafts.get(again.id)


def test_what_is_live_already_is_not_published_again(town: Stand):
    draft = town.prepare()

    assert draft.changes_nothing
    with pytest.raises(NothingChanged, match="bản số 1"):
        town.publication.publish(draft, ANNA, AT, reason="")


def test_one_publishes_at_a_time(town: Stand):
    draft = town.prepare()
    with (town.libraries / "versions" / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(PublishingBusy):
            town.publication.publish(draft, ANNA, AT, reason="")
        with pytest.raises(PublishingBusy):
            town.publication.rollback(ANNA, AT, number=1)


def test_processes_that_start_side_by_side_make_one_first_version(tmp_path: Path):
    stand = Stand(settle(tmp_path / "knowledge"), tmp_path / "libraries")
    with ThreadPoolExecutor(4) as pool:
        versions = list(pool.map(lambda _: stand.publication.first(ANNA, AT), range(4)))

    assert [1] * 4 == [version.number for version in versions]
    assert [1] == [version.number for version in stand.versions.all()]


def test_broken_files_leave_everything_as_it_is(town: Stand):
    before = sorted(town.libraries.rglob("*"))
    replant(town, 450)
    town.edit("7-KH-UBND", lambda text: text.replace("issued: 2024-03-05", "issued: 2024-02-30"))

    with pytest.raises(KnowledgeInvalid):
        town.prepare()
    assert before == sorted(town.libraries.rglob("*"))


def damage_a_library(town: Stand) -> None:
    path = town.versions.library(town.versions.get(1)) / DATABASE
    path.write_bytes(path.read_bytes()[:-1] + b"x")


def lose_a_library(town: Stand) -> None:
    shutil.rmtree(town.versions.library(town.versions.get(1)))


def damage_a_record(town: Stand) -> None:
    (town.libraries / "versions" / "1" / "version.json").write_text("{")


@pytest.mark.parametrize("damage", [damage_a_library, lose_a_library, damage_a_record])
def test_a_damaged_version_is_not_gone_back_to(town: Stand, damage):
    publish(town, 450)
    damage(town)

    with pytest.raises(VersionDamaged):
        town.publication.rollback(ANNA, AT, number=1)
    assert 2 == town.versions.pointer()


@pytest.mark.parametrize("damage", [damage_a_library, lose_a_library, damage_a_record])
def test_a_damaged_live_version_does_not_stop_a_mended_one(town: Stand, damage):
    damage(town)
    replant(town, 450)
    draft = town.prepare()

    assert 1 == draft.base  # what was live when it was prepared, though nothing could be compared with it
    version = town.publication.publish(draft, ANNA, AT, reason="sửa lại")
    assert (2, 1) == (version.number, version.before)
    assert 2 == town.versions.pointer()


def test_a_damaged_pointer_is_told_and_mended_by_going_to_a_version(town: Stand):
    publish(town, 450)
    (town.libraries / "versions" / "live").write_text("hai")

    with pytest.raises(VersionDamaged, match="rollback"):
        town.versions.live()
    assert 2 == town.publication.rollback(ANNA, AT, number=2).number
    assert 2 == town.versions.pointer()


@pytest.mark.parametrize("key", ["schema", "underthesea"])
def test_a_library_of_another_program_is_refused_and_publishing_goes_on_from_it(town: Stand, key: str):
    folder = town.versions.library(town.versions.get(1))
    with sqlite3.connect(folder / DATABASE) as database:
        database.execute("UPDATE meta SET value = '0' WHERE key = ?", (key,))
    database.close()
    with pytest.raises(LibraryForeign, match="hoidap knowledge publish"):
        library_at(folder)

    assert 2 == publish(town, 450)
    with pytest.raises((LibraryForeign, VersionDamaged)):
        town.publication.rollback(ANNA, AT, number=1)


def test_all_of_a_version_is_on_the_disk_before_the_pointer_moves(town: Stand, monkeypatch: pytest.MonkeyPatch):
    brought: list[tuple[str, int | None]] = []
    sync = os.fsync

    def noted(handle: int) -> None:
        sync(handle)
        brought.append((str(Path(f"/proc/self/fd/{handle}").readlink()), town.versions.pointer()))

    monkeypatch.setattr(os, "fsync", noted)
    version = town.versions.get(publish(town, 450))

    before = {path for path, live in brought if live == 1}
    assert {str(path) for path in town.versions.library(version).rglob("*")} <= before
    assert any(Path(path).name.startswith(".adding-") or Path(path).parent.name.startswith(".adding-") for path in before)


def test_versions_let_go_leave_nothing_behind(town: Stand):
    for place in range(KEPT + 1):
        publish(town, 400 + place)

    folders = {path.name for path in (town.libraries / "versions").iterdir() if path.is_dir()}
    assert {str(version.number) for version in town.versions.all()} == folders


def test_what_stands_in_the_way_of_a_number_is_stepped_over(town: Stand):
    (town.libraries / "versions" / "2").mkdir()
    (town.libraries / "versions" / "2" / "something").write_text("x")

    assert 3 == publish(town, 450)
    assert 3 == town.versions.pointer()
