"""What speaks for and against each candidate, as numbers between about -1 and 1, in one matrix.

Does not weigh them; the weights are learned (`ranking`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from bot.domain.facet import Facet
from bot.domain.fact import Nature
from bot.matching import similarity
from bot.matching.entry import OTHER_TIMES, Entry, Part
from bot.matching.facets import names_time
from bot.matching.leaning import Leaning
from bot.matching.lexicon import FOLD, PAIR, TONE, WORD, Lexicon
from bot.matching.question import Question
from bot.matching.sheet import Asked, Hits, Places, Sheet, Small, Vector, bits_of
from bot.matching.slots import agreement

Matrix = NDArray[np.float64]
K1, B = 1.2, 0.6  # BM25; entries with many phrasings are long without being vague, so length counts a little less than usual

# entries that are told only on proof of their own: what weighs for them weighs otherwise than for plain facts
_NEEDING_PROOF = ("elsewhere", "absence", "composed")
_PROOFS = {"dice": "phrasing_dice", "back": "phrasing_back", "cover": "all_cover", "rare": "rare_phrasing", "missing": "missing_most"}
_PROVEN = tuple(f"{nature}_{proof}" for nature in _NEEDING_PROOF for proof in _PROOFS)
NAMES = (
    "bm25_fold", "bm25_pair", "bm25_tone", "bm25_word", "bm25_fold_share", "bm25_pair_share", "bm25_tone_share", "bm25_word_share",
    "phrasing_dice", "phrasing_pair", "phrasing_cover", "phrasing_second", "phrasing_back", "phrasing_tone",
    "rare_cover", "rare_phrasing", "phrasing_facet", "local_cover", "local_phrasing", "local_pairs",
    "says_cover", "says_pair", "says_dice", "keyword_cover", "context_cover", "all_cover", "missing_most", "missing_pairs",
    "ratio", "sorted_ratio", "says_ratio", "focus_ratio",
    "document", "document_own", "document_clash", "year", "year_clash", "period", "period_clash", "day", "day_clash",
    "agency", "agency_clash", "place", "place_clash", "percent", "percent_clash", "number", "number_clash",
    "facet_offered", "facet_not_offered", "asks_list_overview", "asks_other_overview", "asks_document", "asks_who_composed",
    "is_absence", "is_overview", "is_composed", "is_elsewhere", "is_smalltalk", "is_emergency", "alarm", "has_phrasings",
    "elsewhere_document", "elsewhere_year", "elsewhere_agency", "elsewhere_timeless",
    *_PROVEN,
    "lean_directive", "lean_topic", "lean_fact",
)  # fmt: skip
PLACE = {name: index for index, name in enumerate(NAMES)}
_OF_PROVEN = [PLACE[name] for name in _PROVEN]
_NATURE_OF = [PLACE[f"is_{nature}"] for nature in _NEEDING_PROOF for _ in _PROOFS]
_PROOF_OF = [PLACE[name] for _ in _NEEDING_PROOF for name in _PROOFS.values()]
_OFFERABLE = frozenset({Facet.WHO, Facet.WHEN, Facet.HOW_MUCH, Facet.HOW_MANY, Facet.WHERE})


def measure(question: Question, entries: Sequence[Entry], lexicon: Lexicon, leaning: Leaning) -> Matrix:
    """One row for each entry, one column for each of NAMES."""
    matrix = np.zeros((len(entries), len(NAMES)))
    if not entries:
        return matrix
    sheets = [entry.sheet for entry in entries]
    pages = _Pages.of(sheets)
    room = K1 * (1 - B + B * np.array([sheet.length for sheet in sheets]) / (lexicon.counts.mean_length or 1.0))
    asked = Asked.among({FOLD: question.folds, PAIR: question.pairs, TONE: question.tones, WORD: question.words}, lexicon.rarity)
    hits = asked.seek(sheets)
    held = _bm25(asked, hits, pages, room, matrix)
    folds, pairs = pages.hits_of(FOLD, asked, hits), pages.hits_of(PAIR, asked, hits)
    _folds(asked, folds, held[:, asked.of[FOLD]] > 0, pages, matrix)
    _pairs(asked, held[:, asked.of[PAIR]] > 0, matrix)
    _best_phrasings(question, entries, pages, _units(question, asked, folds, pairs, pages, matrix), matrix)
    _slots(question, entries, matrix)
    _nature(question, entries, lexicon, matrix)
    _lean(entries, leaning, matrix)
    _letters(question, pages, matrix)
    return matrix


def _column(matrix: Matrix, name: str) -> Vector:
    return matrix[:, PLACE[name]]


@dataclass(frozen=True, slots=True)
class _Pages:
    """The units of all candidates, one after another: whose each is, which part, the facets it asks for, how heavy, how many pairs it has.

    `counts` says how many units each candidate has, `firsts` which is its first; `begins` and `filled` the same of candidates that have any.
    `texts` are the folded texts of the units that people's words are compared with, `shuffled` the same with sorted tokens.
    """

    counts: Places
    firsts: Places
    rows: Places
    begins: Places
    filled: NDArray[np.bool_]
    parts: NDArray[np.uint8]
    asked: Small
    masses: Vector
    pairs: Small
    texts: list[str]
    shuffled: list[str]

    @classmethod
    def of(cls, sheets: Sequence[Sheet]) -> _Pages:
        parts = np.frombuffer(b"".join([sheet.parts for sheet in sheets]), dtype=np.uint8)
        counts = np.array([len(sheet.parts) for sheet in sheets])
        firsts, filled = np.cumsum(counts) - counts, counts > 0
        return cls(
            counts, firsts, np.repeat(np.arange(len(sheets)), counts), firsts[filled], filled, parts,
            np.concatenate([sheet.asked for sheet in sheets]), np.concatenate([sheet.masses for sheet in sheets]),
            np.concatenate([sheet.sizes[len(sheet.parts) : -2] for sheet in sheets]),
            list(chain.from_iterable([sheet.spoken for sheet in sheets])), list(chain.from_iterable([sheet.shuffled for sheet in sheets])),
        )  # fmt: skip

    def are(self, part: Part) -> NDArray[np.bool_]:
        return np.equal(self.parts, ord(part.value))

    def row_of(self, bags: Places) -> Places:
        """Whose each bag is. An entry has two bags for each unit and two more."""
        return np.repeat(np.arange(len(self.counts)), 2 * self.counts + 2)[bags]

    def hits_of(self, kind: str, asked: Asked, hits: Hits) -> tuple[Places, Places]:
        """The units where folds or pairs that are asked for stand, and which of them."""
        which = asked.of[kind]
        chosen = (hits.which >= which.start) & (hits.which < which.stop)
        bags = hits.bags[chosen]
        before = self.firsts + 2 * np.arange(len(self.counts)) + (self.counts if kind == PAIR else 0)
        return bags - before[self.row_of(bags)], hits.which[chosen] - which.start

    def most(self, matrix: Matrix, name: str, values: Vector, chosen: NDArray[np.bool_]) -> None:
        """Put into a column the highest value of each row's chosen units, 0 for none."""
        matrix[self.filled, PLACE[name]] = np.maximum.reduceat(np.where(chosen, values, 0.0), self.begins)


