"""`hoidap journal audit`: what a person reads of the trail, what a machine does, and what is said when it is not whole."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.channels.audit import _DONE, _ROLES, _WHY, trail, verdict
from bot.domain.deed import Author, Deed, DeedKind
from bot.journal.audit import SEALED
from bot.journal.chain import FIELDS, Fault, hash_of
from bot.journal.database import open_journal
from bot.journal.journal import Journal
from bot.journal.people import Access

SECRET = b"a secret of the tests"
MINH, LAN, HOA = 7734567893, 6623456782, 5512345671
AT = datetime(2026, 11, 22, 2, 0, tzinfo=UTC)
MONTH = timedelta(days=30)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "journal.db"


@pytest.fixture
def journal(path: Path) -> Iterator[Journal]:
    """Minh (set in the settings) made Lan an administrator and Hoa an operator, Lan published, the console rolled back, Hoa is none any more."""
    with open_journal(path, SECRET) as opened:
        opened.people.appoint(administrators=[MINH])
        opened.people.grant(LAN, Access.ADMINISTRATOR, MINH, AT, "Chị Lan")
        opened.people.grant(HOA, Access.OPERATOR, LAN, AT + timedelta(minutes=1), "Hoa")
        deed = Deed(DeedKind.PUBLISHED, Author(str(LAN), "administrator", "telegram"), "3", "4", "sửa hạn nộp hồ sơ")
        opened.audit.note(deed, AT + timedelta(hours=1))
        opened.audit.note(Deed(DeedKind.ROLLED_BACK, Author("hong", "administrator", "cli"), "4", "3"), AT + timedelta(hours=2))
        opened.people.revoke(HOA, MINH, AT + timedelta(hours=3))
        yield opened


TABLE = """
Số  Lúc                  Ai         Vai trò        Nơi        Việc                Trước → sau                Chi tiết
5   22/11/2026 12:00:00  #minh....  quản trị viên  Telegram   thu quyền           người trực → người dân     #hoa.....
4   22/11/2026 11:00:00  hong       quản trị viên  dòng lệnh  quay lại phiên bản  4 → 3
3   22/11/2026 10:00:00  Chị Lan    quản trị viên  Telegram   đưa lên             3 → 4                      sửa hạn nộp hồ sơ
2   22/11/2026 09:01:00  Chị Lan    quản trị viên  Telegram   cấp quyền           người dân → người trực     #hoa.....
1   22/11/2026 09:00:00  #minh....  quản trị viên  Telegram   cấp quyền           người dân → quản trị viên  Chị Lan
"""


def test_a_table_tells_who_did_what_and_when_in_hanoi(journal):
    """By the names that grants tell; by the start of their keys, people who have none any more or whom the settings name."""
    keys = {"minh....": journal.seal.key_of(MINH)[:8], "hoa.....": journal.seal.key_of(HOA)[:8]}
    expected = TABLE.strip()
    for shown, key in keys.items():
        expected = expected.replace(shown, key)

    assert trail(journal, MONTH, AT + timedelta(days=1), as_json=False) == expected


def test_columns_stand_below_each_other_whatever_the_letters(journal):
    author = Author("hồng 红", "administrator", "cli")
    journal.audit.note(Deed(DeedKind.CHECKED, author, "", "", "hồng"), AT + timedelta(hours=4))
    lines = trail(journal, MONTH, AT + timedelta(days=1), as_json=False).splitlines()

    assert lines[1].startswith("6   22/11/2026 13:00:00  hồng 红  ")
    assert "người trực → người dân     #" in lines[2]


def test_machines_get_all_fields_and_can_make_the_hashes_again(journal):
    told = json.loads(trail(journal, MONTH, AT + timedelta(days=1), as_json=True))

    assert [row["number"] for row in told] == [5, 4, 3, 2, 1]
    assert [row["name"] for row in told] == ["", "", "Chị Lan", "Chị Lan", ""]
    for row in told:
        row["at"] = int(datetime.fromisoformat(row["at"]).timestamp() * 1000)
        assert row["hash"] == hash_of([row[field] for field in FIELDS])


def test_only_the_days_asked_for_are_told(journal):
    later = AT + timedelta(days=3)

    assert json.loads(trail(journal, timedelta(days=2), later, as_json=True)) == []
    assert trail(journal, timedelta(days=2), later, as_json=False) == "Chưa có thao tác nào được ghi trong 2 ngày qua."
    assert len(json.loads(trail(journal, timedelta(days=3) - timedelta(minutes=30), later, as_json=True))) == 3


def test_a_whole_chain_is_told_with_its_end(journal):
    end = journal.audit.head()
    told = verdict(journal, [end, (2, journal.audit.entries()[3].hash)], as_json=False)

    assert (told.text, told.whole) == (f"Chuỗi nguyên vẹn: 5 dòng, dấu cuối {end.hash[:8]}….", True)
    as_json = verdict(journal, as_json=True)
    assert (json.loads(as_json.text), as_json.whole) == ({"whole": True, "rows": 5, "head": end.hash, "sealed": True}, True)


def test_a_broken_chain_is_told_with_the_row_and_what_to_do(journal, path):
    with closing(sqlite3.connect(path)) as theirs, theirs:
        theirs.execute("DROP TRIGGER audit_not_changed")
        theirs.execute("UPDATE audit SET after = '9' WHERE number = 3")
    told = verdict(journal, as_json=False)

    assert told.text.startswith("Dòng 3 đã bị sửa")
    assert not told.whole
    as_json = json.loads(verdict(journal, as_json=True).text)
    assert (as_json["whole"], as_json["row"], as_json["why"]) == (False, 3, "changed")


def test_a_head_of_a_version_that_is_no_longer_in_the_chain_is_told(journal):
    told = verdict(journal, [(4, "f" * 64)], as_json=False)

    assert told.text.startswith("Dòng 4 không còn như khi một phiên bản tri thức ghi lại")
    assert not told.whole


def test_without_a_secret_a_whole_chain_is_told_for_what_it_is_worth(path):
    with open_journal(path, None) as journal:
        journal.audit.note(Deed(DeedKind.CHECKED, Author("hong", "administrator", "cli"), "", ""), AT)
        told = verdict(journal, as_json=False)
        assert (told.whole, "chưa có khóa bí mật" in told.text) == (True, True)
        assert json.loads(verdict(journal, as_json=True).text)["sealed"] is False
    with open_journal(path, SECRET, at=AT + timedelta(hours=1)) as journal:
        lines = trail(journal, MONTH, AT + timedelta(days=1), as_json=False).splitlines()
        assert "chương trình" in lines[1]
        assert lines[1].endswith("niêm phong nhật ký bằng khóa bí mật")


def test_whatever_somebody_put_into_the_file_is_shown_without_harm(journal, path):
    with closing(sqlite3.connect(path)) as theirs, theirs:
        theirs.execute("DROP TRIGGER audit_not_changed")
        theirs.execute("UPDATE audit SET detail = ?, at = 'x' WHERE number = 3", ("\x1b[2J\n\u202e",))
        theirs.execute("UPDATE audit SET who = CAST(x'ff' AS TEXT), kind = 'later', role = x'00' WHERE number = 4")
    shown = trail(journal, timedelta(days=365 * 60), AT + timedelta(days=1), as_json=False)

    assert len(shown.splitlines()) == 6
    assert shown.replace("\n", "").isprintable()
    assert len(json.loads(trail(journal, timedelta(days=365 * 60), AT + timedelta(days=1), as_json=True))) == 5


def test_there_are_words_for_every_kind_every_role_and_every_fault():
    assert set(_DONE) == {*DeedKind, SEALED}
    assert set(_ROLES) == set(Access)
    assert set(_WHY) == set(Fault)
