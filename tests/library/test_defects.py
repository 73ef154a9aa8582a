"""What administrators get wrong, one row each: every defect is stopped before anything is built, and named with its file and line, in Vietnamese.

The sound folder is the example folder of the guide and the small files in `defects/`. What agrees with what in detail stands in `test_checks`.
"""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from bot.domain.errors import KnowledgeInvalid
from bot.library.build import ensure_library
from bot.library.checked import checked, checked_whole
from bot.text.normalize import fold

EXAMPLE = Path(__file__).resolve().parents[2] / "knowledge" / "vi-du"
BESIDE = Path(__file__).parent / "defects"
PLAN, BOOKS, POOL = "directives/12-KH-SVC-2026.yaml", "directives/hoi-dap-thu-vien.yaml", "directives/noi-quy-be-boi.jsonl"
ANOTHER = "directives/15-KH-SVC-2026.yaml"
DEEP = "[" * 3000

Place = tuple[str, int]


class Defect(NamedTuple):
    """What somebody did wrong, how to do it to the sound folder (which tells file and line to be named), and words of the message."""

    wrong: str
    make: Callable[[Path], Place]
    words: tuple[str, ...]


def edit(file: str, right: str, wrong: str, *, at: str = "", others: tuple[tuple[str, str, str], ...] = ()) -> Callable[[Path], Place]:
    """Put `wrong` in the one place of `right`; the problem stands on the line of `at`, or of `wrong`. `others` are edits that go with it."""

    def make(folder: Path) -> Place:
        for other, before, after in others:
            _replace(folder / other, before, after)
        text = _replace(folder / file, right, wrong)
        return file, text[: text.rindex(at or wrong.strip())].count("\n") + 1

    return make


def _replace(path: Path, before: str, after: str) -> str:
    text = path.read_text(encoding="utf-8")
    assert text.count(before) == 1, f"“{before}” must have one place"
    text = text.replace(before, after)
    path.write_text(text, encoding="utf-8")
    return text


def add(file: str, text: str, *, at: str) -> Callable[[Path], Place]:
    """Write `text` below all that is in the file."""

    def make(folder: Path) -> Place:
        path = folder / file
        whole = path.read_text(encoding="utf-8") + text
        path.write_text(whole, encoding="utf-8")
        return file, whole[: whole.rindex(at)].count("\n") + 1

    return make


def new(file: str, content: str | bytes, line: int = 1) -> Callable[[Path], Place]:
    """A new file, or other contents for one."""

    def make(folder: Path) -> Place:
        (folder / file).write_bytes(content.encode() if isinstance(content, str) else content)
        return file, line

    return make


def named(file: str, line: int, make: Callable[[Path], Place]) -> Callable[[Path], Place]:
    """The same defect, where another place is named than the one that was edited."""
    return lambda folder: (make(folder), (file, line))[1]


def _dead_link(folder: Path) -> Place:
    (folder / ANOTHER).symlink_to("/nowhere/15-KH-SVC-2026.yaml")
    return ANOTHER, 1


def _folder_for_a_file(folder: Path) -> Place:
    (folder / ANOTHER).mkdir()
    return ANOTHER, 1


def _without_rights(folder: Path) -> Place:
    (folder / BOOKS).chmod(0)
    return BOOKS, 1


def fact(name: str, says: str, *fields: str) -> str:
    return "\n".join([f"- id: {name}", f"  says: {says}", *(f"  {field}" for field in fields), "  at: mục II\n"])


def head(number: str, *lines: str) -> str:
    return "\n".join(
        ["directive:", f"  number: {number}", *(f"  {line}" for line in lines), "facts:", fact("mot", "Thùng rác ở sân chơi có nắp đậy.")]
    )


LEAD = "assignments: [{agency: Phòng Cây xanh (ví dụ), role: lead}]"
PRODUCT = "product: báo cáo kết quả sửa chữa sân chơi"
MENTION = "- number: {number}\n  issued: {issued}\n  mentioned_in: [{{number: {by}}}]\n  says: Văn bản này được nhắc tới.\n"

