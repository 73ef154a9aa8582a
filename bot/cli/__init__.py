"""The verbs of `hoidap`. Heavy rooms are opened only by the verbs that need them, so that `--help`, `check` and errors come at once.

Exit codes: 0 done, 1 the knowledge, a case or the gate says no, 2 wrong usage, 3 something outside failed, 130 interrupted.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bot import settings
from bot.cli import answering, journal, knowledge, measuring, start
from bot.domain.errors import GateRefused, HoiDapError, JournalUnusable, KnowledgeInvalid


def main(argv: Sequence[str] | None = None) -> int:
    """Run one verb. Errors go to stderr in Vietnamese; never a traceback for what a person can mend."""
    for stream in (sys.stdin, sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
    arguments = _parser().parse_args(argv)
    try:
        return _run(arguments)
    except KnowledgeInvalid as error:
        return _failed("\n".join([*map(str, error.problems), f"{error}. Chưa có gì thay đổi."]), 1)
    except GateRefused as error:
        return _failed("\n".join([f"{error}:", *(f"– {reason}" for reason in error.reasons), knowledge.HOW_TO_ACCEPT]), 1)
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
        return start.start(chosen, verbose=arguments.verbose)
    arguments.chosen_folder = arguments.knowledge is not None
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
        if run is not None:
            added.set_defaults(run=run)
        return added

    answering.add(verb)
    knowledge.add(verb)
    measuring.add(verb)
    journal.add(verb)
    return parser
