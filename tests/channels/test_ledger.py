"""`hoidap journal`: figures, and deleting what is too old, over a real journal."""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.channels.ledger import span
from bot.cli import main
from bot.domain.deed import Author, Deed, DeedKind
from bot.journal.database import open_journal
from bot.journal.questions import Asked, Kind
from bot.settings import NAMES

SECRET = "mười sáu ký tự trở lên"  # noqa: S105  opens nothing but this journal
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def journal(tmp_path: Path) -> Path:
    """Two questions, one of them asked a year ago."""
    now = datetime.now(UTC)  # noqa: TID251  the command asks the clock too
    with open_journal(tmp_path / "journal.db", SECRET.encode()) as opened:
        for ago in (timedelta(days=1), timedelta(days=365)):
            opened.questions.note(Asked(chat=1, user=1, text="hạn là khi nào", kind=Kind.ANSWER, confidence=0.9, facts=("a/b",)), now - ago)
    return tmp_path / "journal.db"


@pytest.fixture
def run(journal: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    for name in NAMES.values():
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOIDAP_JOURNAL", str(journal))
    monkeypatch.setenv("HOIDAP_SECRET", SECRET)
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO()))

    def ran(*arguments: str) -> tuple[int, str, str]:
        return (main(["journal", *arguments]), *capsys.readouterr())

    return ran


@pytest.mark.parametrize(("text", "days"), [("180d", 180), ("180", 180), ("26w", 182), ("180 ngày", 180), ("2 tuần", 14), ("1D", 1)])
def test_a_stretch_of_time_is_read_as_one_types_it(text: str, days: int) -> None:
    assert timedelta(days=days) == span(text)


@pytest.mark.parametrize("text", ["", "0d", "d", "-5d", "180 d x", "1.5d", "6m"])
def test_what_is_no_stretch_of_time_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="khoảng thời gian"):
        span(text)


def test_figures_are_for_people_or_machines(run: Run) -> None:
    code, out, _ = run("stats", "--json")
    everything = run("stats", "--json", "--days", "400")[1]

    assert (0, 1, 2) == (code, json.loads(out)["questions"], json.loads(everything)["questions"])
    assert "1" in run("stats")[1]


def test_a_dry_run_deletes_nothing(run: Run) -> None:
    assert 1 == json.loads(run("purge", "--older-than", "180d", "--dry-run", "--json")[1])["questions"]
    assert 1 == json.loads(run("purge", "--older-than", "180d", "--json")[1])["questions"]
    assert 0 == json.loads(run("purge", "--older-than", "180d", "--json")[1])["questions"]
    assert 1 == json.loads(run("stats", "--json", "--days", "400")[1])["questions"]


def test_what_is_kept_for_how_long_is_a_setting(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOIDAP_KEEP_DAYS", "400")

    assert 0 == json.loads(run("purge", "--json")[1])["questions"]


def test_no_journal_and_another_secret_are_one_line_and_an_exit_code(run: Run, journal: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOIDAP_SECRET", "một khóa khác hẳn, cũng đủ dài")
    code, _, told = run("stats")
    assert (3, 1) == (code, told.count("\n"))
    monkeypatch.setenv("HOIDAP_JOURNAL", str(journal.parent / "none.db"))
    code, _, told = run("stats")
    assert (3, 1) == (code, told.count("\n"))
    monkeypatch.setenv("HOIDAP_JOURNAL", str(journal))
    monkeypatch.delenv("HOIDAP_SECRET")
    code, _, told = run("stats")
    assert (3, 1, True) == (code, told.count("\n"), "HOIDAP_SECRET" in told)


def test_the_trail_is_told_and_verified(run: Run, journal: Path) -> None:
    with open_journal(journal, SECRET.encode()) as opened:
        author = Author("hong", "administrator", "cli")
        end = opened.audit.note(Deed(DeedKind.PUBLISHED, author, "3", "4"), datetime.now(UTC) - timedelta(days=2)).hash  # noqa: TID251

    assert "hong" in run("audit")[1]
    assert "Chưa có" in run("audit", "--days", "1")[1]
    assert ["published"] == [row["kind"] for row in json.loads(run("audit", "--json")[1])]
    assert (0, f"Chuỗi nguyên vẹn: 1 dòng, dấu cuối {end[:8]}….\n", "") == run("audit", "--verify")


def test_a_trail_that_was_changed_is_an_exit_code_and_names_the_row(run: Run, journal: Path) -> None:
    with open_journal(journal, SECRET.encode()) as opened:
        opened.audit.note(Deed(DeedKind.PUBLISHED, Author("hong", "administrator", "cli"), "3", "4"), datetime.now(UTC))  # noqa: TID251
        opened.store.run("DROP TRIGGER audit_not_changed")
        opened.store.run("UPDATE audit SET who = 'lan'")
    code, out, _ = run("audit", "--verify")

    assert (1, True) == (code, out.startswith("Dòng 1 đã bị sửa"))
    assert (1, 1) == (run("audit", "--verify", "--json")[0], json.loads(run("audit", "--verify", "--json")[1])["row"])


def test_a_stretch_that_cannot_be_read_is_one_line(run: Run) -> None:
    code, _, told = run("purge", "--older-than", "mãi mãi")

    assert (1, True) == (code, "mãi mãi" in told)
