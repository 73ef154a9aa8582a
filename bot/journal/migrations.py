"""The shape of the journal, one step after another. A step that has been released is never changed; a new one is added below."""

from __future__ import annotations

from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

APPLICATION = 0x48_44_4A_4C  # "HDJL": how a file of ours is told from that of another program

MIGRATIONS = Migrations("journal")

# What waits holds a sealed value; what is done holds none. Keys are those of `sealing`, moments those of `moments`.
_M001 = """
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE counters (name TEXT PRIMARY KEY, number INTEGER NOT NULL) WITHOUT ROWID;

CREATE TABLE inbox (update_id INTEGER PRIMARY KEY, at INTEGER NOT NULL, chat TEXT, payload BLOB, failed TEXT);
CREATE INDEX inbox_waiting ON inbox(at, update_id) WHERE payload IS NOT NULL;
CREATE INDEX inbox_failed ON inbox(at) WHERE failed IS NOT NULL;

CREATE TABLE outbox (
  id INTEGER PRIMARY KEY AUTOINCREMENT, at INTEGER NOT NULL, chat TEXT NOT NULL, sealed_chat BLOB NOT NULL, method TEXT NOT NULL,
  ref TEXT, payload BLOB, attempts INTEGER NOT NULL DEFAULT 1, twice INTEGER NOT NULL DEFAULT 0, message_id INTEGER, failed TEXT
);
CREATE INDEX outbox_waiting ON outbox(id) WHERE payload IS NOT NULL;
CREATE INDEX outbox_ref ON outbox(chat, ref) WHERE ref IS NOT NULL;
CREATE INDEX outbox_message ON outbox(chat, message_id);

CREATE TABLE conversations (
  chat TEXT NOT NULL, user TEXT NOT NULL, at INTEGER NOT NULL, sealed BLOB NOT NULL, PRIMARY KEY (chat, user)
) WITHOUT ROWID;

CREATE TABLE questions (
  id INTEGER PRIMARY KEY AUTOINCREMENT, at INTEGER NOT NULL, day TEXT NOT NULL, chat TEXT NOT NULL, user TEXT NOT NULL,
  text TEXT NOT NULL, kind TEXT NOT NULL, confidence REAL NOT NULL, facts TEXT NOT NULL, options TEXT NOT NULL,
  channel TEXT NOT NULL, message_id INTEGER NOT NULL, library TEXT NOT NULL, rating TEXT, why TEXT
);
CREATE INDEX questions_chat ON questions(chat, id);
CREATE INDEX questions_user ON questions(user);
CREATE INDEX questions_at ON questions(at);

CREATE TABLE grants (user TEXT PRIMARY KEY, access TEXT NOT NULL, sealed BLOB NOT NULL, at INTEGER NOT NULL) WITHOUT ROWID;
CREATE TABLE uses (id INTEGER PRIMARY KEY AUTOINCREMENT, at INTEGER NOT NULL, user TEXT NOT NULL, access TEXT NOT NULL, what TEXT NOT NULL);
CREATE INDEX uses_at ON uses(at);
CREATE TABLE blocked (chat TEXT PRIMARY KEY, at INTEGER NOT NULL) WITHOUT ROWID;

CREATE TABLE tickets (
  code TEXT PRIMARY KEY, state TEXT NOT NULL, chat TEXT NOT NULL, user TEXT NOT NULL, asked TEXT NOT NULL, opened INTEGER NOT NULL,
  sealed_citizen BLOB, operator TEXT, sealed_operator BLOB, claimed INTEGER, current INTEGER,
  reminded INTEGER, reminders INTEGER NOT NULL DEFAULT 0, closed INTEGER, closed_by TEXT, stars INTEGER
);
CREATE UNIQUE INDEX tickets_live ON tickets(chat) WHERE state <> 'closed';
CREATE INDEX tickets_claimed ON tickets(operator) WHERE state = 'claimed';
CREATE INDEX tickets_chat ON tickets(chat, opened);
CREATE INDEX tickets_user ON tickets(user);
CREATE INDEX tickets_opened ON tickets(opened);
"""


@MIGRATIONS()
def m001_first(database: Database) -> None:
    """Everything the first release keeps."""
    _run(database, _M001)
    database.execute(f"PRAGMA application_id = {APPLICATION}")


# The triggers stop mistakes of ours; who has the file can drop them, and what they do then shows in `audit`.
# Statements are parted where a line ends in a semicolon, so that of a trigger stands within one.
_M002 = """
CREATE TABLE audit (
  number INTEGER PRIMARY KEY, at INTEGER NOT NULL, who TEXT NOT NULL, role TEXT NOT NULL, channel TEXT NOT NULL, kind TEXT NOT NULL,
  before TEXT NOT NULL, after TEXT NOT NULL, detail TEXT NOT NULL, previous TEXT NOT NULL, hash TEXT NOT NULL
);
CREATE INDEX audit_at ON audit(at);
CREATE TRIGGER audit_not_changed BEFORE UPDATE ON audit BEGIN SELECT raise(ABORT, 'the audit trail is not changed'); END;
CREATE TRIGGER audit_not_deleted BEFORE DELETE ON audit BEGIN SELECT raise(ABORT, 'nothing is deleted from the audit trail'); END;
CREATE TRIGGER audit_not_replaced BEFORE INSERT ON audit WHEN EXISTS (SELECT 1 FROM audit WHERE number >= NEW.number)
BEGIN SELECT raise(ABORT, 'the audit trail goes on at its end only'); END;
"""


@MIGRATIONS()
def m002_audit(database: Database) -> None:
    """The audit trail."""
    _run(database, _M002)


@MIGRATIONS()
def m003_moves(database: Database) -> None:
    """Where chats went: settings may name the old number for years, so neither purging nor forgetting touches this."""
    _run(database, "CREATE TABLE moves (chat TEXT PRIMARY KEY, sealed_chat BLOB NOT NULL) WITHOUT ROWID")


def _run(database: Database, statements: str) -> None:
    for statement in statements.split(";\n"):
        if statement.strip():
            database.execute(statement)


AUDIT = "m002_audit"
KNOWN = frozenset({"m001_first", AUDIT, "m003_moves"})
