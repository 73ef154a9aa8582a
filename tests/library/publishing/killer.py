"""Publishes a town's changed plan again and again in a child that is killed at one step after the other; tells what stood after each kill.

`python -m tests.library.publishing.killer HOME publish|rollback` writes one line of JSON for each kill. A step is anything that the
interpreter does to the file system: opening, making, renaming, removing.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import sys
from collections.abc import Callable
from pathlib import Path

from bot.answering.conversation import NEW
from bot.wiring import assistant_of, library_at
from tests.channels.town import PLAN, settle
from tests.library.publishing.stand import ANNA, AT, Stand

STEPS = frozenset(["open", "os.rename", "os.mkdir", "os.remove", "os.rmdir", "os.link", "os.truncate", "os.chmod", "sqlite3.connect"])
CHANGED = PLAN.replace("300", "450")
QUESTION = "trồng bao nhiêu cây ven sông"


def begin(home: Path) -> Stand:
    """The town with its first version live and its plan changed since; and a second version, published and gone back from."""
    stand = Stand(settle(home / "knowledge"), home / "libraries")
    stand.publish("bản đầu")
    (stand.folder / "directives" / "7-KH-UBND.yaml").write_text(CHANGED, encoding="utf-8")
    return stand


def main(arguments: list[str]) -> int:
    home, what = Path(arguments[0]), arguments[1]
    stand = begin(home / "begun")
    if what == "rollback":
        stand.publish("bản hai", accept="số cây đổi")
    step = 0
    while True:
        step += 1
        shutil.rmtree(home / "now", ignore_errors=True)
        shutil.copytree(home / "begun", home / "now")
        tried = Stand(home / "now" / "knowledge", home / "now" / "libraries")
        ended = _killed_at(step, lambda tried=tried: _do(tried, what))  # type: ignore[misc]
        sys.stdout.write(json.dumps({"step": step, "killed": not ended, **_standing(tried)}) + "\n")
        sys.stdout.flush()
        if ended:
            return 0


def _do(stand: Stand, what: str) -> None:
    if what == "publish":
        stand.publish("bản hai", accept="số cây đổi")
    else:
        stand.publication.rollback(ANNA, AT)


def _killed_at(step: int, does: Callable[[], None]) -> bool:
    """Whether the child came to its end before that step."""
    child = os.fork()
    if child == 0:
        left = step

        def count(event: str, _: object) -> None:
            nonlocal left
            if event in STEPS:
                left -= 1
                if not left:
                    os.kill(os.getpid(), signal.SIGKILL)

        sys.addaudithook(count)
        does()
        os._exit(0)
    _, status = os.waitpid(child, 0)
    if not os.WIFSIGNALED(status) and os.waitstatus_to_exitcode(status):
        raise RuntimeError(f"the child failed at step {step}")
    return not os.WIFSIGNALED(status)


def _standing(stand: Stand) -> dict[str, object]:
    """What is live now, that it is whole, what it answers; and that publishing goes on from there."""
    version = stand.versions.live()
    assert version is not None
    library = library_at(stand.versions.verified(version))
    reply, _ = assistant_of(library).reply(QUESTION, NEW, AT.date())
    library.close()
    kept = [other.number for other in stand.versions.all()]
    (stand.folder / "directives" / "7-KH-UBND.yaml").write_text(PLAN.replace("300", "777"), encoding="utf-8")
    after = stand.publish("sau đó", accept="số cây đổi")
    left = [path.name for path in (stand.libraries / "versions").glob(".*")]
    return {"live": version.number, "text": getattr(reply, "direct", ""), "kept": kept, "after": after.number, "left": left}


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
