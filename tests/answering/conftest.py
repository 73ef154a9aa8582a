"""Asking and talking in one line."""

from __future__ import annotations

from datetime import date

import pytest

from bot.answering.assistant import Assistant
from bot.answering.conversation import NEW
from bot.domain.reply import Reply
from tests.answering.replies import Ask


@pytest.fixture(scope="session")
def ask(assistant: Assistant, today: date) -> Ask:
    """The reply to the last of these messages, said one after another."""

    def reply_to(*messages: str) -> Reply:
        conversation, reply = NEW, None
        for message in messages:
            reply, conversation = assistant.reply(message, conversation, today)
        assert reply is not None
        return reply

    return reply_to