QUESTIONS = [
    Defect("viết một câu hỏi cho hai mục trong một tệp", edit(PLAN, "- Sân chơi mở cửa mấy giờ?", "- Làm sân chơi hết mấy tỷ?"), ("câu hỏi “Làm sân chơi hết mấy tỷ?” đã có ở directives/12-KH-SVC-2026.yaml:38",)),
    Defect("viết một câu hỏi cho hai mục ở hai tệp", edit(BOOKS, "- mượn sách thư viện được bao lâu", "- Những khu nào được làm sân chơi?"), ("đã có ở directives/12-KH-SVC-2026.yaml:",)),
    Defect("viết một câu hỏi vừa cho mục trả lời, vừa cho việc không trả lời", edit("elsewhere.yaml", "- vé vào vườn thú bao nhiêu", "- Ai ký kế hoạch sân chơi năm 2026?"), ("đã có ở directives/",)),
    Defect("đưa câu hỏi của một mục vào câu chào", edit("smalltalk.yaml", "- xin chào", "- Làm sân chơi hết mấy tỷ?"), ("đã có ở directives/",)),
    Defect("đưa câu hỏi của một mục vào báo động", edit("emergencies.yaml", "- nhà tôi đang cháy", "- Làm sân chơi hết mấy tỷ?"), ("đã có ở directives/",)),
    Defect("lặp một câu, chỉ khác chữ hoa và dấu câu", edit(PLAN, "- Sân chơi mở cửa mấy giờ?", "- 'LÀM SÂN CHƠI: hết mấy tỷ'"), ("đã có ở directives/",)),
    Defect("lặp một câu, chỉ khác chỗ đặt dấu thanh", edit(PLAN, "- Sân chơi mở cửa mấy giờ?", "- ai hoà giải ở sân chơi", others=((PLAN, "- Làm sân chơi hết mấy tỷ?", "- ai hòa giải ở sân chơi"),)), ("đã có ở directives/",)),
    Defect("lặp một câu, một bên không dấu", named(PLAN, 40, edit(PLAN, "- Sân chơi mở cửa mấy giờ?", "- Kinh phí kế hoạch 12 bao nhiêu?")), ("là câu không dấu của “Kinh phí kế hoạch 12 bao nhiêu?”",)),
    Defect("viết một câu hỏi chỉ có dấu câu", edit(PLAN, "- Sân chơi mở cửa mấy giờ?", "- '???'"), ("chỉ có dấu câu",)),
    Defect("chép cả một đoạn văn làm câu hỏi", edit(PLAN, "- Sân chơi mở cửa mấy giờ?", f"- Cho tôi hỏi {'sân chơi mở cửa mấy giờ ' * 14}"), ("tối đa 300",)),
    Defect("lấy một câu báo cháy làm ví dụ không cháy", edit("emergencies.yaml", "- năm ngoái nhà tôi bị cháy", "- Nhà tôi đang cháy!", at="- Nhà tôi"), ("not_emergencies",)),
]  # fmt: skip

