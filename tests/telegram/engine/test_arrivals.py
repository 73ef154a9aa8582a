from __future__ import annotations

from typing import Any

import pytest

from bot.channels.telegram.arrivals import KINDS, Arrival, arrival

AN = {"id": 7, "is_bot": False, "first_name": "An"}
CHAT = {"id": 7, "type": "private", "first_name": "An"}
GROUP = {"id": -100, "type": "supergroup", "title": "Tổ 5"}
PHONE = "0912345678"


def message(text: str = "", chat: dict[str, Any] = CHAT, **more: Any) -> dict[str, Any]:
    return {"message_id": 5, "date": 1, "chat": chat, "from": AN, "text": text, **more}


def known(**update: Any) -> Arrival:
    found = arrival({"update_id": 9, **update})
    assert found is not None
    return found


@pytest.mark.parametrize(
    "raw",
    [
        None,
        5,
        [],
        {},
        {"update_id": "9", "message": {}},
        {"update_id": 9},
        {"update_id": 9, "poll": {"id": "1"}},
        {"update_id": 9, "message": 5},
    ],
)
def test_what_is_not_known_is_let_go(raw: object) -> None:
    assert arrival(raw) is None


def test_a_message_is_known_by_its_chat_and_who_wrote_it():
    found = known(message=message("chào", GROUP))

    assert (9, "message", -100, 7, False, False) == (
        found.update_id,
        found.kind,
        found.lane,
        found.person,
        found.private,
        found.is_fleeting,
    )


@pytest.mark.parametrize("kind", ["message", "edited_message"])
@pytest.mark.parametrize("field", ["text", "caption"])
def test_personal_numbers_are_covered_and_the_length_stays(kind: str, field: str) -> None:
    said = f"gọi tôi số {PHONE} nhé"
    found = known(**{kind: {**message(), field: said}}).payload[kind][field]

    assert PHONE not in found
    assert len(said) == len(found)


@pytest.mark.parametrize("command", ["/capquyen", "/thuquyen"])
def test_the_number_of_an_account_that_a_command_names_stays(command: str) -> None:
    assert f"{command} {PHONE} truc" == known(message=message(f"{command} {PHONE} truc")).payload["message"]["text"]


def test_a_card_of_an_address_book_is_covered_whole():
    contact = {"phone_number": PHONE, "first_name": "Bình", "vcard": f"TEL:{PHONE}"}

    assert PHONE not in str(known(message={**message(), "contact": contact}).payload)


def test_links_under_words_are_covered_like_words():
    entities = [{"type": "text_link", "offset": 0, "length": 3, "url": f"tel:{PHONE}"}]

    assert PHONE not in str(known(message=message("gọi", entities=entities)).payload)


def test_of_a_message_replied_to_only_the_bones_are_kept():
    before = message(f"số tôi là {PHONE}", reply_markup={"inline_keyboard": []})
    kept = known(message=message("ý tôi là tin trên", reply_to_message=before)).payload["message"]["reply_to_message"]

    assert {"message_id", "date", "chat", "from"} == set(kept)


def test_of_a_pressed_button_the_data_and_the_bones_of_its_message_are_kept():
    pressed = {"id": "77", "from": AN, "chat_instance": "1", "data": "r1", "message": message("câu trả lời dài", reply_markup={})}
    found = known(callback_query=pressed)

    assert ("r1", "77", 7) == (found.payload["callback_query"]["data"], found.query, found.lane)
    assert "text" not in found.payload["callback_query"]["message"]


def test_a_button_under_an_inline_message_belongs_to_whoever_pressed_it():
    found = known(callback_query={"id": "77", "from": AN, "chat_instance": "1", "data": "r1", "inline_message_id": "x"})

    assert (7, True) == (found.lane, found.private)


def test_an_inline_query_is_fleeting_and_covered():
    found = known(inline_query={"id": "1", "from": AN, "query": f"số {PHONE}", "offset": ""})

    assert found.is_fleeting
    assert PHONE not in str(found.payload)


def test_a_post_of_a_channel_in_a_group_was_written_by_nobody():
    update = message("tin", GROUP)
    del update["from"]

    assert 0 == known(message=update).person


def test_all_kinds_that_are_asked_for_are_known():
    for kind in KINDS:
        assert kind == known(**{kind: message()}).kind
