"""What a handler is given with an update: the services, the moment, and the one way in which it may change anything.

How a handler is written:

    async def text(update: Update, turn: Turn) -> None:
        turn.typing()                                            # best effort, never awaited
        conversation = await turn.read(lambda journal: journal.conversations.of(turn.chat, turn.now, turn.settings.idle_after))
        answer = await turn.answerer.reply(update.effective_message.text, conversation, turn.now.date())

        def work(journal: Journal) -> None:                      # on the journal's thread, in one transaction, after the handler returned
            question = journal.questions.note(...)
            journal.outbox.put(turn.answer(page_of(reply, question), reply_to=...), turn.now)

        turn.conclude(work)

`work` and the note that the update is done are committed together, so an update has all of its effects or none, whatever is killed
when; an update that was not concluded is handled again after a restart. A handler that does not conclude has no effects: the update
is done. A handler that raises has none either: the person is told that something went wrong.

What takes minutes goes on beside: `turn.conclude(work, then=job)` commits `work` at once, and the update is done with the work that the
job comes to. Should we be ended meanwhile, the update is handled again by the next process, which can see what `work` left behind.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Coroutine, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any, Self, TypeVar

from telegram import Update
from telegram.ext import BaseHandler, CallbackContext, ExtBot

from bot.channels.lookup import Catalogue
from bot.channels.telegram import parcels
from bot.channels.telegram.answerer import Answerer
from bot.channels.telegram.hours import WorkingHours
from bot.channels.telegram.keeper import Keeper, Work
from bot.channels.telegram.markup import Page
from bot.channels.telegram.publishing import Publishing
from bot.channels.telegram.views import View, Views
from bot.journal.journal import Journal
from bot.journal.outbox import Parcel
from bot.settings import Settings

if TYPE_CHECKING:
    from bot.channels.telegram.application import TelegramApplication

T = TypeVar("T")
_Untyped = dict[Any, Any]


Job = Callable[[], Awaitable[Work[None]]]
"""What goes on after an update was concluded: takes its time, and comes to work that ends the update."""


@dataclass(slots=True)
class Services:
    """What handlers work with. Not frozen: the operators' group may get another number, so keep no copy of the settings."""

    answerer: Answerer
    keeper: Keeper
    views: Views
    settings: Settings
    hours: WorkingHours
    clock: Callable[[], datetime]
    publishing: Publishing

    @property
    def archive(self) -> Catalogue:
        """The library that is live now."""
        return self.views.now.archive

    def group_moved(self, old: int, new: int) -> None:
        """A group has another number now; when it is the operators', it goes on there."""
        if self.settings.operators_chat == old:
            self.settings = replace(self.settings, operators_chat=new)


@dataclass(frozen=True, slots=True)
class Behaviour:
    """What the bot does, handed to the application: `handlers` in the order in which they are tried.

    `undelivered(journal, parcel, why, services, at)` is called, in the transaction that gives the parcel up, when a message could not
    be delivered; `tick(journal, services, at)` about once a minute, in a transaction of its own. Both may put parcels into the outbox.
    """

    handlers: Sequence[BaseHandler[Update, Turn, Any]]
    undelivered: Callable[[Journal, Parcel, str, Services, datetime], None]
    tick: Callable[[Journal, Services, datetime], None]


