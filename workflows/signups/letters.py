"""The letters about sign-ups, each made when it goes, from the sign-up as it then stands.

A letter that says what is no longer so is dropped: the change itself asked for another one.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any, Final

from backbone.calendar_items import CalendarItems
from backbone.signups.notices import SignUpNotices
from backbone.signups.turn import letter_key
from backbone.submission_letters import LetterDue
from channels.feeds.ical import invitation_file, taken_out_file
from channels.feeds.programme import programme_plan
from channels.mail.letter import CalendarFile
from museum.date_words import Language
from museum.mail_address import read_address
from museum.signups import Facts, SignUp
from museum.signups.reminders import plan_of_date
from museum.signups.words import price_words, until_words
from workflows.context import Context
from workflows.mail import LetterParts
from workflows.programme_calendar import event_of
from workflows.signups.items import facts_of, find_item, standing_facts, when_words
from workflows.signups.taking import (
    certificate_url,
    confirm_url,
    evaluation_url,
    own_url,
)

_CALENDAR: Final = {"placed": "REQUEST", "cancelled": "CANCEL"}


def letter_of(context: Context, due: LetterDue) -> LetterParts | None:
    """Return what a letter says; None when it is no longer so."""
    return _MAKERS[due.template](context, due)


def _confirm(context: Context, due: LetterDue) -> LetterParts | None:
    request = context.signups.request(due.about)
    item = find_item(context, request.item_id) if request else None
    if request is None or item is None or not request.people:
        return None
    facts = standing_facts(context, request.item_id, _NO_FACTS)
    values = {
        **_fact_values(facts, request.language),
        **_people_values([one.name for one in request.people]),
        "url": confirm_url(context, due.about),
        "days": context.sign_up_rules.confirm.days,
    }
    # Without this one a reader cannot go on: better twice than never.
    return _parts(context, "confirm", request.language, values, may_repeat=True)


def _state(context: Context, due: LetterDue) -> LetterParts | None:
    found = context.signups.find(due.about)
    if found is None or letter_key(found) != due.key:
        return None
    calendar = None
    if found.state in _CALENDAR and (found.state == "placed" or found.rounds):
        calendar = calendar_file(context, found, _CALENDAR[found.state])
    values, may_repeat = _values(context, found), found.state == "offered"
    return _parts(context, found.state, found.language, values, may_repeat, calendar)


def _reminder(context: Context, due: LetterDue) -> LetterParts | None:
    key, _, day = due.about.partition(":")
    found = context.signups.find(key)
    item = find_item(context, found.item_id) if found else None
    plan = programme_plan(item) if item is not None else None
    if found is None or found.state != "placed" or item is None or plan is None:
        return None
    facts, that_day = facts_of(context, item), plan_of_date(plan, date.fromisoformat(day))
    if that_day is None or facts.is_cancelled or facts.mark != found.told.mark:
        return None
    values = {
        **_values(context, found),
        "when": when_words(that_day, found.language),
        "is_later": that_day.first_day > plan.first_day,
    }
    return _parts(context, "reminder", found.language, values)


def _afterwards(context: Context, due: LetterDue) -> LetterParts | None:
    found = context.signups.find(due.about)
    if found is None or found.state != "placed":
        return None
    item = find_item(context, found.item_id)
    has_certificate = item is not None and item.kind in context.sign_up_rules.certificate_kinds
    present = [one for one in context.attendees.of_signup(found.key) if one.is_present]
    certificates = [
        {"name": one.name, "url": certificate_url(context, one.key)}
        for one in (present if has_certificate else ())
    ]
    values = {
        **_values(context, found),
        "certificates": certificates,
        "evaluation_url": evaluation_url(context, found.key),
    }
    return _parts(context, "afterwards", found.language, values)


def _notice(context: Context, due: LetterDue) -> LetterParts | None:
    key, _, notice_id = due.about.partition(":")
    found = context.signups.find(key)
    told = SignUpNotices(context.database).find(notice_id, key)
    if found is None or told is None or found.state in ("cancelled", "lapsed"):
        return None
    notice, before = told
    if standing_facts(context, found.item_id, found.told).mark != notice.facts.mark:
        return None  # it changed once more: staff approve what is so now
    calendar = None
    if found.state == "placed":
        method = "CANCEL" if notice.facts.is_cancelled else "REQUEST"
        calendar = calendar_file(context, found, method)
    values = notice_values(context, notice.facts, before, notice.words, found.language)
    values = {**_values(context, found), **values}
    return LetterParts("signup_notice", values, False, calendar)


def notice_values(
    context: Context, facts: Facts, before: Facts, words: str, language: Language
) -> dict[str, Any]:
    """Return what a message about a change says: of before and of now, and staff's own words."""
    values = _fact_values(facts, language)
    return {
        **values,
        "language": language,
        "say": context.letter_words.say("notice", language, values),
        "before": _fact_values(before, language),
        "words": [line for line in words.splitlines() if line.strip()],
    }


def calendar_file(context: Context, found: SignUp, method: str) -> CalendarFile | None:
    """Return the calendar file for one reader, numbered on from the feeds; None without a date."""
    organiser = context.settings.sender
    if organiser is None:
        return None
    reader = read_address(found.reader)
    item = find_item(context, found.item_id)
    event = event_of(context, item) if item is not None else None
    if event is not None:
        numbered = replace(event, sequence=event.sequence + found.rounds)
        content = invitation_file(
            numbered, "CANCEL" if method == "CANCEL" else "REQUEST", organiser, reader
        )
        return CalendarFile(method, content.decode())
    kept = CalendarItems(context.database).find(found.item_id)
    if kept is None or method != "CANCEL":
        return None
    number = kept.sequence + found.rounds
    return CalendarFile(method, taken_out_file(kept.fragment, organiser, reader, number).decode())


def _values(context: Context, found: SignUp) -> dict[str, Any]:
    facts, until = standing_facts(context, found.item_id, found.told), found.offer_until
    return {
        **_fact_values(facts, found.language),
        **_people_values([one.name for one in context.attendees.of_signup(found.key)]),
        "price": price_words(found.price_cents, found.size),
        "url": own_url(context, found.key),
        "ahead": context.signups.ahead_of(found),
        "offer_until": until_words(until, found.language) if until else "",
    }


def _people_values(names: list[str]) -> dict[str, Any]:
    return {"names": ", ".join(names), "count": len(names), "is_group": len(names) > 1}


def _fact_values(facts: Facts, language: Language) -> dict[str, Any]:
    return {
        "title": facts.title,
        "when": facts.when_in(language),
        "where": facts.where,
        "is_cancelled": facts.is_cancelled,
    }


def _parts(
    context: Context,
    letter: str,
    language: Language,
    values: Mapping[str, Any],
    may_repeat: bool = False,
    calendar: CalendarFile | None = None,
) -> LetterParts:
    """Return a letter in the language of its reader."""
    say = context.letter_words.say(letter, language, values)
    for_whom = say["more_people"] if values["is_group"] else say["one_person"]
    told = {**values, "language": language, "say": say, "for_whom": for_whom}
    return LetterParts(f"signup_{letter}", told, may_repeat, calendar)


_NO_FACTS: Final = Facts("", "", "", "", "", False, "")
_MAKERS: Final[Mapping[str, Callable[[Context, LetterDue], LetterParts | None]]] = {
    "signup": _state,
    "signup_confirm": _confirm,
    "signup_reminder": _reminder,
    "signup_afterwards": _afterwards,
    "signup_notice": _notice,
}
