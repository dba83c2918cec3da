"""What the operators do, and when two values are equal."""

import math
import operator
from collections.abc import Callable
from datetime import date
from typing import Any, Final

from sandbox.airtable.formula.date_reading import as_moment, read_moment
from sandbox.airtable.formula.values import (
    Value,
    as_number,
    as_text,
    is_blank,
    text_number,
    tidy,
    unwrap,
)


def _joined(left: Value, right: Value) -> Value:
    return as_text(left) + as_text(right)


def _arithmetic(apply: Callable[[float, float], float]) -> Callable[[Value, Value], Value]:
    def work(left: Value, right: Value) -> Value:
        try:
            return tidy(apply(as_number(left), as_number(right)))
        except OverflowError:
            return math.inf

    return work


def divide(left: float, right: float) -> float:
    """As JavaScript divides: by zero it gives an infinity, 0 / 0 is NaN."""
    if right != 0:
        return left / right
    return math.nan if left == 0 or math.isnan(left) else math.copysign(math.inf, left)


def remainder(left: float, right: float) -> float:
    """What is left after division, with the sign of the dividend; NaN for a zero divisor."""
    if right == 0 or math.isinf(left):
        return math.nan
    return math.fmod(left, right)


def equal(left: Value, right: Value) -> bool:
    """Whether `=` holds: case counts, blank equals "" and 0, a date equals its spelling."""
    left, right = _comparable(left, right)
    return left is not None and left == right


def _ordered(holds: Callable[[Any, Any], bool]) -> Callable[[Value, Value], Value]:
    def compare(left: Value, right: Value) -> Value:
        left, right = _comparable(left, right)
        return False if left is None else holds(left, right)

    return compare


def _comparable(left: Value, right: Value) -> tuple[float | str | None, float | str | None]:
    """Both sides as one kind, or `None` twice where they have nothing in common."""
    left, right = unwrap(left), unwrap(right)
    if isinstance(left, date) or isinstance(right, date):
        return _as_instants(left, right)
    if is_blank(left) and is_blank(right):
        return "", ""
    if isinstance(left, str) and isinstance(right, str | None):
        return left, right or ""
    if isinstance(right, str) and left is None:
        return "", right
    return _as_numbers(left, right)


def _as_instants(left: Value, right: Value) -> tuple[float | None, float | None]:
    instants = (_instant(left), _instant(right))
    return (None, None) if None in instants else instants


def _instant(value: Value) -> float | None:
    if is_blank(value):
        return -math.inf  # an empty date comes before every other one
    if isinstance(value, str):
        moment = read_moment(value)
        return moment.timestamp() if moment else None
    return as_moment(value).timestamp() if isinstance(value, date) else None


def _as_numbers(left: Value, right: Value) -> tuple[float | None, float | None]:
    numbers = []
    for value in (left, right):
        number = text_number(value) if isinstance(value, str) and value else as_number(value)
        numbers.append(number)
    return (None, None) if None in numbers else (numbers[0], numbers[1])


OPERATORS: Final[dict[str, Callable[[Value, Value], Value]]] = {
    "&": _joined,
    "+": _arithmetic(operator.add),
    "-": _arithmetic(operator.sub),
    "*": _arithmetic(operator.mul),
    "/": _arithmetic(divide),
    "%": _arithmetic(remainder),
    "=": equal,
    "!=": lambda left, right: not equal(left, right),
    "<": _ordered(operator.lt),
    ">": _ordered(operator.gt),
    "<=": _ordered(operator.le),
    ">=": _ordered(operator.ge),
}
