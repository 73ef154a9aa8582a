"""Every sentence the Telegram channel says that is not knowledge: polite Vietnamese; braces are filled in by the caller.

What the assistant says of its own is in `bot.wording`. Plain text, no markup.
"""

from __future__ import annotations

# who it is, as Telegram shows it: at most 120 and 512 signs
SHORT_DESCRIPTION = "Hỏi đáp về văn bản chỉ đạo của UBND thành phố Hà Nội: ai làm, hạn nào, bao nhiêu, căn cứ ở đâu."
DESCRIPTION = (
    "Chào bạn! Tôi trả lời câu hỏi về một số văn bản chỉ đạo của UBND thành phố Hà Nội: ai làm, khi nào, bao nhiêu, căn cứ ở đâu, nay đã thay đổi gì.\n\n"
    "Bạn cứ viết như khi nói chuyện, có dấu hay không dấu đều được. Mỗi câu trả lời có ghi văn bản làm căn cứ. Điều gì văn bản không nói, tôi sẽ nói là không có; khi cần, bạn gặp được người trực.\n\n"
    "Việc khẩn cấp: 113 (công an), 114 (chữa cháy), 115 (cấp cứu)."
)

# commands by who sees them: name, what the menu says (at most 256 signs)
CITIZEN_COMMANDS = (
    ("start", "Bắt đầu, xem các chủ đề"),
    ("chude", "Xem theo chủ đề"),
    ("vanban", "Danh sách văn bản"),
    ("coquan", "Cơ quan nào phải làm gì"),
    ("hanchot", "Các thời hạn"),
    ("nguoitruc", "Gặp người trực"),
    ("xoadulieu", "Xóa dữ liệu của tôi"),
    ("help", "Cách hỏi, cách dùng"),
)
GROUP_COMMANDS = (
    ("help", "Cách hỏi trong nhóm"),
    ("chude", "Xem theo chủ đề"),
    ("vanban", "Danh sách văn bản"),
    ("coquan", "Cơ quan nào phải làm gì"),
    ("hanchot", "Các thời hạn"),
)
OPERATORS_OWN_COMMANDS = (
    ("tra", "Tra nhanh: /tra từ khóa"),
    ("xong", "Kết thúc phiếu đang nhận"),
)
ADMINISTRATORS_OWN_COMMANDS = (
    ("napdulieu", "Kiểm tra tri thức rồi đưa lên"),
    ("phienban", "Các bản tri thức đã đưa lên"),
    ("quaylai", "Quay lại một bản trước: /quaylai số_bản"),
    ("thongke", "Thống kê câu hỏi, đánh giá"),
    ("chuatraloi", "Những câu chưa trả lời được"),
    ("capquyen", "Cấp quyền: /capquyen mã_số vai_trò"),
    ("thuquyen", "Thu quyền: /thuquyen mã_số"),
)
OPERATOR_COMMANDS = (*OPERATORS_OWN_COMMANDS, *CITIZEN_COMMANDS)
ADMINISTRATOR_COMMANDS = (*ADMINISTRATORS_OWN_COMMANDS, *OPERATOR_COMMANDS)

