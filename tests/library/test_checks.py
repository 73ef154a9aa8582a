"""Each defect that an administrator can make in a knowledge folder is named with its file, its line and what is expected."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from bot.domain.errors import Problem
from bot.library.checking.rules import check
from bot.library.files import read_folder

HOUSES = """\
directive:
  number: 4612/QĐ-UBND
  kind: quyết định
  issued: 2019-08-28
  subject: Hỗ trợ sửa chữa nhà ở cho cựu thanh niên xung phong
  known_from: 3789/UBND-TKBT
  status: {kind: replaced, replaced_by: Luật 97/2025/QH15}
facts:
  - id: tong-kinh-phi
    topic: nha-o
    says: Tổng kinh phí hỗ trợ là 780 triệu đồng (780.000.000 đồng) cho 29 người.
    assignments:
      - agency: Sở Nội vụ
        role: lead
    figures:
      - {value: 780000000, unit: đồng, of: tổng kinh phí}
      - {value: 29, unit: người, of: người được hỗ trợ}
    places: [quận Ba Đình]
    excluded_places: [quận Cầu Giấy]
    refers_to: [363/KH-TTCP, Luật Đất đai]
    at: Thông cáo báo chí, đoạn 1
    phrasings:
      - tổng kinh phí hỗ trợ là bao nhiêu
      - bao nhiêu cựu thanh niên xung phong được hỗ trợ
  - id: thoi-han
    topic: nha-o
    says: Các quận báo cáo trước ngày 30/11/2019.
    deadline:
      kind: before
      value: 2019-11-30
      text: trước ngày 30/11/2019
    people:
      - name: Trương Việt Dũng
    at: Thông cáo báo chí, đoạn 2
    phrasings:
      - bao giờ phải báo cáo
  - id: ty-le
    topic: nha-o
    says: Ít nhất 35% căn nhà được sửa trong quý IV năm 2019.
    figures:
      - {value: 35, unit: '%', of: căn nhà được sửa, compare: at_least}
    deadline: {kind: in, value: 2019-Q4, text: quý IV năm 2019}
    at: Thông cáo báo chí, đoạn 3
"""
NOTICE = """\
directive:
  number: 3789/UBND-TKBT
  issued: 2019-09-03
facts:
  - id: nguoi-nhan
    says: Thông cáo được gửi các báo.
    at: Nơi nhận
    phrasings:
      - thông cáo gửi cho ai
"""
AGENCIES = """\
agencies:
  - name: Sở Nội vụ
    abbreviations: [SNV]
  - name: Sở Lao động - Thương binh và Xã hội
    other_names: [Sở Lao động]
    abbreviations: [LĐTBXH]
    successor:
      name: Sở Nội vụ
      since: 2025-03-01
"""
TOPICS = """\
topics:
  - id: nguoi-co-cong
    name: Người có công
  - id: nha-o
    name: Nhà ở
    parent: nguoi-co-cong
"""
MENTIONED = """\
mentioned:
  - number: 363/KH-TTCP
    mentioned_in:
      - number: 3789/UBND-TKBT
    says: Kế hoạch 363/KH-TTCP chỉ được nhắc tới.
    status:
      kind: done
    phrasings:
      - kế hoạch 363 là gì
"""
PLACES = """\
places:
  - name: quận Ba Đình
    kind: quận
  - name: quận Cầu Giấy
    kind: quận
"""
SHORTHAND = """\
shorthand:
  - {short: ubnd, long: [ủy ban nhân dân], kind: official}
  - {short: dc, long: [được, địa chỉ]}
"""
ELSEWHERE = """\
elsewhere:
  - id: tro-cap
    name: trợ cấp hằng tháng
    asks:
      - trợ cấp mỗi tháng bao nhiêu
"""
SMALLTALK = """\
smalltalk:
  - id: chao
    asks:
      - xin chào
    reply: Chào bạn.
"""
EMERGENCIES = """\
emergencies:
  - id: chay
    numbers: ['114']
    name: cháy
    asks:
      - nhà tôi đang cháy
    reply: Gọi ngay 114.
