"""Every sentence the bot says that is not knowledge. Plain, polite Vietnamese; braces are filled in by the caller.

Numbers people may call come from `knowledge/contacts.yaml`.
"""

from __future__ import annotations

NOT_COVERED = "Các văn bản tôi đang có không trả lời được câu này."
NOT_COVERED_NAMED = "Tôi chưa có thông tin về {name}."
NEAREST = "Gần nhất, tôi có thông tin về: {topics}."
WHO_KNOWS = "Bạn có thể hỏi {contacts}."
CONTACT = "{name}: {number}"
WHO_KNOWS_UNKNOWN = "Bạn có thể hỏi cơ quan ban hành văn bản hoặc UBND xã, phường nơi cư trú."
NOTHING_READ = "Tôi chưa đọc được câu hỏi trong tin nhắn này. Bạn viết lại ngắn gọn giúp tôi nhé, ví dụ: “hạn giải quyết khiếu nại đông người là khi nào?”."
ASK_BACK = "Câu này có thể hiểu theo nhiều cách. Bạn muốn hỏi ý nào?"
NONE_OF_THESE = "Không phải các ý trên"
DESCRIBE = "Bạn viết rõ hơn giúp tôi: hỏi về việc gì, văn bản nào hoặc cơ quan nào."
CITED = "Căn cứ: {citations}."
SAID_IN = "Đó là {citation}: {says}"
ISSUED = "{title} ngày {day}"
KNOWN_FROM = "biết qua {number}"
RELATED = "Liên quan:"
READING = "{text} ({number}{year})"
ALSO = "Cũng có thể bạn hỏi (xin viết rõ ý đó):"
DEADLINE_PASSED = "Thời hạn này đã qua; đây là yêu cầu ghi trong văn bản năm {year}."
DEADLINES_PASSED = "Các thời hạn này đã qua; đây là yêu cầu ghi trong những văn bản nêu trên."
REPLACED = "{title} đã được thay bằng {by}."
UNKNOWN_DOCUMENT = "Tôi không có văn bản {asked}."
UNKNOWN_DOCUMENT_NEAR = "Tôi không có văn bản {asked}; văn bản gần số nhất tôi có là {near}."
OTHER_PLACE = "Các văn bản tôi có là của thành phố Hà Nội; tôi không có thông tin về {asked}."
OTHER_YEAR = "Tôi không có thông tin của năm {asked}; thông tin gần nhất là của năm {held}."
OTHER_DAY = "Văn bản không có mốc {asked}; mốc ghi trong văn bản là {held}."
OTHER_AMOUNT = "Xin đính chính: văn bản ghi {held}, không phải {asked}."
OTHER_AGENCY = "Không phải {asked}: văn bản giao {held}."
CUT = "(Tin nhắn dài quá 2.000 ký tự nên tôi chỉ đọc phần đầu.)"


def day(value: object) -> str:
    """A day as people write it here: 28/8/2019."""
    return f"{value.day}/{value.month}/{value.year}"  # type: ignore[attr-defined]
