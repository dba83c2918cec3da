"""What formulas come to. A small part of Google's functions; the others are said to be missing."""

import math
import operator
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any, Final

from sandbox.sheets.book import Book, Sheet
from sandbox.sheets.cells import CellError, Value
from sandbox.sheets.errors import not_known_here
from sandbox.sheets.formula_functions import FUNCTIONS, NOT_HERE, Fault, number, text_of
from sandbox.sheets.formula_syntax import Call, FormulaError, Literal, Reference, parse

_ARITHMETIC: Final[dict[str, Callable[[float, float], float]]] = {
    "+": operator.add,
    "-": operator.sub,
    "*": operator.mul,
    "^": operator.pow,
}
_COMPARE: Final[dict[str, Callable[[Any, Any], bool]]] = {
    "=": operator.eq,
    "<>": operator.ne,
    "<": operator.lt,
    ">": operator.gt,
    "<=": operator.le,
    ">=": operator.ge,
}


def recalculate(book: Book, now: datetime) -> list[tuple[Sheet, int]]:
    """Work out every formula anew; returns the rows in which a value changed."""
    evaluation = _Evaluation(book, now)
    changed = []
    for sheet in book.sheets:
        for row, line in enumerate(sheet.rows):
            for column, cell in enumerate(line):
                if cell.formula:
                    value = evaluation.cell(sheet, row, column)
                    if value != cell.value or type(value) is not type(cell.value):
                        line[column] = cell.with_value(value, cell.formula)
                        changed.append((sheet, row))
    return changed


class _Evaluation:
    """One round over a book; each cell is worked out once."""

    def __init__(self, book: Book, now: datetime) -> None:
        self._book = book
        self._decimal = book.locale.decimal
        self._now = now
        self._done: dict[tuple[int, int, int], Value] = {}
        self._busy: set[tuple[int, int, int]] = set()

    def cell(self, sheet: Sheet, row: int, column: int) -> Value:
        cell = sheet.cell(row, column)
        if not cell.formula:
            return cell.value
        key = (sheet.id, row, column)
        if key in self._busy:
            return CellError("#REF!", "Circular dependency detected.")
        if key not in self._done:
            self._busy.add(key)
            self._done[key] = self._work_out(cell.formula, sheet, row, column)
            self._busy.discard(key)
        return self._done[key]

    def _work_out(self, formula: str, sheet: Sheet, row: int, column: int) -> Value:
        try:
            found = self._value(parse(formula, self._decimal), sheet, row, column)
            if isinstance(found, _Cells):
                found = found.single(row, column)
        except FormulaError:
            return CellError("#ERROR!", "Formula parse error.")
        except Fault as fault:
            return fault.error
        except RecursionError:
            return CellError("#ERROR!", "Formula is too deep.")
        if isinstance(found, float) and not math.isfinite(found):
            return CellError("#NUM!", "The result is too large.")
        return 0.0 if found is None else found

    def _value(self, tree: Any, sheet: Sheet, row: int, column: int) -> Any:
        if isinstance(tree, Literal):
            return tree.value
        if isinstance(tree, Reference):
            return self._cells(tree, sheet)
        if tree.arguments == ("name",):
            raise Fault("#NAME?", f"Unknown range name: '{tree.name.upper()}'.")
        if tree.name in NOT_HERE:
            raise not_known_here(f"the function {tree.name}")
        if tree.name in ("IF", "IFERROR"):
            return self._branch(tree, sheet, row, column)
        values = [self._value(one, sheet, row, column) for one in tree.arguments]
        if tree.name in FUNCTIONS:
            return FUNCTIONS[tree.name](values, self._now, (row, column))
        singles = [one.single(row, column) if isinstance(one, _Cells) else one for one in values]
        return _operate(tree.name, singles)

    def _branch(self, tree: Call, sheet: Sheet, row: int, column: int) -> Any:
        def value(place: int, otherwise: Any) -> Any:
            if place >= len(tree.arguments):
                return otherwise
            found = self._value(tree.arguments[place], sheet, row, column)
            found = found.single(row, column) if isinstance(found, _Cells) else found
            if isinstance(found, CellError):
                raise Fault(found.code, found.message)
            return found

        if tree.name == "IF":
            return value(1, True) if number(value(0, False)) else value(2, False)
        try:
            return value(0, None)
        except Fault:
            return value(1, "")

    def _cells(self, tree: Reference, sheet: Sheet) -> "_Cells":
        found = self._book.titled(tree.sheet) if tree.sheet is not None else sheet
        if found is None:
            raise Fault("#REF!", f"Unresolved sheet name '{tree.sheet}'.")
        area = tree.area.within(found.row_count, found.column_count)
        return _Cells(self, found, list(found.places(area)), area.is_cell)


class _Cells:
    """The cells that a reference names, worked out when they are asked for."""

    def __init__(
        self, evaluation: _Evaluation, sheet: Sheet, places: list[tuple[int, int]], one: bool
    ) -> None:
        self._evaluation = evaluation
        self._sheet = sheet
        self.places = places
        self._one = one

    def __iter__(self) -> Iterator[Value]:
        return (self._evaluation.cell(self._sheet, *place) for place in self.places)

    def single(self, row: int, column: int) -> Value:
        """Return one value: the only one, or the one in line with the formula."""
        if not self._one:
            lined = [one for one in self.places if row == one[0] or column == one[1]]
            if len(lined) != 1:
                raise Fault("#VALUE!", "An array value could not be found.")
            return self._evaluation.cell(self._sheet, *lined[0])
        return next(iter(self))


def _operate(name: str, values: list[Any]) -> Any:
    for one in values:
        if isinstance(one, CellError):
            raise Fault(one.code, one.message)
    if name == "&":
        return text_of(values[0]) + text_of(values[1])
    if name in _COMPARE:
        return _COMPARE[name](*_comparable(*values))
    if name == "unary-":
        return -number(values[0])
    if name == "unary+":
        return values[0]
    if name == "%":
        return number(values[0]) / 100
    if name == "/":
        if number(values[1]) == 0:
            raise Fault("#DIV/0!", "Function DIVIDE parameter 2 cannot be zero.")
        return number(values[0]) / number(values[1])
    if name not in _ARITHMETIC:
        raise Fault("#NAME?", f"Unknown function: '{name}'.")
    try:
        return _ARITHMETIC[name](number(values[0]), number(values[1]))
    except (OverflowError, ZeroDivisionError) as error:
        raise Fault("#NUM!", "The result is not a number.") from error


def _comparable(left: Any, right: Any) -> tuple[Any, Any]:
    """Return two values that compare: numbers come before texts, texts before yes and no."""
    blank = {str: "", bool: False}
    left = blank.get(type(right), 0.0) if left is None else left
    right = blank.get(type(left), 0.0) if right is None else right
    if isinstance(left, str) and isinstance(right, str):
        return left.casefold(), right.casefold()
    ranks = [
        2 if isinstance(one, bool) else 1 if isinstance(one, str) else 0 for one in (left, right)
    ]
    return (left, right) if ranks[0] == ranks[1] else (ranks[0], ranks[1])
