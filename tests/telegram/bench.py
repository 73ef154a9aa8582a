"""The whole bot under load: `scripts/bench telegram`.

The bot is a process of its own; the Bot API server and the crowd share this one, so both cores are at work and the server's share counts.
Two measurements, over polling and over a webhook:

* open loop: so many messages a second, whether or not the bot keeps up; what a busy day is like;
* sustained: every chat asks its next question as soon as it has its answer; as fast as it goes.

Times run from the moment an update is handed out (the poll's answer or the post of the webhook) to the moment the reply arrives.
A message with no reply is lost, a second reply to the same message is a double; both are counted until the bot has been still for a while.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import statistics
import sys
import tempfile
import time
from collections import deque
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

from bot.settings import PROJECT
from bot.wiring import open_library
from tests.telegram.botapi import BotApi, Person, Sent
from tests.telegram.ports import free_port
from tests.telegram.process import GENEROUS, Bot
from tests.telegram.questions import answered_questions

P95_TARGET, RATE_TARGET, PATIENCE = 300.0, 150.0, 30.0


@dataclass(frozen=True, slots=True)
class Plan:
    chats: int = 300
    rate: float = 50.0
    seconds: float = 30.0
    workers: int = 0
    webhook_connections: int = 40


@dataclass(frozen=True, slots=True)
class Row:
    """One measurement. Times in milliseconds; `per_second` counts replies from the first question to the last reply.

    `bot_cpu` and `crowd_cpu` are milliseconds of work for each reply: on a machine that others use too they say more than the clock.
    """

    way: str
    load: str
    messages: int
    per_second: float
    median: float
    p95: float
    p99: float
    most: float
    lost: int
    doubled: int
    refused: int
    bot_cpu: float
    crowd_cpu: float


@dataclass(slots=True)
class Crowd:
    """People who ask; every one waits for the answer before asking again, or, in an open loop, asks when it is time."""

    api: BotApi
    people: list[Person]
    questions: list[str]
    waiting: dict[int, deque[int]] = field(default_factory=dict)
    times: list[float] = field(default_factory=list)
    doubled: int = 0
    asked: int = 0
    last: float = 0.0
    goes_on_until: float = 0.0
    everyone_answered: asyncio.Event = field(default_factory=asyncio.Event)
    _open: int = 0

    def ask(self, person: Person) -> None:
        update = person.says(self.questions[self.asked % len(self.questions)]).update
        self.asked += 1
        self._open += 1
        self.everyone_answered.clear()
        self.waiting.setdefault(person.id, deque()).append(update)

    def hear(self, sent: Sent) -> None:
        """The server's record tells of every message: replies come in order within a chat."""
        if sent.edited:
            return
        waiting = self.waiting.get(sent.chat)
        if not waiting:
            self.doubled += 1
            return
        update = waiting.popleft()
        self.times.append((sent.at - self.api.records.handed[update][0]) * 1000)
        self.last = sent.at
        self._open -= 1
        if sent.at < self.goes_on_until:
            self.ask(self.people[sent.chat - self.people[0].id])
        elif not self._open:
            self.everyone_answered.set()

    async def finish(self) -> None:
        """Wait for what is still owed, within reason, and a little longer for what is too much."""
        try:
            await asyncio.wait_for(self.everyone_answered.wait(), PATIENCE)
        except TimeoutError:
            sys.stderr.write(f"{self._open} tin chưa được trả lời sau {PATIENCE:g} giây\n")
        await self.api.quiet(within=PATIENCE * 2, still=2.0)


async def measure(way: str, load: str, plan: Plan, libraries: Path) -> Row:
    """One bot, one load. The bot is warm: everybody has asked once before anything is measured."""
    with tempfile.TemporaryDirectory(prefix="hoidap-bench-") as folder:
        async with BotApi() as api:
            environment = {
                "HOIDAP_LIBRARIES": str(libraries),
                **({"HOIDAP_WORKERS": str(plan.workers)} if plan.workers else {}),
                **GENEROUS,
            }
            bot = Bot(api, Path(folder), environment)
            try:
                await bot.start(webhook=way == "webhook", **(_webhook() if way == "webhook" else {}))
                return await _loaded(api, bot, way, load, plan)
            finally:
                await bot.close()


async def _loaded(api: BotApi, bot: Bot, way: str, load: str, plan: Plan) -> Row:
    people, questions = api.people(plan.chats), answered_questions()
    warm = Crowd(api, people, questions)
    api.records.sent.watch = warm.hear
    for person in people:
        warm.ask(person)
    await warm.finish()
    api.records.sent.all.clear()
    crowd = Crowd(api, people, questions[len(people) % len(questions) :] + questions)
    api.records.sent.watch = crowd.hear
    began, bot_cpu, own_cpu = time.perf_counter(), _cpu_of(bot.process.pid), time.process_time()
    await (_sustained(crowd, plan) if load == "sustained" else _open_loop(crowd, plan))
    await crowd.finish()
    spent = (_cpu_of(bot.process.pid) - bot_cpu, time.process_time() - own_cpu)
    ended = max(crowd.last, began + 0.001)
    ordered = sorted(crowd.times) or [float("nan")]
    return Row(
        way, load, crowd.asked, round(len(crowd.times) / (ended - began), 1), round(statistics.median(ordered), 1), _share(ordered, 0.95),
        _share(ordered, 0.99), round(ordered[-1], 1), crowd.asked - len(crowd.times), crowd.doubled, len(api.refused),
        *(round(seconds * 1000 / max(len(crowd.times), 1), 2) for seconds in spent),
    )  # fmt: skip


