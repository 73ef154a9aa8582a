"""Operators and administrators: looking up, granting and taking back, figures; and citizens who try."""

from __future__ import annotations

import pytest

from bot.channels.telegram import words
from bot.channels.telegram.staff import role_of
from bot.journal.people import Access
from tests.telegram.journeys.scene import KNOWN, UNKNOWN, Scene, code_of

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest.mark.parametrize("keywords", ["kinh phi tnxp", "han khieu nai", "4612 kinh phí"])
async def test_an_operator_sees_how_sure_it_is_what_to_read_and_to_paste_and_where_it_stands(open_scene: Scene, keywords: str) -> None:
    desk = await open_scene.told(open_scene.lan, f"/tra {keywords}")

    assert "%" in desk.text
    assert words.DESK_READ in desk.text
    assert words.DESK_PASTE in desk.text
    assert ".yaml:" in desk.text
    assert desk.labels


async def test_a_near_fact_is_one_press_away(open_scene: Scene) -> None:
    desk = await open_scene.told(open_scene.lan, "/tra kinh phi tnxp")
    press = open_scene.lan.presses(desk, 0)

    assert words.DESK_EXACT in (await open_scene.lan.hears()).text
    await press.answer()


async def test_a_citizen_who_forges_the_button_of_an_operator_is_refused(open_scene: Scene) -> None:
    an = open_scene.citizen()
    await open_scene.told(an, "xin chào")
    desk = await open_scene.told(open_scene.lan, "/tra kinh phi tnxp")

    assert words.OPERATORS_ONLY == (await open_scene.pressed_data(an, next(desk.keyboard.buttons).data).answer()).text


async def test_without_keywords_it_says_how(open_scene: Scene) -> None:

    assert words.DESK_HOW == (await open_scene.told(open_scene.lan, "/tra")).text


@pytest.mark.parametrize("command", ["/tra kinh phi", "/capquyen 1", "/thuquyen 1", "/thongke", "/chuatraloi"])
async def test_a_citizen_is_politely_refused_and_told_nothing(open_scene: Scene, command: str) -> None:

    assert words.OPERATORS_ONLY == (await open_scene.told(open_scene.citizen(), command)).text


@pytest.mark.parametrize("command", ["/capquyen 1", "/thuquyen 1", "/thongke", "/chuatraloi"])
async def test_an_operator_is_no_administrator(open_scene: Scene, command: str) -> None:

    assert words.ADMINISTRATORS_ONLY == (await open_scene.told(open_scene.lan, command)).text


async def test_a_role_is_given_used_and_taken_back(open_scene: Scene) -> None:
    an, boss = open_scene.citizen("Hoa"), open_scene.boss
    await open_scene.told(an, "xin chào")
    given = await open_scene.told(boss, f"/capquyen {an.id}")
    heard = await an.hears()
    menu = await open_scene.api.called("setMyCommands", scope=f'{{"type": "chat", "chat_id": {an.id}}}')
    desk = await open_scene.told(an, "/tra kinh phi tnxp")
    again = await open_scene.told(boss, f"/capquyen {an.id} trực")
    taken = await open_scene.told(boss, f"/thuquyen {an.id}")
    refused = await open_scene.told(an, "/tra kinh phi tnxp")

    assert words.GRANTED.format(user=an.id, role=words.ROLE_OPERATOR_NAME) == given.text
    assert words.ROLE_OPERATOR_NAME in heard.text
    assert "tra" in menu.params["commands"]
    assert words.DESK_READ in desk.text
    assert words.GRANTED_ALREADY.format(user=an.id, role=words.ROLE_OPERATOR_NAME) == again.text
    assert words.REVOKED.format(user=an.id) == taken.text
    assert words.OPERATORS_ONLY == refused.text


async def test_a_role_can_be_given_by_replying_to_somebodys_message(open_scene: Scene) -> None:
    an = open_scene.citizen("Hoa")
    await open_scene.told(an, "xin chào")
    said = an.says("tôi đây", open_scene.group)
    open_scene.boss.says("/capquyen quản trị", open_scene.group, reply_to=said)
    given = await open_scene.group.hears()

    assert "Hoa" in given.text
    assert words.ROLE_ADMINISTRATOR_NAME in given.text
    assert words.ROLE_ADMINISTRATOR_NAME in (await an.hears()).text


