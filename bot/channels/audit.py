"""What `hoidap journal audit` does: who did what, as a table for people or JSON, and whether the trail is whole."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from bot.domain.deed import DeedKind
from bot.journal.audit import SEALED, TELEGRAM, Entry
from bot.journal.chain import Broken, Fault, Verdict, Verified
from bot.journal.figures import number
from bot.journal.journal import Journal
from bot.journal.people import Access

_SIGNS = 8  # of a key or a hash: enough to tell one from another
_KEY = re.compile(r"#([0-9a-f]{32})\b")
_HEADINGS = ("Số", "Lúc", "Ai", "Vai trò", "Nơi", "Việc", "Trước → sau", "Chi tiết")
_DONE: dict[str, str] = {
    DeedKind.CHECKED: "kiểm tra tri thức",
    DeedKind.PREPARED: "chuẩn bị bản nháp",
    DeedKind.PUBLISHING: "bắt đầu đưa lên",
    DeedKind.PUBLISHED: "đưa lên",
    DeedKind.ACCEPTED: "chấp nhận dù bị chặn",
    DeedKind.REFUSED: "bị từ chối",
    DeedKind.ROLLED_BACK: "quay lại phiên bản",
    DeedKind.GRANTED: "cấp quyền",
    DeedKind.REVOKED: "thu quyền",
    DeedKind.STORED: "lưu tệp tri thức",
    DeedKind.IMPORTED: "nhập từ bảng tính",
    SEALED: "niêm phong nhật ký bằng khóa bí mật",
}
_ROLES: dict[str, str] = {Access.CITIZEN: "người dân", Access.OPERATOR: "người trực", Access.ADMINISTRATOR: "quản trị viên"}
_PLACES = {"cli": "dòng lệnh", TELEGRAM: "Telegram", "journal": "nhật ký"}
_WHY = {
    Fault.CHANGED: "Dòng {row} đã bị sửa: nội dung không còn khớp với dấu của chính nó.",
    Fault.REMOVED: "Dòng {row} đã bị xóa.",
    Fault.INSERTED: "Dòng {row} đã bị chèn thêm, hoặc dấu cuối đã bị đưa lùi về trước dòng này.",
    Fault.REPLACED: "Dòng {row} đã bị thay: dòng ngay sau được nối vào một dòng khác.",
    Fault.REWRITTEN: "Chuỗi đã bị viết lại: dòng {row} không mang dấu cuối mà nhật ký đã giữ.",
    Fault.HEAD: "Dấu cuối bị mất hoặc không do chương trình ghi (đang có {row} dòng): không thể tin phần cuối của chuỗi.",
    Fault.BROKEN_BEFORE: "Trước khi ghi dòng {row}, phần cuối của chuỗi đã bị sửa hoặc bị xóa.",
    Fault.UNREADABLE: "Bảng vết thao tác đã bị xóa hoặc bị đổi cấu trúc.",
    Fault.UNANCHORED: "Dòng {row} không còn như khi một phiên bản tri thức ghi lại dấu của nó: nhật ký đã bị viết lại, bị thay bằng bản cũ, hoặc được bắt đầu lại từ đầu.",
}
_ADVICE = "Giữ nguyên tệp nhật ký để xem xét; so với bản sao lưu và với `hoidap knowledge versions`."
_WHOLE = "Chuỗi nguyên vẹn: {rows} dòng, dấu cuối {head}."
_UNSEALED = "Nhật ký chưa có khóa bí mật, nên ai sửa được tệp cũng có thể viết lại cả chuỗi. Đặt HOIDAP_SECRET để niêm phong."
_NOTHING = "Chưa có thao tác nào được ghi trong {days} ngày qua."


def trail(journal: Journal, within: timedelta, at: datetime, *, as_json: bool) -> str:
    """What was done in the time up to now, the newest first."""
    names = journal.people.names()  # without a secret nobody stands here as a key
    entries = journal.audit.entries(at - within)
    if as_json:
        return json.dumps([_plain(entry, names) for entry in entries], ensure_ascii=False)
    return _table([_HEADINGS, *(_cells(entry, names) for entry in entries)]) if entries else _NOTHING.format(days=within.days)


@dataclass(frozen=True, slots=True)
class Told:
    """What is to be printed, and whether the trail is whole."""

    text: str
    whole: bool


def verdict(journal: Journal, heads: Iterable[tuple[int, str]] = (), *, as_json: bool) -> Told:
    """Whether the trail is whole and holds every head (number of a row, its hash) that the versions of the library keep."""
    found, sealed = journal.audit.anchored(heads), journal.seal.is_secret
    if as_json:
        return Told(json.dumps({**_as_json(found), "sealed": sealed}, ensure_ascii=False), isinstance(found, Verified))
    return Told(_as_text(found) + f"\n{_UNSEALED}" * (not sealed), isinstance(found, Verified))


def _as_json(found: Verdict) -> dict[str, Any]:
    match found:
        case Verified(count, head):
            return {"whole": True, "rows": count, "head": head}
        case Broken(row, why):
            return {"whole": False, "row": row, "why": why.value, "message": _WHY[why].format(row=row)}


def _as_text(found: Verdict) -> str:
    match found:
        case Verified(count, head):
            return _WHOLE.format(rows=number(count), head=f"{head[:_SIGNS]}…")
        case Broken(row, why):
            return f"{_WHY[why].format(row=row)}\n{_ADVICE}"


def _plain(entry: Entry, names: Mapping[str, str]) -> dict[str, Any]:
    """For machines: every field as it is kept, the moment to the millisecond, so that hashes can be made again elsewhere."""
    return {**asdict(entry), "at": entry.at.isoformat(timespec="milliseconds"), "name": names.get(entry.who, "")}


def _cells(entry: Entry, names: Mapping[str, str]) -> tuple[str, ...]:
    return (
        str(entry.number),
        f"{entry.at:%d/%m/%Y %H:%M:%S}",
        _who(entry, names),
        _ROLES.get(entry.role, entry.role),
        _PLACES.get(entry.channel, entry.channel),
        _DONE.get(entry.kind, entry.kind),
        _change(entry),
        _KEY.sub(lambda found: names.get(found[1], f"#{found[1][:_SIGNS]}"), entry.detail),
    )


def _who(entry: Entry, names: Mapping[str, str]) -> str:
    if entry.channel == TELEGRAM:
        return names.get(entry.who, f"#{entry.who[:_SIGNS]}")
    return entry.who or "chương trình"


def _change(entry: Entry) -> str:
    if not (entry.before or entry.after):
        return ""
    before, after = (_ROLES.get(state, state) or "—" for state in (entry.before, entry.after))
    return f"{before} → {after}"


def _table(rows: list[tuple[str, ...]]) -> str:
    """Columns side by side; the last, which may be long, is not filled up."""
    shown = [[_shown(cell) for cell in row] for row in rows]
    widths = [max(map(_width, column)) for column in zip(*shown, strict=True)]
    return "\n".join("  ".join(_filled(cell, width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in shown)


def _shown(cell: str) -> str:
    """A cell as a terminal may show it, whatever somebody put into the file."""
    return "".join(sign if sign.isprintable() else "�" for sign in cell)


def _filled(cell: str, width: int) -> str:
    return cell + " " * (width - _width(cell))


def _width(cell: str) -> int:
    """How many places it takes on a terminal."""
    return sum(0 if unicodedata.combining(sign) else 1 + (unicodedata.east_asian_width(sign) in "WF") for sign in cell)
