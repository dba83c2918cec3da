"""A control that types cells as people at the grid do, each at its moment of the sandbox's clock.

A rehearsed month has fifteen thousand of them: one by one, as the grid sends them, most of the
time would go by in asking.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from flask import Blueprint, request

from sandbox.airtable.base import STAFF
from sandbox.airtable.errors import ApiError
from sandbox.errors import SandboxError
from sandbox.pages.cell_values import to_cell
from sandbox.pages.grid import base_with
from sandbox.pages.refusals import in_dutch
from sandbox.services import Services

PARTS: Final = {"at", "table", "record", "field", "value"}


def typing_control(services: Services) -> Blueprint:
    """Return the blueprint of `/sandbox/typing`; what cannot be typed gets 400 and a sentence."""
    routes = Blueprint("typing", __name__, url_prefix="/sandbox")

    @routes.errorhandler(SandboxError)
    def refuse(error: SandboxError) -> tuple[dict[str, Any], int]:
        return {"error": str(error)}, 400

    @routes.post("/typing")
    def type_cells() -> tuple[str, int]:
        cells = request.get_json(silent=True)
        if not isinstance(cells, list) or not all(_is_cell(cell) for cell in cells):
            raise SandboxError(f"Send a list of cells, each with {', '.join(sorted(PARTS))}.")
        for cell in cells:
            services.clock.set_now(_moment(cell["at"]))
            _type(services, cell)
        return "", 204

    return routes


def _is_cell(cell: Any) -> bool:
    return isinstance(cell, dict) and set(cell) == PARTS


def _moment(text: Any) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except (TypeError, ValueError) as error:
        raise SandboxError('"at" must be a moment, such as 2027-03-02T10:00:00Z.') from error
    if moment.tzinfo is None:
        raise SandboxError('"at" must say its time zone, as in 2027-03-02T10:00:00Z.')
    return moment


def _type(services: Services, cell: Mapping[str, Any]) -> None:
    base = base_with(services.airtable, str(cell["table"]))
    field = base.tables[cell["table"]].by_id.get(cell["field"]) if base else None
    if base is None or field is None:
        raise SandboxError(f"There is no field {cell['field']} in a table {cell['table']}.")
    if field.is_computed:
        raise SandboxError(f"The table works out {field.name} itself: nobody types in it.")
    values = {field.id: to_cell(field, cell["value"])}
    try:
        services.airtable.write_cells(base.id, cell["table"], cell["record"], values, STAFF)
    except ApiError as error:
        raise SandboxError(in_dutch(error, field)) from error
