"""Who a segment holds: conditions over subscribed members, as Mailchimp names them."""

from collections.abc import Callable, Sequence
from typing import Final

from sandbox.mailchimp.account import Account
from sandbox.mailchimp.aims import AIM, aimed
from sandbox.mailchimp.conditions import check_conditions
from sandbox.mailchimp.errors import unknown_here
from sandbox.mailchimp.items import Item

_TEXT: Final[dict[str, Callable[[str, str], bool]]] = {
    "is": lambda has, wanted: has == wanted,
    "not": lambda has, wanted: has != wanted,
    "contains": lambda has, wanted: wanted in has,
    "notcontain": lambda has, wanted: wanted not in has,
    "starts": lambda has, wanted: has.startswith(wanted),
    "ends": lambda has, wanted: has.endswith(wanted),
    "greater": lambda has, wanted: has > wanted,
    "less": lambda has, wanted: has < wanted,
    "blank": lambda has, _: not has,
    "blank_not": lambda has, _: bool(has),
}
_INTERESTS: Final[dict[str, Callable[[set[str], set[str]], bool]]] = {
    "interestcontains": lambda has, wanted: bool(has & wanted),
    "interestcontainsall": lambda has, wanted: wanted <= has,
    "interestnotcontains": lambda has, wanted: not has & wanted,
}
_STATIC: Final = {"static_is": True, "static_not": False}
_MERGES: Final = ("TextMerge", "EmailAddress", "SelectMerge", "DateMerge")
_NOBODY: Final[Item] = {
    "merge_fields": {}, "tags": [], "interests": {}, "email_address": "", "vip": False,
}  # fmt: skip


def readers_of(account: Account, list_id: str, options: Item | None) -> list[Item]:
    """Return the subscribed members that fit, in the order in which they came."""
    members = account.items.all("member", list_id, "subscribed")
    options = options or {}
    saved = options.get("saved_segment_id")
    if saved:
        segment = account.items.get("segment", list_id, str(saved))
        return segment_members(account, list_id, segment, members)
    return _fitting(account, members, options)


def segment_members(
    account: Account,
    list_id: str,
    segment: Item,
    members: list[Item] | None = None,
    statuses: Sequence[str] = ("subscribed",),
) -> list[Item]:
    """Return the members of a segment or tag: of `members`, or of all with these statuses."""
    if members is None:
        members = [x for one in statuses for x in account.items.all("member", list_id, one)]
    if segment["type"] == "static":
        return [one for one in members if any(tag["id"] == segment["id"] for tag in one["tags"])]
    return _fitting(account, members, segment["options"])


def check_options(options: Item | None, at: str = "options") -> None:
    """Raise Mailchimp's 400 for a condition it would not take, our 501 for one we do not know."""
    check_conditions(options, at)
    for condition in (options or {}).get("conditions", []):
        if condition.get("condition_type") != AIM:
            _fits(_NOBODY, condition)


def flattened(options: Item) -> Item:
    """Return options whose conditions are one list: the description of PATCH nests them."""
    found: list[Item] = []
    for one in options.get("conditions", []):
        found += one if isinstance(one, list) else [one]
    return {**options, "conditions": found}


def segment_text(options: Item | None) -> str:
    """Say a segment in words, as a campaign shows it."""
    count = len((options or {}).get("conditions", []))
    return f"{count} conditions" if count else ""


def _fitting(account: Account, members: list[Item], options: Item) -> list[Item]:
    tests = [_test(account, one) for one in options.get("conditions") or []]
    if not tests:
        return members
    join = all if options.get("match", "all") == "all" else any
    return [one for one in members if join(test(one) for test in tests)]


def _test(account: Account, condition: Item) -> Callable[[Item], bool]:
    if condition.get("condition_type") == AIM:
        who, is_meant = aimed(account, condition)
        return lambda member: (member["id"] in who) is is_meant
    return lambda member: _fits(member, condition)


def _fits(member: Item, condition: Item) -> bool:
    kind, op = condition.get("condition_type", ""), condition.get("op", "")
    field, value = str(condition.get("field", "")), condition.get("value", "")
    if kind == "StaticSegment" or (not kind and field == "static_segment"):
        has = any(str(tag["id"]) == str(value) for tag in member["tags"])
        return bool(has is _STATIC[op])
    if kind == "Interests" or (not kind and field.startswith("interests-")):
        chosen = {one for one, is_on in member["interests"].items() if is_on}
        return _INTERESTS[op](chosen, set(value or []))
    if kind == "Language":
        return _TEXT[op](str(member.get("language", "")), str(value))
    if kind == "VIP":
        return bool(member["vip"]) is (op == "member")
    if kind in _MERGES or (not kind and field):
        is_address = field in ("EMAIL", "merge0")
        has_text = member["email_address"] if is_address else member["merge_fields"].get(field, "")
        return _TEXT[op](str(has_text).lower(), str(value).lower())
    raise unknown_here(f"the condition {kind}")
