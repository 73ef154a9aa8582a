"""A file that was sent comes into a copy of the knowledge first; a hostile one comes nowhere."""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.domain.errors import FileRefused, FilesMoved, HoiDapError, KnowledgeInvalid
from bot.library import changes
from bot.library.changes import Change, digest_of
from bot.library.checked import checked
from bot.library.incoming import MAX_BYTES, Kind, safe_stem, stage, staged_at, store
from bot.library.layout import fingerprint
from bot.library.sheets import export
from bot.settings import PROJECT

EXAMPLE = PROJECT / "knowledge" / "vi-du"
NEW = """\
directive:
  number: 15/KH-VIDU
facts:
- id: mot
  says: Một điều mới.
  at: mục 1
  phrasings:
  - điều mới là gì
"""
SHEET = "Câu hỏi,Trả lời\nMấy giờ nhà văn hóa mở cửa?,Nhà văn hóa mở cửa cả ngày.\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    copy = Path(shutil.copytree(EXAMPLE, tmp_path / "knowledge"))
    (copy / "golden").mkdir()
    (copy / "golden" / "a.jsonl").write_text('{"question": "a", "expect": "abstain"}\n', encoding="utf-8")
    return copy


@pytest.fixture
def staging(tmp_path: Path) -> Path:
    return tmp_path / "staging"


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def workbook(folder: Path, target: Path) -> bytes:
    export(folder, target)
    return target.read_bytes()


@pytest.mark.parametrize(
    ("name", "content", "kind", "file"),
    [
        ("15-KH.yaml", NEW.encode(), Kind.YAML, "directives/15-KH.yaml"),
        ("15-KH.YML", NEW.encode("utf-8-sig"), Kind.YAML, "directives/15-KH.yaml"),
        ("Nhà văn hóa.csv", SHEET.encode(), Kind.CSV, "directives/nha-van-hoa.yaml"),
        ("nha-van-hoa.CSV", SHEET.encode("utf-16"), Kind.CSV, "directives/nha-van-hoa.yaml"),
    ],
)
def test_what_is_staged_is_what_will_be_stored(name: str, content: bytes, kind: Kind, file: str, folder: Path, staging: Path):
    before = contents(folder)

    staged = stage(name, content, folder, staging)
    assert before == contents(folder)
    assert (kind, (file,)) == (staged.kind, staged.files)
    checked(staging)

    assert (file,) == store(staged, folder)
    assert fingerprint(staging) == fingerprint(folder)
    assert {**before, file: (staging / file).read_bytes()} == contents(folder)
    assert before["golden/a.jsonl"] == contents(staging)["golden/a.jsonl"]


def test_a_directive_that_is_there_is_replaced_under_its_name(folder: Path, staging: Path):
    text = (folder / "directives/12-KH-SVC-2026.yaml").read_text(encoding="utf-8").replace("at: mục II.1", "at: mục II.2")

    staged = stage("ban-moi (1).yaml", text.encode(), folder, staging)

    assert ("directives/12-KH-SVC-2026.yaml",) == staged.files
    assert (0, 1, 0) == (staged.changes[0].added, staged.changes[0].changed, staged.changes[0].removed)


def test_a_workbook_that_was_exported_comes_back(folder: Path, staging: Path, tmp_path: Path):
    staged = stage("tri-thuc.xlsx", workbook(folder, tmp_path / "a.xlsx"), folder, staging)

    assert (Kind.XLSX, ()) == (staged.kind, staged.files)
    assert fingerprint(staging) == fingerprint(folder)


def test_what_was_staged_is_known_to_another_process(folder: Path, staging: Path):
    staged = stage("15-KH.yaml", NEW.encode(), folder, staging)

    assert staged == staged_at(staging)


def test_half_a_staging_is_none(folder: Path, staging: Path):
    stage("15-KH.yaml", NEW.encode(), folder, staging)
    (staging / "directives/15-KH.yaml").write_bytes(b"cut")

    assert staged_at(staging) is None
    assert staged_at(staging / "none") is None


