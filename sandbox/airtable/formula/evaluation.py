"""Working out a tree for one record."""

from collections.abc import Callable

from sandbox.airtable.formula.catalogue import function_named
from sandbox.airtable.formula.errors import UnsuitableError
from sandbox.airtable.formula.operators import OPERATORS
from sandbox.airtable.formula.registry import Scope, Thunk
from sandbox.airtable.formula.syntax import Call, Chain, Literal, Negative, Node, Reference
from sandbox.airtable.formula.values import ERROR, FormulaFailure, Value, as_number, tidy


def work_out(node: Node, scope: Scope) -> Value:
    """The value of a node. Trouble with the data is a value; only an unknown field raises."""
    match node:
        case Literal(value):
            return value if isinstance(value, str) else tidy(value)
        case Reference(name):
            return scope.row.cell(name)
        case Call():
            return _guarded(lambda: _call(node, scope))
        case Negative(operand):
            return _guarded(lambda: tidy(-as_number(_sound(work_out(operand, scope)))))
        case Chain():
            return _chain(node, scope)


def _guarded(work: Thunk) -> Value:
    try:
        return work()
    except (UnsuitableError, ArithmeticError, ValueError):
        return ERROR  # a date outside the calendar, a zone that does not exist, text in a sum


def _sound(value: Value) -> Value:
    if isinstance(value, FormulaFailure):
        raise UnsuitableError(value.text)
    return value


def _call(call: Call, scope: Scope) -> Value:
    function = function_named(call.name)
    if call.name == "LAST_MODIFIED_TIME":
        fields = [field.name for field in call.arguments if isinstance(field, Reference)]
        return scope.row.modified_time(fields)
    if function.lazy:
        thunks = [_thunk(argument, scope) for argument in call.arguments]
        return function.body(scope, *thunks)
    values = []
    for argument in call.arguments:
        value = work_out(argument, scope)
        if isinstance(value, FormulaFailure):
            return value
        values.append(value)
    return function.body(scope, *values)


def _thunk(node: Node, scope: Scope) -> Thunk:
    return lambda: work_out(node, scope)


def _chain(chain: Chain, scope: Scope) -> Value:
    value = work_out(chain.first, scope)
    for sign, node in chain.rest:
        operand = work_out(node, scope)
        if isinstance(value, FormulaFailure):
            return value
        if isinstance(operand, FormulaFailure):
            return operand
        value = _applied(OPERATORS[sign], value, operand)
    return value


def _applied(apply: Callable[[Value, Value], Value], left: Value, right: Value) -> Value:
    return _guarded(lambda: apply(left, right))
