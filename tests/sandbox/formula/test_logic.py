"""Logical functions, what they pass over and what they let through; the record itself."""

import math

import pytest

from sandbox.airtable.formula import FormulaFailure, Value, truthy
from tests.sandbox.formula.rows import CREATED, ERROR, MODIFIED, same, value_of

TABLE: list[tuple[str, Value]] = [
    ('IF({Number} > 3, "yes", "no")', "yes"),
    ('IF({Empty}, "yes", "no")', "no"),
    ('IF({Tags}, "yes", "no")', "yes"),
    ('IF({Nothing}, "yes", "no")', "no"),
    ('IF({Zero}, "yes")', None),
    ('IF("0", "yes", "no")', "yes"),
    ("IF(TRUE(), 1, ERROR())", 1),
    ("IF(FALSE(), ERROR(), 2)", 2),
    ("IF(ERROR(), 1, 2)", ERROR),
    ('IF(0 / 0, "yes", "no")', "no"),
    ('SWITCH({Number}, 4, "four", 5, "five")', "five"),
    ('SWITCH({Number}, 4, "four", "other")', "other"),
    ('SWITCH({Number}, 4, "four")', None),
    ('SWITCH("a", "A", 1, "a", 2, ERROR())', 2),
    ("SWITCH({Broken}, 1, 2)", ERROR),
    ('AND(1, "a", {Tags})', True),
    ("AND(1, {Empty})", False),
    ("AND(1, {Nothing})", False),
    ("AND({Broken}, 0)", ERROR),
    ('OR(0, "", {Checked})', True),
    ('OR(0, "", {Empty})', False),
    ("XOR(1, 1, 1)", True),
    ("XOR(1, 1)", False),
    ("NOT({Empty})", True),
    ('NOT("a")', False),
    ("NOT({Broken})", ERROR),
    ("TRUE()", True),
    ("FALSE()", False),
    ("BLANK()", None),
    ("ERROR()", ERROR),
    ('ERROR("too late")', ERROR),
    ("ISERROR(2 / 0)", True),
    ("ISERROR(0 / 0)", True),
    ("ISERROR(ERROR())", True),
    ('ISERROR("a" * 2)', True),
    ("ISERROR({Broken})", True),
    ("ISERROR(1)", False),
    ("IF(ISERROR({Broken}), BLANK(), {Broken})", None),
    ("RECORD_ID()", "recHUNEBEDDEN0001"),
    ("RECORD_ID()='recHUNEBEDDEN0001'", True),
    ("CREATED_TIME()", CREATED),
    ("LAST_MODIFIED_TIME()", MODIFIED),
    ("LAST_MODIFIED_TIME({Name})", CREATED),
    ("LAST_MODIFIED_TIME({Name}, Number)", MODIFIED),
    ('if({Number}, "any", "case")', "any"),
    ("Number", 5),
    ("Één", "accents"),
    ("Adres_2", "Dorpsstraat 1"),
    ("{fldAAAAAAAAAAAAAA}", "by its ID"),
    ("{Guest's {odd\\} name}", "met gast"),
]


@pytest.mark.parametrize(("source", "value"), TABLE)
def test_logic(source: str, value: Value) -> None:
    assert same(value_of(source), value)


@pytest.mark.parametrize(
    ("value", "kept"),
    [
        *((None, False), ("", False), (0, False), (0.0, False), (False, False), ([], False)),
        *((math.nan, False), (FormulaFailure(), False)),
        *(("0", True), (" ", True), (1, True), (-0.5, True), (True, True), ([None], True)),
        *((math.inf, True), (CREATED, True), (CREATED.date(), True)),
    ],
)
def test_what_a_filter_keeps(value: Value, kept: bool) -> None:
    assert truthy(value) is kept
