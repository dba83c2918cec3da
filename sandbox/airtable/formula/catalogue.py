"""All functions by name, and what to say of one that is not there."""

from functools import cache

from sandbox.airtable.formula import arrays, date_parts, dates, logic, numbers, records, text
from sandbox.airtable.formula.errors import FormulaError
from sandbox.airtable.formula.registry import Function
from sandbox.airtable.formula.syntax import Call, Node, Reference, walk


@cache
def catalogue() -> dict[str, Function]:
    """Every function that the sandbox knows, by its name in capitals."""
    families = (arrays, date_parts, dates, logic, numbers, records, text)
    return {
        name: function for module in families for name, function in module.FAMILY.functions.items()
    }


def function_named(name: str) -> Function:
    """The function of this name. Raises `FormulaError` for one that Airtable or we do not have."""
    function = catalogue().get(name)
    if function is None:
        raise FormulaError(f"Unknown function names: {name}")
    return function


def check_calls(node: Node) -> None:
    """Raise `FormulaError` for an unknown function or a wrong number of arguments in it."""
    for part in walk(node):
        if isinstance(part, Call):
            _check_call(part)


def _check_call(call: Call) -> None:
    function = function_named(call.name)
    count = len(call.arguments)
    if not function.accepts(count):
        raise FormulaError(f"{call.name}() takes {function.arity()} arguments; {count} given.")
    only_fields = all(isinstance(argument, Reference) for argument in call.arguments)
    if call.name == "LAST_MODIFIED_TIME" and not only_fields:
        raise FormulaError("LAST_MODIFIED_TIME() takes fields only.")
