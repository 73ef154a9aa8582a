"""What the channel says to administrators about the knowledge and its versions. See `words`."""

from __future__ import annotations

# /napdulieu and files
CHECKING = (
    "Đang kiểm tra tri thức và hỏi thử. Việc này mất từ vài giây đến vài phút; xong tôi báo ngay, bot vẫn trả lời mọi người bình thường."
)
CHECKING_FILE = "Đã nhận tệp {name}. Đang kiểm tra và hỏi thử; xong tôi báo ngay. Chưa có gì được lưu."
BUSY = "Đang có một lần kiểm tra khác chạy. Bạn đợi kết quả rồi gửi lại."
INTERRUPTED = (
    "Bot đã khởi động lại giữa lúc kiểm tra nên lần kiểm tra ấy không xong. Bạn gửi lại lệnh hoặc tệp giúp tôi; chưa có gì thay đổi."
)
SAME = "Tri thức không có gì thay đổi so với bản đang dùng (bản {number})."
SAME_FIRST = "Tri thức không có gì thay đổi."
EFFECT_TITLE = "Kết quả kiểm tra"
EFFECT_TITLE_FILE = "Kết quả kiểm tra tệp {name}"
FILES_CHANGED = "Tệp sẽ được ghi vào knowledge/: {files}"
ASK_PUBLISH = "Bạn có đưa lên không?"
REFUSED_HOW = (
    "Bản này chưa được đưa lên. Sửa tệp rồi gửi lại; hoặc vẫn đưa lên: trả lời (reply) tin này bằng lệnh\n"
    "/napdulieu chapnhan lý do\n(lý do được ghi vào vết thao tác)."
)
PUBLISH = "Đưa lên"
DISCARD = "Huỷ"
PROBLEMS_TITLE = "Có {count} lỗi, chưa có gì thay đổi"
PROBLEMS_LEFT = "… và {count} lỗi nữa, xem tệp đính kèm."
CHECK_FAILED = "Chưa kiểm tra được: {why}"
CHECK_FAILED_UNKNOWN = "Chưa kiểm tra được do trục trặc ({kind}); người vận hành xem nhật ký của bot. Chưa có gì thay đổi."
REPORT_CAPTION = "Báo cáo đầy đủ"
PROBLEMS_CAPTION = "Tất cả các lỗi"
REPORT_NAME = "bao-cao-{draft}.txt"
PROBLEMS_NAME = "loi-tri-thuc.txt"
CUT = "\n\n(Báo cáo quá dài nên bị cắt ở đây; xem bản đủ bằng lệnh: hoidap knowledge diff)\n"
NO_FILES = "(Máy chủ Bot API này không gửi được tệp; dưới đây là phần đầu.)"

# the decision
REASON = "đưa lên từ Telegram"
PUBLISHED = "✅ Đã đưa lên: bản {number} ({counts}). Bot chuyển sang bản này trong vài giây. Cần lùi lại: /quaylai"
PUBLISHED_ALREADY = "Bản này đã được đưa lên rồi: bản {number}, lúc {at}."
DISCARDED = "Đã huỷ, chưa có gì thay đổi."
DRAFT_STALE = (
    "Từ lúc kiểm tra đến giờ tệp tri thức hoặc bản đang dùng đã thay đổi, nên chưa đưa gì lên. Bạn gửi lại /napdulieu (hoặc gửi lại tệp)."
)
DRAFT_REFUSED = "Cổng kiểm tra không cho đưa bản này lên. Muốn vẫn đưa lên: trả lời (reply) tin kết quả bằng /napdulieu chapnhan lý do"
NOT_PUBLISHED = "Chưa đưa lên được: {why}"
NOT_PUBLISHED_DISK = "Chưa đưa lên được: không ghi được xuống đĩa ({why}). Bản đang dùng không đổi."
ACCEPT_HOW = "Gõ: /napdulieu chapnhan rồi lý do, và trả lời (reply) đúng tin kết quả kiểm tra cần đưa lên."
LOAD_HOW = (
    "Gõ /napdulieu để kiểm tra các tệp trong knowledge/; hoặc trả lời (reply) tin kết quả bằng /napdulieu chapnhan lý do. "
    "Cũng có thể gửi cho tôi một tệp .yaml (một văn bản), .xlsx hoặc .csv."
)

# files that are sent
FILE_TOO_LARGE = "Tệp này lớn hơn {most} MB nên tôi không nhận. Bạn chia nhỏ, hoặc chép vào knowledge/ trên máy chủ rồi gửi /napdulieu."
FILE_NOT_FETCHED = (
    "Tôi không tải được tệp này từ máy chủ Bot API. Bạn gửi lại, hoặc chép tệp vào knowledge/ trên máy chủ rồi gửi /napdulieu."
)
FILE_REFUSED = "Tôi không nhận tệp này: {why}"

# /phienban, /quaylai
VERSIONS_TITLE = "Các bản tri thức"
VERSIONS_NONE = "Chưa có bản nào được đưa lên."
VERSION_LINE = "Bản {number}{live}"
VERSION_LIVE = " · đang dùng"
VERSION_MADE = "{at} · {who}"
VERSION_WHY = "Lý do: {reason}"
VERSION_ACCEPTED = "Chấp nhận: {reason}"
VERSION_COUNTS = "+{added} thêm, ~{changed} sửa, -{removed} bỏ; {moved} câu đổi câu trả lời"
VERSION_FIGURES = "Câu kiểm tra đúng: {figures}"
VERSION_FIGURES_NONE = "Chưa hỏi câu kiểm tra."
WHO_CLI = "{name} (dòng lệnh)"
WHO_TELEGRAM = "{name} (Telegram)"
WHO_SYSTEM = "lần chạy đầu"
ROLL_BACK_HOW = "Gõ /quaylai để về bản trước bản đang dùng, hoặc /quaylai số_bản; xem các bản: /phienban"
ROLL_BACK_ASK = "Quay lại bản {number}?"
ROLL_BACK_NONE = "Không có bản nào trước bản đang dùng (bản {live}) để quay lại. Xem các bản còn giữ: /phienban"
ROLL_BACK_MISSING = "Không còn giữ bản {number}. Xem các bản còn giữ: /phienban"
ROLL_BACK_LIVE = "Bản {number} đang được dùng rồi."
ROLL_BACK_DAMAGED = "Bản {number} bị hỏng nên không dùng lại được. Chọn bản khác: /phienban"
ROLL_BACK_FOREIGN = "Bản {number} do phiên bản khác của chương trình tạo nên không dùng lại được. Sửa tệp tri thức rồi gửi /napdulieu."
ROLL_BACK = "Quay lại"
ROLLED_BACK = "✅ Đã quay lại bản {number}. Bot chuyển sang bản này trong vài giây."
ROLL_BACK_STALE = "Từ lúc hỏi đến giờ bản đang dùng đã đổi thành bản {live}, nên tôi chưa làm gì. Bạn gửi lại /quaylai nếu vẫn cần."
STAYED = "Giữ nguyên bản đang dùng."

# to all administrators
VERSION_REFUSED = (
    "⚠️ Bản {number} vừa được đưa lên nhưng bot không mở được ({why}); bot vẫn trả lời từ bản {live}. "
    "Bạn quay lại một bản khác (/quaylai {live}) hoặc đưa lên bản mới (/napdulieu)."
)
VERSION_REFUSED_UNKNOWN = "thư viện hỏng hoặc không đọc được"
