"""Why the bot cannot serve, as one line in Vietnamese for the operator who starts it."""

from __future__ import annotations

from urllib.parse import urlsplit

from telegram.error import Conflict, Forbidden, InvalidToken, TelegramError, TimedOut

from bot.channels.telegram.wire import SlowDown, Unreached
from bot.domain.errors import HoiDapError


class CannotServe(HoiDapError):
    """Serving cannot begin, or must end; the message says what to do."""


WRONG_TOKEN = "Telegram không nhận mã bot này (TELEGRAM_BOT_TOKEN sai hoặc đã bị thu hồi). Lấy mã mới ở @BotFather rồi sửa tệp .env."  # noqa: S105
UNREACHED = "Không nối được tới máy chủ Bot API {host}. Kiểm tra mạng, tường lửa và TELEGRAM_API_URL."
SLOW = "Máy chủ Bot API {host} không trả lời kịp. Kiểm tra mạng và TELEGRAM_API_URL rồi chạy lại."
WEBHOOK_TAKEN = (
    "Bot này đang nhận tin qua webhook ở nơi khác nên không hỏi tin được. Đặt TELEGRAM_WEBHOOK_URL, dừng nơi kia, "
    "hoặc gỡ webhook bằng phương thức deleteWebhook rồi chạy lại."
)
OTHER_RUNNING = "Một chương trình khác đang chạy với cùng mã bot này. Dừng chương trình kia rồi chạy lại."
WEBHOOK_REFUSED = "Telegram không nhận địa chỉ webhook {url}. Kiểm tra TELEGRAM_WEBHOOK_URL (cần https, cổng 443, 80, 88 hoặc 8443)."
PORT_TAKEN = "Cổng {port} trên {host} đang có chương trình khác dùng. Đổi TELEGRAM_WEBHOOK_LISTEN hoặc dừng chương trình kia."
CANNOT_LISTEN = "Không lắng nghe được ở {host}:{port} ({why}). Sửa TELEGRAM_WEBHOOK_LISTEN."
WAIT = "Telegram yêu cầu chờ {seconds} giây rồi mới cho bot bắt đầu. Chạy lại sau."
SERVER_ILL = "Máy chủ Bot API {host} trả lời lỗi. Kiểm tra TELEGRAM_API_URL hoặc chạy lại sau."


def why_not(error: TelegramError, server: str) -> str:
    """What a first call that failed means. Never holds the token."""
    host = urlsplit(server).netloc
    match error:
        case InvalidToken() | Forbidden():
            return WRONG_TOKEN
        case Unreached():
            return UNREACHED.format(host=host)
        case TimedOut():
            return SLOW.format(host=host)
        case Conflict():
            return why_conflict(error)
        case SlowDown(seconds=seconds):
            return WAIT.format(seconds=round(seconds))
        case _:
            return SERVER_ILL.format(host=host)


def why_conflict(error: Conflict) -> str:
    return WEBHOOK_TAKEN if is_webhook(error) else OTHER_RUNNING


def is_webhook(error: Conflict) -> bool:
    """Whether it is a webhook that is in the way, not another program that polls."""
    return "webhook" in str(error).lower()
