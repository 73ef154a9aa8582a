"""What a directive says in brief, and which directives there are on a subject."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.domain.agency import Topic
from bot.domain.directive import Directive
from bot.domain.fact import Fact, Nature
from bot.library.composed.draft import Draft, Ground, bare_number, bullets, dated, inside_label, slug, unique
from bot.library.composed.wording import shorten
from bot.text.normalize import comparable, fold

_LONGEST_SUMMARY = 900
_MOST_SUBJECTS = 24
_MOST_WORDS = 5
_LISTED_TOPICS = 2
_FEWEST_FACTS = 2
_MOST_MENTIONED = 5
_FEW = 2
# Words with which people ask, and what every document has: no subject is made of these.
_NO_SUBJECT = re.compile(
    r"\b(?:nào|gì|ai|đâu|mấy|bao|nhiêu|sao|khi|văn bản|căn cứ|mục đích|mục tiêu|yêu cầu|nơi nhận|hạn|mốc|kế hoạch|quyết định|thông báo|"
    r"công văn|số|ngày|phân công|thông tin|nguồn|quy định|phụ lục|chỉ số|nội dung|lưu|ký|tóm tắt|báo cáo|năm|tháng|quý|nhìn chung|danh sách|"
    r"trách nhiệm|thực hiện|triển khai|nhiệm vụ|việc|cơ quan|quận huyện|cấp xã|sở|ubnd|thành phố|hà nội|phường|xã|dân|người|chính quyền|"
    r"công chức|đơn vị|kiểm tra đột xuất|giai đoạn|lĩnh vực|công tác|hoạt động|chủ trì|ý kiến|phổ biến|không|bố cục|giới hạn|tên|điểm|chưa|cán bộ)\b|\d"
)


def summaries(ground: Ground) -> Iterator[Draft]:
    """Every directive in brief, from its summary."""
    first: dict[str, Fact] = {}
    for fact in ground.facts:
        first.setdefault(fact.citation.number, fact)
    for directive in ground.directives.values():
        if directive.mentioned or not directive.summary:
            continue
        number = bare_number(directive)
        about = directive.short or shorten(directive.subject, 60).rstrip("…") or number
        aliases = [alias for alias in directive.aliases if comparable(alias) != comparable(number)]
        named = [*aliases, directive.title, number, about]
        member = first.get(directive.number)
        yield Draft(
            id=f"composed/directive/{slug(directive.number)}",
            name=f"Tóm tắt {directive.title}",
            says=_sentences(directive.summary, _LONGEST_SUMMARY),
            number=directive.number,
            members=(member,) if member else (),
            phrasings=unique((
                f"Tóm tắt {directive.title}",
                f"{number} nói về gì?",
                f"nội dung chính của {directive.number}",
                f"Cho mình xin bản tóm tắt ngắn gọn của {number}",
                f"{directive.number} gồm những điểm chính nào",
                f"Văn bản về {inside_label(about)} nói những gì?",
                f"{named[0]} đại ý là gì",
                f"đọc nhanh {number}",
                f"Em cần hiểu sơ qua {named[min(1, len(named) - 1)]}, nội dung chủ yếu ra sao ạ?",
                f"{directive.title} có những nội dung chủ yếu nào, ai làm, bao giờ xong?",
                f"{number} tóm lại là sao",
                f"điểm cốt lõi của {named[min(2, len(named) - 1)]}",
            )),
            keywords=unique(("tóm tắt", "nội dung chính", "nói về gì", "đại ý", "tổng quan", directive.number, *directive.aliases[:6])),
        )  # fmt: skip


def subjects(ground: Ground) -> Iterator[Draft]:
    """Which directives there are on each parent topic, and on subjects that several directives share."""
    mentions = {fact.refers_to[0]: fact for fact in ground.mentioned if fact.refers_to}
    own = _directives_of_topics(ground)
    shared = _Subjects(ground, own)
    parents = [topic for topic in ground.topics.values() if not topic.parent]
    told: set[frozenset[str]] = set()
    for topic in parents:
        names = unique((_label(topic), *topic.aliases))
        keys = [key for name in names if (key := comparable(name)) and not _NO_SUBJECT.search(key) and " " in key]
        family = {item.id for item in ground.topics.values() if (around := ground.parent(item.id)) and around.id == topic.id}
        wider = {item for key in keys for item in shared.topics.get(key, ())}
        draft = _subject(ground, _Subject(topic.id, _label(topic), names, family | wider, shared.holding(keys)), own, mentions)
        if draft is not None:
            told.add(frozenset(comparable(name) for name in names))
            yield draft
    covered = {key for names in told for key in names}
    for key, synonyms in shared.common(covered):
        topics = {topic for name in synonyms for topic in shared.topics.get(name, ())}
        draft = _subject(ground, _Subject(slug(key), key, synonyms, topics, shared.holding(synonyms)), own, mentions)
        if draft is not None:
            yield draft


def _directives_of_topics(ground: Ground) -> dict[str, dict[str, list[Fact]]]:
    found: dict[str, dict[str, list[Fact]]] = {}
    for fact in ground.facts:
        if fact.topic in ground.topics:
            found.setdefault(fact.topic, {}).setdefault(fact.citation.number, []).append(fact)
    return found


class _Subjects:
    """Names of topics as subjects: in which topics and directives each is spoken of."""

    def __init__(self, ground: Ground, own: dict[str, dict[str, list[Fact]]]) -> None:
        wanted = {
            comparable(alias)
            for topic in ground.topics.values()
            for alias in (*topic.aliases, *((_label(topic),) if not topic.parent else ()))
        }
        self.wanted = {key for key in wanted if 1 <= key.count(" ") < _MOST_WORDS and not _NO_SUBJECT.search(key)}
        self.topics: dict[str, set[str]] = {}
        self.documents: dict[str, set[str]] = {}
        self.own = own
        for topic in ground.topics.values():
            for text in (topic.name, *topic.aliases):
                for key in self._in(text):
                    self.topics.setdefault(key, set()).add(topic.id)
        for directive in ground.directives.values():
            for text in (directive.subject, *directive.aliases):
                for key in self._in(text):
                    self.documents.setdefault(key, set()).add(directive.number)

    def _in(self, text: str) -> set[str]:
        words = re.findall(r"\w+", comparable(text))
        joined = (" ".join(words[start : start + size]) for start in range(len(words)) for size in range(2, _MOST_WORDS + 2))
        return {key for key in joined if key in self.wanted}

    def holding(self, keys: Iterable[str]) -> set[str]:
        return {number for key in keys for number in self.documents.get(key, ())}

    def directives(self, key: str) -> frozenset[str]:
        return frozenset(number for topic in self.topics.get(key, ()) for number in self.own.get(topic, ())) | frozenset(
            self.documents.get(key, ())
        )

    def common(self, covered: set[str]) -> list[tuple[str, list[str]]]:
        """Subjects of several directives, each with names that stand for the same topics and documents; most widely shared first."""
        reach = {key: self.directives(key) for key in sorted(self.wanted - covered)}
        order = sorted(
            (key for key, found in reach.items() if len(found) > 1), key=lambda key: (-len(reach[key]), -len(self.topics.get(key, ())), key)
        )
        groups: list[tuple[str, list[str]]] = []
        for key in order:
            topics = self.topics.get(key, set())
            for first, names in groups:
                around = self.topics.get(first, set())
                if reach[key] <= reach[first] and (topics <= around or key in first or first in key):
                    names.append(key)
                    break
            else:
                if len(groups) < _MOST_SUBJECTS:
                    groups.append((key, [key]))
        return groups


@dataclass(frozen=True, slots=True)
class _Subject:
    """A subject with the topics and documents that are about it: `topics` of the facts, `documents` by their own names."""

    id: str
    label: str
    names: Sequence[str]
    topics: set[str]
    documents: set[str]


def _subject(ground: Ground, subject: _Subject, own: Mapping[str, Mapping[str, list[Fact]]], mentions: Mapping[str, Fact]) -> Draft | None:
    found: dict[str, list[Fact]] = {}
    for topic in sorted(subject.topics):
        for number, facts in own.get(topic, {}).items():
            found.setdefault(number, []).extend(facts)
    chief = [number for number, facts in found.items() if len(facts) >= _FEWEST_FACTS or number in subject.documents]
    chief.sort(key=lambda number: -len(found[number]))
    others = sorted(number for number in subject.documents if number in mentions and number not in found)[:_MOST_MENTIONED]
    if not chief or (len(chief) + len(others) < _FEW and subject.id not in ground.topics):
        return None
    lines = [_chapter(ground, subject, number, found[number]) for number in chief]
    members: list[Fact | None] = [
        next((fact for fact in found[number] if fact.nature is not Nature.ABSENCE), found[number][0]) for number in chief
    ]
    if others:
        lines += ["Ngoài ra có văn bản chỉ được nhắc tới:", *(_one_line(ground.directives[number]) for number in others)]
        members += [None, *(mentions[number] for number in others)]
    spoken = inside_label(subject.label)
    says, count = bullets(f"Về {spoken}, có {'các ' if len(lines) > 1 else ''}văn bản sau:", lines, "• và một số văn bản khác.")
    return Draft(
        id=f"composed/subject/{slug(subject.id)}",
        name=f"Văn bản về {spoken}",
        says=says,
        number=chief[0],
        members=tuple(fact for fact in members[:count] if fact is not None),
        phrasings=_phrasings(spoken, subject.names),
        keywords=unique((*map(inside_label, subject.names[:8]), "văn bản nào", "danh mục văn bản", "số hiệu")),
        refers_to=tuple(number for number in (*chief, *others) if number in says),
    )


def _chapter(ground: Ground, subject: _Subject, number: str, facts: Sequence[Fact]) -> str:
    """A directive, and which of its parts are about the subject where not all of it is."""
    directive = ground.directives[number]
    chapters = Counter(fact.topic for fact in facts if ground.topics[fact.topic].parent)
    parts = [ground.topics[item].name for item, _ in chapters.most_common(_LISTED_TOPICS)]
    around = {parent.id for item in chapters if (parent := ground.parent(item))}
    if not parts or subject.id in around:
        return f"{dated(directive)}: {shorten(directive.subject, 170)}"
    return f"{dated(directive)} về {inside_label(directive.short or shorten(directive.subject, 80))}; phần: {'; '.join(parts)}"


def _phrasings(spoken: str, names: Sequence[str]) -> tuple[str, ...]:
    plain = unique(inside_label(item) for item in names if not re.search(r"\d", item)) or (spoken,)
    second, third, fourth = (plain[min(index, len(plain) - 1)] for index in (1, 2, 3))
    return unique((
        f"Có những văn bản nào về {spoken}?",
        f"văn bản nào nói về {plain[0]}",
        f"Các kế hoạch, quyết định của thành phố liên quan đến {spoken}",
        f"{second} có trong văn bản nào",
        f"Cho em hỏi muốn tìm hiểu về {third} thì đọc văn bản nào ạ",
        f"danh sách văn bản {plain[0]}",
        f"thành phố đã ra bao nhiêu văn bản về {second}, số mấy, ngày nào?",
        f"tài liệu về {spoken} gồm những gì",
        f"{third} văn bản",
        f"chỉ đạo về {fourth} nằm ở những văn bản nào?",
        f"số hiệu các văn bản về {fourth}",
        f"liệt kê văn bản {third} giúp mình",
    ))  # fmt: skip


def _one_line(directive: Directive) -> str:
    same = fold(comparable(directive.subject)) in fold(comparable(directive.number)) or not directive.subject
    return dated(directive) if same else f"{dated(directive)}: {shorten(directive.subject, 110)}"


def _label(topic: Topic) -> str:
    """The name of a topic without what stands in brackets."""
    return re.sub(r"\s*\([^()]*\)\s*$", "", topic.name) or topic.name


def _sentences(text: str, most: int) -> str:
    if len(text) <= most:
        return text
    ends = [match.start() + 1 for match in re.finditer(r"[.;](?=\s)", text[:most])]
    return text[: ends[-1]].rstrip(";") + ("" if text[ends[-1] - 1] == "." else ".") if ends else shorten(text, most)
