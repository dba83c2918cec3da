"""Faults that a test orders: the next calls that match go wrong in a chosen way.

Kinds: `status` answers with a status (and `body`, or the service's own); `reset` drops the
connection before anything happened; `lost-reply` lets the effect happen and then drops the
connection; `truncate` sends half of the answer; `slow` waits `seconds` first.
"""

import re
import threading
from dataclasses import asdict, dataclass
from typing import Any, Final

from sandbox.errors import SandboxError

KINDS: Final = ("status", "reset", "slow", "truncate", "lost-reply")
SERVICES: Final = ("airtable", "sheets", "oauth", "mailchimp", "smtp", "imap")
_METHOD_MATCH = re.compile(r"(GET|POST|PUT|PATCH|DELETE)(?: (.*))?")


@dataclass
class Fault:
    """One order.

    `match` is a substring of `METHOD path?query`, or `METHOD path-regex`, or `*` for every call.
    """

    service: str
    match: str
    times: int
    kind: str
    status: int = 500
    retry_after: int | None = None
    seconds: float = 0.0
    body: Any = None

    def hits(self, service: str, method: str, target: str) -> bool:
        """Whether a call (`target` is path and query) is one of those meant."""
        if service != self.service:
            return False
        found = _METHOD_MATCH.fullmatch(self.match)
        if self.match == "*":
            return True
        if found is None:
            return self.match in f"{method} {target}"
        return found[1] == method and bool(re.search(found[2] or "", target))


class FaultBook:
    """The orders that still stand; the oldest that matches is used first."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._faults: list[Fault] = []
        self._stopped = threading.Event()

    def add(self, fault: Fault) -> None:
        """Take an order."""
        with self._lock:
            self._faults.append(fault)

    def take(self, service: str, method: str, target: str) -> Fault | None:
        """Return the fault for a call, and count it off."""
        with self._lock:
            for fault in self._faults:
                if fault.hits(service, method, target):
                    fault.times -= 1
                    if fault.times <= 0:
                        self._faults.remove(fault)
                    return fault
        return None

    def wait(self, seconds: float) -> None:
        """Keep a call waiting, but no longer than the sandbox runs."""
        self._stopped.wait(seconds)

    def stop(self) -> None:
        """Let go of the calls that are kept waiting."""
        self._stopped.set()

    def standing(self) -> list[dict[str, Any]]:
        """The orders that have not been used up."""
        with self._lock:
            return [asdict(fault) for fault in self._faults]

    def clear(self) -> None:
        """Withdraw every order."""
        with self._lock:
            self._faults.clear()


def parse_fault(data: Any) -> Fault:
    """Read an order from JSON; raises `SandboxError` with what is wrong with it."""
    if not isinstance(data, dict):
        raise SandboxError("Send a JSON object: {service, match, times, kind, ...}.")
    unknown = sorted(set(data) - set(Fault.__dataclass_fields__))
    if unknown:
        raise SandboxError(f"Unknown key: {', '.join(unknown)}.")
    kind = data.get("kind")
    if kind not in KINDS:
        raise SandboxError(f'"kind" must be one of: {", ".join(KINDS)}.')
    fault = Fault(
        service=_service(data.get("service", "airtable")),
        match=_typed(data, "match", str, ""),
        times=_typed(data, "times", int, 1),
        kind=kind,
        status=_typed(data, "status", int, 500),
        retry_after=data.get("retry_after"),
        seconds=float(_typed(data, "seconds", (int, float), 0.0)),
        body=data.get("body"),
    )
    _check(fault)
    return fault


def _service(name: Any) -> str:
    if name not in SERVICES:
        raise SandboxError(f'"service" must be one of: {", ".join(SERVICES)}.')
    return str(name)


def _typed(data: dict[str, Any], key: str, kind: Any, default: Any) -> Any:
    value = data.get(key, default)
    if not isinstance(value, kind) or isinstance(value, bool):
        raise SandboxError(f'"{key}" has the wrong type.')
    return value


def _check(fault: Fault) -> None:
    if fault.times < 1:
        raise SandboxError('"times" must be 1 or more.')
    if not 200 <= fault.status <= 599:
        raise SandboxError('"status" must be an HTTP status from 200 to 599.')
    if fault.retry_after is not None and not isinstance(fault.retry_after, int):
        raise SandboxError('"retry_after" must be a whole number of seconds.')
    if not 0 <= fault.seconds <= 600:
        raise SandboxError('"seconds" must be from 0 to 600.')
    found = _METHOD_MATCH.fullmatch(fault.match)
    try:
        re.compile((found and found[2]) or "")
    except re.error as error:
        raise SandboxError(f'"match" is no regular expression: {error}.') from error
