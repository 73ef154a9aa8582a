"""The directives that a message means by what people call them ("kế hoạch PAPI 2019"), in whatever order the words stand.

Numbers of documents are found by `bot.text.mentions`; a name that holds the number is left to that.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable

from bot.text.normalize import comparable
from bot.text.tokens import tokens
from bot.text.views import fold_token

_FILLING = frozenset("cua ha noi thanh pho ve nam cho va o trong ngay so theo kem".split())
_KINDS = frozenset("ke hoach quyet dinh cong van thong bao van ban nghi luat chi dao".split())  # alone they tell no directive from another
_FEWEST = 2  # tokens of a name, filling left out


class UsualNames:
    """Usual names of directives, each told by all its tokens but the filling ones, and one of them at least no mere kind of document."""

    def __init__(self, names: Iterable[tuple[str, str]]) -> None:
        """`names` are (usual name, folded number of the directive)."""
        told = [(core, number) for name, number in names if _tells(core := _core(name), number)]
        often = Counter(token for core, _ in told for token in core)
        self._by_token: dict[str, list[tuple[frozenset[str], str]]] = {}
        for core, number in told:
            self._by_token.setdefault(min(core, key=lambda token: (often[token], token)), []).append((core, number))

    def find(self, folds: Collection[str]) -> frozenset[str]:
        """The folded numbers of the directives that folded tokens call by name."""
        said = frozenset(folds)
        return frozenset(number for token in said for core, number in self._by_token.get(token, ()) if core <= said)


def _core(name: str) -> frozenset[str]:
    return frozenset(map(fold_token, tokens(comparable(name)))) - _FILLING


def _tells(core: frozenset[str], number: str) -> bool:
    digits = number.partition("/")[0]
    return len(core) >= _FEWEST and bool(core - _KINDS) and not any(digits in token for token in core)


NONE = UsualNames(())