def test_what_changed_since_it_was_staged_is_not_overwritten(folder: Path, staging: Path):
    text = (folder / "directives/12-KH-SVC-2026.yaml").read_text(encoding="utf-8")
    staged = stage("a.yaml", text.replace("at: mục II.1", "at: mục II.2").encode(), folder, staging)
    (folder / "directives/12-KH-SVC-2026.yaml").write_text(text + "# ai đó đã sửa\n", encoding="utf-8")
    before = contents(folder)

    with pytest.raises(FilesMoved, match="đã đổi từ khi được đọc"):
        store(staged, folder)

    assert before == contents(folder)


def test_a_new_file_does_not_overwrite_one_that_came_meanwhile(folder: Path, staging: Path):
    staged = stage("15-KH.yaml", NEW.encode(), folder, staging)
    (folder / "directives/15-KH.yaml").write_text("directive: {number: x}\n", encoding="utf-8")

    with pytest.raises(FilesMoved):
        store(staged, folder)


YAML_BOMB = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
    f"{new}: &{new} [{','.join([f'*{old}'] * 9)}]\n" for old, new in zip("abcdefgh", "bcdefghi", strict=True)
)
REFUSED: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "empty": ("a.yaml", lambda: b"", "Tệp rỗng"),
    "too big": ("a.yaml", lambda: b"#" * (MAX_BYTES + 1), "nhiều nhất 2 MB"),
    "another kind": ("a.exe", lambda: b"MZ", "chỉ nhận"),
    "no ending": ("yaml", NEW.encode, "chỉ nhận"),
    "an ending that hides": ("a.yaml\u202e.exe", NEW.encode, "chỉ nhận"),
    "a workbook with macros": ("a.xlsm", lambda: b"PK\x03\x04", "Không nhận tệp .xlsm"),
    "an old workbook": ("a.xls", lambda: b"\xd0\xcf\x11\xe0", "Không nhận tệp .xls"),
    "an old workbook under another name": ("a.xlsx", lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 512, "có mật khẩu"),
    "a zip that is called YAML": ("a.yaml", lambda: b"PK\x03\x04abc", "bên trong là tệp nén"),
    "a PDF that is called CSV": ("a.csv", lambda: b"%PDF-1.7", "bên trong là tệp PDF"),
    "a picture": ("a.csv", lambda: b"\x89PNG\r\n", "bên trong là ảnh"),
    "YAML in UTF-16": ("a.yaml", lambda: NEW.encode("utf-16"), "UTF-8"),
    "bytes": ("a.csv", lambda: bytes(range(256)) * 20, "UTF-8|ký tự rỗng"),
    "noise in CSV": ("a.csv", lambda: b"a,b\0c", "ký tự rỗng"),
    "another alphabet": ("a.csv", lambda: "Câu hỏi,trả lời\ngì,đã có à".encode("utf-16-le"), "UTF-8|ký tự rỗng"),
    "YAML that is called a workbook": ("a.xlsx", NEW.encode, "không phải bảng tính"),
    "the name of another directive": ("12-kh-svc-2026.yaml", NEW.encode, "đã dùng cho văn bản 12/KH-SVC"),
    "the name of a plain collection": ("noi-quy-be-boi.yaml", NEW.encode, "đã dùng cho văn bản noi-quy-be-boi"),
    "the number of a plain collection": ("a.yaml", lambda: NEW.replace("15/KH-VIDU", "noi-quy-be-boi").encode(), "tập văn bản thuần"),
}  # fmt: skip
INVALID: dict[str, tuple[Callable[[], str], str]] = {
    "a bomb of aliases": (lambda: YAML_BOMB, "neo và bí danh"),
    "a tag that runs": (lambda: "directive: !!python/object/apply:os.system [touch /tmp/x]\n", "không dùng thẻ YAML"),
    "a tag of one's own": (lambda: "directive: !x {number: a}\n", "không dùng thẻ YAML"),
    "brackets without end": (lambda: "[" * 500_000, "lồng nhau quá sâu"),
    "braces without end": (lambda: "{a: " * 200_000, "lồng nhau quá sâu"),
    "dashes without end": (lambda: "- " * 500_000, "lồng nhau quá sâu"),
    "depth by indentation": (lambda: "".join(f"{' ' * level}a:\n" for level in range(1_900)), "lồng nhau quá sâu"),
    "a million keys": (lambda: "".join(f"a{n}: 1\n" for n in range(180_000)), "có 180000 khóa trong một mục"),
    "one key a million times": (lambda: "aaaaa: 1\n" * 200_000, "hai lần|có 200000 khóa"),
    "a merge": (lambda: "directive: {<<: {number: a}, numbar: 2}\n", "khóa lạ “numbar”"),
    "a control character": (lambda: NEW + "# \x07", "ký tự điều khiển"),
    "a half": (lambda: NEW[:20], "thiếu khóa|sai cú pháp|phải"),
    "another file of the knowledge": (lambda: (EXAMPLE / "agencies.yaml").read_text(encoding="utf-8"), "khóa lạ “agencies”"),
    "two documents": (lambda: NEW + "---\n" + NEW, "mỗi tệp chỉ có một văn bản"),
    "a long number": (lambda: "directive: {number: " + "9" * 1_000_000 + "}\nfacts: 1\n", "phải là danh sách"),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_a_file_that_is_nothing_for_us_is_refused_in_one_sentence(name: str, folder: Path, staging: Path):
    sent, make, words = REFUSED[name]
    before = contents(folder)

    with pytest.raises(FileRefused, match=words):
        stage(sent, make(), folder, staging)

    assert (before, False) == (contents(folder), staging.exists())


@pytest.mark.parametrize("name", INVALID)
def test_a_hostile_or_broken_yaml_file_does_nothing(name: str, folder: Path, staging: Path):
    make, words = INVALID[name]
    before = contents(folder)
    content = make().encode()
    assert len(content) <= MAX_BYTES

    with pytest.raises(KnowledgeInvalid) as refused:
        stage("a.yaml", content, folder, staging)

    assert (before, False) == (contents(folder), staging.exists())
    assert any(part in str(refused.value.problems[0]) for part in words.split("|")), refused.value.problems[0]
    assert len(refused.value.problems) <= 300


def test_the_file_of_a_problem_is_called_as_it_was_sent(folder: Path, staging: Path):
    with pytest.raises(KnowledgeInvalid) as refused:
        stage("Kế hoạch.yaml", NEW.replace("says:", "nói:").encode(), folder, staging)

    assert any(str(problem).startswith("Kế hoạch.yaml:") for problem in refused.value.problems)


NAMES = {
    "../../etc/passwd": "etc-passwd",
    "..": "",
    ".yaml": "yaml",
    "CON": "van-ban-CON",
    "com1": "van-ban-com1",
    "Kế hoạch 15/KH-UBND": "Ke-hoach-15-KH-UBND",
    "Ke\u0302\u0301 hoa\u0323ch": "Ke-hoach",
    "a\u202egnp": "agnp",
    "a" * 500: "a" * 80,
    "\\\\may\\chia\\tep": "may-chia-tep",
    "日本": "",
    "a\0b": "a-b",
    "-rf": "rf",
    "a__b--c": "a_b-c",
    "a:b|c?d*e": "a-b-c-d-e",
    "  ": "",
}


@pytest.mark.parametrize("name", NAMES)
def test_a_name_is_reduced_to_plain_letters(name: str):
    assert NAMES[name] == safe_stem(name)


@pytest.mark.parametrize("name", [f"{name}.yaml" for name in NAMES])
def test_no_name_reaches_out_of_the_folder(name: str, folder: Path, staging: Path):
    try:
        staged = stage(name, NEW.encode(), folder, staging)
    except FileRefused:
        return

    assert staged.files[0].startswith("directives/")
    assert (staging / "directives") == (staging / staged.files[0]).resolve().parent
    checked(staging)


def test_the_staging_is_not_written_over(folder: Path, staging: Path):
    stage("15-KH.yaml", NEW.encode(), folder, staging)

    with pytest.raises(FileExistsError):
        stage("15-KH.yaml", NEW.encode(), folder, staging)


def test_a_link_in_the_knowledge_is_copied_as_the_file_that_it_leads_to(folder: Path, staging: Path, tmp_path: Path):
    (tmp_path / "outside.jsonl").write_text('{"id": "a", "says": "Ngoài kia."}\n', encoding="utf-8")
    (folder / "directives/link.jsonl").symlink_to(tmp_path / "outside.jsonl")

    staged = stage("15-KH.yaml", NEW.encode(), folder, staging)
    store(staged, folder)

    assert not (staging / "directives/link.jsonl").is_symlink()
    assert fingerprint(staging) == fingerprint(folder)


FULL = """
import resource, sys
from pathlib import Path
from bot.library import changes
from bot.library.changes import Change
resource.setrlimit(resource.RLIMIT_FSIZE, (5000, 5000))
changes.apply([Change("directives/a.yaml", b"#", ""), Change("directives/b.yaml", b"#" * 9000, "")], Path(sys.argv[1]))
"""


def test_where_the_disk_takes_no_more_every_file_stays_as_it_was(folder: Path):
    before = contents(folder)

    ended = subprocess.run([sys.executable, "-c", FULL, str(folder)], check=False, cwd=PROJECT, capture_output=True)  # noqa: S603  our own program

    assert b"OSError" in ended.stderr
    assert before == contents(folder)


KILLED = """
import os, signal, sys
from pathlib import Path
from bot.library import changes
from bot.library.changes import Change, digest_of
folder, step = Path(sys.argv[1]), int(sys.argv[2])
count = 0
def counted(real):
    def call(*arguments, **named):
        global count
        count += 1
        if count == step:
            os.kill(os.getpid(), signal.SIGKILL)
        return real(*arguments, **named)
    return call
os.fsync = counted(os.fsync)
Path.replace = counted(Path.replace)
names = sorted((folder / "directives").glob("*.jsonl"))
changes.apply([Change(f"directives/{p.name}", p.read_bytes() + b"\\n", digest_of(p)) for p in names], folder)
"""


@pytest.mark.slow
@pytest.mark.parametrize("step", range(1, 9))
def test_a_kill_at_any_step_leaves_whole_files(step: int, folder: Path):
    source = folder / "directives/noi-quy-be-boi.jsonl"
    shutil.copy(source, folder / "directives/b.jsonl")
    old = source.read_bytes()

    ended = subprocess.run([sys.executable, "-c", KILLED, str(folder), str(step)], check=False, cwd=PROJECT)  # noqa: S603  our own program

    assert ended.returncode in (0, -signal.SIGKILL)
    for name in ("noi-quy-be-boi", "b"):
        assert (folder / f"directives/{name}.jsonl").read_bytes() in (old, old + b"\n")
    knowledge = [path.name for path in (folder / "directives").glob("*.jsonl")]
    assert ["b.jsonl", "noi-quy-be-boi.jsonl"] == sorted(knowledge)
    changes.apply([Change("directives/b.jsonl", None, digest_of(folder / "directives/b.jsonl"))], folder)
    assert not (folder / "directives/b.jsonl").exists()


def test_every_refusal_is_an_error_of_ours():
    assert issubclass(FileRefused, HoiDapError)
    assert issubclass(FilesMoved, HoiDapError)
