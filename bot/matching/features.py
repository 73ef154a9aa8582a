"""What speaks for and against each candidate, as numbers between about -1 and 1, in one matrix: how its texts agree with the question's.

What it has to say for itself besides its wording is `traits`. Does not weigh anything; the weights are learned (`ranking`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain, compress

import numpy as np
from numpy.typing import NDArray

from bot.matching import similarity
from bot.matching.columns import NAMES, PLACE, Marks, Matrix, column
from bot.matching.entry import Entry, Part
from bot.matching.leaning import Leaning
from bot.matching.lexicon import FOLD, PAIR, TONE, WORD, Lexicon
from bot.matching.question import Question
from bot.matching.sheet import Asked, Hits, Places, Sheet, Small, Vector, bits_of
from bot.matching.traits import measure_leaning, measure_traits

Standing = tuple[Places, Places]  # units where terms stand, and which terms
Peaks = dict[str, Vector]  # a value for each unit, by the feature that takes the highest of an entry
K1, B = 1.2, 0.6  # BM25; entries with many phrasings are long without being vague, so length counts a little less than usual


def measure(question: Question, entries: Sequence[Entry], lexicon: Lexicon, leaning: Leaning) -> Matrix:
    """One row for each entry, one column for each of NAMES."""
    matrix = np.zeros((len(entries), len(NAMES)))
    if not entries:
        return matrix
    sheets = [entry.sheet for entry in entries]
    pages = _Pages.of(sheets)
    room = K1 * (1 - B + B * np.array([sheet.length for sheet in sheets]) / (lexicon.counts.mean_length or 1.0))
    asked = Asked.among({FOLD: question.folds, PAIR: question.pairs, TONE: question.tones, WORD: question.words}, lexicon.rarities)
    hits = asked.seek(sheets)
    rows = pages.row_of(hits.bags)
    held = _bm25(asked, hits, rows, room, matrix)
    folds, pairs = pages.hits_of(FOLD, asked, hits, rows), pages.hits_of(PAIR, asked, hits, rows)
    peaks = _folds(asked, folds, held[:, asked.of[FOLD]] > 0, pages, matrix)
    peaks |= _units(question, asked, folds, pairs, pages, matrix)
    pages.highest({**peaks, **_letters(question, pages)}, matrix)
    _pairs(asked, held[:, asked.of[PAIR]] > 0, matrix)
    _best_phrasings(question, entries, folds, peaks["phrasing_dice"], pages, matrix)
    measure_traits(question, entries, lexicon, pages.asked_of_entries(), matrix)
    measure_leaning(question, entries, leaning, held[:, asked.of[FOLD]] > 0, held[:, asked.of[PAIR]] > 0, matrix)
    return matrix


@dataclass(frozen=True, slots=True)
class _Pages:
    """The units of all candidates, one after another: whose each is, which part, the facets it asks for, how heavy, how many pairs it has.

    `counts` says how many units each candidate has, `firsts` which is its first; `begins` and `filled` the same of candidates that have any.
    `texts` are the folded texts of the units that people's words are compared with (`spoken`), `shuffled` the same with sorted tokens.
    """

    counts: Places
    firsts: Places
    rows: Places
    begins: Places
    filled: Marks
    parts: NDArray[np.uint8]
    says: Marks
    phrasings: Marks
    spoken: Marks
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
        says, phrasings = _are(Part.SAYS, parts), _are(Part.PHRASING, parts)
        return cls(
            counts, firsts, np.repeat(np.arange(len(sheets)), counts), firsts[filled], filled, parts, says, phrasings, says | phrasings,
            np.concatenate([sheet.asked for sheet in sheets]), np.concatenate([sheet.masses for sheet in sheets]),
            np.concatenate([sheet.sizes[len(sheet.parts) : -2] for sheet in sheets]),
            list(chain.from_iterable([sheet.spoken for sheet in sheets])), list(chain.from_iterable([sheet.shuffled for sheet in sheets])),
        )  # fmt: skip

    def are(self, part: Part) -> Marks:
        return _are(part, self.parts)

    def row_of(self, bags: Places) -> Places:
        """Whose each bag is. An entry has two bags for each unit and two more."""
        return np.repeat(np.arange(len(self.counts)), 2 * self.counts + 2)[bags]

    def hits_of(self, kind: str, asked: Asked, hits: Hits, rows: Places) -> Standing:
        """The units where folds or pairs that are asked for stand, and which of them. `rows` says whose each hit is."""
        which = asked.of[kind]
        chosen = np.flatnonzero((hits.which >= which.start) & (hits.which < which.stop))
        before = self.firsts + 2 * np.arange(len(self.counts)) + (self.counts if kind == PAIR else 0)
        return hits.bags[chosen] - before[rows[chosen]], hits.which[chosen] - which.start

    def asked_of_entries(self) -> Small:
        """For each entry the facets that its units ask for, as bits."""
        asked = np.zeros(len(self.counts), self.asked.dtype)
        asked[self.filled] = np.bitwise_or.reduceat(self.asked, self.begins)
        return asked

    def highest(self, peaks: Peaks, matrix: Matrix) -> None:
        """Put into the columns of these names the highest value of each row's units, 0 for a row that has none."""
        highest = np.zeros((len(matrix), len(peaks)))
        highest[self.filled] = np.maximum.reduceat(np.array(list(peaks.values())), self.begins, axis=1).T
        matrix[:, [PLACE[name] for name in peaks]] = highest


