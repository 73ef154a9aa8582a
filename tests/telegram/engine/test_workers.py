from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from datetime import date
from pathlib import Path

import pytest

from bot.answering.conversation import NEW, Conversation
from bot.channels.telegram import workers as module
from bot.channels.telegram.answerer import Edition, Unanswered, Versioned
from bot.channels.telegram.workers import Workers
from bot.domain.errors import HoiDapError
from bot.domain.reply import Reply, SmallTalk
from tests.telegram.engine.speakers import broken_at, dying_at, parrot_at

pytestmark = pytest.mark.asyncio
TODAY = date(2026, 11, 22)


@asynccontextmanager
async def working(folder: Path, count: int = 1) -> AsyncIterator[Workers]:
    folder.mkdir(exist_ok=True)  # noqa: ASYNC240  a test may
    workers = Workers(parrot_at, Edition(1, folder), count)
    try:
        await workers.start()
        yield workers
    finally:
        await workers.close()


async def said(workers: Workers, message: str) -> SmallTalk:
    reply, _ = (await workers.reply(message, NEW, TODAY)).value
    assert isinstance(reply, SmallTalk)
    return reply


def texts(answers: list[Versioned[tuple[Reply, Conversation]]]) -> list[str]:
    return [answer.value[0].text for answer in answers if isinstance(answer.value[0], SmallTalk)]


def alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


async def test_questions_are_answered_in_processes_of_their_own(tmp_path: Path) -> None:
    async with working(tmp_path / "one", 2) as workers:
        replies = await asyncio.gather(*(said(workers, f"câu {number}") for number in range(40)))
        near = (await workers.nearest("hạn", TODAY, 3)).value
        told = (await workers.told("a/b", TODAY)).value

    assert [f"one: câu {number}" for number in range(40)] == [reply.text for reply in replies]
    assert os.getpid() not in {int(reply.confidence) for reply in replies}
    assert ["hạn/0", "hạn/1", "hạn/2"] == [answered.direct for answered in near]
    assert told is not None
    assert "a/b" == told.direct


async def test_the_conversation_comes_back(tmp_path: Path) -> None:
    async with working(tmp_path / "one") as workers:
        _, after = (await workers.reply("xin chào", NEW, TODAY)).value

    assert ("xin chào",) == after.said


async def test_a_process_that_dies_is_replaced_and_its_questions_are_asked_again(tmp_path: Path) -> None:
    async with working(tmp_path / "one") as workers:
        (tmp_path / "one" / "once").touch()
        replies = await asyncio.gather(*(said(workers, message) for message in ("trước", "die once", "sau", "sau nữa")))

    assert ["one: trước", "one: die once", "one: sau", "one: sau nữa"] == [reply.text for reply in replies]
    assert replies[0].confidence != replies[-1].confidence


async def test_a_question_that_kills_every_process_is_given_up_and_the_others_are_answered(tmp_path: Path) -> None:
    async with working(tmp_path / "one") as workers:
        asked = [said(workers, message) for message in ("die", "một", "hai", "ba")]
        killed, *others = await asyncio.gather(*asked, return_exceptions=True)

    assert isinstance(killed, Unanswered)
    assert ["one: một", "one: hai", "one: ba"] == [reply.text for reply in others if isinstance(reply, SmallTalk)]


async def test_an_error_is_told_by_its_kind_alone_and_ends_nothing(tmp_path: Path) -> None:
    async with working(tmp_path / "one") as workers:
        before = await said(workers, "trước")
        with pytest.raises(Unanswered, match="KeyError") as raised:
            await said(workers, "raise bí mật")
        after = await said(workers, "sau")

    assert "bí mật" not in str(raised.value)
    assert before.confidence == after.confidence


async def test_one_that_thinks_too_long_is_killed_and_asked_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_LONGEST", 0.05)
    async with working(tmp_path / "one") as workers:
        with pytest.raises(Unanswered):
            await said(workers, "sleep 60")
        assert "one: sau" == (await said(workers, "sau")).text


async def test_what_is_being_answered_finishes_on_the_version_before(tmp_path: Path) -> None:
    async with working(tmp_path / "old", 2) as workers:
        (tmp_path / "new").mkdir()
        before = [asyncio.ensure_future(said(workers, "wait go")) for _ in range(2)]
        while workers.waiting():  # noqa: ASYNC110  turns of the loop, not time
            await asyncio.sleep(0)
        moving = asyncio.ensure_future(workers.move_on(Edition(2, tmp_path / "new")))
        await asyncio.sleep(0)
        (tmp_path / "old" / "go").touch()
        late = await asyncio.gather(*before)
        await moving
        after = await asyncio.gather(*(said(workers, "nay") for _ in range(4)))

    assert {"old: wait go"} == {reply.text for reply in late}
    assert {"new: nay"} == {reply.text for reply in after}


