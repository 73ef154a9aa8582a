"""A Bot API server of our own, as strict as Telegram's, for tests and measurements. The door is `BotApi`."""

from tests.telegram.botapi.methods import LIMITED, METHODS
from tests.telegram.botapi.people import MEDIA, Group, Person, Press, Room, Said, all_hear
from tests.telegram.botapi.records import Call, Sent
from tests.telegram.botapi.server import TOKEN, BotApi
from tests.telegram.botapi.world import Kind, Standing

__all__ = [
    "LIMITED", "MEDIA", "METHODS", "TOKEN", "BotApi", "Call", "Group", "Kind", "Person", "Press", "Room", "Said", "Sent", "Standing", "all_hear",
]  # fmt: skip
