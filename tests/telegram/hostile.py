"""Texts nobody should send, and everybody does: every script, broken markup, invisible characters, halves of characters."""

from __future__ import annotations

import random
import sys
import unicodedata
from collections.abc import Callable, Iterator

_SCRIPTS = (
    (0x20, 0x7E), (0xC0, 0x24F), (0x370, 0x3FF), (0x400, 0x4FF), (0x530, 0x58F), (0x590, 0x5FF), (0x600, 0x6FF), (0x900, 0x97F), (0xE00, 0xE7F),
    (0x1100, 0x11FF), (0x1780, 0x17FF), (0x1EA0, 0x1EFF), (0x2000, 0x206F), (0x2190, 0x21FF), (0x2600, 0x27BF), (0x3040, 0x30FF), (0x4E00, 0x4FFF),
    (0xAC00, 0xACFF), (0xFE00, 0xFE0F), (0xFF00, 0xFFEF), (0x10300, 0x1032F), (0x1D400, 0x1D4FF), (0x1F300, 0x1F6FF), (0xE0000, 0xE007F),
)  # fmt: skip
_MARKUP = (
    "<b>", "</b>", "<i", "<a href='", "<script>alert(1)</script>", "<!--", "]]>", "&lt;", "&amp;amp;", "&#0;", "&#x110000;", "&nbsp;", "*", "**", "_", "__", "`", "```",
    "[x](tg://user?id=1)", "||", "~~", "\\", "<tg-emoji emoji-id='1'>", "{", "}", "{0}", "{text}", "%s", "%n", "$(id)", "<pre><code class='language-x'>", "\x00", "\x1b[31m",
)  # fmt: skip
_SQL = (
    "' OR '1'='1",
    "'; DROP TABLE inbox; --",
    '" UNION SELECT * FROM people --',
    "\\'",
    "%' LIKE '%",
    "NEAR(a b, 5)",
    '"*',
    "a AND OR NOT b",
    "col:text",
    "^a",
    "\\u0000",
)
_COMMANDS = (
    "/start", "/start " + "A" * 64, "/start ../../etc/passwd", "/help@hoidap_thu_bot", "/help@other_bot", "/nosuch", "/", "//", "/tra", "/capquyen 1", "/thuquyen x", "/xong", "/hanchot 99999999999999999999",
    "/chude " + "x" * 300, "/start start_start", "/START", "/thongke", "/chuatraloi", "/vanban '", "/coquan <b>", "/xoadulieu",
)  # fmt: skip
_WORDS = "kế hoạch 100/KH-UBND PAPI năm 2019 sở nào chủ trì hạn nộp báo cáo bao nhiêu tiền cựu thanh niên xung phong nhà ở quý IV 31/12/2025 0912345678 001099012345".split()


def hostile_texts(count: int, seed: int = 20261122) -> Iterator[str]:
    """So many texts, the same for the same seed. Some hold halves of surrogate pairs, which arrive as JSON escapes."""
    rng = random.Random(seed)
    makers: tuple[Callable[[random.Random], str], ...] = (
        _of_a_script, _of_everything, _zalgo, _invisible, _fragments, _commands, _long, _question, _half_pairs, _numbers, _emoji, _repeated,
    )  # fmt: skip
    for number in range(count):
        yield makers[number % len(makers)](rng) or "?"


def _some(rng: random.Random, most: int) -> range:
    return range(rng.randint(1, most))


def _of_a_script(rng: random.Random) -> str:
    first, last = rng.choice(_SCRIPTS)
    return "".join(chr(rng.randint(first, last)) for _ in _some(rng, 120))


def _of_everything(rng: random.Random) -> str:
    signs = (chr(rng.randint(1, sys.maxunicode)) for _ in _some(rng, 120))
    return "".join(sign for sign in signs if unicodedata.category(sign) != "Cs")


def _zalgo(rng: random.Random) -> str:
    return "".join(letter + "".join(chr(rng.randint(0x300, 0x36F)) for _ in _some(rng, 12)) for letter in _question(rng)[:40])


def _invisible(rng: random.Random) -> str:
    hidden = "\u200b\u200c\u200d\u2060\ufeff\u00ad\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u061c\u3164\u115f\t\r\n\x0b\x0c\x85\u2028\u2029"
    return "".join(rng.choice(hidden) + rng.choice(["", "", "kế", "100"]) for _ in _some(rng, 60))


def _fragments(rng: random.Random) -> str:
    return "".join(rng.choice((*_MARKUP, *_SQL, *_WORDS)) + rng.choice(("", " ")) for _ in _some(rng, 40))


def _commands(rng: random.Random) -> str:
    return rng.choice(_COMMANDS) + rng.choice(("", " ", "\n", " <b>", " 😀"))


def _long(rng: random.Random) -> str:
    """Texts of exactly the longest length Telegram allows, in UTF-16 units."""
    unit = rng.choice(("a", "ế", "😀", "<", "&", "kế hoạch ", "100/KH-UBND ", "\u0301", "'", "9", "hạn ", "A1"))
    width = len(unit.encode("utf-16-le")) // 2
    return unit * (4096 // width)


def _question(rng: random.Random) -> str:
    return " ".join(rng.choice(_WORDS) for _ in _some(rng, 14))


def _half_pairs(rng: random.Random) -> str:
    return "".join(chr(rng.randint(0xD800, 0xDFFF)) + rng.choice(("", "a", "ế")) for _ in _some(rng, 12))


def _numbers(rng: random.Random) -> str:
    return "".join(rng.choice("0123456789.,/-+() \u0660\u0966\uff11²½Ⅳ") for _ in _some(rng, 80))


def _emoji(rng: random.Random) -> str:
    return "".join(rng.choice(("👨‍👩‍👧‍👦", "🏳️‍🌈", "🇻🇳", "👍🏽", "1️⃣", "❤️", "☎", "🙏", "😀")) for _ in _some(rng, 60))


def _repeated(rng: random.Random) -> str:
    return (rng.choice((*_WORDS, "a", "?", "ơ", "không ", "((((", "\n")) * rng.randint(1, 700))[:3000]
