"""What the operator may set: the only reader of the environment and of the `.env` file beside the project.

The environment wins over the file; an empty value means the default. Whether a folder exists is for whoever opens it.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from bot.domain.errors import SettingInvalid

PROJECT = Path(__file__).resolve().parent.parent
_TOKEN = re.compile(r"[0-9]+:[A-Za-z0-9_-]{30,}", re.ASCII)
_WEBHOOK_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}", re.ASCII)
_SECRET = re.compile(r".{16,}")
_URL = re.compile(r"https?://[^\s/?#@]+(?:/[^\s?#]*)?")
_HOST = re.compile(r"[A-Za-z0-9.-]+|\[[0-9A-Fa-f:.]+\]|", re.ASCII)
_DIGITS = re.compile(r"[0-9]{1,18}")
_LINE = re.compile(r"(?:export\s+)?([A-Za-z_][A-Za-z0-9_]*)\s*=(.*)")


class Secret:
    """A value that does not show itself in logs, tracebacks or messages; whoever needs it asks for it by name."""

    __slots__ = ("_value",)

    def __init__(self, value: str) -> None:
        self._value = value

    def reveal(self) -> str:
        return self._value

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and self._value == other._value

    def __hash__(self) -> int:
        return hash(self._value)

    def __repr__(self) -> str:
        return "Secret(…)"


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Every setting. What only one door can judge (the working hours) stays a text here, and that door refuses it when it starts."""

    knowledge: Path
    libraries: Path
    keep_versions: int
    floors: str
    workers: int
    telegram_token: Secret | None
    telegram_api: str
    webhook_url: str
    webhook_secret: Secret | None
    webhook_listen: tuple[str, int]
    journal: Path
    secret: Secret | None
    keep: timedelta
    idle_after: timedelta
    administrators: frozenset[int]
    operators: frozenset[int]
    operators_chat: int | None
    working_hours: str
    holidays: str
    remind_after: timedelta
    per_user_a_minute: int
    a_second: int


# Every setting under the name the operator writes.
NAMES = {
    "knowledge": "HOIDAP_KNOWLEDGE",
    "libraries": "HOIDAP_LIBRARIES",
    "keep_versions": "HOIDAP_KEEP_VERSIONS",
    "floors": "HOIDAP_FLOORS",
    "workers": "HOIDAP_WORKERS",
    "telegram_token": "TELEGRAM_BOT_TOKEN",
    "telegram_api": "TELEGRAM_API_URL",
    "webhook_url": "TELEGRAM_WEBHOOK_URL",
    "webhook_secret": "TELEGRAM_WEBHOOK_SECRET",
    "webhook_listen": "TELEGRAM_WEBHOOK_LISTEN",
    "journal": "HOIDAP_JOURNAL",
    "secret": "HOIDAP_SECRET",
    "keep": "HOIDAP_KEEP_DAYS",
    "idle_after": "HOIDAP_IDLE_AFTER",
    "administrators": "HOIDAP_ADMINISTRATORS",
    "operators": "HOIDAP_OPERATORS",
    "operators_chat": "HOIDAP_OPERATORS_CHAT",
    "working_hours": "HOIDAP_WORKING_HOURS",
    "holidays": "HOIDAP_HOLIDAYS",
    "remind_after": "HOIDAP_REMIND_AFTER",
    "per_user_a_minute": "HOIDAP_PER_USER_A_MINUTE",
    "a_second": "HOIDAP_A_SECOND",
}


def read(environ: Mapping[str, str]) -> Settings:
    """The settings that these values make. Raises SettingInvalid, naming the setting and never showing a secret."""
    values = _Values(environ)
    return Settings(
        knowledge=values.path("knowledge", PROJECT / "knowledge"),
        libraries=values.path("libraries", PROJECT / "var" / "libraries"),
        keep_versions=values.number("keep_versions", 20, most=1_000),
        floors=values.line("floors"),
        workers=values.number("workers", _processors(), most=64),
        telegram_token=values.secret(
            "telegram_token", _TOKEN, "không đúng dạng mã mà @BotFather cấp (các chữ số, dấu hai chấm, rồi một chuỗi dài)"
        ),
        telegram_api=values.url("telegram_api", "https://api.telegram.org"),
        webhook_url=values.url("webhook_url", ""),
        webhook_secret=values.secret(
            "webhook_secret", _WEBHOOK_SECRET, "Telegram chỉ nhận chữ không dấu, chữ số, dấu _ và -, từ 1 đến 256 ký tự"
        ),
        webhook_listen=values.address("webhook_listen", ("127.0.0.1", 8443)),
        journal=values.path("journal", PROJECT / "var" / "journal.db"),
        secret=values.secret("secret", _SECRET, "cần ít nhất 16 ký tự; tạo bằng lệnh: openssl rand -hex 32"),
        keep=timedelta(days=values.number("keep", 180, most=36_500)),
        idle_after=timedelta(minutes=values.number("idle_after", 30, most=100_000)),
        administrators=values.people("administrators"),
        operators=values.people("operators"),
        operators_chat=values.chat("operators_chat"),
        working_hours=values.line("working_hours"),
        holidays=values.line("holidays"),
        remind_after=timedelta(minutes=values.number("remind_after", 10, most=100_000)),
        per_user_a_minute=values.number("per_user_a_minute", 20, most=100_000),
        a_second=values.number("a_second", 200, most=100_000),
    )


