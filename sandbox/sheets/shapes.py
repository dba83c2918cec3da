"""Whether a body or query follows Google's discovery document, said in Google's words.

`shapes.json` holds the names and types of the document (sheets.v4, revision of November 2026, as
google-api-python-client ships it): `{schema: {property: type}}`, where a type is a scalar's name,
a schema's name, `[type]`, `{"enum": [...]}` or `{"map": type}`.
"""

import json
import math
import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from sandbox.airtable.errors import ApiError
from sandbox.sheets.errors import wrong_shape

_INTEGERS: Final = range(-(2**31), 2**31)
_CARET: Final = 40
_SCALARS: Final = {
    "int32": "TYPE_INT32",
    "string": "TYPE_STRING",
    "float": "TYPE_FLOAT",
    "double": "TYPE_DOUBLE",
    "boolean": "TYPE_BOOL",
    "google-datetime": "type.googleapis.com/google.protobuf.Timestamp",
    "google-fieldmask": "type.googleapis.com/google.protobuf.FieldMask",
}
# Names of enums do not stand in the document; those that people meet in a message do here.
_ENUMS: Final = {
    "value_input_option": "ValueInputOption",
    "insert_data_option": "InsertDataOption",
    "major_dimension": "Dimension",
    "value_render_option": "ValueRenderOption",
    "response_value_render_option": "ValueRenderOption",
    "date_time_render_option": "DateTimeRenderOption",
    "response_date_time_render_option": "DateTimeRenderOption",
    "merge_type": "MergeType",
    "sheet_type": "SheetType",
    "type": "ConditionType",
}


@lru_cache(maxsize=1)
def schemas() -> Mapping[str, Mapping[str, Any]]:
    """Return the schemas of the document."""
    loaded: dict[str, dict[str, Any]] = json.loads(
        Path(__file__).with_name("shapes.json").read_text("utf-8")
    )
    return loaded


def read_body(text: str, schema: str, at: str = "") -> dict[str, Any]:
    """Parse and check a body; raises Google's 400. `at` is the path that errors begin with."""
    try:
        data = json.loads(text, parse_constant=_no_constant) if text.strip() else {}
    except (ValueError, RecursionError) as error:
        start = getattr(error, "pos", 0)
        shown = text[max(0, start - _CARET) : start + _CARET]
        message = f"Invalid JSON payload received. Unexpected token.\n{shown}\n{'':>{start}}^"
        raise wrong_shape([("", message)]) from error
    if not isinstance(data, dict):
        message = 'Invalid JSON payload received. Unknown name "": Root element must be a message.'
        raise wrong_shape([("", message)])
    return checked(data, schema, at)


def _no_constant(name: str) -> Any:
    raise ValueError(name)


def checked(data: dict[str, Any], schema: str, at: str = "") -> dict[str, Any]:
    """Return the data without nulls and with names in camel case; raises Google's 400."""
    violations: list[tuple[str, str]] = []
    found = _message(data, schema, at, violations)
    if violations:
        raise wrong_shape(violations)
    return found


def read_query(
    given: Mapping[str, list[str]], known: Mapping[str, Any], *, prefix: str = ""
) -> dict[str, Any]:
    """Check the parameters of an address; raises Google's 400. Nothing that is empty counts."""
    violations: list[tuple[str, str]] = []
    found: dict[str, Any] = {}
    for name, values in given.items():
        kind = known.get(name)
        if kind is None:
            text = (
                f'Invalid JSON payload received. Unknown name "{name}": Cannot bind query'
                f" parameter. Field '{name}' could not be found in request message."
            )
            violations.append(("", text))
        elif isinstance(kind, list):
            found[name] = values
        elif values[-1] != "" or kind == "string":
            found[name] = _value(values[-1], kind, prefix + snake(name), violations)
    if violations:
        raise wrong_shape(violations)
    return found


def snake(name: str) -> str:
    """Return a name as Google's messages write it: `valueInputOption` as `value_input_option`."""
    return re.sub(r"([A-Z])", lambda found: "_" + found[1].lower(), name)