# /start, /help
GREETING = "Chào bạn!"
WHAT_I_KNOW = "Tôi trả lời về {directives} văn bản chỉ đạo của UBND thành phố Hà Nội, ban hành từ năm {first} đến {last}: ai làm, khi nào, bao nhiêu, căn cứ ở đâu."
WHAT_I_KNOW_UNDATED = "Tôi trả lời về {directives} văn bản: ai làm, khi nào, bao nhiêu, căn cứ ở đâu."
WHAT_I_DO_NOT = "Tôi không làm thủ tục, không tra hồ sơ của riêng ai và không biết tin mới ngoài các văn bản này. Điều gì văn bản không nói, tôi sẽ nói là không có."
HOW_TO_START = "Bạn cứ viết câu hỏi như khi nói chuyện, hoặc chọn một chủ đề:"
HELP_TITLE = "Cách hỏi"
HELP_ASK = "Viết một câu bình thường, có dấu hay không dấu đều được. Ví dụ:"
HELP_FOLLOW = "Hỏi tiếp thì không cần nhắc lại từ đầu: “ai làm?”, “hạn khi nào?”."
HELP_BUTTONS = "Dưới câu trả lời có các câu liên quan để bấm; 👍 👎 giúp chúng tôi sửa cho đúng hơn."
HELP_GROUP = "Trong nhóm: nhắc tên tôi, trả lời tin của tôi, hoặc dùng lệnh. Ở bất kỳ đâu: gõ @{bot} rồi từ khóa để chèn câu trả lời."
HELP_COMMANDS = "Các lệnh"
HELP_COMMANDS_STAFF = "Các lệnh của {role}"
HELP_CONTACTS = "Số điện thoại hữu ích"
COMMAND_LINE = "/{name}: {text}"
GROUP_GREETING = "Chào cả nhóm! Tôi trả lời về văn bản chỉ đạo của UBND thành phố Hà Nội. Bạn nhắc tên tôi (@{bot}) kèm câu hỏi, hoặc trả lời tin nhắn của tôi."
PRIVACY = (
    "Về dữ liệu: tôi giữ câu hỏi và đánh giá của bạn để sửa câu trả lời, nhiều nhất {days} ngày; số điện thoại, số giấy tờ, thư điện tử, "
    "số tài khoản được che trước khi ghi; tên và tài khoản của bạn không được lưu. Xóa ngay: /xoadulieu."
)

# under replies
NEAREST = "Gần nhất, tôi có thông tin về:"
GOOD = "👍 Đúng ý"
BAD = "👎 Chưa đúng"
NOT_MEANT = "Không phải ý tôi"
PERSON = "🙋 Gặp người trực"
THANKS_BUTTON = "✓ Cảm ơn bạn đã đánh giá"
THANKS = "Cảm ơn bạn!"
WHY_WRONG = "Sai thông tin"
WHY_OTHER = "Không đúng ý hỏi"
WHY_UNCLEAR = "Khó hiểu"
WHY_OLD = "Đã cũ"
WHY_THANKS = "Cảm ơn bạn, chúng tôi sẽ xem lại câu trả lời này."
NOT_MEANT_READINGS = "Xin lỗi bạn, tôi hiểu chưa đúng. Có phải bạn hỏi:"
NOT_MEANT_REPLY = "Xin lỗi bạn, tôi hiểu chưa đúng. Bạn viết rõ hơn giúp tôi: hỏi về việc gì, văn bản nào hoặc cơ quan nào."
CALL = "📞 {numbers}"
STALE = "Nút này đã cũ. Bạn hỏi lại giúp tôi nhé."
BUTTON_FAILED = "Có trục trặc, bạn bấm lại giúp tôi."