def read_file(text: str) -> dict[str, str]:
    """The values in a `.env` file: NAME=value a line, # begins a comment line, quotes around a value are dropped."""
    values: dict[str, str] = {}
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        found = _LINE.fullmatch(line.strip())
        if found is None:
            raise SettingInvalid(f"Tệp .env, dòng {number}: cần viết theo dạng TÊN=giá trị.")
        name, value = found[1], found[2].strip()
        if name not in NAMES.values():
            raise SettingInvalid(
                f"Tệp .env, dòng {number}: không có thiết lập nào tên là {name}; các thiết lập: {', '.join(NAMES.values())}."
            )
        quoted = len(value) > 1 and value[0] == value[-1] and value[0] in "\"'"
        values[name] = value[1:-1] if quoted else value
    return values


def from_environment(file: Path = PROJECT / ".env") -> Settings:
    """The settings of this process."""
    try:
        text = file.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        text = ""
    except (OSError, UnicodeDecodeError) as error:
        raise SettingInvalid(f"Không đọc được tệp thiết lập {file}: {error}") from error
    return read({**read_file(text), **{name: value for name, value in os.environ.items() if value.strip()}})


def _processors() -> int:
    """A process for each processor answers most, measured on two; more than four are of use to larger cities than this one."""
    return max(1, min(4, len(os.sched_getaffinity(0)))) if hasattr(os, "sched_getaffinity") else 1


class _Values:
    """Reads one value after the other under the operator's names; empty means the default."""

    def __init__(self, environ: Mapping[str, str]) -> None:
        self._environ = environ

    def _value(self, field: str) -> str:
        return self._environ.get(NAMES[field], "").strip()

    def path(self, field: str, default: Path) -> Path:
        value = self._value(field)
        if value.startswith("~"):
            raise SettingInvalid(f"{NAMES[field]}: viết đường dẫn đầy đủ thay cho dấu ~ trong “{value}”.")
        if not value.isprintable():
            raise SettingInvalid(f"{NAMES[field]}: đường dẫn {value!r} có ký tự điều khiển; hãy gõ lại.")
        return PROJECT / value if value else default

    def secret(self, field: str, form: re.Pattern[str], expected: str) -> Secret | None:
        value = self._value(field)
        if value and not form.fullmatch(value):
            raise SettingInvalid(f"{NAMES[field]}: {expected}.")
        return Secret(value) if value else None

    def url(self, field: str, default: str) -> str:
        """An address without what would be lost or shown when paths are put behind it: a user, a query, a slash at the end."""
        value = self._value(field).rstrip("/")
        if value and not _URL.fullmatch(value):
            raise SettingInvalid(
                f"{NAMES[field]}: cần một địa chỉ bắt đầu bằng https:// hoặc http://, không có tên đăng nhập, dấu ? hay #."
            )
        return value or default

    def address(self, field: str, default: tuple[str, int]) -> tuple[str, int]:
        value = self._value(field)
        if not value:
            return default
        host, _, port = value.rpartition(":")
        if ":" not in value or not _HOST.fullmatch(host) or not port.isdecimal() or not 0 <= int(port) <= 65_535:
            raise SettingInvalid(f"{NAMES[field]}: cần dạng địa_chỉ:cổng, ví dụ 127.0.0.1:8443 hoặc [::1]:8443, chứ không phải “{value}”.")
        return host.strip("[]"), int(port)

    def number(self, field: str, default: int, *, most: int) -> int:
        value = self._value(field)
        if value and not (_DIGITS.fullmatch(value) and 1 <= int(value) <= most):
            raise SettingInvalid(f"{NAMES[field]}: cần một số nguyên từ 1 đến {most}, chứ không phải “{value}”.")
        return int(value) if value else default

    def people(self, field: str) -> frozenset[int]:
        names = self._value(field).replace(",", " ").split()
        if any(not _DIGITS.fullmatch(name) or not int(name) for name in names):
            raise SettingInvalid(
                f"{NAMES[field]}: cần các mã số người dùng Telegram, cách nhau bằng dấu phẩy (ví dụ 123456789, 987654321); người dùng gửi /start cho @userinfobot sẽ biết mã số của mình."
            )
        return frozenset(map(int, names))

    def chat(self, field: str) -> int | None:
        value = self._value(field)
        if value and not (_DIGITS.fullmatch(value.removeprefix("-")) and int(value)):
            raise SettingInvalid(f"{NAMES[field]}: cần mã số của một nhóm Telegram, ví dụ -1001234567890, chứ không phải “{value}”.")
        return int(value) if value else None

    def line(self, field: str) -> str:
        value = self._value(field)
        if not value.isprintable():
            raise SettingInvalid(f"{NAMES[field]}: {value!r} có ký tự điều khiển; hãy gõ lại.")
        return value
