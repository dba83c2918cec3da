"""What a new webhook may ask to be told: the checks on its specification."""

from collections.abc import Mapping
from typing import Any, Final

from sandbox.airtable.errors import ApiError, invalid_request
from sandbox.airtable.state import BaseState

_FILTERS: Final = "specification.options.filters"
_INCLUDES: Final = "specification.options.includes"
# Per list in the filters: the words that may be in it (Airtable's documentation of webhooks).
_WORDS: Final = {
    "dataTypes": frozenset({"tableData", "tableFields", "tableMetadata"}),
    "changeTypes": frozenset({"add", "remove", "update"}),
    "fromSources": frozenset(
        {
            "anonymousUser",
            "automation",
            "client",
            "formPageSubmission",
            "formSubmission",
            "publicApi",
            "sync",
            "system",
            "unknown",
        }
    ),
}
_FIELD_LISTS: Final = ("watchDataInFieldIds", "watchSchemasOfFieldIds")


def accept_specification(data: Any, base: BaseState) -> dict[str, Any]:
    """Return the specification of a new webhook of this base; raises 422 for a wrong one."""
    options = data.get("options") if isinstance(data, dict) else None
    filters = options.get("filters") if isinstance(options, dict) else None
    if not isinstance(options, dict) or not isinstance(filters, dict):
        raise _wrong(f"{_FILTERS}.dataTypes")
    if not filters.get("dataTypes"):
        raise _wrong(f"{_FILTERS}.dataTypes")
    for name, words in _WORDS.items():
        if not _is_list_of(filters.get(name), words):
            raise _wrong(f"{_FILTERS}.{name}")
    for name in _FIELD_LISTS:
        if not _is_list_of(filters.get(name)):
            raise _wrong(f"{_FILTERS}.{name}")
    if not _is_scope(filters.get("recordChangeScope"), base):
        raise _wrong(f"{_FILTERS}.recordChangeScope")
    _check_includes(options.get("includes"))
    return {"options": options}


def _check_includes(includes: Any) -> None:
    if includes is None:
        return
    if not isinstance(includes, Mapping):
        raise _wrong(_INCLUDES)
    wanted = includes.get("includeCellValuesInFieldIds")
    if wanted != "all" and not _is_list_of(wanted):
        raise _wrong(f"{_INCLUDES}.includeCellValuesInFieldIds")


def _is_list_of(value: Any, words: frozenset[str] | None = None) -> bool:
    if value is None:
        return True
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        return False
    return words is None or set(value) <= words


def _is_scope(scope: Any, base: BaseState) -> bool:
    """A scope is the ID of one of the base's tables or views."""
    if scope is None:
        return True
    views = {view.id for table in base.tables.values() for view in table.views}
    known = views | set(base.tables)
    return isinstance(scope, str) and scope in known


def _wrong(what: str) -> ApiError:
    return invalid_request(f"Invalid webhook: {what} is missing or not valid.")
