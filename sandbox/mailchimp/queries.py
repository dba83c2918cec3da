"""What the address of a list of things narrows it to: filters, moments, an order.

What the description names and the stand-in does not work out is refused, never left undone.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from flask import request

from sandbox.mailchimp.errors import bad_request, unknown_here
from sandbox.mailchimp.items import Item
from sandbox.mailchimp.shapes import check_moment

_YES_OR_NO: Final = {"true": True, "1": True, "false": False, "0": False}


def chosen_word(name: str, words: Sequence[str]) -> str | None:
    """Return a word of the address, or None; raises Mailchimp's 400 for one it does not know."""
    word = request.args.get(name)
    if word is not None and word not in words:
        raise bad_request(f"The query parameter '{name}' must be one of: {', '.join(words)}.")
    return word


def chosen_truth(name: str) -> bool | None:
    """Return yes or no, or None; raises Mailchimp's 400 for anything else."""
    word = request.args.get(name)
    if word is None:
        return None
    if word.lower() not in _YES_OR_NO:
        raise bad_request(f"The query parameter '{name}' must be true or false.")
    return _YES_OR_NO[word.lower()]


def not_asked(*names: str) -> None:
    """Raise our 501 when one of these is asked for: we do not work it out."""
    for name in names:
        if name in request.args:
            raise unknown_here(f"the query parameter {name} here")


def narrowed(
    found: Iterable[Item],
    *,
    moments: Mapping[str, str] | None = None,
    equal: Mapping[str, str] | None = None,
    sort: Sequence[str] = (),
) -> list[Item]:
    """Return the rows that fit the address, in its order; raises Mailchimp's 400.

    `moments` is `{name: field}` for `since_name` and `before_name`; `equal` is
    `{parameter: field}`; `sort` are the fields to sort by. A field may lie deeper: `a.b`.
    """
    rows = list(found)
    for parameter, field in (equal or {}).items():
        wanted = request.args.get(parameter)
        if wanted is not None:
            rows = [one for one in rows if _at(one, field).lower() == wanted.lower()]
    for name, field in (moments or {}).items():
        rows = _in_time(rows, name, field)
    by = chosen_word("sort_field", sort) if sort else None
    direction = chosen_word("sort_dir", ("ASC", "DESC")) if sort else None
    if by or direction:
        key = by or sort[0]
        rows.sort(key=lambda one: _at(one, key), reverse=direction == "DESC")
    return rows


def _in_time(rows: list[Item], name: str, field: str) -> list[Item]:
    for word, is_since in (("since", True), ("before", False)):
        text = request.args.get(f"{word}_{name}")
        if not text:
            continue
        edge = check_moment(text, f"{word}_{name}")
        rows = [
            one
            for one in rows
            if _at(one, field) and (check_moment(_at(one, field), field) >= edge) is is_since
        ]
    return rows


def _at(row: Item, field: str) -> str:
    found: Any = row
    for name in field.split("."):
        found = found.get(name, "") if isinstance(found, dict) else ""
    return str(found)