def _bm25(asked: Asked, hits: Hits, pages: _Pages, room: Vector, matrix: Matrix) -> Matrix:
    """BM25 of each view, as a share of what is possible and of the best candidate. Returns how often each candidate holds each term."""
    wide = len(asked.weights)
    held: Matrix = (
        np.bincount(pages.row_of(hits.bags) * wide + hits.which, hits.times, len(room) * wide).astype(np.float64).reshape(len(room), wide)
    )
    full = held / (held + room[:, None])
    for kind, its in asked.of.items():
        most = asked.weighed[its].sum()
        if most:
            scores = full[:, its] @ asked.weighed[its]
            top = scores.max()
            _column(matrix, f"bm25_{kind}")[:] = scores / most
            _column(matrix, f"bm25_{kind}_share")[:] = scores / top if top else 0
    return held


Standing = tuple[Places, Places]  # units where terms stand, and which terms


def _folds(asked: Asked, standing: Standing, has: NDArray[np.bool_], pages: _Pages, matrix: Matrix) -> None:
    """What of the question a candidate lacks altogether, and what it has of that which tells the candidates apart."""
    weighed = asked.weighed[asked.of[FOLD]]
    units, which = standing
    missing = np.where(has, 0.0, weighed)
    _column(matrix, "all_cover")[:] = 1 - missing.sum(axis=1) / (weighed.sum() or 1.0)
    _column(matrix, "missing_most")[:] = missing.max(axis=1, initial=0.0) / 10
    rare = weighed**2 / ((weighed**2).sum() or 1.0)
    _column(matrix, "rare_cover")[:] = has @ rare
    own = ~pages.are(Part.CONTEXT)
    pages.most(matrix, "rare_phrasing", np.bincount(units, rare[which], len(pages.rows)).astype(np.float64), own)
    local = _local(asked.weights[asked.of[FOLD]], has)
    _column(matrix, "local_cover")[:] = has @ local
    pages.most(matrix, "local_phrasing", np.bincount(units, local[which], len(pages.rows)).astype(np.float64), own)


