"""Texts with entities: Telegram's HTML read as strictly as Telegram reads it, and the entities it finds in what people type.

Offsets and lengths count UTF-16 units. Markdown is not read: the bot does not send it, and this server refuses it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from tests.telegram.botapi.refusals import Refused, bad

LONGEST = 4096
_KINDS = {
    "b": "bold", "strong": "bold", "i": "italic", "em": "italic", "u": "underline", "ins": "underline", "s": "strikethrough",
    "strike": "strikethrough", "del": "strikethrough", "tg-spoiler": "spoiler", "span": "spoiler", "a": "text_link", "code": "code",
    "pre": "pre", "blockquote": "blockquote", "tg-emoji": "custom_emoji",
}  # fmt: skip
_NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
_REFERENCE = re.compile(r"&(?:#x(?P<hex>[0-9A-Fa-f]*)|#(?P<number>[0-9]*)|(?P<name>[A-Za-z]*));?", re.ASCII)
_MARKUP = re.compile("[<&]")
_UNWANTED = re.compile("[\0-\x09\x0b-\x1f\u2028-\u202e]")
_SPACES = " \t\n\r\v\f\0"
_CONTROL = {code: " " for code in range(32) if code not in (9, 10)} | {13: None, 9: " "}
_DIRECTION = dict.fromkeys(range(0x2028, 0x202F))  # Telegram drops them from every text
_INVISIBLE = "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u2060\u2800\u3164\ufeff\uffa0" + "".join(map(chr, range(0x200B, 0x2010)))
_FOUND = re.compile(
    r"(?P<url>https?://[^\s<>]+)"
    r"|(?P<email>(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)+)"
    r"|(?P<bot_command>(?<![\w/@>])/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?(?![\w/]))"
    r"|(?P<mention>(?<![\w@])@[A-Za-z0-9_]{3,32}(?!\w))"
    r"|(?P<hashtag>(?<!\w)#\w*[^\W\d]\w*)"
)


def units(text: str) -> int:
    """The length as Telegram counts it: UTF-16 units."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


@dataclass(frozen=True, slots=True)
class Entity:
    kind: str
    offset: int
    length: int
    url: str = ""

    def plain(self) -> dict[str, Any]:
        plain = {"type": self.kind, "offset": self.offset, "length": self.length}
        return {**plain, "url": self.url} if self.url else plain


@dataclass(frozen=True, slots=True)
class Formatted:
    """A text and what is said about parts of it."""

    text: str
    entities: tuple[Entity, ...] = ()

    def of(self, entity: Entity) -> str:
        """The part of the text that an entity covers."""
        wide = self.text.encode("utf-16-le", "surrogatepass")
        return wide[2 * entity.offset : 2 * (entity.offset + entity.length)].decode("utf-16-le", "surrogatepass")


NOTHING = Formatted("")


def of_bot(text: str, parse_mode: str, entities: list[dict[str, Any]]) -> Formatted:
    """What a bot sends, as it will stand in the chat. Raises Refused for what Telegram refuses."""
    if not text:
        raise bad("message text is empty")
    if parse_mode.lower() == "html":
        read = read_html(text)
    elif parse_mode:
        raise bad("unsupported parse_mode")
    else:
        read = Formatted(text, tuple(_given(entity, units(text)) for entity in entities))
    read = _trimmed(read)
    if not read.text.strip(_INVISIBLE + _SPACES):
        raise bad("text must be non-empty")
    if units(read.text) > LONGEST:
        raise bad("message is too long")
    return read


def of_person(text: str) -> Formatted:
    """What a person types, with the entities Telegram finds in it; the app has cut spaces and control characters before."""
    return found_in(text.translate(_CONTROL).translate(_DIRECTION).strip())


def found_in(text: str) -> Formatted:
    """The text just as it is, with the entities found in it."""
    return Formatted(text, tuple(_entities_in(text)))


