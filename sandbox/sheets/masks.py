"""Field masks: `sheets(properties.title,data/rowData)` picks, `gridProperties.rowCount` writes."""

import copy
from collections.abc import Mapping
from typing import Any

from sandbox.sheets.errors import unknown_mask
from sandbox.sheets.shapes import schemas, snake

Mask = dict[str, "Mask"]


def parse_mask(text: str) -> Mask:
    """Read a mask into a tree; an empty tree below a name takes all of it. `*` is no limit."""
    mask, rest = _parse_list(text.replace(" ", ""))
    if rest:
        raise unknown_mask(text)
    return mask


def _parse_list(text: str) -> tuple[Mask, str]:
    mask: Mask = {}
    while text and not text.startswith(")"):
        text = _parse_one(text.removeprefix(","), mask)
    return mask, text


def _parse_one(text: str, mask: Mask) -> str:
    here = mask
    while True:
        length = next((place for place, sign in enumerate(text) if sign in ",./()"), len(text))
        name, text = text[:length], text[length:]
        if not name:
            raise unknown_mask(text)
        here = here.setdefault(name, {})
        if text.startswith((".", "/")):
            text = text[1:]
        elif text.startswith("("):
            inner, text = _parse_list(text[1:])
            if not text.startswith(")"):
                raise unknown_mask(text)
            here.update(inner)
            return text[1:]
        else:
            return text


def check_mask(mask: Mask, schema: str, path: str = "") -> None:
    """Raise Google's 400 when a mask names what a schema does not have."""
    known = schemas()[schema]
    for name, below in mask.items():
        if name == "*":
            continue
        kind = known.get(_camel(name, known))
        where = f"{path}.{name}" if path else name
        if kind is None:
            raise unknown_mask(where)
        inner = kind[0] if isinstance(kind, list) else kind
        if below and isinstance(inner, str) and inner in schemas():
            check_mask(below, inner, where)


def pick(data: Any, mask: Mask) -> Any:
    """Return the part of an answer that a mask asks for; lists are picked from one by one."""
    if not mask or "*" in mask:
        return data
    if isinstance(data, list):
        return [pick(one, mask) for one in data]
    if not isinstance(data, dict):
        return data
    names = {_camel(name, data): below for name, below in mask.items()}
    return {key: pick(value, names[key]) for key, value in data.items() if key in names}


def merge(old: Mapping[str, Any], new: Mapping[str, Any], mask: Mask) -> dict[str, Any]:
    """Return `old` with the parts that a mask names taken from `new`; a part not there is gone."""
    if "*" in mask:
        return copy.deepcopy(dict(new))
    merged = copy.deepcopy(dict(old))
    for given, below in mask.items():
        name = _camel(given, {**old, **new})
        if below:
            inner = merge(merged.get(name) or {}, new.get(name) or {}, below)
            merged[name] = inner
        elif name in new:
            merged[name] = copy.deepcopy(new[name])
        else:
            merged.pop(name, None)
        if merged.get(name) in ({}, None):
            merged.pop(name, None)
    return merged


def _camel(name: str, known: Mapping[str, Any]) -> str:
    if name in known or "_" not in name:
        return name
    return next((one for one in known if snake(one) == name), name)