def _are(part: Part, parts: NDArray[np.uint8]) -> Marks:
    return np.equal(parts, ord(part.value))


def _bm25(asked: Asked, hits: Hits, rows: Places, room: Vector, matrix: Matrix) -> Matrix:
    """BM25 of each view, as a share of what is possible and of the best candidate. Returns how often each candidate holds each term."""
    wide = len(asked.weights)
    held: Matrix = np.bincount(rows * wide + hits.which, hits.times, len(room) * wide).astype(np.float64).reshape(len(room), wide)
    full = held / (held + room[:, None])
    for kind, its in asked.of.items():
        most = asked.weighed[its].sum()
        if most:
            scores = full[:, its] @ asked.weighed[its]
            top = scores.max()
            column(matrix, f"bm25_{kind}")[:] = scores / most
            column(matrix, f"bm25_{kind}_share")[:] = scores / top if top else 0
    return held


def _folds(asked: Asked, standing: Standing, has: Marks, pages: _Pages, matrix: Matrix) -> Peaks:
    """What of the question a candidate lacks altogether, and what it has of that which tells the candidates apart."""
    weighed = asked.weighed[asked.of[FOLD]]
    units, which = standing
    missing = np.where(has, 0.0, weighed)
    column(matrix, "all_cover")[:] = 1 - missing.sum(axis=1) / (weighed.sum() or 1.0)
    column(matrix, "missing_most")[:] = missing.max(axis=1, initial=0.0) / 10
    rare = weighed**2 / ((weighed**2).sum() or 1.0)
    column(matrix, "rare_cover")[:] = has @ rare
    own = ~pages.are(Part.CONTEXT)
    local = _local(asked.weights[asked.of[FOLD]], has)
    column(matrix, "local_cover")[:] = has @ local
    return {
        name: np.bincount(units, weights[which], len(own)).astype(np.float64) * own
        for name, weights in (("rare_phrasing", rare), ("local_phrasing", local))
    }


def _pairs(asked: Asked, has: Marks, matrix: Matrix) -> None:
    column(matrix, "missing_pairs")[:] = 1 - np.count_nonzero(has, axis=1) / (has.shape[1] or 1)
    column(matrix, "local_pairs")[:] = has @ _local(asked.weights[asked.of[PAIR]], has)


def _local(weights: Vector, has: Marks) -> Vector:
    """Terms weighed by how few of the candidates hold them: what tells siblings apart."""
    rare = np.log(1 + len(has) / (np.count_nonzero(has, axis=0) + 0.5)) * weights
    return np.asarray(rare / (rare.sum() or 1.0))


