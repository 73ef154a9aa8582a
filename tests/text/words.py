"""Accented Vietnamese words that the tests retype: every onset, every kind of rime, every tone; and how to type them."""

from __future__ import annotations

import unicodedata

from bot.text.syllable import split_tone

TONE_KEYS = {"\u0301": "s1", "\u0300": "f2", "\u0309": "r3", "\u0303": "x4", "\u0323": "j5"}
TELEX_LETTERS = {"â": "aa", "ê": "ee", "ô": "oo", "ă": "aw", "ơ": "ow", "ư": "uw", "đ": "dd"}
VNI_LETTERS = {"â": "a6", "ê": "e6", "ô": "o6", "ă": "a8", "ơ": "o7", "ư": "u7", "đ": "d9"}
WORDS = list(dict.fromkeys("""
    hỗ trợ nhà ở đăng ký được người dịch vụ công thủ tục hành chính khiếu nại tố cáo sửa chữa cựu thanh niên xung phong hộ nghèo
    phường xã quận huyện cần giấy tờ gì lịch tiếp dân tuyển dụng ủy ban nhân Mỹ Đức chứng nhận quyết định thời hạn đường phố đất đai
    thuở nghĩa trường giếng giữa gìn gìm quý quỳnh quýt quyền quả khuỷu khuya khuyến ngoằn ngoèo xoắn hoạch doanh thuế tuần tuyết
    hươu rượu cứu lưu mưa của chia yêu yếm oan nguệch ngoạc huỳnh tuýp luýnh thuý hòa khỏe thủy toàn xoét huýt loài khoảng xoong
    bướu điều chiếu phiếu nước mượn bướm cướp tươi cuối muỗi buồng chuột buộc cây đầu sấu mây bảy tám chín mười sở kế hoạch ngân sách
    trạm bệnh viện trẻ em vệ sinh rác thải môi thuật nghị ẩm ướt ấy ổn ừ ạ ý
""".split()))  # fmt: skip


def plain(word: str) -> str:
    """The word as it should come back: lower-case, tone on its old place."""
    return {"thuý": "thúy"}.get(word.lower(), word.lower())


def typed(word: str, letters: dict[str, str], method: int, *, after_vowel: bool = False) -> str:
    """The keys for a word in Telex (method 0) or VNI (1); the tone key stands at the end, or right after the vowel that bears it."""
    bare, tone = split_tone(word.lower())
    key = TONE_KEYS[tone][method] if tone else ""
    if not (after_vowel and key):
        return "".join(letters.get(letter, letter) for letter in bare) + key
    keys = []
    for letter in unicodedata.normalize("NFC", word.lower()):
        base, mark = split_tone(letter)
        keys.append(letters.get(base, base) + (key if mark else ""))
    return "".join(keys)
