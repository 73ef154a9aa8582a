"""No text breaks the assistant; every reply is short, every conversation stays small."""

from __future__ import annotations

import random
from dataclasses import astuple
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot import wording
from bot.answering.assistant import Assistant
from bot.answering.conversation import NEW, Conversation
from bot.channels.console import as_json, render
from bot.domain.reply import Answered, NotCovered, Reply, SmallTalk
from bot.library.reader import Library
from bot.matching.question import MAX_CHARACTERS
from tests.answering.replies import Ask

SAID_BEFORE = Conversation(("Tổng kinh phí hỗ trợ cựu thanh niên xung phong là bao nhiêu?",), ("4612-QD-UBND-2019/so-tien",))
MOST = 1500

STRANGE = {
    "nothing": "", "spaces": " \t\n ", "a letter": "a", "a question mark": "?", "digits": "0123456789" * 30, "one digit": "7", "emoji": "🙂🔥👨‍👩‍👧‍👦🇻🇳",
    "right to left": "مرحبا بالعالم \u202e hạn nộp là khi nào", "Chinese": "请问住房补贴总额是多少？", "Thai": "สวัสดีครับ", "Cyrillic": "Когда срок подачи?",
    "control characters": "\x00\x01\x07\x1b[31mhạn\x7f\x9f nộp\r\n", "null between letters": "h\x00ạ\x00n", "lone surrogate": "hạn \ud83d nộp \udc00",
    "combining marks": "a" + "\u0301" * 500, "zero width": "\u200b\u200c\u200d\ufeff", "SQL": "'; DROP TABLE facts; -- ai chủ trì", "SQL wildcard": "% _ * ? OR 1=1",
    "HTML": "<script>alert(1)</script><b>hạn nộp</b>", "JSON": '{"question": ["hạn", null], "x": 1e999}', "format": "{0} {name} %s %d %(x)s {{}}", "regex": "(((((.*)+)+)+)+)+$ [a-z",
    "query language": 'fold:kế AND (NOT "hoạch"~2 OR [1 TO *]) ^5 +nộp -hạn', "path": "../../etc/passwd", "URL": "https://hanoi.gov.vn/?q=1&r=%00", "quotes": "“”\"'‘’«»`",
    "one long word": "a" * 10_000, "ten thousand characters": "kế hoạch 190 nói gì? " * 500, "long without spaces": "kếhoạch" * 1500, "only punctuation": "?!.,;:-–—…()[]{}/\\|@#$%^&*~" * 20,
    "only numbers of documents": "190/KH-UBND 191/KH-UBND 441/TB-VP " * 60, "only dates": "30/9/2019 31/10/2019 99/99/9999 0/0/0000 " * 40, "big number": "năm " + "9" * 400 + " đồng",
    "impossible day": "ngày 31/2/2019 tháng 13 quý 9 năm 0000", "keyboard": "asdfghjkl qwertyuiop zxcvbnm", "ligatures": "ﬁ ﬂ ǆ ℌ𝔞𝔫𝔬𝔦 ⅷ ½ ² ㎏",
}  # fmt: skip


def whole(reply: Reply) -> str:
    return render(reply)


@pytest.mark.parametrize("before", [NEW, SAID_BEFORE], ids=["at the beginning", "in a conversation"])
@pytest.mark.parametrize("text", STRANGE.values(), ids=STRANGE.keys())
def test_no_strange_text_breaks_it(assistant: Assistant, today: date, text: str, before: Conversation) -> None:
    reply, after = assistant.reply(text, before, today)

    assert whole(reply).strip()
    assert whole(reply).encode("utf-8")
    assert isinstance(after, Conversation)


@pytest.mark.parametrize("text", STRANGE.values(), ids=STRANGE.keys())
def test_what_goes_to_machines_can_be_written_as_utf8(assistant: Assistant, today: date, text: str) -> None:
    plain = as_json(assistant.reply(text, NEW, today)[0])

    assert str(plain).encode("utf-8")
    assert 0 <= plain["confidence"] <= 1


@settings(max_examples=150, deadline=None)
@given(text=st.text(alphabet=st.characters(), max_size=300))
def test_no_text_at_all_breaks_it(assistant: Assistant, today: date, text: str) -> None:
    reply, after = assistant.reply(text, SAID_BEFORE, today)

    assert 0 < len(whole(reply)) <= MOST
    assert 0 <= reply.confidence <= 1
    assert assistant.reply(text, SAID_BEFORE, today) == (reply, after)