CONTENTS = [
    Defect("chép một mục và chỉ đổi mã", add(PLAN, fact("kinh-phi-2", "Tổng kinh phí sửa chữa, làm mới sân chơi năm 2026 là 6 tỷ đồng, lấy từ ngân sách, theo Kế hoạch 12/KH-SVC.", "figures: [{value: 6000000000, unit: đồng, of: tổng kinh phí, period: 2026}]"), at="  says: Tổng"), ("giống hệt mục ở directives/12-KH-SVC-2026.yaml:",)),
    Defect("viết lại một mục đã có bằng lời gần như cũ", add(PLAN, fact("kinh-phi-2", "Theo Kế hoạch 12/KH-SVC, tổng kinh phí để sửa chữa, làm mới sân chơi năm 2026 là 6 tỷ đồng và được lấy từ ngân sách.", "figures: [{value: 6000000000, unit: đồng, of: tổng kinh phí, compare: exact, period: 2026}]"), at="  says: Theo"), ("gần như giống mục “kinh-phi” ở directives/12-KH-SVC-2026.yaml:",)),
    Defect("viết lại một việc đã giao, đổi vài chữ", add(PLAN, fact("cay-1", "Phòng Cây xanh (ví dụ) chăm sóc cây bóng mát quanh mọi sân chơi sau khi sửa xong.", LEAD) + fact("cay-2", "Sau khi sửa xong, Phòng Cây xanh (ví dụ) phải chăm lo cây bóng mát quanh mọi sân chơi.", LEAD), at="  says: Sau khi"), ("gần như giống mục “cay-1”",)),
    Defect("ghi hai thời hạn cho một việc có cùng kết quả", add(PLAN, fact("thoi-han-2", "Phòng Cây xanh (ví dụ) chủ trì, hoàn thành việc sửa chữa sân chơi trước ngày 30/11/2026, theo Kế hoạch 12/KH-SVC.", LEAD, "deadline: {kind: before, value: 2026-11-30, text: trước ngày 30/11/2026}", PRODUCT), at="  deadline: {kind: before, value: 2026-11-30"), ("thời hạn khác ở directives/12-KH-SVC-2026.yaml:", "2026-09-30")),
    Defect("ghi hai thời hạn cho một việc tả bằng cùng lời", add(PLAN, fact("cay-1", "Phòng Cây xanh (ví dụ) trồng xong cây bóng mát quanh sân chơi trước ngày 1/4/2026.", LEAD, "deadline: {kind: before, value: 2026-04-01, text: trước ngày 1/4/2026}") + fact("cay-2", "Phòng Cây xanh (ví dụ) phải trồng xong cây bóng mát quanh sân chơi trước ngày 1/5/2026.", LEAD, "deadline: {kind: before, value: 2026-05-01, text: trước ngày 1/5/2026}"), at="  deadline: {kind: before, value: 2026-05-01"), ("mục “cay-1”: 2026-04-01",)),
    Defect("sửa hạn ở “value” mà quên “text”", edit(PLAN, "deadline: {kind: before, value: 2026-09-30", "deadline: {kind: before, value: 2026-08-30"), ("hai chỗ phải cùng một thời gian",)),
    Defect("sửa ngày ở “value” mà quên “text”", edit(PLAN, "days: [{value: 2026-01-15, text: ngày ký}]", "days: [{value: 2026-01-15, text: ký ngày 14/1/2026}]"), ("hai chỗ phải cùng một ngày",)),
    Defect("sửa số liệu ở một mục mà quên mục kia", edit(PLAN, "{value: 6000000000, unit: đồng, of: tổng kinh phí, compare: exact, period: 2026}", "{value: 7000000000, unit: đồng, of: tổng kinh phí, compare: exact, period: 2026}", others=((PLAN, "là 6 tỷ đồng, lấy", "là 7 tỷ đồng, lấy"),)), ("ở đây là 7000000000", "lại là 6000000000")),
    Defect("quên ghi phần của văn bản", edit(PLAN, "  at: mục II.1\n", "", at="- id: kinh-phi"), ("mục “kinh-phi” thiếu “at”",)),
    Defect("nêu trong câu trả lời một số mà không trường nào có", edit(PLAN, "Ba nơi được sửa chữa", "Ba nơi, 77 điểm được sửa chữa"), ("“says” nêu số 77",)),
    Defect("nêu trong câu trả lời một ngày mà không trường nào có", edit(PLAN, "việc sửa chữa sân chơi trước ngày 30/9/2026", "việc sửa chữa sân chơi trước ngày 15/9/2026"), ("“says” nêu ngày 15/9/2026",)),
    Defect("ghi số liệu bằng chữ", edit(PLAN, "{value: 3, unit: nơi", "{value: ba, unit: nơi"), ("số liệu “ba” không phải một số",)),
    Defect("ghi một tỷ lệ lớn hơn 100%", edit(PLAN, "- {value: 40, unit: sân chơi", "- {value: 400, unit: '%', of: sân chơi có cây}\n  - {value: 40, unit: sân chơi", at="value: 400"), ("lớn hơn 100%",)),
    Defect("ghi một nơi vừa có vừa không có trong danh sách", edit(PLAN, "excluded_places: [khu Hoa Mai]", "excluded_places: [khu Hoa Sen]"), ("vừa nằm trong “places”",)),
    Defect("viết một câu trả lời dài như cả văn bản", add(PLAN, fact("rat-dai", "Sân chơi có ghế đá và cây xanh. " * 80), at="  says: Sân chơi có"), ("tối đa 2000",)),
    Defect("ghi chức vụ thay cho tên người", edit(PLAN, "people: [{name: Nguyễn Thị Ví Dụ, post: Giám đốc Sở Sân chơi}]", "people: [{name: '---', post: Giám đốc Sở Sân chơi}]"), ("cần họ và tên",)),
]  # fmt: skip

