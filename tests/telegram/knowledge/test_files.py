"""Files that are sent: tried out, shown, and with a yes stored among the knowledge files and put live; hostile ones do nothing."""

from __future__ import annotations

import hashlib
import io
import zipfile
from pathlib import Path

import pytest

from bot.channels.telegram import words, words_knowledge
from tests.telegram.botapi.faults import Broken, Refuse
from tests.telegram.botapi.refusals import Refused
from tests.telegram.knowledge.hall import PLAN_FILE, Hall, plan

pytestmark = [pytest.mark.asyncio, pytest.mark.slow]
NEW = """\
directive:
  number: 15/UBND-MT
  kind: công văn
  issuer: UBND thị trấn Mây
  issued: 2024-07-01
  subject: Thu gom rác chợ phiên
  short: Thu gom rác chợ phiên
facts:
  - id: thu-gom
    says: Đội Thanh niên thu gom rác chợ phiên 4 lần mỗi tháng, theo Công văn 15/UBND-MT.
    figures:
      - {value: 4, unit: lần, of: thu gom rác chợ phiên mỗi tháng}
    assignments:
      - {agency: Đội Thanh niên, role: carry_out}
    at: mục 1
    phrasings:
      - mỗi tháng thu gom rác chợ phiên mấy lần
      - ai thu gom rác chợ phiên
"""
ASKED = "ai thu gom rác chợ phiên"


def state_of(hall: Hall) -> str:
    """All that is kept of the knowledge: its files, and which version is live."""
    whole = hashlib.sha256()
    for path in sorted(path for path in hall.knowledge.rglob("*") if path.is_file()):
        whole.update(f"{path}\0".encode() + path.read_bytes())
    return f"{whole.hexdigest()} {hall.live.number}"


def staged(hall: Hall) -> list[Path]:
    place = hall.folder / "libraries/staging"
    return list(place.iterdir()) if place.is_dir() else []


async def test_a_new_directive_is_tried_out_stored_and_answered_from(hall: Hall) -> None:
    async with hall.open():
        result = await hall.sent("15-UBND-MT.yaml", NEW.encode())
        report = await hall.boss.hears()
        before = state_of(hall)
        assert not (hall.knowledge / "directives/15-UBND-MT.yaml").exists()
        said = await hall.pressed(hall.boss, result, "Đưa lên")
        await hall.told_until(hall.an, ASKED, lambda text: "Đội Thanh niên" in text)

    assert "15-UBND-MT.yaml" in result.text
    assert "thêm 1" in result.text
    assert report.file is not None
    assert "bản 2" in said.text
    assert before != state_of(hall)
    assert NEW == hall.reads("directives/15-UBND-MT.yaml")
    assert [] == staged(hall)
    assert ["prepared", "stored", "publishing", "published"] == hall.deeds()


async def test_a_directive_that_is_there_is_replaced(hall: Hall) -> None:
    async with hall.open():
        result = await hall.sent("bat-ky.yaml", plan(450).encode())
        await hall.boss.hears()
        await hall.pressed(hall.boss, result, "Đưa lên")
        await hall.answers("450")

    assert plan(450) == hall.reads()
    assert ["12-UBND-VX.yaml", "7-KH-UBND.yaml"] == sorted(path.name for path in (hall.knowledge / "directives").iterdir())


async def test_no_forgets_what_was_sent(hall: Hall) -> None:
    async with hall.open():
        before = state_of(hall)
        result = await hall.sent("15-UBND-MT.yaml", NEW.encode())
        await hall.boss.hears()
        await hall.pressed(hall.boss, result, "Huỷ")

    assert before == state_of(hall)
    assert [] == staged(hall)


@pytest.mark.parametrize("file", [PLAN_FILE, "directives/12-UBND-VX.yaml"])
async def test_files_edited_in_between_make_the_button_stale_and_nothing_is_stored(hall: Hall, file: str) -> None:
    async with hall.open():
        result = await hall.sent("7-KH-UBND.yaml", plan(450).encode())
        await hall.boss.hears()
        hall.writes(hall.reads(file) + "# vừa sửa\n", file)
        before = state_of(hall)
        said = await hall.pressed(hall.boss, result, "Đưa lên")

    assert words_knowledge.DRAFT_STALE == said.text
    assert before == state_of(hall)


async def test_pressed_twice_it_is_stored_and_published_once(hall: Hall) -> None:
    async with hall.open():
        result = await hall.sent("15-UBND-MT.yaml", NEW.encode())
        await hall.boss.hears()
        for press in [hall.boss.presses(result, "Đưa lên") for _ in range(2)]:
            await press.answer()
        heard = [(await hall.boss.hears()).text for _ in range(3)]

    assert 1 == sum("Đã đưa lên" in text for text in heard)
    assert 2 == hall.live.number
    assert 1 == hall.deeds().count("stored")


async def test_what_was_sent_waits_for_the_next_process(hall: Hall) -> None:
    async with hall.open():
        result = await hall.sent("15-UBND-MT.yaml", NEW.encode())
        await hall.boss.hears()
    async with hall.open():
        said = await hall.pressed(hall.boss, result, "Đưa lên")
        await hall.told_until(hall.an, ASKED, lambda text: "Đội Thanh niên" in text)

    assert "bản 2" in said.text


async def test_the_same_as_before_changes_nothing(hall: Hall) -> None:
    async with hall.open():
        result = await hall.sent("7-KH-UBND.yaml", plan(300).encode())

    assert words_knowledge.SAME.format(number=1) == result.text


