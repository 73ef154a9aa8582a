from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator

import pytest

from bot.channels.telegram import logs

TOKEN = "700000001:AAE5vTestOnlyNotASecretOfAnyBot0001"  # noqa: S105  opens nothing


@pytest.fixture
def out() -> Iterator[io.StringIO]:
    """Where the log goes; the loggers are as they were afterwards."""
    root = logging.getLogger()
    before = root.handlers[:], root.level
    yield io.StringIO()
    root.handlers[:], level = before
    root.setLevel(level)
    logging.captureWarnings(capture=False)


def lines(out: io.StringIO) -> list[dict[str, object]]:
    return [json.loads(line) for line in out.getvalue().splitlines()]


def test_an_event_is_one_object_with_its_fields(out: io.StringIO) -> None:
    logs.set_up(verbose=False, out=out)
    logging.getLogger("bot.channels.telegram.x").info("handled", extra={"update": 7, "ms": 12})

    (event,) = lines(out)
    assert {"level": "info", "from": "bot.channels.telegram.x", "event": "handled", "update": 7, "ms": 12}.items() <= event.items()


def test_of_an_error_only_kinds_and_places_are_told(out: io.StringIO) -> None:
    logs.set_up(verbose=False, out=out)
    try:
        try:
            {"a": 1}["số của tôi là 0912345678"]
        except KeyError as error:
            raise ValueError("tin nhắn của dân") from error
    except ValueError:
        logging.getLogger("bot.x").exception("failed")

    (event,) = lines(out)
    assert "ValueError ← KeyError" == event["error"]["kind"]  # type: ignore[index]
    assert any(place.startswith("test_logs.py:") for place in event["error"]["through"])  # type: ignore[index]
    assert not any(word in out.getvalue() for word in ("0912345678", "tin nhắn của dân"))


def test_what_libraries_fill_in_is_left_out(out: io.StringIO) -> None:
    logs.set_up(verbose=False, out=out)
    logging.getLogger("telegram.Bot").error("Can not load: %s", "tin nhắn của dân")
    logging.getLogger("telegram.Bot").error(f"formatted before: tin nhắn của dân")  # noqa: G004, F541  as a careless library does
    logging.getLogger("httpx").info("HTTP Request: POST https://api.telegram.org/bot%s/getMe", TOKEN)

    assert ["Can not load: %s", "(telegram.Bot)"] == [event["event"] for event in lines(out)]
    assert "tin nhắn" not in out.getvalue()


@pytest.mark.parametrize("verbose", [False, True])
def test_nothing_shaped_like_a_token_leaves(out: io.StringIO, verbose: bool) -> None:
    logs.set_up(verbose=verbose, out=out)
    logging.getLogger("bot.x").info("serving", extra={"url": f"https://api.telegram.org/bot{TOKEN}/getMe"})

    assert TOKEN not in out.getvalue()
    assert "api.telegram.org" in out.getvalue()


def test_people_read_lines_and_more_of_them(out: io.StringIO) -> None:
    logs.set_up(verbose=True, out=out)
    logging.getLogger("bot.channels.telegram.sender").debug("put off", extra={"seconds": 3})

    assert out.getvalue().rstrip().endswith("telegram.sender: put off seconds=3")
