"""What speaks for and against each candidate, as numbers between about -1 and 1, in one matrix.

Does not weigh them; the weights are learned (`ranking`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from bot.domain.facet import Facet
from bot.domain.fact import Nature
from bot.matching import similarity
from bot.matching.entry import Entry, Part, Unit
from bot.matching.leaning import Leaning
from bot.matching.lexicon import FOLD, PAIR, TONE, WORD, Alarm, Lexicon
from bot.matching.question import Question
from bot.matching.slots import agreement

Matrix = NDArray[np.float64]
K1, B = 1.2, 0.6  # BM25; entries with many phrasings are long without being vague, so length counts a little less than usual


NAMES = (
    "bm25_fold", "bm25_pair", "bm25_tone", "bm25_word", "bm25_fold_share", "bm25_pair_share", "bm25_tone_share", "bm25_word_share",
    "phrasing_dice", "phrasing_pair", "phrasing_cover", "phrasing_second", "phrasing_tone",
    "says_cover", "says_pair", "says_dice", "keyword_cover", "context_cover", "all_cover", "missing_most", "missing_pairs",
    "ratio", "sorted_ratio", "says_ratio", "focus_ratio",
    "document", "document_own", "document_clash", "year", "year_clash", "period", "period_clash", "day", "day_clash",
    "agency", "agency_clash", "place", "place_clash", "percent", "percent_clash", "number", "number_clash",
    "facet_offered", "facet_not_offered", "asks_list_overview", "asks_other_overview", "asks_document",
    "is_absence", "is_overview", "is_composed", "is_elsewhere", "is_smalltalk", "is_emergency", "alarm", "has_phrasings",
    "lean_directive", "lean_topic", "lean_fact",
)  # fmt: skip
_PLACE = {name: index for index, name in enumerate(NAMES)}
_OFFERABLE = frozenset({Facet.WHO, Facet.WHEN, Facet.HOW_MUCH, Facet.HOW_MANY})


def measure(question: Question, entries: Sequence[Entry], lexicon: Lexicon, leaning: Leaning) -> Matrix:
    """One row for each entry, one column for each of NAMES."""
    matrix = np.zeros((len(entries), len(NAMES)))
    if not entries:
        return matrix
    views = _bm25_views(question, entries, lexicon)
    for kind, (scores, most) in views.items():
        matrix[:, _PLACE[f"bm25_{kind}"]] = scores / most if most else 0
        top = scores.max()
        matrix[:, _PLACE[f"bm25_{kind}_share"]] = scores / top if top else 0
    rarity = lexicon.rarity(FOLD, question.folds)
    weighed = {term: weight * rarity[term] for term, weight in question.folds.items()}
    for row, entry in enumerate(entries):
        cells = {**_texts(question, entry, weighed, lexicon), **_slots(question, entry), **_nature(question, entry, lexicon.alarms.get(entry.id)), **_lean(entry, leaning)}
        for name, value in cells.items():
            matrix[row, _PLACE[name]] = value
    _letters(question, entries, matrix)
    return matrix


def _bm25_views(question: Question, entries: Sequence[Entry], lexicon: Lexicon) -> dict[str, tuple[Matrix, float]]:
    takes: tuple[tuple[str, Mapping[str, float], Callable[[Entry], Mapping[str, int]]], ...] = (
        (FOLD, question.folds, lambda entry: entry.folds),
        (PAIR, question.pairs, lambda entry: entry.pair_counts),
        (TONE, question.tones, lambda entry: entry.tones),
        (WORD, question.words, lambda entry: entry.words),
    )
    mean = lexicon.counts.mean_length or 1.0
    out = {}
    for kind, weights, counts in takes:
        rarity = lexicon.rarity(kind, weights)
        terms = [(term, weight * rarity[term]) for term, weight in weights.items()]
        scores = np.array([_bm25(terms, counts(entry), K1 * (1 - B + B * entry.length / mean)) for entry in entries])
        out[kind] = (scores, sum(weight for _, weight in terms) * (K1 + 1))
    return out


def _bm25(terms: list[tuple[str, float]], counts: Mapping[str, int], room: float) -> float:
    score = 0.0
    for term, weight in terms:
        times = counts.get(term)
        if times:
            score += weight * times * (K1 + 1) / (times + room)
    return score


def _texts(question: Question, entry: Entry, weighed: Mapping[str, float], lexicon: Lexicon) -> dict[str, float]:
    total = sum(weighed.values()) or 1.0
    asked = frozenset(weighed)
    asked_pairs = frozenset(question.pairs)
    dice: list[float] = []
    cells = dict.fromkeys(("phrasing_pair", "phrasing_cover", "says_cover", "says_pair", "says_dice", "keyword_cover", "context_cover", "phrasing_tone"), 0.0)
    best: Unit | None = None
    for unit in entry.units:
        mass = sum(weighed[term] for term in unit.terms & asked)
        if unit.part is Part.KEYWORD:
            cells["keyword_cover"] = mass / total
        elif unit.part is Part.CONTEXT:
            cells["context_cover"] += mass / total
        elif mass:
            share = 2 * mass / (total + lexicon.mass(unit.terms))
            pair = 2 * len(unit.pairs & asked_pairs) / (len(unit.pairs) + len(question.view.folds) or 1)
            if unit.part is Part.SAYS:
                cells |= {"says_cover": mass / total, "says_pair": pair, "says_dice": share}
            else:
                best = unit if share > max(dice, default=0.0) else best
                dice.append(share)
                cells["phrasing_pair"] = max(cells["phrasing_pair"], pair)
                cells["phrasing_cover"] = max(cells["phrasing_cover"], mass / total)
    dice.sort(reverse=True)
    cells["phrasing_dice"] = dice[0] if dice else 0.0
    cells["phrasing_second"] = sum(dice[1:3]) / 2
    cells["phrasing_tone"] = _tone_agreement(question, best)
    missing = [weighed[term] for term in asked - entry.terms]
    cells["all_cover"] = 1 - sum(missing) / total
    cells["missing_most"] = max(missing, default=0.0) / 10
    cells["missing_pairs"] = 1 - len(asked_pairs & entry.pair_counts.keys()) / (len(asked_pairs) or 1)
    return cells


def _tone_agreement(question: Question, unit: Unit | None) -> float:
    """Of the accented tokens of the question that the unit has without regard to accents, the share that it has with the same accents, minus 1."""
    if unit is None or not question.tones:
        return 0.0
    tones = frozenset(unit.view.tones)
    shared = [tone for tone, fold in zip(question.view.tones, question.view.folds, strict=True) if tone != fold and fold in unit.terms]
    return sum(tone in tones for tone in shared) / len(shared) - 1 if shared else 0.0


def _slots(question: Question, entry: Entry) -> dict[str, float]:
    agrees = agreement(question.named, entry)
    cells = {"document_own": agrees.document_own}
    for name in ("document", "year", "period", "day", "agency", "place", "percent", "number"):
        value = getattr(agrees, name)
        cells[name] = max(value, 0.0)
        cells[f"{name}_clash"] = max(-value, 0.0)
    return cells


def _nature(question: Question, entry: Entry, alarm: Alarm | None) -> dict[str, float]:
    wanted = question.facets & _OFFERABLE
    offered = bool(wanted & entry.slots.offers)
    overview = entry.nature in (Nature.OVERVIEW, Nature.COMPOSED)
    lists = Facet.LIST in question.facets
    return {
        "facet_offered": float(offered),
        "facet_not_offered": float(bool(wanted) and not offered),
        "asks_list_overview": float(lists and overview),
        "asks_other_overview": float(overview and not lists),
        "asks_document": float(Facet.WHICH_DOCUMENT in question.facets and Facet.WHICH_DOCUMENT in entry.slots.offers),
        "is_absence": float(entry.nature is Nature.ABSENCE),
        "is_overview": float(entry.nature is Nature.OVERVIEW),
        "is_composed": float(entry.nature is Nature.COMPOSED),
        "is_elsewhere": float(entry.nature is Nature.ELSEWHERE),
        "is_smalltalk": float(entry.nature in (Nature.SMALL_TALK, Nature.ABUSE)),
        "is_emergency": float(entry.nature is Nature.EMERGENCY),
        "alarm": float(alarm is not None and alarm.rings(question.text)),
        "has_phrasings": float(any(unit.part is Part.PHRASING for unit in entry.units)),
    }


def _lean(entry: Entry, leaning: Leaning) -> dict[str, float]:
    return {
        "lean_directive": leaning.strength * float(bool(leaning.directive) and entry.slots.directive == leaning.directive),
        "lean_topic": leaning.strength * float(bool(leaning.topic) and entry.topic == leaning.topic),
        "lean_fact": leaning.strength * float(entry.id in leaning.facts),
    }


def _letters(question: Question, entries: Sequence[Entry], matrix: Matrix) -> None:
    """Letter-by-letter likeness, the best phrasing of each entry; `focus` compares the asking part of a story."""
    texts: list[str] = []
    owner: list[int] = []
    says: list[bool] = []
    for row, entry in enumerate(entries):
        for unit in entry.units:
            if unit.part in (Part.PHRASING, Part.SAYS):
                texts.append(unit.text)
                owner.append(row)
                says.append(unit.part is Part.SAYS)
    rows, said = np.array(owner), np.array(says)
    plain = similarity.ratios(question.text, texts)
    shuffled = similarity.sorted_ratios(question.text, texts)
    focus = plain if question.focus == question.text else similarity.ratios(question.focus, texts)
    for name, values, chosen in (
        ("ratio", plain, ~said), ("sorted_ratio", shuffled, ~said), ("says_ratio", shuffled, said), ("focus_ratio", focus, ~said),
    ):  # fmt: skip
        np.maximum.at(matrix[:, _PLACE[name]], rows[chosen], values[chosen])
