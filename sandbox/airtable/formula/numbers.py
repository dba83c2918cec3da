"""Numeric functions. Sums and the like take numbers and arrays, and pass over text in arrays."""

import math
import re
from collections.abc import Callable, Iterable
from datetime import date
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal
from typing import Any, Final

from sandbox.airtable.formula.arrays import flat
from sandbox.airtable.formula.date_reading import as_moment
from sandbox.airtable.formula.errors import UnsuitableError
from sandbox.airtable.formula.operators import remainder
from sandbox.airtable.formula.registry import Family, Scope
from sandbox.airtable.formula.values import Value, as_number, as_text, as_whole, is_blank, tidy

FAMILY = Family()
_MOST_DECIMALS: Final = 300


def _numbers(values: Iterable[Value]) -> list[float]:
    return [float(item) for item in flat(values) if isinstance(item, int | float)]


@FAMILY.add("SUM", 1, None)
def total(_: Scope, *values: Value) -> Value:
    """The numbers added up; nothing at all is 0."""
    return tidy(math.fsum(_numbers(values)))


@FAMILY.add("AVERAGE", 1, None)
def average(_: Scope, *values: Value) -> Value:
    """The sum shared by the count; of nothing it is NaN."""
    numbers = _numbers(values)
    return tidy(math.fsum(numbers) / len(numbers)) if numbers else math.nan


def _extreme(pick: Callable[..., Any], values: tuple[Value, ...]) -> Value:
    items = [item for item in flat(values) if not is_blank(item)]
    days = [item for item in items if isinstance(item, date)]
    if days and len(days) == len(items):
        chosen: date = pick(days, key=lambda day: as_moment(day).timestamp())
        return chosen
    numbers = _numbers(items)
    return tidy(pick(numbers)) if numbers else 0


@FAMILY.add("MAX", 1, None, gives="widest")
def largest(_: Scope, *values: Value) -> Value:
    """The largest number, or the latest date where there are only dates."""
    return _extreme(max, values)


@FAMILY.add("MIN", 1, None, gives="widest")
def smallest(_: Scope, *values: Value) -> Value:
    """The smallest number, or the earliest date where there are only dates."""
    return _extreme(min, values)


@FAMILY.add("COUNT", 1, None)
def count(_: Scope, *values: Value) -> Value:
    """How many numbers."""
    return len(_numbers(values))


@FAMILY.add("COUNTA", 1, None)
def count_filled(_: Scope, *values: Value) -> Value:
    """How many items that are not empty."""
    return sum(not is_blank(item) for item in flat(values))


@FAMILY.add("COUNTALL", 1, None)
def count_all(_: Scope, *values: Value) -> Value:
    """How many items, empty ones too."""
    return len(flat(values))


def _rounded(value: Value, precision: Value, rounding: Callable[[Decimal], str]) -> Value:
    number, decimals = as_number(value), as_whole(precision)
    if not math.isfinite(number) or decimals > _MOST_DECIMALS:
        return tidy(number)
    exact = Decimal(repr(number))
    step = Decimal(1).scaleb(-max(decimals, -_MOST_DECIMALS))
    return tidy(float((exact / step).to_integral_value(rounding(exact)) * step))


def _half_up(number: Decimal) -> str:
    # Ties go towards positive infinity, as Airtable's reference says: -2.5 becomes -2.
    return ROUND_HALF_UP if number >= 0 else "ROUND_HALF_DOWN"


@FAMILY.add("ROUND", 1, 2)
def round_half_up(_: Scope, value: Value, precision: Value = 0) -> Value:
    """To so many decimals, ties upwards."""
    return _rounded(value, precision, _half_up)


@FAMILY.add("ROUNDUP", 1, 2)
def round_up(_: Scope, value: Value, precision: Value = 0) -> Value:
    """To so many decimals, away from zero."""
    return _rounded(value, precision, lambda n: ROUND_CEILING if n >= 0 else ROUND_FLOOR)


@FAMILY.add("ROUNDDOWN", 1, 2)
def round_down(_: Scope, value: Value, precision: Value = 0) -> Value:
    """To so many decimals, towards zero."""
    return _rounded(value, precision, lambda n: ROUND_FLOOR if n >= 0 else ROUND_CEILING)


