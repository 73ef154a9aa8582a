"""What is due in a month, a quarter or a year, in which directive and by whom."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from bot.domain.directive import Directive
from bot.domain.fact import Dated, Deadline, DeadlineKind, Fact, Role
from bot.domain.span import Span
from bot.library.composed.clause import same_task, task, tells_no_task
from bot.library.composed.draft import Draft, Ground, dated, grouped, inside_label, told, unique
from bot.library.composed.wording import inside, shorten

_ROMAN = ("", "I", "II", "III", "IV")
_LOOKED_AT = 60
_ROOM = 900  # characters for the items, the heading and the closing line apart
_TITLE = 90  # about what the heading of one more document takes
_LONGEST = 115
_LONGEST_ALONE = 420
_NOBODY = "-"  # an agency that none is: whoever does it stays in the text
_LISTED = 2
_REST = "• và còn các việc khác; anh/chị có thể hỏi riêng từng văn bản."


def due(ground: Ground) -> Iterator[Draft]:
    """One for every month, quarter and year in which a deadline of a statement ends."""
    periods: dict[str, list[tuple[Fact, Deadline]]] = {}
    for fact in ground.statements:
        if len(fact.deadlines) <= _LISTED:
            for deadline in fact.deadlines if not tells_no_task(fact, ground.names) else ():
                for period in _periods(deadline):
                    periods.setdefault(period, []).append((fact, deadline))
    for period in sorted(periods):
        yield _in_period(ground, period, periods[period])


def _periods(deadline: Deadline) -> list[str]:
    """The month, quarter and year in which it ends ("2022-09", "2022-Q3", "2022"), as far as it is that exact."""
    if deadline.span is None or deadline.kind is DeadlineKind.EVERY:
        return []
    last = deadline.value.rpartition("/")[2]
    end = deadline.span.end
    found = [str(end.year)]
    if "-" in last:
        found.append(f"{end.year}-Q{(end.month + 2) // 3}")
        if "Q" not in last:
            found.append(f"{end.year}-{end.month:02d}")
    return found


def _in_period(ground: Ground, period: str, matters: list[tuple[Fact, Deadline]]) -> Draft:
    name = _name(period)
    shown, whole = _chosen(ground, Span.parse(period), matters)
    groups = grouped(shown, lambda entry: entry[0].citation.number)
    first = ground.directives[next(iter(groups))]
    heading = f"{name[0].upper()}{name[1:]} có việc đến hạn sau" if len(shown) == 1 else f"Những việc đến hạn {name}"
    heading += f", theo {_titled(first)}:" if len(groups) == 1 else ":"
    titled = (
        (f"Theo {_titled(ground.directives[number])}" if len(groups) > 1 else "", [(_line(*entry), entry[0]) for entry in entries])
        for number, entries in groups.items()
    )
    says, members = told(heading, titled, _REST, whole=whole)
    return Draft(
        id=f"composed/due/{period.lower()}",
        name=f"Việc đến hạn {name}",
        says=says,
        number=first.number,
        members=members,
        phrasings=_phrasings(period),
        keywords=(
            "thời hạn",
            "đến hạn",
            "hạn chót",
            "hạn cuối",
            "phải xong",
            "hoàn thành",
            "tiến độ",
            "mốc thời gian",
            name.removeprefix("trong "),
        ),
        dates=(Dated(period, name.removeprefix("trong "), Span.parse(period)),),
        refers_to=tuple(groups),
    )


def _titled(directive: Directive) -> str:
    return f"{dated(directive)} về {inside_label(directive.short)}" if directive.short else dated(directive)


def _who(fact: Fact) -> str:
    """Who does it, in short: those who lead, else those who carry it out; empty where nobody or too many are named."""
    leading = unique(item.agency for item in fact.assignments if item.role in (Role.LEAD, Role.CHAIR))
    actors = leading or unique(item.agency for item in fact.assignments if item.role in (Role.CARRY_OUT, Role.SUPERVISE, Role.ADVISE))
    return " và ".join((*actors[:1], *map(inside, actors[1:]))) if 0 < len(actors) <= _LISTED else ""


def _line(fact: Fact, deadline: Deadline, clause: str) -> str:
    who = _who(fact)
    spoken = re.findall(r"\d+", clause)
    said = deadline.text.lower() in clause.lower() or all(part in spoken for part in re.findall(r"\d+", deadline.text))
    when = "" if said else f" ({deadline.text})"
    if who and not any(item.agency.lower() in clause[:90].lower() for item in fact.assignments if item.agency in who):
        return f"{shorten(who, 100)}: {inside_label(clause)}{when}"
    return f"{clause}{when}"


def _width(deadline: Deadline) -> int:
    """How exact a deadline is: the fewer days it leaves open, the sooner it is told."""
    if deadline.span is None:
        return 9
    last = deadline.value.rpartition("/")[2]
    return 0 if last.count("-") == 2 else 1 if "-" in last and "Q" not in last else 2 if "Q" in last else 3


def _chosen(ground: Ground, span: Span, matters: list[tuple[Fact, Deadline]]) -> tuple[list[tuple[Fact, Deadline, str]], bool]:
    """As many matters as there is room for, in the order of their days, and whether these are all.

    First one of each document and day, those due in just this period before others; then the second of each, and so on.
    """
    seen: Counter[tuple[str, Span | None]] = Counter()
    order = []
    for place, (fact, deadline) in enumerate(sorted(matters, key=lambda pair: _width(pair[1]))):
        key = (fact.citation.number, deadline.span)
        seen[key] += 1
        order.append((seen[key], deadline.span != span, _width(deadline), place, fact, deadline))
    order.sort(key=lambda entry: entry[:4])
    kept: list[tuple[Fact, Deadline, str]] = []
    texts: list[tuple[Fact, str]] = []
    numbers: set[str] = set()
    room = _ROOM
    for *_, fact, deadline in order[:_LOOKED_AT]:
        found = task(fact, ground.numbers(fact), ground.names, "" if _who(fact) else _NOBODY)
        if any(same_task(fact, found.text, other, said) for other, said in texts):
            continue
        clause = found.cut(_LONGEST_ALONE if len(order) == 1 else _LONGEST)
        new = fact.citation.number not in numbers
        room -= len(_line(fact, deadline, clause)) + 3 + (_TITLE if new and numbers else 0)
        if room < 0:
            return _by_day(kept), False
        numbers.add(fact.citation.number)
        texts.append((fact, found.text))
        kept.append((fact, deadline, clause))
    return _by_day(kept), len(order) <= _LOOKED_AT


def _by_day(matters: list[tuple[Fact, Deadline, str]]) -> list[tuple[Fact, Deadline, str]]:
    return sorted(matters, key=lambda entry: (str(entry[1].span.end if entry[1].span else ""), _width(entry[1])))


def _name(period: str) -> str:
    year, _, part = period.partition("-")
    if not part:
        return f"trong năm {year}"
    return f"trong quý {_ROMAN[int(part[1])]}/{year}" if part.startswith("Q") else f"trong tháng {int(part)}/{year}"


def _phrasings(period: str) -> tuple[str, ...]:
    year, _, part = period.partition("-")
    if not part:
        when, terse, spoken = f"năm {year}", year, f"hết năm {year}"
    elif part.startswith("Q"):
        when, terse, spoken = f"quý {_ROMAN[int(part[1])]}/{year}", f"quý {part[1]} {year}", f"quý {part[1]} năm {year}"
    else:
        when, terse, spoken = f"tháng {int(part)}/{year}", f"t{int(part)}/{year}", f"tháng {int(part)} năm {year}"
    return (
        f"Việc gì phải xong trong {when}?",
        f"{spoken} có những hạn nào",
        f"Những việc nào đến hạn trong {when}?",
        f"hạn {terse}",
        f"Cho mình hỏi trong {spoken} các sở phải hoàn thành những gì?",
        f"liệt kê việc đến hạn {when}",
        f"cơ quan nào có việc phải hoàn thành vào {spoken}",
        f"các mốc thời hạn rơi vào {when}",
        f"{when} phải nộp, phải trình, phải báo cáo cái gì?",
        f"danh sách công việc có thời hạn {spoken}",
        f"deadline {terse} gồm gì",
        f"Trong {when} thành phố yêu cầu xong việc gì, ai làm?",
    )
