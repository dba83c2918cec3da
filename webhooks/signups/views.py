"""A programme item and a sign-up as their pages show them."""

from typing import Any

from flask import abort

from museum.records import ProgrammeItem
from museum.signups import Facts, SignUp
from museum.signups.words import (
    people_words,
    places_words,
    price_words,
    until_words,
)
from workflows.calendar_entries import PROGRAMME
from workflows.context import Context
from workflows.signups.items import (
    facts_by_id,
    facts_of,
    find_item,
    has_begun,
    standing_facts,
    why_closed,
)


def facts_or_404(context: Context, item_id: str) -> Facts:
    """Return what people are to be told of an item; answers 404 when there is none."""
    facts = facts_by_id(context, item_id)
    if facts is None:
        abort(404)
    return facts


def item_view(context: Context, item: ProgrammeItem) -> dict[str, Any]:
    """Return what is shown of an item: when, where, for whom, what it costs, what is free."""
    table, facts = context.definitions.table(PROGRAMME), facts_of(context, item)
    audiences = table.field("audiences").options
    counts = context.signups.counts(str(item.id))
    free = counts.free(item.capacity)
    return {
        "id": item.id,
        "title": item.title,
        "kind": table.field("kind").options.get(item.kind, ""),
        "for_whom": ", ".join(audiences[one].lower() for one in item.audiences),
        "when": facts.when,
        "where": facts.where,
        "is_provisional": item.date_status == "provisional",
        "description": item.description,
        "speakers": item.speakers,
        "price": item.price_text,
        "until": f"{item.register_before:%d-%m-%Y}" if item.register_before else "",
        "places": places_words(free, item.capacity, counts.waiting),
        "is_full": free == 0,
        "closed": why_closed(context, item),
    }


def own_view(context: Context, found: SignUp) -> dict[str, Any]:
    """Return what is shown of a sign-up to its reader."""
    facts = standing_facts(context, found.item_id, found.told)
    item = find_item(context, found.item_id)
    return {
        "state": found.state,
        "title": facts.title,
        "when": facts.when,
        "where": facts.where,
        "is_cancelled": facts.is_cancelled,
        "people": [(one.name, one.needs) for one in context.attendees.of_signup(found.key)],
        "size_words": people_words(found.size),
        "price": price_words(found.price_cents, found.size),
        "ahead": context.signups.ahead_of(found) if found.state == "waiting" else 0,
        "offer_until": until_words(found.offer_until) if found.offer_until else "",
        "is_open": item is not None and not why_closed(context, item),
        "may_leave": _may_leave(context, item, found),
    }


def _may_leave(context: Context, item: ProgrammeItem | None, found: SignUp) -> bool:
    """Tell whether there is something to take back: until it begins."""
    if item is None or item.date_status == "cancelled" or found.state in ("cancelled", "lapsed"):
        return False
    return not has_begun(context, item)
