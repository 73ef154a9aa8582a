"""Makes, when a library is built, facts that answer structured questions from the fields of the others.

What an agency has to do, what is due when, a directive in brief, the directives on a subject, whether a place is on a list, who leads a
matter in two years, a figure in two periods. Says nothing that its members or their directive do not say. Pure.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from bot.domain.fact import Fact
from bot.library.compiler import Compiled
from bot.library.composed.compared import leads, periods
from bot.library.composed.documents import subjects, summaries
from bot.library.composed.draft import Draft, Ground, distinct, finish
from bot.library.composed.due import due
from bot.library.composed.duties import duties
from bot.library.composed.places import places

KINDS: tuple[Callable[[Ground], Iterator[Draft]], ...] = (duties, due, summaries, subjects, places, leads, periods)


def compose(compiled: Compiled) -> tuple[Fact, ...]:
    """The composed facts of compiled knowledge, in a fixed order, none of them asked for with a phrasing of another fact."""
    ground = Ground.of(compiled)
    made = {fact.id: fact for kind in KINDS for fact in map(finish, kind(ground))}
    facts = tuple(made.values())
    if not facts:
        return ()
    return tuple(replace(fact, phrasings=phrasings) for fact, phrasings in zip(facts, distinct(facts, compiled.facts), strict=True))