class Turn(CallbackContext[ExtBot[None], _Untyped, _Untyped, _Untyped]):
    """One update being handled. `now` is the moment its handling began, in the time of Hà Nội; the same for all it does.

    `view` is the version that was live at that moment: what is shown of it fits together, whatever goes live meanwhile.
    """

    services: Services
    view: View
    incoming: Update
    now: datetime
    work: Work[None] | None
    goes_on: Job | None
    called_back: bool

    @classmethod
    def from_update(cls, update: object, application: TelegramApplication) -> Self:  # type: ignore[override]
        turn = super().from_update(update, application)  # type: ignore[arg-type]
        assert isinstance(update, Update)  # noqa: S101  the dispatcher hands over nothing else
        turn.services = application.services
        turn.view = turn.services.views.now
        turn.incoming = update
        turn.now = turn.services.clock()
        turn.work = turn.goes_on = None
        turn.called_back = False
        application.turns[update.update_id] = turn
        return turn

    # the services by name

    @property
    def answerer(self) -> Answerer:
        return self.services.answerer

    @property
    def settings(self) -> Settings:
        return self.services.settings

    @property
    def hours(self) -> WorkingHours:
        return self.services.hours

    @property
    def bot_name(self) -> str:
        """The bot's username, without the @."""
        return self.bot.username

    # who and where

    @property
    def chat(self) -> int:
        """The chat of the update; that of the person when it has none (a button under an inline message)."""
        return self._chat_id if self._chat_id is not None else self.user

    @property
    def user(self) -> int:
        """Who sent the update; 0 when nobody did (a post of a channel)."""
        return self._user_id or 0

    @property
    def thread(self) -> int | None:
        """The topic of a group in which the update happened."""
        message = self.incoming.effective_message
        return message.message_thread_id if message and message.is_topic_message else None

    # the journal

    async def read(self, look: Callable[[Journal], T]) -> T:
        """What the journal knows. Must change nothing: changes belong into `conclude`."""
        return await self.services.keeper.run(look)

    def conclude(self, work: Work[None], *, then: Job | None = None) -> None:
        """Hand over what this update changes; exactly once, as the last thing. `work` runs on the journal's thread: plain calls only.

        With `then` the update is not done yet: see the module.
        """
        if self.work is not None:
            raise RuntimeError("an update is concluded once")
        self.work, self.goes_on = work, then

    def also(self, work: Work[None]) -> None:
        """Something more, in the same transaction and before the rest; for what stands around a handler. After it has concluded, or has not."""
        before = self.work

        def both(journal: Journal) -> None:
            work(journal)
            if before is not None:
                before(journal)

        self.work = both

    # parcels to where the update came from

    def answer(self, page: Page, *, reply_to: int | str | None = None, ref: str = "") -> Parcel:
        """A new message in the chat and topic of the update."""
        return parcels.send(self.chat, page, thread=self.thread, reply_to=reply_to, ref=ref)

    def edit(self, page: Page, *, message: int | None = None, ref: str = "") -> Parcel:
        """A message of the chat of the update changed whole."""
        return parcels.edit(self.chat, page, message=message, ref=ref)

    # at once, best effort: nothing waits for these, nothing is repeated, failures are only counted in the log

    def typing(self) -> None:
        """Show that an answer is coming; skipped while many people wait."""
        application = self._telegram()
        if application.is_busy():
            return
        fields: dict[str, Any] = {"chat_id": self.chat, "action": "typing"}
        if self.thread is not None:
            fields["message_thread_id"] = self.thread
        application.at_once("sendChatAction", fields)

    def answer_callback(self, text: str = "", *, alert: bool = False) -> None:
        """Stop the spinning of the button that was pressed, with a note when `text` is given; a second call does nothing.

        What the handler does not call back is called back for it when it returns.
        """
        query = self.incoming.callback_query
        if query is None or self.called_back:
            return
        self.called_back = True
        self._telegram().at_once("answerCallbackQuery", {"callback_query_id": query.id, "text": text, "show_alert": alert})

    def at_once(self, method: str, fields: dict[str, Any]) -> None:
        """Any other method of Telegram whose result nobody needs: answerInlineQuery, setMyCommands for one chat …"""
        self._telegram().at_once(method, fields)

    def _telegram(self) -> TelegramApplication:
        return self.application  # type: ignore[return-value]


Handling = Callable[[Update, Turn], Coroutine[Any, Any, None]]
Answering = Callable[[Update, Turn], Awaitable[None]]
