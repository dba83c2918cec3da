"""What reads as a formula, what does not, and what is said of it."""

from collections.abc import Callable
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sandbox.airtable.formula import (
    FormulaError,
    UnknownFieldError,
    Value,
    check_names,
    parse_formula,
)
from sandbox.airtable.formula.syntax import (
    Call,
    Chain,
    Literal,
    Negative,
    Node,
    Reference,
    parse,
    spell,
)
from tests.sandbox.formula.rows import NOW, CellRow, value_of


@pytest.mark.parametrize(
    ("source", "value"),
    [
        ('"say \\"hi\\""', 'say "hi"'),
        ("'it\\'s'", "it's"),
        ('"a\\nb\\tc\\\\d"', "a\nb\tc\\d"),
        ('"\\d+"', "\\d+"),
        ('"line\nbreak"', "line\nbreak"),
        ("''", ""),
        ("/* a remark */ 1 + // to the end\n 2", 3),
        ("\n\t 1 \u00a0", 1),
        ('"// no remark"', "// no remark"),
        ("1-1", 0),
        ("{Number}-1", 4),
        ("sUm(1,2)", 3),
    ],
)
def test_spellings(source: str, value: Value) -> None:
    assert value_of(source) == value


@pytest.mark.parametrize(
    ("source", "complaint"),
    [
        ("", "The formula ends too early."),
        ("   // nothing", "The formula ends too early."),
        ("1 +", "The formula ends too early."),
        ("(1", "The formula ends too early; expected ')'."),
        ("1)", "Unexpected ')' at column 2."),
        ("SUM(1,)", "Unexpected ')' at column 7."),
        ("SUM(,1)", "Unexpected ',' at column 5."),
        ("SUM(1 2)", "Unexpected '2' at column 7; expected ')'."),
        ("IF (1, 2)", "Remove the space between IF and the parenthesis at column 4."),
        ("'open", "The text that starts at column 1 is never closed."),
        ("1 & {open", "The field reference that starts at column 5 is never closed."),
        ("{ }", "Empty field reference {} at column 1."),
        ("\u201chello\u201d", "Use straight quotes instead of \u201c at column 1."),
        ("1 == 1", "Unexpected '=' at column 4."),
        ("1 ; 2", "Unexpected character ';' at column 3."),
        ("Two words", "Unexpected 'words' at column 5."),
        ("1e999", "The number at column 1 is too large."),
        ("NOPE(1)", "Unknown function names: NOPE"),
        ("LEFT('a')", "LEFT() takes 2 arguments; 1 given."),
        ("IF(1)", "IF() takes 2 to 3 arguments; 1 given."),
        ("AND()", "AND() takes at least 1 arguments; 0 given."),
        ("TODAY(1)", "TODAY() takes 0 arguments; 1 given."),
        ("LAST_MODIFIED_TIME('Name')", "LAST_MODIFIED_TIME() takes fields only."),
    ],
)
def test_complaints(source: str, complaint: str) -> None:
    with pytest.raises(FormulaError) as error:
        parse_formula(source)
    assert str(error.value) == complaint


def test_fields_are_known_before_any_record_is_looked_at() -> None:
    formula = parse_formula("IF({First Name}, Age, {fldAAAAAAAAAAAAAA}) & {Age}")
    assert formula.field_references == {"First Name", "Age", "fldAAAAAAAAAAAAAA"}
    check_names(formula, {"First Name", "Age", "fldAAAAAAAAAAAAAA"}.__contains__)
    with pytest.raises(UnknownFieldError, match=r"^Unknown field names: first name$"):
        check_names(formula, {"Age", "fldAAAAAAAAAAAAAA"}.__contains__)


def nested(depth: int, opening: str, closing: str) -> str:
    return opening * depth + "1" + closing * depth


@pytest.mark.parametrize(
    ("opening", "closing"),
    [("(", ")"), ("NOT(", ")"), ("-(", ")"), ("1&(1+(1*", "))"), ("IF(1=1&1+1*", ",2,3)")],
)
def test_too_deep_is_an_error_and_deep_is_not(opening: str, closing: str) -> None:
    for depth in (500, 20_000):
        with pytest.raises(FormulaError, match="nested more than 120 levels deep"):
            parse_formula(nested(depth, opening, closing))
    formula = parse_formula(nested(23, opening, closing))
    formula.evaluate(CellRow(), NOW)


def test_the_deepest_formula_can_be_worked_out() -> None:
    assert value_of(nested(119, "IF(1, ", ")")) == 1
    assert value_of(nested(119, "ABS(", ")")) == 1


def test_long_is_not_deep() -> None:
    assert value_of("1" + " + 1" * 20_000) == 20_001
    ids = ", ".join(f"RECORD_ID()='rec{n:014}'" for n in range(3_000))
    assert value_of(f"OR({ids})") is False
    assert value_of("-" * 20_000 + "1") == 1


PIECES = st.sampled_from(
    [*"(){}\"'\\,&+-*/%=<>! \n", "IF(", "SUM(", "{Name}", "TODAY()", "12", "'a'", "//", "/*", "fld"]
)


@given(st.text() | st.lists(PIECES).map("".join))
def test_parsing_raises_nothing_but_formula_errors(source: str) -> None:
    with suppress(FormulaError):
        parse_formula(source).evaluate(_AnyRow(), NOW)


class _AnyRow(CellRow):
    def cell(self, reference: str) -> Value:
        """Every field is there."""
        return reference


NAMES = st.text(min_size=1).filter(lambda name: bool(name.strip()) and "\\" not in name)
LEAVES: st.SearchStrategy[Node] = (
    st.floats(0, 1e300).map(Literal) | st.text().map(Literal) | NAMES.map(Reference)
)


def trees(inner: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    levels: list[Callable[[], st.SearchStrategy[str]]] = [
        lambda signs=signs: st.sampled_from(signs)  # type: ignore[misc]  # bound per level
        for signs in (["=", "!=", "<", ">", "<=", ">="], ["&"], ["+", "-"], ["*", "/", "%"])
    ]
    chains = st.sampled_from(levels).flatmap(
        lambda signs: st.builds(
            Chain, inner, st.lists(st.tuples(signs(), inner), min_size=1, max_size=3).map(tuple)
        )
    )
    calls = st.builds(Call, st.just("SUM"), st.lists(inner, min_size=1, max_size=3).map(tuple))
    return inner.map(Negative) | chains | calls


@given(st.recursive(LEAVES, trees, max_leaves=12))
def test_what_is_spelled_reads_back(tree: Node) -> None:
    assert parse(spell(tree)) == tree
    assert spell(parse(spell(tree))) == spell(tree)
