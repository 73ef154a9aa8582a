import ast
from collections.abc import Iterator
from pathlib import Path

from importlinter.cli import lint_imports

from bot.settings import PROJECT


def environment_reads(file: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Attribute) and node.attr in {"environ", "environb", "getenv", "getenvb"}:
            yield f"{file.relative_to(PROJECT)}:{node.lineno}"


def test_imports_go_down_and_third_parties_have_one_door():
    assert lint_imports(config_filename=str(PROJECT / "pyproject.toml"), no_cache=True) == 0


def test_the_environment_has_one_reader():
    readers = {read.partition(":")[0] for file in sorted((PROJECT / "bot").rglob("*.py")) for read in environment_reads(file)}

    assert readers == {"bot/settings.py"}
