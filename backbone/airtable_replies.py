"""What a reply must look like before anything is concluded from it.

A proxy's page, half an answer or `{}` with status 200 would otherwise read as "no records", and
everything would be taken for deleted.
"""

import re
from typing import Any, Final

import requests

from museum.errors import TryLater

_RECORDS: Final = ("records", list)
_SHAPES: Final = (
    (re.compile(r"GET /v0/meta/bases/[^/]+/tables"), (("tables", list),)),
    (re.compile(r"POST /v0/meta/bases/[^/]+/tables"), (("id", str), ("name", str))),
    (re.compile(r"GET /v0/bases/[^/]+/webhooks"), (("webhooks", list),)),
    (re.compile(r"POST /v0/bases/[^/]+/webhooks"), (("id", str), ("macSecretBase64", str))),
    (
        re.compile(r"GET /v0/bases/[^/]+/webhooks/[^/]+/payloads"),
        (("payloads", list), ("cursor", int), ("mightHaveMore", bool)),
    ),
    (re.compile(r"POST /v0/bases/[^/]+/webhooks/[^/]+/refresh"), (("expirationTime", str),)),
    (re.compile(r"(GET|PATCH|PUT|DELETE) /v0/app[^/]+/[^/]+"), (_RECORDS,)),
    (re.compile(r"POST /v0/app[^/]+/[^/]+/listRecords"), (_RECORDS,)),
    (re.compile(r"GET /v0/app[^/]+/[^/]+/rec[^/]+"), (("id", str), ("fields", dict))),
)
_MAY_BE_EMPTY: Final = re.compile(
    r"(DELETE /v0/bases/[^/]+/webhooks/[^/]+|POST /v0/bases/[^/]+/webhooks/[^/]+"
    r"/enableNotifications)"
)


def check_reply(method: str, path_url: str, response: requests.Response) -> None:
    """Raise `TryLater` for a success that is none: an empty, cut, foreign or odd body."""
    call = f"{method} {path_url.partition('?')[0]}"
    if not response.content and _MAY_BE_EMPTY.fullmatch(call):
        return
    try:
        body = response.json()
    except requests.JSONDecodeError as error:
        raise _odd("Airtable gaf een antwoord dat niet te lezen is.") from error
    if not isinstance(body, dict) or not _has_shape(call, body):
        raise _odd("Airtable gaf een ander antwoord dan verwacht.")


def _has_shape(call: str, body: dict[str, Any]) -> bool:
    for pattern, parts in _SHAPES:
        if pattern.fullmatch(call):
            return all(isinstance(body.get(name), kind) for name, kind in parts)
    return True


def _odd(what: str) -> TryLater:
    return TryLater(what=what, remedy="Het wordt vanzelf opnieuw geprobeerd.")