TIMES = [
    Defect("viết ngày 31/11", edit(PLAN, "deadline: {kind: before, value: 2026-09-30", "deadline: {kind: before, value: 2026-11-31"), ("thời gian sai", "2026-11-31")),
    Defect("viết ngày 30 tháng 2", edit(PLAN, "issued: 2026-01-15", "issued: 2026-02-30"), ("ngày sai ở “issued”", "2026-02-30")),
    Defect("viết tháng 13", edit(PLAN, "deadline: {kind: before, value: 2026-09-30", "deadline: {kind: before, value: 2026-13"), ("thời gian sai", "2026-13")),
    Defect("viết quý 5", edit(PLAN, "deadline: {kind: before, value: 2026-09-30", "deadline: {kind: before, value: 2026-Q5"), ("thời gian sai", "2026-Q5")),
    Defect("viết ngày trước, năm sau", edit(PLAN, "issued: 2026-01-15", "issued: 15/01/2026"), ("ngày sai ở “issued”", "năm-tháng-ngày")),
    Defect("đảo hai đầu của giai đoạn", edit(PLAN, "value: 2025/2030", "value: 2030/2025"), ("thời gian sai", "2030/2025")),
    Defect("gõ nhầm năm ban hành thành năm sau mọi thời hạn", edit(PLAN, "issued: 2026-01-15", "issued: 2062-01-15"), ("muộn hơn mọi thời hạn", "2026-09-30")),
    Defect("ghi một thời hạn trước ngày ban hành", edit(PLAN, "deadline: {kind: before, value: 2026-09-30, text: trước ngày 30/9/2026}", "deadline: {kind: before, value: 2025-09-30, text: trước ngày 30/9}"), ("sớm hơn ngày ban hành 2026-01-15",)),
    Defect("gõ thiếu chữ số của năm", edit(PLAN, "issued: 2026-01-15", "issued: 0226-01-15"), ("năm ban hành 226 không hợp lý",)),
    Defect("ghi ngày ban hành không thuộc năm trong số hiệu", add("mentioned.yaml", MENTION.format(number="43/2011/NĐ-VD", issued="2012-06-13", by="12/KH-SVC"), at="  issued"), ("không thuộc năm 2011",)),
    Defect("ghi hạn lặp lại mà không ghi bao lâu một lần", edit(PLAN, "{kind: every, value: P3M", "{kind: every, value: 2026-Q3"), ("cần một độ dài",)),
    Defect("ghi độ dài vào chỗ của ngày", edit(PLAN, "days: [{value: 2026-01-15", "days: [{value: P15D"), ("“P15D” là độ dài",)),
]  # fmt: skip

NAMES = [
    Defect("gõ sai tên cơ quan", edit(PLAN, "agency: Đội Sửa chữa (ví dụ)", "agency: Đội Sửa chửa (vd)"), ("không có trong agencies.yaml", "có phải “Đội Sửa chữa (ví dụ)”")),
    Defect("gõ sai mã chủ đề", edit(PLAN, "topic: san-choi-tien", "topic: san-choi-tein"), ("không có trong topics.yaml", "có phải “san-choi-tien”")),
    Defect("ghi một quận không có", edit(PLAN, "places: [khu Hoa Sữa, khu Hoa Sen, khu Hoa Cúc]", "places: [quận Hoa Lann, khu Hoa Sen]"), ("không có trong places.yaml", "có phải “quận Hoa Lan”")),
    Defect("bịa một vai", edit(PLAN, "(ví dụ), role: cooperate", "(ví dụ), role: help"), ("“role” có giá trị lạ “help”",)),
    Defect("bịa một loại hạn", edit(PLAN, "deadline: {kind: before", "deadline: {kind: truoc"), ("“kind” có giá trị lạ “truoc”",)),
    Defect("bịa một cách so sánh", edit(PLAN, "compare: exact", "compare: bang"), ("“compare” có giá trị lạ “bang”",)),
    Defect("bịa một tình trạng", edit(PLAN, "status: {kind: in_force}", "status: {kind: con_hieu_luc}"), ("“kind” có giá trị lạ “con_hieu_luc”",)),
    Defect("gõ sai loại cơ quan", edit("agencies.yaml", "kind: department", "kind: departement"), ("“kind” có giá trị lạ “departement” (có phải “department”?)",)),
    Defect("gõ sai nhóm của việc không trả lời", edit("elsewhere.yaml", "group: near", "group: nears"), ("“group” có giá trị lạ",)),
    Defect("cho hai cơ quan một chữ viết tắt", edit("agencies.yaml", "other_names: [Đội Sửa chữa]", "abbreviations: [svc]"), ("đã là của cơ quan khác ở agencies.yaml:",)),
    Defect("nêu cơ quan kế thừa không có trong tệp", edit("agencies.yaml", "    name: Phòng Hạ tầng (ví dụ)", "    name: Phòng Đường sá"), ("cơ quan kế thừa “Phòng Đường sá”",)),
    Defect("cho một cơ quan kế thừa chính nó", edit("agencies.yaml", "    name: Phòng Hạ tầng (ví dụ)", "    name: Phòng Cây xanh (ví dụ)"), ("vòng tròn",)),
    Defect("cho hai cơ quan kế thừa lẫn nhau", edit("agencies.yaml", "- name: Phòng Hạ tầng (ví dụ)\n  kind: office", "- name: Phòng Hạ tầng (ví dụ)\n  successor:\n    name: Phòng Cây xanh (ví dụ)", at="    name: Phòng Cây"), ("vòng tròn: Phòng Cây xanh (ví dụ) → Phòng Hạ tầng (ví dụ) →",)),
    Defect("cho một chủ đề làm mẹ của chính nó", edit("topics.yaml", "- id: san-choi-thoi-han\n  name: Thời hạn sửa sân chơi\n  parent: san-choi\n", "- id: san-choi-thoi-han\n  name: Thời hạn sửa sân chơi\n  parent: san-choi-thoi-han\n", at="  parent: san-choi-thoi-han"), ("chủ đề mẹ",)),
    Defect("cho hai chủ đề làm mẹ của nhau", edit("topics.yaml", "  aliases: [sân chơi, chỗ chơi cho trẻ em]", "  parent: san-choi-tien", others=(("topics.yaml", "  name: Kinh phí sân chơi\n  parent: san-choi\n", "  parent: san-choi\n  name: Kinh phí sân chơi\n"),), at="  parent: san-choi\n  name: Kinh"), ("vòng tròn: san-choi → san-choi-tien → san-choi",)),
    Defect("cho hai nơi một tên", edit("places.yaml", "- name: huyện Hoa Ban", "- name: Hoa Lan"), ("đã là của nơi khác ở places.yaml:4",)),
    Defect("cho hai văn bản một tên gọi", edit("mentioned.yaml", "aliases: [kế hoạch không gian công cộng]", "aliases: [Kế hoạch 12]"), ("đã là của văn bản khác ở directives/12-KH-SVC-2026.yaml:",)),
    Defect("ghi một chữ tắt hai lần", edit("shorthand.yaml", "{short: kp,", "{short: SC,"), ("chữ tắt “SC” đã có ở shorthand.yaml:2",)),
    Defect("viết mã có dấu cách", edit(PLAN, "- id: noi-lam", "- id: noi lam"), ("“id” là “noi lam”",)),
    Defect("viết mã có dấu tiếng Việt", edit(PLAN, "- id: noi-lam", "- id: nơi-làm"), ("“id” là “nơi-làm”",)),
    Defect("dùng một mã hai lần", edit(PLAN, "- id: noi-lam", "- id: kinh-phi"), ("mã “kinh-phi” đã dùng ở directives/12-KH-SVC-2026.yaml:30",)),
]  # fmt: skip