# looking around
BACK = "← Trở lại"
BACK_TO_TOPICS = "← Các chủ đề"
BACK_TO_DIRECTIVES = "← Các văn bản"
BACK_TO_AGENCIES = "← Các cơ quan"
BACK_TO_DUES = "← Các thời hạn"
PREVIOUS = "← Trước"
NEXT = "Tiếp →"
PAGE = "Trang {page}/{pages}"
EMPTY = "Chưa có gì ở mục này."
TOPICS_TITLE = "Chủ đề"
TOPICS_LEAD = "Bạn muốn xem chủ đề nào?"
TOPIC_PARTS = "{count} mục nhỏ. Bạn chọn một mục:"
TOPIC_FACTS = "Bạn chọn một câu để xem trả lời:"
COUNTED = "{name} · {count}"
DIRECTIVES_TITLE = "Văn bản"
DIRECTIVES_LEAD = "Tôi có nội dung của {count} văn bản:"
DIRECTIVE_LINE = "{title}{day}: {status}"
MENTIONED_BUTTON = "Văn bản được nhắc tới · {count}"
MENTIONED_TITLE = "Văn bản chỉ được nhắc tới"
MENTIONED_ONLY_ALL = "Các văn bản tôi có nhắc tới những văn bản này; tôi không có toàn văn của chúng."
MENTIONED_WHERE = "Được nhắc tới để làm gì?"
MENTIONED_ONLY = "Văn bản này chỉ được nhắc tới; tôi không có toàn văn."
DIRECTIVE_ISSUED = "Ban hành {day}, {issuer}."
DIRECTIVE_ISSUED_DAY = "Ban hành {day}."
DIRECTIVE_ISSUER = "Cơ quan ban hành: {issuer}."
DIRECTIVE_STATUS = "Tình trạng: {status}"
DIRECTIVE_KNOWN_FROM = "Tôi biết văn bản này qua {title}, không có bản gốc."
DIRECTIVE_TOPICS = "Các phần:"
STATUS_IN_FORCE = "còn hiệu lực"
STATUS_DONE = "đã thực hiện xong"
STATUS_EXPIRED = "đã hết thời gian thực hiện"
STATUS_REPLACED = "đã được thay bằng {by}"
STATUS_UNKNOWN = "chưa rõ còn hiệu lực hay không"
STATUS_SINCE = "từ {day}"
STATUS_BASIS = "theo {basis}"
AGENCIES_TITLE = "Cơ quan"
AGENCIES_LEAD = "{count} cơ quan được giao việc hoặc được nhắc tên. Bạn chọn cơ quan, hoặc chữ đầu của tên:"
AGENCIES_OF_INITIAL = "Các tên bắt đầu bằng chữ {initial}:"
AGENCY_OTHER_NAMES = "Còn gọi: {names}."
AGENCY_NOW = "Nay: {note}"
AGENCY_NO_DUTIES = "Các văn bản tôi có không giao việc riêng cho cơ quan này."
DUTY_LINE = "{role}: {text}"
ROLE_LEAD = "Chủ trì"
ROLE_COOPERATE = "Phối hợp"
ROLE_CARRY_OUT = "Thực hiện"
ROLE_SUPERVISE = "Đôn đốc, kiểm tra"
ROLE_ADVISE = "Tham mưu"
ROLE_REPORT_TO = "Nhận báo cáo"
ROLE_RECEIVE = "Được nhận"
ROLE_CHAIR = "Chủ trì họp"
ROLE_SIGN = "Ký"
ROLE_ISSUE = "Ban hành"
ROLE_ATTEND = "Dự họp"
DUES_TITLE = "Thời hạn"
DUES_LEAD = "Bạn xem thời hạn theo:"
DUES_BY_TOPIC = "Chủ đề"
DUES_BY_AGENCY = "Cơ quan"
DUES_BY_QUARTER = "Quý"
DUES_CHOSEN = "• {name}"
DUES_ALL_PASSED = "Mọi thời hạn ghi trong các văn bản tôi có đều đã qua; chúng cho biết văn bản đã yêu cầu gì."
DUES_NEXT = "Thời hạn tới: {text}."
YEAR = "Năm {year}"
QUARTER = "Quý {quarter}/{year}"
DUE_TITLE = "Thời hạn: {name}"
DUE_AHEAD = "(còn {days} ngày)"
DUE_TODAY = "(hôm nay)"
DUE_GROUP_PASSED = "Đã qua"
DUE_GROUP_AHEAD = "Sắp tới"
DUE_GROUP_REPEATS = "Định kỳ"

# my data
FORGET_ASK = "Tôi sẽ xóa các câu hỏi, đánh giá, cuộc trò chuyện và phiếu gặp người trực của bạn. Xóa rồi không lấy lại được. Bạn chắc chứ?"
FORGET_YES = "Xóa hết"
FORGET_NO = "Không xóa"
FORGOTTEN = "Tôi đã xóa dữ liệu của bạn. Tin nhắn trong khung trò chuyện này vẫn nằm trên máy bạn; bạn tự xóa nếu muốn."
FORGET_LEFT = "Tôi không xóa gì. Khi cần, bạn gõ /xoadulieu."

