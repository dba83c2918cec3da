"""`/beheer/feiten/MUSEUM`: each fact of a museum, where it comes from and who confirmed it."""

from dataclasses import dataclass
from typing import Final

from flask import Blueprint, abort
from flask import render_template as render

from backbone.fact_sources import FactSource
from museum.submissions import value_words
from webhooks.staff import moment_in_words
from workflows.context import Context
from workflows.intake import values_now
from workflows.intake_letters import museum_name

DOORS: Final = {
    "form": "het formulier",
    "sheet": "het rekenblad",
    "table": "het formulier van Airtable",
    "mail": "een mail",
}
"""The doors that facts come through, in words."""
_OF_TABLE: Final = "in de tabel ingevuld"


@dataclass(frozen=True)
class FactView:
    """One fact as the page tells it."""

    label: str
    value: str
    source: str
    confirmed: str


def show_facts(blueprint: Blueprint, context: Context) -> None:
    """Add the page of a museum's facts to the staff pages."""

    @blueprint.get("/feiten/<record_id>")
    def facts(record_id: str) -> str:
        if context.mirror.record("museums", record_id) is None:
            abort(404)
        return render(
            "staff/facts.html",
            museum=museum_name(context, record_id),
            facts=facts_of(context, record_id),
        )


def facts_of(context: Context, museum_id: str) -> list[FactView]:
    """Return the facts of a museum in the order of its form."""
    kind = next(one for one in context.forms.kinds if one.updates)
    values = values_now(context, kind, museum_id)
    known = context.facts.of(kind.table.key, museum_id)
    found = []
    for field in kind.fields:
        value = values[field.key]
        fact = known.get(field.key)
        about = fact if fact is not None and fact.is_about(value) else None
        words = value_words(field, value)
        found.append(FactView(field.label, words, _source(fact, about), _confirmed(about)))
    return found


def _source(fact: FactSource | None, about: FactSource | None) -> str:
    if about is not None and about.said_at is not None:
        return f"{DOORS.get(about.door, about.door)}, {moment_in_words(about.said_at)}"
    if fact is not None and about is None:
        return f"in de tabel gewijzigd na {moment_in_words(fact.confirmed_at)}"
    return _OF_TABLE


def _confirmed(about: FactSource | None) -> str:
    if about is None:
        return "nog niet"
    return f"{about.confirmed_by}, {moment_in_words(about.confirmed_at)}"
