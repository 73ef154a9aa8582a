"""Short codes that people read to each other: four signs, none of which looks or sounds like another in bad print."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable

_SIGNS = "CDFGHJKMNPQRTVWX34679"  # no vowels, so no words; no B8, I1L, O0, S5, Z2
_LENGTH = 4
_WORDLIKE = re.compile("[A-Z]{3}")  # three consonants together can still be an insult
_TRIES = 1000


def new_code(taken: Callable[[str], bool]) -> str:
    """A code that is not taken, by chance, so that nobody can guess the next one. There are about a hundred thousand."""
    for _ in range(_TRIES):
        code = "".join(secrets.choice(_SIGNS) for _ in range(_LENGTH))
        if not _WORDLIKE.search(code) and not taken(code):
            return code
    raise RuntimeError("no code is free")


def read_code(typed: str) -> str:
    """The code that somebody typed, in any case, with spaces or a # around it."""
    return re.sub(r"[\s#.-]", "", typed).upper()
