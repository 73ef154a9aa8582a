"""The verbs that answer and look up: ask, chat, show, explain."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING, Any

from bot.cli.common import Verb, add_draft, opened, print_json, today

if TYPE_CHECKING:
    from bot.answering.assistant import Assistant
    from bot.answering.conversation import Conversation
    from bot.domain.reply import Reply


def add(verb: Verb) -> None:
    """Add the verbs to the command line."""
    ask = verb("ask", _ask, "Trả lời một câu hỏi, hoặc cả loạt câu từ đầu vào chuẩn với --jsonl.")
    ask.add_argument("question", nargs="*", metavar="CÂU_HỎI", help="câu hỏi")
    ask.add_argument("--json", action="store_true", help="in câu trả lời dạng JSON")
    ask.add_argument("--jsonl", action="store_true", help='đọc từng dòng {"id", "turns": [...]} và in {"id", "replies": [...]}')
    ask.add_argument("--today", type=date.fromisoformat, metavar="NGÀY", help="coi ngày này là hôm nay (2026-11-22)")
    talk = verb("chat", chat, "Trò chuyện trong cửa sổ dòng lệnh; Ctrl-D để kết thúc.")
    show = verb("show", _show, "Tra một văn bản, cơ quan hoặc mã mục tri thức.")
    show.add_argument("what", nargs="+", metavar="CẦN_TRA", help="ví dụ: 4612/QĐ-UBND, “Sở Nội vụ”, 191-KH-UBND-2019/so-ngay")
    show.add_argument("--json", action="store_true", help="in dạng JSON")
    explain = verb("explain", _explain, "Cho xem câu hỏi được hiểu thế nào: các cách đọc, chi tiết, ứng viên, quyết định.")
    explain.add_argument("question", nargs="+", metavar="CÂU_HỎI", help="câu hỏi")
    for parser in (ask, talk, show, explain):
        add_draft(parser)


def _assistant(arguments: argparse.Namespace) -> Assistant:
    from bot.wiring import assistant_of

    return assistant_of(opened(arguments))


def _ask(arguments: argparse.Namespace) -> int:
    from bot.answering.conversation import NEW
    from bot.channels.console import as_json, render

    if arguments.jsonl == bool(arguments.question):
        print('Cần một câu hỏi, ví dụ: hoidap ask "hạn giải quyết khiếu nại là khi nào"; hoặc --jsonl để đọc cả loạt.', file=sys.stderr)
        return 2
    assistant = _assistant(arguments)
    day = arguments.today or today()
    if arguments.jsonl:
        return _ask_many(assistant, day)
    reply, _ = assistant.reply(" ".join(arguments.question), NEW, day)
    if arguments.json:
        print_json(as_json(reply))
    else:
        print(render(reply))
    return 0


def _ask_many(assistant: Assistant, day: date) -> int:
    from bot.answering.conversation import NEW
    from bot.channels.console import as_json

    for number, line in enumerate(sys.stdin, 1):
        if not line.strip():
            continue
        case, turns = _turns(line, number)
        conversation = NEW
        replies = []
        for turn in turns:
            reply, conversation = assistant.reply(turn, conversation, day)
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


def chat(arguments: argparse.Namespace) -> int:
    """A conversation here; a version that is published meanwhile answers from the next message on."""
    from bot.channels.console import chat as converse

    current = _Current(arguments)
    current.look()
    converse(current.reply, _typed_lines(), lambda text: print(f"\n{text}\n", flush=True), today)
    return 0


class _Current:
    """Whoever answers now: looks at each message whether another version is live."""

    def __init__(self, arguments: argparse.Namespace) -> None:
        from bot.wiring import versions_of

        self._arguments = arguments
        self._versions = versions_of(arguments.settings)
        self._number: int | None = -1

    def look(self) -> None:
        """Go over to the live version, unless it is the one already."""
        from bot.wiring import Speaker, assistant_of

        number = self._versions.pointer()
        if number != self._number:
            library = opened(self._arguments)
            library.warm()
            self._speaker, self._number = Speaker(assistant_of(library), library), number

    def reply(self, message: str, conversation: Conversation, day: date) -> tuple[Reply, Conversation]:
        self.look()
        return self._speaker.reply(message, conversation, day)


def _typed_lines() -> Iterator[str]:
    while True:
        try:
            yield input("> " if sys.stdin.isatty() else "")
        except EOFError:
            return


def _show(arguments: argparse.Namespace) -> int:
    from bot.channels.lookup import look_up

    found = look_up(opened(arguments), " ".join(arguments.what))
    if not found:
        print("Không thấy văn bản, cơ quan hay mã nào như vậy.", file=sys.stderr)
        return 1
    print(json.dumps([item.plain() for item in found], ensure_ascii=False) if arguments.json else "\n\n".join(item.text for item in found))
    return 0


def _explain(arguments: argparse.Namespace) -> int:
    from bot.channels.explanation import explain
    from bot.wiring import assistant_of

    library = opened(arguments)
    print(explain(assistant_of(library), library, " ".join(arguments.question), today()))
    return 0
