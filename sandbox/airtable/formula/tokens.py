"""From the text of a formula to its tokens: names, fields, numbers, texts, operators."""

import re
from dataclasses import dataclass
from typing import Final, Literal

from sandbox.airtable.formula.errors import FormulaError

Kind = Literal["number", "text", "field", "name", "sign", "end"]

_ESCAPES: Final = {"n": "\n", "t": "\t", "r": "\r", "\\": "\\", '"': '"', "'": "'"}
_PATTERN: Final = re.compile(
    r"""
    (?P<space>\s+|//[^\n]*|/\*.*?\*/)
    |(?P<number>(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)
    |(?P<text>"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')
    |(?P<field>\{(?:[^}\\]|\\.)*\})
    |(?P<name>[^\W\d]\w*)
    |(?P<sign>!=|<=|>=|[-+*/%&=<>(),])
    """,
    re.VERBOSE | re.DOTALL,
)


@dataclass(frozen=True)
class Token:
    """A piece of the formula: what it says without quotes or braces, and where (from 1)."""

    kind: Kind
    value: str
    column: int
    touches_next: bool = False
    """Nothing stands between this token and the next: `SUM(` is a call, `SUM (` is not."""


def read_tokens(source: str) -> list[Token]:
    """Cut a formula into tokens; the last one is always the end. Raises `FormulaError`."""
    tokens: list[Token] = []
    place = 0
    while place < len(source):
        match = _PATTERN.match(source, place)
        if match is None:
            raise FormulaError(_complaint(source, place))
        if match.lastgroup != "space":
            tokens.append(_token(match, source))
        place = match.end()
    return [*tokens, Token("end", "", len(source) + 1)]


def _token(match: re.Match[str], source: str) -> Token:
    said, column = match.group(), match.start() + 1
    touches = source[match.end() : match.end() + 1] == "("
    match match.lastgroup:
        case "number":
            return Token("number", said, column)
        case "text":
            return Token("text", _unescaped(said[1:-1]), column)
        case "field":
            return Token("field", _field_name(said[1:-1], column), column)
        case "name":
            return Token("name", said, column, touches)
        case _:
            return Token("sign", said, column)


def _unescaped(quoted: str) -> str:
    # An escape that means nothing keeps its backslash: "\d" is how people write patterns.
    return re.sub(r"\\(.)", lambda m: _ESCAPES.get(m[1], m[0]), quoted, flags=re.DOTALL)


def _field_name(braced: str, column: int) -> str:
    name = re.sub(r"\\([{}])", r"\1", braced)
    if not name.strip():
        raise FormulaError(f"Empty field reference {{}} at column {column}.")
    return name


def _complaint(source: str, place: int) -> str:
    character, column = source[place], place + 1
    if character in "\"'":
        return f"The text that starts at column {column} is never closed."
    if character == "{":
        return f"The field reference that starts at column {column} is never closed."
    if character in "\u201c\u201d\u2018\u2019":
        return f"Use straight quotes instead of {character} at column {column}."
    return f"Unexpected character {character!r} at column {column}."
