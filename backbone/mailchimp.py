"""Mailchimp, by its own client: bounded in time and connections, counted, its errors ours.

Only what may be done twice is tried again by itself: reads, and writes whose second time changes
nothing. Whoever sends a campaign reads its status instead (contracts/mailchimp.md, row 9).
"""

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from mailchimp_marketing import Client
from mailchimp_marketing.api_client import ApiClientError

from backbone.calls import CallCounts
from backbone.mailchimp_errors import NotThere, error_of, refusal_of, reply_of
from museum.errors import TryLater

SERVICE: Final = "mailchimp"
TIMEOUT_S: Final = 60
MAX_CONNECTIONS: Final = 10
BATCH: Final = 500
PAGE: Final = 1000
PAUSES_S: Final = (0.5, 2.0, 5.0)
_READER_FIELDS: Final = ("id", "status", "last_changed", "contact_id")


@dataclass(frozen=True)
class RemoteMember:
    """A member as Mailchimp has it. `key` is the MD5 of the address in lower case."""

    key: str
    status: str
    changed: str
    reader: str
    """Mailchimp's own ID of the contact: it stays when the address changes."""


@dataclass(frozen=True)
class Saved:
    """What came of members that were sent: those taken, by key, and those refused."""

    taken: Mapping[str, RemoteMember]
    refusals: tuple["Refusal", ...]


@dataclass(frozen=True)
class Refusal:
    """A member of a batch that was refused; `place` is where it stood. Dutch sentences."""

    place: int
    what: str
    remedy: str
    is_there: bool = False
    """It was not refused for itself: a member by that address is there already."""


class Mailchimp:
    """One account and one list. `wait` takes seconds; `address` empty is Mailchimp itself.

    `pauses_s`: how long to wait before each further try after a passing fault.
    """

    def __init__(
        self,
        key: str,
        list_id: str,
        counts: CallCounts,
        now: Callable[[], datetime],
        wait: Callable[[float], object],
        address: str = "",
        timeout_s: float = TIMEOUT_S,
        pauses_s: Sequence[float] = PAUSES_S,
    ) -> None:
        self._pauses_s = pauses_s
        self._list_id = list_id
        self._counts = counts
        self._now = now
        self._wait = wait
        self._places = threading.BoundedSemaphore(MAX_CONNECTIONS)
        self._client = Client({"api_key": key, "timeout": timeout_s})
        if address:
            # Without a data centre, or the client would write it over every "server" in a URL.
            self._client.api_client.host = f"{address.rstrip('/')}/3.0"
            self._client.api_client.server = ""

    def ping(self) -> None:
        """Raise our error when Mailchimp does not answer or does not know the key."""
        self._ask("doctor", self._client.ping.get)

    def members(self) -> Iterator[RemoteMember]:
        """Read the state of every member, archived ones too: a thousand a call."""
        for status in (None, "archived"):
            offset, total = 0, 1
            while offset < total:
                found = self._page(status, offset)
                total, offset = int(found["total_items"]), offset + PAGE
                yield from (_member(one) for one in found["members"])

    def member(self, key: str) -> RemoteMember | None:
        """Read the state of one member; None when Mailchimp does not know them."""
        try:
            one = self._ask(
                "members", self._client.lists.get_list_member, self._list_id, key,
                fields=list(_READER_FIELDS),
            )  # fmt: skip
        except NotThere:
            return None
        return _member(one)

    def save(self, members: Sequence[dict[str, Any]], *, is_new: bool) -> Saved:
        """Send up to 500 members in one call; returns those taken and those refused.

        New ones are made only: one who is there is refused with `is_there`, so that nobody who
        left is subscribed by us. The others are changed, and `status` is left out of them.
        """
        body = {"members": list(members), "update_existing": not is_new, "sync_tags": not is_new}
        found = self._ask("members", self._client.lists.batch_list_members, self._list_id, body)
        places = {str(one["email_address"]).lower(): at for at, one in enumerate(members)}
        taken = [_member(one) for one in (*found["new_members"], *found["updated_members"])]
        refusals = tuple(_refusal(one, places) for one in found["errors"])
        return Saved({one.key: one for one in taken}, refusals)

    def invite(self, key: str, member: dict[str, Any]) -> None:
        """Ask somebody to confirm a fresh consent: they become `pending`, never more."""
        given = {name: value for name, value in member.items() if name != "tags"}
        body = {**given, "status": "pending", "status_if_new": "pending"}
        self._ask("members", self._client.lists.set_list_member, self._list_id, key, body)

    def archive(self, key: str) -> None:
        """Take a member out of the list; one who is out already is no error."""
        try:
            self._ask("members", self._client.lists.delete_list_member, self._list_id, key)
        except NotThere:
            return

    def interests(self) -> dict[str, str]:
        """Return the ID of every interest, by `category/name` in lower case."""
        lists, found = self._client.lists, {}
        categories = self._ask(
            "setup", lists.get_list_interest_categories, self._list_id, count=PAGE
        )["categories"]
        for category in categories:
            interests = self._ask(
                "setup", lists.list_interest_category_interests, self._list_id, category["id"],
                count=PAGE,
            )["interests"]  # fmt: skip
            for one in interests:
                found[f"{category['title']}/{one['name']}".lower()] = str(one["id"])
        return found

    def _page(self, status: str | None, offset: int) -> dict[str, Any]:
        fields = [f"members.{one}" for one in _READER_FIELDS]
        chosen = {"status": status} if status else {}
        return self._ask(
            "reconcile", self._client.lists.get_list_members_info, self._list_id,
            fields=[*fields, "total_items"], count=PAGE, offset=offset, **chosen,
        )  # fmt: skip

    def _ask(
        self, purpose: str, call: Callable[..., Any], *given: Any, **query: Any
    ) -> dict[str, Any]:
        """Make a call that may be made twice; tries again after a passing fault."""
        for pause_s in self._pauses_s:
            try:
                return self._once(purpose, call, *given, **query)
            except TryLater as error:
                self._wait(max(pause_s, error.after_s))
        return self._once(purpose, call, *given, **query)

    def _once(
        self, purpose: str, call: Callable[..., Any], *given: Any, **query: Any
    ) -> dict[str, Any]:
        with self._places:
            self._counts.count_call(SERVICE, purpose, self._now())
            try:
                return reply_of(call(*given, **query))
            except ApiClientError as error:
                raise error_of(error) from error


def _member(found: Mapping[str, Any]) -> RemoteMember:
    return RemoteMember(found["id"], found["status"], found["last_changed"], found["contact_id"])


def _refusal(error: dict[str, Any], places: dict[str, int]) -> Refusal:
    place = places.get(str(error["email_address"]).lower(), -1)
    if error["error_code"] == "ERROR_CONTACT_EXISTS":
        return Refusal(place, "Dit adres staat al in de lijst.", "", is_there=True)
    known = refusal_of("", str(error["error"]))
    if known is not None:
        return Refusal(place, known.what, known.remedy)
    return Refusal(
        place, "Mailchimp nam deze lezer niet aan.", "Kijk in de tabel naar adres en naam."
    )
