"""Arrays in a formula, and rollups on `values`."""

import math
from datetime import UTC, date, datetime

import pytest

from sandbox.airtable.formula import FormulaError, Value, evaluate_rollup
from tests.sandbox.formula.rows import ERROR, NOW, same, value_of

TABLE: list[tuple[str, Value]] = [
    ("ARRAYJOIN({Tags})", "heide, kinderen"),
    ('ARRAYJOIN({Tags}, "; ")', "heide; kinderen"),
    ('ARRAYJOIN({Prices}, "/")', "4/12.5/"),
    ("ARRAYJOIN({Name})", "Hunebedcentrum"),
    ("ARRAYJOIN({Empty})", ""),
    ("ARRAYCOMPACT({Prices})", [4, 12.5]),
    ("ARRAYUNIQUE(ARRAYFLATTEN({Tags}, {Tags}, {Number}))", ["heide", "kinderen", 5]),
    ("ARRAYSLICE({Tags}, 2)", ["kinderen"]),
    ("ARRAYSLICE({Tags}, 1, 1)", ["heide"]),
    ("ARRAYSLICE({Tags}, -1)", ["kinderen"]),
    ("ARRAYSLICE({Tags}, 1, -2)", ["heide"]),
    ("ARRAYSLICE({Tags}, 5)", []),
]


@pytest.mark.parametrize(("source", "value"), TABLE)
def test_arrays(source: str, value: Value) -> None:
    assert same(value_of(source), value)


MIXED: list[Value] = ["b", "a", "b", "", None, 3, [4, "c"]]
DAYS: list[Value] = [date(2026, 3, 1), None, date(2026, 1, 5)]
ROLLUPS: list[tuple[str, list[Value], Value]] = [
    ("SUM(values)", MIXED, 7),
    ("COUNT(values)", MIXED, 2),
    ("COUNTA(values)", MIXED, 6),
    ("COUNTALL(values)", MIXED, 8),
    ("MAX(values)", MIXED, 4),
    ("MIN(values)", MIXED, 3),
    ("AVERAGE(values)", MIXED, 3.5),
    ("AVERAGE(values)", [], math.nan),
    ("SUM(values)", [], 0),
    ("MAX(values)", DAYS, date(2026, 3, 1)),
    ("MIN(values)", DAYS, date(2026, 1, 5)),
    ('ARRAYJOIN(values, ", ")', ["a", "b"], "a, b"),
    ("ARRAYUNIQUE(values)", ["b", "a", "b"], ["b", "a"]),
    ("ARRAYCOMPACT(values)", ["b", "", None, " ", False], ["b", " ", False]),
    ("ARRAYFLATTEN(values)", [[1], [2, [3]]], [1, 2, 3]),
    ("CONCATENATE(values)", ["a", None, 1], "a1"),
    ("AND(values)", [True, True], True),
    ("AND(values)", [True, None], False),
    ("AND(values)", [], True),
    ("OR(values)", [None, True], True),
    ("OR(values)", [], False),
    ("XOR(values)", [True, True, True], True),
    ('IF(SUM(values) > 2, "many", "few")', [1, 2], "many"),
    ("ROUND(AVERAGE({values}), 1)", [1, 1, 2], 1.3),
    ("values", ["a"], ["a"]),
    ("SUM(values)", [1, ERROR], ERROR),
]


@pytest.mark.parametrize(("aggregation", "values", "value"), ROLLUPS)
def test_rollups(aggregation: str, values: list[Value], value: Value) -> None:
    assert same(evaluate_rollup(aggregation, values, NOW), value)


def test_a_rollup_knows_the_time_and_nothing_but_its_values() -> None:
    later: list[Value] = [datetime(2027, 1, 1, tzinfo=UTC)]
    assert evaluate_rollup("IS_AFTER(MAX(values), NOW())", later, NOW) is True
    with pytest.raises(FormulaError, match="Unknown field names: name"):
        evaluate_rollup("SUM({Name})", [], NOW)
