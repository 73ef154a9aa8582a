"""What is said in a reply, the shape of asking, and tables of questions some of which are not answered right yet."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

import pytest
from _pytest.mark import ParameterSet

from bot.domain.reply import Answered, Reply

Ask = Callable[..., Reply]


def told(reply: Reply) -> str:
    """What a reply says first: the direct answer, or its whole text."""
    return reply.direct if isinstance(reply, Answered) else reply.text


def rows(table: Iterable[Sequence[object] | str], wrong: Mapping[str, str]) -> list[ParameterSet]:
    """The rows as parameters named by their first cell. Those of `wrong` (first cell: what is wrong) fail until that is mended."""
    cells = [(row,) if isinstance(row, str) else tuple(row) for row in table]
    return [pytest.param(*row, id=str(row[0]), marks=_fails(wrong, str(row[0]))) for row in cells]


def _fails(wrong: Mapping[str, str], name: str) -> tuple[pytest.MarkDecorator, ...]:
    return (pytest.mark.xfail(strict=True, reason=f"{name}: {wrong[name]}"),) if name in wrong else ()