def _multiple(value: Value, significance: Value, rounding: str) -> Value:
    number, step = as_number(value), as_number(significance)
    if not math.isfinite(number) or step == 0 or not math.isfinite(step):
        return math.nan
    exact_step = Decimal(repr(step))
    return tidy(
        float((Decimal(repr(number)) / exact_step).to_integral_value(rounding) * exact_step)
    )


@FAMILY.add("CEILING", 1, 2)
def ceiling(_: Scope, value: Value, significance: Value = 1) -> Value:
    """The nearest multiple that is not smaller."""
    return _multiple(value, significance, ROUND_CEILING)


@FAMILY.add("FLOOR", 1, 2)
def floor(_: Scope, value: Value, significance: Value = 1) -> Value:
    """The nearest multiple that is not larger."""
    return _multiple(value, significance, ROUND_FLOOR)


@FAMILY.add("INT", 1)
def whole(_: Scope, value: Value) -> Value:
    """The greatest whole number that is not larger: INT(-1.2) is -2."""
    number = as_number(value)
    return tidy(float(math.floor(number))) if math.isfinite(number) else number


def _away_from_zero(value: Value, parity: int) -> Value:
    number = as_number(value)
    if not math.isfinite(number):
        return number
    size = math.ceil(abs(number))
    size += (size + parity) % 2
    return tidy(math.copysign(size, number))


@FAMILY.add("EVEN", 1)
def even(_: Scope, value: Value) -> Value:
    """The nearest even number, away from zero."""
    return _away_from_zero(value, 0)


@FAMILY.add("ODD", 1)
def odd(_: Scope, value: Value) -> Value:
    """The nearest odd number, away from zero."""
    return _away_from_zero(value, 1)


@FAMILY.add("ABS", 1)
def absolute(_: Scope, value: Value) -> Value:
    """Without its sign."""
    return tidy(abs(as_number(value)))


@FAMILY.add("MOD", 2)
def modulo(_: Scope, value: Value, divisor: Value) -> Value:
    """The remainder, with the sign of the first number; NaN for a zero divisor."""
    return tidy(remainder(as_number(value), as_number(divisor)))


@FAMILY.add("POWER", 2)
def power(_: Scope, base: Value, exponent: Value) -> Value:
    """The base to the power; NaN where no real number is the answer."""
    number, by = as_number(base), as_number(exponent)
    try:
        return tidy(math.pow(number, by))
    except OverflowError:
        return -math.inf if number < 0 and by % 2 == 1 else math.inf
    except ValueError:
        return math.inf if number == 0 else math.nan


@FAMILY.add("SQRT", 1)
def square_root(_: Scope, value: Value) -> Value:
    """The square root; NaN of a negative number."""
    number = as_number(value)
    return tidy(math.sqrt(number)) if number >= 0 else math.nan


@FAMILY.add("EXP", 1)
def exponential(_: Scope, value: Value) -> Value:
    """e to the power."""
    try:
        return tidy(math.exp(as_number(value)))
    except OverflowError:
        return math.inf


@FAMILY.add("LOG", 1, 2)
def logarithm(_: Scope, value: Value, base: Value = 10) -> Value:
    """The logarithm, to the base 10 where none is given; -Infinity of 0."""
    number, by = as_number(value), as_number(base)
    if number == 0:
        return -math.inf
    if number < 0 or by <= 0 or by == 1:
        return math.nan
    return tidy(math.log10(number) if by == 10 else math.log(number, by))


@FAMILY.add("VALUE", 1)
def value_of(_: Scope, text: Value) -> Value:
    """The number in a text, whatever stands around its digits: "$1,234.5" is 1234.5.

    VALUE(RECORD_ID()) is used as a number, so letters are passed over
    (community.airtable.com/t5/formulas/discrepancy-in-implicit-conversion-to-string).
    """
    if isinstance(text, int | float):
        return tidy(as_number(text))
    if is_blank(text):
        return 0
    written = re.sub(r"[^\d.-]", "", as_text(text))
    number = re.match(r"-?(\d+\.?\d*|\.\d+)", written)
    if number is None:
        raise UnsuitableError("no number in the text")
    return tidy(float(number[0]))
