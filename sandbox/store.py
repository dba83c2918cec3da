"""The sandbox's memory on disk: one SQLite file in WAL mode, written in short transactions.

Killed at any moment, it holds every request that was answered.
"""

import fcntl
import json
import sqlite3
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Any

from sandbox.errors import SandboxError

_SCHEMA = """
CREATE TABLE IF NOT EXISTS settings (name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS ledger (
  seq INTEGER PRIMARY KEY AUTOINCREMENT, service TEXT NOT NULL, entry TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS usage (
  month TEXT NOT NULL, service TEXT NOT NULL, calls INTEGER NOT NULL, PRIMARY KEY (month, service));
CREATE TABLE IF NOT EXISTS bases (id TEXT PRIMARY KEY, body TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS tables (
  id TEXT PRIMARY KEY, base_id TEXT NOT NULL, position INTEGER NOT NULL, body TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS records (
  id TEXT NOT NULL, table_id TEXT NOT NULL, position INTEGER NOT NULL, body TEXT NOT NULL,
  PRIMARY KEY (table_id, id)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS comments (
  id TEXT PRIMARY KEY, record_id TEXT NOT NULL, position INTEGER NOT NULL, body TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS comments_by_record ON comments (record_id);
CREATE TABLE IF NOT EXISTS attachments (id TEXT PRIMARY KEY, body TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS webhooks (
  id TEXT PRIMARY KEY, base_id TEXT NOT NULL, position INTEGER NOT NULL, body TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS payloads (
  webhook_id TEXT NOT NULL, cursor INTEGER NOT NULL, created TEXT NOT NULL, body TEXT NOT NULL,
  PRIMARY KEY (webhook_id, cursor)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS sheet_books (
  position INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE, body TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS sheet_rows (
  book_id TEXT NOT NULL, sheet_id INTEGER NOT NULL, row INTEGER NOT NULL, body TEXT NOT NULL,
  PRIMARY KEY (book_id, sheet_id, row)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS mails (
  id INTEGER PRIMARY KEY AUTOINCREMENT, received TEXT NOT NULL, sender TEXT NOT NULL,
  source BLOB NOT NULL);
CREATE TABLE IF NOT EXISTS mail_readers (mail_id INTEGER NOT NULL, reader TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS mails_read (
  mail_id INTEGER NOT NULL, reader TEXT NOT NULL, PRIMARY KEY (reader, mail_id)) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS mails_by_reader ON mail_readers (reader, mail_id);
CREATE TABLE IF NOT EXISTS mailchimp_items (
  position INTEGER PRIMARY KEY AUTOINCREMENT, kind TEXT NOT NULL, parent TEXT NOT NULL,
  id TEXT NOT NULL, word TEXT NOT NULL, body TEXT NOT NULL, UNIQUE (kind, parent, id));
CREATE INDEX IF NOT EXISTS mailchimp_items_by_word ON mailchimp_items (kind, parent, word);
"""


class Store:
    """One connection behind one lock. A transaction inside another joins it."""

    def __init__(self, folder: Path) -> None:
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self._lock_file = _lock(folder / "sandbox.lock")
            self._connection = sqlite3.connect(
                folder / "sandbox.sqlite", check_same_thread=False, isolation_level=None
            )
            self._connection.execute("PRAGMA journal_mode = WAL")
            self._connection.execute("PRAGMA synchronous = NORMAL")
            self._connection.executescript(_SCHEMA)
        except (OSError, sqlite3.OperationalError) as error:
            raise SandboxError(
                f"De map {folder} is niet beschrijfbaar: kies met --data een andere map."
            ) from error
        self.folder = folder
        self.lock = threading.RLock()
        self._depth = 0

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """Everything inside is written together, or not at all."""
        with self.lock:
            outermost = self._depth == 0
            if outermost:
                self._connection.execute("BEGIN IMMEDIATE")
            self._depth += 1
            try:
                yield self._connection
            except BaseException:
                if outermost:
                    self._connection.execute("ROLLBACK")
                raise
            else:
                if outermost:
                    self._connection.execute("COMMIT")
            finally:
                self._depth -= 1

    def rows(self, query: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        """Return all rows of a query."""
        with self.lock:
            return self._connection.execute(query, values).fetchall()

    def read_setting(self, name: str, default: Any) -> Any:
        """Return a setting that the sandbox wrote for itself, or the default."""
        rows = self.rows("SELECT value FROM settings WHERE name = ?", (name,))
        return json.loads(rows[0][0]) if rows else default

    def write_setting(self, name: str, value: object) -> None:
        """Keep a setting across restarts."""
        with self.transaction() as connection:
            connection.execute(
                "INSERT OR REPLACE INTO settings VALUES (?, ?)", (name, json.dumps(value))
            )

    def close(self) -> None:
        """Close the file; what was answered is in it."""
        with self.lock:
            self._connection.close()
            self._lock_file.close()


def _lock(path: Path) -> IO[str]:
    """Keep a second sandbox out of the folder; the lock goes with the process."""
    held = path.open("w")
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        held.close()
        raise SandboxError(
            f"In de map {path.parent} werkt al een sandbox: stop die, of kies een andere map."
        ) from error
    return held