"""
VALID = {
    "directives/4612.yaml": HOUSES,
    "directives/3789.yaml": NOTICE,
    "agencies.yaml": AGENCIES,
    "topics.yaml": TOPICS,
    "mentioned.yaml": MENTIONED,
    "places.yaml": PLACES,
    "shorthand.yaml": SHORTHAND,
    "elsewhere.yaml": ELSEWHERE,
    "smalltalk.yaml": SMALLTALK,
    "emergencies.yaml": EMERGENCIES,
}
HOUSE = "directives/4612.yaml"
OTHER = "directives/3789.yaml"


class Defect(NamedTuple):
    """In `file`, `right` (found once) becomes `wrong`; the problem stands on the line of `marker`, or of `wrong`, and says `words`."""

    file: str
    right: str
    wrong: str
    words: tuple[str, ...]
    marker: str = ""


def defect(file: str, right: str, wrong: str, *words: str, marker: str = "") -> Defect:
    return Defect(file, right, wrong, words, marker)


SCHEMA_DEFECTS = {
    "unknown key": defect(HOUSE, "    topic: nha-o\n    says: Các", "    tpoic: nha-o\n    says: Các", "khóa lạ", "tpoic", marker="tpoic"),
    "missing key": defect(OTHER, "    says: Thông cáo được gửi các báo.\n", "", "thiếu khóa", "says", marker="- id: nguoi-nhan"),
    "day that does not exist": defect(HOUSE, "value: 2019-11-30", "value: 2019-11-31", "thời gian sai", "2019-11-31"),
    "day of issue that does not exist": defect(HOUSE, "issued: 2019-08-28", "issued: 2019-02-30", "ngày sai", "2019-02-30"),
    "year where a day is wanted": defect("agencies.yaml", "since: 2025-03-01", "since: 2025", "năm-tháng-ngày"),
    "list where a text is wanted": defect(HOUSE, "topic: nha-o\n    says: Tổng", "topic: [nha-o]\n    says: Tổng", "phải là chữ", marker="topic: [nha-o]"),
    "text where a list is wanted": defect(HOUSE, "places: [quận Ba Đình]", "places: quận Ba Đình", "phải là danh sách", marker="    places: quận"),
    "unknown role": defect(HOUSE, "role: lead", "role: boss", "giá trị lạ", "boss", "cooperate"),
    "empty text": defect(HOUSE, "name: Trương Việt Dũng", "name: ''", "không được để trống"),
    "identifier with accents": defect(HOUSE, "id: thoi-han", "id: thời-hạn", "thời-hạn", "chữ thường không dấu"),
    "topic name too long": defect("topics.yaml", "name: Người có công", f"name: {'Người có công ' * 6}", "quá dài", marker="name: Người"),
    "key twice": defect(HOUSE, "  kind: quyết định\n", "  kind: quyết định\n  kind: nghị quyết\n", "“kind” có hai lần", marker="nghị quyết"),
    "YAML syntax": defect(HOUSE, "known_from: 3789/UBND-TKBT", "known_from: [3789/UBND-TKBT", "sai cú pháp YAML", marker="  status:"),
    "python tag": defect(HOUSE, "kind: quyết định", "kind: !!python/object/apply:os.system [ls]", "không dùng thẻ YAML", "python"),
    "tag of our own": defect(HOUSE, "kind: quyết định", "kind: !secret x", "không dùng thẻ YAML", "!secret"),
    "alias": defect(HOUSE, "kind: quyết định", "kind: &k quyết định\n  short: *k", "neo và bí danh", marker="&k"),
    "emergency number missing in the reply": defect("emergencies.yaml", "reply: Gọi ngay 114.", "reply: Gọi ngay.", "mọi số điện thoại", marker="- id: chay"),
}  # fmt: skip

AGREEMENT_DEFECTS = {
    "number of another file": defect(HOUSE, "number: 4612/QĐ-UBND", "number: 3789/ubnd-tkbt", "đã có ở directives/3789.yaml:2"),
    "known from an unknown directive": defect(HOUSE, "known_from: 3789/UBND-TKBT", "known_from: 3788/UBND-TKBT", "known_from", "có phải “3789/UBND-TKBT”"),
    "replaced by nothing": defect(HOUSE, "status: {kind: replaced, replaced_by: Luật 97/2025/QH15}", "status: {kind: replaced}", "không có “replaced_by”"),
    "replaced by something vague": defect(HOUSE, "replaced_by: Luật 97/2025/QH15", "replaced_by: luật mới", "luật mới", "số hiệu"),
    "mentioned, replaced by nothing": defect("mentioned.yaml", "kind: done", "kind: replaced", "không có “replaced_by”", marker="    status:"),
    "same fact id": defect(HOUSE, "id: thoi-han", "id: tong-kinh-phi", "“tong-kinh-phi” đã dùng ở directives/4612.yaml:9", marker="- id: tong-kinh-phi"),
    "same topic id": defect("topics.yaml", "id: nha-o", "id: nha-o\n    name: Nhà\n  - id: nha-o", "đã dùng ở topics.yaml:4", marker="- id: nha-o"),
    "unknown topic": defect(HOUSE, "topic: nha-o\n    says: Ít", "topic: nha-oo\n    says: Ít", "không có trong topics.yaml", "có phải “nha-o”", marker="nha-oo"),
    "unknown parent of a topic": defect("topics.yaml", "parent: nguoi-co-cong", "parent: co-cong", "chủ đề mẹ", "co-cong"),
    "topic that is its own parent": defect("topics.yaml", "parent: nguoi-co-cong", "parent: nha-o", "chủ đề mẹ", "nha-o"),
    "unknown agency": defect(HOUSE, "agency: Sở Nội vụ", "agency: Sở Nội vu.", "không có trong agencies.yaml", "có phải “Sở Nội vụ”"),
    "name of two agencies": defect("agencies.yaml", "other_names: [Sở Lao động]", "other_names: [snv]", "“snv” đã là của cơ quan khác ở agencies.yaml:3"),
    "unknown successor": defect("agencies.yaml", "      name: Sở Nội vụ", "      name: Sở Dân tộc", "cơ quan kế thừa “Sở Dân tộc”"),
    "unknown district": defect(HOUSE, "places: [quận Ba Đình]\n", "places: [quận Ba Dinh Mới]\n", "không có trong places.yaml", marker="Ba Dinh Mới"),
    "unknown district left out": defect(HOUSE, "[quận Cầu Giấy]", "[huyện Cầu Giấy]", "“huyện Cầu Giấy” không có trong places.yaml"),
    "unknown document": defect(HOUSE, "363/KH-TTCP", "363/KH-TTCT", "mentioned.yaml", "có phải “363/KH-TTCP”"),
    "phrasing under two facts": defect(HOUSE, "- bao giờ phải báo cáo", "- 'Tổng kinh phí, hỗ trợ là bao nhiêu?'", "đã có ở directives/4612.yaml:23"),
    "phrasing twice in a fact": defect(HOUSE, "- bao nhiêu cựu thanh niên xung phong được hỗ trợ", "- Tổng kinh phí hỗ trợ là bao nhiêu!", "đã có ở directives/4612.yaml:23"),
    "phrasing of another file": defect("mentioned.yaml", "- kế hoạch 363 là gì", "- thông cáo gửi cho ai", "đã có ở directives/3789.yaml:9"),
    "question answered elsewhere": defect("elsewhere.yaml", "- trợ cấp mỗi tháng bao nhiêu", "- thông cáo gửi cho ai", "đã có ở directives/3789.yaml:9"),
    "small talk that is a question": defect("smalltalk.yaml", "- xin chào", "- thông cáo gửi cho ai", "đã có ở directives/3789.yaml:9"),
    "emergency that is a question": defect("emergencies.yaml", "- nhà tôi đang cháy", "- thông cáo gửi cho ai", "đã có ở directives/3789.yaml:9"),
    "contradiction": defect(HOUSE, "compare: at_least}", "compare: at_least}\n      - {value: 30, unit: người, of: Người được hỗ trợ}",
                            "ở đây là 30", "directives/4612.yaml:17 lại là 29", marker="value: 30"),
    "number that no field carries": defect(HOUSE, "cho 29 người.", "cho 29 người ở 15 quận.", "“says” nêu số 15"),
    "no section": defect(HOUSE, "    at: Thông cáo báo chí, đoạn 2\n", "", "thiếu “at”", marker="- id: thoi-han"),
    "Cyrillic letter": defect(HOUSE, "- bao giờ phải báo cáo", "- b\u0430o giờ phải báo cáo", "“\u0430” (chữ Kirin)", "“b\u0430o”"),
    "Greek letter": defect(HOUSE, "of: tổng kinh phí", "of: tổng kinh ph\u03b9", "“\u03b9” (chữ Hy Lạp)"),
    "eth for đ": defect("topics.yaml", "name: Nhà ở", "name: Nhà ở \u00f0ô thị", "“\u00f0” (chữ Latinh lạ)", "“\u00f0ô”"),
    "replacement character": defect("smalltalk.yaml", "reply: Chào bạn.", "reply: Chào b\ufffdn.", "U+FFFD"),
    "character of a private font": defect("places.yaml", "name: quận Ba Đình", "name: quận Ba Đình\n    note: \ue001 ghi chú", "ký tự riêng", "U+E001", marker="note:"),
    "mojibake": defect("smalltalk.yaml", "reply: Chào bạn.", "reply: á»§y ban.", "chữ hỏng do sai bảng mã", "“á»§y”"),
    "mojibake of Latin letters": defect("smalltalk.yaml", "reply: Chào bạn.", "reply: ChÃ¡o bạn.", "chữ hỏng", "“ChÃ¡o”"),
    "deadline of another day": defect(HOUSE, "value: 2019-11-30", "value: 2019-11-20", "hai chỗ phải cùng một thời gian"),
    "deadline of another quarter": defect(HOUSE, "value: 2019-Q4", "value: 2019-Q3", "quý IV năm 2019", "2019-Q3"),
    "deadline of another year": defect(HOUSE, "text: quý IV năm 2019}", "text: cuối năm 2020}", "cuối năm 2020", "2019-Q4"),
    "deadline before the directive": defect(HOUSE, "      value: 2019-11-30\n      text: trước ngày 30/11/2019", "      value: 2018-11-30\n      text: trước ngày 30/11/2018\n    days: [{value: 2019-11-30}]",
                                            "sớm hơn ngày ban hành 2019-08-28", marker="value: 2018-11-30"),
    "person without a name": defect(HOUSE, "name: Trương Việt Dũng", "name: '...'", "cần họ và tên"),
    "more than a hundred per cent": defect(HOUSE, "compare: at_least}", "compare: at_least}\n      - {value: 350, unit: '%', of: nhà}", "lớn hơn 100%", marker="value: 350"),
    "day that is a length": defect(HOUSE, "    people:\n", "    days:\n      - value: P3M\n    people:\n", "“P3M” là độ dài", marker="P3M"),
    "shorthand twice": defect("shorthand.yaml", "short: dc", "short: UBND", "“UBND” đã có ở shorthand.yaml:2"),
    "emergency number with a sign": defect("emergencies.yaml", "numbers: ['114']", "numbers: ['114.']", "chỉ ghi chữ số"),
}  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A small valid knowledge folder."""
    (tmp_path / "directives").mkdir()
    for file, text in VALID.items():
        (tmp_path / file).write_text(text, encoding="utf-8")
    return tmp_path


