"""Audiences (lists), their merge fields and interests, as Mailchimp shows and refuses them."""

import re
from typing import Any, Final

from sandbox.mailchimp.account import Account
from sandbox.mailchimp.blanks import LIST_CONTACT, LIST_STATS, MERGE_OPTIONS
from sandbox.mailchimp.errors import ProblemError, bad_request, invalid
from sandbox.mailchimp.items import Item, new_id

MAX_MERGE_FIELDS: Final = 30
MAX_GROUPS: Final = 60
_TAG: Final = re.compile(r"[A-Z0-9_]{1,10}")
_TAKEN: Final = ("EMAIL", "UNSUB", "ARCHIVE", "INTERESTS", "FORWARD", "UPDATE_PROFILE")


def add_list(account: Account, data: Item) -> Item:
    """Make an audience, with the merge fields that each has from the start."""
    items, list_id = account.items, new_id()
    found = {
        "id": list_id,
        "web_id": items.next_number("web_id", 100_000),
        "use_archive_bar": True,
        "notify_on_subscribe": "",
        "notify_on_unsubscribe": "",
        "double_optin": False,
        "marketing_permissions": False,
        **data,
        "contact": {**LIST_CONTACT, **data["contact"]},
        "date_created": account.now(),
    }
    with items.store.transaction():
        items.put("list", "", list_id, found)
        for name, tag in (("First Name", "FNAME"), ("Last Name", "LNAME")):
            add_merge_field(account, list_id, {"name": name, "tag": tag, "type": "text"})
    return found


def show_list(account: Account, found: Item) -> Item:
    """Return an audience as the API does, with its figures."""
    items, list_id = account.items, found["id"]
    counts = {
        status: items.count("member", list_id, status)
        for status in ("subscribed", "unsubscribed", "cleaned", "archived", "pending")
    }
    sent = [one for one in items.all("campaign") if one["recipients"].get("list_id") == list_id]
    ended = [one for one in sent if one["status"] == "sent"]
    return {
        **found,
        "list_rating": 0,
        "subscribe_url_short": f"{account.address}/mc/subscribe/{list_id}",
        "subscribe_url_long": f"{account.address}/mc/subscribe/{list_id}",
        "beamer_address": f"{list_id}@inbound.example",
        "visibility": "pub",
        "has_welcome": False,
        "modules": [],
        "stats": {
            **LIST_STATS,
            "member_count": counts["subscribed"],
            "total_contacts": sum(counts.values()),
            "unsubscribe_count": counts["unsubscribed"],
            "cleaned_count": counts["cleaned"],
            "campaign_count": len(sent),
            "campaign_last_sent": ended[-1]["send_time"] if ended else "",
            "merge_field_count": items.count("merge_field", list_id),
        },
    }


def add_merge_field(account: Account, list_id: str, data: Item) -> Item:
    """Make a merge field; at most 30, tags of at most 10 characters."""
    items = account.items
    there = items.all("merge_field", list_id)
    if len(there) >= MAX_MERGE_FIELDS:
        raise bad_request("Your list has reached its merge field limit of 30.")
    merge_id = max((one["merge_id"] for one in there), default=0) + 1
    tag = str(data.get("tag") or f"MMERGE{merge_id}").upper()
    _check_tag(tag, [one["tag"] for one in there])
    found = {
        "merge_id": merge_id,
        "required": False,
        "default_value": "",
        "public": False,
        "display_order": merge_id + 1,
        "help_text": "",
        **data,
        "tag": tag,
        "options": _options(data["type"], data.get("options", {})),
        "list_id": list_id,
    }
    return items.put("merge_field", list_id, str(merge_id), found)


def change_merge_field(account: Account, list_id: str, merge_id: str, data: Item) -> Item:
    """Change a merge field."""
    items = account.items
    found = items.get("merge_field", list_id, merge_id)
    if "tag" in data:
        others = [one["tag"] for one in items.all("merge_field", list_id)]
        data = {**data, "tag": data["tag"].upper()}
        _check_tag(data["tag"], [one for one in others if one != found["tag"]])
    options = _options(found["type"], {**found["options"], **data.get("options", {})})
    return items.put("merge_field", list_id, merge_id, {**found, **data, "options": options})


def _options(kind: str, given: Item) -> Item:
    options = {**MERGE_OPTIONS.get(kind, {}), **given}
    if kind in ("radio", "dropdown") and not options.get("choices"):
        raise invalid(("options.choices", "Please provide at least one choice."))
    return options


def _check_tag(tag: str, there: list[str]) -> None:
    if len(tag) > 10:
        raise invalid(("tag", "This value is too long. It should have 10 characters or less."))
    if not _TAG.fullmatch(tag):
        raise invalid(("tag", "Merge tags can only contain letters, numbers and underscores."))
    if tag in there or tag in _TAKEN:
        raise bad_request(f'A Merge Field with the tag "{tag}" already exists for this list.')


def add_group(account: Account, kind: str, parent: str, data: Item, **own: Any) -> Item:
    """Make an interest category or an interest; a name stands once."""
    items, name = account.items, "title" if kind == "category" else "name"
    there = items.all(kind, parent)
    if any(one[name].lower() == data[name].lower() for one in there):
        said = f'Cannot add "{data[name]}" because it already exists on the list.'
        raise ProblemError(400, "Bad Request", said)
    if len(there) >= MAX_GROUPS:
        raise bad_request("You have reached the limit of 60 groups.")
    group_id = new_id()
    found = {"id": group_id, "display_order": 0, **data, **own}
    return items.put(kind, parent, group_id, found)


def interests_of(account: Account, list_id: str) -> dict[str, Item]:
    """Return every interest of a list by its ID, with the category's title."""
    return {
        one["id"]: {**one, "category": category["title"]}
        for category in account.items.all("category", list_id)
        for one in account.items.all("interest", category["id"])
    }


def change_list(account: Account, list_id: str, data: Item) -> Item:
    """Change an audience; what its address leaves out is empty, as in a new one."""
    found = account.items.get("list", "", list_id)
    contact = {**LIST_CONTACT, **data["contact"]}
    return account.items.put("list", "", list_id, {**found, **data, "contact": contact})


def show_interest(account: Account, list_id: str, found: Item) -> Item:
    """Return an interest with how many members have it."""
    members = account.items.all("member", list_id, "subscribed")
    count = sum(1 for one in members if one["interests"].get(found["id"]))
    return {**found, "subscriber_count": str(count)}
