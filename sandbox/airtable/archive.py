"""Bases on disk: read whole at the start, written row by row as they change."""

import json
import sqlite3
from typing import Any

from sandbox.airtable.schema import parse_table, stored_table
from sandbox.airtable.state import BaseState, Draft, Record
from sandbox.store import Store


def load_bases(store: Store) -> dict[str, BaseState]:
    """Read every base of this data folder."""
    bases = {}
    for base_id, body in store.rows("SELECT id, body FROM bases ORDER BY rowid"):
        tables = {
            table_id: parse_table(json.loads(table))
            for table_id, table in store.rows(
                "SELECT id, body FROM tables WHERE base_id = ? ORDER BY position", (base_id,)
            )
        }
        records = {table_id: _load_records(store, table_id) for table_id in tables}
        bases[base_id] = BaseState(id=base_id, tables=tables, records=records, **json.loads(body))
    return bases


def _load_records(store: Store, table_id: str) -> dict[str, Record]:
    rows = store.rows(
        "SELECT id, position, body FROM records WHERE table_id = ? ORDER BY position", (table_id,)
    )
    return {
        record_id: _parse_record(record_id, number, json.loads(body))
        for record_id, number, body in rows
    }


def _parse_record(record_id: str, number: int, body: dict[str, Any]) -> Record:
    return Record(
        id=record_id,
        created=body["created"],
        created_by=body["by"],
        number=number,
        cells=body["cells"],
        modified={field_id: (at, by) for field_id, (at, by) in body["modified"].items()},
    )


def save_base(connection: sqlite3.Connection, base: BaseState) -> None:
    """Write what the base itself is, without its tables and records."""
    body = {
        "name": base.name,
        "workspace_id": base.workspace_id,
        "created": base.created,
        "transaction": base.transaction,
        "numbers": base.numbers,
    }
    connection.execute(
        "INSERT INTO bases VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET body = excluded.body",
        (base.id, json.dumps(body)),
    )


def save_whole_base(connection: sqlite3.Connection, base: BaseState) -> None:
    """Write a base that is new here."""
    save_base(connection, base)
    for table_id in base.tables:
        _save_table(connection, base, table_id)
        _save_records(connection, base, table_id, base.records[table_id])


def save_draft(connection: sqlite3.Connection, draft: Draft, after: BaseState) -> None:
    """Write what a draft changed."""
    save_base(connection, after)
    for table_id in draft.changed_tables:
        if table_id in after.tables:
            _save_table(connection, after, table_id)
        else:
            connection.execute("DELETE FROM tables WHERE id = ?", (table_id,))
            connection.execute("DELETE FROM records WHERE table_id = ?", (table_id,))
    for table_id, record_ids in draft.touched.items():
        records = after.records[table_id]
        gone = [(table_id, one) for one in record_ids if one not in records]
        connection.executemany("DELETE FROM records WHERE table_id = ? AND id = ?", gone)
        connection.executemany(
            "DELETE FROM comments WHERE record_id = ?", [(one,) for _, one in gone]
        )
        _save_records(connection, after, table_id, [one for one in record_ids if one in records])


def delete_base(connection: sqlite3.Connection, base: BaseState) -> None:
    """Remove a base with everything in it."""
    for table_id in base.tables:
        connection.execute("DELETE FROM records WHERE table_id = ?", (table_id,))
    connection.execute("DELETE FROM tables WHERE base_id = ?", (base.id,))
    connection.execute("DELETE FROM webhooks WHERE base_id = ?", (base.id,))
    connection.execute("DELETE FROM bases WHERE id = ?", (base.id,))


def _save_table(connection: sqlite3.Connection, base: BaseState, table_id: str) -> None:
    connection.execute(
        "INSERT OR REPLACE INTO tables VALUES (?, ?, ?, ?)",
        (
            table_id,
            base.id,
            list(base.tables).index(table_id),
            json.dumps(stored_table(base.tables[table_id])),
        ),
    )


def _save_records(
    connection: sqlite3.Connection, base: BaseState, table_id: str, record_ids: Any
) -> None:
    records = base.records[table_id]
    connection.executemany(
        "INSERT OR REPLACE INTO records VALUES (?, ?, ?, ?)",
        [(one, table_id, records[one].number, _record_body(records[one])) for one in record_ids],
    )


def _record_body(record: Record) -> str:
    return json.dumps(
        {
            "created": record.created,
            "by": record.created_by,
            "cells": record.cells,
            "modified": record.modified,
        },
        separators=(",", ":"),
    )
