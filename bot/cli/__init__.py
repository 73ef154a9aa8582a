"""The verbs of `hoidap`. Heavy rooms are opened only by the verbs that need them, so that `--help`, `check` and errors come at once.

Exit codes: 0 done, 1 the knowledge or a case has problems, 2 wrong usage, 3 something outside failed, 130 interrupted.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from bot import settings
from bot.domain.errors import HoiDapError, JournalUnusable, KnowledgeInvalid

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")


def main(argv: Sequence[str] | None = None) -> int:
    """Run one verb. Errors go to stderr in Vietnamese; never a traceback for what a person can mend."""
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
    parser = _parser()
    arguments = parser.parse_args(argv)
    try:
        return _run(arguments)
    except KnowledgeInvalid as error:
        for problem in error.problems:
            print(problem, file=sys.stderr)
        return _failed(f"{error}. Chưa có gì thay đổi.", 1)
    except (HoiDapError, ValueError) as error:
        return _failed(f"Lỗi: {error}", 3 if isinstance(error, JournalUnusable) else 1)
    except BrokenPipeError:
        return 0
    except OSError as error:
        return _failed(f"Lỗi: {error.strerror or error} ({error.filename or ''})", 3)
    except KeyboardInterrupt:
        return _failed("\nĐã dừng.", 130)


def _run(arguments: argparse.Namespace) -> int:
    chosen = settings.from_environment()
    if not hasattr(arguments, "run"):
        return _start(chosen, verbose=arguments.verbose)
    arguments.knowledge = arguments.knowledge or chosen.knowledge
    arguments.libraries = chosen.libraries
    arguments.settings = chosen
    return int(arguments.run(arguments))


def _failed(text: str, code: int) -> int:
    print(text, file=sys.stderr)
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="hoidap",
        description="Hỏi đáp về văn bản chỉ đạo của UBND thành phố Hà Nội. Không kèm lệnh nào: chạy bot Telegram khi có "
        "TELEGRAM_BOT_TOKEN, không có thì trò chuyện ngay trong cửa sổ dòng lệnh.",
    )
    parser.add_argument("--verbose", action="store_true", help="bot Telegram: ghi nhật ký dạng chữ cho người đọc thay cho JSON")
    verbs = parser.add_subparsers(metavar="LỆNH", title="các lệnh")

    def verb(name: str, run: Any, text: str) -> argparse.ArgumentParser:
        added = verbs.add_parser(name, help=text, description=text)
        added.add_argument("--knowledge", type=Path, metavar="THƯ_MỤC", help="thư mục tri thức khác (mặc định: thư mục knowledge/)")
        added.set_defaults(run=run)
        return added

    _add_answering(verb)
    _add_measuring(verb)
    _add_journal(verb)
    return parser


def _add_answering(verb: Callable[..., argparse.ArgumentParser]) -> None:
    ask = verb("ask", _ask, "Trả lời một câu hỏi, hoặc cả loạt câu từ đầu vào chuẩn với --jsonl.")
    ask.add_argument("question", nargs="*", metavar="CÂU_HỎI", help="câu hỏi")
    ask.add_argument("--json", action="store_true", help="in câu trả lời dạng JSON")
    ask.add_argument("--jsonl", action="store_true", help='đọc từng dòng {"id", "turns": [...]} và in {"id", "replies": [...]}')
    ask.add_argument("--today", type=date.fromisoformat, metavar="NGÀY", help="coi ngày này là hôm nay (2026-11-22)")
    verb("chat", _chat, "Trò chuyện trong cửa sổ dòng lệnh; Ctrl-D để kết thúc.")
    check = verb("check", _check, "Kiểm tra các tệp tri thức; in mọi lỗi dạng tệp:dòng.")
    check.add_argument("--json", action="store_true", help="in lỗi dạng JSON")
    verb("build", _build, "Dựng thư viện từ các tệp tri thức.")
    show = verb("show", _show, "Tra một văn bản, cơ quan hoặc mã mục tri thức.")
    show.add_argument("what", nargs="+", metavar="CẦN_TRA", help="ví dụ: 4612/QĐ-UBND, “Sở Nội vụ”, 191-KH-UBND-2019/so-ngay")
    show.add_argument("--json", action="store_true", help="in dạng JSON")
    explain = verb("explain", _explain, "Cho xem câu hỏi được hiểu thế nào: các cách đọc, chi tiết, ứng viên, quyết định.")
    explain.add_argument("question", nargs="+", metavar="CÂU_HỎI", help="câu hỏi")


def _add_measuring(verb: Callable[..., argparse.ArgumentParser]) -> None:
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
    bench.add_argument("--json", action="store_true", help="in số liệu dạng JSON")


def _add_journal(verb: Callable[..., argparse.ArgumentParser]) -> None:
    journal = verb("journal", _journal, "Số liệu của nhật ký (stats), xóa những gì đã cũ trong nhật ký (purge).")
    journal.add_argument("what", choices=["stats", "purge"], metavar="stats|purge", help="xem số liệu, hay xóa những gì đã cũ")
    journal.add_argument("--days", type=int, default=30, metavar="SỐ", help="stats: số ngày gần đây (mặc định: 30)")
    journal.add_argument("--older-than", metavar="THỜI_GIAN", help="purge: xóa những gì cũ hơn, ví dụ 180d (mặc định: HOIDAP_KEEP_DAYS)")
    journal.add_argument("--dry-run", action="store_true", help="purge: chỉ đếm, không xóa")
    journal.add_argument("--json", action="store_true", help="in dạng JSON")


def _progress(done: int, total: int) -> None:
    if sys.stderr.isatty() or done == total:
        print(f"\rĐang dựng thư viện: {done}/{total} mục", end="\n" if done == total else "", file=sys.stderr, flush=True)


def _today() -> date:
    return datetime.now(HANOI).date()


def _assistant(arguments: argparse.Namespace) -> Any:
    from bot.wiring import assistant_of, open_library

    return assistant_of(open_library(arguments.knowledge, arguments.libraries, _progress))


def _start(chosen: settings.Settings, *, verbose: bool) -> int:
    """The main job: the bot on Telegram; without a token, a conversation in the terminal."""
    if chosen.telegram_token is not None:
        return _telegram(chosen, verbose=verbose)
    print("Chưa có TELEGRAM_BOT_TOKEN, nên trò chuyện ngay tại đây. Lấy mã: nhắn @BotFather trên Telegram, gửi /newbot,", file=sys.stderr)
    print("rồi ghi TELEGRAM_BOT_TOKEN=... vào tệp .env (xem .env.example). Ctrl-D để kết thúc.", file=sys.stderr)
    return _chat(argparse.Namespace(knowledge=chosen.knowledge, libraries=chosen.libraries))


def _telegram(chosen: settings.Settings, *, verbose: bool) -> int:
    from bot.channels.telegram.failures import CannotServe
    from bot.channels.telegram.running import Parts
    from bot.channels.telegram.serving import serve
    from bot.wiring import journal_of, journal_secret, open_library, speaker_at

    library = open_library(chosen.knowledge, chosen.libraries, _progress)
    parts = Parts(
        settings=chosen,
        shelf=library,
        library=library.folder,
        journal=lambda: journal_of(chosen),
        answering=speaker_at,
        secret=journal_secret(chosen),
    )
    try:
        return serve(parts, verbose=verbose)
    except CannotServe as error:
        return _failed(f"Lỗi: {error}", 3)


def _journal(arguments: argparse.Namespace) -> int:
    from bot.channels.ledger import clear, figures, span
    from bot.wiring import journal_of

    at = datetime.now(HANOI)
    older_than = span(arguments.older_than) if arguments.older_than else arguments.settings.keep
    with journal_of(arguments.settings, read_only=arguments.what == "stats" or arguments.dry_run) as journal:
        if arguments.what == "stats":
            print(figures(journal, span(str(arguments.days)), at, as_json=arguments.json))
        else:
            print(clear(journal, older_than, at, dry_run=arguments.dry_run, as_json=arguments.json))
    return 0


def _ask(arguments: argparse.Namespace) -> int:
    from bot.answering.conversation import NEW
    from bot.channels.console import as_json, render

    if arguments.jsonl == bool(arguments.question):
        print('Cần một câu hỏi, ví dụ: hoidap ask "hạn giải quyết khiếu nại là khi nào"; hoặc --jsonl để đọc cả loạt.', file=sys.stderr)
        return 2
    assistant = _assistant(arguments)
    today = arguments.today or _today()
    if arguments.jsonl:
        return _ask_many(assistant, today)
    reply, _ = assistant.reply(" ".join(arguments.question), NEW, today)
    print(json.dumps(as_json(reply), ensure_ascii=False) if arguments.json else render(reply))
    return 0


def _ask_many(assistant: Any, today: date) -> int:
    from bot.answering.conversation import NEW
    from bot.channels.console import as_json

    for number, line in enumerate(sys.stdin, 1):
        if not line.strip():
            continue
        case, turns = _turns(line, number)
        conversation = NEW
        replies = []
        for turn in turns:
            reply, conversation = assistant.reply(turn, conversation, today)
            replies.append(as_json(reply))
        print(json.dumps({"id": case.get("id"), "replies": replies}, ensure_ascii=False), flush=True)
    return 0


def _turns(line: str, number: int) -> tuple[dict[str, Any], list[str]]:
    """A line of a batch: the case and its messages. Raises ValueError naming the line."""
    try:
        case = json.loads(line)
    except ValueError:
        case = None
    turns = case.get("turns") if isinstance(case, dict) else None
    if not isinstance(turns, list) or not all(isinstance(turn, str) for turn in turns):
        raise ValueError(f'dòng {number} của đầu vào không đúng dạng {{"id": ..., "turns": [...]}}')
    return case, turns


def _chat(arguments: argparse.Namespace) -> int:
    from bot.channels.console import chat
    from bot.wiring import assistant_of, open_library

    library = open_library(arguments.knowledge, arguments.libraries, _progress)
    library.warm()
    chat(assistant_of(library), _typed_lines(), lambda text: print(f"\n{text}\n", flush=True), _today)
    return 0


def _typed_lines() -> Any:
    while True:
        try:
            yield input("> " if sys.stdin.isatty() else "")
        except EOFError:
            return


def _check(arguments: argparse.Namespace) -> int:
    from bot.library.checked import checked

    try:
        knowledge = checked(arguments.knowledge)
    except KnowledgeInvalid as error:
        if not arguments.json:
            raise
        print(json.dumps([{"file": p.file, "line": p.line, "message": p.message} for p in error.problems], ensure_ascii=False))
        return 1
    facts = sum(1 for _ in knowledge.all_facts())
    print("[]" if arguments.json else f"Không có lỗi: {len(knowledge.directives)} văn bản, {facts} mục tri thức.")
    return 0


def _build(arguments: argparse.Namespace) -> int:
    from bot.library.build import ensure_library

    print(ensure_library(arguments.knowledge, arguments.libraries, _progress))
    return 0


def _show(arguments: argparse.Namespace) -> int:
    from bot.channels.lookup import look_up
    from bot.wiring import open_library

    found = look_up(open_library(arguments.knowledge, arguments.libraries, _progress), " ".join(arguments.what))
    if not found:
        print("Không thấy văn bản, cơ quan hay mã nào như vậy.", file=sys.stderr)
        return 1
    print(json.dumps([item.plain() for item in found], ensure_ascii=False) if arguments.json else "\n\n".join(item.text for item in found))
    return 0


def _explain(arguments: argparse.Namespace) -> int:
    from bot.channels.explanation import explain
    from bot.wiring import assistant_of, open_library

    library = open_library(arguments.knowledge, arguments.libraries, _progress)
    print(explain(assistant_of(library), library, " ".join(arguments.question), _today()))
    return 0


def _evaluate(arguments: argparse.Namespace) -> int:
    from bot.evaluation.cases import golden_files, read_cases
    from bot.evaluation.figures import evaluate
    from bot.wiring import assistant_of, open_library

    paths = arguments.cases or golden_files(arguments.knowledge)
    cases = read_cases(paths)
    library = open_library(arguments.knowledge, arguments.libraries, _progress, bare=arguments.bare)
    report = evaluate(assistant_of(library), cases, _today(), _counted)
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


def _counted(done: int, total: int) -> None:
    if sys.stderr.isatty():
        print(f"\rĐang đo: {done}/{total}", end="\n" if done == total else "", file=sys.stderr, flush=True)


def _learn(arguments: argparse.Namespace) -> int:
    from bot.evaluation.learn import learn_from
    from bot.matching.weights import unlearned
    from bot.wiring import matcher_of, open_library

    rich = open_library(arguments.knowledge, arguments.libraries, _progress)
    bare = open_library(arguments.knowledge, arguments.libraries, _progress, bare=True)
    learned = learn_from(arguments.knowledge, matcher_of(rich, unlearned()), matcher_of(bare, unlearned()), _counted)
    out = arguments.out or settings.PROJECT / "bot" / "matching" / "weights.json"
    out.write_text(json.dumps(learned.plain(), indent=1) + "\n", encoding="utf-8")
    print(learned.text())
    return 0


def _bench(arguments: argparse.Namespace) -> int:
    """Tables come to stdout as they are measured; with --json they go to stderr, and stdout gets the figures alone."""
    from bot.evaluation.bench import Plan, as_json, bench

    out = sys.stderr if arguments.json else sys.stdout
    rows = bench(arguments.knowledge, arguments.sizes, lambda text: print(text, file=out, flush=True), Plan(questions=arguments.questions))
    if arguments.json:
        print(as_json(rows))
    return 0
