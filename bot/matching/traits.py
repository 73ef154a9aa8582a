"""What speaks for and against a candidate besides its wording: its nature, the facets it answers, what it names, what ties it to the conversation.

How its texts agree with the question is for `features`.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from bot.domain.facet import Facet
from bot.matching.columns import ASKABLE, NEEDING_PROOF, PLACE, PROOFS, PROVEN, Marks, Matrix, column
from bot.matching.entry import OTHER_TIMES, Entry
from bot.matching.facets import names_time
from bot.matching.leaning import Leaning, told_by
from bot.matching.lexicon import Lexicon
from bot.matching.question import Question
from bot.matching.sheet import Small, bits_of
from bot.matching.slots import agreement

_OF_PROVEN = [PLACE[name] for name in PROVEN]
_NATURE_OF = [PLACE[f"is_{nature}"] for nature in NEEDING_PROOF for _ in PROOFS]
_PROOF_OF = [PLACE[name] for _ in NEEDING_PROOF for name in PROOFS.values()]
_SHORT = 6  # tokens: who types as into a search box seldom means what a document leaves out
_OFFERABLE = frozenset({Facet.WHO, Facet.WHEN, Facet.HOW_MUCH, Facet.HOW_MANY, Facet.WHERE})
_TRAITS = [
    PLACE[name] for name in ("is_absence", "is_overview", "is_composed", "is_elsewhere", "is_smalltalk", "is_emergency", "has_phrasings")
]
_DOCUMENT = frozenset({Facet.WHICH_DOCUMENT})
_AMOUNTS = (Facet.HOW_MUCH, Facet.HOW_MANY)
_ALIKE = dict.fromkeys(_AMOUNTS, _AMOUNTS)  # people ask for both with the same words


def measure_traits(question: Question, entries: Sequence[Entry], lexicon: Lexicon, asked: Small, matrix: Matrix) -> None:
    """Fill the columns of what candidates name, are and answer, and of natures with their proofs; the columns of texts are filled before.

    `asked` has for each entry the facets that its phrasings ask for, as bits.
    """
    _slots(question, entries, matrix)
    _nature(question, entries, lexicon, matrix)
    _unasked(question, entries, asked, matrix)


def _slots(question: Question, entries: Sequence[Entry], matrix: Matrix) -> None:
    for name, agrees in agreement(question.named, entries):
        values = np.array(agrees)
        column(matrix, name)[:] = np.maximum(values, 0.0)
        if name != "document_own":
            column(matrix, f"{name}_clash")[:] = np.maximum(-values, 0.0)


def _nature(question: Question, entries: Sequence[Entry], lexicon: Lexicon, matrix: Matrix) -> None:
    matrix[:, _TRAITS] = np.frombuffer(b"".join([entry.traits for entry in entries]), np.uint8).reshape(len(entries), -1)
    overview = column(matrix, "is_overview") + column(matrix, "is_composed")
    column(matrix, "asks_list_overview" if Facet.LIST in question.facets else "asks_other_overview")[:] = overview
    _offers(question, entries, matrix)
    for row in np.flatnonzero(column(matrix, "is_emergency")).tolist():
        if alarm := lexicon.alarms.get(entries[row].id):
            matrix[row, PLACE["alarm"]] = alarm.rings(question.text)
    _own_proof(question, entries, matrix)


def _offers(question: Question, entries: Sequence[Entry], matrix: Matrix) -> None:
    """Whether the fields of a fact answer the facets asked for."""
    wanted, documents = question.facets & _OFFERABLE, question.facets & _DOCUMENT
    if wanted:
        offered = np.array([not wanted.isdisjoint(entry.slots.offers) for entry in entries])
        column(matrix, "facet_offered")[:] = offered
        column(matrix, "facet_not_offered")[:] = ~offered
    if documents:
        column(matrix, "asks_document")[:] = [not documents.isdisjoint(entry.slots.offers) for entry in entries]


def _own_proof(question: Question, entries: Sequence[Entry], matrix: Matrix) -> None:
    """What weighs for entries that are told only on proof of their own, apart from what weighs for plain facts."""
    column(matrix, "asks_who_composed")[:] = column(matrix, "is_composed") * (Facet.WHO in question.facets)
    if not names_time(question.text):
        column(matrix, "elsewhere_timeless")[:] = [entry.slots.own_year == OTHER_TIMES for entry in entries]
    if len(question.heard) <= _SHORT:
        column(matrix, "absence_short")[:] = column(matrix, "is_absence")
        column(matrix, "elsewhere_short")[:] = column(matrix, "is_elsewhere")
    for name in ("document", "called", "year", "agency"):
        column(matrix, f"elsewhere_{name}")[:] = column(matrix, "is_elsewhere") * column(matrix, name).max()
    matrix[:, _OF_PROVEN] = matrix[:, _NATURE_OF] * matrix[:, _PROOF_OF]


def _unasked(question: Question, entries: Sequence[Entry], asked: Small, matrix: Matrix) -> None:
    """The facets asked for that neither the fields nor any phrasing of an entry answer."""
    wanted = question.facets & frozenset(ASKABLE)
    if not wanted:
        return
    known = np.array([bits_of(entry.slots.offers) for entry in entries]) | asked
    for facet in wanted:
        column(matrix, f"unasked_{facet}")[:] = (known & bits_of(_ALIKE.get(facet, (facet,)))) == 0


def measure_leaning(question: Question, entries: Sequence[Entry], leaning: Leaning, folds: Marks, pairs: Marks, matrix: Matrix) -> None:
    """What ties an entry to what was told before, and how much of the message itself it holds. `folds` and `pairs` say which of the question's it has."""
    if not leaning.strength:
        return
    told = set(told_by(question))
    if told:
        column(matrix, "lean_cover")[:] = folds[:, [fold in told for fold in question.folds]].mean(axis=1)
        own = {pair for pair in question.view.pairs if not told.isdisjoint(pair.split("+"))}
        if own:
            column(matrix, "lean_pairs")[:] = pairs[:, [pair in own for pair in question.pairs]].mean(axis=1)
    for row, entry in enumerate(entries):
        matrix[row, PLACE["lean_directive"]] = leaning.strength * (bool(leaning.directive) and entry.slots.directive == leaning.directive)
        matrix[row, PLACE["lean_topic"]] = leaning.strength * (bool(leaning.topic) and entry.topic == leaning.topic)
        matrix[row, PLACE["lean_fact"]] = leaning.strength * (entry.id in leaning.facts)