async def test_a_sheet_of_questions_is_taken(hall: Hall) -> None:
    sheet = (
        "Câu hỏi,Trả lời,Văn bản,Mục,Các cách hỏi khác\n"
        "bao giờ họp chợ phiên,Chợ phiên họp vào chủ nhật.,12/UBND-VX,mục 2,hôm nào họp chợ phiên|chợ phiên họp ngày nào\n"
    )
    async with hall.open():
        result = await hall.sent("cau-hoi.csv", sheet.encode("utf-8-sig"))
        await hall.boss.hears()
        assert result.labels, result.text
        await hall.pressed(hall.boss, result, result.labels[0])

    assert "thêm 1" in result.text


# what is not taken


async def test_a_file_that_is_too_large_is_not_even_fetched(hall: Hall) -> None:
    async with hall.open():
        hall.boss.sends_file("lon.yaml", b"x", size=3 * 2**20)
        said = await hall.boss.hears()

    assert words_knowledge.FILE_TOO_LARGE.format(most=2) == said.text
    assert [] == hall.api.records.of("getFile")


async def test_a_file_that_lies_about_its_size_is_not_taken(hall: Hall) -> None:
    async with hall.open():
        before = state_of(hall)
        result = await hall.sent("lon.yaml", b"x" * (3 * 2**20), size=100)

    assert words_knowledge.FILE_TOO_LARGE.format(most=2) == result.text
    assert before == state_of(hall)


@pytest.mark.parametrize("method", ["getFile", "file"])
@pytest.mark.parametrize("fault", [Refuse(Refused(404, "Not Found")), Broken(502)])
async def test_a_file_that_cannot_be_fetched_is_said_so(hall: Hall, method: str, fault: Refuse | Broken) -> None:
    hall.api.faults.add(fault, method)
    async with hall.open():
        result = await hall.sent("15-UBND-MT.yaml", NEW.encode())

    assert words_knowledge.FILE_NOT_FETCHED == result.text


def zipped(name: str, content: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, content)
    return out.getvalue()


BOMB = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
    f"{new}: &{new} [{','.join([f'*{old}'] * 9)}]\n" for old, new in zip("abcdefgh", "bcdefghi", strict=True)
)
HOSTILE = {
    "tag.yaml": b"directive: !!python/object/apply:os.system ['touch /tmp/hoidap-was-here']\n",
    "bom.yaml": BOMB.encode(),
    "deep.yaml": b"[" * 100_000,
    "nul.yaml": b"directive:\n  number: \x00\n",
    "../../../etc/cron.d/x.yaml": NEW.encode() + b"nothing_of_ours: 1\n",
    "nhi-phan.yaml": bytes(range(256)) * 100,
    "rong.yaml": b"",
    "gia.xlsx": b"not a workbook",
    "bom.xlsx": zipped("xl/worksheets/sheet1.xml", b"\0" * 100_000_000),
    "duong-dan.xlsx": zipped("../../../../tmp/hoidap-was-here", b"x"),
    "macro.xlsm": zipped("xl/vbaProject.bin", b"x"),
    "cong-thuc.csv": "Câu hỏi,Trả lời,Văn bản,Mục\n=cmd|'/c calc'!A1,=1+1,@x,+y\n".encode(),
    "utf16.csv": "Câu hỏi,Trả lời".encode("utf-16"),
}


@pytest.mark.parametrize("name", [name for name in HOSTILE if HOSTILE[name]])
async def test_a_hostile_file_does_nothing(hall: Hall, name: str) -> None:
    async with hall.open():
        before = state_of(hall)
        result = await hall.sent(name, HOSTILE[name])
        answer = await hall.told(hall.an, "trồng bao nhiêu cây ven sông")

    assert "Đưa lên" not in result.labels, result.text
    assert before == state_of(hall)
    assert "300" in answer.text
    assert not Path("/tmp/hoidap-was-here").exists()  # noqa: S108, ASYNC240  where it would be
    assert [] == staged(hall)


@pytest.mark.parametrize("name", ["tri-thuc.yaml", "bang.xlsx", "bang.csv", "BANG.YML"])
async def test_files_of_others_are_answered_as_ever_and_the_attempt_is_written_down(hall: Hall, name: str) -> None:
    async with hall.open():
        before = state_of(hall)
        for person in (hall.an, hall.lan):
            person.sends_file(name, NEW.encode())
            assert words.FILE == (await person.hears()).text

    assert before == state_of(hall)
    assert [("refused", "citizen"), ("refused", "operator")] == [(entry.kind, entry.role) for entry in hall.trail()]
    assert [] == hall.api.records.of("getFile")


async def test_other_files_are_nothing_to_write_down(hall: Hall) -> None:
    async with hall.open():
        for person in (hall.an, hall.boss):
            person.sends_file("don.pdf", b"%PDF")
            assert words.FILE == (await person.hears()).text

    assert [] == hall.trail()


async def test_files_in_groups_are_not_taken(hall: Hall) -> None:
    group = hall.api.group("Tổ tri thức", [hall.boss], privacy=False)
    async with hall.open():
        hall.boss.sends_file("15-UBND-MT.yaml", NEW.encode(), group)
        await hall.told(hall.boss, "/phienban")
        await hall.api.quiet()

    assert [] == group.unread
    assert [] == hall.api.records.of("getFile")
