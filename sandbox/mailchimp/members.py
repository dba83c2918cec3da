"""Members: made, changed, archived, erased, and what Mailchimp will not do for a program."""

import json
import re
from typing import Any, Final

from sandbox.mailchimp.account import Account
from sandbox.mailchimp.addresses import check_address, check_interests, check_merge_fields
from sandbox.mailchimp.audiences import interests_of
from sandbox.mailchimp.blanks import MEMBER, filled
from sandbox.mailchimp.errors import (
    forgotten,
    in_compliance_state,
    invalid,
    member_exists,
    not_found,
)
from sandbox.mailchimp.hooks import fire
from sandbox.mailchimp.items import Item, hash_of, new_id
from sandbox.mailchimp.notes import Notes
from sandbox.mailchimp.optin import ask_to_confirm
from sandbox.mailchimp.tags import set_tags

_ONLY_ALONE: Final = frozenset(
    {
        "sms_phone_number", "sms_subscription_status", "sms_subscription_last_updated",
        "unsubscribe_reason", "marketing_permissions", "consents_to_one_to_one_messaging",
        "web_id", "source",
    }
)  # fmt: skip
_HASH: Final = re.compile(r"[0-9a-f]{32}")
_NOT_IN_BATCH: Final = _ONLY_ALONE | {"full_name"}
_NOT_IN_SEGMENT: Final = _ONLY_ALONE | {"contact_id", "tags", "tags_count"}
_PLAIN: Final = (
    "email_type", "language", "vip", "ip_signup", "timestamp_signup", "ip_opt", "timestamp_opt",
)  # fmt: skip


