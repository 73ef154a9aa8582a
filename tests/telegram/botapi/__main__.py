"""The server as a process of its own, to talk with the bot without Telegram: `python -m tests.telegram.botapi --port 8081`.

Every line typed is a message of one person; `#2` presses the second button of the last message. `--limited` knows the fewest methods.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
from collections.abc import Sequence

from tests.telegram.botapi.methods import LIMITED, METHODS
from tests.telegram.botapi.people import Person
from tests.telegram.botapi.records import Sent
from tests.telegram.botapi.server import TOKEN, BotApi


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m tests.telegram.botapi", description="Máy chủ Bot API để thử bot mà không cần Telegram."
    )
    parser.add_argument("--port", type=int, default=8081, help="cổng trên 127.0.0.1; 0: cổng nào trống")
    parser.add_argument("--token", default=TOKEN, help="mã của bot")
    parser.add_argument("--limited", action="store_true", help="chỉ biết chín phương thức cần nhất")
    chosen = parser.parse_args(argv)
    try:
        asyncio.run(_serve(chosen))
    except KeyboardInterrupt:
        return 130
    return 0


async def _serve(chosen: argparse.Namespace) -> None:
    async with BotApi(token=chosen.token, port=chosen.port, methods=LIMITED if chosen.limited else METHODS) as api:
        _tell(f"TELEGRAM_API_URL={api.url} TELEGRAM_BOT_TOKEN={api.token}")
        person = api.person("Bạn")
        shown: list[Sent] = []
        showing = asyncio.create_task(_show(person, shown))
        while line := await asyncio.to_thread(sys.stdin.readline):
            _type(person, line.strip(), shown)
        await api.quiet(still=1.0)
        showing.cancel()


def _type(person: Person, line: str, shown: list[Sent]) -> None:
    if line.startswith("#") and line[1:].isdecimal() and shown and 0 < int(line[1:]) <= len(shown[-1].labels):
        person.presses(shown[-1], int(line[1:]) - 1)
    elif line:
        person.says(line)


async def _show(person: Person, shown: list[Sent]) -> None:
    while True:
        sent = await person.hears(within=86_400.0)
        if sent.keyboard.rows or not sent.edited:
            shown.append(sent)
        _tell("\n".join([sent.text, *(f"  [#{place}] {label}" for place, label in enumerate(sent.labels, 1))]))


def _tell(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    raise SystemExit(main())
