"""What a person wants to hear about a matter: who, when, how much, ..."""

from __future__ import annotations

from enum import StrEnum


class Facet(StrEnum):
    WHO = "who"
    WHEN = "when"
    HOW_MUCH = "howmuch"
    HOW_MANY = "howmany"
    WHERE = "where"
    WHAT = "what"
    HOW = "how"
    WHY = "why"
    YES_NO = "yesno"
    LIST = "list"
    WHICH_DOCUMENT = "docref"
