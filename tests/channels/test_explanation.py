"""The explanation of a message shows how it was read, what was named, who stood for election, and what was decided."""

from __future__ import annotations

from datetime import date

import pytest

from bot.answering.assistant import Assistant
from bot.answering.conversation import NEW
from bot.channels.console import render
from bot.channels.explanation import explain
from bot.library.reader import Library

SHOWN = [
    ("hoox trowj TNXP bao nhieeu tieenf", ["kiểu gõ telex", "hỗ trợ thanh niên xung phong bao nhiêu tiền", "4612-QD-UBND-2019/"]),
    ("Theo KH 190, giai đoạn 2019-2020 Sở TTTT đạt 20%?", ["190/kh-ubnd", "giai đoạn: ", "so thong tin va truyen thong", "tỷ lệ: 20"]),
    ("442/TB-VP ngày 30/9/2022 ở Ba Vì", ["văn bản lạ: 442/tb-vp", "nơi: huyen ba vi", "năm: 2022"]),
    ("ai ký", ["Khía cạnh: who", "Chi tiết: không có"]),
]


@pytest.mark.parametrize(("message", "shown"), SHOWN, ids=[message for message, _ in SHOWN])
def test_the_explanation_shows_what_was_made_of_the_message(
    assistant: Assistant, library: Library, today: date, message: str, shown: list[str]
) -> None:
    text = explain(assistant, library, message, today)

    assert [] == [part for part in (f"Đã gõ: {message}", *shown) if part not in text]


@pytest.mark.parametrize(
    "message", ["Ai ký thông báo 441/TB-VP?", "hạn là khi nào vậy", "giá vàng", "xin chào", "cháy nhà cứu với", "🙂", ""]
)
def test_the_explanation_ends_with_the_reply_that_a_citizen_gets(assistant: Assistant, library: Library, today: date, message: str) -> None:

    assert explain(assistant, library, message, today).endswith(render(assistant.reply(message, NEW, today)[0]))


def test_candidates_stand_best_first_with_what_speaks_for_them(assistant: Assistant, library: Library, today: date) -> None:
    text = explain(assistant, library, "Lắp thêm bao nhiêu trạm quan trắc không khí?", today)

    assert text.index("1. 100-KH-UBND-2019/kk-70-tram") < text.index("\n2. ")
    assert "=" in text.split("1. ")[1].splitlines()[2]
