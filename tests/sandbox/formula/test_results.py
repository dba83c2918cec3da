"""How results look in the REST API, and of what type the metadata API calls them."""

import math
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any

import pytest

from sandbox.airtable.formula import FormulaFailure, Value, parse_formula, result_type, to_cell


@pytest.mark.parametrize(
    ("value", "cell"),
    [
        (None, None),
        ("a", "a"),
        (1.0, 1),
        (1.5, 1.5),
        (True, 1),
        (False, 0),
        (date(2026, 3, 1), "2026-03-01"),
        (datetime(2026, 3, 1, 9, 30, 0, 123_456, tzinfo=UTC), "2026-03-01T09:30:00.123Z"),
        (
            datetime(2026, 3, 1, 9, 30, tzinfo=timezone(timedelta(hours=1))),
            "2026-03-01T08:30:00.000Z",
        ),
        (math.nan, {"specialValue": "NaN"}),
        (math.inf, {"specialValue": "Infinity"}),
        (-math.inf, {"specialValue": "-Infinity"}),
        (FormulaFailure(), {"error": "#ERROR!"}),
        (["a", None, 1.0, True, math.nan], ["a", None, 1, True, {"specialValue": "NaN"}]),
    ],
)
def test_cells(value: Value, cell: Any) -> None:
    assert repr(to_cell(value)) == repr(cell)


TYPES = {
    "Name": "singleLineText",
    "Price": "currency",
    "Day": "date",
    "Moment": "dateTime",
    "Made": "createdTime",
    "Open": "checkbox",
}


@pytest.mark.parametrize(
    ("source", "kind"),
    [
        ("1", "number"),
        ("'a'", "text"),
        ("{Name}", "text"),
        ("{Price} * 2", "number"),
        ("-{Price}", "number"),
        ("{Price} & ''", "text"),
        ("{Price} = 2", "number"),
        ("{Open}", "checkbox"),
        ("{Day}", "date"),
        ("{Made}", "dateTime"),
        ("TODAY()", "date"),
        ("NOW()", "dateTime"),
        ("DATEADD({Day}, 1, 'days')", "date"),
        ("DATEADD({Day}, 1, 'hours')", "dateTime"),
        ("DATEADD({Day}, 1, {Name})", "dateTime"),
        ("DATEADD({Moment}, 1, 'days')", "dateTime"),
        ("WORKDAY({Day}, 1)", "date"),
        ("MAX({Day}, TODAY())", "date"),
        ("MAX({Price}, 3)", "number"),
        ("IF({Open}, {Day})", "date"),
        ("IF({Open}, {Day}, BLANK())", "date"),
        ("IF({Open}, {Day}, NOW())", "dateTime"),
        ("IF({Open}, 1, 'no')", "text"),
        ("IF({Open}, 1, 2)", "number"),
        ("SWITCH({Name}, 'a', 1, 2)", "number"),
        ("SWITCH({Name}, 'a', 1, 'b', 'x')", "text"),
        ("BLANK()", "text"),
        ("RECORD_ID()", "text"),
        ("AND({Open}, {Name})", "number"),
    ],
)
def test_result_types(source: str, kind: str) -> None:
    assert result_type(parse_formula(source), TYPES.__getitem__) == kind