# a person
PERSON_OFFER = "Tôi chưa giúp được bạn. Bạn có muốn gặp người trực không?"
PERSON_WRITE = "Tôi đã chuyển lời bạn tới người trực (phiếu {code}). Người trực sẽ trả lời ngay trong khung trò chuyện này; bạn có thể viết thêm cho rõ."
PERSON_WRITE_FIRST = (
    "Bạn viết điều cần hỏi, tôi chuyển tới người trực (phiếu {code}). Người trực sẽ trả lời ngay trong khung trò chuyện này."
)
PERSON_AWAY = "Bây giờ ngoài giờ làm việc ({hours}). Bạn để lại câu hỏi thì người trực trả lời từ {next}. Việc gấp, bạn gọi {contact}."
PERSON_AWAY_OPEN = "Để lại câu hỏi"
PERSON_NONE = "Hiện chưa có người trực trên Telegram. Bạn gọi {contact}."
PERSON_ALREADY = "Phiếu {code} của bạn đang chờ người trực. Bạn cứ viết thêm, tôi chuyển tiếp."
PERSON_ALREADY_CLAIMED = "Bạn đang trao đổi với người trực (phiếu {code}). Bạn cứ viết, tôi chuyển ngay."
PERSON_CLAIMED = "Người trực đã nhận phiếu {code} và đang đọc. Từ giờ tin của bạn được chuyển thẳng tới người trực; gõ /xong để kết thúc."
PERSON_CLOSED = "Người trực đã kết thúc phiếu {code}. Bạn đánh giá giúp nhé:"
PERSON_CLOSED_BY_CITIZEN = "Bạn đã kết thúc phiếu {code}. Bạn đánh giá giúp nhé:"
PERSON_RATED = "Cảm ơn bạn đã đánh giá {stars}/5."
PERSON_BACK = "Bạn cứ hỏi tiếp, tôi lại trả lời tự động."
PERSON_EDITED = "(Người trực đã sửa tin trên:)"
PERSON_CANCEL = "Hủy phiếu"
PERSON_CANCELLED = "Bạn đã hủy phiếu {code}. Bạn cứ hỏi tiếp, tôi lại trả lời tự động."
PERSON_NO_TICKET = "Bạn không có phiếu nào đang mở."
PERSON_ONLY_PRIVATE = "Gặp người trực chỉ dùng được trong trò chuyện riêng với tôi."
TICKET_RELEASED_CITIZEN = "Người trực vừa rồi không tiếp tục được; phiếu {code} của bạn đang chờ người khác nhận."
CANNOT_COPY = "(Một tin không phải chữ, máy chủ không chuyển được.)"
PERSON_WAITING_AWAY = "Bây giờ ngoài giờ làm việc ({hours}); người trực trả lời từ {next}."
PERSON_NOT_DELIVERED = "Tin vừa rồi chưa chuyển được tới người trực. Bạn gửi lại giúp tôi, hoặc gọi {contact}."
STAR = "⭐"

