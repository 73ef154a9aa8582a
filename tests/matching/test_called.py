"""Directives are known by what people call them, with accents or without, in whatever order the words stand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.library.reader import Library
from bot.matching.called import UsualNames
from bot.text.normalize import comparable, fold
from bot.text.tokens import tokens
from bot.text.views import fold_token

TOWN = UsualNames(
    [
        ("kế hoạch trồng cây năm 2031", "7/kh-town"), ("kế hoạch trồng cây năm 2032", "9/kh-town"), ("quyết định tặng xe đạp", "8/qd-town"),
        ("kế hoạch 7", "7/kh-town"), ("kế hoạch năm", "7/kh-town"), ("công văn", "8/qd-town"),
    ]
)  # fmt: skip


def called(names: UsualNames, text: str) -> set[str]:
    return set(names.find([fold_token(token) for token in tokens(comparable(text))]))


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("kế hoạch trồng cây năm 2031 giao ai?", {"7/kh-town"}), ("nam 2031 co ke hoach trong cay khong", {"7/kh-town"}),
        ("Kế hoạch trồng cây của thành phố năm 2032", {"9/kh-town"}), ("kế hoạch trồng cây 2031 khác gì 2032", {"7/kh-town", "9/kh-town"}),
        ("quyết định nào tặng xe đạp", {"8/qd-town"}), ("tặng xe đạp cho ai", set()), ("kế hoạch trồng cây", set()), ("", set()),
    ],
)  # fmt: skip
def test_a_directive_is_called_by_all_that_its_usual_name_says(text: str, numbers: set[str]) -> None:

    assert numbers == called(TOWN, text)


@pytest.mark.parametrize("text", ["kế hoạch 7", "kế hoạch năm nay", "công văn nào"])
def test_a_number_or_a_mere_kind_of_document_is_no_usual_name(text: str) -> None:

    assert set() == called(TOWN, text)


@given(words=st.permutations("kế hoạch trồng cây năm 2031 ở đâu".split()))
def test_the_order_of_words_does_not_matter(words: list[str]) -> None:

    assert {"7/kh-town"} == called(TOWN, " ".join(words))


def test_no_usual_name_calls_the_directive_of_another(library: Library) -> None:
    own = [directive for directive in library.directives.values() if not directive.mentioned]
    others = {
        (name, directive.number): called(library.lexicon.called, name) - {fold(comparable(directive.number))}
        for directive in own
        for name in directive.aliases
    }

    assert {} == {key: numbers for key, numbers in others.items() if numbers}
