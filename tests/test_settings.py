import traceback
from dataclasses import fields
from pathlib import Path

import pytest

from bot.domain.errors import SettingInvalid
from bot.settings import NAMES, PROJECT, Secret, Settings, from_environment, read, read_file

TOKEN = "123456789:" + "Aa0_-" * 7


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    """An environment in which nothing is set."""
    for name in NAMES.values():
        monkeypatch.delenv(name, raising=False)
    return monkeypatch


def test_files_lie_in_the_project_unless_told_otherwise():
    settings = read({})

    assert (PROJECT / "knowledge", PROJECT / "var" / "libraries", PROJECT / "var" / "journal.db") == (
        settings.knowledge,
        settings.libraries,
        settings.journal,
    )


def test_without_settings_it_is_an_ordinary_bot():
    settings = read({})

    assert (None, "https://api.telegram.org", "") == (settings.telegram_token, settings.telegram_api, settings.webhook_url)
    assert (20, 200, 180) == (settings.per_user_a_minute, settings.a_second, settings.keep.days)
    assert 1 <= settings.workers <= 4


def test_people_and_places_are_read_as_operators_write_them():
    settings = read(
        {
            "HOIDAP_ADMINISTRATORS": "12, 34,56",
            "HOIDAP_OPERATORS": "78 90",
            "HOIDAP_OPERATORS_CHAT": "-1001234567890",
            "TELEGRAM_WEBHOOK_LISTEN": "[::1]:80",
            "TELEGRAM_API_URL": "http://localhost:8081/",
            "HOIDAP_IDLE_AFTER": "45",
        }
    )

    assert (frozenset({12, 34, 56}), frozenset({78, 90}), -1001234567890) == (
        settings.administrators,
        settings.operators,
        settings.operators_chat,
    )
    assert (("::1", 80), "http://localhost:8081", 45 * 60) == (
        settings.webhook_listen,
        settings.telegram_api,
        settings.idle_after.total_seconds(),
    )


def test_empty_means_the_default():
    assert read(dict.fromkeys(NAMES.values(), "  ")) == read({})


def test_a_relative_folder_is_counted_from_the_project_and_a_full_one_stays():
    settings = read({"HOIDAP_KNOWLEDGE": "tri thức/mới", "HOIDAP_LIBRARIES": "/srv/thư viện"})

    assert (PROJECT / "tri thức" / "mới", Path("/srv/thư viện")) == (settings.knowledge, settings.libraries)


def test_a_token_is_kept_and_does_not_show_itself():
    settings = read({"TELEGRAM_BOT_TOKEN": f" {TOKEN}\n"})

    assert Secret(TOKEN) == settings.telegram_token
    assert settings.telegram_token is not None
    assert TOKEN == settings.telegram_token.reveal()
    assert TOKEN not in f"{settings} {settings!r} {settings.telegram_token} {settings.telegram_token!r}"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("HOIDAP_KNOWLEDGE", "~/knowledge"),
        ("HOIDAP_LIBRARIES", "a\x00b"),
        ("HOIDAP_LIBRARIES", "a\nb"),
        ("TELEGRAM_BOT_TOKEN", "my-secret"),
        ("TELEGRAM_BOT_TOKEN", f"{TOKEN} {TOKEN}"),
        ("TELEGRAM_API_URL", "api.telegram.org"),
        ("TELEGRAM_API_URL", "ftp://api.telegram.org"),
        ("TELEGRAM_API_URL", "https://user:word@api.telegram.org"),
        ("TELEGRAM_WEBHOOK_URL", "https://a.example/path?secret=1"),
        ("TELEGRAM_WEBHOOK_SECRET", "có dấu"),
        ("TELEGRAM_WEBHOOK_LISTEN", "8443"),
        ("TELEGRAM_WEBHOOK_LISTEN", "127.0.0.1:99999"),
        ("TELEGRAM_WEBHOOK_LISTEN", "127.0.0.1:"),
        ("HOIDAP_JOURNAL", "~/journal.db"),
        ("HOIDAP_SECRET", "short"),
        ("HOIDAP_WORKERS", "0"),
        ("HOIDAP_WORKERS", "²"),
        ("HOIDAP_WORKERS", "many"),
        ("HOIDAP_KEEP_DAYS", "-1"),
        ("HOIDAP_IDLE_AFTER", "0"),
        ("HOIDAP_REMIND_AFTER", "1.5"),
        ("HOIDAP_ADMINISTRATORS", "@an"),
        ("HOIDAP_OPERATORS", "0"),
        ("HOIDAP_OPERATORS", "-5"),
        ("HOIDAP_OPERATORS_CHAT", "@nhom"),
        ("HOIDAP_OPERATORS_CHAT", "--5"),
        ("HOIDAP_WORKING_HOURS", "T2\x07"),
        ("HOIDAP_HOLIDAYS", "2/9\n30/4"),
        ("HOIDAP_PER_USER_A_MINUTE", "0"),
        ("HOIDAP_A_SECOND", "nhanh"),
    ],
)
def test_a_bad_value_is_refused_by_name(name: str, value: str):
    with pytest.raises(SettingInvalid, match=f"^{name}: "):
        read({name: value})


