"""The tagger makes the words that underthesea makes of the same tokens, and refuses files that are no tagger."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.library.build import compiled
from bot.text import segment
from bot.text.normalize import comparable
from bot.text.tagger import read_model

KNOWLEDGE = Path(__file__).parents[2] / "knowledge"
ODD = ["2019", "190/kh-ubnd", "30/9/2019", "98%", "(", ")", "...", "½", "v.v.", "-", "“", "😀", "đ", "a-b", "k", "papi", "20.000", ",", "?"]
SYLLABLES = "hỗ trợ xây dựng nhà ở cho cựu thanh niên xung phong hà nội ủy ban nhân dân thành phố kế hoạch".split()


def by_underthesea(text: str) -> list[str]:
    from underthesea import word_tokenize  # noqa: PLC0415  compared with, only here

    return [word.lower().replace(" ", "_") for word in word_tokenize(text) if any(letter.isalnum() for letter in word)]


@settings(deadline=None)  # the first text waits for the model
@given(st.lists(st.sampled_from([*SYLLABLES, *ODD]), min_size=1, max_size=14).map(" ".join))
def test_any_text_is_cut_as_underthesea_cuts_it(text: str) -> None:
    assert segment.words(text) == by_underthesea(text)


@pytest.mark.slow
def test_all_knowledge_is_cut_as_underthesea_cuts_it() -> None:
    texts = {comparable(text) for fact in compiled(KNOWLEDGE).facts for text in (fact.says, *fact.phrasings, *fact.keywords)}

    other = [text for text in texts if segment.words(text) != by_underthesea(text)]

    assert other == []


@pytest.mark.parametrize("text", ["", " ", "?!", "…"])
def test_a_text_without_letters_has_no_words(text: str) -> None:
    assert segment.words(text) == []


def test_another_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "model.bin").write_bytes(b"none" * 40)

    with pytest.raises(ValueError, match="no tagger"):
        read_model(tmp_path / "model.bin")
