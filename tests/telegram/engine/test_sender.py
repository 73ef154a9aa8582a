from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.channels.telegram import parcels
from bot.channels.telegram.delivery import Delivery
from bot.channels.telegram.keeper import Keeper
from bot.channels.telegram.markup import Button, Page
from bot.channels.telegram.sender import BLOCKED, Floods, Patience, Sender
from bot.channels.telegram.wire import Line, request_to
from bot.journal.counters import Count
from bot.journal.journal import Journal
from bot.journal.outbox import Method, Parcel
from tests.telegram.botapi import LIMITED, BotApi, Kind, Person
from tests.telegram.botapi.faults import Broken, Cut, Held, Never, Refuse, flooded
from tests.telegram.botapi.refusals import Refused

pytestmark = pytest.mark.asyncio
QUICK = Patience(first=0.001, longest=0.01, tries=4)


def now() -> datetime:
    return datetime.now(UTC)  # noqa: TID251  the sender measures how old a parcel is


class Outgoing:
    """A sender over a real journal and a real server; `given_up` is what it told of."""

    def __init__(self, line: Line, keeper: Keeper, patience: Patience) -> None:
        self.keeper = keeper
        self.given_up: list[tuple[Parcel, str]] = []
        self.sender = Sender(Delivery(line, keeper), keeper, self._undelivered, now, patience)
        keeper.posted = self.sender.take

    def _undelivered(self, journal: Journal, parcel: Parcel, why: str, at: datetime) -> None:
        self.given_up.append((parcel, why))

    async def put(self, *parcels_: Parcel) -> None:
        await self.keeper.run(lambda journal: [journal.outbox.put(parcel, now()) for parcel in parcels_])

    async def is_done(self) -> None:
        """Wait until every parcel is settled and the journal knows it."""
        async with asyncio.timeout(10):
            while self.sender.waiting or await self.keeper.run(lambda journal: journal.outbox.waiting()):  # noqa: ASYNC110  the journal tells nobody
                await asyncio.sleep(0.001)

    async def count(self, name: str) -> int:
        return await self.keeper.run(lambda journal: journal.counters.of(name))


@asynccontextmanager
async def sending(line: Line, keeper: Keeper, patience: Patience = QUICK) -> AsyncIterator[Outgoing]:
    outgoing = Outgoing(line, keeper, patience)
    await outgoing.sender.start()
    yield outgoing
    await outgoing.sender.drain(1.0)


def text(person: Person, said: str, **more: Any) -> Parcel:
    return parcels.send(person.id, Page(said, said), **more)


@pytest.fixture
def an(api: BotApi) -> Person:
    """Somebody who wrote to the bot, so that it may answer."""
    person = api.person("An")
    person.says("chào")
    return person


async def heard(person: Person, count: int) -> list[str]:
    return [(await person.hears()).text for _ in range(count)]


async def test_messages_of_a_chat_arrive_in_order(api: BotApi, line: Line, keeper: Keeper, an: Person) -> None:
    async with sending(line, keeper) as outgoing:
        await outgoing.put(*(text(an, str(number)) for number in range(30)))
        assert [str(number) for number in range(30)] == await heard(an, 30)
        await outgoing.is_done()

    assert [] == api.refused


@pytest.mark.parametrize("fault", [Broken(502), Broken(500), flooded(1), Cut(done=False)])
async def test_trouble_is_waited_out_and_the_order_holds(api: BotApi, line: Line, keeper: Keeper, an: Person, fault: Any) -> None:
    api.faults.add(fault, "sendMessage", times=2)
    async with sending(line, keeper) as outgoing:
        await outgoing.put(*(text(an, str(number)) for number in range(5)))
        assert ["0", "1", "2", "3", "4"] == await heard(an, 5)
        await outgoing.is_done()

        assert [] == outgoing.given_up


async def test_a_slow_chat_holds_up_no_other(api: BotApi, line: Line, keeper: Keeper, an: Person) -> None:
    binh = api.person("Bình")
    binh.says("chào")
    gate = asyncio.Event()
    held = api.faults.add(Held(gate), "sendMessage", chat=an.id, times=1)
    async with sending(line, keeper) as outgoing:
        await outgoing.put(text(an, "a1"), text(an, "a2"), text(binh, "b1"))
        await held.hit()
        assert ["b1"] == await heard(binh, 1)
        assert not an.unread
        gate.set()
        assert ["a1", "a2"] == await heard(an, 2)
        await outgoing.is_done()


