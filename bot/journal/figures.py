"""The figures of a stretch of time, for machines and, in Vietnamese, for people. Counting them is for `statistics`."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from typing import Any

from bot.journal.counters import Count
from bot.journal.likeness import Group
from bot.journal.questions import Kind, Rating

_KINDS = {
    Kind.ANSWER: "Đã trả lời",
    Kind.CLARIFY: "Hỏi lại cho rõ",
    Kind.ABSTAIN: "Chưa có thông tin",
    Kind.SMALLTALK: "Chào hỏi, trò chuyện",
    Kind.EMERGENCY: "Khẩn cấp",
}
_DAYS_SHOWN = 14
_COUNTERS = {
    Count.DUPLICATES_DROPPED: "tin nhận lặp đã bỏ qua",
    Count.UPDATES_FAILED: "tin xử lý lỗi",
    Count.MAYBE_TWICE: "tin có thể đã gửi hai lần",
    Count.PARCELS_FAILED: "tin không gửi được",
}


@dataclass(frozen=True, slots=True)
class Day:
    """One day in Hanoi on which something was asked."""

    day: date
    questions: int


@dataclass(frozen=True, slots=True)
class Asked:
    """A fact that was told, and how often."""

    fact: str
    times: int


@dataclass(frozen=True, slots=True, kw_only=True)
class HandedOver:
    """Tickets opened in the time; `minutes` is half of them waited no longer than that for an operator, None when none was claimed."""

    opened: int
    claimed: int
    closed: int
    minutes: float | None
    stars: float | None
    rated: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Statistics:
    """The figures of [since, until). `counters` are those of all time."""

    since: datetime
    until: datetime
    questions: int
    people: int
    days: tuple[Day, ...]
    kinds: dict[Kind, int]
    ratings: dict[Rating, int]
    reasons: dict[str, int]
    handed_over: HandedOver
    most_asked: tuple[Asked, ...]
    not_covered: tuple[Group, ...]
    counters: dict[str, int]

    def share(self, count: int) -> float:
        """A count as a share of all questions."""
        return count / self.questions if self.questions else 0.0

    def plain(self) -> dict[str, Any]:
        """For JSON."""
        told: dict[str, Any] = asdict(self)
        told["since"], told["until"] = self.since.isoformat(), self.until.isoformat()
        told["days"] = {str(day.day): day.questions for day in self.days}
        told["kinds"] = {str(kind): count for kind, count in self.kinds.items()}
        told["shares"] = {str(kind): round(self.share(count), 4) for kind, count in self.kinds.items()}
        told["shares"]["handed_over"] = round(self.share(self.handed_over.opened), 4)
        told["ratings"] = {str(rating): count for rating, count in self.ratings.items()}
        told["not_covered"] = [plain_group(group) for group in self.not_covered]
        return told

    def text(self) -> str:
        """For a person, in Vietnamese, plain text."""
        return _text(self)


def plain_group(group: Group) -> dict[str, Any]:
    """For JSON."""
    return {**asdict(group), "others": list(group.others), "last": group.last.isoformat()}


def _text(statistics: Statistics) -> str:
    """Figures in sections; those that are empty are left out."""
    sections = [_asked(statistics), _days(statistics), _rated(statistics), _handed_over(statistics.handed_over, statistics)]
    sections += [_most(statistics), _missing(statistics), _counted(statistics.counters)]
    return "\n\n".join(filter(None, sections))


def _asked(figures: Statistics) -> str:
    until = figures.until - timedelta(milliseconds=1)  # the end does not belong to the time: up to midnight is the day before
    head = f"Từ {_day(figures.since)} đến {_day(until)}: {number(figures.questions)} câu hỏi của {number(figures.people)} người."
    if not figures.questions:
        return f"Từ {_day(figures.since)} đến {_day(until)}: chưa có câu hỏi nào."
    lines = [f"• {name}: {number(figures.kinds[kind])} ({_percent(figures.share(figures.kinds[kind]))})" for kind, name in _KINDS.items()]
    return "\n".join([head, *lines])


def _days(figures: Statistics) -> str:
    shown = figures.days[-_DAYS_SHOWN:]
    return "\n".join(["Theo ngày:", *(f"• {day.day:%d/%m/%Y}: {number(day.questions)}" for day in shown)]) if len(shown) > 1 else ""


def _rated(figures: Statistics) -> str:
    good, bad, not_meant = (figures.ratings[rating] for rating in (Rating.GOOD, Rating.BAD, Rating.NOT_MEANT))
    if not good + bad + not_meant:
        return ""
    lines = [f"Đánh giá: {number(good)} hài lòng, {number(bad)} chưa hài lòng, {number(not_meant)} không đúng ý."]
    return "\n".join(lines + [f"• {why}: {number(count)}" for why, count in figures.reasons.items()])


def _handed_over(tickets: HandedOver, figures: Statistics) -> str:
    if not tickets.opened:
        return ""
    text = f"Chuyển người trực: {number(tickets.opened)} ({_percent(figures.share(tickets.opened))} số câu hỏi)"
    text += f"; đã nhận {number(tickets.claimed)}, đã xong {number(tickets.closed)}."
    if tickets.minutes is not None:
        text += f" Một nửa được nhận trong vòng {number(tickets.minutes)} phút."
    if tickets.stars is not None:
        text += f" Người dân chấm {number(tickets.stars)}/5 ({number(tickets.rated)} lượt)."
    return text


def _most(figures: Statistics) -> str:
    return (
        "\n".join(["Hỏi nhiều nhất:", *(f"• {one.fact}: {number(one.times)}" for one in figures.most_asked)]) if figures.most_asked else ""
    )


def _missing(figures: Statistics) -> str:
    groups = [f"• {group.text} ({number(group.questions)})" for group in figures.not_covered]
    return "\n".join(["Chưa có thông tin, hỏi nhiều nhất:", *groups]) if groups else ""


def _counted(counters: dict[str, int]) -> str:
    told = [f"{number(counters[name])} {words}" for name, words in _COUNTERS.items() if counters.get(name)]
    return f"Từ trước đến nay: {', '.join(told)}." if told else ""


def _day(at: datetime) -> str:
    return f"{at:%d/%m/%Y}"


def _percent(share: float) -> str:
    return f"{share * 100:.1f}%".replace(".", ",")


def number(value: float) -> str:
    """As numbers are written here: 1.234 and 4,5."""
    return f"{value:,}".translate(str.maketrans(",.", ".,"))
