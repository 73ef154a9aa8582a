"""What a conversation remembers between two messages: a small value that goes in and comes out."""

from __future__ import annotations

from dataclasses import dataclass

_REMEMBERED = 3


@dataclass(frozen=True, slots=True)
class Conversation:
    """`said` are the messages that the next one may lean on, oldest first; `facts` those last answered with, best first."""

    said: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()

    def after(self, message: str, facts: tuple[str, ...], *, leaned: bool) -> Conversation:
        """The conversation after an answered message; one that stands alone drops what was said before."""
        said = (*self.said, message) if leaned else (message,)
        if len(said) > _REMEMBERED:
            said = (said[0], *said[1 - _REMEMBERED :])  # the first one names the subject that the others lean on
        return Conversation(said, facts[:_REMEMBERED])


NEW = Conversation()