DOCUMENTS = [
    Defect("chép tệp cũ làm tệp mới mà quên đổi số hiệu", new(ANOTHER, head("12/KH-SVC"), 2), ("số văn bản “12/KH-SVC” đã có ở directives/12-KH-SVC-2026.yaml:3",)),
    Defect("thêm vào mentioned.yaml một văn bản đã có tệp", add("mentioned.yaml", MENTION.format(number="12/KH-SVC", issued="2026-01-15", by="5/KH-VD"), at="- number"), ("đã có ở directives/",)),
    Defect("ghi bị thay mà không ghi văn bản thay", edit(PLAN, "status: {kind: in_force}", "status: {kind: replaced}"), ("không có “replaced_by”",)),
    Defect("ghi bị thay bởi chính nó", edit(PLAN, "status: {kind: in_force}", "status: {kind: replaced, replaced_by: 12/KH-SVC}"), ("chính văn bản này",)),
    Defect("ghi bị thay bởi “văn bản mới”", edit(PLAN, "status: {kind: in_force}", "status: {kind: replaced, replaced_by: văn bản mới}"), ("không rõ là văn bản nào",)),
    Defect("gõ sai chữ trong số văn bản thay thế", edit("mentioned.yaml", "  issued: 2025-06-01", "  issued: 2025-06-01\n  status: {kind: replaced, replaced_by: 12/KH-SCV}", at="  status"), ("có phải “12/KH-SVC”",)),
    Defect("ghi hai văn bản thay thế lẫn nhau", edit("mentioned.yaml", "  issued: 2025-06-01", "  status: {kind: replaced, replaced_by: 12/KH-SVC}", others=((PLAN, "status: {kind: in_force}", "status: {kind: replaced, replaced_by: 5/KH-VD}"),)), ("vòng tròn: 12/KH-SVC → 5/KH-VD → 12/KH-SVC",)),
    Defect("ghi bị thay bởi một văn bản cũ hơn", edit(PLAN, "status: {kind: in_force}", "status: {kind: replaced, replaced_by: 5/KH-VD}"), ("trước văn bản này",)),
    Defect("ghi văn bản thay thế mà vẫn để còn hiệu lực", edit(PLAN, "status: {kind: in_force}", "status: {kind: in_force, replaced_by: 20/KH-SVC}"), ("“kind” là “in_force”",)),
    Defect("ghi tình trạng từ trước ngày ban hành", edit(PLAN, "status: {kind: in_force}", "status: {kind: done, since: 2025-12-31}"), ("sớm hơn ngày ban hành",)),
    Defect("ghi biết qua chính nó", edit(PLAN, "status: {kind: in_force}", "known_from: 12/KH-SVC"), ("“known_from” là chính văn bản này",)),
    Defect("ghi biết qua một văn bản không có", edit(PLAN, "status: {kind: in_force}", "known_from: 6/KH-VD"), ("có phải “5/KH-VD”",)),
    Defect("ghi hai văn bản được biết qua nhau", edit(BOOKS, "  number: Hỏi đáp Thư viện (ví dụ)", "  number: Hỏi đáp Thư viện (ví dụ)\n  known_from: 12/KH-SVC", at="  known_from", others=((PLAN, "status: {kind: in_force}", "known_from: Hỏi đáp Thư viện (ví dụ)"),)), ("vòng tròn",)),
    Defect("nhắc tới một văn bản chưa ghi ở đâu", edit(PLAN, "refers_to: [5/KH-VD]", "refers_to: [5/KH-VD, 6/KH-VD]"), ("“6/KH-VD” không có trong directives/ và mentioned.yaml",)),
    Defect("ghi được nhắc trong một văn bản không có", edit("mentioned.yaml", "[{number: 12/KH-SVC, at: phần căn cứ}]", "[{number: 13/KH-SVC, at: phần căn cứ}]"), ("“mentioned_in” nêu “13/KH-SVC”",)),
    Defect("lưu một văn bản chưa có mục nào", new(ANOTHER, "directive:\n  number: 15/KH-SVC\nfacts: []\n"), ("chưa có mục nào",)),
]  # fmt: skip

