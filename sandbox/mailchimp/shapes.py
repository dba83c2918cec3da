"""Whether a body follows Mailchimp's API description (3.0.90), said in its words.

A shape is `{field: kind}`; a field that must be there ends in `*`. A kind is a scalar's name, a
shape, `[kind]` for a list, a tuple of words for an enum, `{"": kind}` for any names, or `any`.
`shape_text.py` holds them.
"""

from datetime import datetime
from typing import Any

from sandbox.mailchimp.errors import ProblemError, bad_request, invalid

_NAMES = {
    bool: "boolean",
    int: "integer",
    float: "number",
    str: "string",
    list: "array",
    dict: "object",
    type(None): "NULL",
}
_TAKES: dict[str, tuple[type, ...]] = {
    "string": (str,),
    "moment": (str,),
    "integer": (int,),
    "number": (int, float),
    "boolean": (bool,),
    "object": (dict,),
}


def check(data: Any, shape: dict[str, Any]) -> dict[str, Any]:
    """Return the body (none counts as empty); raises Mailchimp's 400."""
    if data is None:
        data = {}
    if not isinstance(data, dict):
        raise invalid(("", f"Schema describes object, {_NAMES[type(data)]} found instead"))
    wrong: list[tuple[str, str]] = []
    _object(data, shape, "", wrong)
    if wrong:
        raise invalid(*wrong)
    return data


def check_moment(text: str, field: str) -> datetime:
    """Read a moment in ISO 8601; one without a zone is UTC. Raises Mailchimp's 400."""
    from datetime import UTC

    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise invalid((field, "Please enter a valid date and time.")) from error
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def number_in(text: str | None, default: int, most: int, name: str) -> int:
    """Read a number in the address of a call; raises Mailchimp's 400."""
    if text is None:
        return default
    if not text.isdigit() or int(text) > most:
        raise bad_request(f"The query parameter '{name}' must be a number from 0 to {most}.")
    return int(text)


def _object(data: dict[str, Any], shape: dict[str, Any], at: str, wrong: list[Any]) -> None:
    if "" in shape:
        for name, value in data.items():
            _value(value, shape[""], _path(at, name), wrong)
        return
    known = {name.rstrip("*"): kind for name, kind in shape.items()}
    missing = [one[:-1] for one in shape if one.endswith("*") and one[:-1] not in data]
    if missing:
        wrong.append((at, f"Required fields were not provided: {', '.join(missing)}"))
    for name, value in data.items():
        if name in known:
            _value(value, known[name], _path(at, name), wrong)
        else:
            wrong.append((_path(at, name), "This field is not part of the schema."))


def _path(at: str, name: str) -> str:
    return f"{at}.{name}" if at else name


def _value(value: Any, kind: Any, at: str, wrong: list[Any]) -> None:
    if kind == "any":
        return
    if isinstance(kind, tuple):
        if value not in kind:
            text = f"Data presented is not one of the accepted values: {', '.join(kind)}."
            wrong.append((at, text))
        return
    if isinstance(kind, list):
        if not isinstance(value, list):
            wrong.append((at, f"Schema describes array, {_found(value)} found instead"))
            return
        for place, one in enumerate(value):
            _value(one, kind[0], f"{at}.item:{place}", wrong)
        return
    if isinstance(kind, dict):
        if isinstance(value, dict):
            _object(value, kind, at, wrong)
        else:
            wrong.append((at, f"Schema describes object, {_found(value)} found instead"))
        return
    if not _fits(value, kind):
        named = "string" if kind == "moment" else kind
        wrong.append((at, f"Schema describes {named}, {_found(value)} found instead"))
    elif kind == "moment" and value:
        try:
            check_moment(value, at)
        except ProblemError as problem:
            wrong.extend(problem.errors)


def _fits(value: Any, kind: str) -> bool:
    if isinstance(value, bool):
        return kind == "boolean"
    return isinstance(value, _TAKES[kind])


def _found(value: Any) -> str:
    return _NAMES.get(type(value), "NULL")