def problems_of(folder: Path) -> list[Problem]:
    knowledge = read_folder(folder)
    return sorted({*knowledge.problems, *check(knowledge)})


def spoil(folder: Path, made: Defect) -> tuple[str, int]:
    """Put the defect into its file; returns the file and line where the problem should be named."""
    path = folder / made.file
    text = path.read_text(encoding="utf-8")
    assert text.count(made.right) == 1, "the defect must have one place"
    text = text.replace(made.right, made.wrong)
    path.write_text(text, encoding="utf-8")
    marker = made.marker or made.wrong.strip()
    return made.file, text[: text.rindex(marker)].count("\n") + 1


def test_the_valid_folder_has_no_problem(folder: Path) -> None:

    assert [] == problems_of(folder)


@pytest.mark.parametrize("made", [pytest.param(made, id=name) for name, made in (SCHEMA_DEFECTS | AGREEMENT_DEFECTS).items()])
def test_a_defect_is_named_with_its_file_and_line(folder: Path, made: Defect) -> None:
    place = spoil(folder, made)
    problems = problems_of(folder)

    assert [place] == [(problem.file, problem.line) for problem in problems]
    assert [] == [word for word in made.words if word not in problems[0].message]


UNREADABLE = {
    "empty file": (b"", 1, "tệp rỗng"),
    "only a comment": ("# chưa có gì\n".encode(), 1, "tệp rỗng"),
    "Latin-1": ("directive:\n  number: a\n  subject: hỗ trợ".encode("cp1258", "replace").replace(b"?", b"\xea"), 3, "bảng mã UTF-8"),
    "cp1258": ("directive:\n  number: a\n  kind: quê\n".encode("cp1258"), 3, "bảng mã UTF-8"),
    "UTF-16": ("directive: {number: a}".encode("utf-16"), 1, "bảng mã UTF-8"),
    "a control character": (b"directive: {number: a\x07}", 1, "ký tự điều khiển U+0007"),
    "a plain sentence": ("Kính gửi các sở".encode(), 1, "phải gồm các khóa con"),
    "tab for indentation": (b"directive:\n\tnumber: a\n", 2, "sai cú pháp YAML"),
    "two documents": (b"directive: {number: a}\n---\nx: 1\n", 2, "sai cú pháp YAML"),
    "a list for a key": (b"directive: {number: a}\n? [a, b]\n: c\n", 2, "sai cú pháp YAML"),
    "endless nesting": (b"directive: " + b"[" * 3000 + b"]" * 3000, 1, "lồng nhau quá sâu"),
    "alias bomb": (b"a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\nd: [*c, *c]\n", 1, "neo và bí danh"),
}


