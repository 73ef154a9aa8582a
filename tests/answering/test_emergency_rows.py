"""Every row of emergencies.yaml is a test case: its cries for help, and the everyday sayings that only sound like them."""

from datetime import date
from pathlib import Path

import pytest
import yaml

from bot.answering.assistant import Assistant
from bot.answering.conversation import NEW
from bot.domain.reply import Emergency

ROWS = yaml.safe_load((Path(__file__).parents[2] / "knowledge/emergencies.yaml").read_text(encoding="utf-8"))


def alarmed(assistant: Assistant, messages: list[str], today: date) -> list[str]:
    return [message for message in messages if isinstance(assistant.reply(message, NEW, today)[0], Emergency)]


def test_every_cry_for_help_is_an_emergency(assistant: Assistant, today: date) -> None:
    cries = [ask for row in ROWS["emergencies"] for ask in row["asks"]]

    assert cries == alarmed(assistant, cries, today)


@pytest.mark.xfail(strict=True, reason="9 of 54 everyday sayings still raise an alarm, such as “ăn trộm bị xử mấy năm”, “cháy hàng chưa”")
def test_no_everyday_saying_is_an_emergency(assistant: Assistant, today: date) -> None:
    assert [] == alarmed(assistant, ROWS["not_emergencies"], today)
