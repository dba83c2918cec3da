"""All spreadsheets of this sandbox, and who may see and change them."""

import hashlib
import secrets
import string
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from sandbox.clock import SandboxClock, iso
from sandbox.sheets.accounts import Accounts, Caller
from sandbox.sheets.answers import new_properties
from sandbox.sheets.book import Book, Sheet, new_sheet
from sandbox.sheets.errors import not_found, permission_denied
from sandbox.sheets.formulas import recalculate
from sandbox.sheets.limits import SheetQuotas
from sandbox.sheets.saving import forget_book, load_books, save_book
from sandbox.store import Store

# Somebody else's spreadsheet, which nobody here may open: gspread's own tests ask for it.
PRIVATE_ID: Final = "1jIKzPs8LsiZZdLdeMEP-5ZIHw6RkjiOmj1LrJN706Yc"
_SIGNS: Final = string.ascii_letters + string.digits + "-_"
_WRITERS: Final = ("owner", "organizer", "fileOrganizer", "writer")


class SheetsService:
    """The books, by ID. A change is made on a draft and takes effect whole, or not at all."""

    def __init__(self, store: Store, clock: SandboxClock, accounts: Accounts) -> None:
        self._store = store
        self._clock = clock
        self._books = load_books(store)
        self.accounts = accounts
        self.quotas = SheetQuotas(clock)

    def books(self) -> list[Book]:
        """Return all spreadsheets, oldest first."""
        return list(self._books.values())

    def book(self, book_id: str, caller: Caller) -> Book:
        """Return a spreadsheet to look at; raises Google's 403 or 404."""
        found = self._books.get(book_id)
        if found is None:
            raise permission_denied() if book_id == PRIVATE_ID else not_found()
        if role_of(found, caller) is None:
            raise permission_denied()
        return found

    def now(self, book: Book) -> datetime:
        """Return the moment, in the spreadsheet's own time zone."""
        return self._clock.now().astimezone(ZoneInfo(book.properties["timeZone"]))

    def stamp(self) -> str:
        """Return the moment as Drive writes it."""
        return iso(self._clock.now())

    @contextmanager
    def draft(self, book_id: str, caller: Caller) -> Iterator[Book]:
        """Yield a copy to change; it takes the old one's place when nothing was refused."""
        with self._store.lock:
            old = self.book(book_id, caller)
            if role_of(old, caller) not in _WRITERS:
                raise permission_denied()
            draft = old.copied()
            yield draft
            recalculate(draft, self.now(draft))
            draft.modified = self.stamp()
            save_book(self._store, old, draft)
            self._books[book_id] = draft

    def add(
        self, title: str, owner: str, *, locale: str = "en_US", zone: str = "Etc/GMT", **more: Any
    ) -> Book:
        """Make a spreadsheet. `more`: its `id`, `sheets`, `parents`, `permissions`."""
        moment = self.stamp()
        sheets: list[Sheet] = more.pop("sheets", None) or [new_sheet(0, "Sheet1")]
        permissions = [_permission("owner", owner), *more.pop("permissions", [])]
        book = Book(
            id=more.pop("id", "") or _new_id(),
            properties=new_properties(title, locale, zone),
            sheets=sheets,
            permissions=permissions,
            created=moment,
            modified=moment,
            **more,
        )
        book.renumber()
        with self._store.lock:
            recalculate(book, self.now(book))
            save_book(self._store, None, book)
            self._books[book.id] = book
        return book

    def duplicate(self, source: Book, title: str, owner: str) -> Book:
        """Make a copy of a spreadsheet, with none of its permissions."""
        copied = source.copied()
        copied.id, copied.permissions = _new_id(), [_permission("owner", owner)]
        copied.properties["title"] = title
        copied.comments = []
        copied.created = copied.modified = self.stamp()
        with self._store.lock:
            save_book(self._store, None, copied)
            self._books[copied.id] = copied
        return copied

    def remove(self, book_id: str) -> None:
        """Delete a spreadsheet."""
        with self._store.lock:
            forget_book(self._store, book_id)
            self._books.pop(book_id, None)


def role_of(book: Book, caller: Caller) -> str | None:
    """Return what a caller may do: the highest role, or None."""
    roles = [
        one["role"]
        for one in book.permissions
        if one["type"] == "anyone" or one.get("emailAddress", "").lower() == caller.email.lower()
    ]
    order = (*_WRITERS, "commenter", "reader")
    return min(roles, key=order.index, default=None)


def permission_for(kind: str, role: str, address: str) -> dict[str, Any]:
    """Return a permission as Drive shows it; `address` is an email address or a domain."""
    made: dict[str, Any] = {"kind": "drive#permission", "id": _permission_id(kind, address)}
    made |= {"type": kind, "role": role}
    if kind in ("user", "group"):
        name = address.partition("@")[0]
        made |= {"emailAddress": address, "displayName": name, "deleted": False}
        made["pendingOwner"] = False
    elif kind == "domain":
        made |= {"domain": address, "displayName": address, "allowFileDiscovery": True}
    else:
        made["allowFileDiscovery"] = False
    return made


def _permission(role: str, email: str) -> dict[str, Any]:
    return permission_for("user", role, email)


def _permission_id(kind: str, address: str) -> str:
    if kind == "anyone":
        return "anyoneWithLink"
    digest = hashlib.sha256(f"{kind} {address.lower()}".encode()).digest()
    return f"{int.from_bytes(digest[:9]) % 10**20:020d}"


def _new_id() -> str:
    return "1" + "".join(secrets.choice(_SIGNS) for _ in range(43))
