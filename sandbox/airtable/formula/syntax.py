"""The tree of a formula, the parser that builds it, and its canonical spelling.

From loose to tight: comparisons, `&`, `+ -`, `* / %`, a sign in front. Operators of one level
stand beside each other in a `Chain`, so that a thousand additions are no deeper than one.
"""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, TypeAlias

from sandbox.airtable.formula.errors import FormulaError
from sandbox.airtable.formula.tokens import Token, read_tokens

MAX_DEPTH: Final = 120  # calls and parentheses within one another; far under Python's own limit

LEVELS: Final[tuple[frozenset[str], ...]] = (
    frozenset({"=", "!=", "<", ">", "<=", ">="}),
    frozenset({"&"}),
    frozenset({"+", "-"}),
    frozenset({"*", "/", "%"}),
)


@dataclass(frozen=True)
class Literal:
    """A number or a text as written."""

    value: float | str


@dataclass(frozen=True)
class Reference:
    """A field, by name or ID."""

    name: str


@dataclass(frozen=True)
class Negative:
    """A minus sign in front."""

    operand: "Node"


@dataclass(frozen=True)
class Chain:
    """Operands with operators of one level between them, worked out from the left."""

    first: "Node"
    rest: tuple[tuple[str, "Node"], ...]


@dataclass(frozen=True)
class Call:
    """A function, its name in capitals, and what it is given."""

    name: str
    arguments: tuple["Node", ...]


Node: TypeAlias = Literal | Reference | Negative | Chain | Call


def parse(source: str) -> Node:
    """The tree of a formula. Raises `FormulaError`, also for one that is nested too deeply."""
    parser = _Parser(read_tokens(source))
    node = parser.expression(0)
    if parser.token.kind != "end":
        raise parser.unexpected()
    return node


class _Parser:
    """Precedence climbing over the tokens; one instance reads one formula."""

    def __init__(self, tokens: list[Token]) -> None:
        self._tokens = tokens
        self._place = 0
        self._depth = 0

    @property
    def token(self) -> Token:
        return self._tokens[self._place]

    def expression(self, level: int) -> Node:
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise FormulaError(f"The formula is nested more than {MAX_DEPTH} levels deep.")
        node = self._operand()
        for tighter in range(len(LEVELS) - 1, level - 1, -1):
            node = self._chain(node, tighter)
        self._depth -= 1
        return node

    def _chain(self, first: Node, level: int) -> Node:
        rest: list[tuple[str, Node]] = []
        while self.token.kind == "sign" and self.token.value in LEVELS[level]:
            sign = self._take().value
            rest.append((sign, self.expression(level + 1)))
        return Chain(first, tuple(rest)) if rest else first

    def _operand(self) -> Node:
        negative = False
        while self.token.kind == "sign" and self.token.value in {"+", "-"}:
            negative ^= self._take().value == "-"
        node = self._plain_operand()
        return Negative(node) if negative else node

    def _plain_operand(self) -> Node:
        token = self.token
        opens = token.kind == "sign" and token.value == "("
        if token.kind == "end" or (token.kind == "sign" and not opens):
            raise self.unexpected()
        self._take()
        match token.kind:
            case "number":
                return _number(token)
            case "text":
                return Literal(token.value)
            case "field":
                return Reference(token.value)
            case "name":
                return (
                    self._call(token.value) if token.touches_next else self._bare_name(token.value)
                )
            case _:
                node = self.expression(0)
                self._expect(")")
                return node

    def _bare_name(self, name: str) -> Node:
        if self.token.value == "(" and self.token.kind == "sign":
            raise FormulaError(
                f"Remove the space between {name} and the parenthesis at column"
                f" {self.token.column}."
            )
        return Reference(name)

    def _call(self, name: str) -> Node:
        self._expect("(")
        arguments: list[Node] = []
        if not self._follows(")"):
            arguments.append(self.expression(0))
            while self._follows(","):
                self._take()
                arguments.append(self.expression(0))
        self._expect(")")
        return Call(name.upper(), tuple(arguments))

    def _take(self) -> Token:
        token = self.token
        self._place += 1  # the end is never taken
        return token

    def _follows(self, sign: str) -> bool:
        return self.token.kind == "sign" and self.token.value == sign

    def _expect(self, sign: str) -> None:
        if not self._follows(sign):
            raise self.unexpected(f"; expected {sign!r}")
        self._take()

    def unexpected(self, hint: str = "") -> FormulaError:
        """What to say of the token that does not belong here."""
        token = self.token
        if token.kind == "end":
            return FormulaError(f"The formula ends too early{hint}.")
        return FormulaError(f"Unexpected {token.value!r} at column {token.column}{hint}.")


def _number(token: Token) -> Literal:
    number = float(token.value)
    if math.isinf(number):
        raise FormulaError(f"The number at column {token.column} is too large.")
    return Literal(number)


def walk(node: Node) -> Iterator[Node]:
    """The node and all nodes under it."""
    waiting = [node]
    while waiting:
        current = waiting.pop()
        yield current
        waiting.extend(children(current))


def children(node: Node) -> tuple[Node, ...]:
    """The nodes directly under this one, as written from left to right."""
    match node:
        case Negative(operand):
            return (operand,)
        case Chain(first, rest):
            return (first, *(operand for _, operand in rest))
        case Call(_, arguments):
            return arguments
        case _:
            return ()


def spell(node: Node) -> str:
    """The formula in its canonical spelling, which reads back to the same tree."""
    match node:
        case Literal(str() as text):
            escaped = text.replace("\\", "\\\\").replace('"', '\\"')
            return f'"{escaped}"'
        case Literal(number):
            return repr(number)
        case Reference(name):
            return "{" + name.replace("{", "\\{").replace("}", "\\}") + "}"
        case Negative(operand):
            return f"-({spell(operand)})"
        case Chain(first, rest):
            return f"({spell(first)})" + "".join(f" {sign} ({spell(it)})" for sign, it in rest)
        case Call(name, arguments):
            return f"{name}({', '.join(spell(argument) for argument in arguments)})"
