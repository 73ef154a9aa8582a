"""A message made into a question: its tokens with their possible readings and weights, its slots and facets.

Steps: one spelling, keystrokes decoded, shorthand read by its neighbours, slips mended, the asking part of a long story found.
Does not look at any fact.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import pairwise

from bot.domain.facet import Facet
from bot.matching.facets import asks, facets_of
from bot.matching.lexicon import PAIR, TONE, Lexicon
from bot.text.keystrokes import Method, decode
from bot.text.mentions import NOTHING, Mentions, mentions
from bot.text.normalize import clean, comparable, fold
from bot.text.shorthand import cut, readings, respelled, stroked
from bot.text.spelling import Speller
from bot.text.syllable import accented_forms, is_syllable
from bot.text.tokens import is_document_number, tokens
from bot.text.views import View, fold_token, pack, pairs, view_of_tokens

MAX_CHARACTERS = 2000
_DOUBTED = 0.5  # a rightly spelled syllable that the knowledge never uses may still be a slip
LONG_TOKENS = 28  # longer messages are stories: their asking part counts more
_PARTICLE = "a"  # "vậy à", "vậy ạ": nobody is called (a = anh) at the end of a sentence
_NUMBERED = re.compile(r"([^\W\d_]{2,})(\d{1,5})")  # "kh190", "thang9", "papi2023"


@dataclass(frozen=True, slots=True)
class Heard:
    """One token as understood. `tones` is the main reading (one or more tokens), `others` further readings with weights up to 1."""

    typed: str
    tones: tuple[str, ...]
    others: tuple[tuple[tuple[str, ...], float], ...] = ()
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Named:
    """What the question names. `documents` are folded numbers known to the knowledge, `unknown_documents` those that are not; `called` are
    folded numbers of directives that it calls by a usual name, `offices` those of the agencies that are single ones with duties of their own.
    """

    documents: frozenset[str] = frozenset()
    unknown_documents: frozenset[str] = frozenset()
    agencies: frozenset[str] = frozenset()
    places: frozenset[str] = frozenset()
    said: Mentions = NOTHING
    called: frozenset[str] = frozenset()
    offices: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Question:
    """`folds`, `pairs`, `tones` and `words` are weighted terms of the three views; `text` is the main reading, folded, for character comparison."""

    typed: str
    read_as: str
    method: Method | None
    heard: tuple[Heard, ...]
    view: View
    accented: bool
    folds: dict[str, float]
    pairs: dict[str, float]
    tones: dict[str, float]
    words: dict[str, float]
    text: str
    focus: str
    facets: frozenset[Facet]
    named: Named
    was_cut: bool = False
    unknown: tuple[str, ...] = field(default=())


def understand(message: str, lexicon: Lexicon, speller: Speller) -> Question:
    """The question in a message of any length and script. Never raises; text over MAX_CHARACTERS is cut and `was_cut` says so."""
    typed = clean(message[: MAX_CHARACTERS + 1])
    was_cut = len(message) > MAX_CHARACTERS
    decoded, method = decode(
        comparable(typed[:MAX_CHARACTERS]),
        keeps=lambda token: token in lexicon.shorthand or speller.knows(token),
        uses=lambda syllable: bool(lexicon.counts.entries_with(TONE, (syllable,))),
    )
    sentences = _weighted_sentences(decoded)
    heard: list[Heard] = []
    asking: list[str] = []  # what is cut into words: all of a short message, the asking part of a story, for cutting takes its time
    for sentence, weight in sentences:
        understood = _hear(cut(sentence, lexicon.shorthand), weight, lexicon, speller)
        heard += understood
        asking += [tone for item in understood for tone in item.tones if weight == 1.0]
    tones = tuple(tone for item in heard for tone in item.tones)
    read_as = _rejoined(decoded, heard)
    accented = _is_accented(heard)
    plain = view_of_tokens(tones)
    view = View(plain.tones, plain.folds, tuple(pack(" ".join(asking)).split())) if accented else plain
    focus = " ".join(fold_token(tone) for item in heard if item.weight >= 1 for tone in item.tones)
    folded = fold(read_as)
    return Question(
        typed=typed, read_as=read_as, method=method, heard=tuple(heard), view=view, accented=accented,
        folds=weigh_folds(heard), pairs=weigh_pairs(heard), tones=weigh_tones(heard) if accented else {},
        words=dict.fromkeys(view.words, 1.0) if accented else {},
        text=" ".join(plain.folds), focus=focus, facets=facets_of(focus if len(heard) > LONG_TOKENS else folded),
        named=_named(plain.folds, read_as, lexicon), was_cut=was_cut,
        unknown=tuple(item.typed for item in heard if item.others == () and _is_unknown(item, speller)),
    )  # fmt: skip


def _weighted_sentences(text: str) -> list[tuple[str, float]]:
    """The pieces of a message with their weights: all 1 in a short one; in a story the asking pieces 1, their neighbours less, the rest little."""
    if len(tokens(text)) <= LONG_TOKENS:
        return [(text, 1.0)]
    pieces = _pieces(text)
    asking = [asks(fold(piece)) for piece in pieces]
    if not any(asking):
        asking[-1] = True
    weights = []
    for index in range(len(pieces)):
        near = asking[max(0, index - 1) : index + 2]
        weights.append(1.0 if asking[index] else 0.4 if any(near) else 0.2)
    return list(zip(pieces, weights, strict=True))


def _pieces(text: str) -> list[str]:
    """Sentences; one that is long itself is cut at commas, and without commas into stretches."""
    pieces: list[str] = []
    for sentence in re.split(r"(?<=[.!?…;])\s+", text):
        if len(sentence.split()) <= LONG_TOKENS:
            pieces.append(sentence)
            continue
        part: list[str] = []
        for clause in re.split(r"(?<=,)\s+", sentence):
            part += clause.split()
            if len(part) >= 10:
                pieces.append(" ".join(part))
                part = []
        if part:
            pieces.append(" ".join(part))
    return [piece for piece in pieces if piece.strip()] or [text]


def _hear(found: list[str], weight: float, lexicon: Lexicon, speller: Speller) -> list[Heard]:
    heard: list[Heard] = []
    accented = not all(map(str.isascii, found))
    for index, token in enumerate(found):
        before = fold_token(heard[-1].tones[-1]) if heard else ""
        after = fold_token(found[index + 1]) if index + 1 < len(found) else ""
        item = _hear_one(token, before, after, weight, lexicon, speller)
        if accented and item.tones == (token,):
            item = _doubted(item, before, after, lexicon, speller)
        heard.append(_accented(item, lexicon) if accented and item.tones != (token,) else item)
    return heard


def _hear_one(token: str, before: str, after: str, weight: float, lexicon: Lexicon, speller: Speller) -> Heard:
    if is_document_number(token):
        return Heard(token, (_number(token, lexicon),), (), weight)
    if token[0].isdigit() and not any(letter.isalpha() for letter in token):
        return Heard(token, (token,), (), weight)
    possible = [tuple(tokens(comparable(reading))) for reading in readings(token, lexicon.shorthand)]
    if possible and (after or token != _PARTICLE):
        best = max(range(len(possible)), key=lambda at: (_fits(possible[at], before, after, lexicon), -at))
        others = [(reading, 0.5) for at, reading in enumerate(possible) if at != best and reading]
        if (typed := _as_typed(token, speller)) and typed not in possible:
            others.append((typed, 0.5))
        return Heard(token, possible[best] or (token,), tuple(others), weight)
    if possible or speller.knows(fold_token(token)):
        return Heard(token, (token,), (), weight)
    return _numbered(token, before, weight, lexicon, speller) or _mended(token, before, after, weight, lexicon, speller)


def _as_typed(token: str, speller: Speller) -> tuple[str, ...]:
    """The pieces of an abbreviation where the knowledge has them as they are, for it writes "TP.HCM" too; () where it has not."""
    pieces = tuple(tokens(token))
    return pieces if all(speller.knows(fold_token(piece)) and (len(piece) > 1 or piece == token) for piece in pieces) else ()


def _numbered(token: str, before: str, weight: float, lexicon: Lexicon, speller: Speller) -> Heard | None:
    """A known word or abbreviation with its number ("kh190", "thang9"), or None."""
    parts = _NUMBERED.fullmatch(token)
    if parts is None or not (speller.knows(fold_token(parts[1])) or parts[1] in lexicon.shorthand):
        return None
    return Heard(token, (*_hear_one(parts[1], before, "", weight, lexicon, speller).tones, parts[2]), (), weight)


def _mended(token: str, before: str, after: str, weight: float, lexicon: Lexicon, speller: Speller) -> Heard:
    """A token that is no known word: spelled the chat way, or a slip of the finger, whichever stands better beside its neighbours."""
    ruled = respelled(token)
    words = [(tuple(word.split()), share) for word, share in speller.mend(fold_token(token), before, after)]
    if ruled and not (words and _fits(words[0][0], before, after, lexicon) > _fits((ruled,), before, after, lexicon)):
        return Heard(token, (ruled,), (), weight)
    if not words:
        return Heard(token, (token,), (), weight)
    if is_syllable(token) and token != fold_token(token) and not _stands(words[0][0], before, after, lexicon):
        return Heard(token, (token,), tuple((word, share * _DOUBTED) for word, share in words), weight)
    if ruled:
        words.append(((ruled,), _DOUBTED))
    return Heard(token, words[0][0], tuple(words[1:]), weight * words[0][1])


def _doubted(item: Heard, before: str, after: str, lexicon: Lexicon, speller: Speller) -> Heard:
    """In a message with accents, a known syllable with accents that nobody uses, where it never stands, may be a slip ("kế hoạc do")."""
    token = item.typed
    if item.others or len(token) < 2 or not token.isalpha():
        return item
    if lexicon.counts.entries_with(TONE, (token,)) or _fits(item.tones, before, after, lexicon):
        return item
    for word, share in speller.mend(fold_token(token), before, after):
        if _stands((word,), before, after, lexicon):
            return replace(item, tones=(word,), others=((item.tones, _DOUBTED),), weight=item.weight * share)
    return item


def _accented(item: Heard, lexicon: Lexicon) -> Heard:
    """A slip mended in a message with accents, with the accents that it most likely has: those typed, then those most often used."""
    if (
        item.tones == (item.typed,)
        or not "".join(item.tones).isascii()
        or not item.typed.isalpha()
        or readings(item.typed, lexicon.shorthand)
    ):
        return item
    return replace(item, tones=tuple(_likeliest(tone, item.typed, lexicon) for tone in item.tones))


def _likeliest(folded: str, typed: str, lexicon: Lexicon) -> str:
    used = lexicon.counts.entries_with(TONE, accented_forms(folded))
    signs = Counter(unicodedata.normalize("NFD", typed))
    return max(used, key=lambda form: ((signs & Counter(unicodedata.normalize("NFD", form))).total(), used[form]), default=folded)


def _stands(reading: tuple[str, ...], before: str, after: str, lexicon: Lexicon) -> bool:
    """Whether a reading is known to stand beside both its neighbours, and often beside one of them."""
    return _fits(reading, before, after, lexicon) > 2


def _number(token: str, lexicon: Lexicon) -> str:
    """A document number, its đ typed as keys ("4612/qdd-ubnd") where only so it is one that the knowledge has."""
    if fold(token) in lexicon.documents:
        return token
    return next((typed for typed in stroked(token) if fold(typed) in lexicon.documents), token)


def _fits(reading: tuple[str, ...], before: str, after: str, lexicon: Lexicon) -> int:
    """How many neighbours a reading is known to stand beside; more for pairs often seen."""
    ends = ((before, fold_token(reading[0])), (fold_token(reading[-1]), after)) if reading else ()
    seen = lexicon.counts.entries_with(PAIR, [f"{left}+{right}" for left, right in ends if left and right])
    return sum(1 + (count > 5) for count in seen.values())


def _is_accented(heard: list[Heard]) -> bool:
    words = [item.typed for item in heard if item.typed.isalpha() and len(item.typed) > 1]
    marked = sum(map(_is_marked, words))
    decoded = sum(item.tones[0] != item.typed and (item.typed.isalpha() or not item.tones[0].isascii()) for item in heard)
    return bool(words) and (marked + 0.5 * decoded) / len(words) >= 0.25


@lru_cache(maxsize=20_000)
def _is_marked(word: str) -> bool:
    return word != fold(word)


def _is_unknown(item: Heard, speller: Speller) -> bool:
    return item.typed.isalpha() and not all(map(speller.knows, map(fold_token, item.tones)))


def _rejoined(decoded: str, heard: list[Heard]) -> str:
    """The message with readings in place, punctuation kept where tokens stand for themselves (dates and numbers are read from it)."""
    out = []
    at = 0
    for item in heard:
        place = decoded.find(item.typed, at)
        if place < 0:
            continue
        out.append(decoded[at:place] + " ".join(item.tones))
        at = place + len(item.typed)
    return " ".join(("".join(out) + decoded[at:]).split())


def weigh_folds(heard: Sequence[Heard], scale: float = 1.0) -> dict[str, float]:
    """The folded syllables of all readings, each with its highest weight."""
    weights: dict[str, float] = {}
    for item in heard:
        for tones, share in ((item.tones, 1.0), *item.others):
            for tone in tones:
                _raise(weights, fold_token(tone), item.weight * share * scale)
    return weights


def weigh_pairs(heard: Sequence[Heard], scale: float = 1.0) -> dict[str, float]:
    """Pairs of neighbours within and between readings, each with its highest weight."""
    weights: dict[str, float] = {}
    folded = [
        (item.weight, [(tuple(map(fold_token, tones)), share) for tones, share in ((item.tones, 1.0), *item.others)]) for item in heard
    ]
    for weight, read in folded:
        for folds, share in read:
            for pair in pairs(folds):
                _raise(weights, pair, weight * share * scale)
    for (one, before), (two, after) in pairwise(folded):
        for ahead, ahead_share in before:
            for behind, behind_share in after:
                _raise(weights, f"{ahead[-1]}+{behind[0]}", min(one, two) * ahead_share * behind_share * scale)
    return weights


def _raise(weights: dict[str, float], term: str, weight: float) -> None:
    if weight > weights.get(term, -1.0):
        weights[term] = weight


def weigh_tones(heard: Sequence[Heard], scale: float = 1.0) -> dict[str, float]:
    """The accented syllables of the main readings."""
    return {tone: item.weight * scale for item in heard for tone in item.tones}


def _named(folds: tuple[str, ...], read_as: str, lexicon: Lexicon) -> Named:
    said = mentions(read_as)
    known: set[str] = set()
    unknown: set[str] = set()
    for number in (*said.documents, *said.bare):
        meant = lexicon.documents.get(number, ())
        known.update(meant)
        if not meant:
            unknown.add(number)
    agencies = frozenset(found.key for found in lexicon.agencies.find(folds))
    return Named(
        frozenset(known), frozenset(unknown), agencies,
        frozenset(found.key for found in lexicon.places.find(folds)), said, lexicon.called.find(folds), agencies & lexicon.offices,
    )  # fmt: skip