async def _open_loop(crowd: Crowd, plan: Plan) -> None:
    """At even steps; when this process was held up, it catches up instead of asking less."""
    began, total = time.perf_counter(), int(plan.rate * plan.seconds)
    for number in range(total):
        await asyncio.sleep(max(0.0, began + number / plan.rate - time.perf_counter()))
        crowd.ask(crowd.people[number % len(crowd.people)])


async def _sustained(crowd: Crowd, plan: Plan) -> None:
    crowd.goes_on_until = time.perf_counter() + plan.seconds
    for person in crowd.people:
        crowd.ask(person)
    await asyncio.sleep(plan.seconds)


def _share(ordered: Sequence[float], share: float) -> float:
    return round(ordered[min(len(ordered) - 1, int(len(ordered) * share))], 1)


def _webhook() -> dict[str, str]:
    port = free_port()
    return {"TELEGRAM_WEBHOOK_URL": f"http://127.0.0.1:{port}/telegram", "TELEGRAM_WEBHOOK_LISTEN": f"127.0.0.1:{port}"}


def _cpu_of(process: int) -> float:
    """Seconds of work of a process and all that it started, where the system tells (Linux)."""
    parents: dict[int, int] = {}
    ticks: dict[int, int] = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            parts = (folder / "stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue  # it ended meanwhile
        parents[int(folder.name)], ticks[int(folder.name)] = int(parts[1]), int(parts[11]) + int(parts[12])
    family = {process}
    while grown := {one for one, parent in parents.items() if parent in family} - family:
        family |= grown
    return sum(ticks.get(one, 0) for one in family) / os.sysconf("SC_CLK_TCK")


def tell(rows: Sequence[Row]) -> str:
    """The table."""
    lines = [
        f"{'cách':<10}{'tải':<12}{'tin':>7}{'đáp/s':>9}{'giữa ms':>10}{'p95':>9}{'p99':>9}{'lâu nhất':>10}{'mất':>6}{'lặp':>6}{'bị từ chối':>12}"
        f"{'CPU bot ms':>12}{'CPU đo ms':>11}"
    ]
    lines += [
        f"{row.way:<10}{row.load:<12}{row.messages:>7}{row.per_second:>9.1f}{row.median:>10.1f}{row.p95:>9.1f}{row.p99:>9.1f}{row.most:>10.1f}"
        f"{row.lost:>6}{row.doubled:>6}{row.refused:>12}{row.bot_cpu:>12.2f}{row.crowd_cpu:>11.2f}"
        for row in rows
    ]
    return "\n".join(lines)


def main(argv: Sequence[str] | None = None) -> int:
    chosen = _chosen(argv)
    libraries = PROJECT / "var" / "libraries"
    open_library(PROJECT / "knowledge", libraries, _progress)
    out = sys.stderr if chosen.json else sys.stdout
    plan = Plan(chosen.chats, chosen.rate, chosen.seconds, chosen.workers)
    out.write(f"{os.cpu_count()} nhân, Python {sys.version.split()[0]}, {plan.chats} cuộc trò chuyện, {plan.seconds:g} giây mỗi lần đo\n")
    rows = [asyncio.run(measure(way, load, plan, libraries)) for way in chosen.ways for load in chosen.loads]
    out.write(tell(rows) + "\n")
    if chosen.json:
        sys.stdout.write(json.dumps([asdict(row) for row in rows], ensure_ascii=False, indent=1) + "\n")
    return 0 if all(row.lost == row.doubled == 0 for row in rows) else 1


def _progress(done: int, total: int) -> None:
    if done == total:
        sys.stderr.write(f"Đã dựng thư viện: {total} mục\n")


def _chosen(argv: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="scripts/bench telegram",
        description="Đo cả bot dưới tải, với máy chủ Bot API của dự án trên cùng máy. Mục tiêu: không mất, không lặp; "
        f"p95 ≤ {P95_TARGET:g} ms ở 50 tin/giây; ≥ {RATE_TARGET:g} câu trả lời/giây liên tục trên hai nhân. Mã thoát 1 nếu có tin mất hoặc lặp.",
    )
    parser.add_argument("--chats", type=int, default=300, metavar="SỐ", help="số cuộc trò chuyện cùng lúc (mặc định 300)")
    parser.add_argument("--rate", type=float, default=50.0, metavar="SỐ", help="tin mỗi giây khi đo theo nhịp (mặc định 50)")
    parser.add_argument("--seconds", type=float, default=30.0, metavar="GIÂY", help="mỗi lần đo kéo dài (mặc định 30)")
    parser.add_argument("--workers", type=int, default=0, metavar="SỐ", help="số tiến trình trả lời (mặc định: như bot tự chọn)")
    parser.add_argument("--ways", nargs="+", choices=["polling", "webhook"], default=["polling", "webhook"], help="cách nhận tin")
    parser.add_argument("--loads", nargs="+", choices=["steady", "sustained"], default=["steady", "sustained"], help="kiểu tải")
    parser.add_argument("--json", action="store_true", help="in số liệu dạng JSON ra đầu ra chuẩn, bảng ra đầu ra lỗi")
    return parser.parse_args(argv)


if __name__ == "__main__":
    raise SystemExit(main())