async def test_no_process_is_started_anew_for_another_version(tmp_path: Path) -> None:
    async with working(tmp_path / "old", 2) as workers:
        (tmp_path / "new").mkdir()
        before = {(await said(workers, "ai")).confidence for _ in range(8)}
        await workers.move_on(Edition(2, tmp_path / "new"))
        after = {(await said(workers, "ai")).confidence for _ in range(8)}

    assert after <= before


async def test_an_answer_tells_the_version_that_it_comes_from(tmp_path: Path) -> None:
    async with working(tmp_path / "old") as workers:
        (tmp_path / "new").mkdir()
        asked = [asyncio.ensure_future(workers.reply(f"câu {number}", NEW, TODAY)) for number in range(6)]
        await workers.move_on(Edition(7, tmp_path / "new"))
        answers = [*await asyncio.gather(*asked), await workers.reply("nay", NEW, TODAY)]

    told = [(answer.version, text) for answer, text in zip(answers, texts(answers), strict=True)]
    assert (7, "new: nay") == told[-1]
    assert all((1, "old") == (version, where) or (7, "new") == (version, where) for version, text in told for where in [text[:3]])


async def test_a_process_that_dies_while_it_moves_is_not_the_fault_of_the_version(tmp_path: Path) -> None:
    async with working(tmp_path / "old", 2) as workers:
        (tmp_path / "new").mkdir()
        (tmp_path / "new" / "dies").write_text("1")  # the first that opens it dies of it
        await workers.move_on(Edition(2, tmp_path / "new"))
        answers = await asyncio.gather(*(said(workers, "nay") for _ in range(8)))

    assert {"new: nay"} == {reply.text for reply in answers}


async def test_a_version_that_kills_every_process_is_not_gone_over_to(tmp_path: Path) -> None:
    async with working(tmp_path / "old") as workers:
        (tmp_path / "new").mkdir()
        (tmp_path / "new" / "dies").write_text("99")
        with pytest.raises(HoiDapError, match=r"mở thư viện|không khởi động được"):
            await workers.move_on(Edition(2, tmp_path / "new"))

        assert "old: còn" == (await said(workers, "còn")).text


async def test_a_process_that_dies_comes_back_with_the_live_version(tmp_path: Path) -> None:
    async with working(tmp_path / "old") as workers:
        (tmp_path / "new").mkdir()
        await workers.move_on(Edition(2, tmp_path / "new"))
        (tmp_path / "new" / "once").touch()

        assert "new: die once" == (await said(workers, "die once")).text


async def test_where_no_process_answers_another_version_brings_them_back(tmp_path: Path) -> None:
    async with working(tmp_path / "old", 2) as workers:
        (tmp_path / "new").mkdir()
        (tmp_path / "old").rename(tmp_path / "gone")  # nothing can be opened there any more
        (tmp_path / "gone" / "stay").touch()
        asked = [asyncio.ensure_future(said(workers, "die")) for _ in range(1)]
        while workers.are_ready:  # noqa: ASYNC110  turns of the loop, not time
            await asyncio.sleep(0.001)
        await workers.move_on(Edition(2, tmp_path / "new"))

        assert "new: nay" == (await said(workers, "nay")).text
        await asyncio.gather(*asked, return_exceptions=True)


async def test_a_library_that_cannot_be_opened_leaves_all_as_it_was(tmp_path: Path) -> None:
    async with working(tmp_path / "old") as workers:
        with pytest.raises(HoiDapError, match="không có thư viện new"):
            await workers.move_on(Edition(2, tmp_path / "new"))
        assert "old: còn" == (await said(workers, "còn")).text


@pytest.mark.parametrize(("opening", "told"), [(broken_at, "ZeroDivisionError"), (dying_at, "không khởi động được")])
async def test_processes_that_do_not_get_ready_are_told_of_at_the_start(
    opening: Callable[[Path], object], told: str, tmp_path: Path
) -> None:
    workers = Workers(opening, Edition(1, tmp_path), 2)  # type: ignore[arg-type]

    with pytest.raises(HoiDapError, match=told):
        await workers.start()
    await workers.close()


async def test_neither_ctrl_c_nor_sigterm_reaches_a_process(tmp_path: Path) -> None:
    async with working(tmp_path / "one") as workers:
        process = int((await said(workers, "ai đó")).confidence)
        for number in (signal.SIGINT, signal.SIGTERM):
            os.kill(process, number)

        assert process == (await said(workers, "vẫn đây")).confidence


async def test_no_process_outlives_the_end(tmp_path: Path) -> None:
    async with working(tmp_path / "one", 2) as workers:
        processes = {int((await said(workers, "ai")).confidence) for _ in range(6)}
        unheard = asyncio.ensure_future(said(workers, "sleep 60"))
        await asyncio.sleep(0)

    assert not any(map(alive, processes))
    with pytest.raises(Unanswered):
        await unheard
    with pytest.raises(Unanswered):
        await said(workers, "muộn")