def _entities_in(text: str) -> Iterator[Entity]:
    for found in _FOUND.finditer(text):
        yield Entity(str(found.lastgroup), units(text[: found.start()]), units(found[0]))


def _given(entity: dict[str, Any], length: int) -> Entity:
    try:
        given = Entity(str(entity["type"]), int(entity["offset"]), int(entity["length"]), str(entity.get("url", "")))
    except (KeyError, TypeError, ValueError):
        raise bad("can't parse MessageEntity: Field has a wrong type") from None
    if given.offset < 0 or given.length <= 0 or given.offset + given.length > length:
        raise bad("entity beginning or end is outside of the text")
    return given


def _trimmed(read: Formatted) -> Formatted:
    """Telegram cuts spaces at both ends; entities shrink with the text."""
    text = read.text
    if text == text.strip() and not _UNWANTED.search(text):
        return read
    text = text.translate(_CONTROL).translate(_DIRECTION)
    kept = text.strip()
    if len(text) != len(read.text):  # something inside was dropped: places are not worth following
        return Formatted(kept)
    ahead, end = units(text) - units(text.lstrip()), units(kept)
    moved = (
        replace(entity, offset=max(entity.offset - ahead, 0), length=min(entity.offset - ahead + entity.length, end) - max(entity.offset - ahead, 0))
        for entity in read.entities
    )  # fmt: skip
    return Formatted(kept, tuple(entity for entity in moved if entity.length > 0))


def read_html(source: str) -> Formatted:
    """Telegram's HTML as text and entities. Raises Refused in Telegram's words."""
    if "<" not in source and "&" not in source:
        return Formatted(source)
    return _Reader(source).read()


@dataclass(frozen=True, slots=True)
class _Open:
    tag: str
    argument: str
    offset: int
    place: int


