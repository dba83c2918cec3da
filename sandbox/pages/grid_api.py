"""What the grid page's script asks and writes: `/tabellen/api/...`, all JSON.

Errors are `{"error": a Dutch sentence}`. Writes go as staff: no rate limit, no quota.
"""

from typing import Any

from flask import Blueprint, request

from sandbox.airtable.base import STAFF
from sandbox.airtable.errors import ApiError
from sandbox.airtable.schema import Field, Table
from sandbox.airtable.state import BaseState
from sandbox.pages.cell_values import to_cell
from sandbox.pages.grid import base_with
from sandbox.pages.refusals import GridError, in_dutch
from sandbox.pages.rows import NAMELESS, RowFinder, Wanted, name_of, shown_rows
from sandbox.pages.same_origin import is_own_script
from sandbox.services import Services

MAX_WINDOW = 500
MAX_CHOICES = 50
MAX_FILE_BYTES = 25 * 1024 * 1024


def grid_api(services: Services) -> Blueprint:
    """Return the blueprint of the grid's endpoints."""
    routes = Blueprint("grid_api", __name__, url_prefix="/tabellen/api/<table_id>")
    finder = RowFinder(services.airtable)
    _add_guards(routes)
    _add_reading(routes, services, finder)
    _add_writing(routes, services)
    _add_files(routes, services)
    return routes


def _add_guards(routes: Blueprint) -> None:
    @routes.before_request
    def check_origin() -> None:
        if request.method not in ("GET", "HEAD") and not is_own_script():
            raise GridError("Wijzigen kan alleen vanaf de pagina met de tabellen.", 403)

    @routes.errorhandler(GridError)
    def refuse(error: GridError) -> tuple[dict[str, Any], int]:
        return {"error": str(error)}, error.status

    @routes.errorhandler(ApiError)
    def refuse_write(error: ApiError) -> tuple[dict[str, Any], int]:
        return {"error": in_dutch(error)}, error.status


def _add_reading(routes: Blueprint, services: Services, finder: RowFinder) -> None:
    airtable = services.airtable

    @routes.get("")
    def describe(table_id: str) -> dict[str, Any]:
        base, table = _find(services, table_id)
        fields = [_described(base, one) for one in table.fields]
        primary = table.primary_field_id
        fields.sort(key=lambda one: one["id"] != primary)
        return {"name": table.name, "version": base.transaction, "fields": fields}

    @routes.get("/version")
    def version(table_id: str) -> dict[str, Any]:
        return {"version": _find(services, table_id)[0].transaction}

    @routes.get("/rows")
    def rows(table_id: str) -> dict[str, Any]:
        base, table = _find(services, table_id)
        order = finder.order(base, table, _wanted(table))
        offset, limit = _number("offset", 0, None), _number("limit", 100, MAX_WINDOW)
        shown = shown_rows(airtable.reader(base), table, order[offset : offset + limit])
        return {"total": len(order), "version": base.transaction, "offset": offset, "rows": shown}

    @routes.get("/rows/<record_id>/position")
    def position(table_id: str, record_id: str) -> dict[str, Any]:
        base, table = _find(services, table_id)
        order = finder.order(base, table, _wanted(table))
        return {"position": order.index(record_id) if record_id in order else -1}

    @routes.get("/choices/<field_id>")
    def choices(table_id: str, field_id: str) -> dict[str, Any]:
        base, table = _find(services, table_id)
        other = base.tables.get(_field(table, field_id).linked_table_id)
        if other is None:
            raise GridError("Dit veld koppelt niet aan een andere tabel.")
        needle = request.args.get("search", "").strip().casefold()
        reader = airtable.reader(base)
        named = [(one.id, name_of(reader, other, one)) for one in base.records[other.id].values()]
        found = [(one, name) for one, name in named if needle in name.casefold()]
        found.sort(key=lambda one: (not one[1].casefold().startswith(needle), one[1].casefold()))
        shown = [{"id": one, "name": name or NAMELESS} for one, name in found[:MAX_CHOICES]]
        return {"total": len(found), "choices": shown}