async def test_what_may_have_arrived_twice_is_counted(api: BotApi, line: Line, keeper: Keeper, an: Person) -> None:
    api.faults.add(Cut(done=True), "sendMessage", times=1)
    async with sending(line, keeper) as outgoing:
        await outgoing.put(text(an, "một"), text(an, "hai"))
        assert ["một", "một", "hai"] == await heard(an, 3)
        await outgoing.is_done()

        assert 1 == await outgoing.count(Count.MAYBE_TWICE)


async def test_what_never_works_is_given_up_with_a_reason_and_the_next_goes(api: BotApi, line: Line, keeper: Keeper, an: Person) -> None:
    api.faults.add(Broken(500), "sendMessage", times=QUICK.tries)
    async with sending(line, keeper) as outgoing:
        await outgoing.put(text(an, "mất"), text(an, "còn"))
        assert ["còn"] == await heard(an, 1)
        await outgoing.is_done()

        assert ["mất"] == [parcel.payload["text"] for parcel, _ in outgoing.given_up]
        assert 1 == await outgoing.count(Count.PARCELS_FAILED)


async def test_a_server_that_never_answers_costs_a_try(api: BotApi, keeper: Keeper, an: Person) -> None:
    api.faults.add(Never(), "sendMessage", times=1)
    line = Line(api.token, base_url=f"{api.url}/bot", request=request_to(api.url, 5, 0.05))
    await line.initialize()
    async with sending(line, keeper) as outgoing:
        await outgoing.put(text(an, "chậm"))
        assert ["chậm"] == await heard(an, 1)
        await outgoing.is_done()
    await line.shutdown()


async def test_a_parcel_too_old_is_not_tried_for_ever(api: BotApi, line: Line, keeper: Keeper, an: Person) -> None:
    api.faults.add(Broken(502), "sendMessage")
    async with sending(line, keeper, Patience(first=0.001, longest=0.001, tries=10_000, within=timedelta(milliseconds=20))) as outgoing:
        await outgoing.put(text(an, "cũ"))
        await outgoing.is_done()

        assert 1 == len(outgoing.given_up)


async def test_somebody_who_blocked_us_is_remembered_and_not_asked_again(api: BotApi, line: Line, keeper: Keeper, an: Person) -> None:
    an.blocks()
    async with sending(line, keeper) as outgoing:
        await outgoing.put(text(an, "một"), text(an, "hai"))
        await outgoing.is_done()
        asked = len(api.records.of("sendMessage"))

        assert [BLOCKED, BLOCKED] == [why for _, why in outgoing.given_up]
        assert await keeper.run(lambda journal: journal.people.is_blocked(an.id))
        assert 1 == asked

        an.unblocks()
        outgoing.sender.heard_from(an.id)
        await outgoing.put(text(an, "ba"))
        assert ["ba"] == await heard(an, 1)
        await outgoing.is_done()


async def test_formatting_that_is_refused_goes_as_plain_text(api: BotApi, line: Line, keeper: Keeper, an: Person) -> None:
    async with sending(line, keeper) as outgoing:
        await outgoing.put(parcels.send(an.id, Page("<b>hỏng", "không hỏng")))
        sent = await an.hears()
        await outgoing.is_done()

    assert ("không hỏng", []) == (sent.text, list(sent.entities))


async def test_buttons_that_are_refused_are_left_out_rather_than_the_answer(api: BotApi, line: Line, keeper: Keeper, an: Person) -> None:
    async with sending(line, keeper) as outgoing:
        await outgoing.put(parcels.send(an.id, Page("trả lời", "trả lời", ((Button("dài", "x" * 65),),))))
        sent = await an.hears()
        await outgoing.is_done()

    assert ("trả lời", []) == (sent.text, list(sent.labels))


async def test_what_is_refused_in_every_form_is_given_up(api: BotApi, line: Line, keeper: Keeper, an: Person) -> None:
    async with sending(line, keeper) as outgoing:
        await outgoing.put(Parcel(an.id, Method.SEND, {"text": ""}), text(an, "sau"))
        assert ["sau"] == await heard(an, 1)
        await outgoing.is_done()

        assert 1 == len(outgoing.given_up)


async def test_a_group_that_moved_gets_its_messages_at_the_new_place(api: BotApi, line: Line, keeper: Keeper, an: Person) -> None:
    group = api.group("Tổ trực", [an], kind=Kind.GROUP)
    old = group.id
    new = group.becomes_supergroup(an)
    async with sending(line, keeper) as outgoing:
        await outgoing.put(*(parcels.send(old, Page(said, said)) for said in ("một", "hai")))
        assert ["một", "hai"] == [(await new.hears()).text for _ in range(2)]
        await outgoing.is_done()

        assert [] == outgoing.given_up


# messages found by our own names


