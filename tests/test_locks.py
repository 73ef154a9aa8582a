import re
import tomllib
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from bot.settings import PROJECT

RUNTIME, DEVELOPMENT = "requirements.lock", "requirements-dev.lock"


def pins(lock: str) -> dict[str, str]:
    """Name and version of every package in a lock."""
    return dict(re.findall(r"^([a-z0-9-]+)==(\S+)", (PROJECT / lock).read_text(encoding="utf-8"), flags=re.MULTILINE))


@pytest.fixture(scope="module")
def project() -> dict[str, Any]:
    return tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("lock", [RUNTIME, DEVELOPMENT])
def test_every_package_is_pinned_with_hashes_and_from_nowhere_in_particular(lock: str):
    text = (PROJECT / lock).read_text(encoding="utf-8")
    entries = re.findall(r"^[^\s#].*(?:\n .*)*", text, flags=re.MULTILINE)

    assert [entry for entry in entries if not re.match(r"[a-z0-9-]+==\S+ (; .+ )?\\\n +--hash=sha256:[0-9a-f]{64}", entry)] == []
    assert len(entries) == len(pins(lock)) > 0
    assert "://" not in text


def test_the_locks_hold_what_the_project_asks_for(project: dict[str, Any]):
    groups = project["dependency-groups"]
    asked = {
        RUNTIME: [*project["project"]["dependencies"], *groups["install"]],
        DEVELOPMENT: groups["dev"],
    }
    missing = [
        f"{lock}: {one}"
        for lock, requirements in asked.items()
        for one in map(Requirement, requirements)
        if not one.specifier.contains(pins(lock).get(canonicalize_name(one.name), ""))
    ]

    assert missing == []


def test_developers_run_what_operators_run():
    assert pins(RUNTIME).items() <= pins(DEVELOPMENT).items()


def test_no_lock_brings_a_neural_network():
    assert not [name for name in pins(DEVELOPMENT) if re.match(r"torch|tensorflow|nvidia|cuda|onnx|triton", name)]
