"""A citizen's own chat: asking, following up, editing, pressing, rating, and being understood wrongly."""

from __future__ import annotations

import pytest

from bot import wording
from bot.channels.telegram import words
from bot.channels.telegram.actions import Choose, NotMeant, Rate, encode
from tests.telegram.journeys.scene import IN_KNOWN, KNOWN, UNKNOWN, VAGUE, Scene

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_somebody_who_asks_sees_that_an_answer_is_coming(open_scene: Scene) -> None:
    an = open_scene.citizen()
    await open_scene.told(an, KNOWN)

    assert "typing" == (await open_scene.api.called("sendChatAction", chat_id=an.id)).params["action"]


async def test_an_edited_message_is_answered_again_in_the_same_reply(open_scene: Scene) -> None:
    an = open_scene.citizen()
    said = an.says(UNKNOWN[0])
    before = await an.hears()
    an.edits(said, KNOWN)
    after = await an.hears()

    assert (True, before.id) == (after.edited, before.id)
    assert IN_KNOWN in after.text
    assert words.GOOD in after.labels


async def test_an_edit_that_changes_no_word_changes_nothing(open_scene: Scene) -> None:
    an = open_scene.citizen()
    said = an.says(KNOWN)
    await an.hears()
    an.edits(said, KNOWN)

    assert not (await open_scene.told(an, "cảm ơn")).edited


async def test_a_reading_that_is_pressed_is_answered(open_scene: Scene) -> None:
    an = open_scene.citizen()
    readings = await open_scene.told(an, VAGUE)
    press = an.presses(readings, 0)

    assert "Căn cứ" in (await an.hears()).text
    assert not (await press.answer()).text


async def test_none_of_the_readings_asks_to_say_more(open_scene: Scene) -> None:
    an = open_scene.citizen()
    readings = await open_scene.told(an, VAGUE)
    an.presses(readings, wording.NONE_OF_THESE)

    assert wording.DESCRIBE == (await an.hears()).text


async def test_what_follows_a_pressed_fact_leans_on_it(open_scene: Scene) -> None:
    an = open_scene.citizen()
    an.presses(await open_scene.told(an, KNOWN), 0)
    pressed = await an.hears()

    assert "4612/QĐ-UBND" in pressed.text
    assert "4612/QĐ-UBND" in (await open_scene.told(an, "văn bản đó ban hành ngày nào?")).text


async def test_a_bad_answer_is_asked_why_and_thanked_for(open_scene: Scene) -> None:
    an = open_scene.citizen()
    answer = await open_scene.told(an, KNOWN)
    an.presses(answer, words.BAD)
    asked = await an.hears()
    an.presses(asked, words.WHY_OLD)
    thanked = await an.hears()

    assert (answer.id, answer.id) == (asked.id, thanked.id)
    assert {words.WHY_WRONG, words.WHY_OTHER, words.WHY_UNCLEAR, words.WHY_OLD} <= set(asked.labels)
    assert words.THANKS_BUTTON in thanked.labels
    assert words.WHY_OLD not in thanked.labels


async def test_thumbs_stand_only_under_real_answers(open_scene: Scene) -> None:
    an = open_scene.citizen()
    replies = [await open_scene.told(an, said) for said in (VAGUE, UNKNOWN[0], "xin chào")]

    assert not [label for reply in replies for label in reply.labels if label in (words.GOOD, words.BAD)]


async def test_what_was_not_meant_offers_other_things_and_a_person(open_scene: Scene) -> None:
    an = open_scene.citizen()
    answer = await open_scene.told(an, KNOWN)
    an.presses(answer, words.NOT_MEANT)
    offered = await an.hears()

    assert answer.labels[0] in offered.labels
    assert words.PERSON in offered.labels


@pytest.mark.parametrize(
    "failing",
    [("unknown", "unknown"), ("not meant", "unknown"), ("bad", "unknown"), ("unknown", "not meant"), ("bad", "bad"), ("none", "unknown")],
    ids=" then ".join,
)
async def test_two_failures_in_a_row_offer_a_person(open_scene: Scene, failing: tuple[str, str]) -> None:
    an = open_scene.citizen()
    for place, kind in enumerate(failing):
        if kind == "unknown":
            await open_scene.told(an, UNKNOWN[place])
            continue
        reply = await open_scene.told(an, VAGUE if kind == "none" else KNOWN)
        an.presses(reply, {"bad": words.BAD, "not meant": words.NOT_MEANT, "none": wording.NONE_OF_THESE}[kind])
        await an.hears()
    offer = await an.hears()

    assert (words.PERSON_OFFER, [words.PERSON]) == (offer.text, offer.labels)


