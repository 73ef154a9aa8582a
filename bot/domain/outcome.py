"""What a question got, in brief: enough to tell whether two versions of the knowledge answer it alike. Holds no citation and no markup."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """What kind of reply it was, in the words of the question sets."""

    ANSWER = "answer"
    CLARIFY = "clarify"
    ABSTAIN = "abstain"
    SMALLTALK = "smalltalk"
    EMERGENCY = "emergency"


@dataclass(frozen=True, slots=True)
class Outcome:
    """`first` is the id of what ranked first, whatever was made of it; `facts` are those told or offered, the first one first; `text` is all
    that was said, `options` the labels offered, `sources` the documents cited.
    """

    kind: Kind
    first: str
    facts: tuple[str, ...]
    text: str
    options: tuple[str, ...]
    sources: tuple[str, ...]
    confidence: float