LETTERS = [
    Defect("chép một chữ “а” Kirin", edit(PLAN, "- Làm sân chơi hết mấy tỷ?", "- L\u0430m sân chơi hết mấy tỷ?"), ("chữ Kirin",)),
    Defect("chép một chữ “ο” Hy Lạp", edit(PLAN, "- Làm sân chơi hết mấy tỷ?", "- Làm sân chơi ch\u03bf ai?"), ("chữ Hy Lạp",)),
    Defect("gõ chữ toàn khổ", edit(PLAN, "- Làm sân chơi hết mấy tỷ?", "- \uff2c\uff41\uff4d sân chơi hết mấy tỷ?"), ("toàn khổ",)),
    Defect("gõ chữ số toàn khổ", edit(PLAN, "- Làm sân chơi hết mấy tỷ?", "- Làm sân chơi hết \uff16 tỷ?"), ("chữ số “\uff16”",)),
    Defect("chép một khoảng trống vô hình", edit(PLAN, "- Làm sân chơi hết mấy tỷ?", "- Làm sân\u200b chơi hết mấy tỷ?"), ("U+200B",)),
    Defect("chép một dấu gạch nối ẩn", edit(PLAN, "- Làm sân chơi hết mấy tỷ?", "- Làm sân chơi hết mấy t\u00adỷ?"), ("U+00AD", "“tỷ?”")),
    Defect("chép dấu đổi chiều chữ", edit(PLAN, "- Làm sân chơi hết mấy tỷ?", "- Làm sân chơi \u202ehết mấy tỷ?"), ("U+202E",)),
    Defect("chép ký tự riêng của một phông", edit(PLAN, "- Làm sân chơi hết mấy tỷ?", "- \uf0b7 Làm sân chơi hết mấy tỷ?"), ("U+F0B7",)),
    Defect("dán chữ hỏng do sai bảng mã", edit(PLAN, "- Làm sân chơi hết mấy tỷ?", "- Háº¿t máº¥y tá»·?"), ("chữ hỏng do sai bảng mã",)),
    Defect("lưu lại chữ đã mất", edit(PLAN, "- Làm sân chơi hết mấy tỷ?", "- Làm s\ufffdn chơi hết mấy tỷ?"), ("U+FFFD",)),
    Defect("chép chữ Kirin vào tệp hỏi đáp đơn giản", edit(BOOKS, "- mượn sách thư viện được bao lâu", "- mượn s\u0430ch thư viện được bao lâu"), ("chữ Kirin",)),
    Defect("để ký tự điều khiển trong một dòng JSON", new(POOL, '{"id": "mot", "says": "Mũ bơi\\u0007 là bắt buộc."}\n'), ("U+0007",)),
    Defect("lưu tệp bằng bảng mã UTF-16", new(ANOTHER, head("15/KH-SVC").encode("utf-16")), ("bảng mã UTF-8",)),
    Defect("lưu tệp bằng bảng mã cp1258", new(ANOTHER, "directive:\n  number: 15/KH-SVC\n  kind: quê\n".encode("cp1258"), 3), ("bảng mã UTF-8",)),
    Defect("lưu tệp bằng bảng mã Latin-1", new(ANOTHER, "directive:\n  number: 15/KH-SVC\n  kind: thông báo\n".encode("latin-1", "ignore"), 3), ("bảng mã UTF-8",)),
    Defect("gửi một tệp có byte rỗng", new(ANOTHER, b"directive:\n  number: 15/KH-SVC\x00\n", 2), ("ký tự điều khiển U+0000",)),
]  # fmt: skip