# tickets, in the operators' group
TICKET_NEW = "🎫 Phiếu {code}: có người cần gặp người trực"
TICKET_ASKED = "Hỏi: {text}"
TICKET_REASON = "Vì sao: {reason}"
TICKET_REASON_ASKED = "bấm “Gặp người trực”"
TICKET_REASON_COMMAND = "dùng lệnh /nguoitruc"
TICKET_REASON_FAILED = "hai lần liền chưa trả lời được"
TICKET_REASON_NOT_COVERED = "câu hỏi ngoài các văn bản"
TICKET_AWAY = "Gửi ngoài giờ làm việc."
TICKET_CLAIM = "Nhận phiếu {code}"
TICKET_CLOSE = "Kết thúc phiếu {code}"
TICKET_CLAIMED = "✅ Phiếu {code}: {operator} đã nhận lúc {time}"
TICKET_CLAIMED_TOAST = "Bạn đã nhận phiếu {code}."
TICKET_ALREADY = "Phiếu {code} do {operator} nhận rồi."
TICKET_ALREADY_YOURS = "Bạn đang giữ phiếu {code}."
TICKET_CLAIM_FIRST = "Tin này chưa gửi: phiếu {code} chưa ai nhận. Bạn bấm “Nhận phiếu {code}” trước."
TICKET_NOT_YOURS = "Tin này chưa gửi: phiếu {code} do {operator} giữ."
TICKET_NOT_SENT_CLOSED = "Tin này chưa gửi: phiếu {code} đã kết thúc."
TICKET_GONE = "Phiếu {code} đã kết thúc."
TICKET_UNKNOWN = "Không có phiếu {code}."
TICKET_HOW = "Trả lời phiếu {code} bằng cách trả lời (reply) vào tin này hoặc vào tin của người hỏi bên dưới; chữ, ảnh, tệp đều chuyển được. Tin không phải reply thì không gửi đi. Xong thì gõ /xong."
TICKET_HOW_MANY = (
    "Bạn đang giữ {count} phiếu ({codes}). Bạn trả lời (reply) vào tin của phiếu cần trả lời, hoặc kết thúc bằng /xong mã_phiếu."
)
TICKET_FROM_CITIZEN = "Phiếu {code}:"
TICKET_CLOSED = "☑️ Phiếu {code} đã kết thúc ({operator}, {time})."
TICKET_CLOSED_BY_CITIZEN = "☑️ Phiếu {code}: người hỏi đã kết thúc."
TICKET_BLOCKED_CLOSED = "☑️ Phiếu {code}: người hỏi đã chặn bot, phiếu kết thúc."
TICKET_FORGOTTEN = "☑️ Phiếu {code}: người hỏi đã xóa dữ liệu, phiếu kết thúc."
TICKET_RELEASED = "↩️ Phiếu {code} chờ người nhận khác."
TICKET_RATED = "Phiếu {code} được đánh giá {stars}/5."
TICKET_REMIND = "⏰ Phiếu {code} đã chờ {minutes} phút, chưa ai nhận."
TICKET_NOT_DELIVERED = "⚠️ Phiếu {code}: tin vừa rồi chưa tới được người hỏi ({why})."
TICKET_BLOCKED = "người hỏi đã chặn bot hoặc xóa trò chuyện"
TICKET_NONE_HELD = "Bạn không giữ phiếu nào."
TICKET_EDITED = "(Phiếu {code}: người hỏi đã sửa tin.)"
OPERATORS_ONLY = "Lệnh này dành cho người trực."
ADMINISTRATORS_ONLY = "Lệnh này dành cho quản trị viên."

# the desk
DESK_HOW = "Gõ /tra rồi hai đến bốn từ khóa, có dấu hay không đều được. Ví dụ: /tra han khieu nai"
DESK_NOTHING = "Không thấy gì gần với “{text}”. Bạn thử từ khóa khác hoặc số văn bản."
DESK_SURE = "🟢 {percent} % – chắc chắn"
DESK_LIKELY = "🟡 {percent} % – có lẽ đúng, bạn đọc lại trước khi nói"
DESK_UNSURE = "🔴 {percent} % – không chắc, có thể văn bản không nói điều này"
DESK_EXACT = "📌 Mục đã chọn"
DESK_READ = "Đọc cho người gọi:"
DESK_PASTE = "Để dán:"
DESK_SOURCE = "Mã: "
DESK_AT = " · {file}:{line}"
DESK_OTHERS = "Gần nhất:"
DESK_OTHER = "{percent} % · {label}"