def _add_writing(routes: Blueprint, services: Services) -> None:
    airtable = services.airtable

    @routes.post("/rows")
    def add(table_id: str) -> tuple[dict[str, Any], int]:
        base, table = _find(services, table_id)
        made = airtable.create_records(base.id, table.id, [{}], STAFF)
        return _row(services, table_id, made[0]), 201

    @routes.patch("/rows/<record_id>")
    def write(table_id: str, record_id: str) -> dict[str, Any]:
        base, table = _find(services, table_id)
        data = request.get_json(silent=True)
        if not isinstance(data, dict) or set(data) != {"field", "value"}:
            raise GridError("Stuur een veld en een waarde: {“field”: …, “value”: …}.", 400)
        field = _field(table, data["field"])
        if field.is_computed:
            raise GridError(f"“{field.name}” rekent de tabel zelf uit: u kunt het niet wijzigen.")
        value = to_cell(field, data["value"])
        try:
            airtable.write_cells(base.id, table.id, record_id, {field.id: value}, STAFF)
        except ApiError as error:
            raise GridError(in_dutch(error, field), error.status) from error
        return _row(services, table_id, record_id)

    @routes.delete("/rows/<record_id>")
    def remove(table_id: str, record_id: str) -> tuple[str, int]:
        base, table = _find(services, table_id)
        airtable.delete_records(base.id, table.id, [record_id], STAFF)
        return "", 204


def _add_files(routes: Blueprint, services: Services) -> None:
    @routes.post("/rows/<record_id>/files/<field_id>")
    def attach(table_id: str, record_id: str, field_id: str) -> tuple[dict[str, Any], int]:
        base, table = _find(services, table_id)
        field, file = _field(table, field_id), request.files.get("file")
        if field.type != "multipleAttachments":
            raise GridError(f"In het veld “{field.name}” passen geen bestanden.")
        if record_id not in base.records[table.id]:
            raise GridError("Deze rij bestaat niet meer. Laad de pagina opnieuw.", 404)
        if file is None or not file.filename:
            raise GridError("Er kwam geen bestand mee. Kies een bestand.", 400)
        content = file.read(MAX_FILE_BYTES + 1)
        if len(content) > MAX_FILE_BYTES:
            raise GridError("Dit bestand is te groot: het mag 25 MB zijn.", 413)
        services.airtable.attach_file(
            base.id, record_id, field.id, file.filename, content, file.mimetype or "", STAFF
        )
        return _row(services, table_id, record_id), 201


def _find(services: Services, table_id: str) -> tuple[BaseState, Table]:
    base = base_with(services.airtable, table_id)
    if base is None:
        raise GridError("Deze tabel bestaat niet (meer). Laad de pagina opnieuw.", 404)
    return base, base.tables[table_id]


def _field(table: Table, field_id: Any) -> Field:
    found = table.by_id.get(field_id) if isinstance(field_id, str) else None
    if found is None:
        raise GridError("Dit veld bestaat niet (meer). Laad de pagina opnieuw.", 404)
    return found


def _wanted(table: Table) -> Wanted:
    sort, direction = request.args.get("sort", ""), request.args.get("direction", "asc")
    if sort:
        _field(table, sort)
    if direction not in ("asc", "desc"):
        raise GridError("Sorteer met “asc” (oplopend) of “desc” (aflopend).", 400)
    return Wanted(request.args.get("search", ""), sort, direction == "desc")


def _number(name: str, default: int, most: int | None) -> int:
    text = request.args.get(name, str(default))
    if not text.isdecimal() or (most is not None and int(text) > most):
        bound = f" van 0 tot en met {most}" if most is not None else ""
        raise GridError(f"“{name}” moet een heel getal zijn{bound}.", 400)
    return int(text)


def _row(services: Services, table_id: str, record_id: str) -> dict[str, Any]:
    base, table = _find(services, table_id)
    shown = shown_rows(services.airtable.reader(base), table, [record_id])
    if not shown:
        raise GridError("Deze rij bestaat niet meer: iemand heeft haar net verwijderd.", 404)
    return {"row": shown[0], "version": base.transaction}


def _described(base: BaseState, field: Field) -> dict[str, Any]:
    found: dict[str, Any] = {
        "id": field.id,
        "name": field.name,
        "type": field.type,
        "help": field.description or "",
        "computed": field.is_computed,
    }
    if field.choices:
        found["choices"] = [
            {"name": one["name"], "color": one.get("color", "")} for one in field.choices.values()
        ]
    if field.type == "multipleRecordLinks":
        other = base.tables.get(field.linked_table_id)
        found["linkedTable"] = other.name if other else ""
        found["single"] = bool(field.options.get("prefersSingleRecordLink"))
    for option in ("precision", "symbol", "max"):
        if option in field.options:
            found[option] = field.options[option]
    return found