SHAPES = [
    Defect("ghi danh sách vào chỗ của chữ", edit(PLAN, "topic: san-choi-tien", "topic: [san-choi-tien]"), ("“topic” phải là chữ",)),
    Defect("ghi chữ vào chỗ của danh sách", edit(PLAN, "refers_to: [5/KH-VD]", "refers_to: 5/KH-VD"), ("“refers_to” phải là danh sách",)),
    Defect("ghi “no” làm mã", edit(PLAN, "- id: noi-lam", "- id: no"), ("“id” phải là chữ, không phải False",)),
    Defect("ghi một câu thay cho các khóa con", edit(PLAN, "deadline: {kind: before, value: 2026-09-30, text: trước ngày 30/9/2026}", "deadline: trước ngày 30/9/2026"), ("“deadline” phải gồm các khóa con",)),
    Defect("lồng các danh sách vào nhau hàng nghìn lần", new(ANOTHER, f"directive: {DEEP}"), ("lồng nhau quá sâu",)),
    Defect("gõ sai tên khóa", edit(PLAN, "topic: san-choi-tien", "tpoic: san-choi-tien"), ("khóa lạ “tpoic” (có phải “topic”?)",)),
    Defect("ghi một khóa hai lần", edit(PLAN, "  at: mục II.1\n", "  at: mục II.1\n  at: mục II.2\n", at="  at: mục II.2"), ("khóa “at” có hai lần",)),
    Defect("quên câu trả lời", edit(BOOKS, "  says: Bạn đọc mất thẻ thư viện thì đến quầy làm lại, mang theo giấy tờ tùy thân.\n", "", at="- id: mat-the"), ("thiếu khóa “says”",)),
    Defect("để trống câu trả lời", edit(BOOKS, "  says: Bạn đọc mất thẻ thư viện thì đến quầy làm lại, mang theo giấy tờ tùy thân.", "  says: ''"), ("“says” không được để trống",)),
    Defect("để một danh sách câu hỏi rỗng", edit("smalltalk.yaml", "  asks:\n  - xin chào", "  asks: []"), ("“asks” không được để trống",)),
    Defect("lưu một tệp rỗng", new(ANOTHER, ""), ("tệp rỗng",)),
    Defect("thụt dòng bằng phím Tab", edit(PLAN, "  at: mục II.1\n", "\tat: mục II.1\n"), ("Tab",)),
    Defect("quên dấu nháy đóng", new(ANOTHER, "directive:\n  number: '15/KH-SVC\nfacts: []\n", 4), ("thiếu dấu nháy đóng",)),
    Defect("quên đóng ngoặc vuông", edit(PLAN, "refers_to: [5/KH-VD]", "refers_to: [5/KH-VD", at="  at: phần căn cứ"), ("sai cú pháp YAML",)),
    Defect("dùng neo và bí danh YAML", edit(PLAN, "  at: mục II.1\n  phrasings:", "  at: &muc mục II.1\n  product: *muc\n  phrasings:", at="  at: &muc"), ("neo và bí danh",)),
    Defect("dùng thẻ YAML gọi chương trình", edit(PLAN, "topic: san-choi-tien", "topic: !!python/object/apply:os.system [ls]"), ("không dùng thẻ YAML",)),
    Defect("để hai văn bản trong một tệp", new(ANOTHER, head("15/KH-SVC") + "---\n" + head("16/KH-SVC"), 7), ("mỗi tệp chỉ có một văn bản",)),
    Defect("ghi chữ vào số gọi khẩn cấp", edit("emergencies.yaml", "numbers: ['114']", "numbers: ['l14']", others=(("emergencies.yaml", "Gọi ngay 114.", "Gọi ngay l14."),)), ("chỉ ghi chữ số",)),
    Defect("quên nêu số gọi trong câu báo khẩn cấp", edit("emergencies.yaml", "  reply: Gọi ngay 114.", "  reply: Gọi ngay.", at="- id: chay"), ("mọi số điện thoại",)),
    Defect("gõ chữ O thay số 0 trong số điện thoại", edit("contacts.yaml", "number: 024.1022", "number: 024.1O22"), ("có chữ lẫn trong số (1O22)",)),
    Defect("viết hỏng một dòng JSON", new(POOL, '{"id": "mot", "says": "Mũ bơi."}\n{"id": "hai", "says": "Áo phao.}\n', 2), ("không phải một đối tượng JSON",)),
]  # fmt: skip

