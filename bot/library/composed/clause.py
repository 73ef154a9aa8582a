"""Cuts the one thing to do out of what a fact says: without who does it, the document it stands in and the words around.

"Trong quý IV/2019, Sở Xây dựng phải trình Đề án thu giá, theo văn bản 3678/UBND-KT." -> "Trình Đề án thu giá". Cuts only; changes no word.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.fact import Deadline, DeadlineKind, Fact, Role
from bot.library.composed.names import BRACKET, JOIN, SHORTEST, Names, only_names
from bot.library.composed.wording import capital, shorten

LONGEST = 130
_AFTER_VERB = 20
_TELLING = 40  # a product with so long a name is one and the same; "báo cáo" is not
_PRODUCT = re.compile(r"[;,] (?:sản phẩm|mỗi phần việc có sản phẩm|kết quả phải nộp)\b(?: phải có)?(?: là|:| gồm).*$", re.IGNORECASE)
_ASIDE = re.compile(
    r"; (?:đây|đó) (?:cũng )?là .*$|; (?:thuộc phần việc|nội dung này|đây chỉ).*$|; (?:bản kế hoạch|văn bản|thông cáo|bản thông cáo|hạn riêng|tỷ lệ|số phần trăm)"
    r"\b.*\bkhông\b.*$"
)
_COPULA = re.compile(
    r",? (?:cũng |vẫn |đều )?(?:là|được coi là) (?:(?:một|hai|ba|bốn|năm|các|những|lĩnh vực)\b ?)*"
    r"(?:nội dung|yêu cầu|việc|nhiệm vụ|phần việc|trọng tâm|mục tiêu|biện pháp|phần|mảng|hướng)\b.*$"
)
_NOT_A_TASK = re.compile(
    r"^(?:,? (?:là (?:cơ quan|nơi|bên|đầu mối|các|những|hai|ba|bốn|người)|ở|của|tại|thuộc|trong|được (?:tập huấn|bồi dưỡng))\b|, (?!cùng|phối hợp|có|trên|qua))"
)
_DUTY = re.compile(
    r"^(?:(?:cũng|còn|đều) )?(?:phải|được giao(?: việc)?|được đề nghị|có trách nhiệm|chịu trách nhiệm|có nhiệm vụ|được phân công|cần|"
    r"có tên|giữ vai(?: trò)?(?= chủ trì))(?: phải| việc)?:? "
)
_KIND = r"(?:văn bản|bản kế hoạch|công văn|kế hoạch|[A-ZĐ]\w*(?: \w+)?)"
_PLACE = r"(?:tin|nội dung|mục|phần|điểm|Phụ lục|bảng|bản|chú thích|tinh thần|yêu cầu|đoạn|dòng|bước|chỉ số|chỉ tiêu|thông cáo|việc)\b"
_MARK = "\x01"
_DOCUMENT = rf"{_KIND}(?: số)? {_MARK}(?: ngày [\d/]+\d)?(?: năm \d{{4}})?(?: của (?:UBND )?(?:thành phố )?Hà Nội)?"
_NAMED = tuple(
    re.compile(pattern)
    for pattern in (
        rf"\s*\([^()]*{_MARK}[^()]*\)",
        rf"^(?:Theo|Trong|Ở|Tại) [^,:;]*{_DOCUMENT}[^,:;]*[,:] ?",
        rf"^(?:Nhiệm vụ|Việc|Bước|Yêu cầu|Tin)\b[^:;]{{0,60}}{_DOCUMENT}[^:;]{{0,50}}: (?=.{{{SHORTEST}}})",
        rf"^{_DOCUMENT} (?:đề nghị|giao|yêu cầu) (?=.{{{SHORTEST}}})",
    )
)
_SOURCE = re.compile(
    rf",?;?(?: (?:nhưng|và|là))? (?:theo|trong|thuộc|tại|ở|của)(?: {_PLACE}[^;(),]{{0,60}}?)? {_DOCUMENT}(?P<tail>.*)$"
    rf"|,? được {_DOCUMENT} giao .*$"
)
_INDEX = re.compile(
    r",? (?:(?:là )?(?:một )?(?:nội dung|phần) )?(?:thuộc|của|trong) (?:Cơ sở hạ tầng căn bản (?:của|trong) )?chỉ số(?: nội dung)? \d.*$"
)
_CITY = re.compile(r"^ (?:của )?(?:thành phố )?Hà Nội\b")
_GENERAL = re.compile(
    r"^(?:Các (?:sở|cơ quan|cấp|đơn vị|ngành|địa phương)|UBND|Chính quyền|Sở, ngành|Giám đốc|Khối sở)\b(?:(?! là | không phải | do )[^;:“”.]){0,110}? "
    r"(?:phải|có nhiệm vụ|có trách nhiệm|tiếp tục) (?!được|là\b)"
)
_TIME = re.compile(r"^(?:Trước|Trong|Đến|Từ|Tháng|Quý|Ngày|Cuối|Đầu|Năm|Hàng|Hằng|Định kỳ|Vào|Xong|Chậm nhất|Giai đoạn)\b")
_REPEATS = re.compile(r"\b(?:hàng|hằng|mỗi) (?:tháng|quý|năm|tuần|ngày)\b|(?:tháng|năm)/lần|một lần|hàng quý", re.IGNORECASE)
_BY = re.compile(r",? (?:cũng )?(?:do|được giao(?: cho)?|phần) ")
_LEADS = re.compile(r"(?: \([^()]*\))?(?: (?:chủ trì|lo|làm|phụ trách|thực hiện)\b|$|,|;)")
_VERB = re.compile(r" (?:phải|được|bị|là|giao|cần|có|tiếp tục|từng bước|phối hợp|báo cáo|gửi|trình|chủ trì|hướng dẫn|tham mưu) ")
_OBLIGES = re.compile(r"\b(?:phải|được giao|được đề nghị|đề nghị|có trách nhiệm|yêu cầu|cần)\b")
_WHO = re.compile(r"(?:\w+ ){0,3}(?:cơ quan|nơi|bên|đầu mối)\b")
_MUST = re.compile(r"\b(?:phải|cần|tiếp tục|khuyến khích|chủ trì|đề nghị|được|yêu cầu)\b")
DUTIES = frozenset((Role.LEAD, Role.CHAIR, Role.CARRY_OUT, Role.ADVISE, Role.SUPERVISE, Role.COOPERATE))
_DANGLING = re.compile(r"(?:,? (?:và|nhưng|cũng|một|cả|nội dung|nên|nêu))+$")


@dataclass(frozen=True, slots=True)
class Task:
    """What is to be done. `own` says that the sentence has the agency for its subject, so that the text starts with the verb."""

    text: str
    own: bool

    def cut(self, most: int = LONGEST) -> str:
        """At most `most` characters, cut at a natural boundary, but never before the verb of the sentence."""
        verb = None if self.own else _VERB.search(self.text)
        least = verb.end() + _AFTER_VERB if verb else 0
        return shorten(self.text, max(most, min(least + 2 * _AFTER_VERB, 2 * LONGEST)), least)


def task(fact: Fact, numbers: Sequence[str], names: Names, agency: str = "") -> Task:
    """What a fact gives to do; to `agency`, or to whoever it names. Who does it is left out only where it is that agency."""
    own = frozenset((agency,)) if agency else frozenset(item.agency for item in fact.assignments if item.role in DUTIES)
    text = _without_source(fact.says.strip().rstrip("."), numbers)
    text = _ASIDE.sub("", _PRODUCT.sub("", text))
    shorter = _without_actor(text, fact, own, names)
    told = shorter != text
    text = shorter
    copula = _COPULA.search(text)
    if copula and copula.start() >= SHORTEST - 8 and not only_names(text[: copula.start()], names):
        text = text[: copula.start()]
    text = _without_doer(text, own, names)
    return Task(capital(_tidy(text)), told)


def with_deadline(text: str, deadlines: Sequence[Deadline]) -> str:
    """The clause with the words of its deadlines, where it does not say them itself."""
    missing = [item.text for item in deadlines if not _says(text, item)]
    missing = [words for index, words in enumerate(missing) if words not in missing[:index]]
    return f"{text} ({'; '.join(missing)})" if missing else text


def tells_no_task(fact: Fact, names: Names) -> bool:
    """Whether a fact only says who or what is meant ("Chủ đầu tư là Sở Xây dựng"), so that it gives nobody anything to do."""
    if any(item.span.is_day for item in fact.dates) and not (fact.deadlines or fact.refers_to or _OBLIGES.search(fact.says)):
        return True  # it tells what happened on a day: a speech, a report in a newspaper
    text = _ASIDE.sub("", _PRODUCT.sub("", fact.says.strip().rstrip(".")))
    head, copula, tail = text.partition(" là ")
    if not copula:
        return False
    if only_names(tail, names) or (only_names(head, names) and _WHO.match(tail)):
        return True
    return not _COPULA.search(text) and not _MUST.search(text) and not names.at_start(text)


def same_task(fact: Fact, text: str, other: Fact, said: str) -> bool:
    """Whether two facts tell one task twice. A task told twice does no harm, one left out does: so all must agree, not the words alone."""
    if fact.id == other.id:
        return True
    given, also = ({(item.agency, item.role) for item in each.assignments if item.role in DUTIES} for each in (fact, other))
    due, by = ({item.span for item in each.deadlines} for each in (fact, other))
    if given != also or due != by or set(re.findall(r"\d+", text)) != set(re.findall(r"\d+", said)):
        return False
    first, second = (frozenset(re.findall(r"\w+", each.lower())) for each in (text, said))
    shared = len(first & second)
    named = len(fact.product) >= _TELLING and fact.product == other.product
    return shared >= (0.6 * min(len(first), len(second)) if named else 0.85 * len(first | second))


def _without_source(text: str, numbers: Sequence[str]) -> str:
    for number in numbers:
        if number and number in text:
            text = _without_document(text.replace(number, _MARK)).replace(_MARK, number)
    index = _INDEX.search(text)
    return text[: index.start()] if index and index.start() >= SHORTEST - 8 else text


def _without_document(text: str) -> str:
    """Without the places where the document is named; its number stands in the text as a mark, so that the patterns are always the same."""
    for pattern in _NAMED:
        text = pattern.sub("", text)
    match = _SOURCE.search(text)
    if match and match.start() >= SHORTEST - 8:
        tail = match["tail"] or ""
        text = text[: match.start()] + (tail if re.match(r" [\w“]|: ", tail) else "")
    return text


def _without_actor(text: str, fact: Fact, wanted: frozenset[str], names: Names) -> str:
    """Without the agencies at the start, where one of those wanted is among them; a time before them goes too, for the deadline says it."""
    own = frozenset(item.agency for item in fact.assignments if item.role in DUTIES)
    rest = text
    if _TIME.match(text):
        after = (match.end() for match in re.finditer(r",\s+", text[:90]) if "%" not in text[: match.start()])
        rest = next((text[end:] for end in after if names.at_start(text[end:], own)), text)
    begun = rest
    named = False
    while end := names.at_start(rest, own):
        named = named or bool(names.official[rest[:end].lower()] & wanted)
        rest = _CITY.sub("", BRACKET.sub("", rest[end:]))
        joined = JOIN.match(rest)
        if joined and names.at_start(rest[joined.end() :], own):
            rest = rest[joined.end() :]
            continue
        break
    if rest is begun or _NOT_A_TASK.match(rest):
        general = _GENERAL.match(begun) if own & wanted else None
        return begun[general.end() :] if general and len(begun) - general.end() >= SHORTEST else text
    if not named:
        return begun
    shorter = _without_helpers(_DUTY.sub("", rest.lstrip(" ,:")), names)
    return shorter if len(shorter) >= SHORTEST else text


def _without_helpers(text: str, names: Names) -> str:
    """What the agency does where its helpers are named first: "cùng Sở A, Sở B, tháo gỡ khó khăn" -> "tháo gỡ khó khăn"."""
    begun = re.match(r"(?:cùng|phối hợp(?: chặt chẽ)? với) ", text)
    rest = text[begun.end() :] if begun else ""
    while end := names.at_start(rest):
        rest = rest[end:]
        joined = re.match(r",? và |, ", rest)
        if not joined:
            break
        rest = rest[joined.end() :]
        if not names.at_start(rest):
            return rest if len(rest) >= SHORTEST and rest[0].islower() else text
    return text


def _without_doer(text: str, wanted: frozenset[str], names: Names) -> str:
    """Without "do <agency> chủ trì ..." at the end."""
    for match in _BY.finditer(text):
        rest = text[match.end() :]
        end = names.at_start(rest, wanted)
        if end and match.start() >= SHORTEST - 8 and _LEADS.match(rest[end:]):
            return text[: match.start()]
    return text


def _tidy(text: str) -> str:
    last = text.rfind("; ")
    if last > SHORTEST and len(text) - last < SHORTEST:
        text = text[:last]
    text = _DANGLING.sub("", re.sub(r"\s+", " ", text).strip(" ,;:.")).strip(" ,;:")
    return re.sub(r"^(?:Nội dung|nội dung) (?=[A-ZĐƯÂÔ])", "", text)


def _says(text: str, deadline: Deadline) -> bool:
    if deadline.kind is DeadlineKind.EVERY:
        return bool(_REPEATS.search(text))
    digits = re.findall(r"\d+", deadline.text)
    spoken = re.findall(r"\d+", text)
    return deadline.text.lower() in text.lower() or (bool(digits) and all(digit in spoken for digit in digits))