@pytest.mark.parametrize(("raw", "line", "words"), UNREADABLE.values(), ids=UNREADABLE)
def test_a_file_that_cannot_be_read_is_named(folder: Path, raw: bytes, line: int, words: str) -> None:
    (folder / "directives/other.yaml").write_bytes(raw)
    problems = problems_of(folder)

    assert {"directives/other.yaml"} == {problem.file for problem in problems}
    assert line == problems[0].line
    assert words in problems[0].message


def test_a_broken_file_does_not_make_the_others_look_wrong(folder: Path) -> None:
    (folder / OTHER).write_text("", encoding="utf-8")  # 4612 is known from it

    assert [OTHER] == [problem.file for problem in problems_of(folder)]


def test_defects_of_several_files_are_all_reported_at_once(folder: Path) -> None:
    made = [
        AGREEMENT_DEFECTS[name] for name in ("unknown agency", "no section", "topic that is its own parent", "shorthand twice", "mojibake")
    ]
    places = {spoil(folder, one)[0] for one in made}
    (folder / "directives/broken.yaml").write_bytes(b"")

    assert places | {"directives/broken.yaml"} == {problem.file for problem in problems_of(folder)}
    assert len(made) + 1 == len(problems_of(folder))


def test_problems_stand_in_order_of_file_and_line(folder: Path) -> None:
    for name in ("mojibake", "unknown agency", "no section", "unknown topic"):
        spoil(folder, AGREEMENT_DEFECTS[name])
    found = check(read_folder(folder))

    assert sorted(found) == found