FILES = [
    Defect("đặt tên tệp có dấu cách và dấu tiếng Việt", new("directives/kế hoạch 15.yaml", head("15/KH-SVC")), ("tên tệp “kế hoạch 15.yaml” không dùng được",)),
    Defect("đặt một tên cho hai tệp khác đuôi", new("directives/hoi-dap-thu-vien.jsonl", '{"id": "mot", "says": "Thư viện có ghế ngồi."}\n'), ("tên tệp “hoi-dap-thu-vien” đã dùng",)),
    Defect("lưu bằng trình soạn thảo tự thêm đuôi .txt", new("directives/15-KH-SVC-2026.yaml.txt", head("15/KH-SVC")), ("không được đọc vì đuôi tên",)),
    Defect("để bảng tính vào thư mục văn bản", new("directives/hoi-dap.xlsx", b"PK"), ("không được đọc vì đuôi tên",)),
    Defect("gõ sai tên tệp cơ quan", new("agency.yaml", "agencies: []\n"), ("tệp “agency.yaml” không được đọc (có phải “agencies.yaml”?)",)),
    Defect("đặt tệp văn bản ra ngoài directives/", new("16-KH-SVC-2026.yaml", head("16/KH-SVC")), ("đặt vào directives/",)),
    Defect("tạo một thư mục mang tên của một tệp", _folder_for_a_file, ("không mở được tệp: đây là một thư mục",)),
    Defect("để một liên kết trỏ tới chỗ không có", _dead_link, ("không có tệp nào",)),
]  # fmt: skip

DEFECTS = [*QUESTIONS, *CONTENTS, *TIMES, *NAMES, *DOCUMENTS, *LETTERS, *SHAPES, *FILES]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The sound folder, to be damaged."""
    made = tmp_path / "knowledge"
    shutil.copytree(EXAMPLE, made)
    shutil.copytree(BESIDE, made, dirs_exist_ok=True)
    return made


def test_the_sound_folder_is_sound(folder: Path) -> None:
    assert (3, 11) == checked_whole(folder)


@pytest.mark.parametrize("defect", [pytest.param(one, id=fold(one.wrong)) for one in DEFECTS])
def test_a_defect_is_stopped_and_named_and_nothing_is_built(folder: Path, tmp_path: Path, defect: Defect) -> None:
    place = defect.make(folder)
    with pytest.raises(KnowledgeInvalid) as caught:
        ensure_library(folder, tmp_path / "libraries", lambda _done, _all: None)
    problems = [problem for problem in caught.value.problems if (problem.file, problem.line) == place]
    told = " ".join(problem.message for problem in problems)

    assert problems, [str(problem) for problem in caught.value.problems]
    assert [] == [word for word in defect.words if word not in told], told
    assert re.search("[ạảãàáâậầấẩẫăắằặẳẵóòọõỏôộổỗồốơờớợởỡéèẻẹẽêếềệểễúùụủũưựữửừứíìịỉĩýỳỷỵỹđ]", told)
    assert {place[0]} == {problem.file for problem in caught.value.problems}
    assert not (tmp_path / "libraries").exists()


def test_the_table_is_long_and_no_row_stands_twice() -> None:
    assert len(DEFECTS) >= 100
    assert len({one.wrong for one in DEFECTS}) == len(DEFECTS)


@pytest.mark.skipif(os.geteuid() == 0, reason="root reads every file")
def test_a_file_that_may_not_be_read_is_named(folder: Path) -> None:
    place = _without_rights(folder)
    with pytest.raises(KnowledgeInvalid) as caught:
        checked(folder)

    assert [place] == [(problem.file, problem.line) for problem in caught.value.problems]
    assert "không có quyền đọc" in caught.value.problems[0].message


GOLDEN = {
    "trỏ vào một mục không có": ('{"question": "sân chơi có ghế không", "expect": "answer", "facts": ["12-KH-SVC-2026/ghe"]}', "trỏ vào mã không có"),
    "viết hỏng dòng JSON": ('{"question": "sân chơi có ghế không", "expect": ', "không phải một câu kiểm tra hợp lệ"),
    "quên câu hỏi": ('{"expect": "answer", "facts": ["12-KH-SVC-2026/kinh-phi"]}', "không phải một câu kiểm tra hợp lệ"),
}  # fmt: skip


@pytest.mark.parametrize(("line", "words"), GOLDEN.values(), ids=GOLDEN)
def test_a_defect_in_a_golden_file_is_named_with_its_line(folder: Path, line: str, words: str) -> None:
    place = add("golden/mau.jsonl", f"{line}\n", at=line)(folder)
    with pytest.raises(KnowledgeInvalid) as caught:
        checked_whole(folder)

    assert [place] == [(problem.file, problem.line) for problem in caught.value.problems]
    assert words in caught.value.problems[0].message
