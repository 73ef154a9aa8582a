"""How a request is refused: the code and the words Telegram itself uses, so that what the bot understands of them is tested too."""

from __future__ import annotations


class Refused(Exception):
    """The answer `{"ok": false, ...}`; `parameters` is what Telegram adds for machines (retry_after, migrate_to_chat_id)."""

    def __init__(self, code: int, description: str, **parameters: int) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters


def bad(what: str) -> Refused:
    return Refused(400, f"Bad Request: {what}")


def forbidden(what: str) -> Refused:
    return Refused(403, f"Forbidden: {what}")


def too_many(retry_after: int) -> Refused:
    return Refused(429, f"Too Many Requests: retry after {retry_after}", retry_after=retry_after)


NOT_FOUND = Refused(404, "Not Found")
UNAUTHORIZED = Refused(401, "Unauthorized")
WEBHOOK_ACTIVE = Refused(
    409, "Conflict: can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
)
OTHER_POLL = Refused(409, "Conflict: terminated by other getUpdates request; make sure that only one bot instance is running")
