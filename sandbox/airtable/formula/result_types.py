"""Of what type a formula field is, which the metadata API tells as `options.result`."""

from collections.abc import Callable, Iterable
from typing import Final

from sandbox.airtable.formula.catalogue import function_named
from sandbox.airtable.formula.syntax import Call, Chain, Literal, Negative, Node, Reference

_NUMBERS: Final = frozenset(
    {"number", "currency", "percent", "duration", "rating", "count", "autoNumber"}
)
_MOMENTS: Final = frozenset({"dateTime", "createdTime", "lastModifiedTime"})
_OWN: Final = frozenset({"date", "checkbox"})


def field_kind(field_type: str) -> str:
    """number | text | date | dateTime | checkbox, for a field type of the metadata API."""
    if field_type in _NUMBERS:
        return "number"
    if field_type in _MOMENTS:
        return "dateTime"
    return field_type if field_type in _OWN else "text"


def kind_of(node: Node, type_of: Callable[[str], str]) -> str:
    """The kind of value that a node gives; text where it may give several."""
    match node:
        case Literal(str()):
            return "text"
        case Reference(name):
            return field_kind(type_of(name))
        case Chain(_, rest):
            return "text" if rest[0][0] == "&" else "number"
        case Call():
            return _call_kind(node, type_of)
        case Literal() | Negative():
            return "number"


def _call_kind(call: Call, type_of: Callable[[str], str]) -> str:
    gives, arguments = function_named(call.name).gives, call.arguments
    if gives == "first":
        kind = kind_of(arguments[0], type_of)
        return "date" if kind == "date" and _adds_days(call) else "dateTime"
    if gives == "widest":
        kinds = {kind_of(argument, type_of) for argument in arguments}
        return kinds.pop() if len(kinds) == 1 and kinds <= {"date", "dateTime"} else "number"
    if gives == "branches":
        return _widest(kind_of(branch, type_of) for branch in _branches(call) if _gives(branch))
    return "text" if gives == "nothing" else gives


def _adds_days(call: Call) -> bool:
    unit = call.arguments[2] if call.name == "DATEADD" else Literal("days")
    short = {"h", "m", "s", "ms"}
    small = ("hour", "minute", "second", "millisecond")
    said = str(unit.value) if isinstance(unit, Literal) else "hours"
    return said not in short and not said.lower().startswith(small)


def _branches(call: Call) -> tuple[Node, ...]:
    if call.name == "IF":
        return call.arguments[1:]
    cases = call.arguments[1:]
    return cases[1::2] + (cases[-1:] if len(cases) % 2 else ())


def _gives(node: Node) -> bool:
    return not (isinstance(node, Call) and function_named(node.name).gives == "nothing")


def _widest(kinds: Iterable[str]) -> str:
    found = set(kinds)
    if len(found) == 1:
        return found.pop()
    return "dateTime" if found == {"date", "dateTime"} else "text"