@pytest.mark.parametrize("name", ["TELEGRAM_BOT_TOKEN", "TELEGRAM_WEBHOOK_SECRET", "HOIDAP_SECRET"])
def test_a_refused_secret_is_not_shown(name: str):
    with pytest.raises(SettingInvalid) as caught:
        read({name: "my secret"})

    assert "my secret" not in "".join(traceback.format_exception_only(caught.value))


def test_the_file_is_read_line_by_line():
    text = "# lời chú\n\n  export HOIDAP_KNOWLEDGE = \"a b#c\" \r\nHOIDAP_LIBRARIES='d=e'\nTELEGRAM_BOT_TOKEN=\n"

    assert {"HOIDAP_KNOWLEDGE": "a b#c", "HOIDAP_LIBRARIES": "d=e", "TELEGRAM_BOT_TOKEN": ""} == read_file(text)


@pytest.mark.parametrize(("text", "line"), [("\nHOIDAP_KNOWLEGE=a", 2), ("HOIDAP_KNOWLEDGE", 1), ("=a", 1)])
def test_a_line_that_sets_nothing_is_refused(text: str, line: int):
    with pytest.raises(SettingInvalid, match=rf"\.env, dòng {line}: "):
        read_file(text)


def test_the_environment_wins_over_the_file_unless_it_is_empty(tmp_path: Path, bare: pytest.MonkeyPatch):
    file = tmp_path / ".env"
    file.write_text("\ufeffHOIDAP_KNOWLEDGE=/in/file\nHOIDAP_LIBRARIES=/in/file\n", encoding="utf-8")
    bare.setenv("HOIDAP_KNOWLEDGE", "/in/environment")
    bare.setenv("HOIDAP_LIBRARIES", "")

    settings = from_environment(file)

    assert (Path("/in/environment"), Path("/in/file")) == (settings.knowledge, settings.libraries)


@pytest.mark.usefixtures("bare")
def test_no_file_is_no_problem_and_an_unreadable_one_is(tmp_path: Path):
    assert read({}) == from_environment(tmp_path / "none")
    with pytest.raises(SettingInvalid, match="Không đọc được tệp thiết lập"):
        from_environment(tmp_path)


def test_every_setting_has_a_name():
    assert [one.name for one in fields(Settings)] == list(NAMES)


def test_the_example_lists_every_setting_with_its_meaning_and_sets_none():
    text = (PROJECT / ".env.example").read_text(encoding="utf-8")
    blocks = [block.splitlines() for block in text.strip().split("\n\n")[1:]]

    assert list(NAMES.values()) == [block[-1].removesuffix("=") for block in blocks]
    assert all(line.startswith("# ") for block in blocks for line in block[:-1])
    assert dict.fromkeys(NAMES.values(), "") == read_file(text)
