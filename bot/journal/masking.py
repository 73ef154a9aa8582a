"""Personal numbers and addresses in what people write, covered before anything is written down.

Finds what has a shape: e-mails here, numbers in `numerals`. Names and addresses of houses have none and stay.
"""

from __future__ import annotations

import re
import unicodedata

from bot.journal.folding import folded
from bot.journal.numerals import Span, numerals

_WORTH_READING = re.compile("[@\uff20]|[([][aA][tT][)\\]]|(?:[\\d①-⑨⓪➀-➈❶-❾][^\\d①-⑨⓪➀-➈❶-❾]*){6}")  # no personal number is shorter
_PROVIDERS = r"(?:gmail|yahoo|ymail|hotmail|outlook|icloud|live|proton(?:mail)?)"
# The mailbox of an office, as printed in directives: phongcchc_sonv@hanoi.gov.vn.
_OFFICE = (
    r"(?:phong|vanphong|vanthu|ubnd|hdnd|tiepdan|tiepcongdan|bantiep|thanhtra|bophan|motcua|trungtam|ttpv|lienhe|contact|info|hotro|cchc|cntt)"
    r"[\w.-]*@(?:[\w-]+\.)*gov\.vn\b"
)
_EMAIL = re.compile(
    # the command /tra@hoidap_bot and the name of a bot are no addresses
    rf"(?<![\w/.+'-])(?!{_OFFICE})"
    r"[a-z0-9_][\w.+'-]*@(?!\w*bot\b(?!\.))[a-z0-9-]*[a-z][\w-]*(?:\.[\w-]+)*"
    rf"|(?<![\w/.+-])[a-z0-9][\w.+-]* ?(?:@|\(at\)|\[at\]) ?{_PROVIDERS}\b(?: ?\. ?(?:com|vn|net|me)\b)*"
)


def masked(text: str) -> str:
    """The text with each letter and digit of a personal number or address as "*", as long as before in UTF-16 units.

    >>> masked("sđt của tôi 0912.345.678, hỗ trợ 780.000.000 đồng")
    'sđt của tôi ****.***.***, hỗ trợ 780.000.000 đồng'
    """
    while _WORTH_READING.search(text):  # covering one number may bring out another, which the next reading finds
        covered = _masked_once(text)
        if covered == text:
            break
        text = covered
    return text


def kept(text: str) -> str:
    """The text as it may be written down: masked, and halves of characters, which some clients send, as question marks."""
    return masked(text).encode("utf-8", "replace").decode()


def _masked_once(text: str) -> str:
    plain, places = folded(text)
    emails = [found.span() for found in _EMAIL.finditer(plain)]
    for start, end in emails:
        plain = plain[:start] + "\0" * (end - start) + plain[end:]
    spans = emails + numerals(plain)
    return _covered(text, [(places[start], places[end - 1] + 1) for start, end in spans]) if spans else text


def _covered(text: str, spans: list[Span]) -> str:
    parts, done = [], 0
    for start, last in sorted(spans):
        end = _after_marks(text, last)
        if end > done:
            parts += [text[done : max(start, done)], "".join(map(_star, text[max(start, done) : end]))]
            done = end
    return "".join(parts) + text[done:]


def _after_marks(text: str, end: int) -> int:
    """Behind what marks the last sign."""
    while end < len(text) and unicodedata.category(text[end])[0] == "M":
        end += 1
    return end


def _star(character: str) -> str:
    """A star for each UTF-16 unit of a letter, a digit or a mark on one; entities of a message keep their places."""
    hidden = character.isalnum() or unicodedata.category(character)[0] == "M"
    return "*" * (1 + (character > "\uffff")) if hidden else character
