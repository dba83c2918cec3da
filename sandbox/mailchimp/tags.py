"""Tags: static segments by name, kept with each member who has them."""

from sandbox.mailchimp.account import Account
from sandbox.mailchimp.errors import invalid
from sandbox.mailchimp.items import Item

MAX_TAG_CHARS = 100


def set_tags(account: Account, list_id: str, member: Item, names: list[str]) -> list[Item]:
    """Return a member's tags with these added; tags that are new are made."""
    changes = [{"name": one, "status": "active"} for one in names]
    return change_tags(account, list_id, member, changes)


def sync_tags(account: Account, list_id: str, names: list[str]) -> list[Item]:
    """Return just these tags."""
    return set_tags(account, list_id, {"tags": []}, names)


def change_tags(account: Account, list_id: str, member: Item, changes: list[Item]) -> list[Item]:
    """Return a member's tags after changes of `{name, status}`."""
    tags = {one["name"].lower(): one for one in member["tags"]}
    for change in changes:
        name = change["name"].strip()
        if not name or len(name) > MAX_TAG_CHARS:
            raise invalid(("tags.name", "A tag has from 1 to 100 characters."))
        if change["status"] == "active":
            tag = tag_named(account, list_id, name)
            tags[name.lower()] = {
                "id": tag["id"],
                "name": tag["name"],
                "date_added": tags.get(name.lower(), {}).get("date_added", account.now()),
            }
        else:
            tags.pop(name.lower(), None)
    return list(tags.values())


def tag_named(account: Account, list_id: str, name: str) -> Item:
    """Return the static segment of a tag, made when it is not there."""
    for one in account.items.all("segment", list_id, "static"):
        if one["name"].lower() == name.lower():
            return one
    return add_segment(account, list_id, name, "static", {})


def add_segment(account: Account, list_id: str, name: str, kind: str, options: Item) -> Item:
    """Make a segment: `static` (a tag) or `saved` (conditions)."""
    number = account.items.next_number("segment", 1001)
    found = {
        "id": number,
        "name": name,
        "type": kind,
        "created_at": account.now(),
        "updated_at": account.now(),
        "options": options,
        "list_id": list_id,
    }
    return account.items.put("segment", list_id, str(number), found, kind)
