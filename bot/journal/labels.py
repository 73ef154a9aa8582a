"""Words by which people name a personal number: "sđt", "căn cước", "stk" … without accents, run together, dotted, or mistyped.

Says which kind a stretch of words names last; what numbers look like is for `numerals`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from string import ascii_lowercase


@dataclass(frozen=True, slots=True)
class Label:
    """A kind of personal number: how many digits one has, at least and at most (mistyped ones included)."""

    least: int
    most: int


PHONE = Label(7, 11)
IDENTITY = Label(8, 13)
BANK = Label(6, 19)
INSURANCE = Label(10, 15)
TAX = Label(9, 13)

# Folded and run together: "số điện thoại" is sodienthoai. Longer ones may be mistyped, short ones may not.
_WORDS = {
    PHONE: "sdt sddt dt ddt dthoai dienthoai sodienthoai didong somay mayban phone tel mobile mobi zalo zl viber whatsapp goi alo call sms"
    " lienhe lh",
    IDENTITY: "cmnd cmtnd cmt cmtn cmdn cccd cancuoc cancuoccongdan thecancuoc chungminh chungminhthu chungminhnhandan dinhdanh sodinhdanh"
    " madinhdanh dinhdanhcanhan ddcn giaytotuythan",
    BANK: "stk sotk tk taikhoan sotaikhoan sothe theatm account nganhang vietcombank vcb techcombank tcb mbbank bidv agribank vietinbank acb"
    " vpbank tpbank sacombank vib shb hdbank msb momo zalopay viettelpay",
    INSURANCE: "bhxh bhyt bhtn baohiem baohiemxahoi baohiemxh bhxahoi baohiemyte baohiemyt bhyte sobaohiem thebaohiem mathe masobhxh",
    TAX: "mst masothue mathue msthue masthue",
}
_EXACT = {word: label for label, words in _WORDS.items() for word in words.split()}
_MISTYPED_FROM, _TWICE_FROM = 4, 10  # letters: from here on one slip is forgiven, from there two
# Those that may be mistyped, by their first letter. A short one with a vowel is too near to other words ("momo" to "moi o").
_LONG = {
    letter: [word for word in _EXACT if word[0] == letter and len(word) >= (6 if set(word) & set("aeiou") else _MISTYPED_FROM)]
    for letter in ascii_lowercase
}
_WINDOW = 60
_NUMBER = re.compile(r"[\d*](?:[ .-]?[\d*]){4,}|\0")  # another number, or one covered before: words before it belong to that
_DOTTED = re.compile(r"(?<=\b[a-z])[./](?=[a-z]\b)")
_LETTERS = re.compile("[a-z]+")
_MOST_WORDS = 4
_AFTER = re.compile(r" ?(?:\( ?|(?:,|-)? ?(?:la|chinh la) )")


@dataclass(frozen=True, slots=True)
class Named:
    """A label found, and the words between it and the number."""

    label: Label
    gap: tuple[str, ...]


def named_before(text: str, start: int) -> Named | None:
    """What the words before a number name it, if they do: the label nearest to it."""
    window = text[max(0, start - _WINDOW) : start]
    for other in _NUMBER.finditer(window):
        window = "\0" * other.end() + window[other.end() :]
    words = _LETTERS.findall(_DOTTED.sub("", window))
    for last in range(len(words), 0, -1):
        if label := _label_at(words, last):
            return Named(label, tuple(words[last:]))
    return None


def _label_at(words: list[str], last: int) -> Label | None:
    """The label that ends before word `last`, the longest first."""
    for count in range(min(_MOST_WORDS, last), 0, -1):
        if label := label_of("".join(words[last - count : last])):
            return label
    return None


def named_after(text: str, end: int) -> Label | None:
    """What stands behind a number in brackets or after "là": "123456789 (cmnd)"."""
    opening = _AFTER.match(text, end)
    if opening is None:
        return None
    words = _LETTERS.findall(_DOTTED.sub("", text[opening.end() : opening.end() + _WINDOW]))
    runs = ("".join(words[first:last]) for last in range(1, 5) for first in range(2) if first < last)
    return next(filter(None, map(label_of, runs)), None)


@lru_cache(maxsize=4096)
def label_of(word: str) -> Label | None:
    """The label that a word is, allowing for a slip of the fingers; the first letter is right even then."""
    if word in _EXACT:
        return _EXACT[word]
    slips = 0 if len(word) < _MISTYPED_FROM else 1 if len(word) < _TWICE_FROM else 2
    if not slips:
        return None
    near = (known for known in _LONG[word[0]] if abs(len(known) - len(word)) <= slips and _distance(word, known) <= slips)
    return _EXACT.get(next(near, ""))


def _distance(one: str, other: str) -> int:
    """How many letters were missed, added, mistaken or swapped with the next."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        before, last, row = row, before, [i]
        for j, known in enumerate(other, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != known))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == known:
                cost = min(cost, last[j - 2] + 1)
            row.append(cost)
    return row[-1]