def test_a_folder_without_directives_says_so(tmp_path: Path) -> None:

    assert ["không thấy tệp nào"] == [problem.message[:18] for problem in problems_of(tmp_path)]


PLAIN: list[dict[str, object]] = [
    {"id": "gio-lam-viec", "says": "Bộ phận một cửa làm việc từ 7 giờ 30.", "phrasings": ["mấy giờ mở cửa"]},
    {"id": "le-phi", "says": "Lệ phí cấp bản sao là 8.000 đồng một bản."},
]


def as_yaml(facts: list[dict[str, object]]) -> str:
    return f"directive: {{number: Hỏi đáp}}\nfacts: {json.dumps(facts, ensure_ascii=False)}\n"


def as_lines(facts: list[dict[str, object]]) -> str:
    return "".join(json.dumps(fact, ensure_ascii=False) + "\n" for fact in facts)


@pytest.mark.parametrize(("name", "write"), [("hoi-dap.yaml", as_yaml), ("hoi-dap.jsonl", as_lines)])
def test_a_plain_collection_of_texts_is_valid(folder: Path, name: str, write: Callable[[list[dict[str, object]]], str]) -> None:
    (folder / "directives" / name).write_text(write(PLAIN), encoding="utf-8")

    assert [] == problems_of(folder)


