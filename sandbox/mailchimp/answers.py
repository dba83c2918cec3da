"""Bodies as the API reads and gives them: shapes, pages of rows, chosen fields, links."""

import json
from typing import Any, Final

from flask import Response, request

from sandbox.mailchimp.errors import ProblemError, bad_request
from sandbox.mailchimp.items import Item
from sandbox.mailchimp.shapes import check, number_in

MAX_COUNT: Final = 1000
_MAX_OFFSET: Final = 10_000_000


def read(shape: dict[str, Any]) -> dict[str, Any]:
    """Return the body of this call, checked; raises Mailchimp's 400."""
    text = request.get_data(as_text=True)
    try:
        data = json.loads(text) if text.strip() else None
    except ValueError as error:
        said = "We encountered an unspecified JSON parsing error."
        raise ProblemError(400, "JSON Parse Error", said) from error
    return check(data, shape)


def answer(found: Item, status: int = 200) -> Response:
    """Return one thing, with its link, and only the fields that were asked for."""
    whole = {**found, "_links": [_self_link()]}
    return _json(_chosen(whole), status)


def bare_answer(found: Item) -> Response:
    """Return what the description gives no links to."""
    return _json(_chosen(found), 200)


def rows(name: str, found: list[Item], total: int | None = None, **more: Any) -> Response:
    """Return a page of rows: `count` (10) from `offset`; `total` says they are cut already."""
    whole = _page_of(name, found, total, more)
    whole[name] = [{**one, "_links": []} for one in whole[name]]
    return _json(_chosen({**whole, "_links": [_self_link()]}), 200)


def bare_rows(name: str, found: list[Item], *, has_links: bool = False) -> Response:
    """Return a page of rows to which the description gives no links of their own."""
    whole = _page_of(name, found, None, {})
    return _json(_chosen({**whole, "_links": [_self_link()]} if has_links else whole), 200)


def _page_of(name: str, found: list[Item], total: int | None, more: Item) -> Item:
    offset, count = page()
    shown = found if total is not None else found[offset : offset + count]
    return {name: shown, **more, "total_items": len(found) if total is None else total}


def page() -> tuple[int, int]:
    """Return the offset and count that were asked for."""
    return (
        number_in(request.args.get("offset"), 0, _MAX_OFFSET, "offset"),
        number_in(request.args.get("count"), 10, MAX_COUNT, "count"),
    )


def nothing() -> Response:
    """Return Mailchimp's 204."""
    return Response(status=204)


def problem_reply(problem: ProblemError, instance: str) -> Response:
    """Return a refusal, as problem+json."""
    return Response(
        json.dumps(problem.body(instance)),
        problem.status,
        content_type="application/problem+json; charset=utf-8",
    )


def _json(body: Any, status: int) -> Response:
    return Response(json.dumps(body), status, content_type="application/json; charset=utf-8")


def _self_link() -> dict[str, str]:
    return {"rel": "self", "href": request.base_url, "method": "GET"}


def _chosen(whole: Any) -> Any:
    fields, excluded = request.args.get("fields"), request.args.get("exclude_fields")
    if fields and excluded:
        raise bad_request("Use either fields or exclude_fields, not both.")
    if fields:
        return _only(whole, [one.strip().split(".") for one in fields.split(",")])
    if excluded:
        return _without(whole, [one.strip().split(".") for one in excluded.split(",")])
    return whole


def _only(value: Any, paths: list[list[str]]) -> Any:
    if isinstance(value, list):
        return [_only(one, paths) for one in value]
    if not isinstance(value, dict) or any(not path for path in paths):
        return value
    return {
        name: _only(inner, [path[1:] for path in paths if path[0] == name])
        for name, inner in value.items()
        if any(path[0] == name for path in paths)
    }


def _without(value: Any, paths: list[list[str]]) -> Any:
    if isinstance(value, list):
        return [_without(one, paths) for one in value]
    if not isinstance(value, dict):
        return value
    return {
        name: _without(inner, [path[1:] for path in paths if path[0] == name and path[1:]])
        for name, inner in value.items()
        if [name] not in paths
    }