# staff
ROLE_CITIZEN_NAME = "người dân"
ROLE_OPERATOR_NAME = "người trực"
ROLE_ADMINISTRATOR_NAME = "quản trị viên"
GRANT_HOW = "Gõ /capquyen mã_số truc (người trực) hoặc /capquyen mã_số quantri (quản trị viên), hoặc trả lời (reply) tin của người đó. Mã số là số tài khoản Telegram của người đó."
GRANTED = "Đã cấp quyền {role} cho {user}."
GRANTED_ALREADY = "{user} đã là {role}."
REVOKE_HOW = "Gõ /thuquyen mã_số, hoặc trả lời (reply) tin của người đó."
REVOKED = "Đã thu quyền của {user}."
REVOKED_NONE = "{user} không có quyền nào để thu."
REVOKE_FROM_SETTINGS = "{user} có quyền theo thiết lập; sửa HOIDAP_OPERATORS hoặc HOIDAP_ADMINISTRATORS rồi chạy lại."
REVOKE_YOURSELF = "Bạn không tự thu quyền của mình được."
YOU_WERE_GRANTED = "Bạn vừa được cấp quyền {role}. Gõ / để xem các lệnh."
DAYS_HOW = "Gõ số ngày, từ 1 đến 366, ví dụ: {command} 30"
NOT_COVERED_TITLE = "Chưa trả lời được, {days} ngày gần đây"
NOT_COVERED_NONE = "Không có câu nào chưa trả lời được trong {days} ngày gần đây."
NOT_COVERED_LINE = "{count} lần: {text}"

# other kinds of messages
ONLY_TEXT = "Tôi chỉ đọc được chữ. Bạn viết câu hỏi giúp tôi, có dấu hay không dấu đều được."
VOICE = "Tôi chưa nghe được tin nhắn thoại. Bạn gõ câu hỏi giúp tôi, có dấu hay không dấu đều được."
PHOTO = "Tôi chưa đọc được ảnh. Bạn gõ câu hỏi giúp tôi; nếu là ảnh văn bản, bạn gõ số văn bản cũng được."
STICKER = "Tôi nhận được rồi ạ. Bạn cần hỏi gì về văn bản của thành phố, cứ viết cho tôi."
LOCATION = "Tôi chưa dùng được vị trí. Bạn viết tên quận, huyện, xã, phường kèm câu hỏi giúp tôi."
CONTACT_CARD = "Tôi không nhận danh bạ và không lưu số điện thoại. Bạn viết câu hỏi giúp tôi; muốn gặp người, gõ /nguoitruc."
FILE = "Tôi chưa đọc được tệp. Bạn gõ câu hỏi hoặc số văn bản giúp tôi."
POLL = "Tôi không trả lời bình chọn được. Bạn viết câu hỏi giúp tôi nhé."
ONLY_PRIVATE = "Việc này chỉ làm được trong trò chuyện riêng với tôi."
UNKNOWN_COMMAND = "Tôi không có lệnh này. Bạn gõ /help để xem các lệnh, hoặc viết luôn câu hỏi."
IN_GROUP_EMPTY = "Bạn viết câu hỏi ngay sau tên tôi nhé."

# limits and errors
TOO_MANY = "Bạn nhắn hơi nhanh, tôi chưa theo kịp. Bạn chờ khoảng {seconds} giây rồi nhắn tiếp nhé."
FAILED = "Xin lỗi bạn, tôi gặp trục trặc khi tìm câu trả lời. Bạn gửi lại giúp tôi; cần gấp, bạn gọi {contact}."
ANSWER_FALLBACK_CONTACT = "tổng đài của thành phố"

# inline mode
INLINE_NOTHING_TITLE = "Chưa thấy câu trả lời"
INLINE_NOTHING_TEXT = "Các văn bản tôi có không nói về “{text}”."
INLINE_NOTHING_HINT = "Thử hai đến bốn từ khóa, ví dụ: tiền rác, hạn khiếu nại"
INLINE_OPEN = "Hỏi riêng tôi"
