"""The options of a new field: which ones a type asks for, and which values Airtable takes.

The ranges and names are those of the "field model" page of Airtable's API documentation.
"""

from collections.abc import Callable, Collection, Mapping
from typing import Any, Final
from zoneinfo import available_timezones

from sandbox.airtable.errors import ApiError, unprocessable
from sandbox.airtable.ids import new_id
from sandbox.airtable.typecast import COLORS

DATE_FORMATS: Final = {
    "local": "l",
    "friendly": "LL",
    "us": "M/D/YYYY",
    "european": "D/M/YYYY",
    "iso": "YYYY-MM-DD",
}
TIME_FORMATS: Final = {"12hour": "h:mma", "24hour": "HH:mm"}
# Per type: the options that a new field must name.
REQUIRED_OPTIONS: Final[dict[str, tuple[str, ...]]] = {
    "number": ("precision",),
    "percent": ("precision",),
    "currency": ("precision", "symbol"),
    "singleSelect": ("choices",),
    "multipleSelects": ("choices",),
    "multipleRecordLinks": ("linkedTableId",),
    "date": ("dateFormat",),
    "dateTime": ("dateFormat", "timeFormat", "timeZone"),
    "checkbox": ("color", "icon"),
    "rating": ("color", "icon", "max"),
    "duration": ("durationFormat",),
}
_MOST_DECIMALS: Final = {"number": 8, "percent": 8, "currency": 7}
_FAMILIES: Final = tuple(one.removesuffix("Light2") for one in COLORS)
_BRIGHT: Final = frozenset(f"{family}Bright" for family in _FAMILIES)
_CHOICE_COLORS: Final = frozenset(
    family + shade for family in _FAMILIES for shade in ("Light2", "Light1", "Bright", "Dark1")
)
_RATING_ICONS: Final = frozenset({"star", "heart", "thumbsUp", "flag", "dot"})
_ICONS: Final = {"rating": _RATING_ICONS, "checkbox": _RATING_ICONS | {"check", "xCheckbox"}}
_DURATIONS: Final = frozenset({"h:mm", "h:mm:ss", "h:mm:ss.S", "h:mm:ss.SS", "h:mm:ss.SSS"})


def complete_options(kind: str, given: Any) -> dict[str, Any]:
    """Return the options that a new field of this type gets, written out as Airtable would.

    Raises `ApiError` (422) when one is missing, unknown, or has a value that it cannot have.
    """
    required = REQUIRED_OPTIONS.get(kind, ())
    options = dict(given) if isinstance(given, dict) else {}
    missing = [one for one in required if one not in options]
    if missing:
        raise _bad_options(kind, f"{', '.join(missing)} missing")
    unknown = set(options) - set(required) - {"viewIdForRecordSelection"}
    if unknown:
        raise _bad_options(kind, ", ".join(sorted(unknown)))
    for name, value in options.items():
        check = _CHECKS.get(name)
        if check is not None and not check(kind, value):
            raise _bad_options(kind, name)
    if "choices" in options:
        options["choices"] = _choices(options["choices"])
    for name, formats in (("dateFormat", DATE_FORMATS), ("timeFormat", TIME_FORMATS)):
        if name in options:
            chosen = options[name]["name"]
            options[name] = {"name": chosen, "format": formats[chosen]}
    return {"isReversed": False} if kind == "multipleAttachments" else options


def _bad_options(kind: str, what: str) -> ApiError:
    return unprocessable(
        "INVALID_FIELD_TYPE_OPTIONS_FOR_CREATE", f"Invalid options for {kind}: {what}."
    )


def _is_whole(value: Any, least: int, most: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and least <= value <= most


def _is_one_of(value: Any, names: Collection[str]) -> bool:
    return isinstance(value, str) and value in names


def _is_format(value: Any, formats: Mapping[str, str]) -> bool:
    return isinstance(value, dict) and _is_one_of(value.get("name"), formats)


def _is_zone(value: Any) -> bool:
    return _is_one_of(value, ("utc", "client")) or _is_one_of(value, available_timezones())


def _are_choices(value: Any) -> bool:
    if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
        return False
    names = [one.get("name") for one in value]
    if not all(isinstance(one, str) and one for one in names) or len(set(names)) < len(names):
        return False
    return all(_is_one_of(one.get("color", COLORS[0]), _CHOICE_COLORS) for one in value)


_CHECKS: Final[dict[str, Callable[[str, Any], bool]]] = {
    "precision": lambda kind, value: _is_whole(value, 0, _MOST_DECIMALS[kind]),
    "symbol": lambda _, value: isinstance(value, str),
    "max": lambda _, value: _is_whole(value, 1, 10),
    "color": lambda _, value: _is_one_of(value, _BRIGHT),
    "icon": lambda kind, value: _is_one_of(value, _ICONS[kind]),
    "durationFormat": lambda _, value: _is_one_of(value, _DURATIONS),
    "timeZone": lambda _, value: _is_zone(value),
    "dateFormat": lambda _, value: _is_format(value, DATE_FORMATS),
    "timeFormat": lambda _, value: _is_format(value, TIME_FORMATS),
    "choices": lambda _, value: _are_choices(value),
}


def _choices(given: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [
        {
            "id": new_id("sel"),
            "name": one["name"],
            "color": one.get("color", COLORS[position % len(COLORS)]),
        }
        for position, one in enumerate(given)
    ]
