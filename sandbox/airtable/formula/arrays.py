"""Arrays: what lookups, links and multiple selects give, and what rollups work on."""

from collections.abc import Iterable

from sandbox.airtable.formula.errors import UnsuitableError
from sandbox.airtable.formula.registry import Family, Scope
from sandbox.airtable.formula.values import FormulaFailure, Value, as_text, as_whole

FAMILY = Family()


def flat(values: Iterable[Value]) -> list[Value]:
    """All items, also of arrays within arrays. Raises `UnsuitableError` where one is an error."""
    items: list[Value] = []
    for value in values:
        if isinstance(value, FormulaFailure):
            raise UnsuitableError(value.text)
        items.extend(flat(value) if isinstance(value, list) else [value])
    return items


def as_items(value: Value) -> list[Value]:
    """The items of an array; one value is an array of one, blank is an empty one."""
    if isinstance(value, list):
        return value
    return [] if value is None else [value]


@FAMILY.add("ARRAYJOIN", 1, 2, gives="text")
def array_join(_: Scope, values: Value, separator: Value = ", ") -> Value:
    """All items as one text, blanks included."""
    return as_text(separator).join(as_text(item) for item in flat(as_items(values)))


@FAMILY.add("ARRAYUNIQUE", 1, gives="text")
def array_unique(_: Scope, values: Value) -> Value:
    """Each item once, where it stood first; text and number are different items."""
    unique: dict[tuple[bool, Value], Value] = {}
    for item in flat(as_items(values)):
        unique.setdefault((isinstance(item, str), item), item)
    return list(unique.values())


@FAMILY.add("ARRAYCOMPACT", 1, gives="text")
def array_compact(_: Scope, values: Value) -> Value:
    """Without blanks and empty texts; false, and text of spaces only, stay."""
    return [item for item in as_items(values) if item is not None and item != ""]


@FAMILY.add("ARRAYFLATTEN", 1, None, gives="text")
def array_flatten(_: Scope, *values: Value) -> Value:
    """One array of all items."""
    return flat(item for value in values for item in as_items(value))


@FAMILY.add("ARRAYSLICE", 2, 3, gives="text")
def array_slice(_: Scope, values: Value, start: Value, end: Value = None) -> Value:
    """The items from one place to another, both included, counted from 1; below 0 from the end."""
    items = as_items(values)
    first, last = as_whole(start), len(items) if end is None else as_whole(end)
    first = max(len(items) + first, 0) if first < 0 else max(first - 1, 0)
    last = len(items) + last + 1 if last < 0 else last
    return items[first : max(last, 0)]
