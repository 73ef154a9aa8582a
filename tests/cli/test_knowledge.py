"""The verbs of administrators, from an edited file to a live version and back, as they are typed."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from bot.settings import PROJECT
from tests.channels.town import PLAN, settle
from tests.cli.conftest import Run

QUESTION = "trồng bao nhiêu cây ven sông"
GOLDEN = {"question": "ven sông sẽ có mấy cây bàng", "style": "clean", "expect": "answer", "facts": ["7-KH-UBND/so-cay"]}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, run: Run) -> Path:
    """The town's knowledge as the settings' folder, with one golden question."""
    folder = settle(tmp_path / "knowledge")
    (folder / "golden").mkdir()
    (folder / "golden" / "cay.jsonl").write_text(json.dumps(GOLDEN, ensure_ascii=False) + "\n", encoding="utf-8")
    monkeypatch.setenv("HOIDAP_KNOWLEDGE", str(folder))
    monkeypatch.setenv("HOIDAP_LIBRARIES", str(tmp_path / "libraries"))
    return folder


def replant(folder: Path, trees: int) -> None:
    (folder / "directives" / "7-KH-UBND.yaml").write_text(PLAN.replace("300", str(trees)), encoding="utf-8")


def test_an_edited_fact_goes_live_and_back(run: Run, folder: Path) -> None:
    assert "Đã đưa lên bản số 1" in run("knowledge", "publish", "--reason", "bản đầu").out
    replant(folder, 450)

    shown = run("knowledge", "diff")
    assert (0, True) == (shown.code, "sửa 1" in shown.out)
    assert "300" in run("ask", QUESTION).out  # what is live, not what is being edited
    assert "450" in run("ask", "--draft", QUESTION).out
    assert "Đã đưa lên bản số 2" in run("knowledge", "publish", "--reason", "thêm cây").out
    assert "450" in run("ask", QUESTION).out

    assert "Đã quay lại bản số 1" in run("knowledge", "rollback", "--reason", "nhầm").out
    assert "300" in run("ask", QUESTION).out
    assert "450" in run("ask", "--draft", QUESTION).out


def test_versions_tell_who_why_what_changed_and_how_the_golden_questions_fared(run: Run, folder: Path) -> None:
    run("knowledge", "publish", "--reason", "bản đầu")
    replant(folder, 450)
    run("knowledge", "publish", "--reason", "thêm cây")

    told = run("knowledge", "versions").out
    assert told.index("thêm cây") < told.index("bản đầu")
    assert "→    2" in told
    assert "trả lời đúng 100,0% → 100,0%" in told
    second, first = run("knowledge", "versions", "--json").json
    assert (2, 1, 1, "thêm cây") == (second["number"], second["before"], second["changed"], second["reason"])
    assert (None, 0) == (first["before"], first["changed"])
    assert "7-KH-UBND/so-cay" in run("knowledge", "versions", "2").out
    assert 0 == run("knowledge", "versions", "--verify").code


def test_a_change_that_breaks_a_golden_question_is_refused_until_it_is_accepted(run: Run, folder: Path) -> None:
    run("knowledge", "publish")
    plan = PLAN[: PLAN.index("  - id: so-cay")] + PLAN[PLAN.index("  - id: han-trong") :]
    (folder / "directives" / "7-KH-UBND.yaml").write_text(plan, encoding="utf-8")

    refused = run("knowledge", "publish")
    assert (1, "") == (refused.code, refused.out)
    assert str(GOLDEN["question"]) in refused.err
    assert "--accept" in refused.err
    assert 1 == run("knowledge", "diff").code
    assert "300" in run("ask", QUESTION).out

    assert 0 == run("knowledge", "publish", "--accept", "bỏ số cây").code
    assert "bỏ số cây" in run("knowledge", "versions").out
    deeds = [deed["kind"] for deed in run("journal", "audit", "--json").json]
    assert {"refused", "accepted", "published"} <= set(deeds)


def test_publishing_what_is_live_already_changes_nothing(run: Run, folder: Path) -> None:
    run("knowledge", "publish")
    again = run("knowledge", "publish")

    assert (1, "") == (again.code, again.out)
    assert "Không có gì thay đổi" in again.err
    assert "Không có gì thay đổi" in run("knowledge", "diff").out
    assert 1 == len(run("knowledge", "versions", "--json").json)


def test_a_broken_file_or_golden_line_is_named_and_publishes_nothing(run: Run, folder: Path) -> None:
    (folder / "golden" / "cay.jsonl").write_text('{"question": "ven sông"}\n{\n', encoding="utf-8")
    replant(folder, 0)
    path = folder / "directives" / "7-KH-UBND.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("    at: mục 1\n", "    mục: 1\n"), encoding="utf-8")
    for verb in ("check", "diff", "publish"):
        ran = run("knowledge", verb)
        assert (1, "") == (ran.code, ran.out)
        assert "directives/7-KH-UBND.yaml:" in ran.err
        assert "golden/cay.jsonl:2:" in ran.err
    assert [] == run("knowledge", "versions", "--json").json


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["rollback"], "Không có bản nào trước"), (["rollback", "7"], "Không còn giữ bản số 7"), (["versions", "7"], "Không còn giữ bản số 7"),
        (["import", "không-có.xlsx"], "không-có.xlsx"),
    ],
)  # fmt: skip
def test_what_is_not_there_is_said(run: Run, folder: Path, words: list[str], said: str) -> None:
    ran = run("knowledge", *words)

    assert ran.code in (1, 3)
    assert said in ran.err
    assert "Traceback" not in ran.err


def test_the_audit_trail_tells_of_every_step_and_verifies(run: Run, folder: Path) -> None:
    run("knowledge", "check")
    run("knowledge", "publish", "--reason", "bản đầu")
    replant(folder, 450)
    run("knowledge", "publish", "--reason", "thêm cây")
    run("knowledge", "rollback", "1", "--reason", "nhầm")

    deeds = [(deed["kind"], deed["channel"], deed["before"], deed["after"]) for deed in run("journal", "audit", "--json").json]
    assert ("rolled-back", "cli", "2", "1") in deeds
    assert ("published", "cli", "1", "2") in deeds
    assert ("checked", "cli", "", "") in deeds
    assert 0 == run("journal", "audit", "--verify").code


def test_a_journal_that_cannot_be_written_stops_publishing(run: Run, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "not-a-journal").write_text("x" * 5000)
    monkeypatch.setenv("HOIDAP_JOURNAL", str(tmp_path / "not-a-journal"))
    ran = run("knowledge", "publish")

    assert 3 == ran.code
    assert "không phải là nhật ký" in ran.err
    assert not (tmp_path / "libraries" / "versions" / "live").exists()


def test_a_conversation_under_way_goes_over_to_a_version_that_is_published_meanwhile(run: Run, folder: Path) -> None:
    run("knowledge", "publish")
    with subprocess.Popen(
        [sys.executable, "-m", "bot", "chat"], cwd=PROJECT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8"
    ) as talk:
        assert talk.stdin
        assert talk.stdout
        told = []
        for trees in (300, 450):
            if trees != 300:
                replant(folder, trees)
                assert 0 == run("knowledge", "publish").code
            talk.stdin.write(f"{QUESTION}\n")
            talk.stdin.flush()
            told.append(next(line for line in talk.stdout if "cây" in line))
        talk.stdin.close()

    assert [True, True] == ["300" in told[0], "450" in told[1]]


FULL = """
import resource, sys
resource.setrlimit(resource.RLIMIT_FSIZE, ({most}, {most}))
from bot.cli import main
sys.exit(main(["knowledge", "publish", "--accept", "x"]))
"""


@pytest.mark.parametrize("most", [0, 3_000, 10_000, 30_000, 60_000, 120_000])
def test_a_full_disk_is_said_and_leaves_the_old_version_live(run: Run, folder: Path, tmp_path: Path, most: int) -> None:
    """Where files may not grow beyond so many bytes, writing fails as it does on a full disk, at one place or another."""
    run("knowledge", "publish")
    replant(folder, 450)
    done = subprocess.run(  # noqa: S603  our own interpreter and our own program
        [sys.executable, "-c", FULL.format(most=most)], capture_output=True, encoding="utf-8", cwd=PROJECT, check=False
    )

    assert "Traceback" not in done.stderr
    if done.returncode:
        assert "Lỗi: " in done.stderr
        assert "300" in run("ask", QUESTION).out
    assert [] == [left for place in (".*", "versions/.*", "drafts/.*") for left in (tmp_path / "libraries").glob(place)]
    assert 0 == run("knowledge", "versions", "--verify").code
    run("knowledge", "publish", "--accept", "x")
    assert "450" in run("ask", QUESTION).out


def test_knowledge_goes_to_a_spreadsheet_and_comes_back_without_a_difference(run: Run, folder: Path, tmp_path: Path) -> None:
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    assert 0 == run("knowledge", "export", "--xlsx", tmp_path / "ra.xlsx").code
    back = run("knowledge", "import", tmp_path / "ra.xlsx")

    assert (0, True) == (back.code, "Không có gì khác" in back.out)
    assert before == {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_the_shipped_template_is_written(run: Run, tmp_path: Path) -> None:
    assert 0 == run("knowledge", "template", tmp_path / "mau.xlsx", "--knowledge", PROJECT / "knowledge").code
    assert (tmp_path / "mau.xlsx").stat().st_size > 0
