"""Shows a page to the strict reader of the Bot API server of these tests."""

from __future__ import annotations

from bot.channels.telegram.markup import Page, reply_markup
from tests.telegram.botapi.formatted import of_bot
from tests.telegram.botapi.keyboards import keyboard


def seen(page: Page) -> str:
    """The text that people see. Fails where Telegram refuses the page, or shows anything else than its plain text."""
    keyboard(reply_markup(page.buttons))
    shown, plain = of_bot(page.html, "HTML", []).text, of_bot(page.plain, "", []).text

    assert page.plain == shown
    assert page.plain == plain
    return plain
