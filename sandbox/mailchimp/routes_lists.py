"""`/3.0/ping`, `/3.0/lists` and what lists hold but their members."""

from typing import Any

from flask import Blueprint, Response, request

from sandbox.mailchimp import shape_text as shape
from sandbox.mailchimp.account import Account
from sandbox.mailchimp.answers import answer, nothing, read, rows
from sandbox.mailchimp.audiences import (
    add_group,
    add_list,
    add_merge_field,
    change_merge_field,
    show_interest,
    show_list,
)
from sandbox.mailchimp.hooks import add_webhook, check_url
from sandbox.mailchimp.members import Members
from sandbox.mailchimp.segments import check_options, segment_members
from sandbox.mailchimp.tags import add_segment, change_tags

_LIST = "/lists/<list_id>"


def add_list_routes(routes: Blueprint, account: Account) -> None:
    """Add the routes of lists themselves."""
    items = account.items

    @routes.get("/ping")
    def ping() -> Response:
        return answer({"health_status": "Everything's Chimpy!"})

    @routes.get("/")
    def root() -> Response:
        return answer({"account_id": account.id, "account_name": "Sandbox", "role": "owner",
                       "total_subscribers": account.contacts(),
                       "pricing_plan_type": account.plan.name})  # fmt: skip

    @routes.get("/lists")
    def all_lists() -> Response:
        found = [show_list(account, one) for one in items.all("list")]
        return rows("lists", found, constraints={"may_create": True})

    @routes.post("/lists")
    def new_list() -> Response:
        return answer(show_list(account, add_list(account, read(shape.LIST))))

    @routes.get(_LIST)
    def one_list(list_id: str) -> Response:
        return answer(show_list(account, items.get("list", "", list_id)))

    @routes.patch(_LIST)
    def change_list(list_id: str) -> Response:
        found = items.get("list", "", list_id)
        data = read({name.rstrip("*"): kind for name, kind in shape.LIST.items()})
        return answer(show_list(account, items.put("list", "", list_id, {**found, **data})))

    @routes.delete(_LIST)
    def delete_list(list_id: str) -> Response:
        items.get("list", "", list_id)
        with items.store.transaction():
            for kind in ("member", "merge_field", "category", "segment", "webhook"):
                items.delete(kind, list_id)
            items.delete("list", "", list_id)
        return nothing()


def add_merge_field_routes(routes: Blueprint, account: Account) -> None:
    """Add the routes of merge fields."""
    items, base = account.items, f"{_LIST}/merge-fields"

    @routes.get(base)
    def all_fields(list_id: str) -> Response:
        items.get("list", "", list_id)
        return rows("merge_fields", items.all("merge_field", list_id), list_id=list_id)

    @routes.post(base)
    def new_field(list_id: str) -> Response:
        items.get("list", "", list_id)
        return answer(add_merge_field(account, list_id, read(shape.MERGE_FIELD)))

    @routes.get(f"{base}/<merge_id>")
    def one_field(list_id: str, merge_id: str) -> Response:
        return answer(items.get("merge_field", list_id, merge_id))

    @routes.patch(f"{base}/<merge_id>")
    def change_field(list_id: str, merge_id: str) -> Response:
        data = read(shape.MERGE_FIELD_PATCH)
        return answer(change_merge_field(account, list_id, merge_id, data))

    @routes.delete(f"{base}/<merge_id>")
    def delete_field(list_id: str, merge_id: str) -> Response:
        items.get("merge_field", list_id, merge_id)
        items.delete("merge_field", list_id, merge_id)
        return nothing()


def add_interest_routes(routes: Blueprint, account: Account) -> None:
    """Add the routes of interest categories and their interests."""
    items, base = account.items, f"{_LIST}/interest-categories"
    inner = f"{base}/<category_id>/interests"

    @routes.get(base)
    def categories(list_id: str) -> Response:
        items.get("list", "", list_id)
        return rows("categories", items.all("category", list_id), list_id=list_id)

    @routes.post(base)
    def new_category(list_id: str) -> Response:
        items.get("list", "", list_id)
        found = add_group(account, "category", list_id, read(shape.CATEGORY), list_id=list_id)
        return answer(found)

    @routes.route(f"{base}/<category_id>", methods=["GET", "PATCH", "DELETE"])
    def category(list_id: str, category_id: str) -> Response:
        reading = dict(shape.CATEGORY)
        return _group(account, "category", list_id, category_id, reading)

    @routes.get(inner)
    def interests(list_id: str, category_id: str) -> Response:
        items.get("category", list_id, category_id)
        found = [show_interest(account, list_id, one) for one in items.all("interest", category_id)]
        return rows("interests", found, list_id=list_id, category_id=category_id)

    @routes.post(inner)
    def new_interest(list_id: str, category_id: str) -> Response:
        items.get("category", list_id, category_id)
        own = {"list_id": list_id, "category_id": category_id}
        found = add_group(account, "interest", category_id, read(shape.INTEREST), **own)
        return answer(show_interest(account, list_id, found))

    @routes.route(f"{inner}/<interest_id>", methods=["GET", "PATCH", "DELETE"])
    def interest(list_id: str, category_id: str, interest_id: str) -> Response:
        items.get("category", list_id, category_id)
        return _group(account, "interest", category_id, interest_id, dict(shape.INTEREST))


def _group(
    account: Account, kind: str, parent: str, item_id: str, wanted: dict[str, Any]
) -> Response:
    found = account.items.get(kind, parent, item_id)
    if request.method == "DELETE":
        account.items.delete(kind, parent, item_id)
        return nothing()
    if request.method == "PATCH":
        found = account.items.put(kind, parent, item_id, {**found, **read(wanted)})
    return answer(found)


