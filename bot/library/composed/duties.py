"""What an agency has to do: in one directive, and in which directives at all."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from bot.domain.directive import Directive
from bot.domain.fact import Assignment, Fact, Role
from bot.library.composed.clause import DUTIES, LONGEST, same_task, task, tells_no_task, with_deadline
from bot.library.composed.draft import Draft, Ground, bare_number, bullets, dated, inside_label, slug, told, unique
from bot.library.composed.wording import capital, inside, shorten

_MOST_ITEMS = 8
_LOOKED_AT = 40
_LISTED_AGENCIES = 5
_LISTED_PLACES = 5
_REST = "• và còn các việc khác; anh/chị có thể hỏi riêng từng việc."
_LONGEST_ALONE = 420
_BY_NUMBER = re.compile(r"\b(?:nội dung|mục|phần|Phần|chỉ số) (?:\d|[IVX]+\b)")
_GROUPS = (
    ("chủ trì", frozenset((Role.LEAD, Role.CHAIR))),
    ("thực hiện", frozenset((Role.CARRY_OUT, Role.ADVISE, Role.SUPERVISE))),
    ("phối hợp", frozenset((Role.COOPERATE,))),
)

_Matter = tuple[int, Fact, str, bool]  # its group, the fact, what is to be done, whether the agency itself is said to do it


def duties(ground: Ground) -> Iterator[Draft]:
    """Every agency in every directive that gives it something to do, then every agency with duties in several."""
    by_agency: dict[str, dict[str, list[tuple[int, Fact]]]] = {}
    for fact in ground.statements:
        for agency, rank in _parts(fact).items():
            by_agency.setdefault(agency, {}).setdefault(fact.citation.number, []).append((rank, fact))
    for agency, directives in by_agency.items():
        clear = {
            number: [(rank, fact) for rank, fact in part if not tells_no_task(fact, ground.names)] for number, part in directives.items()
        }
        clear = {number: part for number, part in clear.items() if part}
        chosen = {number: _chosen(ground, agency, part) for number, part in clear.items()}
        for number, part in clear.items():
            if len(part) > 1:
                yield _in_directive(ground, agency, part, chosen[number])
        if len(clear) > 1:
            yield _overview(ground, agency, {number: matters[0] for number, (matters, _) in chosen.items()})


def _parts(fact: Fact) -> dict[str, int]:
    """The agencies that have a duty in a fact, each with its strongest group; facts that list who does what give none."""
    ranks: dict[str, int] = {}
    for item in fact.assignments:
        if item.role in DUTIES:
            rank = next(index for index, (_, roles) in enumerate(_GROUPS) if item.role in roles)
            ranks[item.agency] = min(rank, ranks.get(item.agency, rank))
    leads = sum(rank == 0 for rank in ranks.values())
    listing = len(ranks) >= _LISTED_AGENCIES or leads > 2 or len(fact.places) >= _LISTED_PLACES or len(fact.deadlines) > 2
    return {} if listing else ranks


def _chosen(ground: Ground, agency: str, part: Sequence[tuple[int, Fact]]) -> tuple[list[_Matter], bool]:
    """The matters that come first, and whether there are more; repeats left out.

    By role, then the first of each topic, those that say who and by when before those that do not.
    """
    seen: Counter[tuple[int, str]] = Counter()
    told = [(rank, fact, task(fact, ground.numbers(fact), ground.names, agency)) for rank, fact in part]
    order = []
    for place, (rank, fact, found) in enumerate(
        sorted(
            told,
            key=lambda entry: (
                entry[0],
                bool(_BY_NUMBER.search(entry[2].text)),
                not entry[2].own,
                not any(item.span for item in entry[1].deadlines),
            ),
        )
    ):
        seen[rank, fact.topic] += 1
        order.append((rank, rank > 0 and not found.own, bool(_BY_NUMBER.search(found.text)), seen[rank, fact.topic], place, fact, found))
    order.sort(key=lambda entry: entry[:5])
    most = _LONGEST_ALONE if len(part) == 1 else LONGEST
    kept: list[_Matter] = []
    whole: list[tuple[Fact, str]] = []
    more = len(order) > _LOOKED_AT
    for rank, _, _, _, _, fact, found in order[:_LOOKED_AT]:
        if any(same_task(fact, found.text, other, said) for other, said in whole):
            continue
        if len(kept) == _MOST_ITEMS:
            more = True
            break
        whole.append((fact, found.text))
        kept.append((rank, fact, found.cut(most), found.own))
    return kept, more


def _in_directive(ground: Ground, agency: str, part: Sequence[tuple[int, Fact]], found: tuple[list[_Matter], bool]) -> Draft:
    matters, more = found
    directive = ground.directives[part[0][1].citation.number]
    position = {id(fact): index for index, (_, fact) in enumerate(part)}
    chosen = sorted(matters, key=lambda entry: (entry[0], entry[0] > 0 and not entry[3], position[id(entry[1])]))
    ranks = unique(rank for rank, *_ in chosen)
    about = f" về {inside_label(directive.short)}" if directive.short else ""
    verb = "có những việc sau" if len(ranks) > 1 or ranks[0] == 1 else f"{_GROUPS[ranks[0]][0]} những việc, nội dung sau"
    if len(chosen) == 1:
        verb = "phối hợp trong việc sau" if ranks[0] == len(_GROUPS) - 1 else "có việc sau"
    heading = f"Theo {dated(directive)}{about}, {inside(agency)} {verb}:"
    groups = (
        (
            capital(_GROUPS[rank][0]) if len(ranks) > 1 else "",
            [
                (with_deadline(_bare(clause, rank) if len(chosen) > 1 and rank == 0 else clause, fact.deadlines), fact)
                for own, fact, clause, _ in chosen
                if own == rank
            ],
        )
        for rank in ranks
    )
    says, members = told(heading, groups, _REST, whole=not more)
    role = next(item.role for _, fact in part for item in fact.assignments if item.agency == agency and item.role in DUTIES)
    return Draft(
        id=f"composed/duties/{slug(agency)}--{slug(directive.number)}",
        name=f"Việc của {inside(agency)} theo {directive.title}",
        says=says,
        number=directive.number,
        members=members,
        phrasings=_phrasings(ground, agency, directive),
        keywords=unique((*_names(ground, agency)[:4], "nhiệm vụ", "đầu việc", "trách nhiệm", "được giao", "phải làm gì", directive.number)),
        assignments=(Assignment(agency, role),),
    )


def _bare(clause: str, rank: int) -> str:
    """A clause under a heading that says the role already."""
    if rank == len(_GROUPS) - 1:
        return clause
    word = capital(_GROUPS[rank][0])
    for start in (f"{word} tham mưu nội dung ", f"{word} tham mưu việc ", f"{word} nội dung ", f"{word} việc ", f"{word} "):
        rest = clause.removeprefix(start)
        if rest != clause and len(rest) > 12 and not rest.startswith(("với ", "cùng ", "của ", "tham mưu")):
            return capital(rest)
    return clause


def _overview(ground: Ground, agency: str, directives: dict[str, _Matter]) -> Draft:
    numbers = sorted(directives, key=lambda number: str(ground.directives[number].issued or ""))
    lines = []
    facts: list[Fact] = []
    room = max(40, min(130, 900 // len(numbers) - 60))
    for number in numbers:
        directive = ground.directives[number]
        _, fact, clause, _ = directives[number]
        about = f", về {inside_label(directive.short or shorten(directive.subject, 70))}" if directive.short or directive.subject else ""
        lines.append(f"{dated(directive)}{about}: {inside_clause(with_deadline(shorten(clause, room), fact.deadlines))}")
        facts.append(fact)
    heading = f"{agency} có việc trong các văn bản sau; mỗi văn bản nêu một việc chính:"
    says, count = bullets(heading, lines, "• và một số văn bản khác.")
    names = _names(ground, agency)
    short = names[1] if len(names) > 1 else agency
    return Draft(
        id=f"composed/agency/{slug(agency)}",
        name=f"Các việc của {inside(agency)}",
        says=says,
        number=numbers[0],
        members=tuple(facts[:count]),
        phrasings=(
            f"{agency} có việc trong những văn bản nào?",
            f"{agency} được giao những việc gì trong các văn bản của thành phố?",
            f"nhiệm vụ của {inside(agency)} nói chung",
            f"Cho hỏi {inside(agency)} phải lo những mảng nào?",
            f"văn bản nào giao việc cho {inside(agency)}",
            f"{short} có trong mấy văn bản, việc chính là gì",
            f"tổng hợp việc của {short}",
            f"Kể hết các kế hoạch, công văn có giao việc cho {inside(agency)} giúp mình",
            f"{short} làm những gì",
            f"mọi việc {inside(agency)} phải làm từ trước tới nay",
            f"{agency} chịu trách nhiệm những gì với dân?",
            f"{inside(agency)} các văn bản",
        ),
        keywords=unique((*names[:5], "nhiệm vụ", "đầu việc", "trách nhiệm", "các văn bản", "tổng hợp")),
        assignments=unique(
            Assignment(agency, item.role) for fact in facts for item in fact.assignments if item.agency == agency and item.role in DUTIES
        ),
        refers_to=tuple(numbers[:count]),
    )


def inside_clause(text: str) -> str:
    """A clause after a colon; names of offices and documents keep their capitals."""
    first = text.split(" ", 1)[0]
    return (
        text
        if first in ("Sở", "Kế", "UBND", "Hà", "Ủy", "Đề", "Cổng", "Ban", "Luật", "Hệ") or first.isupper()
        else text[:1].lower() + text[1:]
    )


def _names(ground: Ground, agency: str) -> tuple[str, ...]:
    """The names of an agency as people say them: the official one, an abbreviation, others."""
    known = ground.agencies.get(agency)
    if known is None:
        return (agency,)
    shorter = [name for name in known.abbreviations if name.lower().startswith(("sở ", "ubnd", "vp "))] + list(known.abbreviations)
    return unique((known.name, *shorter[:1], *known.other_names[:3], *shorter[1:]))


def _phrasings(ground: Ground, agency: str, directive: Directive) -> tuple[str, ...]:
    names = _names(ground, agency)
    who = inside(agency)
    short = names[1] if len(names) > 1 else who
    other = inside(names[2]) if len(names) > 2 else short
    number = bare_number(directive)
    about = inside_label(directive.short) if directive.short else number
    year = f" năm {directive.issued.year}" if directive.issued else ""
    return unique((
        f"{agency} phải làm gì theo {number}?",
        f"{directive.title} giao {who} những việc gì?",
        f"nhiệm vụ của {who} trong {directive.number}",
        f"việc của {short} ở {number}",
        f"Cho mình hỏi {other} được giao những gì trong {number}{year} vậy?",
        f"{who} có trách nhiệm gì về {about}",
        f"{short} {number} làm gì",
        f"Liệt kê giúp tôi các đầu việc của {who} nêu trong {directive.title}",
        f"Trong văn bản về {about}, {other} phải thực hiện những nội dung nào?",
        f"{number} yêu cầu {other} làm mấy việc, hạn nào phải xong",
        f"{who} chủ trì, phối hợp những gì theo {directive.number}?",
        f"toàn bộ việc {short} phải lo theo {directive.title}",
    ))  # fmt: skip
