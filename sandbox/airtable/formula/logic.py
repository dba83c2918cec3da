"""Logical functions. IF, SWITCH and ISERROR choose which of their arguments are worked out."""

from sandbox.airtable.formula.arrays import flat
from sandbox.airtable.formula.operators import equal
from sandbox.airtable.formula.registry import Family, Scope, Thunk
from sandbox.airtable.formula.values import (
    ERROR,
    FormulaFailure,
    Value,
    number_text,
    truthy,
    unwrap,
)

FAMILY = Family()


@FAMILY.add("IF", 2, 3, gives="branches", lazy=True)
def choose(_: Scope, condition: Thunk, yes: Thunk, no: Thunk | None = None) -> Value:
    """One of two values; without the second it is blank. An error as condition stays an error."""
    decided = condition()
    if isinstance(decided, FormulaFailure):
        return decided
    if truthy(decided):
        return yes()
    return no() if no else None


@FAMILY.add("SWITCH", 2, None, gives="branches", lazy=True)
def switch(_: Scope, expression: Thunk, *cases: Thunk) -> Value:
    """The result beside the first pattern that equals the expression, else the last one alone."""
    sought = expression()
    if isinstance(sought, FormulaFailure):
        return sought
    for pattern, result in zip(cases[::2], cases[1::2], strict=False):
        offered = pattern()
        if isinstance(offered, FormulaFailure):
            return offered
        if equal(sought, offered):
            return result()
    return cases[-1]() if len(cases) % 2 else None


@FAMILY.add("ISERROR", 1, lazy=True)
def is_error(_: Scope, expression: Thunk) -> Value:
    """Whether it gives an error; NaN and the infinities count: ISERROR(2/0) is true."""
    value = unwrap(expression())
    if isinstance(value, int | float):
        return number_text(value) in {"NaN", "Infinity", "-Infinity"}
    return isinstance(value, FormulaFailure)


@FAMILY.add("ERROR", 0, 1, gives="nothing")
def error(_: Scope, *_message: Value) -> Value:
    """`#ERROR!`, whatever message is given."""
    return ERROR


def _conditions(scope: Scope, values: tuple[Value, ...]) -> list[bool]:
    # A field that holds an array counts once; `values` of a rollup counts by its items.
    items = flat(values) if scope.in_rollup else list(values)
    return [truthy(item) for item in items]


@FAMILY.add("AND", 1, None)
def conjunction(scope: Scope, *values: Value) -> Value:
    """Whether all hold."""
    return all(_conditions(scope, values))


@FAMILY.add("OR", 1, None)
def disjunction(scope: Scope, *values: Value) -> Value:
    """Whether one holds."""
    return any(_conditions(scope, values))


@FAMILY.add("XOR", 1, None)
def odd_number_hold(scope: Scope, *values: Value) -> Value:
    """Whether an odd number of them holds."""
    return sum(_conditions(scope, values)) % 2 == 1


@FAMILY.add("NOT", 1)
def negation(_: Scope, value: Value) -> Value:
    """Whether it does not hold."""
    return not truthy(value)


@FAMILY.add("TRUE", 0)
def true(_: Scope) -> Value:
    """Logical true, 1 as a number."""
    return True


@FAMILY.add("FALSE", 0)
def false(_: Scope) -> Value:
    """Logical false, 0 as a number."""
    return False


@FAMILY.add("BLANK", 0, gives="nothing")
def blank(_: Scope) -> Value:
    """An empty value."""
    return None