@settings(max_examples=60, deadline=None)
@given(
    words=st.lists(
        st.sampled_from("hạn ai sở 190/KH-UBND 2019 % còn thế Ba Vì bao nhiêu không 30/9 triệu ? kh tt hỗ trợ nhà rác 🙂 PAPI".split()),
        max_size=60,
    )
)
def test_no_salad_of_known_words_breaks_it(assistant: Assistant, today: date, words: list[str]) -> None:
    reply, _ = assistant.reply(" ".join(words), SAID_BEFORE, today)

    assert 0 < len(whole(reply)) <= MOST


@pytest.mark.parametrize("text", ["", " ", "?", "🙂", "...", "\u200b", "\x00", "!!!"])
def test_a_message_without_words_is_asked_for_again(ask: Ask, text: str) -> None:
    reply = ask(text)

    assert isinstance(reply, NotCovered)
    assert wording.NOTHING_READ == reply.text


LONG = "Tôi xin kể rõ sự tình để cơ quan nắm được. "


@pytest.mark.parametrize("length", [MAX_CHARACTERS + 1, 3000, 10_000])
def test_who_writes_too_much_is_told_that_only_the_beginning_was_read(ask: Ask, length: int) -> None:
    question = "Tổng kinh phí hỗ trợ nhà ở cho cựu thanh niên xung phong là bao nhiêu tiền? "
    reply = ask((question + LONG * 300)[:length])

    assert wording.CUT in whole(reply)
    assert "780" in whole(reply)


@pytest.mark.parametrize("length", [1900, MAX_CHARACTERS])
def test_who_writes_as_much_as_fits_is_told_nothing_of_the_kind(ask: Ask, length: int) -> None:

    assert wording.CUT not in whole(ask((LONG * 300)[:length]))


@pytest.mark.parametrize("start", range(6))
def test_no_reply_to_any_question_of_the_knowledge_is_too_long(assistant: Assistant, library: Library, today: date, start: int) -> None:
    phrasings = [one for fact_id in library.fact_ids() for one in library.fact(fact_id).phrasings]
    asked = random.Random(start).sample(phrasings, 60)
    long = {one: len(whole(assistant.reply(one, NEW, today)[0])) for one in asked}

    assert {} == {one: length for one, length in long.items() if length > MOST}


@pytest.mark.parametrize(
    "directive", ["100/KH-UBND", "157/KH-UBND", "190/KH-UBND", "191/KH-UBND", "441/TB-VP", "3678/UBND-KT", "3789/UBND-TKBT", "4612/QĐ-UBND"]
)
def test_nothing_is_lost_of_an_answer_that_sums_up_a_directive(ask: Ask, directive: str) -> None:
    reply = ask(f"Tóm tắt toàn bộ {directive}")

    assert isinstance(reply, Answered)
    assert not whole(reply).endswith("…")
    assert reply.cited in whole(reply)


def test_fifty_messages_leave_a_conversation_as_small_as_three(assistant: Assistant, library: Library, today: date) -> None:
    phrasings = [one for fact_id in library.fact_ids() for one in library.fact(fact_id).phrasings]
    chance = random.Random(5)
    conversation, sizes = NEW, []
    for place in range(50):
        message = (
            chance.choice(["ai ký?", "còn hạn chót?", "thế năm 2023 thì sao", "văn bản nào?"])
            if place % 2
            else chance.choice(phrasings) * 30
        )
        _, conversation = assistant.reply(message, conversation, today)
        sizes.append(len(str(astuple(conversation))))

    assert max(sizes) < 2500


def test_a_reply_depends_on_nothing_but_message_conversation_and_day(assistant: Assistant, today: date) -> None:
    first = assistant.reply("ai ký?", SAID_BEFORE, today)
    assistant.reply("Lắp thêm bao nhiêu trạm quan trắc không khí?", NEW, today)

    assert first == assistant.reply("ai ký?", SAID_BEFORE, today)


def test_small_talk_is_not_remembered(assistant: Assistant, today: date) -> None:
    reply, after = assistant.reply("cảm ơn nhiều nhé", SAID_BEFORE, today)

    assert isinstance(reply, SmallTalk)
    assert SAID_BEFORE == after
