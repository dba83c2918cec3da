"""Controls for what staff do to tables in Airtable itself, under `/sandbox/airtable/...`."""

from typing import Any

from flask import Blueprint

from sandbox.airtable.base import STAFF
from sandbox.airtable.errors import model_not_found
from sandbox.airtable.requests import body
from sandbox.airtable.schema_staff import change_type, delete_field, delete_table
from sandbox.airtable.state import Draft
from sandbox.services import Services

_FIELD = "/<base_id>/tables/<table>/fields/<field>"


def staff_routes(services: Services) -> Blueprint:
    """Return the blueprint: delete a table or field, change a field's type or options."""
    airtable = services.airtable
    routes = Blueprint("staff", __name__, url_prefix="/sandbox/airtable")

    @routes.delete("/<base_id>/tables/<table>")
    def remove_table(base_id: str, table: str) -> tuple[str, int]:
        with airtable.draft(base_id, STAFF) as draft:
            delete_table(draft, draft.before.table(table).id)
        return "", 204

    @routes.delete(_FIELD)
    def remove_field(base_id: str, table: str, field: str) -> tuple[str, int]:
        with airtable.draft(base_id, STAFF) as draft:
            delete_field(draft, *_find(draft, table, field))
        return "", 204

    @routes.patch(_FIELD)
    def retype_field(base_id: str, table: str, field: str) -> dict[str, Any]:
        with airtable.draft(base_id, STAFF) as draft:
            table_id, field_id = _find(draft, table, field)
            change_type(draft, table_id, field_id, body())
        return airtable.base(base_id).tables[table_id].by_id[field_id].as_metadata()

    return routes


def _find(draft: Draft, table: str, field: str) -> tuple[str, str]:
    found = draft.before.table(table)
    one = found.field(field)
    if one is None:
        raise model_not_found()
    return found.id, one.id
