"""Going over to another version while the bot runs, over folders of parrots; what cannot be opened changes nothing and is told."""

from __future__ import annotations

import asyncio

import pytest

from bot.domain.errors import VersionDamaged
from tests.telegram.botapi import Person
from tests.telegram.engine.echo import Echo, Stage

pytestmark = pytest.mark.asyncio


async def told(person: Person, text: str) -> str:
    person.says(text)
    return (await person.hears()).text


async def heard(person: Person, wanted: str) -> None:
    """Ask where an answer comes from until it is there."""
    async with asyncio.timeout(30):
        while await told(person, "/where") != wanted:
            pass


def with_version(stage: Stage, number: int, name: str) -> None:
    (stage.folder / name).mkdir()
    stage.versions.folders[number] = stage.folder / name


async def test_a_version_that_becomes_live_is_answered_from_and_shown(stage: Stage) -> None:
    an = stage.api.person("An")
    with_version(stage, 2, "two")
    async with stage.bot(HOIDAP_WORKERS="2"):
        assert "1 1 1 parrots" == await told(an, "/where")
        stage.versions.live = 2
        await heard(an, "2 2 2 two")


async def test_going_back_is_a_move_like_any_other(stage: Stage) -> None:
    an = stage.api.person("An")
    with_version(stage, 2, "two")
    async with stage.bot():
        stage.versions.folders[1] = stage.folder / "parrots"
        for number, name in ((2, "two"), (1, "parrots"), (2, "two")):
            stage.versions.live = number
            await heard(an, f"{number} {number} {number} {name}")


async def test_what_is_asked_while_it_goes_over_is_all_answered(stage: Stage) -> None:
    people = stage.api.people(20)
    with_version(stage, 2, "two")
    async with stage.bot(HOIDAP_WORKERS="2"):
        for number in range(10):
            stage.versions.live = 2
            for person in people:
                person.says(f"câu {number}")
        heard_by_all = [[(await person.hears()).text for _ in range(10)] for person in people]

    assert [[f"câu {number}" for number in range(10)]] * 20 == heard_by_all


async def test_a_version_that_cannot_be_opened_is_told_to_administrators_once(stage: Stage) -> None:
    an, boss = stage.api.person("An"), stage.api.person("Trưởng ca")
    boss.chat.known = True
    with_version(stage, 3, "three")
    async with stage.bot(HOIDAP_ADMINISTRATORS=str(boss.id)):
        stage.versions.live = 2
        warning = await boss.hears()
        assert "1 1 1 parrots" == await told(an, "/where")
        stage.versions.live = 3
        await heard(an, "3 3 3 three")
        await stage.api.quiet()

    assert "bản 2" in warning.text.lower()
    assert "không còn bản 2" in warning.text
    assert not boss.unread


async def test_what_could_not_be_opened_is_looked_at_again_when_the_pointer_moved(stage: Stage) -> None:
    an, boss = stage.api.person("An"), stage.api.person("Trưởng ca")
    boss.chat.known = True
    async with stage.bot(HOIDAP_ADMINISTRATORS=str(boss.id)):
        stage.versions.folders[1] = stage.folder / "parrots"
        stage.versions.live = 2
        await boss.hears()
        with_version(stage, 3, "three")
        with_version(stage, 2, "two")
        stage.versions.live = 3
        await heard(an, "3 3 3 three")
        stage.versions.live = 2
        await heard(an, "2 2 2 two")


async def test_a_process_that_cannot_open_it_changes_nothing(stage: Stage) -> None:
    an, boss = stage.api.person("An"), stage.api.person("Trưởng ca")
    boss.chat.known = True
    stage.versions.folders[2] = stage.folder / "nowhere"  # the folder is not there: the processes are the first to see
    async with stage.bot(HOIDAP_ADMINISTRATORS=str(boss.id)):
        stage.versions.live = 2
        warning = await boss.hears()

        assert "không có thư viện nowhere" in warning.text
        assert "1 1 1 parrots" == await told(an, "/where")


async def test_a_pointer_that_cannot_be_read_is_no_news(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    an = stage.api.person("An")
    with_version(stage, 2, "two")
    looked = asyncio.Event()
    loop = asyncio.get_running_loop()

    def unreadable(_: object) -> int:
        loop.call_soon_threadsafe(looked.set)
        raise VersionDamaged("versions/live")

    async with stage.bot():
        with monkeypatch.context() as damaged:
            damaged.setattr(type(stage.versions), "pointer", unreadable)
            await looked.wait()
            assert "1 1 1 parrots" == await told(an, "/where")
        stage.versions.live = 2
        await heard(an, "2 2 2 two")


# what goes on after an update was concluded


async def test_what_takes_long_goes_on_beside_and_the_chat_goes_on_too(stage: Stage) -> None:
    an = stage.api.person("An")
    echo = Echo({"chậm": asyncio.Event()})
    async with stage.bot(echo):
        assert "đang làm" == await told(an, "/slow")
        assert "chào" == await told(an, "chào")
        echo.gates["chậm"].set()

        assert "xong" == (await an.hears()).text
    with stage.journal() as journal:
        assert 0 == journal.inbox.waiting()


async def test_what_was_ended_in_the_middle_is_met_again_by_the_next_process(stage: Stage) -> None:
    an = stage.api.person("An")
    async with stage.bot(Echo({"chậm": asyncio.Event()})):
        assert "đang làm" == await told(an, "/slow")
    async with stage.bot():
        assert "bị ngắt" == (await an.hears()).text
    async with stage.bot():
        assert "chào" == await told(an, "chào")


async def test_what_fails_later_is_excused_and_done(stage: Stage) -> None:
    an = stage.api.person("An")
    echo = Echo({"chậm": asyncio.Event()})
    echo.gates["chậm"].set()
    async with stage.bot(echo):
        assert "đang làm" == await told(an, "/slow x")
        assert "trục trặc" in (await an.hears()).text
    with stage.journal() as journal:
        assert ["ValueError"] == [failure.why for failure in journal.inbox.failures()]