def test_a_plain_collection_alone_is_valid(tmp_path: Path) -> None:
    (tmp_path / "directives").mkdir()
    (tmp_path / "directives/hoi-dap.jsonl").write_text(as_lines(PLAIN), encoding="utf-8")

    assert [] == problems_of(tmp_path)


LINES = {
    "not JSON": ('{"id": "a", "says": "x"}\n{"id":\n', 2, "không phải một đối tượng JSON"),
    "endless nesting": ('{"id": "a", "says": "x"}\n' + "[" * 100_000, 2, "không phải một đối tượng JSON"),
    "a list": ("[1]\n", 1, "phải gồm các khóa con"),
    "missing text": ('{"id": "a", "says": "x"}\n\n{"id": "b"}\n', 3, "thiếu khóa “says”"),
    "same id": ('{"id": "a", "says": "x"}\n{"id": "a", "says": "y"}\n', 2, "“a” đã dùng ở directives/hoi-dap.jsonl:1"),
    "half a character": ('{"id": "a", "says": "x \\ud800"}\n', 1, "nửa ký tự"),
}


@pytest.mark.parametrize(("text", "line", "words"), LINES.values(), ids=LINES)
def test_a_defect_in_a_collection_is_named_with_its_line(folder: Path, text: str, line: int, words: str) -> None:
    (folder / "directives/hoi-dap.jsonl").write_text(text, encoding="utf-8")
    problems = problems_of(folder)

    assert [("directives/hoi-dap.jsonl", line)] == [(problem.file, problem.line) for problem in problems]
    assert words in problems[0].message


def test_a_line_separator_inside_a_text_does_not_end_the_line(folder: Path) -> None:
    (folder / "directives/hoi-dap.jsonl").write_text('{"id": "a", "says": "một\u2028hai"}\n', encoding="utf-8")

    assert [] == problems_of(folder)


def test_two_files_of_one_name_are_refused_for_their_facts_would_share_ids(folder: Path) -> None:
    (folder / "directives/3789.jsonl").write_text('{"id": "nguoi-nhan", "says": "Khác."}\n', encoding="utf-8")

    assert ["tên tệp “3789” đã dùng"] == [problem.message[:22] for problem in problems_of(folder)]


def test_levels_of_one_thing_are_a_list_and_no_contradiction(folder: Path) -> None:
    right = "      - {value: 29, unit: người, of: người được hỗ trợ}\n"
    spoil(folder, defect(HOUSE, right, right + "      - {value: 30, unit: người, of: người được hỗ trợ}\n"))

    assert [] == problems_of(folder)


NOTED = {
    "a deadline before the day of issue": "deadline before the directive",
    "more than a hundred per cent": "more than a hundred per cent",
    "another value": "contradiction",
}


@pytest.mark.parametrize("name", NOTED.values(), ids=NOTED)
def test_what_a_note_explains_is_let_through(folder: Path, name: str) -> None:
    spoil(folder, AGREEMENT_DEFECTS[name])
    path = folder / HOUSE
    path.write_text(
        path.read_text(encoding="utf-8").replace("    at: Thông", "    note: in sai trong bản gốc\n    at: Thông"), encoding="utf-8"
    )

    assert [] == problems_of(folder)


def test_what_has_no_file_to_be_held_against_is_let_through(folder: Path) -> None:
    for name in ("agencies", "topics", "mentioned", "places"):
        (folder / f"{name}.yaml").unlink()

    assert [] == problems_of(folder)


@pytest.mark.parametrize("text", ["nồng độ bụi 25 µg/m³", "nồng độ bụi 25 μg/m³", "TÃO BÃO HỎNG", "câu “hỏi” – đáp", "Điều 2ª"])
def test_units_capitals_and_quotes_are_no_broken_letters(folder: Path, text: str) -> None:
    (folder / "smalltalk.yaml").write_text(SMALLTALK.replace("Chào bạn.", f"'{text}'"), encoding="utf-8")

    assert [] == problems_of(folder)
