"""What the operator may set: the only reader of the environment and of the `.env` file beside the project.

The environment wins over the file; an empty value means the default. Whether a folder exists is for whoever opens it.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from bot.domain.errors import SettingInvalid

PROJECT = Path(__file__).resolve().parent.parent
_TOKEN = re.compile(r"[0-9]+:[A-Za-z0-9_-]{30,}", re.ASCII)
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
    """Every setting."""

    knowledge: Path
    libraries: Path
    telegram_token: Secret | None


# Every setting under the name the operator writes.
NAMES = {"knowledge": "HOIDAP_KNOWLEDGE", "libraries": "HOIDAP_LIBRARIES", "telegram_token": "TELEGRAM_BOT_TOKEN"}


def read(environ: Mapping[str, str]) -> Settings:
    """The settings that these values make. Raises SettingInvalid, naming the setting and never showing a secret."""
    return Settings(
        knowledge=_folder(environ, NAMES["knowledge"], PROJECT / "knowledge"),
        libraries=_folder(environ, NAMES["libraries"], PROJECT / "var" / "libraries"),
        telegram_token=_token(environ, NAMES["telegram_token"]),
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


def _folder(environ: Mapping[str, str], name: str, default: Path) -> Path:
    value = environ.get(name, "").strip()
    if value.startswith("~"):
        raise SettingInvalid(f"{name}: viết đường dẫn đầy đủ thay cho dấu ~ trong “{value}”.")
    if not value.isprintable():
        raise SettingInvalid(f"{name}: đường dẫn {value!r} có ký tự điều khiển; hãy gõ lại.")
    return PROJECT / value if value else default


def _token(environ: Mapping[str, str], name: str) -> Secret | None:
    value = environ.get(name, "").strip()
    if value and not _TOKEN.fullmatch(value):
        raise SettingInvalid(f"{name}: không đúng dạng mã mà @BotFather cấp (các chữ số, dấu hai chấm, rồi một chuỗi dài).")
    return Secret(value) if value else None
