"""Text functions. Positions count from 1; text longer than a cell can hold is an error."""

import re
from typing import Final
from urllib.parse import quote

import re2

from sandbox.airtable.formula.errors import UnsuitableError
from sandbox.airtable.formula.registry import Family, Scope
from sandbox.airtable.formula.values import MAX_TEXT, Value, as_text, as_whole

FAMILY = Family()
_PATTERN_MEMORY: Final = 1 << 20  # bytes that RE2 may use for one compiled pattern


@FAMILY.add("CONCATENATE", 1, None, gives="text")
def concatenate(_: Scope, *values: Value) -> Value:
    """All texts after one another; the items of an array too, with nothing in between."""
    return "".join(
        "".join(as_text(item) for item in value) if isinstance(value, list) else as_text(value)
        for value in values
    )


@FAMILY.add("LOWER", 1, gives="text")
def lower(_: Scope, value: Value) -> Value:
    """In small letters."""
    return as_text(value).lower()


@FAMILY.add("UPPER", 1, gives="text")
def upper(_: Scope, value: Value) -> Value:
    """In capitals."""
    return as_text(value).upper()


@FAMILY.add("TRIM", 1, gives="text")
def trim(_: Scope, value: Value) -> Value:
    """Without white space at either end."""
    return as_text(value).strip()


@FAMILY.add("LEN", 1)
def length(_: Scope, value: Value) -> Value:
    """How many characters."""
    return len(as_text(value))


@FAMILY.add("LEFT", 2, gives="text")
def left(_: Scope, value: Value, how_many: Value) -> Value:
    """The first so many characters."""
    return as_text(value)[: max(as_whole(how_many), 0)]


@FAMILY.add("RIGHT", 2, gives="text")
def right(_: Scope, value: Value, how_many: Value) -> Value:
    """The last so many characters."""
    text = as_text(value)
    return text[max(len(text) - max(as_whole(how_many), 0), 0) :]


@FAMILY.add("MID", 3, gives="text")
def middle(_: Scope, value: Value, start: Value, count: Value) -> Value:
    """So many characters from a position, the first of which is 1."""
    first = max(as_whole(start) - 1, 0)
    return as_text(value)[first : first + max(as_whole(count), 0)]


@FAMILY.add("REPLACE", 4, gives="text")
def replace(_: Scope, value: Value, start: Value, count: Value, replacement: Value) -> Value:
    """Another text in the place of so many characters from a position."""
    text, first = as_text(value), max(as_whole(start) - 1, 0)
    return text[:first] + as_text(replacement) + text[first + max(as_whole(count), 0) :]


@FAMILY.add("SUBSTITUTE", 3, 4, gives="text")
def substitute(_: Scope, value: Value, old: Value, new: Value, occurrence: Value = None) -> Value:
    """Another text for each occurrence of one, or for the so-manyth only."""
    text, sought, other = as_text(value), as_text(old), as_text(new)
    if not sought:
        return text
    pieces = text.split(sought)
    if occurrence is None:
        _check_length(len(text) + (len(pieces) - 1) * (len(other) - len(sought)))
        return other.join(pieces)
    which = as_whole(occurrence)
    if not 1 <= which < len(pieces):
        return text
    return sought.join(pieces[:which]) + other + sought.join(pieces[which:])


@FAMILY.add("REPT", 2, gives="text")
def repeat(_: Scope, value: Value, times: Value) -> Value:
    """The text so many times."""
    text, count = as_text(value), max(as_whole(times), 0)
    _check_length(len(text) * count)
    return text * count


def _check_length(length_wanted: int) -> None:
    if length_wanted > MAX_TEXT:
        raise UnsuitableError("the text becomes too long")


@FAMILY.add("T", 1, gives="text")
def only_text(_: Scope, value: Value) -> Value:
    """The value where it is text, else blank."""
    return value if isinstance(value, str) else None


def _position(sought: Value, where: Value, skip: Value) -> int:
    # Airtable's reference: the position to start from is 0 by default.
    return as_text(where).find(as_text(sought), max(as_whole(skip), 0)) + 1


@FAMILY.add("FIND", 2, 3)
def find(_: Scope, sought: Value, where: Value, skip: Value = 0) -> Value:
    """Where a text stands first in another, from 1, capitals counting; 0 where it does not."""
    return _position(sought, where, skip)


@FAMILY.add("SEARCH", 2, 3)
def search(_: Scope, sought: Value, where: Value, skip: Value = 0) -> Value:
    """As FIND, but blank where the text is not found."""
    return _position(sought, where, skip) or None


@FAMILY.add("ENCODE_URL_COMPONENT", 1, gives="text")
def encode_url_component(_: Scope, value: Value) -> Value:
    """For use in an address: all but letters, digits and -_.~ as %XX."""
    return quote(as_text(value), safe="")


def _pattern(regex: Value) -> "re2._Regexp[str]":
    options = re2.Options()
    options.max_mem, options.log_errors = _PATTERN_MEMORY, False
    try:
        return re2.compile(as_text(regex), options)
    except re2.error as error:
        raise UnsuitableError("not an RE2 pattern") from error


@FAMILY.add("REGEX_MATCH", 2)
def regex_match(_: Scope, value: Value, regex: Value) -> Value:
    """Whether the pattern matches somewhere. RE2, as Airtable: no look-around, linear time."""
    return bool(_pattern(regex).search(as_text(value)))


@FAMILY.add("REGEX_EXTRACT", 2, gives="text")
def regex_extract(_: Scope, value: Value, regex: Value) -> Value:
    """The first piece that matches, whole, also where the pattern has groups; none is an error."""
    found = _pattern(regex).search(as_text(value))
    if found is None:
        raise UnsuitableError("no match")
    return str(found.group(0))


@FAMILY.add("REGEX_REPLACE", 3, gives="text")
def regex_replace(_: Scope, value: Value, regex: Value, replacement: Value) -> Value:
    """The text with each match replaced; $1 is the first group, $0 the match, $$ a dollar."""
    other = as_text(replacement)
    result = str(_pattern(regex).sub(lambda match: _filled_in(other, match), as_text(value)))
    _check_length(len(result))
    return result


def _filled_in(template: str, match: "re2._Match[str]") -> str:
    def group(reference: re.Match[str]) -> str:
        if reference[1] == "$":
            return "$"
        number = int(reference[1])
        return (match.group(number) or "") if number <= match.re.groups else reference[0]

    return re.sub(r"\$(\$|[0-9])", group, template)
