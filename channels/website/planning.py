"""The plan of a publication: what the website has beside what it should have, in plain Dutch.

Reads the catalogue; writes nothing.
"""

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import sqlalchemy as sa

from backbone.attention import AttentionStore
from backbone.database import reading
from channels.website import catalogue_tables as t
from channels.website.catalogue_store import CatalogueStore
from channels.website.settings import Workshop
from channels.website.things import PLURALS, TABLE_OF
from museum.attention import AttentionPoint
from museum.brake import Removal, Verdict, judge
from museum.reconcile import Change, FieldChange, action_of, field_changes, plan_identity

_MOST_LINES: Final = 40
"""Of one sort; beyond it they are counted."""
_SINGULARS: Final = {
    "museum": "museum",
    "activity": "activiteit",
    "vacancy": "vacature",
    "news": "nieuwsbericht",
    "image": "beeld",
    "programme": "onderdeel van het jaarprogramma",
}
_HEADINGS: Final = {"new": "Nieuw", "changed": "Gewijzigd", "gone": "Verdwijnt"}


@dataclass(frozen=True)
class WebsitePlan:
    """What a publication would do. `id` is of exactly the changes and removals in it."""

    id: str
    changes: tuple[Change, ...] = ()
    unit_count: int = 0
    is_full: bool = False
    """Everything is built again: what pages are made with differs, or the website is not there."""
    is_first: bool = False
    verdict: Verdict = field(default_factory=lambda: Verdict(()))
    attention: tuple[AttentionPoint, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Whether there is nothing to do."""
        return not (self.changes or self.unit_count or self.is_full)


def make_plan(store: CatalogueStore, workshop: Workshop, attention: AttentionStore) -> WebsitePlan:
    """Compare the catalogue with what the website has."""
    with reading(store.engine).begin() as connection:
        changes = tuple(_changes(connection, workshop))
        present = _present(connection)
        count = connection.scalar(sa.select(sa.func.count()).select_from(t.dirty)) or 0
        is_full = needs_everything(store, connection, workshop)
    told = [change for change in changes if not change.is_expected]
    return WebsitePlan(
        id=plan_identity(told),
        changes=changes,
        unit_count=count,
        is_full=is_full,
        is_first=not is_standing(workshop),
        verdict=judge(_removals(told, present), workshop.rules.brake),
        attention=tuple(each.point for each in attention.open_points()),
    )


def needs_everything(store: CatalogueStore, connection: sa.Connection, workshop: Workshop) -> bool:
    """Whether all pages must be built: another look, or a website that is not there."""
    look = store.state(connection, "look")
    return look != workshop.look or not is_standing(workshop)


def is_standing(workshop: Workshop) -> bool:
    """Whether the folder of the website is there as we left it."""
    return (workshop.settings.public / "index.html").exists()


def _changes(connection: sa.Connection, workshop: Workshop) -> list[Change]:
    query = sa.select(t.things).where(t.things.c.is_pending)
    query = query.order_by(t.things.c.kind, t.things.c.subject, t.things.c.id)
    found = (_change(row, workshop) for row in connection.execute(query).mappings())
    return [change for change in found if change is not None]


def _change(row: Any, workshop: Workshop) -> Change | None:
    action = action_of(row["digest"], row["live_digest"])
    if action is None:
        return None
    fields: tuple[FieldChange, ...] = ()
    if action == "changed":
        table = workshop.definitions.table(TABLE_OF[row["kind"]])
        old, new = json.loads(row["live_values"]), json.loads(row["values"])
        fields = field_changes(table, old, new)
    return Change(
        action=action,
        kind=row["kind"],
        record_id=row["id"],
        subject=row["subject"],
        fields=fields,
        reason=row["reason"] if action == "gone" else "",
        is_expected=row["is_expected"] and action == "gone",
        fingerprint=row["digest"],
    )


def _present(connection: sa.Connection) -> dict[str, int]:
    query = sa.select(t.things.c.kind, sa.func.count()).where(t.things.c.live_digest != "")
    rows = connection.execute(query.group_by(t.things.c.kind))
    return {row[0]: row[1] for row in rows}


def _removals(changes: Sequence[Change], present: dict[str, int]) -> list[Removal]:
    removed = Counter(change.kind for change in changes if change.action == "gone")
    return [
        Removal(kind, PLURALS[kind], removed[kind], present.get(kind, 0))
        for kind in PLURALS
        if removed[kind]
    ]


def lines(plan: WebsitePlan) -> list[str]:
    """Return the plan as a person reads it."""
    if plan.is_empty:
        return ["Er verandert niets op de website.", *_attention_lines(plan)]
    told = [f"Plan {plan.id} voor de website"]
    if plan.is_first:
        told.append("Alle bladzijden worden gemaakt: de website staat er nog niet.")
    elif plan.is_full:
        told.append(
            "Alle bladzijden worden opnieuw gemaakt: de vormgeving of de regels zijn anders."
        )
    else:
        number = plan.unit_count
        told.append(f"{number} onderde{'el wordt' if number == 1 else 'len worden'} bijgewerkt.")
    for action in ("new", "changed", "gone"):
        told += _action_lines(plan, action)
    for reason in plan.verdict.reasons:
        told.append(f"De rem: {reason}")
    if plan.verdict.is_blocked:
        told.append(f"Klopt dit? Keur precies dit plan goed: museumflow approve {plan.id}")
    return [*told, *_attention_lines(plan)]


def _action_lines(plan: WebsitePlan, action: str) -> list[str]:
    chosen = [change for change in plan.changes if change.action == action]
    if not chosen:
        return []
    found = [f"{_HEADINGS[action]} ({len(chosen)}):"]
    found += [f"  {_line(change)}" for change in chosen[:_MOST_LINES]]
    if len(chosen) > _MOST_LINES:
        rest = Counter(PLURALS[change.kind] for change in chosen[_MOST_LINES:])
        found.append("  … en nog " + ", ".join(f"{n} {kind}" for kind, n in rest.items()))
    return found


def _line(change: Change) -> str:
    name = f"{_SINGULARS[change.kind]} “{change.subject}” ({change.record_id})"
    if change.action == "changed":
        told = [f"{each.label}: {each.old} → {each.new}" for each in change.fields]
        return f"{name}: {'; '.join(told)}" if told else f"{name}: het beeld of het adres"
    return f"{name}: {change.reason}" if change.reason else name


def _attention_lines(plan: WebsitePlan) -> list[str]:
    if not plan.attention:
        return []
    found = [f"Aandachtspunten ({len(plan.attention)}):"]
    for point in plan.attention[:_MOST_LINES]:
        place = f"{point.subject} ({point.record_id})" if point.record_id else point.subject
        found.append(f"  {place}: {point.what} {point.remedy}")
    if len(plan.attention) > _MOST_LINES:
        found.append(f"  … en nog {len(plan.attention) - _MOST_LINES}")
    return found
