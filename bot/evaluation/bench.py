"""Sets our assistant beside SQLite FTS5, bm25s and rapidfuzz: same facts, same questions, same machine, same run.

Every system answers in a fresh process of its own, all in turn round after round, so that a noisy machine hits all alike. A question is asked
once of each, so nothing is answered from memory of the same question. Figures are of this machine and this run.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path

import numpy as np

from bot.evaluation import bench_systems, generate
from bot.library import store
from bot.library.build import compiled
from bot.library.cases import Turn, golden_files, read_cases
from bot.library.compiler import Compiled

ROUNDS, WARM_UP, SEED = 6, 20, 7
RIVALS_UP_TO = 200_000  # facts; beyond, rivals that keep everything in memory would measure the memory of the machine
_PROJECT = Path(__file__).resolve().parents[2]
_ONE_THREAD = [f"{name}_NUM_THREADS=1" for name in ("OMP", "OPENBLAS", "MKL", "NUMBA", "RAYON")]
Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Row:
    """One system over one knowledge. Times in milliseconds, memory in MiB, `right` the share of questions whose right fact came first.

    `median` and `p99` are by the clock, `cpu_median` and `cpu_p99` what the process worked, which a busy machine blurs less.
    """

    system: str
    facts: int
    questions: int
    median: float
    p99: float
    cpu_median: float
    cpu_p99: float
    per_second: float
    right: float
    memory: float
    first_answer: float
    build_seconds: float
    times_ours: float = 1.0


@dataclass(slots=True)
class _Contender:
    system: str
    process: subprocess.Popen[str]
    build_seconds: float
    first_answer: float = 0.0
    memory: float = 0.0
    seconds: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)
    right: list[bool] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Plan:
    """How much is asked: `questions` of each system, within `budget` seconds each; a system that is too slow answers fewer. `keep` holds the builds."""

    questions: int = 300
    budget: float = 60.0
    systems: tuple[str, ...] = bench_systems.SYSTEMS
    keep: Path | None = None


def bench(knowledge: Path, sizes: Sequence[int], say: Say, plan: Plan = Plan()) -> list[Row]:
    """Measure every system over the shipped knowledge and over each larger size generated from it. Raises KnowledgeInvalid."""
    shipped = compiled(knowledge)
    asked = _questions(knowledge, plan.questions + WARM_UP)
    say(
        f"{os.cpu_count()} nhân, Python {sys.version.split()[0]}, mỗi hệ một tiến trình một luồng; {len(asked) - WARM_UP} câu hỏi, hạt giống {SEED}"
    )
    say(
        "“đúng”: mục trả lời đầu tiên đúng. Ta có thể hỏi lại hoặc từ chối, khi đó không tính là đúng; trọng số của ta học từ chính các câu này."
    )
    say("“dựng” của ta gồm cả việc sinh mục; các hệ khác nhận văn bản có sẵn, không tách từ, không soạn câu trả lời.")
    rows: list[Row] = []
    with ExitStack() as stack:
        home = plan.keep or Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="hoidap-bench-")))
        for size in (len(shipped.facts), *(size for size in sizes if size > len(shipped.facts))):
            folder = home / str(size)
            folder.mkdir(parents=True, exist_ok=True)
            built = _built(shipped, size, folder, _systems(plan, size), say)
            found = _measured(folder, built, size, asked, plan.budget)
            rows += found
            _tell(found, say)
    return rows


def _systems(plan: Plan, size: int) -> list[str]:
    able = [system for system in plan.systems if bench_systems.is_installed(system)]
    return [system for system in able if system == bench_systems.OURS or size <= RIVALS_UP_TO]


def as_json(rows: Sequence[Row]) -> str:
    return json.dumps([asdict(row) for row in rows], ensure_ascii=False, indent=1)


def _questions(knowledge: Path, most: int) -> list[Turn]:
    cases = read_cases(golden_files(knowledge))
    turns = [case.turns[0] for case in cases if len(case.turns) == 1 and case.turns[0].expect == "answer"]
    random.Random(SEED).shuffle(turns)
    return turns[:most]


def _built(shipped: Compiled, size: int, folder: Path, systems: Sequence[str], say: Say) -> dict[str, float]:
    """Build every system in the folder; how many seconds each took. Builds that `keep` holds are used again."""
    record = folder / "built.json"
    if record.exists():
        return {system: float(seconds) for system, seconds in json.loads(record.read_text(encoding="utf-8")).items()}
    more = size - len(shipped.facts)
    say(f"Dựng {size} mục, {more} sinh thêm (nội dung, {generate.PHRASINGS} câu hỏi mẫu và {generate.KEYWORDS} từ khóa mỗi mục) …")
    generated = generate.Generated(shipped, size, SEED)
    alone = set(systems) <= {bench_systems.OURS}
    facts = generated if alone else bench_systems.Noted(generated, folder / bench_systems.TEXTS)
    shutil.rmtree(folder / bench_systems.LIBRARY, ignore_errors=True)
    began = time.perf_counter()
    store.write(generate.with_directives(shipped, size, SEED), folder / bench_systems.LIBRARY, _how_far(say), facts)
    built = {bench_systems.OURS: time.perf_counter() - began}
    for system in systems:
        if system != bench_systems.OURS:
            built[system] = json.loads(_run("build", system, folder).stdout)["build"]
    record.write_text(json.dumps(built), encoding="utf-8")
    return built


def _how_far(say: Say) -> store.Progress:
    """Says how far a long build is, and how long the rest will take, some twenty times."""
    began = time.perf_counter()

    def progress(done: int, total: int) -> None:
        if total >= RIVALS_UP_TO // 2 and done * 20 // total > (done - store.CHUNK) * 20 // total:
            took = time.perf_counter() - began
            say(f"  {done}/{total} mục sau {took / 60:.1f} phút, còn khoảng {took / 60 * (total - done) / done:.1f} phút")

    return progress


def _command(verb: str, system: str, folder: Path) -> list[str]:
    """A fresh process with one thread."""
    return ["/usr/bin/env", *_ONE_THREAD, sys.executable, "-m", "bot.evaluation.bench_child", verb, system, str(folder.absolute())]


def _run(verb: str, system: str, folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(_command(verb, system, folder), cwd=_PROJECT, check=True, text=True, stdout=subprocess.PIPE)  # noqa: S603


def _measured(folder: Path, built: dict[str, float], size: int, asked: Sequence[Turn], budget: float) -> list[Row]:
    warm, turns = asked[:WARM_UP], asked[WARM_UP:]
    with ExitStack() as stack:
        contenders = [stack.enter_context(_serving(system, folder, built[system], warm[0])) for system in built]
        for contender in contenders:
            _ask(contender, warm[1:], budget / ROUNDS)
        for start in range(ROUNDS):
            for contender in contenders:
                _ask(contender, turns[start::ROUNDS], budget / ROUNDS, count=True)
        rows = [_row(contender, size) for contender in contenders]
    ours = next((row.median for row in rows if row.system == bench_systems.OURS), 0.0)
    return [Row(**{**asdict(row), "times_ours": row.median / ours if ours else 0.0}) for row in rows]


@contextmanager
def _serving(system: str, folder: Path, build_seconds: float, first: Turn) -> Iterator[_Contender]:
    """A system in its own process, from whose start to its first answer is timed."""
    began = time.perf_counter()
    process = subprocess.Popen(  # noqa: S603
        _command("serve", system, folder), cwd=_PROJECT, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    contender = _Contender(system, process, build_seconds)
    try:
        _ask(contender, [first], 0.0)
        contender.first_answer = (time.perf_counter() - began) * 1000
        yield contender
    finally:
        process.kill()
        process.communicate()


def _ask(contender: _Contender, turns: Sequence[Turn], allowed: float, *, count: bool = False) -> None:
    out, back = contender.process.stdin, contender.process.stdout
    if out is None or back is None or not turns:
        return
    out.write(json.dumps([allowed, [turn.question for turn in turns]]) + "\n")
    out.flush()
    line = back.readline()
    if not line:
        raise RuntimeError(f"{contender.system}: the process ended without an answer")
    if count:
        answered = json.loads(line)
        contender.seconds += answered["seconds"]
        contender.cpu += answered["cpu"]
        contender.right += [found in turn.facts for found, turn in zip(answered["found"], turns, strict=False)]
        contender.memory = answered["memory"]


def _row(contender: _Contender, size: int) -> Row:
    times, cpu = np.array(contender.seconds) * 1000, np.array(contender.cpu) * 1000
    return Row(
        contender.system, size, len(times), float(np.median(times)), float(np.percentile(times, 99)),
        float(np.median(cpu)), float(np.percentile(cpu, 99)), float(1000 / times.mean()),
        float(np.mean(contender.right)), contender.memory, contender.first_answer, contender.build_seconds,
    )  # fmt: skip


def _tell(rows: Sequence[Row], say: Say) -> None:
    say(f"{rows[0].facts} mục")
    say(
        f"{'hệ':<12}{'câu':>5}{'giữa ms':>10}{'p99 ms':>10}{'CPU giữa':>10}{'CPU p99':>10}"
        f"{'câu/s':>9}{'đúng':>7}{'MiB':>7}{'câu đầu ms':>12}{'dựng s':>9}{'so với ta':>11}"
    )
    for row in rows:
        say(
            f"{row.system:<12}{row.questions:>5}{row.median:>10.2f}{row.p99:>10.2f}{row.cpu_median:>10.2f}{row.cpu_p99:>10.2f}"
            f"{row.per_second:>9.1f}{row.right:>7.1%}{row.memory:>7.0f}{row.first_answer:>12.0f}{row.build_seconds:>9.1f}{row.times_ours:>10.2f}x"
        )
