"""What is written of entries is read back whole, in any order."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.library.pages import Pages, PageWriter, Parts

PARTS = st.tuples(*[st.binary(max_size=40)] * 4)


@given(st.lists(PARTS, max_size=8))
def test_every_entry_is_read_back(entries: list[Parts]) -> None:
    with TemporaryDirectory() as folder:
        with PageWriter(Path(folder)) as writer:
            for parts in entries:
                writer.add(parts)
        pages = Pages(Path(folder))

        pages.ahead(range(0, len(entries), 2))  # told or not, a row reads the same
        read = {row: pages.read(row) for row in reversed(range(len(entries)))}

    pages.close()
    assert read == dict(enumerate(entries))


def test_a_row_that_was_never_written_is_refused(tmp_path: Path) -> None:
    with PageWriter(tmp_path) as writer:
        writer.add((b"head", b"texts", b"sheet", b"fact"))

    with pytest.raises(IndexError):
        Pages(tmp_path).read(1)