def _pairs(asked: Asked, has: NDArray[np.bool_], matrix: Matrix) -> None:
    _column(matrix, "missing_pairs")[:] = 1 - np.count_nonzero(has, axis=1) / (has.shape[1] or 1)
    _column(matrix, "local_pairs")[:] = has @ _local(asked.weights[asked.of[PAIR]], has)


def _local(weights: Vector, has: NDArray[np.bool_]) -> Vector:
    """Terms weighed by how few of the candidates hold them: what tells siblings apart."""
    rare = np.log(1 + len(has) / (np.count_nonzero(has, axis=0) + 0.5)) * weights
    return np.asarray(rare / (rare.sum() or 1.0))


def _units(question: Question, asked: Asked, folds: Standing, pairs: Standing, pages: _Pages, matrix: Matrix) -> Vector:
    """How well single texts of each entry cover the question. Returns what each phrasing shares with it, 0 for other texts."""
    weighed = asked.weighed[asked.of[FOLD]]
    total = weighed.sum() or 1.0
    mass = np.bincount(folds[0], weighed[folds[1]], len(pages.rows))
    share = 2 * mass / (total + pages.masses)
    shared = np.bincount(pairs[0], minlength=len(pages.rows)) * (mass != 0)
    pair = 2 * shared / np.maximum(pages.pairs + len(question.view.folds), 1)
    cover = mass / total
    says, phrasings = pages.are(Part.SAYS), pages.are(Part.PHRASING)
    pages.most(matrix, "keyword_cover", cover, pages.are(Part.KEYWORD))
    for name, values in (("says_cover", cover), ("says_pair", pair), ("says_dice", share)):
        pages.most(matrix, name, values, says)
    back = mass / np.maximum(pages.masses, 1e-9)
    for name, values in (("phrasing_cover", cover), ("phrasing_pair", pair), ("phrasing_back", back)):
        pages.most(matrix, name, values, phrasings)
    _column(matrix, "context_cover")[:] = np.bincount(pages.rows, np.where(pages.are(Part.CONTEXT), mass, 0.0), len(matrix)) / total
    fits = (pages.asked & bits_of(question.facets)) != 0
    pages.most(matrix, "phrasing_facet", share, phrasings & fits)
    return np.where(phrasings, share, 0.0)


def _best_phrasings(question: Question, entries: Sequence[Entry], pages: _Pages, shares: Vector, matrix: Matrix) -> None:
    """The best phrasing of each entry, the next two, and whether the best has the question's accents."""
    table = np.zeros((len(entries), max(int(pages.counts.max()), 3)))
    table[pages.rows, np.arange(len(shares)) - pages.firsts[pages.rows]] = shares
    best = table.argmax(axis=1)
    thirds, seconds, firsts = np.sort(table, axis=1)[:, -3:].T
    _column(matrix, "phrasing_dice")[:] = firsts
    _column(matrix, "phrasing_second")[:] = (seconds + thirds) / 2
    accented = {tone: f" {fold} " for tone, fold in zip(question.view.tones, question.view.folds, strict=True) if tone != fold}
    if not question.tones or not accented:
        return
    spoken = np.cumsum(pages.are(Part.SAYS) | pages.are(Part.PHRASING)) - 1
    column = _column(matrix, "phrasing_tone")
    for row in np.flatnonzero(firsts > 0).tolist():
        at = best[row]
        column[row] = _tone_agreement(accented, entries[row].packed[at], pages.texts[spoken[pages.firsts[row] + at]])


def _tone_agreement(accented: Mapping[str, str], packed: str, folded: str) -> float:
    """Of the accented tokens of the question that a text has without regard to accents, the share that it has with the same accents, minus 1.

    `accented` gives the folded form of each, between spaces.
    """
    folds = f" {folded} "
    others = accented.keys() - packed.replace("_", " ").split()
    differing = sum(accented[tone] in folds for tone in others)
    return -differing / (len(accented) - len(others) + differing) if differing else 0.0


