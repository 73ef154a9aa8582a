"""One system in one fresh process: `python -m bot.evaluation.bench_child build|serve SYSTEM FOLDER`.

`serve` reads lines of JSON, each [seconds allowed, [questions]], and writes for each
{"seconds": [...], "cpu": [...], "found": [...], "memory": MiB}.
"""

from __future__ import annotations

import gc
import json
import sys
import time
from collections.abc import Callable
from pathlib import Path

from bot.evaluation import bench_systems


def main(arguments: list[str]) -> int:
    verb, system, folder = arguments
    if verb == "build":
        began = time.perf_counter()
        bench_systems.build(system, Path(folder))
        _say({"build": time.perf_counter() - began})
        return 0
    ask = bench_systems.opened(system, Path(folder))
    gc.collect()
    for line in sys.stdin:
        allowed, questions = json.loads(line)
        _say(_answers(ask, allowed, questions))
    return 0


def _say(what: object) -> None:
    sys.stdout.write(json.dumps(what) + "\n")
    sys.stdout.flush()


def _answers(ask: Callable[[str], str], allowed: float, questions: list[str]) -> dict[str, object]:
    """Answers until the questions or the seconds are used up; one at least."""
    seconds: list[float] = []
    cpu: list[float] = []
    found: list[str] = []
    until = time.perf_counter() + allowed
    for question in questions:
        began, worked = time.perf_counter(), time.process_time()
        found.append(ask(question))
        seconds.append(time.perf_counter() - began)
        cpu.append(time.process_time() - worked)
        if began + seconds[-1] > until:
            break
    return {"seconds": seconds, "cpu": cpu, "found": found, "memory": _memory()}


def _memory() -> float:
    """Resident memory of this process in MiB."""
    for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    return 0.0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
