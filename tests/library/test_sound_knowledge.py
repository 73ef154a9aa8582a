"""What looks like a defect and is none: facts that differ for a reason, documents nobody has, files that belong to no knowledge."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from bot.domain.errors import KnowledgeInvalid
from bot.library.checked import checked
from bot.library.checking.chains import circles
from bot.library.checking.folders import stray
from bot.library.checking.letters import mixed, odd, unusual

EXAMPLE = Path(__file__).resolve().parents[2] / "knowledge" / "vi-du"
PLAN, BOOKS, POOL = "directives/12-KH-SVC-2026.yaml", "directives/hoi-dap-thu-vien.yaml", "directives/noi-quy-be-boi.jsonl"
LEAD = "assignments: [{agency: Phòng Cây xanh (ví dụ), role: lead}]"
OTHER_LEAD = "assignments: [{agency: Đội Sửa chữa (ví dụ), role: lead}]"


def fact(name: str, says: str, *fields: str) -> str:
    return "\n".join([f"- id: {name}", f"  says: {says}", *(f"  {field}" for field in fields), "  at: mục II\n"])


def before(day: str, said: str) -> str:
    return f"deadline: {{kind: before, value: {day}, text: trước ngày {said}}}"


PLANTS = "Phòng Cây xanh (ví dụ) trồng xong cây bóng mát quanh sân chơi"
SWINGS = "Mỗi sân chơi có ghế đá, xích đu và cầu trượt cho trẻ em dưới sáu tuổi."
PAIRS = {
    "another agency": fact("a", f"{PLANTS}.", LEAD) + fact("b", "Đội Sửa chữa (ví dụ) trồng xong cây bóng mát quanh sân chơi.", OTHER_LEAD),
    "another number": fact("a", "Thảm cao su ở khu một dày 20 mm.", "figures: [{value: 20, unit: mm, of: thảm khu một}]")
    + fact("b", "Thảm cao su ở khu hai dày 30 mm.", "figures: [{value: 30, unit: mm, of: thảm khu hai}]"),
    "another year": fact("a", "Trong cả năm, sân chơi được kiểm tra hằng tháng.", "periods: [{value: 2026, of: kỳ kiểm tra}]")
    + fact("b", "Trong cả năm, sân chơi được kiểm tra hằng tháng và sau mưa.", "periods: [{value: 2027, of: kỳ kiểm tra}]"),
    "a note says why": fact("a", SWINGS) + fact("b", f"{SWINGS[:-1]} thôi.", "note: Phụ lục in lại ý này."),
    "another subject, no fields": fact("a", SWINGS) + fact("b", SWINGS.replace("cầu trượt", "bập bênh")),
    "another subject, the same figures": fact("a", "Phòng 3 nhận hồ sơ đất đai vào mọi buổi sáng trong tuần.", "figures: [{value: 3, of: số phòng}]")
    + fact("b", "Phòng 3 nhận hồ sơ nhà ở vào mọi buổi sáng trong tuần.", "figures: [{value: 3, of: số phòng}]"),
    "an overview of it": fact("a", SWINGS) + fact("b", f"Theo kế hoạch, {SWINGS[0].lower()}{SWINGS[1:]}", "about: overview"),
    "one deadline, told twice": fact("a", f"{PLANTS} trước ngày 1/4/2026.", LEAD, before("2026-04-01", "1/4/2026"))
    + fact("b", f"{PLANTS} và bồn hoa ở mọi khu dân cư có tên trước ngày 1/4/2026.", LEAD, before("2026-04-01", "1/4/2026")),
    "two tasks, two deadlines": fact("a", f"{PLANTS} trước ngày 1/4/2026.", LEAD, before("2026-04-01", "1/4/2026"))
    + fact("b", "Phòng Cây xanh (ví dụ) gửi danh sách nơi thiếu đèn chiếu sáng trước ngày 1/5/2026.", LEAD, before("2026-05-01", "1/5/2026")),
    "two things to hand in, two deadlines": fact("a", f"{PLANTS} trước ngày 1/4/2026.", LEAD, before("2026-04-01", "1/4/2026"), "product: danh sách cây trồng mới")
    + fact("b", f"{PLANTS} trước ngày 1/5/2026.", LEAD, before("2026-05-01", "1/5/2026"), "product: biên bản nghiệm thu cây trồng"),
    "nobody named, two subjects": fact("a", "Hồ sơ đất đai của sân chơi nộp trước ngày 1/4/2026.", before("2026-04-01", "1/4/2026"))
    + fact("b", "Hồ sơ cây xanh của sân chơi nộp trước ngày 1/5/2026.", before("2026-05-01", "1/5/2026")),
    "two deadlines and why": fact("a", f"{PLANTS} trước ngày 1/4/2026.", LEAD, before("2026-04-01", "1/4/2026"))
    + fact("b", f"{PLANTS} trước ngày 1/5/2026.", LEAD, before("2026-05-01", "1/5/2026"), "note: Phụ lục ghi 1/5/2026."),
    "two agencies, two deadlines": fact("a", f"{PLANTS} trước ngày 1/4/2026.", LEAD, before("2026-04-01", "1/4/2026"))
    + fact("b", "Đội Sửa chữa (ví dụ) trồng xong cây bóng mát quanh sân chơi trước ngày 1/5/2026.", OTHER_LEAD, before("2026-05-01", "1/5/2026")),
    "a share that looks like a day": fact("a", "Cứ 3/15 khu thì có một sân chơi.", "figures: [{value: 3, of: khu}, {value: 15, of: mọi khu}]"),
    "a day without its year": fact("a", f"{PLANTS} trước ngày 1/4.", LEAD, before("2026-04-01", "1/4/2026")),
}  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copytree(EXAMPLE, tmp_path / "knowledge")
    return tmp_path / "knowledge"


def append(path: Path, text: str) -> None:
    path.write_text(path.read_text(encoding="utf-8") + text, encoding="utf-8")


@pytest.mark.parametrize("facts", PAIRS.values(), ids=PAIRS)
def test_facts_that_differ_for_a_reason_are_let_through(folder: Path, facts: str) -> None:
    append(folder / PLAN, facts)

    assert [] == checked(folder).problems


def test_of_ten_copies_each_is_named_once(folder: Path) -> None:
    append(folder / PLAN, "".join(fact(f"ghe-{count}", f"{SWINGS[:-1]}{' và' * count} thôi.") for count in range(10)))
    with pytest.raises(KnowledgeInvalid) as caught:
        checked(folder)

    assert 9 == len(caught.value.problems)


STATUSES = {
    "a successor that is in no file": "status: {kind: replaced, replaced_by: 20/KH-SVC, since: 2026-11-01}",
    "a law that is in no file": "status: {kind: replaced, replaced_by: Luật Sân chơi 31/2027/QH16}",
    "nothing known": "status: {kind: unknown}",
}


@pytest.mark.parametrize("status", STATUSES.values(), ids=STATUSES)
def test_a_document_may_be_replaced_by_one_that_we_do_not_have(folder: Path, status: str) -> None:
    path = folder / PLAN
    path.write_text(path.read_text(encoding="utf-8").replace("status: {kind: in_force}", status), encoding="utf-8")

    assert [] == checked(folder).problems


def test_a_chain_of_replacements_that_ends_is_no_circle(folder: Path) -> None:
    path = folder / PLAN
    path.write_text(
        path.read_text(encoding="utf-8").replace("status: {kind: in_force}", "status: {kind: replaced, replaced_by: 20/KH-SVC}"),
        encoding="utf-8",
    )
    append(
        folder / "mentioned.yaml",
        "- number: 20/KH-SVC\n  issued: 2026-10-01\n  mentioned_in: [{number: 12/KH-SVC}]\n  says: Kế hoạch thay thế.\n"
        "  status: {kind: replaced, replaced_by: 30/KH-SVC}\n",
    )

    assert [] == checked(folder).problems


@pytest.mark.parametrize("says", ["Ông nói “здравствуйте” rồi cười 😀.", "Cả nhà 👨‍👩‍👧 cùng bơi.", "Nước sâu 1,2 m², lạnh ½ ngày."])
def test_plain_texts_of_others_may_hold_other_scripts(folder: Path, says: str) -> None:
    append(folder / POOL, f'{{"id": "khac", "says": "{says}"}}\n')

    assert [] == checked(folder).problems


def test_files_that_are_no_knowledge_are_passed_over(folder: Path) -> None:
    for name in (
        "README.md",
        ".gitignore",
        "directives/.DS_Store",
        "directives/~$hoi-dap.xlsx",
        "directives/12.yaml~",
        "directives/Thumbs.db",
        "anh.png",
    ):
        (folder / name).write_text("", encoding="utf-8")
    (folder / "vi-du").mkdir()

    assert [] == stray(folder)
    assert [] == checked(folder).problems


@pytest.mark.parametrize(
    ("following", "found"),
    [
        ({}, []),
        ({"a": "b", "b": "c"}, []),
        ({"a": "a"}, [("a",)]),
        ({"a": "b", "b": "c", "c": "b", "d": "a"}, [("b", "c")]),
        ({"a": "b", "b": "a", "c": "d", "d": "c"}, [("a", "b"), ("c", "d")]),
    ],
)
def test_each_circle_is_found_once(following: dict[str, str], found: list[tuple[str, ...]]) -> None:
    assert found == list(circles(following))


@pytest.mark.parametrize("word", ["Háº¿t", "ChÃ¡o", "Äƒn", "Â»", "s\u0430ch", "\uf0b7", "t\u00adỷ", "\ufffd", "５"])
def test_whatever_is_wrong_with_a_word_is_seen_at_a_glance(word: str) -> None:
    assert odd(word)
    assert unusual(f'{{"says": "Một câu dài, {word} ở giữa"}}')


def test_a_word_of_one_foreign_script_is_no_look_alike() -> None:
    assert not mixed("здравствуйте")
    assert mixed("s\u0430ch")
