"""What a message is made of: runs of text with a style, so that cutting never lands inside a tag or an entity; and buttons.

Lengths are UTF-16 units, the way Telegram counts them, after entities: tags and "&lt;" cost nothing more than what is seen.
Knows no library; whoever sends turns `Button`s into whatever its library wants, or takes `reply_markup`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import Enum
from html import escape
from typing import Any

from bot.channels.telegram.actions import Action, encode

MOST = 4096  # UTF-16 units of one message after entities
LABEL_MOST = 64  # signs of a button's label; more is not seen on a phone


class Style(Enum):
    """How a run looks: the tags around it. CODE and PRE are copied by a tap, ASIDE is folded until it is opened."""

    PLAIN = ("", "")
    BOLD = ("<b>", "</b>")
    ITALIC = ("<i>", "</i>")
    CODE = ("<code>", "</code>")
    PRE = ("<pre>", "</pre>")
    QUOTE = ("<blockquote>", "</blockquote>")
    ASIDE = ("<blockquote expandable>", "</blockquote>")


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of text in one style. Plain text, never markup."""

    text: str
    style: Style = Style.PLAIN


@dataclass(frozen=True, slots=True)
class Button:
    """A button under a message: pressing it sends `data` back, or opens `url`. Exactly one of the two is set."""

    text: str
    data: str = ""
    url: str = ""


Keyboard = tuple[tuple[Button, ...], ...]


@dataclass(frozen=True, slots=True)
class Page:
    """A message ready to be sent: as HTML, as plain text for servers that refuse formatting, and its rows of buttons."""

    html: str
    plain: str
    buttons: Keyboard = ()


def page(runs: Iterable[Run], buttons: Keyboard = ()) -> Page:
    """The message of these runs, cut to what Telegram takes; never empty, for Telegram refuses empty messages."""
    kept = cut(runs, MOST)
    html = "".join(_tagged(run) for run in kept)
    plain = "".join(run.text for run in kept)
    return Page(html, plain, buttons) if seen(plain) else Page("…", "…", buttons)


def button(label: str, action: Action) -> Button:
    """A button that sends an action; a label too long for a phone ends at a word with "…"."""
    return Button(_label(label), encode(action))


def link(label: str, url: str) -> Button:
    """A button that opens an address."""
    return Button(_label(label), url=url)


def _label(text: str) -> str:
    label = shortened(" ".join(clean(text).split()), LABEL_MOST)
    return label if seen(label) else "…"


def reply_markup(buttons: Keyboard) -> dict[str, Any]:
    """The keyboard as the Bot API wants it; an empty one takes the buttons of a message away."""
    return {
        "inline_keyboard": [
            [{"text": item.text, **({"url": item.url} if item.url else {"callback_data": item.data})} for item in row] for row in buttons
        ]
    }


def units(text: str) -> int:
    """The length of a text in UTF-16 units."""
    return len(text) + sum(character > "\uffff" for character in text)


def clean(text: str) -> str:
    """The text without what no message may hold: control characters but line ends, marks of direction, halves of surrogate pairs."""
    return "".join(sign for sign in text.replace("\r\n", "\n").replace("\t", " ") if sign == "\n" or not _unwanted(sign))


def _unwanted(sign: str) -> bool:
    return unicodedata.category(sign) in ("Cc", "Cs") or "\u2028" <= sign <= "\u202e"


def seen(text: str) -> bool:
    """Whether anything of a text can be seen; Telegram takes one that cannot be for empty."""
    return bool(text.strip().strip(_INVISIBLE))


def cut(runs: Iterable[Run], most: int) -> tuple[Run, ...]:
    """The runs without empty ones and outer blanks, within `most` units; what is cut ends at a sentence, else at a word, with "…"."""
    cleaned = _trimmed([replace(run, text=clean(run.text)) for run in runs])
    kept: list[Run] = []
    room = most
    for run in cleaned:
        if units(run.text) > room:
            kept.append(replace(run, text=shortened(run.text, room, sentence=True)))
            return _ended(kept, most)
        kept.append(run)
        room -= units(run.text)
    return tuple(kept)


def shortened(text: str, most: int, *, sentence: bool = False) -> str:
    """The text within `most` units: cut at the end of a sentence where `sentence` is asked for and one ends late enough, else at a word, with "…"."""
    if units(text) <= most:
        return text
    head = _head(text, most - 1)
    ends = [found.end() for found in _SENTENCE_END.finditer(head)] if sentence else []
    if ends and ends[-1] >= len(head) // 2:
        return head[: ends[-1]].rstrip() + "…"
    at = max(head.rfind(" "), head.rfind("\n"))
    return (head[:at] if at > len(head) // 2 else head).rstrip(" \n,;:") + "…"


_SENTENCE_END = re.compile(r"[.!?…](?=\s)|\n")
_INVISIBLE = " \n\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u2060\u2800\u3164\ufeff\uffa0" + "".join(map(chr, range(0x200B, 0x2010)))
_JOINERS = "\u200d\ufe0f\ufe0e"


def _head(text: str, most: int) -> str:
    """The first `most` units, without splitting a letter from the marks on it or an emoji in two."""
    taken = 0
    end = 0
    while end < len(text) and taken + units(text[end]) <= most:
        taken += units(text[end])
        end += 1
    while 0 < end < len(text) and (unicodedata.combining(text[end]) or text[end] in _JOINERS or text[end - 1] == "\u200d"):
        end -= 1
    return text[:end]


def _trimmed(runs: list[Run]) -> list[Run]:
    """Without empty runs; blanks at both ends go, for Telegram takes them away and the offsets would differ."""
    kept = [run for run in runs if run.text]
    while kept and not kept[0].text.strip():
        kept.pop(0)
    while kept and not kept[-1].text.strip():
        kept.pop()
    if kept:
        kept[0] = replace(kept[0], text=kept[0].text.lstrip())
        kept[-1] = replace(kept[-1], text=kept[-1].text.rstrip())
    return kept


def _ended(runs: list[Run], most: int) -> tuple[Run, ...]:
    """Runs whose last one was cut: a run of which nothing but "…" is left goes, and the one before it ends with "…" instead."""
    while len(runs) > 1 and runs[-1].text.strip() in ("", "…"):
        runs.pop()
        before = runs[-1].text.rstrip()
        room = most - sum(units(run.text) for run in runs[:-1]) - 1
        runs[-1] = replace(runs[-1], text=(before if units(before) <= room else _head(before, room)).rstrip() + "…")
    return tuple(runs)


def _tagged(run: Run) -> str:
    """The run with its tags; blank text gets none, for servers refuse entities with nothing in them."""
    opening, closing = run.style.value if run.text.strip() else ("", "")
    return f"{opening}{escape(run.text, quote=False)}{closing}"