class Members:
    """The members of one list."""

    def __init__(self, account: Account, list_id: str) -> None:
        self._account = account
        self._items = account.items
        self.list = account.items.get("list", "", list_id)
        self.list_id = list_id
        self._fields = self._items.all("merge_field", list_id)
        self._interests = interests_of(account, list_id)

    def find(self, key: str) -> Item | None:
        """Return a member by hash, address or contact ID, archived or not; or None."""
        found = self._items.find("member", self.list_id, hash_of(key) if "@" in key else key)
        return found or self._by_contact_id(key)

    def _by_contact_id(self, key: str) -> Item | None:
        if not _HASH.fullmatch(key):
            return None
        rows = self._items.store.rows(
            "SELECT body FROM mailchimp_items WHERE kind = 'member' AND parent = ?"
            " AND json_extract(body, '$.contact_id') = ?",
            (self.list_id, key),
        )
        return json.loads(rows[0][0]) if rows else None

    def get(self, key: str) -> Item:
        """Return a member; raises Mailchimp's 404."""
        found = self.find(key)
        if found is None:
            raise not_found()
        return found

    def add(self, data: Item, source: str = "api", *, skip: bool = False) -> Item:
        """Make a member; one that is there is refused, but an archived one comes back."""
        email = check_address(data["email_address"])
        there = self.find(email)
        if there and there["status"] != "archived":
            raise member_exists(email)
        return self._save(there, {**data, "email_address": email}, source, skip=skip)

    def put(self, key: str, data: Item, source: str = "api", *, skip: bool = False) -> Item:
        """Make or change a member under a hash."""
        email = check_address(data["email_address"])
        there = self.find(key)
        if there is None:
            if key != hash_of(email) and key.lower() != email.lower():
                raise invalid(("email_address", "The address does not match the hash."))
            data = {**data, "status": data["status_if_new"]}
        elif there["status"] == "archived" and "status" not in data:
            data = {**data, "status": data["status_if_new"]}
        changed = {name: value for name, value in data.items() if name != "status_if_new"}
        return self._save(there, {**changed, "email_address": email}, source, skip=skip)

    def patch(self, key: str, data: Item, source: str = "api", *, skip: bool = False) -> Item:
        """Change a member that is there, by their hash."""
        return self.change(self.get(key), data, source, skip=skip)

    def change(self, there: Item, data: Item, source: str = "api", *, skip: bool = False) -> Item:
        """Change a member that was read already."""
        if "email_address" in data:
            data = {**data, "email_address": check_address(data["email_address"])}
        return self._save(there, data, source, skip=skip)

    def archive(self, key: str, source: str = "api") -> None:
        """Take a member out of the audience; what is known of them stays."""
        there = self.get(key)
        if there["status"] == "archived":
            raise not_found()
        self.write({**there, "status": "archived", "archived_from": there["status"]})
        if there["status"] == "subscribed":
            fire(self._account, self.list_id, "unsubscribe", there, source, action="delete")

    def erase(self, key: str) -> None:
        """Forget a member for good; only their hash stays, so that nobody brings them back."""
        there = self.get(key)
        self._items.delete("member", self.list_id, there["id"])
        self._items.put("forgotten", self.list_id, there["id"], {"at": self._account.now()})

    def leave(self, there: Item, reason: str, campaign_id: str = "", source: str = "user") -> Item:
        """Let a reader unsubscribe, or complain (`abuse`): no program subscribes them again."""
        left = {**there, "status": "unsubscribed", "is_left": True, "unsubscribe_reason": reason}
        self.write({**left, "left_campaign": campaign_id})
        word = "abuse" if "abuse" in reason else "manual"
        extra = {"action": "unsub", "reason": word, "campaign_id": campaign_id}
        fire(self._account, self.list_id, "unsubscribe", left, source, **extra)
        return left

    def clean(self, there: Item, reason: str, campaign_id: str = "") -> Item:
        """Take an address out whose mail does not arrive."""
        cleaned = {**there, "status": "cleaned"}
        self.write(cleaned)
        extra = {"reason": reason, "campaign_id": campaign_id}
        fire(self._account, self.list_id, "cleaned", cleaned, "admin", **extra)
        return cleaned

    def confirm(self, there: Item) -> Item:
        """Subscribe who pressed the button in the mail that asked to."""
        changed = {**there, "status": "subscribed", "is_left": False}
        changed["timestamp_opt"] = self._account.now()
        self.write(changed)
        fire(self._account, self.list_id, "subscribe", changed, "user")
        return changed

    def write(self, member: Item) -> None:
        """Keep a member as it is."""
        member["last_changed"] = self._account.now()
        self._items.put("member", self.list_id, member["id"], member, member["status"])

    def _save(self, there: Item | None, data: Item, source: str, *, skip: bool) -> Item:
        base: Item = there or self._new(data["email_address"])
        email = str(data.get("email_address", base["email_address"]))
        self._check_may(base if there else None, email, data.get("status"))
        member: Item = {**base, **{name: data[name] for name in _PLAIN if name in data}}
        merged = {**base["merge_fields"], **data.get("merge_fields", {})}
        if there is None or "merge_fields" in data:
            member["merge_fields"] = check_merge_fields(self._fields, merged, skip=skip)
        chosen = check_interests(self._interests, data.get("interests", {}))
        member["interests"] = {**base["interests"], **chosen}
        member["location"] = {**base["location"], **data.get("location", {})}
        member["status"] = data.get("status", base["status"])
        self._set_times(member, base if there else None)
        member = self._move(member, email)
        if "tags" in data:
            with self._items.store.transaction():
                member["tags"] = set_tags(self._account, self.list_id, member, data["tags"])
        self.write(member)
        self._tell(there, member, source)
        return member

    def _check_may(self, there: Item | None, email: str, status: str | None) -> None:
        """Raise what Mailchimp has against it: erased, left by themselves, bounced."""
        if there is None and self._items.find("forgotten", self.list_id, hash_of(email)):
            raise forgotten(email)
        if there is None:
            return
        if there["status"] == "cleaned" and status != "cleaned":
            raise in_compliance_state(email)
        was_cleaned = there.get("archived_from") == "cleaned" and there["status"] == "archived"
        if status == "subscribed" and (there.get("is_left") or was_cleaned):
            raise in_compliance_state(email)

    def _move(self, member: Item, email: str) -> Item:
        """Give a member another address: another hash, the same person."""
        key = hash_of(email)
        if key == member["id"]:
            return {**member, "email_address": email}
        if self.find(key):
            raise member_exists(email)
        self._items.delete("member", self.list_id, member["id"])
        return {**member, "email_address": email, "id": key}

    def _set_times(self, member: Item, before: Item | None) -> None:
        if member["status"] == "subscribed" and (before or {}).get("status") != "subscribed":
            member["timestamp_opt"] = member.get("timestamp_opt") or self._account.now()
        if member["status"] == "unsubscribed" and not member.get("unsubscribe_reason"):
            member["unsubscribe_reason"] = "N/A (Unsubscribed by an admin)"

    def _tell(self, before: Item | None, member: Item, source: str) -> None:
        account, old = self._account, before or {}
        if member["status"] != old.get("status"):
            if member["status"] == "pending":
                ask_to_confirm(account, self.list, member)
            elif member["status"] == "subscribed":
                fire(account, self.list_id, "subscribe", member, source)
            elif member["status"] == "unsubscribed" and before:
                extra = {"action": "unsub", "reason": "manual"}
                fire(account, self.list_id, "unsubscribe", member, source, **extra)
            return
        if member["id"] != old.get("id"):
            moved = {"old_email": old["email_address"], "new_email": member["email_address"]}
            moved["new_id"] = member["unique_email_id"]
            fire(account, self.list_id, "upemail", member, source, **moved)
        names = ("merge_fields", "interests", "language", "email_type")
        if any(member[one] != old.get(one) for one in names):
            fire(account, self.list_id, "profile", member, source)

    def _new(self, email: str) -> Item:
        now = self._account.now()
        return {
            "id": hash_of(email),
            "email_address": email,
            "unique_email_id": new_id(),
            "contact_id": hash_of(f"{self._account.id} {email}"),
            "web_id": self._items.next_number("web_id", 100_000),
            "email_type": "html",
            "status": "",
            "merge_fields": {},
            "interests": {},
            "location": {},
            "language": "",
            "vip": False,
            "tags": [],
            "ip_signup": "",
            "timestamp_signup": now,
            "ip_opt": "",
            "timestamp_opt": "",
            "source": "API - Generic",
        }

    def show(self, member: Item) -> Item:
        """Return a member as the API does."""
        fields = {one["tag"]: one["default_value"] for one in self._fields}
        merged: dict[str, Any] = {**fields, **member["merge_fields"]}
        left_out = ("is_left", "archived_from", "left_campaign", "has_notes")
        shown = {name: value for name, value in member.items() if name not in left_out}
        if member["status"] != "unsubscribed":
            shown.pop("unsubscribe_reason", None)
        if member.get("has_notes"):
            shown["last_note"] = Notes(self._account, self.list_id, member).last()
        names = [merged.get("FNAME", ""), merged.get("LNAME", "")]
        whole = {
            **shown,
            "full_name": " ".join(str(one) for one in names if one),
            "merge_fields": merged,
            "interests": {one: member["interests"].get(one, False) for one in self._interests},
            "tags_count": len(member["tags"]),
            "tags": [{"id": one["id"], "name": one["name"]} for one in member["tags"]],
            "list_id": self.list_id,
        }
        return filled(MEMBER, whole)

    def show_in_batch(self, member: Item) -> Item:
        """Return a member as the answer of a batch has it: with less."""
        return _less(self.show(member), _NOT_IN_BATCH)

    def show_in_segment(self, member: Item) -> Item:
        """Return a member as a segment's list has it: with less."""
        return _less(self.show(member), _NOT_IN_SEGMENT)


def _less(shown: Item, left_out: frozenset[str]) -> Item:
    found = {name: value for name, value in shown.items() if name not in left_out}
    found["location"] = {k: v for k, v in shown["location"].items() if k != "region"}
    found["stats"] = {k: v for k, v in shown["stats"].items() if k != "ecommerce_data"}
    return {**found, "_links": []}