def add_segment_routes(routes: Blueprint, account: Account) -> None:
    """Add the routes of segments and of the search for tags."""
    items, base = account.items, f"{_LIST}/segments"

    def shown(list_id: str, found: dict[str, Any]) -> dict[str, Any]:
        return {**found, "member_count": len(segment_members(account, list_id, found))}

    @routes.get(base)
    def segments(list_id: str) -> Response:
        items.get("list", "", list_id)
        found = items.all("segment", list_id, request.args.get("type"))
        return rows("segments", [shown(list_id, one) for one in found], list_id=list_id)

    @routes.post(base)
    def new_segment(list_id: str) -> Response:
        data, members = read(shape.SEGMENT), Members(account, list_id)
        if "static_segment" not in data:
            check_options(data.get("options"))
            options = data.get("options", {})
            found = add_segment(account, list_id, data["name"], "saved", options)
            return answer(shown(list_id, found))
        found = add_segment(account, list_id, data["name"], "static", {})
        _change_static(account, members, found, data["static_segment"], [])
        return answer(shown(list_id, found))

    @routes.get(f"{base}/<segment_id>")
    def segment(list_id: str, segment_id: str) -> Response:
        return answer(shown(list_id, items.get("segment", list_id, segment_id)))

    @routes.patch(f"{base}/<segment_id>")
    def change_segment(list_id: str, segment_id: str) -> Response:
        found, data = items.get("segment", list_id, segment_id), read(shape.SEGMENT_PATCH)
        check_options(data.get("options"))
        kept: dict[str, Any] = {name: data[name] for name in ("name", "options") if name in data}
        found = {**found, **kept, "updated_at": account.now()}
        return answer(
            shown(list_id, items.put("segment", list_id, segment_id, found, found["type"]))
        )

    @routes.delete(f"{base}/<segment_id>")
    def delete_segment(list_id: str, segment_id: str) -> Response:
        items.get("segment", list_id, segment_id)
        items.delete("segment", list_id, segment_id)
        return nothing()

    @routes.post(f"{base}/<segment_id>")
    def change_static(list_id: str, segment_id: str) -> Response:
        found, data = items.get("segment", list_id, segment_id), read(shape.SEGMENT_BATCH)
        added, removed = data.get("members_to_add", []), data.get("members_to_remove", [])
        return answer(_change_static(account, Members(account, list_id), found, added, removed))

    @routes.get(f"{base}/<segment_id>/members")
    def members_of(list_id: str, segment_id: str) -> Response:
        found, members = items.get("segment", list_id, segment_id), Members(account, list_id)
        return rows(
            "members", [members.show(one) for one in segment_members(account, list_id, found)]
        )

    @routes.post(f"{base}/<segment_id>/members")
    def add_one(list_id: str, segment_id: str) -> Response:
        found, members = items.get("segment", list_id, segment_id), Members(account, list_id)
        member = members.get(read(shape.SEGMENT_MEMBER)["email_address"])
        _change_static(account, members, found, [member["email_address"]], [])
        return answer(members.show(members.get(member["id"])))

    @routes.delete(f"{base}/<segment_id>/members/<key>")
    def remove_one(list_id: str, segment_id: str, key: str) -> Response:
        found, members = items.get("segment", list_id, segment_id), Members(account, list_id)
        _change_static(account, members, found, [], [members.get(key)["email_address"]])
        return nothing()

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
        return rows("tags", found)


def _change_static(
    account: Account, members: Members, found: dict[str, Any], added: list[str], removed: list[str]
) -> dict[str, Any]:
    reply: dict[str, Any] = {"members_added": [], "members_removed": [], "errors": []}
    wanted = [(one, "active", "members_added") for one in added]
    for email, status, name in [
        *wanted,
        *((one, "inactive", "members_removed") for one in removed),
    ]:
        member = members.find(email)
        if member is None:
            reply["errors"].append(
                {"email_addresses": [email], "error": "Email is not on the list."}
            )
            continue
        change = [{"name": found["name"], "status": status}]
        member["tags"] = change_tags(account, members.list_id, member, change)
        members.write(member)
        reply[name].append(members.show(member))
    reply |= {"total_added": len(reply["members_added"]), "error_count": len(reply["errors"])}
    return {**reply, "total_removed": len(reply["members_removed"])}


def add_webhook_routes(routes: Blueprint, account: Account) -> None:
    """Add the routes of webhooks."""
    items, base = account.items, f"{_LIST}/webhooks"

    @routes.get(base)
    def hooks(list_id: str) -> Response:
        items.get("list", "", list_id)
        return rows("webhooks", items.all("webhook", list_id), list_id=list_id)

    @routes.post(base)
    def new_hook(list_id: str) -> Response:
        items.get("list", "", list_id)
        return answer(add_webhook(account, list_id, read(shape.WEBHOOK)))

    @routes.get(f"{base}/<hook_id>")
    def hook(list_id: str, hook_id: str) -> Response:
        return answer(items.get("webhook", list_id, hook_id))

    @routes.patch(f"{base}/<hook_id>")
    def change_hook(list_id: str, hook_id: str) -> Response:
        found, data = items.get("webhook", list_id, hook_id), read(shape.WEBHOOK)
        if "url" in data:
            check_url(data["url"])
        for name in ("events", "sources"):
            found[name] |= data.get(name, {})
        found["url"] = data.get("url", found["url"])
        return answer(items.put("webhook", list_id, hook_id, found))

    @routes.delete(f"{base}/<hook_id>")
    def delete_hook(list_id: str, hook_id: str) -> Response:
        items.get("webhook", list_id, hook_id)
        items.delete("webhook", list_id, hook_id)
        return nothing()
