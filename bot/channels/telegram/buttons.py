"""Pressed buttons: what each means, and who handles it. Every one is called back, so that none spins; what is old gets a kind word."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from telegram import Update

from bot.channels.telegram import browsing, history, knowledge, my_data, person, ratings, staff, words
from bot.channels.telegram.actions import (
    Action,
    Agencies,
    Choose,
    Claim,
    CloseTicket,
    DeskFact,
    Directives,
    Discard,
    Dues,
    Forget,
    Home,
    Noted,
    NotMeant,
    OpenTicket,
    Person,
    Publish,
    Rate,
    RollBack,
    ShowAgency,
    ShowDirective,
    ShowDue,
    ShowTopic,
    ShowVersions,
    Stale,
    Stars,
    Stay,
    Tell,
    Topics,
    Why,
    decode,
)  # fmt: skip
from bot.channels.telegram.silence import unless_claimed
from bot.channels.telegram.turn import Turn


async def _stale(turn: Turn, _: Stale) -> None:
    turn.answer_callback(words.STALE, alert=True)


async def _noted(turn: Turn, _: Noted) -> None:
    turn.answer_callback(words.THANKS)


Pressing = Callable[[Turn, Any], Awaitable[None]]
_PRESSED: dict[type[Action], Pressing] = {
    Choose: ratings.chosen, Rate: ratings.rated, Why: ratings.reasoned, NotMeant: ratings.not_meant, Noted: _noted,
    Home: browsing.turned_to, Topics: browsing.turned_to, ShowTopic: browsing.turned_to, Directives: browsing.turned_to,
    ShowDirective: browsing.turned_to, Agencies: browsing.turned_to, ShowAgency: browsing.turned_to, Dues: browsing.turned_to,
    ShowDue: browsing.turned_to, Tell: browsing.tell_fact, Forget: my_data.decided, Person: person.person_pressed,
    OpenTicket: person.away_accepted, Claim: person.claimed, CloseTicket: person.close_pressed, Stars: person.starred,
    DeskFact: staff.fact_pressed, Publish: knowledge.publish_pressed, Discard: knowledge.discard_pressed,
    ShowVersions: history.versions_turned, RollBack: history.roll_back_pressed, Stay: history.stayed, Stale: _stale,
}  # fmt: skip
_ALWAYS = (CloseTicket, Stars, Forget)  # these work while an operator has the ticket: they end it, or look back


async def pressed(update: Update, turn: Turn) -> None:
    """A button under a message of ours."""
    query = update.callback_query
    action = decode(query.data or "") if query else Stale()
    handling = _PRESSED[type(action)]

    async def handle(_: Update, turn: Turn) -> None:
        await handling(turn, action)

    await (handle if isinstance(action, _ALWAYS) else unless_claimed(handle))(update, turn)
