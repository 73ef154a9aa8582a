"""The verbs as an operator meets them: what goes in, what comes out, the exit code, and what is left on disk."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from bot.library.reader import Library
from bot.settings import PROJECT
from tests.channels.town import PLAN, settle
from tests.cli.conftest import Ran, Run

OPTIONS = {
    "ask": ["--json", "--jsonl", "--today", "--draft", "--knowledge"], "chat": ["--draft", "--knowledge"], "show": ["--json", "--draft", "--knowledge"],
    "explain": ["--draft", "--knowledge"], "check": ["--json", "--knowledge"], "build": ["--knowledge"], "knowledge": ["--knowledge"],
    "evaluate": ["--bare", "--misses", "--json", "--knowledge"], "learn": ["--out", "--knowledge"],
    "bench": ["--sizes", "--questions", "--publishing", "--json", "--knowledge"],
    "journal": ["--days", "--older-than", "--dry-run", "--verify", "--json", "--knowledge"],
}  # fmt: skip


def in_shell(*arguments: str | Path, typed: str = "", **environment: str) -> Ran:
    """Run the command line as a process of its own."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(("LC_", "LANG", "PYTHON", "HOIDAP"))}  # noqa: TID251  what the child inherits
    done = subprocess.run(  # noqa: S603  our own interpreter and our own program
        [sys.executable, "-m", "bot", *map(str, arguments)], input=typed.encode(), capture_output=True, cwd=PROJECT, env={**inherited, **environment}, check=False
    )  # fmt: skip
    return Ran(done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8"))


# ask


def test_ask_prints_the_answer_and_its_source(run: Run, town: Path) -> None:
    ran = run("ask", "--knowledge", town, "--today", "2024-04-01", "trồng bao nhiêu cây ven sông")

    assert 0 == ran.code
    assert ran.out.startswith("Thị trấn Mây trồng 300 cây bàng ven sông")
    assert "Căn cứ: Kế hoạch 7/KH-UBND ngày 5/3/2024" in ran.out


def test_ask_takes_the_words_of_a_question_unquoted(run: Run, town: Path) -> None:
    quoted, unquoted = (
        run("ask", "--knowledge", town, *words).out for words in (["trồng bao nhiêu cây ven sông"], "trồng bao nhiêu cây ven sông".split())
    )

    assert quoted == unquoted


@pytest.mark.parametrize(("day", "passed"), [("2024-05-31", False), ("2024-06-01", True)])
def test_ask_answers_as_of_the_day_it_is_told(run: Run, town: Path, day: str, passed: bool) -> None:
    ran = run("ask", "--knowledge", town, "--today", day, "hạn trồng cây ven sông là khi nào")

    assert "31/5/2024" in ran.out
    assert passed == ("đã qua" in ran.out)


def test_ask_json_is_one_line_for_machines(run: Run, town: Path) -> None:
    ran = run("ask", "--json", "--knowledge", town, "trồng bao nhiêu cây ven sông")

    assert {"kind", "text", "sources", "facts", "options", "confidence"} == set(ran.json)
    assert ("answer", ["7/KH-UBND"], "7-KH-UBND/so-cay") == (ran.json["kind"], ran.json["sources"], ran.json["facts"][0])
    assert 1 == ran.out.count("\n")
    assert "cây" in ran.out


def test_ask_jsonl_answers_line_by_line_and_keeps_each_conversation(run: Run, town: Path) -> None:
    cases = [
        {"id": "a", "turns": ["trồng bao nhiêu cây ven sông", "hạn là khi nào?"]}, {"id": 2, "turns": ["ai tưới cây mùa khô"]}, {"turns": []},
    ]  # fmt: skip
    ran = run("ask", "--jsonl", "--knowledge", town, typed="\n".join(json.dumps(case, ensure_ascii=False) for case in cases) + "\n\n")

    assert 0 == ran.code
    assert ["a", 2, None] == [line["id"] for line in ran.lines]
    assert [2, 1, 0] == [len(line["replies"]) for line in ran.lines]
    assert "31/5/2024" in ran.lines[0]["replies"][1]["text"]


@pytest.mark.parametrize("bad", ["{", "[]", '"chữ"', '{"id": 1}', '{"turns": 5}', "null"])
def test_a_bad_line_of_a_batch_is_named_and_the_lines_before_it_are_answered(run: Run, town: Path, bad: str) -> None:
    ran = run("ask", "--jsonl", "--knowledge", town, typed='{"id": 1, "turns": ["ai tưới cây mùa khô"]}\n\n' + bad + "\n")

    assert (1, [1]) == (ran.code, [line["id"] for line in ran.lines])
    assert "dòng 3" in ran.err
    assert "Traceback" not in ran.err


def test_a_batch_of_one_text_instead_of_a_list_is_refused(run: Run, town: Path) -> None:
    ran = run("ask", "--jsonl", "--knowledge", town, typed='{"id": 1, "turns": "ai tưới cây"}\n')

    assert 1 == ran.code
    assert "dòng 1" in ran.err


@pytest.mark.parametrize(
    "arguments",
    [
        ["ask"],
        ["ask", "--json"],
        ["ask", "--jsonl", "câu hỏi"],
        ["explain"],
        ["show"],
        ["ask", "--today", "mai", "hạn"],
        ["nói"],
        ["ask", "--lạ"],
    ],
)
def test_wrong_usage_exits_with_2_and_says_why(run: Run, town: Path, arguments: list[str]) -> None:
    ran = run(*arguments)

    assert (2, "") == (ran.code, ran.out)
    assert ran.err.strip()


# chat


def test_chat_answers_every_line_until_the_input_ends(run: Run, town: Path) -> None:
    ran = run("chat", "--knowledge", town, typed="trồng bao nhiêu cây ven sông\n\nai tưới cây mùa khô\n")

    assert 0 == ran.code
    assert ran.out.index("300 cây bàng") < ran.out.index("Đội Thanh niên tưới cây")


def test_chat_without_input_says_nothing(run: Run, town: Path) -> None:

    assert (0, "") == (run("chat", "--knowledge", town).code, run("chat", "--knowledge", town).out)


def test_chat_takes_a_number_for_the_reading_it_stands_before(run: Run, library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOIDAP_LIBRARIES", str(library.folder.parent))
    ran = run("chat", typed="hạn là khi nào vậy\n1\n")
    label = re.search(r"^\[1\] (.+)$", ran.out, re.MULTILINE)
    assert label

    assert 0 == ran.code
    assert run("ask", label[1]).out.split("\n")[0] in ran.out


# check


BROKEN = PLAN.replace("2024-05-31", "2024-05-32").replace("says: Thị trấn Mây trồng 300", "sais: Thị trấn Mây trồng 300")


def test_check_of_good_knowledge_counts_it(run: Run, town: Path) -> None:
    ran = run("check", "--knowledge", town)

    assert (0, "") == (ran.code, ran.err)
    assert "2 văn bản, 3 mục" in ran.out


def test_check_names_every_problem_by_file_and_line(run: Run, tmp_path: Path) -> None:
    ran = run("check", "--knowledge", settle(tmp_path / "town", plan=BROKEN))
    places = re.findall(r"^(directives/7-KH-UBND\.yaml):(\d+): ", ran.err, re.MULTILINE)

    assert (1, "") == (ran.code, ran.out)
    assert {"10", "21"} <= {line for _, line in places}
    assert "Traceback" not in ran.err


def test_check_json_lists_the_problems(run: Run, tmp_path: Path, town: Path) -> None:
    ran = run("check", "--json", "--knowledge", settle(tmp_path / "town", plan=BROKEN))

    assert 1 == ran.code
    assert all({"file", "line", "message", "sheet", "column"} == set(problem) for problem in ran.json)
    assert [] == run("check", "--json", "--knowledge", town).json


@pytest.mark.parametrize("verb", [["check"], ["build"], ["ask", "ai tưới cây"], ["explain", "ai tưới cây"], ["show", "7"]])
def test_broken_knowledge_stops_every_verb_and_writes_nothing(run: Run, town_libraries: Path, tmp_path: Path, verb: list[str]) -> None:
    before = sorted(town_libraries.iterdir())
    ran = run(*verb, "--knowledge", settle(tmp_path / "town", plan=BROKEN))

    assert (1, "") == (ran.code, ran.out)
    assert "directives/7-KH-UBND.yaml:" in ran.err
    assert before == sorted(town_libraries.iterdir())


@pytest.mark.parametrize("verb", [["check"], ["ask", "hạn"]])
def test_a_folder_without_knowledge_is_said_to_have_none(run: Run, tmp_path: Path, verb: list[str]) -> None:
    ran = run(*verb, "--knowledge", tmp_path / "không có")

    assert 1 == ran.code
    assert "directives" in ran.err


# build


def test_build_prints_where_the_library_is_and_does_not_build_it_twice(run: Run, town: Path) -> None:
    first, second = run("build", "--knowledge", town), run("build", "--knowledge", town)

    assert (0, first.out) == (first.code, second.out)
    assert Path(first.out.strip()).is_dir()
    assert "" == second.err


def test_changed_knowledge_makes_another_library_and_leaves_the_first(run: Run, tmp_path: Path, town: Path) -> None:
    changed = settle(tmp_path / "town", plan=PLAN.replace("300", "400"))
    first, second = (Path(run("build", "--knowledge", folder).out.strip()) for folder in (town, changed))

    assert first != second
    assert first.is_dir()
    assert "400 cây" in run("ask", "--knowledge", changed, "trồng bao nhiêu cây ven sông").out
    assert "300 cây" in run("ask", "--knowledge", town, "trồng bao nhiêu cây ven sông").out


def test_a_library_that_cannot_be_written_exits_with_3(run: Run, town: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("", encoding="utf-8")
    monkeypatch.setenv("HOIDAP_LIBRARIES", str(blocked / "libraries"))
    ran = run("build", "--knowledge", town)

    assert (3, "") == (ran.code, ran.out)
    assert ran.err.startswith("Lỗi: ")


def test_a_wrong_setting_is_named(run: Run, town: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", "not-a-token")
    ran = run("ask", "--knowledge", town, "ai tưới cây")

    assert 1 == ran.code
    assert "TELEGRAM_BOT_TOKEN" in ran.err
    assert "not-a-token" not in ran.err


# show


@pytest.mark.parametrize(
    ("what", "shown"),
    [
        ("7/KH-UBND", "Kế hoạch 7/KH-UBND ngày 5/3/2024"), ("7/kh-ubnd", "Kế hoạch 7/KH-UBND"), ("7", "7-KH-UBND/so-cay: Thị trấn Mây trồng 300 cây"), ("12", "Công văn 12/UBND-VX"),
        ("Phòng Cây xanh", "Từ 1/1/2025 phòng này nhập vào Phòng Môi trường."), ("phong cay xanh", "7-KH-UBND/han-trong"), ("PCX", "Phòng Cây xanh (PCX)"), ("đtn", "Đội Thanh niên"),
        ("7-KH-UBND/so-cay", "directives/7-KH-UBND.yaml:9"), ("so-cay", "7-KH-UBND/so-cay"),
    ],
)  # fmt: skip
def test_show_finds_by_number_digits_name_abbreviation_and_id(run: Run, town: Path, what: str, shown: str) -> None:
    ran = run("show", what, "--knowledge", town)

    assert 0 == ran.code
    assert shown in ran.out


def test_show_of_bare_digits_is_no_prefix_search(run: Run, town: Path) -> None:

    assert "12/UBND-VX" not in run("show", "1", "--knowledge", town).out


def test_show_of_something_unknown_exits_with_1(run: Run, town: Path) -> None:
    ran = run("show", "99/KH-UBND", "--knowledge", town)

    assert (1, "") == (ran.code, ran.out)
    assert ran.err.strip()


@pytest.mark.parametrize(
    ("what", "record"),
    [
        ("7", "directive"),
        ("PCX", "agency"),
        ("so-cay", "fact"),
    ],
)
def test_show_json_says_what_kind_of_thing_it_is(run: Run, town: Path, what: str, record: str) -> None:

    assert [record] == [item["record"] for item in run("show", what, "--json", "--knowledge", town).json]


# explain


def test_explain_shows_views_slots_candidates_and_decision(run: Run, town: Path) -> None:
    ran = run("explain", "--knowledge", town, "Phòng Cây xanh trồng bao nhiêu cây theo kế hoạch 7 năm 2024")

    assert 0 == ran.code
    for shown in (
        "Âm tiết không dấu: phong cay xanh trong bao nhieu cay",
        "Từ: ",
        "7/kh-ubnd",
        "phong cay xanh",
        "2024",
        "Khía cạnh: ",
        "1. 7-KH-UBND/",
        "Quyết định: answer",
    ):
        assert shown in ran.out


def test_explain_shows_keystrokes_as_they_were_read(run: Run, town: Path) -> None:
    ran = run("explain", "--knowledge", town, "troongf bao nhieeu caay ven soong")

    assert "kiểu gõ telex" in ran.out
    assert "trồng bao nhiêu cây ven sông" in ran.out


@pytest.mark.parametrize("message", ["zzzz qqqq", "🙂", "?"])
def test_explain_of_what_finds_nothing_still_explains(run: Run, town: Path, message: str) -> None:
    ran = run("explain", "--knowledge", town, message)

    assert 0 == ran.code
    assert "Quyết định: abstain" in ran.out


# evaluate


def cases_in(folder: Path, cases: Sequence[dict[str, object]]) -> Path:
    path = folder / "cases.jsonl"
    path.write_text("".join(json.dumps(case, ensure_ascii=False) + "\n" for case in cases), encoding="utf-8")
    return path


CASES: list[dict[str, object]] = [
    {"question": "trồng bao nhiêu cây ven sông", "expect": "answer", "facet": "howmany", "facts": ["7-KH-UBND/so-cay"]},
    {"id": "wrong", "question": "ai tưới cây mùa khô", "expect": "answer", "facts": ["7-KH-UBND/so-cay"]},
]


def test_evaluate_counts_and_writes_the_misses_with_their_settings(run: Run, town: Path, tmp_path: Path) -> None:
    misses = tmp_path / "deep" / "misses.jsonl"
    ran = run("evaluate", cases_in(tmp_path, CASES), "--misses", misses, "--json", "--knowledge", town)
    settings, *missed = map(json.loads, misses.read_text(encoding="utf-8").splitlines())

    assert 0 == ran.code
    assert {"n": 2, "right": 0.5, "direct": 0.5} == {key: ran.json["answer/all"][key] for key in ("n", "right", "direct")}
    assert ["wrong"] == [miss["case"] for miss in missed]
    assert {"cases", "knowledge", "library", "bare"} <= set(settings["settings"])
    assert str(misses) in ran.err


def test_evaluate_reads_the_golden_files_of_the_folder_by_itself(run: Run, tmp_path: Path) -> None:
    folder = settle(tmp_path / "town")
    (folder / "golden").mkdir()
    cases_in(folder / "golden", CASES[:1])
    ran = run("evaluate", "--misses", tmp_path / "misses.jsonl", "--knowledge", folder)

    assert 0 == ran.code
    assert "answer/all" in ran.out
    assert "n=1" in ran.out


def test_evaluate_names_file_and_line_of_a_bad_case(run: Run, town: Path, tmp_path: Path) -> None:
    path = tmp_path / "bad.jsonl"
    path.write_text(json.dumps(CASES[0]) + "\n{\n", encoding="utf-8")
    ran = run("evaluate", path, "--misses", tmp_path / "misses.jsonl", "--knowledge", town)

    assert 1 == ran.code
    assert f"{path}:2:" in ran.err
    assert not (tmp_path / "misses.jsonl").exists()


# other collections


FAQ = [
    {
        "id": "gio-mo-cua",
        "says": "Thư viện thị trấn mở cửa từ 8 giờ đến 17 giờ.",
        "phrasings": ["thư viện mở cửa lúc nào", "mấy giờ thư viện đóng cửa"],
    },
    {"id": "the-doc", "says": "Thẻ đọc sách miễn phí cho mọi người.", "phrasings": ["làm thẻ đọc sách mất bao nhiêu tiền"]},
]


def test_a_plain_collection_of_questions_and_answers_needs_no_fields(run: Run, tmp_path: Path) -> None:
    (tmp_path / "faq" / "directives").mkdir(parents=True)
    (tmp_path / "faq" / "directives" / "thu-vien.jsonl").write_text(
        "\n".join(json.dumps(fact, ensure_ascii=False) for fact in FAQ), encoding="utf-8"
    )
    ran = run("ask", "--knowledge", tmp_path / "faq", "thu vien mo cua luc nao vay")

    assert 0 == ran.code
    assert ran.out.startswith("Thư viện thị trấn mở cửa từ 8 giờ đến 17 giờ.")


def test_a_bad_line_of_a_collection_is_named(run: Run, tmp_path: Path) -> None:
    (tmp_path / "faq" / "directives").mkdir(parents=True)
    (tmp_path / "faq" / "directives" / "thu-vien.jsonl").write_text(json.dumps(FAQ[0]) + '\n{"id": "x"}\n', encoding="utf-8")
    ran = run("check", "--knowledge", tmp_path / "faq")

    assert 1 == ran.code
    assert "directives/thu-vien.jsonl:2:" in ran.err


def test_a_plain_folder_of_yaml_needs_no_agencies(run: Run, tmp_path: Path) -> None:
    (tmp_path / "faq" / "directives").mkdir(parents=True)
    text = "directive: {number: Hỏi đáp thư viện}\nfacts:\n" + "".join(f"  - {json.dumps(fact, ensure_ascii=False)}\n" for fact in FAQ)
    (tmp_path / "faq" / "directives" / "hoi-dap.yaml").write_text(text, encoding="utf-8")
    ran = run("ask", "--json", "--knowledge", tmp_path / "faq", "làm thẻ đọc sách có mất tiền không")

    assert ("answer", "hoi-dap/the-doc") == (ran.json["kind"], ran.json["facts"][0])


# help, and what a process costs


@pytest.mark.parametrize("verb", OPTIONS)
def test_help_of_a_verb_mentions_every_option(run: Run, verb: str) -> None:
    ran = run(verb, "--help")

    assert (0, "") == (ran.code, ran.err)
    assert {*OPTIONS[verb], "--help"} == set(re.findall(r"--[a-z]+(?:-[a-z]+)*", ran.out))


def test_help_names_every_verb(run: Run) -> None:
    ran = run("--help")
    verbs = re.findall(r"^ {4}([a-z]+)(?: {2,}\S|$)", ran.out, re.MULTILINE)

    assert 0 == ran.code
    assert list(OPTIONS) == verbs


def test_the_readme_has_the_verbs_in_a_table() -> None:
    text = (PROJECT / "README.md").read_text(encoding="utf-8")

    assert list(OPTIONS) == re.findall(r"^\| `([a-z]+)` \|", text, re.MULTILINE)


@pytest.mark.parametrize("locale", ["C", "POSIX", "vi_VN.ISO-8859-1"])
def test_vietnamese_survives_any_locale(town: Path, town_libraries: Path, locale: str) -> None:
    ran = in_shell(
        "ask",
        "--knowledge",
        town,
        "--jsonl",
        typed='{"id": "ạ", "turns": ["trồng bao nhiêu cây ven sông"]}\n',
        LC_ALL=locale,
        HOIDAP_LIBRARIES=str(town_libraries),
    )

    assert 0 == ran.code
    assert "Thị trấn Mây trồng 300 cây bàng ven sông" in ran.lines[0]["replies"][0]["text"]
    assert "ạ" == ran.lines[0]["id"]


def test_a_question_on_the_command_line_survives_the_c_locale(town: Path, town_libraries: Path) -> None:
    ran = in_shell("ask", "--knowledge", town, "trồng bao nhiêu cây ven sông", LC_ALL="C", HOIDAP_LIBRARIES=str(town_libraries))

    assert 0 == ran.code
    assert "300 cây bàng" in ran.out


def test_a_reader_that_leaves_early_causes_no_traceback(town: Path, town_libraries: Path) -> None:
    case = '{"id": 1, "turns": ["trồng bao nhiêu cây ven sông"]}\n'
    process = subprocess.Popen(  # noqa: S603  our own interpreter and our own program
        [sys.executable, "-m", "bot", "ask", "--knowledge", str(town), "--jsonl"], cwd=PROJECT, env={**os.environ, "HOIDAP_LIBRARIES": str(town_libraries)},  # noqa: TID251  what the child inherits
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    )  # fmt: skip
    assert process.stdin
    assert process.stdout
    assert process.stderr
    process.stdout.close()
    with process.stdin as lines:
        lines.write((case * 3).encode())
    errors = process.stderr.read().decode("utf-8")
    process.stderr.close()
    process.wait()

    assert "" == errors


HEAVY = ("underthesea", "tantivy", "numpy", "rapidfuzz", "scipy", "bm25s")
WATCH = """
import sys
from bot.cli import main
try:
    main(sys.argv[1:])
except SystemExit:
    pass
print("loaded:", *[name for name in {heavy!r} if name in sys.modules])
"""


@pytest.mark.parametrize("verb", [
        pytest.param(["--help"], id="help"), pytest.param(["ask", "--help"], id="help of a verb"),
        pytest.param(["ask"], id="wrong usage"),
        pytest.param(["check"], id="check"),
    ],
)  # fmt: skip
def test_what_needs_no_language_loads_none(town: Path, verb: list[str]) -> None:
    knowledge = ["--knowledge", str(town)] if verb == ["check"] else []
    done = subprocess.run(  # noqa: S603  our own interpreter and our own program
        [sys.executable, "-c", WATCH.format(heavy=HEAVY), *verb, *knowledge], capture_output=True, encoding="utf-8", cwd=PROJECT, check=True
    )  # fmt: skip

    assert "loaded:" == done.stdout.splitlines()[-1]
