"""Whose secret a journal is sealed with: the first that opens it; one begun without a secret takes the first that comes.

Only the audit trail is written without a secret, by the command line where none is set, so giving it one seals nothing anew: the head of the
trail is put under the new secret, and a row of the trail tells of it.
"""

from __future__ import annotations

from datetime import datetime

from bot.domain.errors import JournalUnusable
from bot.journal.audit import Audit
from bot.journal.moments import stamp
from bot.journal.sealing import Seal, Unsealed
from bot.journal.store import Store

_PERSONAL = ("inbox", "outbox", "conversations", "questions", "grants", "uses", "blocked", "tickets", "moves")

OTHER_SEAL = (
    "Nhật ký {path} được niêm phong bằng khóa bí mật khác. Hãy đặt lại HOIDAP_SECRET như lần trước "
    "(nếu lần trước không đặt thì khóa lấy từ TELEGRAM_BOT_TOKEN: dùng lại mã bot cũ); "
    "nếu khóa cũ đã mất, chuyển tệp này đi nơi khác để bắt đầu nhật ký mới."
)
ALREADY_SEALED = (
    "Nhật ký {path} được niêm phong bằng khóa bí mật. Hãy đặt HOIDAP_SECRET như lần trước "
    "(nếu lần trước không đặt thì khóa lấy từ TELEGRAM_BOT_TOKEN: đặt mã bot đó)."
)
FILLED_UNSEALED = (
    "Nhật ký {path} được tạo khi chưa có khóa bí mật nhưng lại chứa dữ liệu về người dùng, nên không dùng tiếp được. "
    "Hãy chuyển tệp này đi nơi khác để bắt đầu nhật ký mới."
)


def seal_of(secret: bytes | None) -> Seal:
    """The seal of a secret, or of none."""
    return Unsealed() if secret is None else Seal(secret)


def claim(store: Store, seal: Seal, at: datetime, *, begins: bool) -> None:
    """Make a new journal ours, or one that has no secret; leave alone one that is ours. Raises JournalUnusable for any other.

    Belongs into one transaction with the steps that make the file. `begins` tells that one of them made the audit trail: only then does
    the trail get a head, so that one whose head was taken away is never taken for a new one.
    """
    known = _known(store)
    if known is None:
        store.run("INSERT INTO meta VALUES ('seal', ?)", (seal.check_value(),))
    owner = seal if known in (None, seal.check_value()) else _without_secret(store, seal, known)
    if begins:
        Audit(store, owner).begin()
    if owner is not seal:
        _take_over(store, owner, seal, at)


def recognised(store: Store, seal: Seal) -> Seal:
    """The seal with which a journal can be read: this one, or none where it was never given a secret. Raises JournalUnusable."""
    known = _known(store)
    return seal if known == seal.check_value() else _without_secret(store, seal, known)


def _known(store: Store) -> str | None:
    found = store.row("SELECT value FROM meta WHERE name = 'seal'")
    return str(found[0]) if found else None


def _without_secret(store: Store, seal: Seal, known: str | None) -> Seal:
    """The seal of a journal that has no secret. Raises JournalUnusable when this one has another than ours."""
    unsealed = Unsealed()
    if known != unsealed.check_value():
        raise JournalUnusable((OTHER_SEAL if seal.is_secret else ALREADY_SEALED).format(path=store.path))
    return unsealed


def _take_over(store: Store, old: Seal, seal: Seal, at: datetime) -> None:
    if any(store.row(f"SELECT 1 FROM {table} LIMIT 1") for table in _PERSONAL):  # noqa: S608 - names of ours
        raise JournalUnusable(FILLED_UNSEALED.format(path=store.path))
    store.run("UPDATE meta SET value = ? WHERE name = 'seal'", (seal.check_value(),))
    store.run("INSERT OR REPLACE INTO meta VALUES ('sealed_at', ?)", (str(stamp(at)),))
    Audit(store, seal).resealed(old, at)
