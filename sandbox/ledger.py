"""Every call and every effect, in order, for tests to read. Never a token."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from sandbox.clock import SandboxClock, iso
from sandbox.store import Store

MAX_BODY_CHARS: Final = 20_000
MAX_ENTRIES: Final = 200_000


@dataclass
class Entry:
    """One call. `at_s` counts seconds that never go back, to judge a rate by."""

    service: str
    method: str
    path: str
    query: str
    body: Any
    time: str
    at_s: float
    status: int = 0
    fault: str = ""
    effects: list[Mapping[str, Any]] = field(default_factory=list)


class Ledger:
    """Entries in the order in which they were answered."""

    def __init__(self, store: Store, clock: SandboxClock) -> None:
        self._store = store
        self._clock = clock

    def begin(self, service: str, method: str, path: str, query: str, body: Any) -> Entry:
        """Describe a call that comes in; `finish` writes it."""
        return Entry(
            service,
            method,
            path,
            query,
            _shorten(body),
            iso(self._clock.now()),
            round(self._clock.elapsed_s(), 4),
        )

    def finish(self, entry: Entry) -> None:
        """Write a call down."""
        with self._store.transaction() as connection:
            cursor = connection.execute(
                "INSERT INTO ledger (service, entry) VALUES (?, ?)",
                (entry.service, json.dumps(entry.__dict__)),
            )
            if (cursor.lastrowid or 0) % 1000 == 0:
                connection.execute(
                    "DELETE FROM ledger WHERE seq <= ?", ((cursor.lastrowid or 0) - MAX_ENTRIES,)
                )

    def record_sent(self, service: str, url: str, body: Any, status: int) -> None:
        """Write down something that the sandbox itself sent out."""
        entry = self.begin(service, "POST", url, "", body)
        entry.status = status
        entry.effects.append({"sent": url})
        self.finish(entry)

    def entries(self, service: str | None = None) -> list[dict[str, Any]]:
        """Return the entries, oldest first, of one service or of all."""
        where, values = ("WHERE service = ?", (service,)) if service else ("", ())
        rows = self._store.rows(f"SELECT seq, entry FROM ledger {where} ORDER BY seq", values)
        return [{"seq": seq, **json.loads(entry)} for seq, entry in rows]

    def recent(self, count: int) -> list[dict[str, Any]]:
        """Return the last entries, youngest first."""
        rows = self._store.rows("SELECT seq, entry FROM ledger ORDER BY seq DESC LIMIT ?", (count,))
        return [{"seq": seq, **json.loads(entry)} for seq, entry in rows]

    def clear(self, service: str | None = None) -> None:
        """Forget the entries of one service, or all."""
        with self._store.transaction() as connection:
            if service:
                connection.execute("DELETE FROM ledger WHERE service = ?", (service,))
            else:
                connection.execute("DELETE FROM ledger")


def _shorten(body: Any) -> Any:
    text = body if isinstance(body, str) else json.dumps(body)
    if len(text) <= MAX_BODY_CHARS:
        return body
    return text[:MAX_BODY_CHARS] + f"… ({len(text)} characters)"
