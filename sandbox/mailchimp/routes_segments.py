"""Segments of a list: saved (conditions) and static (tags), their members, and tags by name."""

from typing import Any, Final

from flask import Blueprint, Response, request

from sandbox.mailchimp import shape_text as shape
from sandbox.mailchimp.account import Account
from sandbox.mailchimp.answers import answer, bare_rows, nothing, read, rows
from sandbox.mailchimp.items import Item
from sandbox.mailchimp.members import Members
from sandbox.mailchimp.queries import chosen_truth, chosen_word, narrowed
from sandbox.mailchimp.segments import check_options, flattened, segment_members
from sandbox.mailchimp.tags import add_segment, change_tags

_LIST: Final = "/lists/<list_id>"
_ONE: Final = "/lists/<list_id>/segments/<segment_id>"
_KINDS: Final = ("saved", "static", "fuzzy")


def add_segment_routes(routes: Blueprint, account: Account) -> None:
    """Add the routes of segments themselves."""
    items, base = account.items, f"{_LIST}/segments"

    @routes.get(base)
    def segments(list_id: str) -> Response:
        items.get("list", "", list_id)
        found = items.all("segment", list_id, chosen_word("type", _KINDS))
        moments = {"created_at": "created_at", "updated_at": "updated_at"}
        shown = [_shown(account, list_id, one) for one in narrowed(found, moments=moments)]
        return rows("segments", shown, list_id=list_id)

    @routes.post(base)
    def new_segment(list_id: str) -> Response:
        data, members = read(shape.SEGMENT), Members(account, list_id)
        if "static_segment" in data:
            found = add_segment(account, list_id, data["name"], "static", {})
            _change_static(account, members, found, data["static_segment"], [])
        else:
            options = data.get("options", {})
            check_options(options)
            found = add_segment(account, list_id, data["name"], "saved", options)
        return answer(_shown(account, list_id, found))

    @routes.get(_ONE)
    def segment(list_id: str, segment_id: str) -> Response:
        return answer(_shown(account, list_id, items.get("segment", list_id, segment_id)))

    @routes.patch(_ONE)
    def change_segment(list_id: str, segment_id: str) -> Response:
        found = items.get("segment", list_id, segment_id)
        changed = _changed(account, list_id, found, read(shape.SEGMENT_PATCH))
        return answer(_shown(account, list_id, changed))

    @routes.delete(_ONE)
    def delete_segment(list_id: str, segment_id: str) -> Response:
        items.get("segment", list_id, segment_id)
        items.delete("segment", list_id, segment_id)
        return nothing()


def add_tag_search_route(routes: Blueprint, account: Account) -> None:
    """Add the route that looks for tags by how their names begin."""
    items = account.items

    @routes.get(f"{_LIST}/tag-search")
    def tag_search(list_id: str) -> Response:
        items.get("list", "", list_id)
        start = request.args.get("name", "").lower()
        tags = items.all("segment", list_id, "static")
        found = [
            {"id": one["id"], "name": one["name"]}
            for one in tags
            if one["name"].lower().startswith(start)
        ]
        return bare_rows("tags", found)


def add_segment_member_routes(routes: Blueprint, account: Account) -> None:
    """Add the routes of who is in a segment."""
    items = account.items

    @routes.post(_ONE)
    def change_static(list_id: str, segment_id: str) -> Response:
        found, data = items.get("segment", list_id, segment_id), read(shape.SEGMENT_BATCH)
        added, removed = data.get("members_to_add", []), data.get("members_to_remove", [])
        return answer(_change_static(account, Members(account, list_id), found, added, removed))

    @routes.get(f"{_ONE}/members")
    def members_of(list_id: str, segment_id: str) -> Response:
        found, members = items.get("segment", list_id, segment_id), Members(account, list_id)
        inside = segment_members(account, list_id, found, statuses=_statuses())
        return rows("members", [members.show_in_segment(one) for one in inside])

    @routes.post(f"{_ONE}/members")
    def add_one(list_id: str, segment_id: str) -> Response:
        found, members = items.get("segment", list_id, segment_id), Members(account, list_id)
        member = members.get(read(shape.SEGMENT_MEMBER)["email_address"])
        _change_static(account, members, found, [member["email_address"]], [])
        return answer(members.show_in_segment(members.get(member["id"])))

    @routes.delete(f"{_ONE}/members/<key>")
    def remove_one(list_id: str, segment_id: str, key: str) -> Response:
        found, members = items.get("segment", list_id, segment_id), Members(account, list_id)
        _change_static(account, members, found, [], [members.get(key)["email_address"]])
        return nothing()


def _changed(account: Account, list_id: str, found: Item, data: Item) -> Item:
    """Rename a segment and take over its new conditions or members; returns it as it then is."""
    kept: Item = {"name": data["name"], "updated_at": account.now()}
    if "options" in data and found["type"] == "saved":
        kept["options"] = flattened(data["options"])
        check_options(kept["options"])
    if "static_segment" in data and found["type"] == "static":
        members = Members(account, list_id)
        there = [one["email_address"] for one in segment_members(account, list_id, found)]
        left = [one for one in there if one not in data["static_segment"]]
        _change_static(account, members, found, data["static_segment"], left)
    items = account.items
    return items.put("segment", list_id, str(found["id"]), {**found, **kept}, found["type"])


def _shown(account: Account, list_id: str, found: Item) -> Item:
    inside = segment_members(account, list_id, found, statuses=_statuses())
    shown = {**found, "member_count": len(inside)}
    if found["type"] == "static":
        del shown["options"]
    return shown


def _statuses() -> tuple[str, ...]:
    """Return whom a segment counts: subscribed members, and who else is asked for."""
    others = ("cleaned", "transactional", "unsubscribed")
    return ("subscribed", *(one for one in others if chosen_truth(f"include_{one}")))


def _change_static(
    account: Account, members: Members, found: Item, added: list[str], removed: list[str]
) -> Item:
    reply: dict[str, Any] = {"members_added": [], "members_removed": [], "errors": []}
    changes = [(one, "active", "members_added") for one in added]
    changes += [(one, "inactive", "members_removed") for one in removed]
    for email, status, name in changes:
        member = members.find(email)
        if member is None:
            said = "Email addresses are not on the list."
            reply["errors"].append({"email_addresses": [email], "error": said})
            continue
        change = [{"name": found["name"], "status": status}]
        member["tags"] = change_tags(account, members.list_id, member, change)
        members.write(member)
        reply[name].append(members.show_in_batch(member))
    reply |= {"total_added": len(reply["members_added"]), "error_count": len(reply["errors"])}
    return {**reply, "total_removed": len(reply["members_removed"])}
