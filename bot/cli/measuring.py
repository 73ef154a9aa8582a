"""The verbs that measure and learn: evaluate, learn, bench. They look at the files as they are, whatever is live."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from bot import settings
from bot.cli.common import Verb, counted, now, progress, today


def add(verb: Verb) -> None:
    """Add the verbs to the command line."""
    evaluate = verb("evaluate", _evaluate, "Đo trên các tệp câu hỏi có đáp án; ghi các câu sai ra tệp.")
    evaluate.add_argument("cases", nargs="*", type=Path, metavar="TỆP", help="tệp .jsonl (mặc định: knowledge/golden/*.jsonl)")
    evaluate.add_argument("--bare", action="store_true", help="bỏ mọi câu hỏi mẫu và từ khóa, chỉ tìm theo nội dung")
    evaluate.add_argument("--misses", type=Path, metavar="TỆP", help="ghi các câu sai vào tệp này (mặc định: var/misses.jsonl)")
    evaluate.add_argument("--json", action="store_true", help="in số liệu dạng JSON")
    learn = verb("learn", _learn, "Học lại trọng số xếp hạng từ các câu hỏi có đáp án trong knowledge/golden/.")
    learn.add_argument("--out", type=Path, metavar="TỆP", help="ghi trọng số vào tệp này (mặc định: bot/matching/weights.json)")
    bench = verb("bench", _bench, "Đo tốc độ và bộ nhớ, so với SQLite FTS5, bm25s và rapidfuzz.")
    bench.add_argument("--sizes", type=int, nargs="*", default=[100_000, 1_000_000], metavar="SỐ", help="số mục tri thức tạo thêm để đo")
    bench.add_argument("--questions", type=int, default=300, metavar="SỐ", help="số câu hỏi dùng để đo")
    bench.add_argument("--publishing", action="store_true", help="đo việc đưa tri thức lên thay cho việc trả lời (--sizes 20000)")
    bench.add_argument("--json", action="store_true", help="in số liệu dạng JSON")


def _evaluate(arguments: argparse.Namespace) -> int:
    from bot.evaluation.figures import evaluate
    from bot.library.cases import golden_files, read_cases
    from bot.wiring import assistant_of, open_library

    paths = arguments.cases or golden_files(arguments.knowledge)
    cases = read_cases(paths)
    library = open_library(arguments.knowledge, arguments.libraries, progress, bare=arguments.bare)
    report = evaluate(assistant_of(library), cases, today(), counted)
    misses = arguments.misses or settings.PROJECT / "var" / "misses.jsonl"
    misses.parent.mkdir(parents=True, exist_ok=True)
    made_by = {
        "cases": [str(path) for path in paths],
        "knowledge": str(arguments.knowledge),
        "library": library.folder.name,
        "bare": arguments.bare,
    }
    with misses.open("w", encoding="utf-8") as out:
        out.write(json.dumps({"settings": made_by}, ensure_ascii=False) + "\n")
        out.writelines(json.dumps(miss, ensure_ascii=False) + "\n" for miss in report.misses)
    print(json.dumps(report.plain(), ensure_ascii=False) if arguments.json else report.text())
    print(f"Các câu sai: {misses}", file=sys.stderr)
    return 0


def _learn(arguments: argparse.Namespace) -> int:
    from bot.evaluation.learn import learn_from
    from bot.matching.weights import unlearned
    from bot.wiring import matcher_of, open_library

    rich = open_library(arguments.knowledge, arguments.libraries, progress)
    bare = open_library(arguments.knowledge, arguments.libraries, progress, bare=True)
    learned = learn_from(arguments.knowledge, matcher_of(rich, unlearned()), matcher_of(bare, unlearned()), counted)
    out = arguments.out or settings.PROJECT / "bot" / "matching" / "weights.json"
    out.write_text(json.dumps(learned.plain(), indent=1) + "\n", encoding="utf-8")
    print(learned.text())
    return 0


def _bench(arguments: argparse.Namespace) -> int:
    """Tables come to stdout as they are measured; with --json they go to stderr, and stdout gets the figures alone."""
    if arguments.publishing:
        from bot.evaluation import bench_publishing

        bench_publishing.bench(arguments.settings, arguments.sizes, now(), lambda text: print(text, flush=True))
        return 0
    from bot.evaluation.bench import Plan, as_json, bench

    out = sys.stderr if arguments.json else sys.stdout
    rows = bench(arguments.knowledge, arguments.sizes, lambda text: print(text, file=out, flush=True), Plan(questions=arguments.questions))
    if arguments.json:
        print(as_json(rows))
    return 0
