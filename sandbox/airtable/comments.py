"""Comments on records."""

import json
import re
from dataclasses import dataclass
from typing import Any

from sandbox.airtable.errors import invalid_request, not_found, refusal
from sandbox.airtable.ids import new_id
from sandbox.airtable.users import Users
from sandbox.clock import SandboxClock, iso
from sandbox.store import Store

_MENTION = re.compile(r"@\[(usr\w+)\]")


@dataclass
class Comments:
    """The comments of every record."""

    store: Store
    clock: SandboxClock
    users: Users

    def page(self, record_id: str, size: int, offset: str) -> dict[str, Any]:
        """Return a page of comments, newest first, and the offset of the next."""
        rows = self.store.rows(
            "SELECT body FROM comments WHERE record_id = ? ORDER BY position DESC", (record_id,)
        )
        comments = [self._render(json.loads(body)) for (body,) in rows]
        ids = [one["id"] for one in comments]
        if offset and offset not in ids:
            raise invalid_request()
        start = ids.index(offset) if offset else 0
        end = start + size
        return {
            "comments": comments[start:end],
            "offset": ids[end] if end < len(ids) else None,
        }

    def count(self, record_id: str) -> int:
        """How many comments a record has."""
        rows = self.store.rows("SELECT COUNT(*) FROM comments WHERE record_id = ?", (record_id,))
        return int(rows[0][0])

    def add(self, record_id: str, text: Any, author_id: str, parent: Any = None) -> dict[str, Any]:
        """Write a comment; raises 422 when it has no text or answers an unknown one."""
        if not isinstance(text, str) or not text:
            raise invalid_request()
        body = {
            "id": new_id("com"),
            "author": author_id,
            "text": text,
            "createdTime": iso(self.clock.now()),
            "lastUpdatedTime": None,
        }
        if parent is not None:
            self._read(record_id, str(parent))
            body["parentCommentId"] = parent
        with self.store.transaction() as connection:
            connection.execute(
                "INSERT INTO comments SELECT ?, ?, COALESCE(MAX(position), 0) + 1, ? FROM comments",
                (body["id"], record_id, json.dumps(body)),
            )
        return self._render(body)

    def change(self, record_id: str, comment_id: str, text: Any, author_id: str) -> dict[str, Any]:
        """Rewrite one's own comment."""
        body = self._read(record_id, comment_id)
        if not isinstance(text, str) or not text:
            raise invalid_request()
        if body["author"] != author_id:
            raise refusal(403, "INVALID_PERMISSIONS", "You can only edit your own comments.")
        body |= {"text": text, "lastUpdatedTime": iso(self.clock.now())}
        with self.store.transaction() as connection:
            connection.execute(
                "UPDATE comments SET body = ? WHERE id = ?", (json.dumps(body), comment_id)
            )
        return self._render(body)

    def delete(self, record_id: str, comment_id: str) -> dict[str, Any]:
        """Take a comment away."""
        self._read(record_id, comment_id)
        with self.store.transaction() as connection:
            connection.execute("DELETE FROM comments WHERE id = ?", (comment_id,))
        return {"id": comment_id, "deleted": True}

    def _read(self, record_id: str, comment_id: str) -> dict[str, Any]:
        rows = self.store.rows(
            "SELECT body FROM comments WHERE id = ? AND record_id = ?", (comment_id, record_id)
        )
        if not rows:
            raise not_found()
        found: dict[str, Any] = json.loads(rows[0][0])
        return found

    def _render(self, body: dict[str, Any]) -> dict[str, Any]:
        found = {**body, "author": self.users.find(body["author"]), "reactions": []}
        mentioned = {
            user["id"]: {
                "type": "user",
                "id": user["id"],
                "displayName": user["name"],
                "email": user["email"],
            }
            for one in _MENTION.findall(body["text"])
            if (user := self.users.find(one))
        }
        return found | ({"mentioned": mentioned} if mentioned else {})
