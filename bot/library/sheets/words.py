"""What administrators read in a workbook: names of sheets, heads of columns, what to write in a cell."""

from __future__ import annotations

FILE, KEY, VALUE = "Tệp", "Khóa", "Giá trị"
DIRECTIVES, FACTS, COMMON, TRACE = "Văn bản", "Mục tri thức", "Điều chung của tệp", "Dấu vết"
SHEETS = {
    "agencies": "Cơ quan",
    "topics": "Chủ đề",
    "mentioned": "Văn bản được nhắc",
    "places": "Địa danh",
    "terms": "Thuật ngữ",
    "shorthand": "Chữ tắt",
    "contacts": "Liên hệ",
    "elsewhere": "Việc không trả lời",
    "smalltalk": "Chuyện phiếm",
    "emergencies": "Khẩn cấp",
}
# Heads by key; "sheet.key" where one key is called differently there.
HEADS = {
    "id": "Mã", "name": "Tên", "number": "Số hiệu", "kind": "Loại", "note": "Ghi chú", "says": "Nội dung trả lời", "keywords": "Từ khóa",
    "phrasings": "Câu hỏi mẫu", "asks": "Câu hỏi mẫu", "aliases": "Tên gọi khác", "other_names": "Tên gọi khác", "basis": "Căn cứ",
    "since": "Từ ngày", "issuer": "Cơ quan ban hành", "issued": "Ngày ban hành", "subject": "Trích yếu", "short": "Tên gọn",
    "known_from": "Biết qua văn bản", "summary": "Tóm tắt", "topic": "Chủ đề", "about": "Kiểu mục", "assignments": "Giao việc",
    "deadline": "Thời hạn", "deadlines": "Nhiều thời hạn", "figures": "Số liệu", "days": "Ngày", "periods": "Giai đoạn", "places": "Nơi có tên",
    "excluded_places": "Nơi không có tên", "refers_to": "Nhắc tới văn bản", "product": "Kết quả phải nộp", "people": "Người được nêu tên",
    "at": "Phần của văn bản", "abbreviations": "Viết tắt", "parent": "Chủ đề mẹ", "mentioned_in": "Nhắc trong", "ended": "Thôi từ ngày",
    "now": "Nay là", "old": "Cách gọi cũ", "matches": "Chữ gặp trong văn bản", "long": "Cách hiểu", "address": "Địa chỉ", "for": "Để làm gì",
    "source": "Nguồn", "who": "Hỏi ai", "group": "Nhóm", "reply": "Câu trả lời", "numbers": "Số phải gọi", "keywords_all": "Nhóm từ báo động",
    "status.kind": "Tình trạng", "status.note": "Tình trạng: giải thích", "status.replaced_by": "Tình trạng: văn bản thay thế",
    "status.since": "Tình trạng: từ ngày", "status.basis": "Tình trạng: căn cứ", "successor.name": "Cơ quan kế thừa",
    "successor.since": "Kế thừa: từ ngày", "successor.basis": "Kế thừa: căn cứ", "successor.note": "Kế thừa: câu cho người dân",
    "shorthand.short": "Chữ tắt", "contacts.number": "Số điện thoại", "terms.now": "Cách gọi nay",
}  # fmt: skip
HINTS = {
    "about": "statement: một điều văn bản nói\noverview: tổng hợp nhiều điều\nabsence: điều văn bản không nói",
    "status.kind": "in_force: còn hiệu lực\ndone: đã làm xong\nexpired: hết thời gian\nreplaced: đã bị thay\nunknown: chưa rõ",
    "role": "lead chủ trì, cooperate phối hợp, carry_out thực hiện, supervise giám sát, advise tham mưu, report_to nơi nhận báo cáo, "
    "receive nơi được nhận, chair chủ trì họp, attend dự họp, sign ký, issue ban hành",
    "deadline.kind": "before trước, by chậm nhất, in trong, during trong cả, every lặp lại (P3M)",
    "compare": "exact đúng bằng (mặc định), at_least ít nhất, at_most nhiều nhất, about khoảng, more_than hơn",
}
ONE_A_LINE = "Mỗi ý một dòng trong ô (Alt+Enter)."
RECORD = "{every}các phần cách nhau bằng dấu |: {parts}. Chữ có dấu | thì viết \\|"
EVERY_LINE = "Mỗi dòng trong ô một mục (Alt+Enter), "
GROUPS = "Mỗi dòng một nhóm, các từ cách nhau bằng dấu |"
PARTS = {
    "agency": "cơ quan", "role": "vai", "kind": "loại", "value": "giá trị", "text": "chữ trong văn bản", "unit": "đơn vị", "of": "của cái gì",
    "compare": "so sánh", "period": "cho thời gian", "name": "tên", "post": "chức vụ", "number": "số hiệu", "at": "ở đâu",
}  # fmt: skip


def head(sheet: str, key: str) -> str:
    return HEADS.get(f"{sheet}.{key}") or HEADS.get(key) or key
