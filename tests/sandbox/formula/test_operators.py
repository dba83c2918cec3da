"""Operators: their order, and how one kind of value stands beside another."""

import math
import operator
from collections.abc import Callable

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from sandbox.airtable.formula import Value
from tests.sandbox.formula.rows import ERROR, same, value_of

TABLE: list[tuple[str, Value]] = [
    # order
    ("1 + 2 * 3", 7),
    ("(1 + 2) * 3", 9),
    ("10 - 4 - 3", 3),
    ("24 / 4 / 3", 2),
    ("7 % 4 + 1", 4),
    ("-2 + 5", 3),
    ("2 - -3", 5),
    ("--2", 2),
    ("1 + 1 & 2 + 2", "24"),
    ("1 & 2 = 12", True),
    ("1 + 1 = 2", True),
    ("1 < 2 = 1", True),
    ("1e3 + .5", 1000.5),
    # text from numbers, dates, arrays, blanks
    ('1 & ""', "1"),
    ('10 / 2 & ""', "5"),
    ('0.5 & "|" & 0.0000001 & "|" & 1000000 * 1000000', "0.5|1e-7|1000000000000"),
    ('10000000000 * 100000000000 & ""', "1e+21"),
    ('{Empty} & "x" & BLANK()', "x"),
    ('{Tags} & ""', "heide, kinderen"),
    ('{Day} & " " & {Moment}', "2026-03-01 2026-03-01T09:30:00.000Z"),
    ('TRUE() & "" & FALSE()', "10"),
    # numbers from blanks, text, arrays
    ("{Empty} + 1", 1),
    ("{Empty} * 3", 0),
    ('"5" + 3', 8),
    ('"five" + 3', ERROR),
    ('"" + 3', 3),
    ("{One price} * 2", 8),
    ("{Tags} + 1", ERROR),
    ("{Checked} + {Checked}", 2),
    ("{Day} + 1", ERROR),
    ("0.1 + 0.2", 0.1 + 0.2),
    # division
    ("1 / 0", math.inf),
    ("-1 / {Zero}", -math.inf),
    ("0 / 0", math.nan),
    ("{Empty} / {Empty}", math.nan),
    ("5 % 0", math.nan),
    ("-7 % 3", -1),
    # equality
    ('{Name} = "Hunebedcentrum"', True),
    ('{Name} = "hunebedcentrum"', False),
    ("{Empty} = BLANK()", True),
    ('{Empty} = ""', True),
    ("{Empty} = 0", True),
    ("{Zero} = BLANK()", True),
    ("{Number} = BLANK()", False),
    ('{Name} != ""', True),
    ('{Number} = "5"', True),
    ('{Number} = "five"', False),
    ('{Number} != "five"', True),
    ("{Checked} = TRUE()", True),
    ("{Checked} = 1", True),
    ("{Empty} = FALSE()", True),
    ("{Empty} = TRUE()", False),
    ('{Tags} = "heide, kinderen"', True),
    ("{One price} = 4", True),
    ('{Nothing} = ""', True),
    ("0 / 0 = 0 / 0", False),
    # order of values
    ("{Number} > 4.5", True),
    ("{Empty} < 1", True),
    ('"appel" < "peer"', True),
    ('{Number} >= "5"', True),
    ("{Name} > 3", False),
    # dates
    ('{Day} = "2026-03-01"', True),
    ('{Day} = DATETIME_PARSE("2026-03-01")', True),
    ('{Moment} > "2026-03-01"', True),
    ("{Moment} > {Day}", True),
    ('{Day} < "2026-02-28"', False),
    ("{Day} = {Empty}", False),
    ("{Empty} < {Day}", True),
    ('{Day} = "someday"', False),
    ('{Day} != "someday"', True),
    # errors
    ("{Broken} + 1", ERROR),
    ('"a" & {Broken}', ERROR),
    ("{Broken} = {Broken}", ERROR),
    ("-{Broken}", ERROR),
]


@pytest.mark.parametrize(("source", "value"), TABLE)
def test_operators(source: str, value: Value) -> None:
    assert same(value_of(source), value)


NUMBERS = st.integers(-(10**6), 10**6) | st.floats(-1e6, 1e6)
ARITHMETIC: dict[str, Callable[[float, float], float]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "/": operator.truediv,
}


@given(NUMBERS, st.sampled_from(sorted(ARITHMETIC)), NUMBERS, st.sampled_from("+-"), NUMBERS)
def test_arithmetic_agrees_with_python(
    a: float, first: str, b: float, second: str, c: float
) -> None:
    assume(first != "/" or b != 0)
    source = f"({a!r}) {first} ({b!r}) {second} ({c!r})"
    assert value_of(source) == ARITHMETIC[second](ARITHMETIC[first](float(a), float(b)), c)


@given(st.text(), st.text())
def test_texts_compare_as_in_python(a: str, b: str) -> None:
    def quoted(text: str) -> str:
        return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'

    assert value_of(f"{quoted(a)} = {quoted(b)}") is (a == b)
    assert value_of(f"{quoted(a)} & {quoted(b)}") == a + b
