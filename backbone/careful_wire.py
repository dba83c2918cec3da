"""What stands between pyairtable and the network: the budget, the repeats, the translation.

Mounted on pyairtable's session, so that every call it makes passes here. Only what is safe to
repeat is repeated: reading, listing, and writes that name the record or merge on a key of ours.
"""

import json
import random
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import requests
from requests.adapters import HTTPAdapter

from backbone.airtable_errors import QuotaSpent, RateLimited, error_of
from backbone.limiter import CallBudget
from museum.errors import TryLater

CONNECT_S, READ_S = 10.0, 60.0
ATTEMPTS = 5
PAUSES_S = (0.5, 1.0, 2.0, 4.0)
"""Waited before the second, third, ... attempt, each with up to a quarter more by chance."""


@dataclass(frozen=True)
class RepeatPolicy:
    """How often and after how long a call is repeated."""

    attempts: int = ATTEMPTS
    pauses_s: tuple[float, ...] = PAUSES_S

    def pause_s(self, attempt: int, asked_s: float) -> float:
        """Return how long to wait after this failed attempt (1 for the first)."""
        pause = self.pauses_s[min(attempt, len(self.pauses_s)) - 1]
        return max(asked_s, pause * (1 + random.random() / 4))


class CarefulWire(HTTPAdapter):
    """A requests adapter that waits its turn, repeats what is safe, and never lets odd replies by.

    `purpose` names what the calls are for, for the monthly count; the caller may change it.
    """

    def __init__(
        self,
        budget: CallBudget,
        sleep: Callable[[float], None],
        policy: RepeatPolicy = RepeatPolicy(),
        timeout_s: tuple[float, float] = (CONNECT_S, READ_S),
    ) -> None:
        super().__init__(max_retries=0)
        self.purpose = "overig"
        self._budget = budget
        self._sleep = sleep
        self._policy = policy
        self._timeout_s = timeout_s

    def send(
        self, request: requests.PreparedRequest, *_args: Any, **options: Any
    ) -> requests.Response:
        """Send a request until it succeeds, may not be repeated, or was tried often enough."""
        options["timeout"] = self._timeout_s
        options["stream"] = False
        for attempt in range(1, self._policy.attempts + 1):
            try:
                return self._once(request, options)
            except QuotaSpent:
                raise
            except TryLater as error:
                may_repeat = isinstance(error, RateLimited) or is_safe_to_repeat(request)
                if not may_repeat or error.after_s < 0 or attempt == self._policy.attempts:
                    raise
                self._sleep(self._policy.pause_s(attempt, error.after_s))
        raise AssertionError("unreachable: the last attempt returns or raises")

    def _once(
        self, request: requests.PreparedRequest, options: dict[str, Any]
    ) -> requests.Response:
        self._budget.wait_for_turn(self.purpose)
        try:
            response = super().send(request, **options)
            body = response.content
        except requests.RequestException as error:
            raise TryLater(
                what=f"Airtable was niet te bereiken ({type(error).__name__}).",
                remedy="Het wordt vanzelf opnieuw geprobeerd.",
            ) from error
        if response.status_code >= 400:
            raise error_of(response)
        _check_body(request, body)
        return response


def is_safe_to_repeat(request: requests.PreparedRequest) -> bool:
    """Tell whether sending this twice does the same as sending it once."""
    if request.method in ("GET", "PUT", "PATCH"):
        # A PATCH or PUT names its records, or merges on a key of ours (an upsert).
        return True
    if request.method == "POST":
        path = (request.url or "").partition("?")[0]
        return path.endswith(("/listRecords", "/refresh", "/enableNotifications"))
    return False


def _check_body(request: requests.PreparedRequest, body: bytes) -> None:
    """Refuse a success that is none: an empty, cut or foreign body."""
    if not body and "/webhooks/" in (request.url or ""):
        return
    try:
        parsed = json.loads(body)
    except ValueError as error:
        raise TryLater(
            what="Airtable gaf een antwoord dat niet te lezen is.",
            remedy="Het wordt vanzelf opnieuw geprobeerd.",
        ) from error
    if not isinstance(parsed, dict):
        raise TryLater(
            what="Airtable gaf een ander antwoord dan verwacht.",
            remedy="Het wordt vanzelf opnieuw geprobeerd.",
        )
