"""Formulas as a tree: numbers, texts, cells, operators and functions."""

import re
from dataclasses import dataclass
from typing import Any, Final

from sandbox.sheets.a1 import Area, column_letters, parse_area, split_sheet

_CELLS = (
    r"\$?[A-Za-z]{1,3}\$?\d+(?::\$?[A-Za-z]{1,3}(?:\$?\d+)?)?|\$?[A-Za-z]{1,3}:\$?[A-Za-z]{1,3}"
)
_TOKEN: Final = re.compile(
    rf"""\s*(?:(?P<text>"(?:[^"]|"")*")
    |(?P<cells>(?:'(?:[^']|'')*'!|[\w.]+!)?(?:{_CELLS})(?![\w(]))
    |(?P<number>\d+(?:[.,]\d+)?(?:[eE][+-]?\d+)?|[.,]\d+)
    |(?P<name>[A-Za-z_][\w.]*)
    |(?P<sign><>|<=|>=|[-+*/^&=<>%(){{}};,]))""",
    re.VERBOSE,
)
_LEVELS: Final = (("=", "<>", "<", ">", "<=", ">="), ("&",), ("+", "-"), ("*", "/"), ("^",))


class FormulaError(ValueError):
    """A text after `=` that is no formula."""


@dataclass(frozen=True)
class Literal:
    """A number, a text, or true or false."""

    value: Any


@dataclass(frozen=True)
class Reference:
    """Cells, of this sheet or of another."""

    sheet: str | None
    area: Area


@dataclass(frozen=True)
class Call:
    """A function or an operator with its arguments."""

    name: str
    arguments: tuple[Any, ...]


def tokens_of(formula: str, decimal: str) -> list[tuple[str, str]]:
    """Split a formula (without `=`) in pairs of kind and text."""
    found, position = [], 0
    while position < len(formula.rstrip()):
        match = _TOKEN.match(formula, position)
        if match is None or match.lastgroup is None:
            raise FormulaError(formula)
        kind, text = match.lastgroup, match[match.lastgroup]
        other = "," if decimal == "." else "."
        if kind == "number" and other in text:
            text = text.partition(other)[0]
            if not text:
                kind, text = "sign", other
        found.append((kind, text))
        position = match.start(match.lastgroup) + len(text)
    return found


def parse(formula: str, decimal: str) -> Any:
    """Return the tree of a formula with its `=`; raises `FormulaError`."""
    parser = _Parser(tokens_of(formula[1:], decimal), decimal)
    tree = parser.level(0)
    if parser.rest:
        raise FormulaError(formula)
    return tree


class _Parser:
    def __init__(self, tokens: list[tuple[str, str]], decimal: str) -> None:
        self.rest = tokens[::-1]
        self._decimal = decimal

    def level(self, depth: int) -> Any:
        if depth == len(_LEVELS):
            return self._unary()
        left = self.level(depth + 1)
        while self._sign() in _LEVELS[depth]:
            name = self.rest.pop()[1]
            left = Call(name, (left, self.level(depth + 1)))
        return left

    def _sign(self) -> str:
        return self.rest[-1][1] if self.rest and self.rest[-1][0] == "sign" else ""

    def _unary(self) -> Any:
        if self._sign() in ("-", "+"):
            name = self.rest.pop()[1]
            return Call(f"unary{name}", (self._unary(),))
        found = self._primary()
        while self._sign() == "%":
            self.rest.pop()
            found = Call("%", (found,))
        return found

    def _primary(self) -> Any:
        if not self.rest:
            raise FormulaError("")
        kind, text = self.rest.pop()
        if kind == "number":
            return Literal(float(text.replace(",", ".")))
        if kind == "text":
            return Literal(text[1:-1].replace('""', '"'))
        if kind == "cells":
            return _reference(text)
        if kind == "name":
            return self._named(text)
        if text != "(":
            raise FormulaError(text)
        found = self.level(0)
        self._expect(")")
        return found

    def _named(self, text: str) -> Any:
        if self._sign() != "(":
            known = {"TRUE": Literal(True), "FALSE": Literal(False)}
            return known.get(text.upper(), Call(text, ("name",)))
        self.rest.pop()
        arguments: list[Any] = []
        separator = ";" if self._decimal == "," else ","
        while self._sign() != ")":
            arguments.append(Literal(None) if self._sign() == separator else self.level(0))
            if self._sign() != ")":
                self._expect(separator, ";")
        self._expect(")")
        return Call(text.upper(), tuple(arguments))

    def _expect(self, *signs: str) -> None:
        if self._sign() not in signs:
            raise FormulaError(self._sign())
        self.rest.pop()


def _reference(text: str) -> Reference:
    sheet, cells = split_sheet(text)
    area = parse_area(cells or "")
    if area is None:
        raise FormulaError(text)
    return Reference(sheet, area)


def move_references(formula: str, moved: Any) -> str:
    """Return a formula with its cells where they are now.

    `moved(sheet, row, column)` gives the new row and column, or `None` for a cell that is gone.
    """

    def one(match: re.Match[str]) -> str:
        if match.lastgroup != "cells":
            return match[0]
        sheet, cells = split_sheet(match["cells"])
        before = match["cells"][: len(match["cells"]) - len(cells or "")]
        ends = [_moved_end(end, sheet, moved) for end in (cells or "").split(":")]
        lead = match[0][: len(match[0]) - len(match["cells"])]
        return lead + before + (":".join(ends) if "#REF!" not in ends else "#REF!")

    return "=" + _TOKEN.sub(one, formula[1:])


def _moved_end(end: str, sheet: str | None, moved: Any) -> str:
    found = re.fullmatch(r"(\$?)([A-Za-z]{1,3})(\$?)(\d*)", end)
    area = parse_area(end)
    if found is None or area is None or not found[4]:
        return end
    place = moved(sheet, area.first_row, area.first_column)
    if place is None:
        return "#REF!"
    return f"{found[1]}{column_letters(place[1])}{found[3]}{place[0] + 1}"
