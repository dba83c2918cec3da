"""Members, single and in batches of 500, and their tags."""

from typing import Final

from flask import Blueprint, Response, request

from sandbox.mailchimp import shape_text as shape
from sandbox.mailchimp.account import Account
from sandbox.mailchimp.answers import answer, bare_rows, nothing, page, read, rows
from sandbox.mailchimp.errors import ProblemError, bad_request
from sandbox.mailchimp.items import Item
from sandbox.mailchimp.members import Members
from sandbox.mailchimp.notes import Notes
from sandbox.mailchimp.queries import chosen_truth, chosen_word, narrowed, not_asked
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


def add_member_end_routes(routes: Blueprint, account: Account) -> None:
    """Add the routes by which members go: into the archive, or erased for good."""

    @routes.delete(_ONE)
    def archive_member(list_id: str, key: str) -> Response:
        Members(account, list_id).archive(key)
        return nothing()

    @routes.post(f"{_ONE}/actions/delete-permanent")
    def erase_member(list_id: str, key: str) -> Response:
        read(shape.EMPTY)
        Members(account, list_id).erase(key)
        return nothing()


def add_member_search_route(routes: Blueprint, account: Account) -> None:
    """Add the route that looks for members in every list, by a part of their address."""

    @routes.get("/search-members")
    def search() -> Response:
        text, found = request.args.get("query", "").lower(), []
        if not text:
            raise bad_request("The query parameter 'query' is required.")
        chosen = request.args.get("list_id")
        for audience in account.items.all("list"):
            if chosen not in (None, audience["id"]):
                continue
            members = Members(account, audience["id"])
            everyone = account.items.all("member", audience["id"])
            found += [
                {**members.show(one), "_links": []}
                for one in everyone
                if text in one["email_address"].lower()
            ]
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
        return bare_rows("tags", Members(account, list_id).get(key)["tags"], has_links=True)

    @routes.post(f"{_ONE}/tags")
    def change(list_id: str, key: str) -> Response:
        members, data = Members(account, list_id), read(shape.MEMBER_TAGS)
        with account.items.store.transaction():
            found = members.get(key)
            found["tags"] = change_tags(account, list_id, found, data["tags"])
            members.write(found)
        return nothing()


def add_note_routes(routes: Blueprint, account: Account) -> None:
    """Add the routes of the notes that staff keep with a member."""
    base, one = f"{_ONE}/notes", f"{_ONE}/notes/<note_id>"

    def notes(list_id: str, key: str) -> tuple[Members, Item, Notes]:
        members = Members(account, list_id)
        member = members.get(key)
        return members, member, Notes(account, list_id, member)

    @routes.get(base)
    def all_notes(list_id: str, key: str) -> Response:
        _, member, found = notes(list_id, key)
        shown = narrowed(found.all(), sort=("created_at", "updated_at", "note_id"))
        return rows("notes", shown, email_id=member["id"], list_id=list_id)

    @routes.post(base)
    def new_note(list_id: str, key: str) -> Response:
        members, member, found = notes(list_id, key)
        made = found.add(read(shape.NOTE).get("note", ""))
        members.write({**member, "has_notes": True})
        return answer(made)

    @routes.get(one)
    def note(list_id: str, key: str, note_id: str) -> Response:
        return answer(notes(list_id, key)[2].get(note_id))

    @routes.patch(one)
    def change_note(list_id: str, key: str, note_id: str) -> Response:
        return answer(notes(list_id, key)[2].change(note_id, read(shape.NOTE).get("note", "")))

    @routes.delete(one)
    def delete_note(list_id: str, key: str, note_id: str) -> Response:
        members, member, found = notes(list_id, key)
        found.delete(note_id)
        members.write({**member, "has_notes": found.last() is not None})
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
    one: Item,
    options: Item,
    reply: dict[str, list[Item]],
    seen: set[str],
) -> None:
    """Take one member of a batch; what is refused goes into `errors`, the others go on."""
    email = one.get("email_address", "").strip()
    is_double = email.lower() in seen
    if is_double and chosen_truth("skip_duplicate_check"):
        return
    try:
        if is_double:
            raise ProblemError(400, "ERROR_GENERIC", f"{email} was given twice in this batch.")
        seen.add(email.lower())
        there = members.find(email) if email else None
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
    reply["updated_members" if is_there else "new_members"].append(members.show_in_batch(saved))


def _save(account: Account, members: Members, there: Item | None, one: Item, options: Item) -> Item:
    if there is None:
        if not one.get("status"):
            raise ProblemError(400, "ERROR_GENERIC", "Required fields were not provided: status")
        return members.add({"email_address": "", **one}, skip=_skips())
    data = dict(one)
    if options.get("sync_tags") and "tags" in data:
        there = {**there, "tags": sync_tags(account, members.list_id, data.pop("tags"))}
    return members.change(there, data, skip=_skips())


def _refused(email: str, problem: ProblemError) -> Item:
    field, message = problem.errors[0] if problem.errors else ("", "")
    is_there = problem.title == "ERROR_CONTACT_EXISTS"
    code = "ERROR_CONTACT_EXISTS" if is_there else "ERROR_GENERIC"
    said = message or problem.detail
    return {
        "email_address": email,
        "error": said,
        "error_code": code,
        "field": field,
        "field_message": message,
    }


def _skips() -> bool:
    return bool(chosen_truth("skip_merge_validation"))


_STATUSES: Final = (*shape.STATUSES, "archived")
_FILTERS: Final = (
    "since_last_changed", "before_last_changed", "since_timestamp_opt", "before_timestamp_opt",
    "unique_email_id", "email_type", "vip_only", "interest_ids", "sort_field", "sort_dir",
)  # fmt: skip


def _listed(account: Account, list_id: str) -> tuple[list[Item], int]:
    """Return the page of members that was asked for, and how many there are in all."""
    not_asked("since_last_campaign", "unsubscribed_since")
    offset, count = page()
    status = chosen_word("status", _STATUSES)
    statuses = (status,) if status else shape.STATUSES  # who was archived is asked for by name
    items = account.items
    if not any(one in request.args for one in _FILTERS):
        total = sum(items.count("member", list_id, one) for one in statuses)
        return items.some("member", list_id, statuses, count, offset), total
    found = narrowed(
        items.some("member", list_id, statuses, -1, 0),
        moments={"last_changed": "last_changed", "timestamp_opt": "timestamp_opt"},
        equal={"unique_email_id": "unique_email_id", "email_type": "email_type"},
        sort=("timestamp_opt", "timestamp_signup", "last_changed"),
    )
    found = [one for one in found if (not chosen_truth("vip_only") or one["vip"]) and _chose(one)]
    return found[offset : offset + count], len(found)


def _chose(member: Item) -> bool:
    """Whether a member has the interests that are asked for."""
    wanted = set(filter(None, request.args.get("interest_ids", "").split(",")))
    if not wanted:
        return True
    has = {key for key, is_on in member["interests"].items() if is_on} & wanted
    match = chosen_word("interest_match", ("any", "all", "none")) or "any"
    return {"any": bool(has), "all": has == wanted, "none": not has}[match]