async def test_a_success_between_two_failures_offers_nothing(open_scene: Scene) -> None:
    an = open_scene.citizen()
    for said in (UNKNOWN[0], KNOWN, UNKNOWN[1], "xin chào"):
        assert words.PERSON_OFFER != (await open_scene.told(an, said)).text

    assert [] == an.unread


@pytest.mark.parametrize(
    "data", [encode(Choose(999_999, 0)), encode(Rate(999_999, good=True)), encode(NotMeant(999_999)), "c:1", "?", "t:zzzz"]
)
async def test_a_button_of_old_is_answered_with_a_kind_word(open_scene: Scene, data: str) -> None:
    an = open_scene.citizen()
    await open_scene.told(an, "xin chào")
    answer = await open_scene.pressed_data(an, data).answer()

    assert (words.STALE, True) == (answer.text, answer.alert)


async def test_a_button_about_somebody_elses_question_is_an_old_one(open_scene: Scene) -> None:
    an, binh = open_scene.citizen("An"), open_scene.citizen("Bình")
    answer = await open_scene.told(an, KNOWN)
    await open_scene.told(binh, "xin chào")
    press = open_scene.pressed_data(binh, next(button.data for button in answer.keyboard.buttons if button.text == words.BAD))

    assert words.STALE == (await press.answer()).text


async def test_a_button_under_a_message_that_telegram_has_forgotten_still_answers(open_scene: Scene) -> None:
    an = open_scene.citizen()
    press = an.presses(await open_scene.told(an, KNOWN), 0, forgotten=True)

    assert "Căn cứ" in (await an.hears()).text
    await press.answer()


@pytest.mark.parametrize(
    ("kind", "word"),
    [
        ("voice", words.VOICE), ("audio", words.VOICE), ("video_note", words.VOICE), ("photo", words.PHOTO), ("sticker", words.STICKER),
        ("animation", words.STICKER), ("dice", words.STICKER), ("location", words.LOCATION), ("venue", words.LOCATION), ("contact", words.CONTACT_CARD),
        ("video", words.FILE), ("document", words.FILE), ("poll", words.POLL),
    ],
)  # fmt: skip
async def test_what_is_not_text_gets_a_word_on_what_works(open_scene: Scene, kind: str, word: str) -> None:
    an = open_scene.citizen()
    an.sends(kind)

    assert word == (await an.hears()).text


async def test_a_caption_is_asked_like_a_message(open_scene: Scene) -> None:
    an = open_scene.citizen()
    an.sends("photo", caption=KNOWN)

    assert IN_KNOWN in (await an.hears()).text


async def test_an_album_gets_one_word(open_scene: Scene) -> None:
    an = open_scene.citizen()
    for _ in range(3):
        open_scene.in_album(an, "album-1")

    assert words.PHOTO == (await an.hears()).text
    assert IN_KNOWN in (await open_scene.told(an, KNOWN)).text


async def test_a_card_of_ours_pasted_into_the_chat_is_not_asked_again(open_scene: Scene) -> None:
    an = open_scene.citizen()
    cards = await an.asks_inline("kinh phi tnxp").answer()
    open_scene.pastes_to_bot(an, cards.cards[0])

    assert "Căn cứ" not in (await open_scene.told(an, "xin chào")).text


async def test_an_unknown_command_is_told_so(open_scene: Scene) -> None:

    assert words.UNKNOWN_COMMAND == (await open_scene.told(open_scene.citizen(), "/khongco")).text


async def test_my_data_are_asked_for_once_more_before_they_go(open_scene: Scene) -> None:
    an = open_scene.citizen()
    answer = await open_scene.told(an, KNOWN)
    asked = await open_scene.told(an, "/xoadulieu")
    an.presses(asked, words.FORGET_NO)
    kept = await an.hears()
    an.presses(await open_scene.told(an, "/xoadulieu"), words.FORGET_YES)
    gone = await an.hears()
    stale = await an.presses(answer, words.GOOD).answer()

    assert (words.FORGET_LEFT, words.FORGOTTEN) == (kept.text, gone.text)
    assert words.STALE == stale.text