async def test_an_operator_who_loses_the_role_gives_the_ticket_back(open_scene: Scene) -> None:
    an, hoa = open_scene.citizen(), open_scene.citizen("Hoa")
    await open_scene.told(hoa, "xin chào")
    await open_scene.told(open_scene.boss, f"/capquyen {hoa.id}")
    await hoa.hears()
    card = await open_scene.opened(an)
    hoa.presses(card, 0)
    await open_scene.group.hears()
    await an.hears()
    await open_scene.told(open_scene.boss, f"/thuquyen {hoa.id}")
    freed, told = await open_scene.group.hears(), await open_scene.group.hears()

    assert ([words.TICKET_CLAIM.format(code=code_of(card))],) * 2 == (freed.labels, told.labels)
    assert "chờ người khác" in (await an.hears()).text


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ("/capquyen", words.GRANT_HOW), ("/capquyen abc", words.GRANT_HOW), ("/capquyen 5 vua", words.GRANT_HOW), ("/thuquyen", words.REVOKE_HOW),
        ("/thuquyen 424242", words.REVOKED_NONE.format(user=424242)), ("/thuquyen {boss}", words.REVOKE_YOURSELF),
        ("/thuquyen {lan}", words.REVOKE_FROM_SETTINGS.format(user="{lan}")), ("/thongke 0", words.DAYS_HOW.format(command="/thongke")),
        ("/thongke mai", words.DAYS_HOW.format(command="/thongke")), ("/chuatraloi 999", words.DAYS_HOW.format(command="/chuatraloi")),
    ],
)  # fmt: skip
async def test_a_command_that_cannot_be_done_says_why(open_scene: Scene, said: str, told: str) -> None:
    people = {"boss": open_scene.boss.id, "lan": open_scene.lan.id}

    assert told.format(**people) == (await open_scene.told(open_scene.boss, said.format(**people))).text


async def test_figures_and_what_was_not_covered_are_told_to_administrators(open_scene: Scene) -> None:
    an = open_scene.citizen()
    for said in (KNOWN, UNKNOWN[0]):
        await open_scene.told(an, said)
    figures = await open_scene.told(open_scene.boss, "/thongke")
    missing = await open_scene.told(open_scene.boss, "/chuatraloi 30")

    assert "câu hỏi" in figures.text
    assert UNKNOWN[0] in missing.text


@pytest.mark.parametrize(
    ("said", "access"),
    [
        ("", Access.OPERATOR), ("trực", Access.OPERATOR), ("Người trực", Access.OPERATOR), ("operator", Access.OPERATOR),
        ("quản trị", Access.ADMINISTRATOR), ("QUANTRI", Access.ADMINISTRATOR), ("quan tri vien", Access.ADMINISTRATOR), ("vua", None),
    ],
)  # fmt: skip
async def test_roles_are_named_as_people_name_them(said: str, access: Access | None) -> None:

    assert access is role_of(said)


# inline mode


async def test_anybody_gets_cards_that_paste_a_cited_answer(open_scene: Scene) -> None:
    found = await open_scene.citizen().asks_inline("kinh phí thanh niên xung phong").answer()

    assert 1 <= len(found.cards) <= 10
    assert "Căn cứ" in found.cards[0].body.text
    assert ("", False) == (found.next_offset, found.personal)


async def test_operators_get_more_in_cards_of_their_own(open_scene: Scene) -> None:
    found = await open_scene.lan.asks_inline("kinh phi tnxp").answer()

    assert found.personal
    assert all("%" in card.description and ".yaml:" in card.description for card in found.cards)
    assert not any("%" in card.body.text and ".yaml:" in card.body.text for card in found.cards)


async def test_before_anything_is_typed_there_are_the_directives(open_scene: Scene) -> None:

    assert (await open_scene.citizen().asks_inline("").answer()).cards


async def test_what_is_not_known_is_said_in_a_card(open_scene: Scene) -> None:
    found = await open_scene.citizen().asks_inline("zzzz qqqq").answer()

    assert [words.INLINE_NOTHING_TITLE] == [card.title for card in found.cards]
