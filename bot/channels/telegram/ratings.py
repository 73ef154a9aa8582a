"""What people do with a reply: choose a reading or a related fact, say whether it helped and why not, say that it is not what they meant."""

from __future__ import annotations

from bot import wording
from bot.channels.telegram import parcels, render, words
from bot.channels.telegram import tickets_shown as shown
from bot.channels.telegram.actions import Choose, NotMeant, Rate, Reason, Why
from bot.channels.telegram.citizen import Heard, Told, failed_again, reply_to, tell, told_fact
from bot.channels.telegram.markup import Keyboard
from bot.channels.telegram.replies import in_group
from bot.channels.telegram.turn import Turn
from bot.domain.reply import Option
from bot.journal.journal import Journal
from bot.journal.questions import Noted, Rating


async def chosen(turn: Turn, action: Choose) -> None:
    """An option under a reply: the fact it stands for, or what it asks."""
    noted = await _noted(turn, action.question)
    if noted is None:
        return
    if action.option >= len(noted.options):
        turn.answer_callback(words.STALE, alert=True)
        return
    option = noted.options[action.option]
    turn.answer_callback()
    if not option.ask:
        _none_of_these(turn, noted)
        return
    told = await _told(turn, option)
    turn.conclude(lambda journal: tell(journal, turn, told))


async def rated(turn: Turn, action: Rate) -> None:
    """👍 is thanked for; 👎 is asked why, and counts as a failure."""
    noted = await _noted(turn, action.question)
    if noted is None:
        return
    turn.answer_callback(words.THANKS if action.good else "")
    keyboard = (render.rated_keyboard if action.good else render.why_keyboard)(noted.id, noted.options, in_group=in_group(turn))

    def work(journal: Journal) -> None:
        journal.questions.rate(noted.id, turn.chat, Rating.GOOD if action.good else Rating.BAD)
        _rekey(journal, turn, keyboard)
        if not action.good and noted.rating is not Rating.BAD:
            _offer_if_failed_again(journal, turn, noted.id)

    turn.conclude(work)


async def reasoned(turn: Turn, action: Why) -> None:
    """Why the answer did not help."""
    noted = await _noted(turn, action.question)
    if noted is None:
        return
    turn.answer_callback(words.WHY_THANKS)

    def work(journal: Journal) -> None:
        journal.questions.rate(noted.id, turn.chat, Rating.BAD, action.reason.value)
        _rekey(journal, turn, render.rated_keyboard(noted.id, noted.options, in_group=in_group(turn)))

    turn.conclude(work)


async def not_meant(turn: Turn, action: NotMeant) -> None:
    """The answer is about something else: offer what else may be meant, and a person."""
    noted = await _noted(turn, action.question)
    if noted is None:
        return
    turn.answer_callback()

    def work(journal: Journal) -> None:
        fresh = noted.rating is not Rating.BAD
        journal.questions.rate(noted.id, turn.chat, Rating.BAD, Reason.OTHER.value)
        offers = fresh and failed_again(journal, turn)
        person = turn.settings.operators_chat is not None and not offers
        journal.outbox.put(turn.answer(render.not_meant_page(noted.id, noted.options, offers_person=person)), turn.now)
        if offers:
            journal.outbox.put(turn.answer(shown.offer(noted.id)), turn.now)

    turn.conclude(work)


async def _noted(turn: Turn, question: int) -> Noted | None:
    """The question that a button is about; when there is none any more, whoever pressed it is told so."""
    noted = await turn.read(lambda journal: journal.questions.get(question, turn.chat))
    if noted is None:
        turn.answer_callback(words.STALE, alert=True)
    return noted


def _none_of_these(turn: Turn, noted: Noted) -> None:
    """None of the readings: ask to say more. That is a failure to understand."""

    def work(journal: Journal) -> None:
        fresh = noted.rating is not Rating.BAD
        journal.questions.rate(noted.id, turn.chat, Rating.BAD, Reason.OTHER.value)
        journal.outbox.put(turn.answer(shown.said(wording.DESCRIBE)), turn.now)
        if fresh:
            _offer_if_failed_again(journal, turn, noted.id)

    turn.conclude(work)


async def _told(turn: Turn, option: Option) -> Told:
    """The fact of an option in full; without one, the reply to what it asks."""
    told = await told_fact(turn, Heard(option.ask), option.fact) if option.fact else None
    return told or await reply_to(turn, Heard(option.ask))


def _offer_if_failed_again(journal: Journal, turn: Turn, question: int) -> None:
    if failed_again(journal, turn) and journal.tickets.of_chat(turn.chat) is None:
        journal.outbox.put(turn.answer(shown.offer(question)), turn.now)


def _rekey(journal: Journal, turn: Turn, keyboard: Keyboard) -> None:
    """Other buttons under the message whose button was pressed."""
    query = turn.incoming.callback_query
    if query and query.message:
        journal.outbox.put(parcels.edit_buttons(turn.chat, keyboard, message=query.message.message_id), turn.now)