@dataclass(slots=True)
class _Reader:
    """One pass over the source; `place` is where it stands, `offset` the UTF-16 units written so far."""

    source: str
    place: int = 0
    offset: int = 0
    written: list[str] = field(default_factory=list)
    opened: list[_Open] = field(default_factory=list)
    entities: list[Entity] = field(default_factory=list)

    def read(self) -> Formatted:
        while self.place < len(self.source):
            sign = self.source[self.place]
            if sign == "<":
                self._tag()
            elif sign == "&":
                self._write(self._reference())
            else:
                found = _MARKUP.search(self.source, self.place)
                end = found.start() if found else len(self.source)
                self._write(self.source[self.place : end])
                self.place = end
        if self.opened:
            raise self._refused(f'Can\'t find end tag corresponding to start tag "{self.opened[-1].tag}"')
        self.entities.sort(key=lambda entity: (entity.offset, -entity.length))
        return Formatted("".join(self.written), tuple(self.entities))

    def _write(self, text: str) -> None:
        self.written.append(text)
        self.offset += units(text)

    def _reference(self) -> str:
        """The sign that a reference such as `&lt;` names; anything else after `&` is just that sign."""
        found = _REFERENCE.match(self.source, self.place)
        sign = _sign(found) if found else ""
        if not found or not sign:
            self.place += 1
            return "&"
        if "\ud800" <= sign <= "\udfff":
            raise self._refused(
                "Text contains invalid Unicode characters after decoding HTML entities, check for unmatched surrogate code units"
            )
        self.place = found.end()
        return sign

    def _tag(self) -> None:
        began = self.place
        self.place += 1
        if self._sign() == "/":
            self._close(began)
        else:
            self._start(began)

    def _start(self, began: int) -> None:
        tag = self._word(">").lower()
        if not self._sign():
            raise self._refused(f"Unclosed start tag at byte offset {self._bytes(began)}")
        if tag not in _KINDS:
            raise self._refused(f'Unsupported start tag "{tag}" at byte offset {self._bytes(began)}')
        attributes = self._attributes(tag, began)
        self.place += 1
        if tag == "span" and attributes.get("class") != "tg-spoiler":
            raise self._refused(f'Tag "span" must have class "tg-spoiler" at byte offset {self._bytes(began)}')
        self.opened.append(_Open(tag, attributes.get("href", ""), self.offset, len(self.written)))

    def _attributes(self, tag: str, began: int) -> dict[str, str]:
        attributes: dict[str, str] = {}
        while True:
            self._spaces()
            if self._sign() == ">":
                return attributes
            name = self._word("=>")
            if not name:
                raise self._refused(f'Empty attribute name in the tag "{tag}" at byte offset {self._bytes(began)}')
            self._spaces()
            if self._sign() == ">" and tag == "blockquote" and name == "expandable":
                return attributes
            if self._sign() != "=":
                raise self._refused(
                    f'Expected equal sign in declaration of an attribute of the tag "{tag}" at byte offset {self._bytes(began)}'
                )
            self.place += 1
            self._spaces()
            attributes[name] = self._value(began)

    def _value(self, began: int) -> str:
        quote = self._sign()
        if quote not in ("'", '"'):
            at = self.place
            while self._sign() and (self._sign().isalnum() or self._sign() in ".-"):
                self.place += 1
            if self._sign() and self._sign() not in _SPACES + ">":
                raise self._refused(f"Unexpected end of name token at byte offset {self._bytes(at)}")
            value = self.source[at : self.place].lower()
        else:
            end = self.source.find(quote, self.place + 1)
            value = _REFERENCE.sub(lambda found: _sign(found) or found[0], self.source[self.place + 1 : end if end >= 0 else None])
            self.place = end + 1 if end >= 0 else len(self.source)
        if not self._sign():
            raise self._refused(f"Unclosed start tag at byte offset {self._bytes(began)}")
        return value

    def _close(self, began: int) -> None:
        if not self.opened:
            raise self._refused(f"Unexpected end tag at byte offset {self._bytes(began)}")
        self.place += 1
        tag = self._word(">").lower()
        self._spaces()
        if self._sign() != ">":
            raise self._refused(f"Unclosed end tag at byte offset {self._bytes(began)}")
        self.place += 1
        opened = self.opened.pop()
        if tag and tag != opened.tag:
            raise self._refused(f'Unmatched end tag at byte offset {self._bytes(began)}, expected "</{opened.tag}>", found "</{tag}>"')
        if self.offset > opened.offset:
            self._entity(opened)

    def _entity(self, opened: _Open) -> None:
        url = ""
        if opened.tag == "a":
            url = opened.argument or "".join(self.written[opened.place :])
            if not re.match(r"(?:https?|tg|mailto|tel):\S|[\w-]+(?:\.[\w-]+)+", url):
                return  # a link that leads nowhere is shown as plain text
        self.entities.append(Entity(_KINDS[opened.tag], opened.offset, self.offset - opened.offset, url))

    def _sign(self) -> str:
        return self.source[self.place : self.place + 1]

    def _word(self, until: str) -> str:
        began = self.place
        while self._sign() and self._sign() not in _SPACES + until:
            self.place += 1
        return self.source[began : self.place]

    def _spaces(self) -> None:
        while self._sign() and self._sign() in _SPACES:
            self.place += 1

    def _bytes(self, place: int) -> int:
        return len(self.source[:place].encode("utf-8", "surrogatepass"))

    @staticmethod
    def _refused(what: str) -> Refused:
        return bad(f"can't parse entities: {what}")


def _sign(found: re.Match[str]) -> str:
    """What a reference stands for, "" when it is none."""
    if found["name"] is not None:
        return _NAMED.get(found["name"], "")
    digits, base = (found["hex"], 16) if found["hex"] is not None else (found["number"], 10)
    code = int(digits, base) if digits else 0
    return chr(code) if 0 < code < 0x10FFFF and len(found[0]) <= 10 else ""
