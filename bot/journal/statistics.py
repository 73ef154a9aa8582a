"""What the journal tells about a stretch of time: figures for `/thongke` and `hoidap journal stats`, groups for `/chuatraloi`."""

from __future__ import annotations

from datetime import date, datetime

from bot.journal.figures import Asked, Day, HandedOver, Statistics
from bot.journal.journal import Journal
from bot.journal.likeness import Group, Likeness, groups, shared_words
from bot.journal.moments import HANOI, moment, stamp
from bot.journal.questions import Kind, Rating

_MOST = 10  # facts and groups told
_LOOKED_AT = 2_000  # questions that were not covered, the newest first


def statistics(journal: Journal, since: datetime, until: datetime) -> Statistics:
    """The figures of [since, until)."""
    store, span = journal.store, (stamp(since), stamp(until))
    within = "FROM questions WHERE at >= ? AND at < ?"
    questions, people = store.rows(f"SELECT count(*), count(DISTINCT user) {within}", span)[0]
    kinds = dict(store.rows(f"SELECT kind, count(*) {within} GROUP BY kind", span))
    ratings = dict(store.rows(f"SELECT rating, count(*) {within} GROUP BY rating", span))
    told = f"SELECT json_extract(facts, '$[0]'), count(*) {within} AND kind = 'answer' GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT {_MOST}"
    return Statistics(
        since=since.astimezone(HANOI),
        until=until.astimezone(HANOI),
        questions=questions,
        people=people,
        days=tuple(
            Day(date.fromisoformat(day), count)
            for day, count in store.rows(f"SELECT day, count(*) {within} GROUP BY day ORDER BY day", span)
        ),
        kinds={kind: kinds.get(kind.value, 0) for kind in Kind},
        ratings={rating: ratings.get(rating.value, 0) for rating in Rating},
        reasons=dict(store.rows(f"SELECT why, count(*) {within} AND why <> '' GROUP BY why ORDER BY 2 DESC, 1", span)),
        handed_over=_handed_over(journal, span),
        most_asked=tuple(Asked(fact, times) for fact, times in store.rows(told, span) if fact),
        not_covered=tuple(not_covered(journal, since, until)[:_MOST]),
        counters=journal.counters.all(),
    )


def _handed_over(journal: Journal, span: tuple[int, int]) -> HandedOver:
    rows = journal.store.rows("SELECT opened, claimed, closed, stars FROM tickets WHERE opened >= ? AND opened < ?", span)
    waits = sorted(claimed - opened for opened, claimed, _, _ in rows if claimed)
    stars = [stars for *_, stars in rows if stars]
    return HandedOver(
        opened=len(rows),
        claimed=len(waits),
        closed=sum(closed is not None for _, _, closed, _ in rows),
        minutes=round(waits[(len(waits) - 1) // 2] / 60_000, 1) if waits else None,
        stars=round(sum(stars) / len(stars), 2) if stars else None,
        rated=len(stars),
    )


def not_covered(journal: Journal, since: datetime, until: datetime, likeness: Likeness = shared_words) -> list[Group]:
    """Questions that were not covered, grouped by likeness (0 to 1; by default the words they share), the largest groups first."""
    rows = journal.store.rows(
        "SELECT text, at FROM questions WHERE at >= ? AND at < ? AND kind = 'abstain' ORDER BY id DESC LIMIT ?",
        (stamp(since), stamp(until), _LOOKED_AT),
    )
    return groups(((text, moment(at)) for text, at in rows), likeness)
