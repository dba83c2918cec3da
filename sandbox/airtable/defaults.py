"""Options that a base file may leave out, filled in as Airtable would have them."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from sandbox.airtable.formula import FormulaError, parse_formula, result_type
from sandbox.airtable.ids import new_id
from sandbox.airtable.references import by_field_id
from sandbox.airtable.schema import SELECT_TYPES, Field, Table, View
from sandbox.airtable.typecast import COLORS

_DATE: Final = {"name": "local", "format": "l"}
_TIME: Final = {"name": "24hour", "format": "HH:mm"}
_MOMENT: Final = {
    "type": "dateTime",
    "options": {"dateFormat": _DATE, "timeFormat": _TIME, "timeZone": "client"},
}
_DEFAULTS: Final[dict[str, dict[str, Any]]] = {
    "number": {"precision": 0},
    "percent": {"precision": 0},
    "currency": {"precision": 2, "symbol": "€"},
    "checkbox": {"icon": "check", "color": "greenBright"},
    "rating": {"icon": "star", "color": "yellowBright", "max": 5},
    "duration": {"durationFormat": "h:mm"},
    "date": {"dateFormat": _DATE},
    "dateTime": {"dateFormat": _DATE, "timeFormat": _TIME, "timeZone": "Europe/Amsterdam"},
    "multipleAttachments": {"isReversed": False},
    "multipleRecordLinks": {"isReversed": False, "prefersSingleRecordLink": False},
    "count": {"isValid": True},
    "rollup": {"isValid": True},
    "multipleLookupValues": {"isValid": True},
    "createdTime": {"result": _MOMENT},
    "lastModifiedTime": {"isValid": True, "referencedFieldIds": [], "result": _MOMENT},
    "aiText": {"prompt": [], "referencedFieldIds": []},
}
_RESULTS: Final = {"number": "number", "date": "date", "dateTime": "dateTime"}
_TEXTS: Final = frozenset(
    {"singleLineText", "multilineText", "richText", "email", "url", "phoneNumber", "singleSelect"}
)


def complete_table(table: Table) -> Table:
    """Return a table whose fields have every option, and which has a view."""
    fields = tuple(_complete_field(table, one) for one in table.fields)
    views = table.views or (View(new_id("viw"), "Grid view"),)
    return replace(table, fields=fields, views=views)


def _complete_field(table: Table, field: Field) -> Field:
    options = {**_DEFAULTS.get(field.type, {}), **field.options}
    if field.type in SELECT_TYPES:
        choices = options.get("choices") or []
        options["choices"] = [_complete_choice(one, at) for at, one in enumerate(choices)]
    if field.type == "formula":
        options["formula"] = by_field_id(str(options.get("formula", "")), table)
        options = {**_formula_options(table, options["formula"]), **options}
    return replace(field, options=options)


def _complete_choice(choice: Mapping[str, Any], position: int) -> dict[str, Any]:
    color = COLORS[position % len(COLORS)]
    return {"id": new_id("sel"), "color": color, **choice}


def _formula_options(table: Table, text: str) -> dict[str, Any]:
    try:
        formula = parse_formula(text)
    except FormulaError:
        return {"isValid": False, "referencedFieldIds": [], "result": None}
    named = [table.field(name) for name in sorted(formula.field_references)]
    if None in named:
        return {"isValid": False, "referencedFieldIds": [], "result": None}
    types = {name: one.type for one in named if one for name in (one.id, one.name)}
    kind = _RESULTS.get(result_type(formula, lambda name: types[name]), "singleLineText")
    result = {"type": kind, **({"options": _DEFAULTS[kind]} if kind in _DEFAULTS else {})}
    return {
        "isValid": True,
        "referencedFieldIds": [one.id for one in named if one],
        "result": result,
    }


def complete_lookups(tables: Mapping[str, Table]) -> dict[str, Table]:
    """Return the tables with what each lookup and rollup results in, read from its source."""
    return {table_id: _with_results(table, tables) for table_id, table in tables.items()}


def _with_results(table: Table, tables: Mapping[str, Table]) -> Table:
    for field in table.fields:
        if field.type in ("multipleLookupValues", "rollup") and "result" not in field.options:
            result = _result(field, _source(table, field, tables))
            changed = {**field.options, "isValid": result is not None, "result": result}
            table = table.with_field(replace(field, options=changed))
    return table


def _source(table: Table, field: Field, tables: Mapping[str, Table]) -> Field | None:
    link = table.by_id.get(str(field.options.get("recordLinkFieldId")))
    other = tables.get(link.linked_table_id) if link else None
    return other.by_id.get(str(field.options.get("fieldIdInLinkedTable"))) if other else None


def _result(field: Field, source: Field | None) -> dict[str, Any] | None:
    if source is None:
        return None
    if isinstance(source.options.get("result"), Mapping):
        told = dict(source.options["result"])
    else:
        told = {"type": source.type, "options": dict(source.options)}
    if field.type == "rollup" and told["type"] in _TEXTS:
        return {"type": "singleLineText"}
    if field.type == "rollup" and told["type"] not in ("date", "dateTime"):
        return {"type": "number", "options": {"precision": 0}}
    return told if told.get("options") else {"type": told["type"]}
