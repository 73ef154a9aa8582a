"""A citizen, two operators with their group, an administrator and a stranger, around the real bot over real HTTP."""

from __future__ import annotations

import re
from dataclasses import dataclass

from tests.telegram.botapi import MEDIA, BotApi, Group, Person, Press, Sent
from tests.telegram.botapi.records import Card
from tests.telegram.botapi.state import Query
from tests.telegram.botapi.world import Message, Standing
from tests.telegram.process import Bot

KNOWN = "Tổng kinh phí hỗ trợ cựu thanh niên xung phong là bao nhiêu?"
IN_KNOWN = "780"
UNKNOWN = ("lãi suất vay mua xe máy hôm nay bao nhiêu", "giá vàng SJC sáng nay bao nhiêu một lượng")
VAGUE = "hạn là khi nào vậy"
ALWAYS, NEVER = "T2-CN 00:00-24:00", "1/1-31/12"


@dataclass(slots=True)
class Scene:
    """Everybody; the bot is not started yet."""

    api: BotApi
    bot: Bot
    an: Person
    lan: Person
    minh: Person
    boss: Person
    group: Group
    expected_refusals: int = 0
    """How many requests tests made the server refuse."""

    @classmethod
    def of(cls, api: BotApi, bot: Bot) -> Scene:
        an, lan, minh, boss = (api.person(name) for name in ("An", "Lan", "Minh", "Trưởng ca"))
        for person in (lan, minh, boss):
            person.chat.known = True  # they wrote to the bot before
        return cls(api, bot, an, lan, minh, boss, api.group("Tổ trực", [lan, minh, boss]))

    def citizen(self, name: str = "Bình") -> Person:
        """Somebody else; whom tests that share a bot do not share."""
        return self.api.person(name)

    def group_read(self) -> None:
        """Pass over what earlier tests left in the group."""
        sent = self.api.records.sent
        for place in [place for place, one in sent._unread.items() if one.chat == self.group.id]:
            del sent._unread[place]

    async def starts(self, **environment: str) -> None:
        """Start the bot, or start it again: with the operators' group, always open."""
        self.bot.environment = {**self.bot.environment, **self.environment, **environment}
        await self.bot.start()

    @property
    def environment(self) -> dict[str, str]:
        return {
            "HOIDAP_OPERATORS": f"{self.lan.id},{self.minh.id}", "HOIDAP_ADMINISTRATORS": str(self.boss.id),
            "HOIDAP_OPERATORS_CHAT": str(self.group.id), "HOIDAP_WORKING_HOURS": ALWAYS,
        }  # fmt: skip

    async def restarts(self, **environment: str) -> None:
        """Stop the bot as an operator does, and start it again."""
        assert (await self.bot.stops()).code == 0
        await self.starts(**environment)

    async def opened(self, citizen: Person) -> Sent:
        """A citizen asks for a person; the card in the group."""
        citizen.says("/nguoitruc")
        assert "phiếu" in (await citizen.hears()).text
        return await self.group.hears()

    async def claimed(self, citizen: Person) -> Sent:
        """Lan takes a citizen's ticket; the card in the group."""
        card = await self.opened(citizen)
        self.lan.presses(card, 0)
        assert "đã nhận phiếu" in (await citizen.hears()).text
        return await self.group.hears()

    def pressed_data(self, person: Person, data: str) -> Press:
        """A press of a button that nobody was sent: an app may send anything."""
        query = Query(f"{person.id}{len(self.api.state.callbacks):06}", person.id)
        self.api.state.callbacks[query.id] = query
        shown = {"chat": person.chat.plain(), "message_id": 1, "date": 0}
        payload = {"id": query.id, "from": person.user.plain(), "message": shown, "chat_instance": "1", "data": data}
        return Press(query, self.api.updates.add("callback_query", payload, person.id), self.api.state)

    def in_album(self, person: Person, album: str) -> None:
        """One photo of an album."""
        chat = person.chat
        chat.known = True
        message = Message(chat.next_id(), chat, person.user, 0, content={"photo": MEDIA["photo"], "media_group_id": album})
        chat.messages[message.id] = message
        self.api.updates.add("message", message.plain(), chat.id)

    def joins(self, group: Group) -> None:
        """Somebody takes the bot into a group."""
        bot = self.api.bot
        before, group.chat.standing[bot.id] = group.chat.standing[bot.id], Standing.MEMBER
        members = {
            "old_chat_member": {"user": bot.plain(), "status": str(before), "until_date": 0},
            "new_chat_member": {"user": bot.plain(), "status": str(Standing.MEMBER)},
        }
        payload = {"chat": group.chat.plain(), "from": self.an.user.plain(), "date": 0, **members}
        self.api.updates.add("my_chat_member", payload, group.id)

    def pastes_to_bot(self, person: Person, card: Card) -> None:
        """Use inline mode in the chat with the bot itself."""
        person.pastes(card, Group(person.chat, person.state, privacy=False))

    async def told(self, person: Person, text: str) -> Sent:
        """What a person hears next when they say this."""
        person.says(text)
        return await person.hears()


def code_of(sent: Sent) -> str:
    """The code of the ticket that a message is about."""
    found = re.search(r"[Pp]hiếu ([A-Z0-9]{4})\b", sent.text)
    assert found is not None, sent.text
    return found[1]
