"""What stands between a client and the network: the budget, the repeats, the translation.

Mounted on the session of pyairtable or gspread, so that every call it makes passes here. Only what
is safe to repeat is repeated: reading, listing, deleting, and writes that name the place or merge
on a key of ours. A bare create is never sent twice, unless the service said that it did not look
at it (429).
"""

import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import requests
import structlog
from requests.adapters import HTTPAdapter

from backbone.airtable_errors import IteratorLost, QuotaSpent, RateLimited, error_of
from backbone.airtable_replies import check_reply
from backbone.limiter import CallBudget
from museum.errors import MuseumflowError, TryLater

CONNECT_S, READ_S = 10.0, 60.0
ATTEMPTS = 5
PAUSES_S = (0.5, 1.0, 2.0, 4.0)
"""Waited before the second, third, ... attempt, each with up to a quarter more by chance."""

LONGEST_REST_S = 120.0
"""A longer rest than this is not waited for here: the run ends and a later one goes on."""

_log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class RepeatPolicy:
    """How often and after how long a call is repeated. `chance` gives 0 to 1."""

    attempts: int = ATTEMPTS
    pauses_s: tuple[float, ...] = PAUSES_S
    chance: Callable[[], float] = random.random

    def pause_s(self, attempt: int) -> float:
        """Return how long to wait after this failed attempt (1 for the first)."""
        pause_s = self.pauses_s[min(attempt, len(self.pauses_s)) - 1]
        return pause_s * (1 + self.chance() / 4)


@dataclass(frozen=True)
class Manners:
    """How one service speaks: its name, its refusals, its replies, what is safe to send twice.

    `error_of` returns None for a refusal that the client on the wire deals with itself.
    """

    name: str
    error_of: Callable[[requests.Response], MuseumflowError | None]
    check_reply: Callable[[str, str, requests.Response], None]
    is_safe_to_repeat: Callable[[requests.PreparedRequest], bool]


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
        manners: Manners | None = None,
    ) -> None:
        super().__init__(max_retries=0)
        self._manners = manners or AIRTABLE
        self.purpose = "overig"
        self._budget = budget
        self._sleep = sleep
        self._policy = policy
        self._timeout_s = timeout_s

    @contextmanager
    def for_purpose(self, purpose: str) -> Iterator[None]:
        """Count the calls within under this purpose."""
        before, self.purpose = self.purpose, purpose
        try:
            yield
        finally:
            self.purpose = before

    def send(
        self, request: requests.PreparedRequest, *_args: Any, **options: Any
    ) -> requests.Response:
        """Send a request until it succeeds, may not be repeated, or was tried often enough."""
        options["timeout"] = self._timeout_s
        options["stream"] = False
        for attempt in range(1, self._policy.attempts + 1):
            try:
                return self._once(request, options)
            except IteratorLost:
                raise  # the same page will never come: its reader begins the table again
            except TryLater as error:
                _note(self._manners.name, request, attempt, error)
                if attempt == self._policy.attempts or not self._may_go_on(request, error):
                    raise
                self._wait(attempt, error)
        raise AssertionError("unreachable: the last attempt returns or raises")

    def _may_go_on(self, request: requests.PreparedRequest, error: TryLater) -> bool:
        if isinstance(error, RateLimited):
            return error.after_s <= LONGEST_REST_S
        return self._manners.is_safe_to_repeat(request)

    def _wait(self, attempt: int, error: TryLater) -> None:
        if isinstance(error, RateLimited):
            # Everyone rests, not this caller alone: the next turn comes after it.
            self._budget.rest(error.after_s)
        else:
            self._sleep(self._policy.pause_s(attempt))

    def _once(
        self, request: requests.PreparedRequest, options: dict[str, Any]
    ) -> requests.Response:
        with self._budget.call(self.purpose):
            try:
                response = super().send(request, **options)
                response.content  # noqa: B018 - read whole here, where a cut body is understood
            except requests.RequestException as error:
                raise TryLater(
                    what=f"{self._manners.name} was niet te bereiken ({type(error).__name__}).",
                    remedy="Het wordt vanzelf opnieuw geprobeerd.",
                ) from error
        if response.status_code >= 400:
            refusal = self._manners.error_of(response)
            if isinstance(refusal, QuotaSpent):
                self._budget.close_month()
            if refusal is not None:
                raise refusal
            return response
        self._manners.check_reply(str(request.method), request.path_url, response)
        return response


def is_safe_to_repeat(request: requests.PreparedRequest) -> bool:
    """Tell whether sending this twice does the same as sending it once."""
    if request.method in ("GET", "PUT", "PATCH", "DELETE"):
        # A PATCH or PUT names its records, or merges on a key of ours (an upsert).
        return True
    path = request.path_url.partition("?")[0]
    return path.endswith(("/listRecords", "/refresh", "/enableNotifications"))


AIRTABLE = Manners("Airtable", error_of, check_reply, is_safe_to_repeat)


def _note(service: str, request: requests.PreparedRequest, attempt: int, error: TryLater) -> None:
    # The path holds IDs only; a query may hold values.
    path = request.path_url.partition("?")[0]
    kind = type(error.__cause__ or error).__name__
    event = f"{service.lower()}.failed"
    _log.warning(event, method=request.method, path=path, attempt=attempt, kind=kind)