def _units(question: Question, asked: Asked, folds: Standing, pairs: Standing, pages: _Pages, matrix: Matrix) -> Peaks:
    """How well single texts of each entry cover the question."""
    weighed = asked.weighed[asked.of[FOLD]]
    total = weighed.sum() or 1.0
    mass = np.bincount(folds[0], weighed[folds[1]], len(pages.rows))
    share = 2 * mass / (total + pages.masses)
    shared = np.bincount(pairs[0], minlength=len(pages.rows)) * (mass != 0)
    pair = 2 * shared / np.maximum(pages.pairs + len(question.view.folds), 1)
    cover = mass / total
    says, phrasings = pages.says, pages.phrasings
    column(matrix, "context_cover")[:] = np.bincount(pages.rows, mass * pages.are(Part.CONTEXT), len(matrix)) / total
    fits = (pages.asked & bits_of(question.facets)) != 0
    return {
        "keyword_cover": cover * pages.are(Part.KEYWORD),
        "says_cover": cover * says,
        "says_pair": pair * says,
        "says_dice": share * says,
        "phrasing_cover": cover * phrasings,
        "phrasing_pair": pair * phrasings,
        "phrasing_back": mass / np.maximum(pages.masses, 1e-9) * phrasings,
        "phrasing_dice": share * phrasings,
        "phrasing_facet": share * (phrasings & fits),
    }


def _best_phrasings(question: Question, entries: Sequence[Entry], folds: Standing, shares: Vector, pages: _Pages, matrix: Matrix) -> None:
    """The next two after the best phrasing of each entry, and whether the best has the question's accents. `shares` are those of phrasings."""
    table = np.zeros((len(entries), max(int(pages.counts.max()), 3)))
    table[pages.rows, np.arange(len(shares)) - pages.firsts[pages.rows]] = shares
    best = table.argmax(axis=1)
    thirds, seconds, firsts = np.sort(table, axis=1)[:, -3:].T
    column(matrix, "phrasing_second")[:] = (seconds + thirds) / 2
    if question.tones:
        units, which = folds
        rows = pages.rows[units]
        chosen = (units == (pages.firsts + best)[rows]) & (firsts > 0)[rows]
        shared = np.zeros((len(entries), len(question.folds)), dtype=np.bool_)
        shared[rows[chosen], which[chosen]] = True
        texts = [entry.packed[at] if entry.packed else "" for entry, at in zip(entries, best.tolist(), strict=True)]
        column(matrix, "phrasing_tone")[:] = _tone_agreement(question, texts, shared)


def _tone_agreement(question: Question, texts: Sequence[str], shared: Marks) -> Vector:
    """Of the accented tokens of the question that each text has without regard to accents, the share that it has with the same accents, minus 1.

    `shared` says which of the question's folds each text has.
    """
    places = {fold: place for place, fold in enumerate(question.folds)}
    accented = {f" {tone} ": places[fold] for tone, fold in zip(question.view.tones, question.view.folds, strict=True) if tone != fold}
    rows, which = np.nonzero(shared[:, list(accented.values())])
    tones, read = list(accented), [f" {text} ".replace("_", " ") for text in texts]
    same = [tones[tone] in read[row] for row, tone in zip(rows.tolist(), which.tolist(), strict=True)]
    met = np.bincount(rows, minlength=len(texts))
    return np.asarray((np.bincount(rows, same, len(texts)) - met) / np.maximum(met, 1))


def _letters(question: Question, pages: _Pages) -> Peaks:
    """Letter-by-letter likeness of phrasings and, order aside, of what facts say; of a story its asking part is compared."""
    phrasings = list(compress(pages.texts, pages.phrasings[pages.spoken].tobytes()))
    plain = _wide(similarity.ratios(question.focus, phrasings), pages.phrasings)
    shuffled = _wide(similarity.ratios(" ".join(sorted(question.focus.split())), pages.shuffled), pages.spoken)
    return {"ratio": plain, "sorted_ratio": shuffled * pages.phrasings, "says_ratio": shuffled * pages.says}


def _wide(values: NDArray[np.float32], chosen: Marks) -> Vector:
    """Values of the chosen units among all, 0 for the others."""
    wide = np.zeros(len(chosen))
    wide[chosen] = values
    return wide
