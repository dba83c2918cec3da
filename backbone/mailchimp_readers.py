"""Single readers at Mailchimp, the webhooks that tell of them, and what the list must have."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from backbone.mailchimp import PAGE, Mailchimp
from backbone.mailchimp_errors import NotThere

EVENTS: Final = ("subscribe", "unsubscribe", "profile", "cleaned", "upemail", "campaign")
SOURCES: Final = {"user": True, "admin": True, "api": False}
"""Our own writes come by the API: they are not told to us (contracts/mailchimp.md, row 10)."""
_FIELDS: Final = (
    "id", "email_address", "status", "last_changed", "merge_fields", "interests", "language",
    "contact_id",
)  # fmt: skip


@dataclass(frozen=True)
class RemoteReader:
    """A reader as Mailchimp has them. `interests` holds the IDs of the groups they are in."""

    key: str
    email: str
    status: str
    changed: str
    fields: Mapping[str, str]
    interests: frozenset[str]
    language: str
    reader: str


class MailchimpReaders(Mailchimp):
    """The readers of one list."""

    def reader(self, key: str) -> RemoteReader | None:
        """Read one reader, by key or contact ID; None when Mailchimp does not know them."""
        try:
            found = self._ask(
                "readers", self._client.lists.get_list_member, self._list_id, key,
                fields=list(_FIELDS),
            )  # fmt: skip
        except NotThere:
            return None
        return _reader(found)

    def readers_since(self, moment: str) -> Iterator[RemoteReader]:
        """Read the readers that changed since a moment of Mailchimp's, who left ones too."""
        fields = [*(f"members.{one}" for one in _FIELDS), "total_items"]
        offset, total = 0, 1
        while offset < total:
            found = self._ask(
                "reconcile", self._client.lists.get_list_members_info, self._list_id,
                fields=fields, count=PAGE, offset=offset, since_last_changed=moment,
            )  # fmt: skip
            total, offset = int(found["total_items"]), offset + PAGE
            yield from (_reader(one) for one in found["members"])

    def change(self, key: str, body: Mapping[str, Any]) -> None:
        """Change one reader; raises `NotThere` and `MemberRefused`."""
        self._ask("readers", self._client.lists.update_list_member, self._list_id, key, dict(body))

    def hooks(self) -> dict[str, dict[str, Any]]:
        """Return the list's webhooks by their address."""
        found = self._ask("webhook", self._client.lists.get_list_webhooks, self._list_id)
        return {str(one["url"]): one for one in found["webhooks"]}

    def make_hook(self, url: str) -> None:
        """Have what happens told at an address, which Mailchimp looks at first."""
        body = {"url": url, "events": dict.fromkeys(EVENTS, True), "sources": SOURCES}
        self._ask("webhook", self._client.lists.create_list_webhook, self._list_id, body)

    def mend_hook(self, hook_id: str) -> None:
        """Have a webhook tell everything but what we did ourselves."""
        body = {"events": dict.fromkeys(EVENTS, True), "sources": SOURCES}
        self._ask("webhook", self._client.lists.update_list_webhook, self._list_id, hook_id, body)

    def drop_hook(self, hook_id: str) -> None:
        """Remove a webhook; one that is gone is no error."""
        try:
            self._ask("webhook", self._client.lists.delete_list_webhook, self._list_id, hook_id)
        except NotThere:
            return

    def field_tags(self) -> frozenset[str]:
        """Return the tags of the merge fields."""
        found = self._ask(
            "setup", self._client.lists.get_list_merge_fields, self._list_id, count=PAGE
        )
        return frozenset(str(one["tag"]) for one in found["merge_fields"])

    def add_field(self, tag: str, name: str) -> None:
        """Make a merge field for text."""
        body = {"tag": tag, "name": name, "type": "text", "public": False}
        self._once("setup", self._client.lists.add_list_merge_field, self._list_id, body)

    def category_ids(self) -> dict[str, str]:
        """Return the ID of every category of groups by its title, in lower case."""
        found = self._ask(
            "setup", self._client.lists.get_list_interest_categories, self._list_id, count=PAGE
        )["categories"]
        return {str(one["title"]).lower(): str(one["id"]) for one in found}

    def add_category(self, title: str) -> str:
        """Make a category of groups; returns its ID."""
        body = {"title": title, "type": "checkboxes"}
        call = self._client.lists.create_list_interest_category
        return str(self._once("setup", call, self._list_id, body)["id"])

    def add_interest(self, category_id: str, name: str) -> None:
        """Make a group."""
        call = self._client.lists.create_interest_category_interest
        self._once("setup", call, self._list_id, category_id, {"name": name})


def _reader(found: Mapping[str, Any]) -> RemoteReader:
    return RemoteReader(
        key=str(found["id"]),
        email=str(found["email_address"]),
        status=str(found["status"]),
        changed=str(found["last_changed"]),
        fields={str(tag): str(value) for tag, value in found["merge_fields"].items()},
        interests=frozenset(key for key, is_on in found["interests"].items() if is_on),
        language=str(found["language"]),
        reader=str(found["contact_id"]),
    )
