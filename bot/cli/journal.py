"""The verb `journal`: figures, clearing out, and the audit trail."""

from __future__ import annotations

import argparse

from bot.cli.common import Verb, now


def add(verb: Verb) -> None:
    """Add the verb to the command line."""
    journal = verb(
        "journal", _journal, "Nhật ký: số liệu (stats), xóa những gì đã cũ (purge), dấu vết ai đã làm gì với tri thức và quyền (audit)."
    )
    journal.add_argument("what", choices=["stats", "purge", "audit"], metavar="stats|purge|audit", help="xem số liệu, xóa, hay xem dấu vết")
    journal.add_argument("--days", type=int, default=30, metavar="SỐ", help="stats, audit: số ngày gần đây (mặc định: 30)")
    journal.add_argument("--older-than", metavar="THỜI_GIAN", help="purge: xóa những gì cũ hơn, ví dụ 180d (mặc định: HOIDAP_KEEP_DAYS)")
    journal.add_argument("--dry-run", action="store_true", help="purge: chỉ đếm, không xóa")
    journal.add_argument("--verify", action="store_true", help="audit: kiểm tra dấu vết có bị sửa, xóa, chèn không; có thì mã thoát là 1")
    journal.add_argument("--json", action="store_true", help="in dạng JSON")


def _journal(arguments: argparse.Namespace) -> int:
    from bot.channels.ledger import clear, figures, span
    from bot.wiring import journal_of

    at = now()
    if arguments.what == "audit":
        return _audit(arguments)
    older_than = span(arguments.older_than) if arguments.older_than else arguments.settings.keep
    with journal_of(arguments.settings, at=at, read_only=arguments.what == "stats" or arguments.dry_run) as journal:
        if arguments.what == "stats":
            print(figures(journal, span(str(arguments.days)), at, as_json=arguments.json))
        else:
            print(clear(journal, older_than, at, dry_run=arguments.dry_run, as_json=arguments.json))
    return 0


def _audit(arguments: argparse.Namespace) -> int:
    from bot.channels.audit import trail, verdict
    from bot.channels.ledger import span
    from bot.wiring import journal_of, versions_of

    with journal_of(arguments.settings, read_only=True) as journal:
        if not arguments.verify:
            print(trail(journal, span(str(arguments.days)), now(), as_json=arguments.json))
            return 0
        heads = [version.trail for version in versions_of(arguments.settings).all() if version.trail]
        found = verdict(journal, heads, as_json=arguments.json)
        print(found.text)
        return 0 if found.whole else 1
