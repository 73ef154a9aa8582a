"""How much a question loses when it is typed another way: golden questions with accents, asked again without them, in raw Telex and VNI,
decomposed, in capitals, and with slips of the finger.

Prints for each way the share that is right (and right first), over the same questions; writes what was right as written and is not as retyped:

    python -m tests.evaluation.retyped [--losses FILE] [--weights FILE] [WAY ...]
"""

from __future__ import annotations

import argparse
import json
import random
import re
import sys
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from bot import settings
from bot.answering.assistant import Assistant
from bot.answering.conversation import NEW
from bot.answering.outcomes import outcome_of
from bot.channels.console import as_json, render
from bot.library.cases import Case, golden_files, read_cases
from bot.library.judging import Verdict, judge
from bot.matching.weights import weights_from
from bot.text.normalize import fold
from bot.wiring import assistant_of, open_library
from tests.text.words import TELEX_LETTERS, VNI_LETTERS, typed

Told = tuple[Verdict, dict[str, Any]]  # what a reply is worth, and the reply
TODAY = date(2026, 11, 22)
_LETTERS = re.compile(r"[^\W\d_]+")
_ACCENTED_FROM = 0.5  # of the words of two letters and more
_BESIDE = {
    "q": "wa", "w": "qes", "e": "wrd", "r": "etf", "t": "ryg", "y": "tuh", "u": "yij", "i": "uok", "o": "ipl", "p": "ol", "a": "sqz", "s": "adw",
    "d": "sfe", "f": "dgr", "g": "fht", "h": "gjy", "j": "hku", "k": "jli", "l": "ko", "z": "xa", "x": "zcs", "c": "xvd", "v": "cbf", "b": "vng",
    "n": "bmh", "m": "nj",
}  # fmt: skip


def is_accented(text: str) -> bool:
    words = [word for word in _LETTERS.findall(text) if len(word) > 1]
    return bool(words) and sum(word != fold(word) for word in words) >= _ACCENTED_FROM * len(words)


def raw(letters: dict[str, str], method: int, after_vowel: float = 0.4) -> Callable[[str], str]:
    """The keys as they fall when the input method is off: every accented word, abbreviations and document numbers too."""

    def retype(text: str) -> str:
        chance = random.Random(text)
        return _LETTERS.sub(lambda match: _keys(match[0], letters, method, after_vowel=chance.random() < after_vowel), text)

    return retype


def _keys(word: str, letters: dict[str, str], method: int, *, after_vowel: bool) -> str:
    if word.isascii():
        return word
    keys = typed(word, letters, method, after_vowel=after_vowel)
    return keys.upper() if word.isupper() and len(word) > 1 else keys.capitalize() if word[0].isupper() else keys


def slips(per_ten: int) -> Callable[[str], str]:
    """So many slips in ten words, at least one: two letters swapped, one left out, typed twice, or the key beside it."""

    def retype(text: str) -> str:
        chance = random.Random(f"{per_ten} {text}")
        words = text.split(" ")
        places = [place for place, word in enumerate(words) if word.isalpha() and len(word) > 2 and not word.isupper()]
        for place in chance.sample(places, min(len(places), max(1, round(len(words) * per_ten / 10)))):
            words[place] = _slip(words[place], chance)
        return " ".join(words)

    return retype


def _slip(word: str, chance: random.Random) -> str:
    at = chance.randrange(len(word) - 1)
    kind = chance.randrange(4)
    if kind == 0:
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    if kind == 1:
        return word[: at + 1] + word[at + 2 :]
    if kind == 2:
        return word[: at + 1] + word[at:]
    beside = _BESIDE.get(fold(word[at + 1]).lower(), "")
    return word[: at + 1] + (chance.choice(beside) if beside else "") + word[at + 2 :]


WAYS: dict[str, Callable[[str], str]] = {
    "nodiac": fold,
    "telex": raw(TELEX_LETTERS, 0),
    "vni": raw(VNI_LETTERS, 1),
    "decomposed": lambda text: unicodedata.normalize("NFD", text),
    "capitals": str.upper,
    "slips1": slips(1),
    "slips2": slips(2),
}


def ask(assistant: Assistant, case: Case) -> list[Told]:
    conversation = NEW
    found = []
    for turn in case.turns:
        reply, conversation = assistant.reply(turn.question, conversation, TODAY)
        verdict = judge(turn, outcome_of(reply, "", render(reply)))
        found.append((verdict, as_json(reply)))
    return found


def main(argv: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("ways", nargs="*", choices=[[], *WAYS], default=[])
    parser.add_argument("--losses", type=Path)
    parser.add_argument("--weights", type=Path)
    arguments = parser.parse_args(argv)
    knowledge = settings.PROJECT / "knowledge"
    library = open_library(knowledge, settings.PROJECT / "var" / "libraries", lambda *_: None)
    assistant = assistant_of(
        library, weights_from(json.loads(arguments.weights.read_text(encoding="utf-8"))) if arguments.weights else None
    )
    cases = [case for case in read_cases(golden_files(knowledge)) if all(is_accented(turn.question) for turn in case.turns)]
    before = [ask(assistant, case) for case in cases]
    _print("as written", before, before)
    losses = []
    for name in arguments.ways or WAYS:
        retyped = [replace(case, turns=tuple(replace(turn, question=WAYS[name](turn.question)) for turn in case.turns)) for case in cases]
        after = [ask(assistant, case) for case in retyped]
        _print(name, after, before)
        for case, told, case_before in zip(retyped, after, before, strict=True):
            for turn, (verdict, reply), (verdict_before, reply_before) in zip(case.turns, told, case_before, strict=True):
                if verdict.direct < verdict_before.direct:
                    losses.append({"way": name, "case": case.id, "question": turn.question, "expect": turn.expect, "facts": turn.facts,
                                   "right": verdict.right, "was": reply_before, "is": reply})  # fmt: skip
    if arguments.losses:
        arguments.losses.write_text("".join(json.dumps(loss, ensure_ascii=False) + "\n" for loss in losses), encoding="utf-8")
    return 0


def _print(name: str, after: list[list[Told]], before: list[list[Told]]) -> None:
    verdicts = [verdict for case in after for verdict, _ in case]
    old = [verdict for case in before for verdict, _ in case]
    shares = {key: sum(getattr(verdict, key) for verdict in verdicts) / len(verdicts) for key in ("right", "direct")}
    falls = {key: shares[key] - sum(getattr(verdict, key) for verdict in old) / len(old) for key in shares}
    lost = sum(new.direct < was.direct for new, was in zip(verdicts, old, strict=True))
    won = sum(new.direct > was.direct for new, was in zip(verdicts, old, strict=True))
    sys.stdout.write(
        f"{name:12} n={len(verdicts)}  right={shares['right']:.4f} ({falls['right']:+.4f})  "
        f"right first={shares['direct']:.4f} ({falls['direct']:+.4f})  lost={lost} won={won}\n"
    )
    sys.stdout.flush()


if __name__ == "__main__":
    raise SystemExit(main())
