"""An empty simple sheet with drop-downs, a filled example and short instructions, for one knowledge folder."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from bot.domain.errors import KnowledgeInvalid
from bot.library.checking.parts import name_key
from bot.library.files import Knowledge, read_folder
from bot.library.sheets import simple
from bot.library.sheets.writing import Head, Page, write

SHEET = "Hỏi đáp"
ROWS = 500
_EXAMPLES: tuple[Sequence[str], ...] = (
    ("Sân chơi ở phường được sửa bao nhiêu chỗ?", "Năm 2026 phường sửa 12 sân chơi, xong trước ngày 30/9/2026.", "15/KH-VIDU", "mục II.1",
     "mấy sân chơi được sửa | bao giờ sửa xong sân chơi ở phường", "", "khu vui chơi; đu quay"),
    ("Tiền sửa sân chơi của phường lấy từ đâu?", "Kinh phí sửa sân chơi là 1,2 tỷ đồng, lấy từ ngân sách phường.", "15/KH-VIDU", "mục II.2",
     "sửa sân chơi ở phường hết bao nhiêu tiền", "", "kinh phí; mấy tỷ"),
    ("Nhà văn hóa phường mở cửa ngày nào?", "Nhà văn hóa phường mở cửa các ngày trong tuần, trừ thứ hai.", "", "",
     "thứ hai nhà văn hóa phường có mở không", "", "giờ mở cửa"),
)  # fmt: skip
_HELP = (
    "Mỗi hàng ở trang “Hỏi đáp” là một câu hỏi và câu trả lời. Hai cột bắt buộc: “Câu hỏi” và “Trả lời”.",
    "“Trả lời”: một câu đủ ý, đọc riêng vẫn hiểu; chỉ ghi điều văn bản nói. Số và ngày ghi như trong văn bản.",
    "“Văn bản”: số hiệu, ví dụ 15/KH-UBND. Số đã có thì hàng này thêm vào văn bản ấy; số mới thì thành văn bản mới.",
    "Để trống “Văn bản” thì các hàng ấy thành một tập hỏi đáp mang tên tệp này, nên hãy đặt tên tệp cho rõ.",
    "“Phần của văn bản”: chỗ có nội dung này, ví dụ mục II.1; cần có khi văn bản có số hiệu.",
    "“Cách hỏi khác”: các câu khác cùng ý, cách nhau bằng dấu |. Mỗi câu chỉ ghi một lần trong mọi bảng.",
    "“Chủ đề”: chọn trong danh sách, có thể để trống. “Từ khóa”: cách nhau bằng dấu chấm phẩy.",
    "“Mã”: để trống thì máy tự đặt. Muốn sửa một mục đã có: ghi mã của nó, hoặc giữ nguyên câu hỏi đầu.",
    "Không dùng công thức, không gộp ô, không đổi tên cột. Ô đã đặt kiểu Text nên ngày và số giữ đúng như khi gõ.",
    "Xong thì lưu lại (.xlsx, hoặc CSV UTF-8) rồi gửi cho bot, hoặc chạy: hoidap knowledge import TỆP.",
    "Trang “Ví dụ”, “Danh mục” và trang này không được đọc khi nhập.",
)


def template(target: Path, folder: Path) -> None:
    """Write the workbook that administrators fill in, for this knowledge folder. Raises KnowledgeInvalid when its files cannot be read."""
    knowledge = read_folder(folder)
    if knowledge.problems:
        raise KnowledgeInvalid(sorted(knowledge.problems))
    numbers = [source.model.directive.number for source in knowledge.directives]
    topics = _topics(knowledge)
    lists = [[*pair] for pair in _side_by_side(numbers, topics)]
    write(
        [
            Page(SHEET, _heads(len(numbers), len(topics)), [], offered_rows=ROWS + 1),
            Page(simple.EXAMPLE, _heads(0, 0), [[*row, ""] for row in _EXAMPLES]),
            Page(simple.HELP, [Head("Cách điền", width=120)], [[line] for line in _HELP]),
            Page(simple.LISTS, [Head("Số văn bản", width=30), Head("Chủ đề", width=60)], lists),
        ],
        target,
    )


def _heads(numbers: int, topics: int) -> list[Head]:
    widths = {simple.QUESTION: 46, simple.ANSWER: 70, simple.MORE: 50, simple.DOCUMENT: 22, simple.KEYWORDS: 30, simple.TOPIC: 30}
    offered = {
        simple.DOCUMENT: f"'{simple.LISTS}'!$A$2:$A${numbers + 1}" if numbers else "",
        simple.TOPIC: f"'{simple.LISTS}'!$B$2:$B${topics + 1}" if topics else "",
    }
    # a number that is not in the list makes a new document; a topic that is not has to be made in topics.yaml first
    return [Head(head, "", widths.get(head, 18), (), offered.get(head, ""), head == simple.TOPIC) for head in simple.HEADS]


def _topics(knowledge: Knowledge) -> list[str]:
    """What people choose a topic by: its name, or its id where two have one name."""
    topics = knowledge.topics.model.topics if knowledge.topics else []
    keys = [name_key(topic.name) for topic in topics]
    return [topic.name if keys.count(key) == 1 else topic.id for topic, key in zip(topics, keys, strict=True)]


def _side_by_side(left: list[str], right: list[str]) -> list[tuple[str, str]]:
    most = max(len(left), len(right))
    return list(zip([*left, *[""] * (most - len(left))], [*right, *[""] * (most - len(right))], strict=True))
