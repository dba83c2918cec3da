"""`/3.0/ping`, `/3.0/lists` and what lists hold but their members."""

from typing import Any

from flask import Blueprint, Response, request

from sandbox.mailchimp import shape_text as shape
from sandbox.mailchimp.account import Account
from sandbox.mailchimp.answers import answer, bare_answer, nothing, read, rows
from sandbox.mailchimp.audiences import (
    add_group,
    add_list,
    add_merge_field,
    change_list,
    change_merge_field,
    show_interest,
    show_list,
)
from sandbox.mailchimp.blanks import ACCOUNT, filled
from sandbox.mailchimp.hooks import add_webhook, check_url
from sandbox.mailchimp.items import Item
from sandbox.mailchimp.queries import chosen_truth, chosen_word, narrowed, not_asked

MAX_LISTS = 500
_LIST = "/lists/<list_id>"


def add_list_routes(routes: Blueprint, account: Account) -> None:
    """Add the routes of lists themselves."""
    items = account.items

    @routes.get("/ping")
    def ping() -> Response:
        return bare_answer({"health_status": "Everything's Chimpy!"})

    @routes.get("/")
    def root() -> Response:
        is_free = account.plan.name.startswith("free")
        own: dict[str, Any] = {"account_id": account.id, "account_name": "Sandbox"}
        own["total_subscribers"] = account.contacts()
        own["pricing_plan_type"] = "forever_free" if is_free else "monthly"
        return answer(filled(ACCOUNT, own))

    @routes.get("/lists")
    def all_lists() -> Response:
        not_asked("email", "has_ecommerce_store")
        shown = [show_list(account, one) for one in items.all("list")]
        found = narrowed(
            shown,
            moments={"date_created": "date_created",
                     "campaign_last_sent": "stats.campaign_last_sent"},
            sort=("date_created",),
        )  # fmt: skip
        mays = {"may_create": True, "max_instances": MAX_LISTS}
        return rows("lists", found, constraints={**mays, "current_total_instances": len(shown)})

    @routes.post("/lists")
    def new_list() -> Response:
        return answer(show_list(account, add_list(account, read(shape.LIST))))

    @routes.get(_LIST)
    def one_list(list_id: str) -> Response:
        return answer(show_list(account, items.get("list", "", list_id)))

    @routes.patch(_LIST)
    def patch_list(list_id: str) -> Response:
        items.get("list", "", list_id)
        return answer(show_list(account, change_list(account, list_id, read(shape.LIST_PATCH))))

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
        is_required = chosen_truth("required")
        kind = chosen_word("type", shape.MERGE_TYPES)
        found = [
            one
            for one in items.all("merge_field", list_id)
            if is_required in (None, one["required"]) and kind in (None, one["type"])
        ]
        return rows("merge_fields", found, list_id=list_id)

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
        found = narrowed(items.all("category", list_id), equal={"type": "type"})
        return rows("categories", found, list_id=list_id)

    @routes.post(base)
    def new_category(list_id: str) -> Response:
        items.get("list", "", list_id)
        found = add_group(account, "category", list_id, read(shape.CATEGORY), list_id=list_id)
        return answer(found)

    @routes.route(f"{base}/<category_id>", methods=["GET", "PATCH", "DELETE"])
    def category(list_id: str, category_id: str) -> Response:
        found = _group(account, "category", list_id, category_id, shape.CATEGORY)
        return answer(found) if found else nothing()

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
        found = _group(account, "interest", category_id, interest_id, shape.INTEREST)
        return answer(show_interest(account, list_id, found)) if found else nothing()


def _group(
    account: Account, kind: str, parent: str, item_id: str, wanted: dict[str, Any]
) -> Item | None:
    """Read, change or delete a group as the call says; None when it is gone."""
    found = account.items.get(kind, parent, item_id)
    if request.method == "DELETE":
        account.items.delete(kind, parent, item_id)
        return None
    if request.method == "PATCH":
        found = account.items.put(kind, parent, item_id, {**found, **read(wanted)})
    return found


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
