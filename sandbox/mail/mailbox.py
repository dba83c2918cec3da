"""Keeps every mail that came in, in the sandbox's own file."""

from dataclasses import dataclass
from typing import Any, Final

from sandbox.clock import SandboxClock, iso
from sandbox.mail.messages import Mail
from sandbox.store import Store

MAX_MAILS: Final = 20_000


@dataclass(frozen=True)
class Reader:
    """Somebody who got mail here."""

    address: str
    mails: int


class Mailbox:
    """The mails of every reader, by the sandbox's clock."""

    def __init__(self, store: Store, clock: SandboxClock) -> None:
        self._store = store
        self._clock = clock

    def keep(self, sender: str, readers: list[str], source: bytes) -> Mail:
        """Keep a mail; the same reader twice counts once."""
        wanted = tuple(dict.fromkeys(one.strip().casefold() for one in readers))
        received = iso(self._clock.now())
        with self._store.transaction() as connection:
            cursor = connection.execute(
                "INSERT INTO mails (received, sender, source) VALUES (?, ?, ?)",
                (received, sender, source),
            )
            mail_id = int(cursor.lastrowid or 0)
            connection.executemany(
                "INSERT INTO mail_readers (mail_id, reader) VALUES (?, ?)",
                [(mail_id, one) for one in wanted],
            )
            connection.execute("DELETE FROM mails WHERE id <= ?", (mail_id - MAX_MAILS,))
            connection.execute(
                "DELETE FROM mail_readers WHERE mail_id <= ?", (mail_id - MAX_MAILS,)
            )
        return Mail(mail_id, received, sender, wanted, source)

    def readers(self) -> list[Reader]:
        """Return who got mail, by address."""
        rows = self._store.rows(
            "SELECT reader, count(*) FROM mail_readers GROUP BY reader ORDER BY reader"
        )
        return [Reader(address, count) for address, count in rows]

    def count(self) -> int:
        """Return how many mails there are."""
        return int(self._store.rows("SELECT count(*) FROM mails")[0][0])

    def mails(self, reader: str = "", limit: int = 200) -> list[Mail]:
        """Return the mails of one reader, or of all, youngest first."""
        where, values = "", []
        if reader:
            where = "WHERE id IN (SELECT mail_id FROM mail_readers WHERE reader = ?)"
            values = [reader.strip().casefold()]
        rows = self._store.rows(
            f"SELECT id, received, sender, source FROM mails {where} ORDER BY id DESC LIMIT ?",
            (*values, limit),
        )
        return [self._mail(row) for row in rows]

    def find(self, mail_id: int) -> Mail | None:
        """Return one mail, or None."""
        rows = self._store.rows(
            "SELECT id, received, sender, source FROM mails WHERE id = ?", (mail_id,)
        )
        return self._mail(rows[0]) if rows else None

    def read_by(self, reader: str) -> set[int]:
        """Return which mails a reader's mail program marked as read."""
        query = "SELECT mail_id FROM mails_read WHERE reader = ?"
        return {one for (one,) in self._store.rows(query, (reader.strip().casefold(),))}

    def note_read(self, reader: str, mail_ids: list[int]) -> None:
        """Mark mails as read by a reader."""
        rows = [(one, reader.strip().casefold()) for one in mail_ids]
        with self._store.transaction() as connection:
            connection.executemany(
                "INSERT OR IGNORE INTO mails_read (mail_id, reader) VALUES (?, ?)", rows
            )

    def clear(self) -> None:
        """Throw every mail away."""
        with self._store.transaction() as connection:
            connection.execute("DELETE FROM mails")
            connection.execute("DELETE FROM mail_readers")
            connection.execute("DELETE FROM mails_read")

    def _mail(self, row: tuple[Any, ...]) -> Mail:
        readers = self._store.rows(
            "SELECT reader FROM mail_readers WHERE mail_id = ? ORDER BY rowid", (row[0],)
        )
        mail_id, received, sender, source = row
        return Mail(mail_id, received, sender, tuple(one for (one,) in readers), source)
