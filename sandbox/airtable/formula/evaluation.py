"""Working out a tree for one record."""

from collections.abc import Callable, Sequence

from sandbox.airtable.formula.catalogue import function_named
from sandbox.airtable.formula.errors import UnsuitableError
from sandbox.airtable.formula.operators import OPERATORS
from sandbox.airtable.formula.registry import Function, Scope, Thunk
from sandbox.airtable.formula.syntax import Call, Chain, Literal, Negative, Node, Reference
from sandbox.airtable.formula.values import ERROR, FormulaFailure, Value, tidy


def work_out(node: Node, scope: Scope) -> Value:
    """The value of a node. Trouble with the data is a value; only an unknown field raises."""
    match node:
        case Literal(value):
            return value if isinstance(value, str) else tidy(value)
        case Reference(name):
            return scope.row.cell(name)
        case Call():
            return _call(node, scope)
        case Negative(operand):
            return _applied(OPERATORS["-"], 0, work_out(operand, scope))
        case Chain():
            return _chain(node, scope)


def _call(call: Call, scope: Scope) -> Value:
    function = function_named(call.name)
    if call.name == "LAST_MODIFIED_TIME":
        fields = [field.name for field in call.arguments if isinstance(field, Reference)]
        return scope.row.modified_time(fields)
    if function.lazy:
        return _result(function, scope, [_thunk(argument, scope) for argument in call.arguments])
    values = []
    for argument in call.arguments:
        value = work_out(argument, scope)
        if isinstance(value, FormulaFailure):
            return value
        values.append(value)
    return _result(function, scope, values)


def _result(function: Function, scope: Scope, given: Sequence[Value | Thunk]) -> Value:
    try:
        return function.body(scope, *given)
    except (UnsuitableError, ArithmeticError, ValueError):
        return ERROR  # a date outside the calendar, a zone that does not exist, text in a sum


def _thunk(node: Node, scope: Scope) -> Thunk:
    return lambda: work_out(node, scope)


def _chain(chain: Chain, scope: Scope) -> Value:
    value = work_out(chain.first, scope)
    for sign, node in chain.rest:
        value = _applied(OPERATORS[sign], value, work_out(node, scope))
    return value


def _applied(apply: Callable[[Value, Value], Value], left: Value, right: Value) -> Value:
    for operand in (left, right):
        if isinstance(operand, FormulaFailure):
            return operand
    try:
        return apply(left, right)
    except (UnsuitableError, ArithmeticError, ValueError):
        return ERROR
