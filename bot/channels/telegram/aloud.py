"""A text as one reads it aloud on the phone: numbers, days and document numbers in words, abbreviations spelled out, no brackets or marks.

For operators. Changes how a thing is said, never what; an acronym that people pronounce (PAPI) or that nobody listed stays as it is.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from bot.answering.ports import Archive
from bot.domain.directive import Directive
from bot.matching.lexicon import Lexicon

_DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_THOUSANDS = ("", "nghìn", "triệu", "tỷ")
_ROMAN = {"I": 1, "V": 5, "X": 10}
_DOCUMENT_KIND = "văn bản"
_SPELLED_FROM = 1000  # smaller numbers are read from their digits

_ADDRESS = re.compile(r"[\w.-]+@[\w-]+(?:\.[\w-]+)+|\b[\w-]+(?:\.[a-z]{2,})+\b")
_DOCUMENT = re.compile(r"(?:\bsố\s+)?\b(\d+)(?:/(\d{4}))?(?:-[A-ZĐ]\w*)?/[A-ZĐ][\w&]*(?:[-–/][A-ZĐ][\w&]*)*", re.IGNORECASE)
_DAYS = re.compile(r"\b(\d{1,2})\s*[-–]\s*(?=\d{1,2}/\d{1,2}(?:/\d{4})?\b)")
_DAY = re.compile(r"(?:\bngày\s+)?(?<![\d/])0?(\d{1,2})/0?(\d{1,2})/(\d{4})(?![\d/])", re.IGNORECASE)
_DAY_OF_YEAR = re.compile(r"\bngày\s+0?(\d{1,2})/0?(\d{1,2})(?![\d/])", re.IGNORECASE)
_QUARTER = re.compile(r"\b(quý\s+)([IVX]+|\d)/(\d{4})\b", re.IGNORECASE)
_MONTH = re.compile(r"(?:\btháng\s+)?(?<![\d/])0?(\d{1,2})/(\d{4})(?![\d/])", re.IGNORECASE)
_PART = re.compile(r"\b(mục|phần|chương|điều|khoản|điểm|quý|phụ lục|bước|nhóm|loại|cấp|khóa|kỳ)(\s+)([IVX]+)(?![\w-])", re.IGNORECASE)
_LONG_ROMAN = re.compile(r"(?<![\w-])(?:VI{0,3}|IV|IX|XI{0,3}|I{2,3})(?![\w-])")
_GROUPED = re.compile(r"(?<![\d.,])\d{1,3}(?:\.\d{3})+(?![\d])")
_PHONE = re.compile(r"(?<![\d.,])(?:0\d{1,3}\.)?\d{4,}(?:\.\d{3,})*(?![\d])")
_DECIMAL = re.compile(r"(\d),(\d)")
_SECTION = re.compile(r"(\d)\.(?=\d)")
_RANGE = re.compile(r"(\d)\s*[-–]\s*(?=\d)")
_RATIO = re.compile(r"(\d)\s*/\s*(?=\d)")
_ACRONYM = re.compile(r"(?<![\w/])[A-ZĐ][A-ZĐ&]+(?![\w/])")
_SHORT = re.compile(r"(?<![\w/])[^\W\d]{1,2}/[^\W\d]{1,3}(?![\w/])")
_PLAIN = (
    (re.compile(r"/\s*lần\b"), " một lần"), (re.compile(r"\bvà/hoặc\b"), "và hoặc"), (re.compile(r"\s*/\s*"), " hoặc "), (re.compile(r"%"), " phần trăm"),
    (re.compile(r"&"), " và "), (re.compile(r"≥|>="), " từ "), (re.compile(r"≤|<="), " không quá "), (re.compile(r">"), " trên "), (re.compile(r"<"), " dưới "),
    (re.compile("[“”\"'\u2018\u2019*_#`~^|=+]"), " "), (re.compile(r"[(\[{]\s*"), ", "), (re.compile(r"\s*[)\]}]"), ", "), (re.compile(r"\s[-–]\s"), ", "),
    (re.compile(r"\s*…\s*(?=[(\[])"), " "), (re.compile(r"\s*…"), "."), (re.compile(r":\s*•"), ":"), (re.compile(r"\s*•\s*"), ". "), (re.compile(r"\s*\n\s*"), ". "),
)  # fmt: skip
_TIDY = (
    (re.compile(r"\s+"), " "), (re.compile(r"\s+([,.;:?!])"), r"\1"), (re.compile(r",(?:\s*,)+"), ","), (re.compile(r",\s*([;:])"), r"\1"), (re.compile(r"[,.\s]*([.?!])(?:[\s,]*[.,])*"), r"\1"),
    (re.compile(r"([,.?!])(?=[^\W\d])"), r"\1 "),
)  # fmt: skip


class Spoken(Archive, Protocol):
    """An archive that also knows what abbreviations stand for."""

    @property
    def lexicon(self) -> Lexicon:
        """Words and what they stand for."""


@dataclass(frozen=True, slots=True)
class Aloud:
    """`abbreviations` are in lower case, `institutions` those that name one; `directives` tell what kind a number is, `kinds` are all kinds."""

    abbreviations: Mapping[str, str]
    institutions: frozenset[str]
    directives: Mapping[str, Directive]
    kinds: tuple[str, ...]

    @classmethod
    def of(cls, archive: Spoken) -> Aloud:
        """What the library knows: abbreviations of agencies, and shorthand, which wins."""
        agencies = {short.lower(): agency.name for agency in archive.agencies.values() for short in agency.abbreviations}
        shorthand = {short: long[0] for short, long in archive.lexicon.shorthand.items() if long}
        institutions = frozenset(found.lower() for name in archive.agencies for found in _ACRONYM.findall(name))
        kinds = {directive.kind.lower() for directive in archive.directives.values() if directive.kind}
        return cls({**agencies, **shorthand}, institutions, archive.directives, (_DOCUMENT_KIND, *sorted(kinds)))

    def read(self, text: str) -> str:
        """The text as it is read aloud: one paragraph."""
        text = _ADDRESS.sub(lambda found: _address(found[0]), text)
        text = _DOCUMENT.sub(lambda found: self._document(found, text), text)
        text = _dates(text)
        text = _SHORT.sub(lambda found: self.abbreviations.get(found[0], found[0]), text)
        text = _ACRONYM.sub(lambda found: self._acronym(found[0]), _numbers(text))
        for pattern, said in (*_PLAIN, *_TIDY):
            text = pattern.sub(said, text)
        return _sentences(text.lstrip(" ,.;:").rstrip(" ,"))

    def _acronym(self, short: str) -> str:
        long = self.abbreviations.get(short.lower(), short)
        return long[:1].upper() + long[1:] if short.lower() in self.institutions else long

    def _document(self, found: re.Match[str], text: str) -> str:
        """A document number: "Kế hoạch 191/KH-UBND" is read "Kế hoạch số 191"; a number that stands alone gets its kind."""
        number, year = found[1], f" năm {found[2]}" if found[2] else ""
        said = f"số {number}{year}"
        if found[0][:2].lower() == "số":
            return f"{found[0][:2]} {number}{year}"
        directive = self.directives.get(found[0])
        before = text[: found.start()].rstrip().lower()
        if before.endswith(self.kinds):
            return said
        return f"{directive.kind if directive and directive.kind else _DOCUMENT_KIND} {said}"


def spelled(number: int) -> str:
    """A number in Vietnamese words: 780000000 is "bảy trăm tám mươi triệu"."""
    if number < 0 or number >= 10**12:
        return str(number)
    groups: list[int] = []
    rest = number
    while rest or not groups:
        rest, group = divmod(rest, 1000)
        groups.append(group)
    said = [
        f"{_group(group, whole=place < len(groups) - 1)} {_THOUSANDS[place]}".strip()
        for place, group in reversed(list(enumerate(groups)))
        if group or len(groups) == 1
    ]
    return " ".join(said)


def _group(number: int, *, whole: bool) -> str:
    """A number below 1000; `whole` ones stand behind bigger groups and name their missing hundreds."""
    hundreds, rest = divmod(number, 100)
    said = [f"{_DIGITS[hundreds]} trăm"] if hundreds or whole else []
    tens, ones = divmod(rest, 10)
    if tens > 1:
        said.append(f"{_DIGITS[tens]} mươi")
    elif tens == 1:
        said.append("mười")
    elif ones and said:
        said.append("linh")
    if ones or not (said or rest):
        said.append("mốt" if ones == 1 and tens > 1 else "lăm" if ones == 5 and tens else _DIGITS[ones])
    return " ".join(said)


def _dates(text: str) -> str:
    text = _DAYS.sub(r"\1 đến ", text)
    text = _DAY.sub(r"ngày \1 tháng \2 năm \3", text)
    text = _DAY_OF_YEAR.sub(r"ngày \1 tháng \2", text)
    text = _QUARTER.sub(lambda found: f"{found[1]}{_arabic(found[2])} năm {found[3]}", text)
    text = _MONTH.sub(lambda found: f"tháng {found[1]} năm {found[2]}" if 1 <= int(found[1]) <= 12 else found[0], text)
    text = _PART.sub(lambda found: f"{found[1]}{found[2]}{_arabic(found[3])}", text)
    return _LONG_ROMAN.sub(lambda found: _arabic(found[0]), text)


def _numbers(text: str) -> str:
    text = _GROUPED.sub(lambda found: _amount(found[0]), text)
    text = _PHONE.sub(lambda found: _plain_number(found[0]), text)
    text = _DECIMAL.sub(r"\1 phẩy \2", text)
    text = _RATIO.sub(r"\1 trên ", _RANGE.sub(r"\1 đến ", text))
    return _SECTION.sub(r"\1 chấm ", text)


def _amount(text: str) -> str:
    number = int(text.replace(".", ""))
    return spelled(number) if number >= _SPELLED_FROM else text


def _plain_number(text: str) -> str:
    """A year stays; a long number without dots is read digit by digit, as telephone numbers are."""
    return text if len(text) == 4 else ", ".join(" ".join(part) for part in text.split("."))


def _address(text: str) -> str:
    return text.replace("@", " a còng ").replace("_", " gạch dưới ").replace(".", " chấm ")


def _arabic(roman: str) -> str:
    """4 for IV; digits stay."""
    if roman.isdigit():
        return roman
    values = [_ROMAN[letter] for letter in roman.upper()]
    pairs = zip(values, [*values[1:], 0], strict=True)
    return str(sum(-value if value < following else value for value, following in pairs))


def _sentences(text: str) -> str:
    """Each sentence begins with a capital letter, and the last one ends."""
    text = f"{text}." if text[-1:].isalnum() else text
    return re.sub(r"(?:^|(?<=[.?!]\s))\w", lambda found: found[0].upper(), text)
