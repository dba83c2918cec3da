"""Programme items as sign-ups need them: what is open, which places, what people are told."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime, time
from functools import lru_cache
from typing import Final

from channels.feeds.ical import event_fragment
from channels.feeds.programme import ProgrammeSite, programme_event, programme_plan, substance
from museum.date_plan import ZONE, DatePlan
from museum.date_words import Language
from museum.occurrences import last_day, next_occurrence, wall_moment, when_text
from museum.publishing import FAR_AHEAD
from museum.records import ProgrammeItem
from museum.signups import Facts, Room
from workflows.calendar_entries import PROGRAMME, programme_items, programme_site
from workflows.context import Context
from workflows.mirrored import record_of

_NO_DATE: Final = "zonder datum"
_GONE: Final = "vervallen"
_DATE_FOLLOWS: Final[Mapping[Language, str]] = {
    "nl": "datum volgt",
    "de": "Termin folgt",
    "en": "date to follow",
}


def find_item(context: Context, item_id: str) -> ProgrammeItem | None:
    """Return a programme item as the mirror has it; None when it is not there."""
    found = record_of(context, PROGRAMME, item_id)
    return found if isinstance(found, ProgrammeItem) else None


def open_items(context: Context) -> list[ProgrammeItem]:
    """Return what one can sign up for now, the first first."""
    return [item for item in coming_items(context) if not why_closed(context, item)]


def coming_items(context: Context) -> list[ProgrammeItem]:
    """Return the items for which people sign up here and that are not over, the first first."""
    today = context.now().astimezone(ZONE).date()
    found: list[tuple[str, ProgrammeItem]] = []
    for item in _asked(context):
        plan = programme_plan(item)
        coming = next_occurrence(plan, today) if plan else None
        if coming is not None:
            found.append((f"{coming.first_day} {item.title}", item))
    return [item for _, item in sorted(found, key=lambda one: one[0])]


def _asked(context: Context) -> Iterator[ProgrammeItem]:
    return (item for item in programme_items(context) if item.sign_up)


def why_closed(context: Context, item: ProgrammeItem) -> str:
    """Return why one cannot sign up, in a sentence; "" when one can."""
    begins = begins_at(item)
    if not item.sign_up:
        return "Hiervoor schrijft u zich niet op deze website in."
    if item.date_status == "cancelled":
        return "Dit gaat niet door."
    if begins is None:
        return "De datum is nog niet bekend. Zodra die er is, kunt u zich inschrijven."
    if context.now() >= begins:
        return "Dit is al begonnen."
    until = item.register_before
    if until is not None and context.now().astimezone(ZONE).date() > until:
        return f"Inschrijven kon tot en met {until:%d-%m-%Y}."
    return ""


def has_begun(context: Context, item: ProgrammeItem) -> bool:
    """Tell whether an item began, or has no date yet."""
    begins = begins_at(item)
    return begins is None or context.now() >= begins


def begins_at(item: ProgrammeItem) -> datetime | None:
    """Return the moment at which an item first begins; None when it has no date."""
    plan = programme_plan(item)
    return None if plan is None else wall_moment(plan.first_day, plan.opens or time())


def room_of(context: Context, item: ProgrammeItem) -> Room:
    """Return an item as a sign-up finds it now."""
    begins = begins_at(item)
    until = None
    if begins is not None and item.date_status != "cancelled":
        until = context.sign_up_rules.offer_until(context.now(), begins)
    price_cents = round(item.price * 100) if item.price else 0
    return Room(str(item.id), item.capacity, until, facts_of(context, item), price_cents)


def room_by_id(context: Context, item_id: str, told: Facts) -> Room:
    """Return the same of an item that may be gone: then nobody moves up any more."""
    item = find_item(context, item_id)
    if item is not None:
        return room_of(context, item)
    return Room(item_id, None, None, gone_facts(told))


def gone_facts(told: Facts) -> Facts:
    """Return what people are told of an item whose row is gone: it does not take place."""
    return replace(told, is_cancelled=True, mark=_GONE)


def facts_of(context: Context, item: ProgrammeItem) -> Facts:
    """Return what people are told of an item."""
    return _facts(item, programme_site(context))


@lru_cache(maxsize=256)
def _facts(item: ProgrammeItem, site: ProgrammeSite) -> Facts:
    """Work it out once for an item as it is: each form, page and letter asks for it."""
    plan = programme_plan(item)
    return Facts(
        title=item.title,
        when=when_words(plan, "nl"),
        where=", ".join(part for part in (item.room, item.place) if part),
        first_day="" if plan is None else plan.first_day.isoformat(),
        last_day="" if plan is None else _last_day(plan),
        is_cancelled=item.date_status == "cancelled",
        mark=_mark(item, site),
        when_de=when_words(plan, "de"),
        when_en=when_words(plan, "en"),
    )


def when_words(plan: DatePlan | None, language: Language) -> str:
    """Say when something is, in a reader's language."""
    if plan is None:
        return _DATE_FOLLOWS[language]
    return when_text(plan, plan.first_day, language, short=False)


def _last_day(plan: DatePlan) -> str:
    return last_day(plan, FAR_AHEAD).isoformat()


def _mark(item: ProgrammeItem, site: ProgrammeSite) -> str:
    """Return the feeds' own measure of what people plan by."""
    event = programme_event(item, site, (), None)
    if event is None:
        return f"{_NO_DATE} {item.date_status == 'cancelled'}"
    return substance(event_fragment(event))[:32]


def standing_facts(context: Context, item_id: str, told: Facts) -> Facts:
    """Return what people are to be told of an item now, also when its row is gone."""
    item = find_item(context, item_id)
    return gone_facts(told) if item is None else facts_of(context, item)


def facts_by_id(context: Context, item_id: str) -> Facts | None:
    """Return what people are to be told of an item, also when its row is gone; None for no item."""
    item = find_item(context, item_id)
    if item is not None:
        return facts_of(context, item)
    found = context.signups.of_item(item_id)
    return gone_facts(found[-1].told) if found else None
