"""What the channel says fits where Telegram shows it, is Vietnamese with accents, and has every brace filled."""

from __future__ import annotations

import re
from string import Formatter

import pytest

from bot.channels.telegram import words, words_knowledge
from bot.channels.telegram.markup import units

SENTENCES = {
    name: value for room in (words, words_knowledge) for name, value in vars(room).items() if name.isupper() and isinstance(value, str)
}  # fmt: skip
LISTS = (words.CITIZEN_COMMANDS, words.GROUP_COMMANDS, words.OPERATOR_COMMANDS, words.ADMINISTRATOR_COMMANDS)


def test_the_descriptions_are_as_short_as_telegram_wants_them() -> None:

    assert units(words.SHORT_DESCRIPTION) <= 120
    assert units(words.DESCRIPTION) <= 512


@pytest.mark.parametrize("commands", LISTS)
def test_commands_are_as_telegram_takes_them_none_twice(commands: tuple[tuple[str, str], ...]) -> None:

    assert all(re.fullmatch("[a-z0-9_]{1,32}", name) and 3 <= len(text) <= 256 for name, text in commands)
    assert len(commands) == len({name for name, _ in commands}) <= 100


def test_every_role_has_the_commands_of_the_lower_ones() -> None:

    assert set(words.CITIZEN_COMMANDS) < set(words.OPERATOR_COMMANDS) < set(words.ADMINISTRATOR_COMMANDS)


@pytest.mark.parametrize("name", SENTENCES)
def test_a_sentence_has_only_named_braces_and_no_markup(name: str) -> None:
    fields = [field for _, field, _, _ in Formatter().parse(SENTENCES[name]) if field is not None]

    assert all(re.fullmatch("[a-z_]+", field) for field in fields)
    assert not re.search(r"<[a-z/]|\*\*|__", SENTENCES[name])


@pytest.mark.parametrize("name", [name for name, text in SENTENCES.items() if len(text) > 25])
def test_a_sentence_is_written_with_accents(name: str) -> None:

    assert re.search("[ăâđêôơưạảấầẩẫậắằẳẵặẹẻẽếềểễệỉịọỏốồổỗộớờởỡợụủứừửữựỳỵỷỹáàéèíìóòúùý]", SENTENCES[name])
