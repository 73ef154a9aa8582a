"""Questions of citizens: in a chat of their own, in a group, asked anew by editing, or by pressing one of the options under a reply.

What they write while an operator has their ticket is the operator's, not ours; while they still wait for one, it goes to the operators
and is answered too when the answer is known.
"""

from __future__ import annotations

from dataclasses import dataclass

from telegram import Message, Update

from bot.answering.conversation import Conversation
from bot.channels.telegram import groups, relay, words
from bot.channels.telegram import tickets_shown as shown
from bot.channels.telegram.handover import Desk
from bot.channels.telegram.render import offered, page_of
from bot.channels.telegram.replies import SAID, answer_with, in_group
from bot.channels.telegram.silence import carry_over
from bot.channels.telegram.turn import Turn
from bot.domain.reply import Answered, AskBack, Emergency, NotCovered, Reply, SmallTalk
from bot.journal.journal import Journal
from bot.journal.questions import Asked, Kind
from bot.journal.ticket import State, Ticket

OFFER_AFTER = 2  # failures in a row, after which a person is offered unasked
_KINDS: dict[type, Kind] = {
    Answered: Kind.ANSWER, AskBack: Kind.CLARIFY, NotCovered: Kind.ABSTAIN, SmallTalk: Kind.SMALLTALK, Emergency: Kind.EMERGENCY,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Heard:
    """What somebody asked. `message` is the number of the message that says so, 0 for a button, whose words are ours."""

    said: str
    message: int = 0


@dataclass(frozen=True, slots=True)
class Told:
    """What they are told, the conversation after it, and the number of the version that all of it comes from."""

    heard: Heard
    reply: Reply
    after: Conversation
    version: int


def reply_ref(message: int) -> str:
    """The name of the reply to a message of theirs, so that it can be changed with the message; a button's is not looked for."""
    return f"reply:{message}" if message else SAID


# handlers


async def text(update: Update, turn: Turn) -> None:
    """A message in the person's own chat with the bot; the caption of a picture or file counts as one."""
    message = update.effective_message
    if message is None or groups.by_machine(message, turn.bot.bot):
        return
    ticket, conversation = await turn.read(lambda journal: (journal.tickets.of_chat(turn.chat), conversation_of(journal, turn)))
    if ticket and ticket.state is State.CLAIMED:
        carry_over(update, turn, ticket)
        return
    told = await reply_to(turn, Heard(message.text or message.caption or "", message.message_id), conversation)

    def work(journal: Journal) -> None:
        waiting = journal.tickets.of_chat(turn.chat)  # asked again: an operator may have claimed it while we were thinking
        if waiting is None:
            tell(journal, turn, told)
        else:
            _tell_while_waiting(journal, turn, told, waiting, message)

    turn.conclude(work)


async def text_in_group(update: Update, turn: Turn) -> None:
    """A message in a group: answered when it is meant for the bot; a reply to a message of a ticket is the operators'."""
    message = update.effective_message
    if message is None:
        return
    if await relayed_from_group(turn, message):
        return
    said = groups.words_for(message, turn.bot.bot)
    if said is None:
        return
    await _answer_in_group(turn, message, said)


async def edited(update: Update, turn: Turn) -> None:
    """A message changed after it was answered: the reply changes too, unless the words are the same as before."""
    message = update.edited_message
    if message is None:
        return
    if in_group(turn):
        await _edited_in_group(turn, message)
        return
    noted = await turn.read(lambda journal: journal.questions.of_message(turn.chat, message.message_id))
    said = message.text or message.caption or ""
    if said and (noted is None or noted.text != said):
        await _answer_anew(turn, message, said)


# what they share


async def reply_to(turn: Turn, heard: Heard, conversation: Conversation | None = None) -> Told:
    """Ask the assistant, leaning on what was said before in this chat; in a group, before by this person."""
    turn.typing()
    if conversation is None:
        conversation = await turn.read(lambda journal: conversation_of(journal, turn))
    answer = await turn.answerer.reply(heard.said, conversation, turn.now.date())
    reply, after = answer.value
    return Told(heard, reply, after, answer.version)


async def told_fact(turn: Turn, heard: Heard, fact_id: str) -> Told | None:
    """One fact in full, as if it had been asked for in these words; None when there is no such fact (any more)."""
    answer = await turn.answerer.told(fact_id, turn.now.date())
    reply = answer.value
    return Told(heard, reply, Conversation((heard.said,), reply.facts), answer.version) if reply else None


def tell(journal: Journal, turn: Turn, told: Told) -> None:
    """Note the question, remember the conversation and send the reply; after two failures in a row offer a person."""
    question = note(journal, turn, told)
    offers = _offers(journal, turn, told.reply)
    heard, grouped = told.heard, in_group(turn)
    page = page_of(told.reply, question, offers_person=_has_desk(turn) and not offers, in_group=grouped)
    journal.outbox.put(turn.answer(page, reply_to=heard.message if grouped else None, ref=reply_ref(heard.message)), turn.now)
    if offers:
        journal.outbox.put(turn.answer(shown.offer(question)), turn.now)


def note(journal: Journal, turn: Turn, told: Told) -> int:
    """Keep the question and the conversation; the number that its buttons carry."""
    journal.conversations.keep(turn.chat, told.after, turn.now, _apart(turn))
    return journal.questions.note(_asked(turn, told), turn.now)


def conversation_of(journal: Journal, turn: Turn) -> Conversation:
    kept = journal.conversations.of(turn.chat, turn.now, turn.settings.idle_after, _apart(turn))
    return Conversation(kept.said, kept.facts)


def failed_again(journal: Journal, turn: Turn) -> bool:
    """Whether a person is to be offered: every second failure in a row, in a chat of their own, where there are operators."""
    failures = journal.questions.failures_in_row(turn.chat)
    return _has_desk(turn) and not in_group(turn) and failures > 0 and failures % OFFER_AFTER == 0


async def relayed_from_group(turn: Turn, message: Message, *, edited: bool = False) -> bool:
    """Whether a message of a group answers a ticket, in which case it is concluded here."""
    earlier = message.reply_to_message
    if earlier is None or not groups.answers_bot(message, turn.bot.bot):
        return False
    ref = await turn.read(lambda journal: journal.outbox.ref_of(turn.chat, earlier.message_id))
    found = relay.trace(ref)
    if found is not None:
        turn.conclude(lambda journal: relay.from_group(Desk(journal, turn.services, turn.now), found, message, edited=edited))
        return True
    if ref or turn.chat != turn.settings.operators_chat or not await turn.read(lambda journal: journal.tickets.of_operator(turn.user)):
        return False
    turn.conclude(lambda journal: relay.from_group_unknown(Desk(journal, turn.services, turn.now), message, edited=edited))
    return True


def _tell_while_waiting(journal: Journal, turn: Turn, told: Told, ticket: Ticket, message: Message) -> None:
    """A citizen with a ticket: it goes to the operators. While none has claimed it, the bot still says what it knows."""
    relay.to_operators(Desk(journal, turn.services, turn.now), ticket.code, message)
    if ticket.state is State.CLAIMED:
        return
    if isinstance(told.reply, Answered | Emergency):
        tell(journal, turn, told)
    else:
        journal.outbox.put(turn.answer(shown.already(ticket)), turn.now)


async def _answer_in_group(turn: Turn, message: Message, said: str) -> None:
    if not said:
        answer_with(turn, shown.said(words.IN_GROUP_EMPTY))
        return
    told = await reply_to(turn, Heard(said, message.message_id))
    turn.conclude(lambda journal: tell(journal, turn, told))


async def _edited_in_group(turn: Turn, message: Message) -> None:
    if await relayed_from_group(turn, message, edited=True):
        return
    said = groups.words_for(message, turn.bot.bot)
    noted = await turn.read(lambda journal: journal.questions.of_message(turn.chat, message.message_id))
    if said and (noted is None or noted.text != said):
        await _answer_anew(turn, message, said)


async def _answer_anew(turn: Turn, message: Message, said: str) -> None:
    told = await reply_to(turn, Heard(said, message.message_id))

    def work(journal: Journal) -> None:
        ticket = None if in_group(turn) else journal.tickets.of_chat(turn.chat)
        if ticket:
            relay.to_operators(Desk(journal, turn.services, turn.now), ticket.code, message, edited=True)
        if ticket is None or ticket.state is State.OPEN:
            _tell_anew(journal, turn, told)

    turn.conclude(work)


def _tell_anew(journal: Journal, turn: Turn, told: Told) -> None:
    """The reply to a message that was edited: in place of the one before, under the same number, unless that is not known any more."""
    before = journal.questions.of_message(turn.chat, told.heard.message)
    if before is None:
        tell(journal, turn, told)
        return
    journal.questions.revise(before.id, _asked(turn, told))
    journal.conversations.keep(turn.chat, told.after, turn.now, _apart(turn))
    page = page_of(told.reply, before.id, offers_person=_has_desk(turn), in_group=in_group(turn))
    journal.outbox.put(turn.edit(page, ref=reply_ref(told.heard.message)), turn.now)


def _offers(journal: Journal, turn: Turn, reply: Reply) -> bool:
    return isinstance(reply, NotCovered) and failed_again(journal, turn) and journal.tickets.of_chat(turn.chat) is None


def _has_desk(turn: Turn) -> bool:
    return turn.settings.operators_chat is not None


def _apart(turn: Turn) -> int:
    """In a group everybody has a conversation of their own; 0 in a chat that is theirs alone."""
    return turn.user if in_group(turn) else 0


def _asked(turn: Turn, told: Told) -> Asked:
    reply = told.reply
    facts = reply.facts if isinstance(reply, Answered | AskBack | NotCovered) else ()
    return Asked(
        chat=turn.chat, user=turn.user, text=told.heard.said, kind=_KINDS[type(reply)], confidence=reply.confidence, facts=facts,
        options=offered(reply), message_id=told.heard.message, library=str(told.version),
    )  # fmt: skip
