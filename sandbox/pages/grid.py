"""The grid page: the tables as tabs, and the first rows for who has no JavaScript."""

from typing import Any, Final

from flask import Blueprint, Response, redirect

from sandbox.airtable.base import AirtableService
from sandbox.airtable.reader import Reader
from sandbox.airtable.schema import Field, Table
from sandbox.airtable.state import BaseState, Record
from sandbox.airtable.texts import cell_text
from sandbox.pages.rendering import render_missing, render_page
from sandbox.pages.rows import DUTCH
from sandbox.services import Services

PLAIN_ROWS: Final = 100
_PLAIN_CHARS: Final = 120


def grid_pages(services: Services) -> Blueprint:
    """Return the blueprint of `/tabellen/` and `/tabellen/<table id>`."""
    airtable = services.airtable
    routes = Blueprint("grid", __name__)

    @routes.get("/tabellen/")
    def first() -> Any:
        for base in airtable.bases():
            for table_id in base.tables:
                return redirect(f"/tabellen/{table_id}", 302)
        return render_page("no_tables.html")

    @routes.get("/tabellen/<table_id>")
    def show(table_id: str) -> Response:
        base = base_with(airtable, table_id)
        if base is None:
            return render_missing("Deze tabel is er niet (meer).")
        table = base.tables[table_id]
        return render_page(
            "grid.html",
            base=base,
            others=[one for one in airtable.bases() if one.id != base.id and one.tables],
            table=table,
            total=len(base.records[table.id]),
            plain_limit=PLAIN_ROWS,
            rows=_plain_rows(airtable, base, table),
        )

    @routes.get("/app<base_id>/tbl<table_id>/rec<record_id>")
    def as_airtable(base_id: str, table_id: str, record_id: str) -> Any:  # noqa: ARG001
        """A row at the address that Airtable's own pages give it."""
        return redirect(f"/tabellen/tbl{table_id}#rec{record_id}", 302)

    return routes


def base_with(airtable: AirtableService, table_id: str) -> BaseState | None:
    """Return the base that holds a table, as it stands."""
    return next((one for one in airtable.bases() if table_id in one.tables), None)


def _plain_rows(airtable: AirtableService, base: BaseState, table: Table) -> list[list[str]]:
    reader = airtable.reader(base)
    records = list(base.records[table.id].values())[:PLAIN_ROWS]
    return [
        [_cut(_plain(reader, table, record, one)) for one in table.fields] for record in records
    ]


def _plain(reader: Reader, table: Table, record: Record, field: Field) -> str:
    value = reader.cell(table, record, field)
    if value is True:
        return "Ja"
    if field.type == "multipleAttachments":
        return ", ".join(one["filename"] for one in value or ())
    return cell_text(reader, table, record, field, DUTCH)


def _cut(text: str) -> str:
    return text if len(text) <= _PLAIN_CHARS else text[:_PLAIN_CHARS] + "…"
