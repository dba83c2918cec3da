"""Spreadsheets in the sandbox's file: all but the rows in one piece, each row by itself."""

import json
from typing import Any

from sandbox.sheets.book import Book, Sheet
from sandbox.sheets.cells import from_json, to_json
from sandbox.store import Store


def load_books(store: Store) -> dict[str, Book]:
    """Return every spreadsheet, oldest first."""
    books = {}
    for _, body in store.rows("SELECT position, body FROM sheet_books ORDER BY position"):
        book = _book(json.loads(body))
        books[book.id] = book
    query = "SELECT book_id, sheet_id, row, body FROM sheet_rows ORDER BY book_id, sheet_id, row"
    for book_id, sheet_id, row, body in store.rows(query):
        sheet = books[book_id].sheet(sheet_id)
        if sheet is not None:
            sheet.rows.extend([] for _ in range(row - len(sheet.rows)))
            sheet.rows.append([from_json(one) for one in json.loads(body)])
    return books


def save_book(store: Store, old: Book | None, new: Book) -> None:
    """Write what differs between a spreadsheet as it was and as it is."""
    with store.transaction() as connection:
        connection.execute(
            "INSERT INTO sheet_books (id, body) VALUES (?, ?)"
            " ON CONFLICT (id) DO UPDATE SET body = excluded.body",
            (new.id, json.dumps(_plain(new))),
        )
        for sheet in old.sheets if old else []:
            if new.sheet(sheet.id) is None:
                connection.execute(
                    "DELETE FROM sheet_rows WHERE book_id = ? AND sheet_id = ?", (new.id, sheet.id)
                )
        for sheet in new.sheets:
            before = old.sheet(sheet.id) if old else None
            rows = before.rows if before else []
            connection.executemany(
                "INSERT OR REPLACE INTO sheet_rows VALUES (?, ?, ?, ?)",
                [
                    (new.id, sheet.id, at, json.dumps([to_json(one) for one in row]))
                    for at, row in enumerate(sheet.rows)
                    if at >= len(rows) or rows[at] != row
                ],
            )
            connection.execute(
                "DELETE FROM sheet_rows WHERE book_id = ? AND sheet_id = ? AND row >= ?",
                (new.id, sheet.id, len(sheet.rows)),
            )


def forget_book(store: Store, book_id: str) -> None:
    """Take a spreadsheet out."""
    with store.transaction() as connection:
        connection.execute("DELETE FROM sheet_books WHERE id = ?", (book_id,))
        connection.execute("DELETE FROM sheet_rows WHERE book_id = ?", (book_id,))


def _plain(book: Book) -> dict[str, Any]:
    return {
        "id": book.id,
        "properties": book.properties,
        "sheets": [
            {
                "properties": one.properties,
                "extra": one.extra,
                "sizes": {name: list(sizes.items()) for name, sizes in one.sizes.items()},
            }
            for one in book.sheets
        ],
        "named_ranges": book.named_ranges,
        "permissions": book.permissions,
        "comments": book.comments,
        "parents": book.parents,
        "created": book.created,
        "modified": book.modified,
    }


def _book(data: dict[str, Any]) -> Book:
    sheets = [
        Sheet(
            one["properties"],
            extra=one["extra"],
            sizes={name: dict(sizes) for name, sizes in one["sizes"].items()},
        )
        for one in data.pop("sheets")
    ]
    return Book(sheets=sheets, **data)
