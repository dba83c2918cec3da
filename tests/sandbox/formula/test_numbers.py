"""Numeric functions, counting among them."""

import math

import pytest

from sandbox.airtable.formula import Value
from tests.sandbox.formula.rows import ERROR, same, value_of

TABLE: list[tuple[str, Value]] = [
    ("SUM(1, 2.5, {Empty})", 3.5),
    ("SUM({Prices})", 16.5),
    ("SUM({Prices}, {Number})", 21.5),
    ("SUM({Nothing})", 0),
    ("SUM({Tags})", 0),
    ("AVERAGE({Prices})", 8.25),
    ("AVERAGE({Nothing})", math.nan),
    ("MAX(3, {Prices})", 12.5),
    ("MIN(3, {Prices})", 3),
    ("MAX({Nothing})", 0),
    ('COUNT(1, "a", {Empty}, {Prices})', 3),
    ('COUNTA(1, "a", "", {Empty}, {Prices})', 4),
    ('COUNTALL(1, "a", "", {Empty}, {Prices})', 7),
    ("ROUND(2.5, 0)", 3),
    ("ROUND(-2.5, 0)", -2),
    ("ROUND(-2.51, 0)", -3),
    ("ROUND(2.345, 2)", 2.35),
    ("ROUND(1234.5, -2)", 1200),
    ("ROUND(2.5)", 3),
    ("ROUND(1 / 0, 1)", math.inf),
    ("ROUNDUP(1.21, 1)", 1.3),
    ("ROUNDUP(-1.21, 1)", -1.3),
    ("ROUNDDOWN(1.29, 1)", 1.2),
    ("ROUNDDOWN(-1.29, 1)", -1.2),
    ("CEILING(1.01)", 2),
    ("CEILING(1.01, 0.1)", 1.1),
    ("CEILING(-1.5)", -1),
    ("FLOOR(1.99)", 1),
    ("FLOOR(1.37, 0.25)", 1.25),
    ("FLOOR(5, 0)", math.nan),
    ("INT(1.9)", 1),
    ("INT(-1.2)", -2),
    ("EVEN(0.1)", 2),
    ("EVEN(-3)", -4),
    ("EVEN(0)", 0),
    ("EVEN(1e300)", 1e300),
    ("ODD(1.1)", 3),
    ("ODD(-2)", -3),
    ("ABS(-3)", 3),
    ("ABS({Empty})", 0),
    ("MOD(7, 3)", 1),
    ("MOD(7, 0)", math.nan),
    ("POWER(2, 10)", 1024),
    ("POWER(10, 400)", math.inf),
    ("POWER(-1, 0.5)", math.nan),
    ("SQRT(9)", 3),
    ("SQRT(-9)", math.nan),
    ("EXP(0)", 1),
    ("EXP(1000)", math.inf),
    ("LOG(1000)", 3),
    ("LOG(8, 2)", 3),
    ("LOG(0)", -math.inf),
    ("LOG(-1)", math.nan),
    ('VALUE("$1,234.5")', 1234.5),
    ('VALUE("-3")', -3),
    ('VALUE("")', 0),
    ("VALUE(7)", 7),
    ('VALUE("geen")', ERROR),
    ('SQRT("a")', ERROR),
    ("SUM({Broken}, 1)", ERROR),
]


@pytest.mark.parametrize(("source", "value"), TABLE)
def test_numbers(source: str, value: Value) -> None:
    assert same(value_of(source), value)
