"""Which facets a question asks for, by its question words. Several are possible; none found means "what"."""

from __future__ import annotations

import re

from bot.domain.facet import Facet

_CUES: tuple[tuple[Facet, str], ...] = (
    (Facet.WHICH_DOCUMENT, r"(van ban|ke hoach|quyet dinh|cong van|nghi quyet|nghi dinh|phap lenh|luat|thong bao|chi thi|vb|kh|qd) "
     r"(nao|gi|so may|so bao nhieu|so nao|mang so)|so (hieu|may|bao nhieu)|ky hieu|can cu vao dau|theo (van ban|quy dinh|ke hoach) nao|\bso van ban"),
    (Facet.WHEN, r"khi nao|bao gio|(ngay|thang|nam|quy|hom|luc|moc|dip|thoi diem|dot|tuan|ki|ky|giai doan) (nao|may|bao nhieu)|bao lau|thoi han|han chot|deadline"
     r"|cham nhat|\bhan\b|truoc ngay|may gio|(ngay|thang) bn|t may|lich trinh|thoi gian|moc (ngay|thoi gian)"),
    (Facet.HOW_MUCH, r"bao nhieu (%|phan tram|tien|trieu|ty|dong|kinh phi|phan)|may (%|phan tram|trieu|ty|dong|tien|chuc trieu|phan)|ty le|ti le|muc (nao|bao nhieu)"
     r"|bn %|het bao nhieu|tong (kinh phi|so tien)|phan tram|may %|chi tieu"),
    (Facet.HOW_MANY, r"bao nhieu|\bmay\b|so luong|tong so|bao nhiu|co may"),
    (Facet.WHO, r"\bai\b|(so|co quan|don vi|ben|nguoi|cap|nganh|(?<!van )ban|to chuc|to|phong|ong|ba|vi|lanh dao|chu tich|doan the|bo|doi tuong|dau moi|hoi) (nao|gi)"
     r"|chu tri|phu trach|chiu trach nhiem|do dau|giao cho|trach nhiem cua"),
    (Facet.WHERE, r"o dau|di dau|ve dau|(noi|cho|dia diem|tru so|dia chi|huyen|quan|xa|phuong|khu vuc) nao|den dau|tu dau|cho ai|dau ra|lay dau|(cac|nhung|may|ten) (dia phuong|dia ban|quan|huyen|noi nao)"),
    (Facet.WHY, r"tai sao|vi sao|sao lai|de lam gi|nham (muc dich )?gi|muc dich|ly do|vi ly do|de lam chi|lam chi|lam j"),
    (Facet.LIST, r"nhung .{0,40}(nao|gi|ai)\b|gom (nhung )?(gi|ai|may)|liet ke|ke (ra|ten|giup|cho)|danh sach|ke toan bo|bao gom|cac .{0,30}nao|day du"),
    (Facet.YES_NO, r"\bco .{0,80}\b(khong|ko|k|chua|hok|hong)\b|(phai|dung|duoc) (khong|ko|k|chua|hok)\b|hay khong|khong a\b|co phai|phai khong"),
    (Facet.HOW, r"the nao|nhu nao|ra sao|cach nao|lam sao|bang cach|cach thuc|nhu the nao|xu ly sao|quy trinh|thu tuc gi|phai lam gi|hinh thuc"),
)  # fmt: skip
_COMPILED = tuple((facet, re.compile(pattern)) for facet, pattern in _CUES)


def facets_of(folded: str) -> frozenset[Facet]:
    """The facets asked for in a folded text."""
    found = {facet for facet, pattern in _COMPILED if pattern.search(folded)}
    if Facet.HOW_MUCH in found:
        found.discard(Facet.HOW_MANY)
    return frozenset(found or {Facet.WHAT})


_TIME = re.compile(
    r"\b(19|20)\d\d\b|nam (nay|ngoai|truoc|sau|khac|toi)|hien (nay|tai|gio)|bay gio|moi nhat|hom nay|thang nay|gio (la|con|thi)\b|\b(da|chua) .{0,40}\b(chua|xong)\b|roi chua"
)


def names_time(folded: str) -> bool:
    """Whether a folded text names a year, or the present."""
    return _TIME.search(folded) is not None


_QUESTION = re.compile(
    r"\?|bao nhieu|\bmay\b|\bnao\b|\bai\b|\bdau\b|bao gio|bao lau|\bgi\b|the nao|ra sao|tai sao|vi sao|\b(khong|chua) (a|vay|the|nhi|ta)\b|khong$|cho (toi|em|minh|chau|hoi|xin) "
    r"|xin hoi|muon (hoi|biet)|giup|liet ke|lam sao|phai khong"
)


def asks(folded: str) -> bool:
    """Whether a folded sentence looks like the question in a longer message."""
    return _QUESTION.search(folded) is not None