async def test_an_edit_finds_the_message_sent_before_it(api: BotApi, line: Line, keeper: Keeper, an: Person) -> None:
    async with sending(line, keeper) as outgoing:
        await outgoing.put(text(an, "một", ref="r"), parcels.edit(an.id, Page("hai", "hai"), ref="r"))
        first, second = await an.hears(), await an.hears()
        await outgoing.put(parcels.edit(an.id, Page("hai", "hai"), ref="r"))  # nothing changes: no error
        await outgoing.is_done()

    assert (first.id, True, "hai") == (second.id, second.edited, second.text)
    assert [] == outgoing.given_up


async def test_an_edit_of_what_is_gone_is_sent_anew_and_found_afterwards(api: BotApi, line: Line, keeper: Keeper, an: Person) -> None:
    async with sending(line, keeper) as outgoing:
        await outgoing.put(text(an, "một", ref="r"))
        first = await an.hears()
        await line.call("deleteMessage", {"chat_id": an.id, "message_id": first.id})
        await outgoing.put(parcels.edit(an.id, Page("hai", "hai"), ref="r"), parcels.edit(an.id, Page("ba", "ba"), ref="r"))
        anew, edited = await an.hears(), await an.hears()
        await outgoing.is_done()

    assert (False, "hai", True, "ba") == (anew.edited, anew.text, edited.edited, edited.text)
    assert anew.id == edited.id != first.id


async def test_an_edit_of_what_was_never_sent_is_a_new_message(api: BotApi, line: Line, keeper: Keeper, an: Person) -> None:
    async with sending(line, keeper) as outgoing:
        await outgoing.put(parcels.edit(an.id, Page("mới", "mới"), ref="nothing"))
        assert ["mới"] == await heard(an, 1)
        await outgoing.is_done()


async def test_buttons_and_messages_that_are_gone_are_let_be(api: BotApi, line: Line, keeper: Keeper, an: Person) -> None:
    async with sending(line, keeper) as outgoing:
        await outgoing.put(
            parcels.edit_buttons(an.id, (), message=999),
            parcels.delete(an.id, message=999),
            parcels.delete(an.id, ref="nothing"),
            text(an, "sau"),
        )
        assert ["sau"] == await heard(an, 1)
        await outgoing.is_done()

        assert [] == outgoing.given_up


async def test_an_answer_finds_the_message_it_answers(api: BotApi, line: Line, keeper: Keeper, an: Person) -> None:
    async with sending(line, keeper) as outgoing:
        await outgoing.put(text(an, "một", ref="r"), text(an, "hai", reply_to="r"), text(an, "ba", reply_to="nothing"))
        first, second, third = [await an.hears() for _ in range(3)]
        await outgoing.is_done()

    assert (first.id, None) == (second.reply_to, third.reply_to)


async def test_a_copy_carries_what_was_written(api: BotApi, line: Line, keeper: Keeper, an: Person) -> None:
    binh = api.person("Bình")
    said = binh.says("nguyên văn")
    async with sending(line, keeper) as outgoing:
        await outgoing.put(parcels.copy(an.id, (binh.id, said.id), otherwise="che", ref="c"))
        copied = await an.hears()
        await outgoing.is_done()
        number = await keeper.run(lambda journal: journal.outbox.message_of("c", an.id))

    assert ("nguyên văn", number) == (copied.text, copied.id)


async def test_where_nothing_is_copied_it_is_said_otherwise(keeper: Keeper) -> None:
    async with BotApi(methods=LIMITED) as api:
        an, binh = api.person("An"), api.person("Bình")
        said = binh.says("nguyên văn")
        an.says("chào")
        line = Line(api.token, base_url=f"{api.url}/bot", request=request_to(api.url, 5, 5.0))
        await line.initialize()
        async with sending(line, keeper) as outgoing:
            await outgoing.put(parcels.copy(an.id, (binh.id, said.id), otherwise="che"))
            assert ["che"] == await heard(an, 1)
            await outgoing.is_done()
        await line.shutdown()


@pytest.mark.parametrize(
    "refused",
    [Refused(400, "Bad Request: message can't be copied"), Refused(501, "Not Implemented"), Refused(405, "Method Not Allowed (405)")],
)
async def test_however_a_copy_is_refused_it_is_said_otherwise(
    api: BotApi, line: Line, keeper: Keeper, an: Person, refused: Refused
) -> None:
    api.faults.add(Refuse(refused), "copyMessage")
    async with sending(line, keeper) as outgoing:
        await outgoing.put(parcels.copy(an.id, (an.id, 1), otherwise="che"))
        assert ["che"] == await heard(an, 1)
        await outgoing.is_done()


# the end, and the start after it