def _slots(question: Question, entries: Sequence[Entry], matrix: Matrix) -> None:
    for name, agrees in agreement(question.named, entries):
        values = np.array(agrees)
        _column(matrix, name)[:] = np.maximum(values, 0.0)
        if name != "document_own":
            _column(matrix, f"{name}_clash")[:] = np.maximum(-values, 0.0)


_TRAITS = [
    PLACE[name] for name in ("is_absence", "is_overview", "is_composed", "is_elsewhere", "is_smalltalk", "is_emergency", "has_phrasings")
]
_DOCUMENT = frozenset({Facet.WHICH_DOCUMENT})


def _nature(question: Question, entries: Sequence[Entry], lexicon: Lexicon, matrix: Matrix) -> None:
    matrix[:, _TRAITS] = [entry.traits for entry in entries]
    overview = _column(matrix, "is_overview") + _column(matrix, "is_composed")
    _column(matrix, "asks_list_overview" if Facet.LIST in question.facets else "asks_other_overview")[:] = overview
    _offers(question, entries, matrix)
    for row, entry in enumerate(entries):
        if entry.nature is Nature.EMERGENCY and (alarm := lexicon.alarms.get(entry.id)):
            matrix[row, PLACE["alarm"]] = alarm.rings(question.text)
    _own_proof(question, entries, matrix)


def _offers(question: Question, entries: Sequence[Entry], matrix: Matrix) -> None:
    """Whether the fields of a fact answer the facets asked for."""
    wanted, documents = question.facets & _OFFERABLE, question.facets & _DOCUMENT
    if wanted:
        offered = np.array([not wanted.isdisjoint(entry.slots.offers) for entry in entries])
        _column(matrix, "facet_offered")[:] = offered
        _column(matrix, "facet_not_offered")[:] = ~offered
    if documents:
        _column(matrix, "asks_document")[:] = [not documents.isdisjoint(entry.slots.offers) for entry in entries]


def _own_proof(question: Question, entries: Sequence[Entry], matrix: Matrix) -> None:
    """What weighs for entries that are told only on proof of their own, apart from what weighs for plain facts."""
    _column(matrix, "asks_who_composed")[:] = _column(matrix, "is_composed") * (Facet.WHO in question.facets)
    if not names_time(question.text):
        _column(matrix, "elsewhere_timeless")[:] = [entry.slots.own_year == OTHER_TIMES for entry in entries]
    for name in ("document", "year", "agency"):
        _column(matrix, f"elsewhere_{name}")[:] = _column(matrix, "is_elsewhere") * _column(matrix, name).max()
    matrix[:, _OF_PROVEN] = matrix[:, _NATURE_OF] * matrix[:, _PROOF_OF]


def _lean(entries: Sequence[Entry], leaning: Leaning, matrix: Matrix) -> None:
    if not leaning.strength:
        return
    for row, entry in enumerate(entries):
        matrix[row, PLACE["lean_directive"]] = leaning.strength * (bool(leaning.directive) and entry.slots.directive == leaning.directive)
        matrix[row, PLACE["lean_topic"]] = leaning.strength * (bool(leaning.topic) and entry.topic == leaning.topic)
        matrix[row, PLACE["lean_fact"]] = leaning.strength * (entry.id in leaning.facts)


def _letters(question: Question, pages: _Pages, matrix: Matrix) -> None:
    """Letter-by-letter likeness, the best phrasing of each entry; `focus` compares the asking part of a story."""
    says, phrasings = pages.are(Part.SAYS), pages.are(Part.PHRASING)
    spoken = says | phrasings

    def put(values: NDArray[np.float32], *into: tuple[str, NDArray[np.bool_]]) -> None:
        wide = np.zeros(len(spoken))
        wide[spoken] = values
        for name, chosen in into:
            pages.most(matrix, name, wide, chosen)

    plain = similarity.ratios(question.text, pages.texts)
    focus = plain if question.focus == question.text else similarity.ratios(question.focus, pages.texts)
    shuffled = similarity.ratios(" ".join(sorted(question.text.split())), pages.shuffled)
    put(plain, ("ratio", phrasings))
    put(focus, ("focus_ratio", phrasings))
    put(shuffled, ("sorted_ratio", phrasings), ("says_ratio", says))