def _message(data: Any, schema: str, at: str, wrong: list[tuple[str, str]]) -> dict[str, Any]:
    if not isinstance(data, dict):
        kind = f"type.googleapis.com/google.apps.sheets.v4.{schema}"
        wrong.append((at, f"Invalid value at '{at}' ({kind}), {_shown(data)}"))
        return {}
    known, found = schemas()[schema], {}
    camel = {snake(name): name for name in known}
    for given, value in data.items():
        name = given if given in known else camel.get(given, "")
        if not name:
            place = f" at '{at}'" if at else ""
            text = (
                f'Invalid JSON payload received. Unknown name "{given}"{place}: Cannot find field.'
            )
            wrong.append((at, text))
        elif value is not None:
            path = f"{at}.{snake(name)}" if at else snake(name)
            found[name] = _value(value, known[name], path, wrong)
    return found


def _value(value: Any, kind: Any, at: str, wrong: list[tuple[str, str]]) -> Any:
    if kind == "any":
        return value
    if isinstance(kind, list):
        return _list(value, kind[0], at, wrong)
    if isinstance(kind, dict):
        if "enum" in kind:
            return _enum(value, kind["enum"], at, wrong)
        if isinstance(value, dict):
            return {key: _value(one, kind["map"], at, wrong) for key, one in value.items()}
        return _refuse(value, "Map", at, wrong)
    if kind in _SCALARS:
        return _scalar(value, kind, at, wrong)
    return _message(value, kind, at, wrong)


def _list(value: Any, kind: Any, at: str, wrong: list[tuple[str, str]]) -> list[Any]:
    if isinstance(value, list):
        if kind == "any":
            return value
        return [_value(one, kind, f"{at}[{place}]", wrong) for place, one in enumerate(value)]
    if kind in (["any"], "any"):
        _refuse(value, "type.googleapis.com/google.protobuf.ListValue", at, wrong)
        return []
    # A single value stands for a list of one: Google's own readers are this lenient.
    return [_value(value, kind, f"{at}[0]", wrong)]


def _enum(value: Any, names: list[str], at: str, wrong: list[tuple[str, str]]) -> Any:
    if value in names:
        return value
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < len(names):
        return names[value]
    last = re.sub(r"\[\d+\]$", "", at.rpartition(".")[2])
    named = _ENUMS.get(last, "".join(part.title() for part in last.split("_")))
    return _refuse(value, f"type.googleapis.com/google.apps.sheets.v4.{named}", at, wrong)


def _scalar(value: Any, kind: str, at: str, wrong: list[tuple[str, str]]) -> Any:
    if kind in ("string", "google-datetime", "google-fieldmask"):
        return value if isinstance(value, str) else _refuse(value, _SCALARS[kind], at, wrong)
    if kind == "boolean":
        if isinstance(value, bool):
            return value
        if isinstance(value, str) and value.lower() in ("true", "false", "1", "0"):
            return value.lower() in ("true", "1")
        return _refuse(value, _SCALARS[kind], at, wrong)
    number = _number(value)
    if number is None or (kind == "int32" and (number % 1 or int(number) not in _INTEGERS)):
        return _refuse(value, _SCALARS[kind], at, wrong)
    return int(number) if kind == "int32" else number


def _number(value: Any) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        number = float(value)
    except (ValueError, OverflowError):
        return None
    return number if math.isfinite(number) else None


def _refuse(value: Any, kind: str, at: str, wrong: list[tuple[str, str]]) -> Any:
    wrong.append((at, f"Invalid value at '{at}' ({kind}), {_shown(value)}"))
    return None


def _shown(value: Any) -> str:
    if isinstance(value, dict | list):
        return "Starting an object on a scalar field"
    return json.dumps(value, ensure_ascii=False)


def more_than_one(place: int, second: str) -> ApiError:
    """A request that says two things at once."""
    at = f"requests[{place}]"
    text = (
        f"Invalid value at '{at}' (oneof), oneof field 'kind' is already set. Cannot set '{second}'"
    )
    return wrong_shape([(at, text)])
