"""Everything that pyairtable can print reads as a formula and is worked out."""

import inspect
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from pyairtable import formulas

from sandbox.airtable.formula import FormulaFailure, Value, parse_formula
from tests.sandbox.formula.rows import MODIFIED, NOW, CellRow, value_of


@pytest.mark.parametrize(
    ("formula", "value"),
    [
        (formulas.match({"Name": "Hunebedcentrum"}), True),
        (formulas.match({"Name": "Hunebedcentrum", "Number": (">", 5)}), False),
        (formulas.match({"Name": "?", "Number": (">=", 5)}, match_any=True), True),
        (formulas.match({"Guest's {odd} name": "met gast"}), True),
        (formulas.match({"Checked": True}), True),
        (formulas.match({"Empty": False}), True),
        (formulas.match({"Day": date(2026, 3, 1)}), True),
        (formulas.match({"Moment": datetime(2026, 3, 1, 9, 30, tzinfo=UTC)}), True),
        (formulas.match({"Moment": ("<", datetime(2026, 3, 1, 9, 31, tzinfo=UTC))}), True),
        (formulas.EQ(formulas.Field("Half"), Decimal("0.50")), True),
        (formulas.EQ(formulas.Field("Half"), Fraction(1, 2)), True),
        (formulas.NE(formulas.Field("Number"), -5), True),
        (formulas.LTE(formulas.Field("Number"), 1e20), True),
        (formulas.GT(formulas.Field("Number"), 1e-07), True),
        (formulas.EQ(formulas.EQ(formulas.Field("Number"), 5), True), True),
        (
            formulas.OR(
                formulas.EQ("a", "b"),
                formulas.AND(formulas.NOT(formulas.EQ("a", "b")), formulas.XOR(1, 0)),
            ),
            True,
        ),
        (~formulas.Formula("{Empty}") & formulas.Formula("{Name}"), True),
        (formulas.EQ('it\'s "quoted" \\ back\nslash', "it's"), False),
        (formulas.IF(formulas.Field("Empty"), "a", "b"), "b"),
        (formulas.SWITCH(formulas.Field("Number"), 5, "vijf", "anders"), "vijf"),
        (formulas.WEEKDAY(date(2024, 1, 1)), 1),
        (formulas.EQ(formulas.RECORD_ID(), "recHUNEBEDDEN0001"), True),
        (formulas.LAST_MODIFIED_TIME(formulas.Field("Number")), MODIFIED),
    ],
)
def test_what_it_prints_is_understood(formula: formulas.Formula, value: Value) -> None:
    assert value_of(str(formula)) == value


def test_strings_come_through_unchanged() -> None:
    for text in ("it's", '"', "\\", "\\n", "a\nb", "{x}", "\\'", "é\u2019"):
        assert value_of(formulas.to_formula_str(text)) == text


FUNCTIONS = [
    function
    for name, function in inspect.getmembers(formulas, inspect.isfunction)
    if name.isupper() and name not in {"AND", "OR", "NOT"}
]


@pytest.mark.parametrize("function", FUNCTIONS, ids=lambda function: function.__name__)
def test_every_function_it_offers_is_there(function: Callable[..., Any]) -> None:
    parameters = inspect.signature(function).parameters.values()
    arguments = [
        formulas.Field("Number")
        for parameter in parameters
        if parameter.kind.name != "VAR_POSITIONAL"
    ]
    formula = parse_formula(str(function(*arguments)))
    result = formula.evaluate(CellRow(), NOW)
    assert function.__name__ != "ERROR" or isinstance(result, FormulaFailure)


def test_all_of_them_were_tried() -> None:
    assert len(FUNCTIONS) >= 70
