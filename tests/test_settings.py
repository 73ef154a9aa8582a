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


def test_defaults_lie_in_the_project():
    assert read({}) == Settings(knowledge=PROJECT / "knowledge", libraries=PROJECT / "var" / "libraries", telegram_token=None)


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
    ],
)
def test_a_bad_value_is_refused_by_name(name: str, value: str):
    with pytest.raises(SettingInvalid, match=f"^{name}: "):
        read({name: value})


def test_a_refused_token_is_not_shown():
    with pytest.raises(SettingInvalid) as caught:
        read({"TELEGRAM_BOT_TOKEN": "my-secret"})

    assert "my-secret" not in "".join(traceback.format_exception_only(caught.value))


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
