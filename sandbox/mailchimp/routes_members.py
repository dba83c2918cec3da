"""Members, single and in batches of 500, and their tags."""

from typing import Any, Final

from flask import Blueprint, Response, request

from sandbox.mailchimp import shape_text as shape
from sandbox.mailchimp.account import Account
from sandbox.mailchimp.answers import answer, chosen_word, nothing, page, read, rows
from sandbox.mailchimp.errors import ProblemError, bad_request
from sandbox.mailchimp.items import Item
from sandbox.mailchimp.members import Members
from sandbox.mailchimp.shapes import check
from sandbox.mailchimp.tags import change_tags, sync_tags

MAX_BATCH: Final = 500
_LIST: Final = "/lists/<list_id>"
_ONE: Final = "/lists/<list_id>/members/<key>"


def add_member_routes(routes: Blueprint, account: Account) -> None:
    """Add the routes of single members."""

    @routes.get(f"{_LIST}/members")
    def all_members(list_id: str) -> Response:
        members = Members(account, list_id)
        found, total = _listed(account, list_id)
        return rows("members", [members.show(one) for one in found], total, list_id=list_id)

    @routes.post(f"{_LIST}/members")
    def new_member(list_id: str) -> Response:
        members = Members(account, list_id)
        data = read(shape.MEMBER_ADD)
        return answer(members.show(members.add(data, skip=_skips())))

    @routes.get(_ONE)
    def member(list_id: str, key: str) -> Response:
        members = Members(account, list_id)
        return answer(members.show(members.get(key)))

    @routes.put(_ONE)
    def put_member(list_id: str, key: str) -> Response:
        members = Members(account, list_id)
        data = read(shape.MEMBER_PUT)
        return answer(members.show(members.put(key, data, skip=_skips())))

    @routes.patch(_ONE)
    def patch_member(list_id: str, key: str) -> Response:
        members = Members(account, list_id)
        data = read(shape.MEMBER_PATCH)
        return answer(members.show(members.patch(key, data, skip=_skips())))

    @routes.delete(_ONE)
    def archive_member(list_id: str, key: str) -> Response:
        Members(account, list_id).archive(key)
        return nothing()

    @routes.post(f"{_ONE}/actions/delete-permanent")
    def erase_member(list_id: str, key: str) -> Response:
        read(shape.EMPTY)
        Members(account, list_id).erase(key)
        return nothing()

    @routes.get("/search-members")
    def search() -> Response:
        text, found = request.args.get("query", "").lower(), []
        for audience in account.items.all("list"):
            members = Members(account, audience["id"])
            everyone = account.items.all("member", audience["id"])
            found += [members.show(one) for one in everyone if text in one["email_address"].lower()]
        exact = [one for one in found if one["email_address"].lower() == text]
        return answer(
            {
                "exact_matches": {"members": exact, "total_items": len(exact)},
                "full_search": {"members": found, "total_items": len(found)},
            }
        )


def add_tag_routes(routes: Blueprint, account: Account) -> None:
    """Add the routes of a member's tags."""

    @routes.get(f"{_ONE}/tags")
    def tags(list_id: str, key: str) -> Response:
        return rows("tags", Members(account, list_id).get(key)["tags"])

    @routes.post(f"{_ONE}/tags")
    def change(list_id: str, key: str) -> Response:
        members, data = Members(account, list_id), read(shape.MEMBER_TAGS)
        with account.items.store.transaction():
            found = members.get(key)
            found["tags"] = change_tags(account, list_id, found, data["tags"])
            members.write(found)
        return nothing()


def add_batch_member_route(routes: Blueprint, account: Account) -> None:
    """Add the route that takes up to 500 members at once."""

    @routes.post(_LIST)
    def many(list_id: str) -> Response:
        data, members = read(shape.LIST_BATCH), Members(account, list_id)
        given = data["members"]
        if len(given) > MAX_BATCH:
            raise bad_request("You can only add up to 500 members at a time.")
        reply: dict[str, list[Item]] = {"new_members": [], "updated_members": [], "errors": []}
        seen: set[str] = set()
        with account.items.store.transaction():
            for one in given:
                _take(account, members, one, data, reply, seen)
        counts = {
            "total_created": len(reply["new_members"]),
            "total_updated": len(reply["updated_members"]),
            "error_count": len(reply["errors"]),
        }
        return answer({**reply, **counts})


def _take(
    account: Account,
    members: Members,
    given: Any,
    options: Item,
    reply: dict[str, list[Item]],
    seen: set[str],
) -> None:
    """Take one member of a batch; what is refused goes into `errors`, the others go on."""
    email = str(given.get("email_address", "")) if isinstance(given, dict) else ""
    try:
        one = check(given, shape.MEMBER_BATCH)
        if email.strip().lower() in seen:
            raise ProblemError(400, "ERROR_DUPLICATE", f"{email} was given twice in this batch.")
        seen.add(email.strip().lower())
        there = members.find(email.strip())
        is_there = there is not None and there["status"] != "archived"
        if is_there and not options.get("update_existing"):
            said = (
                f"{email} is already a list member, do you want to update? please provide"
                " update_existing:true in the request body"
            )
            raise ProblemError(400, "ERROR_CONTACT_EXISTS", said)
        saved = _save(account, members, there if is_there else None, one, options)
    except ProblemError as problem:
        reply["errors"].append(_refused(email, problem))
        return
    reply["updated_members" if is_there else "new_members"].append(members.show(saved))


def _save(account: Account, members: Members, there: Item | None, one: Item, options: Item) -> Item:
    data = {name: value for name, value in one.items() if name != "status_if_new"}
    if there is None:
        status = one.get("status") or one.get("status_if_new")
        if not status:
            raise ProblemError(400, "ERROR_GENERIC", "Required fields were not provided: status")
        return members.add({**data, "status": status}, skip=_skips())
    if options.get("sync_tags") and "tags" in data:
        tags = sync_tags(account, members.list_id, data.pop("tags"))
        members.write({**there, "tags": tags})
    return members.patch(there["id"], data, skip=_skips())


def _refused(email: str, problem: ProblemError) -> Item:
    field, message = problem.errors[0] if problem.errors else ("", "")
    code = problem.title if problem.title.startswith("ERROR_") else "ERROR_GENERIC"
    said = message or problem.detail
    return {
        "email_address": email,
        "error": said,
        "error_code": code,
        "field": field,
        "field_message": message,
    }


def _skips() -> bool:
    return request.args.get("skip_merge_validation", "").lower() == "true"


def _listed(account: Account, list_id: str) -> tuple[list[Item], int]:
    """Return the page of members that was asked for, and how many there are in all."""
    offset, count = page()
    status = chosen_word("status", (*shape.STATUSES, "archived"))
    since, until = request.args.get("since_last_changed"), request.args.get("before_last_changed")
    if not since and not until and "unique_email_id" not in request.args and status:
        total = account.items.count("member", list_id, status)
        return account.items.some("member", list_id, status, count, offset), total
    found = [
        one
        for one in account.items.all("member", list_id, status)
        if (status or one["status"] != "archived")
        and (not since or one["last_changed"] >= since)
        and (not until or one["last_changed"] < until)
        and request.args.get("unique_email_id") in (None, one["unique_email_id"])
    ]
    return found[offset : offset + count], len(found)