async def test_what_an_earlier_process_left_is_sent_and_counted(api: BotApi, line: Line, keeper: Keeper, an: Person) -> None:
    await keeper.run(lambda journal: journal.outbox.put(text(an, "để lại"), now()))
    async with sending(line, keeper) as outgoing:
        assert ["để lại"] == await heard(an, 1)
        await outgoing.is_done()

        assert 1 == await outgoing.count(Count.MAYBE_TWICE)


async def test_the_end_sends_what_can_be_sent_and_leaves_the_rest_in_the_journal(
    api: BotApi, line: Line, keeper: Keeper, an: Person
) -> None:
    binh = api.person("Bình")
    binh.says("chào")
    broken = api.faults.add(Broken(502), "sendMessage", chat=binh.id)
    outgoing = Outgoing(line, keeper, Patience(first=60.0))
    await outgoing.put(text(binh, "để sau"), *(text(an, str(number)) for number in range(20)))
    await broken.hit()
    await outgoing.sender.drain(5.0)

    assert [str(number) for number in range(20)] == await heard(an, 20)
    assert ["để sau"] == [posted.parcel.payload["text"] for posted in await keeper.run(lambda journal: journal.outbox.pending())]


async def test_several_chats_told_to_slow_down_pause_every_chat() -> None:
    floods = Floods()
    loop = asyncio.get_running_loop()
    began = loop.time()
    floods.note(1, began, 5.0)
    floods.note(1, began, 5.0)
    await asyncio.wait_for(floods.over(), 1)
    for chat in (1, 2, 3):
        floods.note(chat, loop.time(), 0.05)
    await floods.over()

    assert loop.time() >= began + 0.05


# files


def report(person: Person, content: bytes = b"\xef\xbb\xbf1\r\n") -> Parcel:
    page = Page("<i>phần đầu</i>", "phần đầu")
    return parcels.document(person.id, parcels.File("bao-cao.txt", content, "Báo cáo"), otherwise=page)


async def test_a_file_is_delivered_in_its_place_and_its_content_leaves_the_journal(line: Line, keeper: Keeper, an: Person) -> None:
    async with sending(line, keeper) as outgoing:
        await outgoing.put(text(an, "một"), report(an, b"secret of the report"), text(an, "ba"))
        sent = [await an.hears() for _ in range(3)]
        await outgoing.is_done()
        payloads = await keeper.run(lambda journal: journal.store.rows("SELECT payload FROM outbox"))

    assert ["một", "Báo cáo", "ba"] == [one.text for one in sent]
    assert sent[1].file is not None
    assert ("bao-cao.txt", b"secret of the report") == (sent[1].file.name, sent[1].file.content)
    assert [(None,)] * 3 == payloads


@pytest.mark.parametrize("fault", [Broken(502), flooded(1), Cut(done=False)])
async def test_a_file_is_tried_again_like_anything(line: Line, keeper: Keeper, an: Person, api: BotApi, fault: Any) -> None:
    api.faults.add(fault, "sendDocument", times=1)
    async with sending(line, keeper) as outgoing:
        await outgoing.put(report(an))
        assert "Báo cáo" == (await an.hears()).text
        await outgoing.is_done()

    assert not an.unread


async def test_a_file_left_by_an_earlier_process_is_delivered_whole(line: Line, keeper: Keeper, an: Person) -> None:
    await keeper.run(lambda journal: journal.outbox.put(report(an, b"x" * 900_000), now()))
    async with sending(line, keeper):
        sent = await an.hears()

    assert sent.file is not None
    assert 900_000 == len(sent.file.content)


async def test_what_the_server_will_not_send_as_a_file_is_said(line: Line, keeper: Keeper, an: Person, api: BotApi) -> None:
    api.faults.add(Refuse(Refused(400, "Bad Request: no files today")), "sendDocument")
    async with sending(line, keeper) as outgoing:
        await outgoing.put(report(an))
        said = await an.hears()

    assert ("phần đầu", None) == (said.text, said.file)
    assert "italic" in {entity.kind for entity in said.entities}


async def test_a_file_too_large_is_a_mistake_of_ours(an: Person) -> None:
    with pytest.raises(ValueError, match="1000001"):
        report(an, b"x" * 1_000_001)


async def test_whoever_asked_is_told_that_a_chat_moved(line: Line, keeper: Keeper, an: Person, api: BotApi) -> None:
    group = api.group("Tổ trực", [an], kind=Kind.GROUP)
    new = group.becomes_supergroup(an)
    async with sending(line, keeper) as outgoing:
        moves: list[tuple[int, int]] = []
        outgoing.sender.moved = lambda old, now_: moves.append((old, now_))
        await outgoing.put(parcels.send(group.id, Page("chào", "chào")))
        await new.hears()

    assert [(group.id, new.id)] == moves
