"""The simple sheet: rows become facts of the documents that they name, from Excel and from CSV as Vietnamese Excel writes it."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from unicodedata import normalize

import pytest

from bot.domain.errors import FileRefused, KnowledgeInvalid, Problem
from bot.library.changes import Changes
from bot.library.files import model_of, read_bytes
from bot.library.sheets import Sent, apply, read_changes
from bot.library.sheets.carrying import completed, numbers_in, outdated
from bot.library.sheets.collecting import slug, stem_of
from bot.library.yaml_writing import plain
from tests.library.sheets.workbooks import EXAMPLE, contents, folder_of, workbook

HEAD = "Câu hỏi,Trả lời,Văn bản,Phần của văn bản,Cách hỏi khác"
FILE = "directives/12-KH-SVC-2026.yaml"


def facts(changes: Changes, file: str) -> dict[str, Any]:
    content = next(one.content for one in changes.files if one.file == file)
    assert content is not None
    problems: list[Problem] = []
    source = read_bytes(content, file, model_of(file), problems)
    assert source is not None, problems
    return {fact["id"]: fact for fact in plain(source.model)["facts"]}


def csv(text: str, name: str = "bang.csv", encoding: str = "utf-8") -> Sent:
    return Sent(name, text.encode(encoding))


def problems(sent: Sent, folder: Path = EXAMPLE) -> list[str]:
    with pytest.raises(KnowledgeInvalid) as refused:
        read_changes(sent, folder)
    return [str(problem) for problem in refused.value.problems]


def test_rows_of_a_known_document_become_facts_of_its_file(tmp_path: Path):
    folder = folder_of(tmp_path)
    before = (folder / FILE).read_bytes()
    text = f'{HEAD}\nSân chơi có mấy cái đu?,"Có 12 cái đu, lắp trước ngày 30/9/2026, hết 1,5 tỷ đồng.",12/KH-SVC,mục IV,mấy cái đu|bao nhiêu đu\n'

    changes = read_changes(csv(text), folder)
    apply(changes.files, folder)

    assert {
        "id": "san-choi-co-may-cai-du",
        "says": "Có 12 cái đu, lắp trước ngày 30/9/2026, hết 1,5 tỷ đồng.",
        "figures": [{"value": "1500000000", "unit": "đồng"}],
        "days": [{"value": "2026-09-30", "text": "ngày 30/9/2026"}],
        "at": "mục IV",
        "phrasings": ["Sân chơi có mấy cái đu?", "mấy cái đu", "bao nhiêu đu"],
    } == facts(changes, FILE)["san-choi-co-may-cai-du"]  # 12 is carried by the number of the document
    assert (folder / FILE).read_bytes().startswith(before)


@pytest.mark.parametrize("written", ["12/kh-svc", "Kế hoạch 12/KH-SVC", "Kế hoạch số 12/KH-SVC năm 2026"])
def test_a_document_is_known_however_it_is_called(written: str):
    changes = read_changes(csv(f"{HEAD}\nCó đu quay không?,Sân chơi nào cũng có đu quay.,{written},mục IV,\n"), EXAMPLE)

    assert (FILE,) == tuple(one.file for one in changes.files)


def test_a_fact_with_the_same_first_question_is_changed():
    text = f"{HEAD}\nTổng kinh phí sửa sân chơi năm 2026 là bao nhiêu?,Tổng kinh phí sửa sân chơi năm 2026 là 7 tỷ đồng.,12/KH-SVC,,\n"

    changes = read_changes(csv(text), EXAMPLE)

    changed = facts(changes, FILE)["kinh-phi"]
    assert (0, 1, 0) == (changes.files[0].added, changes.files[0].changed, changes.files[0].removed)
    assert [{"value": "7000000000", "unit": "đồng"}] == changed["figures"]
    assert ("mục II.1", 4) == (changed["at"], len(changed["phrasings"]))


def test_a_fact_with_the_same_id_is_changed():
    text = "Mã,Câu hỏi,Trả lời,Văn bản\nmat-the,Mất thẻ làm sao?,Mất thẻ thì làm lại ở quầy.,Hỏi đáp Thư viện (ví dụ)\n"

    changed = facts(read_changes(csv(text), EXAMPLE), "directives/hoi-dap-thu-vien.yaml")["mat-the"]

    assert {
        "id": "mat-the",
        "says": "Mất thẻ thì làm lại ở quầy.",
        "phrasings": ["Mất thẻ làm sao?", "lam lai the thu vien o dau"],
    } == changed


def test_a_deadline_that_the_new_answer_does_not_name_is_not_guessed():
    text = f"{HEAD}\nSân chơi phải sửa xong trước ngày nào?,Sửa xong trước ngày 31/12/2026.,12/KH-SVC,,\n"

    assert [line for line in problems(csv(text)) if "bang.csv, hàng 2, cột “Trả lời”" in line and "thời hạn (deadlines)" in line]


def test_rows_of_a_new_document_make_a_new_file():
    changes = read_changes(csv(f"{HEAD}\nAi được hỗ trợ?,Có 29 người được hỗ trợ.,15/QĐ-VIDU,Điều 1,\n"), EXAMPLE)

    assert "directives/15-QD-VIDU.yaml" == changes.files[0].file
    assert [{"value": "29", "unit": "người"}] == facts(changes, changes.files[0].file)["ai-duoc-ho-tro"]["figures"]


def test_rows_without_a_document_make_a_collection_that_is_called_as_the_file(tmp_path: Path):
    folder = folder_of(tmp_path)

    first = read_changes(csv("câu hỏi,trả lời\nMấy giờ mở cửa?,Mở cửa lúc 8 giờ.\n", "Nhà_văn hóa.csv"), folder)
    apply(first.files, folder)
    second = read_changes(csv("câu hỏi,trả lời\nCó thu tiền không?,Không thu tiền.\n", "Nhà văn hóa.csv"), folder)

    assert {"id": "may-gio-mo-cua", "says": "Mở cửa lúc 8 giờ.", "phrasings": ["Mấy giờ mở cửa?"]} == facts(
        first, "directives/nha-van-hoa.yaml"
    )["may-gio-mo-cua"]
    assert ["may-gio-mo-cua", "co-thu-tien-khong"] == list(facts(second, "directives/nha-van-hoa.yaml"))


def test_the_same_question_in_another_shape_gets_an_id_of_its_own():
    text = "câu hỏi,trả lời\nMở cửa ở đâu?,Ở phường.\nMở cửa ở đâu,Ở xã.\n"
    text_of_others = "câu hỏi,trả lời\nMa túy?,Một.\nMả tuy?,Hai.\n"

    assert ["bang.csv, hàng 3, cột “Câu hỏi”: câu hỏi này đã có ở hàng 2; mỗi câu chỉ ghi một lần"] == problems(csv(text))
    assert ["ma-tuy", "ma-tuy-2"] == list(facts(read_changes(csv(text_of_others), EXAMPLE), "directives/bang.yaml"))


SAME = "câu hỏi{0}trả lời{0}số hiệu{0}mục\nCó ghế, có bàn không?{0}Có 5 ghế đá.{0}12/KH-SVC{0}mục IV\n"
QUOTED = 'câu hỏi,trả lời,số hiệu,mục\n"Có ghế, có bàn không?",Có 5 ghế đá.,12/KH-SVC,mục IV\n'
WAYS = {
    "UTF-8": (QUOTED, "utf-8"),
    "UTF-8 with a mark": (QUOTED, "utf-8-sig"),
    "UTF-16": (QUOTED, "utf-16"),
    "semicolons": (SAME.format(";"), "utf-8-sig"),
    "tabs, as Excel's Unicode text": (SAME.format("\t"), "utf-16"),
    "CRLF": (QUOTED.replace("\n", "\r\n"), "utf-8"),
    "sep line": ("sep=;\n" + SAME.format(";"), "utf-8"),
    "heads without accents": (QUOTED.replace("câu hỏi,trả lời,số hiệu", "CAU HOI,Tra loi,so hieu"), "utf-8"),
    "composed otherwise": (normalize("NFD", QUOTED), "utf-8"),
    "a title above, a number before": ("BẢNG HỎI ĐÁP,,,,\n,,,,\nSTT," + QUOTED.replace("\n", "\n1,", 1), "utf-8"),
    "another order": ('mục,trả lời,câu hỏi,văn bản\nmục IV,Có 5 ghế đá.,"Có ghế, có bàn không?",12/KH-SVC\n', "utf-8"),
}


@pytest.mark.parametrize("way", WAYS)
def test_every_way_of_writing_csv_gives_the_same(way: str):
    text, encoding = WAYS[way]

    fact = facts(read_changes(csv(text, encoding=encoding), EXAMPLE), FILE)["co-ghe-co-ban-khong"]

    assert ("Có 5 ghế đá.", ["Có ghế, có bàn không?"], "mục IV", [{"value": "5", "unit": "ghế"}]) == (
        fact["says"], fact["phrasings"], fact["at"], fact["figures"],
    )  # fmt: skip


def test_a_workbook_gives_the_same_as_csv():
    rows: list[list[Any]] = [
        ["Câu hỏi", "Trả lời", "Văn bản", "Mục"],
        ["Có mấy ghế?", "Có 5 ghế đá.", "12/KH-SVC", "mục IV"],
        [],
        ["Mã khu là gì?", 12, "12/KH-SVC", "mục V"],
    ]

    found = facts(read_changes(Sent("bang.xlsx", workbook(rows)), EXAMPLE), FILE)

    assert ("Có 5 ghế đá.", "12") == (found["co-may-ghe"]["says"], found["ma-khu-la-gi"]["says"])


@pytest.mark.parametrize("encoding", ["cp1258", "cp1252", "latin-1"])
def test_another_encoding_is_refused_with_what_to_do(encoding: str):
    with pytest.raises(FileRefused, match="CSV UTF-8"):
        read_changes(Sent("bang.csv", "Câu hỏi,trả lời\nđã có à,có\n".encode(encoding, errors="replace") + "à".encode("latin-1")), EXAMPLE)


DEFECTS = {
    "no head": ("a,b\n1,2\n", "không thấy hàng tiêu đề có cột “Câu hỏi” và “Trả lời”"),
    "no rows": ("Câu hỏi,Trả lời\n", "bảng chưa có hàng nào"),
    "no answer": ("Câu hỏi,Trả lời\nA gì?,\n", "bang.csv, hàng 2, cột “Trả lời”: “Trả lời” không được để trống"),
    "a strange column": ("Câu hỏi,Trả lời,Màu\nA gì?,B,đỏ\n", "hàng 1, cột “Câu hỏi”: không rõ cột “Màu” là gì"),
    "a column twice": ("Câu hỏi,Trả lời,Đáp\nA gì?,B,C\n", "có hai cột cùng là “Trả lời”"),
    "a cell that slipped over": ("Câu hỏi,Trả lời\nA gì?,B,C\n", "hàng 2, cột “Câu hỏi”: ô “C” nằm ngoài các cột có tên"),
    "a formula": ('Câu hỏi,Trả lời\nA gì?,"=HYPERLINK(""http://x"")"\n', "hàng 2, cột “Trả lời”: ô có công thức"),
    "a command": ("Câu hỏi,Trả lời\nA gì?,+cmd|' /C calc'!A0\n", "hàng 2, cột “Trả lời”: ô có công thức"),
    "a question of another fact": ("Câu hỏi,Trả lời\nSân chơi mở cửa mấy giờ?,Không rõ.\n", "hàng 2, cột “Câu hỏi”: câu hỏi “Sân chơi mở cửa mấy giờ?” đã có ở directives/12-KH-SVC-2026.yaml:"),
    "a directive without a section": ("Câu hỏi,Trả lời,Văn bản\nCó đu không?,Có đu.,12/KH-SVC\n", "bang.csv, hàng 2: mục “co-du-khong” thiếu “at”"),
    "a topic that is none": ("Câu hỏi,Trả lời,Chủ đề\nA gì thế?,B,la\n", "hàng 2, cột “Chủ đề”: chủ đề “la” không có"),
    "a bad id": ("Câu hỏi,Trả lời,Mã\nA gì thế?,B,Mã xấu\n", "hàng 2, cột “Mã”: “id” là “Mã xấu”"),
    "a broken encoding": ("Câu hỏi,Trả lời\nA gì thế?,HÃ  Ná»™i\n", "hàng 2, cột “Trả lời”:"),
}  # fmt: skip


@pytest.mark.parametrize("name", DEFECTS)
def test_a_defect_is_named_with_its_row_and_column(name: str):
    text, words = DEFECTS[name]

    told = problems(csv(text))

    assert any(words in line for line in told), told


def test_a_known_collection_of_plain_texts_grows_by_a_line(tmp_path: Path):
    folder = folder_of(tmp_path)
    before = (folder / "directives/noi-quy-be-boi.jsonl").read_text(encoding="utf-8")

    apply(read_changes(csv("câu hỏi,trả lời,văn bản\nCó được ăn không?,Không được ăn ở bể bơi.,noi-quy-be-boi\n"), folder).files, folder)

    after = (folder / "directives/noi-quy-be-boi.jsonl").read_text(encoding="utf-8")
    assert after == before + '{"id": "co-duoc-an-khong", "says": "Không được ăn ở bể bơi.", "phrasings": ["Có được ăn không?"]}\n'


def test_reading_writes_nothing(tmp_path: Path):
    folder = folder_of(tmp_path)
    before = contents(folder)

    read_changes(csv("câu hỏi,trả lời\nCó được ăn không?,Không được ăn.\n"), folder)

    assert before == contents(folder)


SAID = {
    "Có 12 sân chơi.": ("figures", [{"value": "12", "unit": "sân"}]),
    "Đạt 43,9% trở lên.": ("figures", [{"value": "43.9", "unit": "%"}]),
    "Hết 780 triệu đồng.": ("figures", [{"value": "780000000", "unit": "đồng"}]),
    "Hết 780.000.000 đồng.": ("figures", [{"value": "780000000", "unit": "đồng"}]),
    "Có 3 triệu người.": ("figures", [{"value": "3000000", "unit": "người"}]),
    "Gọi 024.1022 hoặc 19001009.": ("figures", [{"value": "024.1022"}, {"value": "19001009"}]),
    "Trước ngày 30 tháng 9 năm 2026.": ("days", [{"value": "2026-09-30", "text": "ngày 30 tháng 9 năm 2026"}]),
    "Xong trong tháng 10/2022.": ("days", [{"value": "2022-10", "text": "tháng 10/2022"}]),
    "Xong quý IV/2019.": ("days", [{"value": "2019-Q4", "text": "quý IV/2019"}]),
    "Làm trong năm 2027.": ("periods", [{"value": "2027", "of": "năm 2027"}]),
    "Giai đoạn 2021 - 2025.": ("periods", [{"value": "2021/2025", "of": "2021 - 2025"}]),
    "Theo Kế hoạch 5/KH-VD.": ("refers_to", ["5/KH-VD"]),
}


@pytest.mark.parametrize("says", SAID)
def test_what_an_answer_names_is_carried_as_a_field(says: str):
    key, entries = SAID[says]

    fact = completed({"id": "a", "says": says}, "", ["5/KH-VD"])

    assert {"id": "a", "says": says, key: entries} == fact


def test_what_is_carried_already_is_not_carried_twice():
    fact = {
        "id": "a",
        "says": "Năm 2026 có 40 sân chơi, theo 12/KH-SVC.",
        "figures": [{"value": "40", "unit": "sân chơi", "period": "2026"}],
    }

    assert fact == completed(fact, "12/KH-SVC", [])


def test_fields_that_only_the_old_answer_named_go():
    fact = {"id": "a", "says": "Có 40 sân, hết 6 tỷ.", "figures": [{"value": "40"}, {"value": "6000000000"}, {"value": "9"}]}

    assert ({"id": "a", "says": "Có 40 sân.", "figures": [{"value": "40"}, {"value": "9"}]}, []) == outdated(fact, "Có 40 sân.")


@pytest.mark.parametrize(
    ("text", "expected"),
    [("Đường Láng ở đâu?", "duong-lang-o-dau"), ("???", ""), ("a " * 100, "-".join("a" * 30)), ("x" * 100, "x" * 60), ("Ｆｕｌｌ", "full")],
)
def test_an_id_is_made_of_the_question(text: str, expected: str):
    assert expected == slug(text)


def test_a_file_is_called_by_the_number_of_its_document():
    assert ("15-QD-UBND", "21-2018-QD-UBND", "") == (stem_of("15/QĐ-UBND"), stem_of("21/2018/QĐ-UBND"), stem_of("../"))


def test_numbers_have_one_spelling():
    assert {"6", "6000000000", "40"} == numbers_in("6 tỷ cho 40 sân", scaled=True)
