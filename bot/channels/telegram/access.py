"""Who may use what: operators and administrators, by the settings and by grants. Every use is written down, every vain attempt too.

A citizen who tries gets a polite refusal that tells no more than that.
"""

from __future__ import annotations

from collections.abc import Callable

from telegram import Update

from bot.channels.telegram import words
from bot.channels.telegram.replies import SAID
from bot.channels.telegram.tickets_shown import said
from bot.channels.telegram.turn import Handling, Job, Turn
from bot.domain.deed import Author, Deed, DeedKind
from bot.journal.journal import Journal
from bot.journal.people import Access

Effect = Callable[[Journal], None]
_RANK = list(Access)


async def access_of(turn: Turn) -> Access:
    """What the person of this update may do."""
    return await turn.read(lambda journal: journal.people.role(turn.user))


async def author_of(turn: Turn) -> Author:
    """The person of this update, as versions and the audit trail name them: by the journal's key, for versions are kept outside of it."""
    return await turn.read(lambda journal: _author(journal, turn, journal.people.role(turn.user)))


def only_for(least: Access, handling: Handling, *, traced: bool = False) -> Handling:
    """The handler for those who may do at least that; the others are refused, and it is written down; on the audit trail too, if `traced`."""

    async def guarded(update: Update, turn: Turn) -> None:
        access = await access_of(turn)
        if _RANK.index(access) >= _RANK.index(least):
            await handling(update, turn)
        else:
            refuse(turn, access, traced=traced)

    return guarded


async def refused(turn: Turn, least: Access) -> bool:
    """Whether whoever pressed something of the knowledge may not do that (any more); it is concluded then."""
    access = await access_of(turn)
    if _RANK.index(access) >= _RANK.index(least):
        return False
    refuse(turn, access, traced=True)
    return True


def refuse(turn: Turn, access: Access, *, traced: bool = False) -> None:
    """Say no, in the least words, and write the attempt down. What an operator may not do is said to be an administrator's."""
    why = words.OPERATORS_ONLY if access is Access.CITIZEN else words.ADMINISTRATORS_ONLY
    update = turn.incoming
    message = update.effective_message

    def work(journal: Journal) -> None:
        if traced:
            note_attempt(journal, turn, access, _tried(update))
        else:
            journal.people.used(turn.user, access, f"bị từ chối: {_tried(update)}", turn.now)
        if update.callback_query is None and message:
            journal.outbox.put(turn.answer(said(why), reply_to=message.message_id, ref=SAID), turn.now)

    turn.answer_callback(why, alert=True)
    turn.conclude(work)


def note_attempt(journal: Journal, turn: Turn, access: Access, what: str) -> None:
    """Write down, on the audit trail too, that somebody tried what is an administrator's."""
    journal.people.used(turn.user, access, f"bị từ chối: {what}", turn.now)
    journal.audit.note(Deed(DeedKind.REFUSED, _author(journal, turn, access), "", "", what), turn.now)


def conclude_use(turn: Turn, what: str, effect: Effect, *, then: Job | None = None) -> None:
    """Conclude the update, writing down that the access was used for this."""

    def work(journal: Journal) -> None:
        journal.people.used(turn.user, journal.people.role(turn.user), what, turn.now)
        effect(journal)

    turn.conclude(work, then=then)


def _author(journal: Journal, turn: Turn, access: Access) -> Author:
    return Author(journal.seal.key_of(turn.user), access.value, "telegram")


def _tried(update: Update) -> str:
    """The command or the kind of button that was tried, without anything that was written with it."""
    if update.callback_query is not None:
        return "nút"
    text = (update.effective_message and update.effective_message.text) or ""
    return text.split(maxsplit=1)[0].partition("@")[0] if text else ""
