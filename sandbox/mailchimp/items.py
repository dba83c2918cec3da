"""What the account holds, as documents in the sandbox's file: kind, parent, ID, and a word.

The word is what a kind is looked up by beside its ID: a member's status, a letter's reader.
"""

import hashlib
import json
import secrets
from collections.abc import Iterable, Sequence
from typing import Any

from sandbox.mailchimp.errors import not_found
from sandbox.store import Store

Item = dict[str, Any]


class Items:
    """Reads and writes documents; every write is in the file before it is answered."""

    def __init__(self, store: Store) -> None:
        self.store = store

    def find(self, kind: str, parent: str, item_id: str) -> Item | None:
        """Return one document, or None."""
        rows = self.store.rows(
            "SELECT body FROM mailchimp_items WHERE kind = ? AND parent = ? AND id = ?",
            (kind, parent, item_id),
        )
        return json.loads(rows[0][0]) if rows else None

    def get(self, kind: str, parent: str, item_id: str) -> Item:
        """Return one document; raises Mailchimp's 404."""
        found = self.find(kind, parent, item_id)
        if found is None:
            raise not_found()
        return found

    def all(self, kind: str, parent: str = "", word: str | None = None) -> list[Item]:
        """Return the documents of a kind under a parent, oldest first."""
        query = "SELECT body FROM mailchimp_items WHERE kind = ? AND parent = ?"
        values = [kind, parent]
        if word is not None:
            query, values = query + " AND word = ?", [*values, word]
        rows = self.store.rows(query + " ORDER BY position", values)
        return [json.loads(body) for (body,) in rows]

    def some(
        self, kind: str, parent: str, words: Sequence[str], count: int, offset: int
    ) -> list[Item]:
        """Return a page of the documents with one of these words, oldest first; -1 for all."""
        marks = ", ".join("?" * len(words))
        rows = self.store.rows(
            "SELECT body FROM mailchimp_items WHERE kind = ? AND parent = ?"
            f" AND word IN ({marks}) ORDER BY position LIMIT ? OFFSET ?",
            (kind, parent, *words, count, offset),
        )
        return [json.loads(body) for (body,) in rows]

    def count(self, kind: str, parent: str, word: str | None = None) -> int:
        """Return how many there are."""
        query = "SELECT count(*) FROM mailchimp_items WHERE kind = ? AND parent = ?"
        values = [kind, parent] if word is None else [kind, parent, word]
        return int(
            self.store.rows(query + (" AND word = ?" if word is not None else ""), values)[0][0]
        )

    def put(self, kind: str, parent: str, item_id: str, item: Item, word: str = "") -> Item:
        """Write one document, new or changed; its place in the order stays."""
        self.put_all(kind, parent, [(item_id, word, item)])
        return item

    def put_all(self, kind: str, parent: str, items: Iterable[tuple[str, str, Item]]) -> None:
        """Write documents as (ID, word, body), together."""
        with self.store.transaction() as connection:
            connection.executemany(
                "INSERT INTO mailchimp_items (kind, parent, id, word, body) VALUES (?, ?, ?, ?, ?)"
                " ON CONFLICT (kind, parent, id) DO UPDATE SET word = excluded.word,"
                " body = excluded.body",
                [(kind, parent, one, word, json.dumps(item)) for one, word, item in items],
            )

    def delete(self, kind: str, parent: str, item_id: str | None = None) -> None:
        """Delete one document, or all of a kind under a parent."""
        query, values = "DELETE FROM mailchimp_items WHERE kind = ? AND parent = ?", [kind, parent]
        if item_id is not None:
            query, values = query + " AND id = ?", [*values, item_id]
        with self.store.transaction() as connection:
            connection.execute(query, values)

    def next_number(self, name: str, first: int = 1) -> int:
        """Return the next number of a row of IDs."""
        with self.store.transaction():
            number = int(self.store.read_setting(f"mailchimp_{name}", first))
            self.store.write_setting(f"mailchimp_{name}", number + 1)
        return number


def new_id() -> str:
    """Return an ID as Mailchimp makes them: ten hexadecimal digits."""
    return secrets.token_hex(5)


def hash_of(email: str) -> str:
    """Return the hash by which an address is known: MD5 of it in lower case."""
    return hashlib.md5(email.lower().encode(), usedforsecurity=False).hexdigest()
