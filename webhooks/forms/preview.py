"""What a visitor will see of a form's answers, before they are sent."""

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from channels.website.prose import render_prose
from museum.hours import understand
from museum.records import Activity
from museum.schedule_text import when_text
from museum.submissions import KindForm, value_words
from museum.submissions.hints import Hints, hints_for
from museum.submissions.models import Values
from museum.submissions.planned import WHEN, plan_of_values
from webhooks.forms.museums import Agenda

_TITLES: Final = ("title", "name", "subject")
_LEADS: Final = ("summary", "tagline")
_LONG: Final = frozenset({"multilineText"})


@dataclass(frozen=True)
class Preview:
    """The page to be: a title, when it is, texts, and facts. `texts` hold safe HTML."""

    title: str
    kind: str
    when: str
    lead: str
    texts: list[tuple[str, Any]]
    facts: list[tuple[str, str]]
    alt: str = ""


def preview_of(form: KindForm, values: Values, museum: str, today: date) -> Preview:
    """Return the page to be."""
    title = next((str(values[key]) for key in _TITLES if values.get(key)), museum)
    texts, facts = [], [("Museum", museum)] if museum != title and museum else []
    for field in form.fields:
        value = values.get(field.key)
        if field.key in (*_TITLES, *_LEADS) or field.key in WHEN or not value:
            continue
        label = form.question(field.key)
        if field.key == form.opening_hours:
            continue  # shown apart, as it was understood
        if field.type in _LONG:
            texts.append((label, render_prose(str(value))))
        else:
            facts.append((label, value_words(field, value)))
    return Preview(
        title=title,
        kind=form.title,
        when=_when(form, values, today),
        lead=next((str(values[key]) for key in _LEADS if values.get(key)), ""),
        texts=texts,
        facts=facts,
        alt=str(values.get("alt", "")),
    )


@dataclass(frozen=True)
class UnderstoodHours:
    """Opening hours as typed and as understood, line by line."""

    typed: str
    lines: list[str]
    problem: str


def hours_of(form: KindForm, values: Values) -> UnderstoodHours | None:
    """Return how opening hours were understood; None when the form asks none."""
    text = str(values.get(form.opening_hours) or "")
    if not text:
        return None
    found = understand(text)
    return UnderstoodHours(text, found.words.split("; ") if found.understood else [], found.problem)


def _when(form: KindForm, values: Values, today: date) -> str:
    if form.table.record != Activity.__name__:
        return ""
    plan = plan_of_values(form, values)
    return when_text(plan, today, "nl", short=False) if plan else ""


def hints_of(
    agenda: Agenda, form: KindForm, values: Values, museum_id: str, record_id: str
) -> Hints:
    """Return what is good to know about an activity; nothing for other forms."""
    if form.table.record != Activity.__name__:
        return Hints()
    plan = plan_of_values(form, values)
    if plan is None:
        return Hints()
    title, place = str(values.get("title", "")), agenda.place(museum_id)
    return hints_for(title, museum_id, place, plan, agenda.known(record_id))
