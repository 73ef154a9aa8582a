"""No verb: the main job. The bot on Telegram; without a token, a conversation in the terminal."""

from __future__ import annotations

import argparse
import sys

from bot.cli import answering
from bot.cli.common import now, stage, tracing
from bot.settings import Settings


def start(chosen: Settings, *, verbose: bool) -> int:
    """Serve on Telegram, or talk here when there is no token."""
    if chosen.telegram_token is not None:
        return _telegram(chosen, verbose=verbose)
    print("Chưa có TELEGRAM_BOT_TOKEN, nên trò chuyện ngay tại đây. Lấy mã: nhắn @BotFather trên Telegram, gửi /newbot,", file=sys.stderr)
    print("rồi ghi TELEGRAM_BOT_TOKEN=... vào tệp .env (xem .env.example). Ctrl-D để kết thúc.", file=sys.stderr)
    return answering.chat(
        argparse.Namespace(knowledge=chosen.knowledge, libraries=chosen.libraries, settings=chosen, chosen_folder=False, draft=False)
    )


def _telegram(chosen: Settings, *, verbose: bool) -> int:
    from bot.channels.telegram.failures import CannotServe
    from bot.channels.telegram.running import Parts
    from bot.channels.telegram.serving import serve
    from bot.wiring import journal_of, journal_secret, library_at, live_folder, publishing_of, speaker_at, versions_of

    with journal_of(chosen, at=now()) as journal:
        live = live_folder(chosen, stage, tracing(journal), now())
    parts = Parts(
        settings=chosen,
        live=live,
        versions=versions_of(chosen),
        shelf=library_at,
        journal=lambda: journal_of(chosen, at=now()),
        answering=speaker_at,
        publishing=publishing_of(chosen),
        secret=journal_secret(chosen),
    )
    try:
        return serve(parts, verbose=verbose)
    except CannotServe as error:
        print(f"Lỗi: {error}", file=sys.stderr)
        return 3
