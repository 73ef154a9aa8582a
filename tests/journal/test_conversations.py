from datetime import timedelta

from bot.answering.conversation import Conversation
from bot.journal.conversations import Remembered
from bot.journal.database import open_journal
from tests.journal.conftest import SECRET

IDLE = timedelta(minutes=30)


def test_remembers_a_conversation_through_a_restart(journal, path, at):
    journal.conversations.keep(7, Conversation(("hạn khiếu nại", "còn tố cáo"), ("a/b",)), at)
    journal.close()

    with open_journal(path, SECRET) as again:
        assert again.conversations.of(7, at + IDLE, IDLE) == Remembered(("hạn khiếu nại", "còn tố cáo"), ("a/b",))


def test_is_new_after_the_chat_was_idle(journal, at):
    journal.conversations.keep(7, Conversation(("hạn khiếu nại",), ("a/b",)), at)

    assert journal.conversations.of(7, at + IDLE + timedelta(seconds=1), IDLE) == Remembered()
    assert journal.conversations.of(8, at, IDLE) == Remembered()


def test_masks_what_was_said(journal, at):
    journal.conversations.keep(7, Conversation(("gọi 0912345678",), ()), at)

    assert journal.conversations.of(7, at, IDLE).said == ("gọi **********",)


def test_people_in_a_group_have_conversations_of_their_own(journal, at):
    journal.conversations.keep(-5, Conversation(("một",)), at, user=1)
    journal.conversations.keep(-5, Conversation(("hai",)), at, user=2)
    journal.conversations.forget(-5, user=2)

    assert journal.conversations.of(-5, at, IDLE, user=1).said == ("một",)
    assert journal.conversations.of(-5, at, IDLE, user=2) == Remembered()


def test_a_private_chat_is_that_of_its_person(journal, at):
    journal.conversations.keep(7, Conversation(("một",)), at)

    assert journal.conversations.of(7, at, IDLE, user=7).said == ("một",)
