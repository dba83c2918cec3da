"""The museums one can send something for, and what a museum has already, from the mirror."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from museum.binding import Binding
from museum.date_reading import plan_of
from museum.reading import RawRecord, read_record
from museum.records import Activity, Museum, Vacancy
from museum.submissions.hints import Known, Place
from workflows.context import Context

_KEPT = 12


@dataclass(frozen=True)
class OwnRow:
    """A row of a museum's: `kind` is the form that changes it."""

    record_id: str
    kind: str
    label: str
    title: str


def museums_to_choose(context: Context) -> Mapping[str, str]:
    """Return the names of the museums by record ID, from A to Z; those closed for good are out."""
    return context.mirror.kept(
        "museums to choose from", ("museums",), lambda: _museums_to_choose(context)
    )


def _museums_to_choose(context: Context) -> Mapping[str, str]:
    binding = context.mirror.binding()
    table = context.definitions.table("museums")
    found: dict[str, str] = {}
    for raw in context.mirror.records("museums"):
        record = read_record(table, binding, raw).record
        if isinstance(record, Museum) and _is_there(record):
            found[str(record.id)] = record.name
    return dict(sorted(found.items(), key=lambda one: one[1].casefold()))


def may_choose(context: Context, museum_id: str) -> bool:
    """Tell whether this is one of the museums to choose from."""
    return museum_id in museums_to_choose(context)


def _is_there(museum: Museum) -> bool:
    return museum.status != "closed" and museum.on_website


def own_rows(context: Context, museum_id: str) -> list[OwnRow]:
    """Return a museum's newest activities and vacancies, which its people may change or copy."""
    binding = context.mirror.binding()
    found: list[tuple[str, OwnRow]] = []
    for table in ("activities", "vacancies"):
        for raw in context.mirror.records(table):
            row = _own_row(context, binding, table, raw, museum_id)
            if row is not None:
                found.append((raw.created.isoformat(), row))
    found.sort(key=lambda one: one[0], reverse=True)
    return [row for _, row in found[:_KEPT]]


@dataclass(frozen=True)
class Agenda:
    """What stands in the agenda, and where the museums are."""

    places: Mapping[str, Place]
    activities: Sequence[Known]

    def place(self, museum_id: str) -> Place:
        """Return where a museum is, as far as that is known."""
        return self.places.get(museum_id, Place(None, None))

    def known(self, but: str) -> list[Known]:
        """Return what stands in it, but for one row."""
        return [one for one in self.activities if one.record_id != but]


def agenda_now(context: Context) -> Agenda:
    """Return the agenda as the tables have it."""
    tables = ("museums", "activities")
    return context.mirror.kept("agenda", tables, lambda: _read_agenda(context))


def _read_agenda(context: Context) -> Agenda:
    museums = _museum_places(context)
    places = {key: place for key, (_, place) in museums.items()}
    return Agenda(places, list(_known_activities(context, museums)))


def _museum_places(context: Context) -> dict[str, tuple[str, Place]]:
    """Return the name and the place of each museum, by record ID."""
    binding, table = context.mirror.binding(), context.definitions.table("museums")
    found: dict[str, tuple[str, Place]] = {}
    for raw in context.mirror.records("museums"):
        record = read_record(table, binding, raw).record
        if isinstance(record, Museum):
            place = Place(record.latitude, record.longitude, record.place)
            found[str(record.id)] = (record.name, place)
    return found


def _known_activities(context: Context, places: Mapping[str, tuple[str, Place]]) -> Iterator[Known]:
    binding, table = context.mirror.binding(), context.definitions.table("activities")
    for raw in context.mirror.records("activities"):
        record = read_record(table, binding, raw).record
        if not isinstance(record, Activity) or record.workflow_status == "rejected":
            continue
        plan = plan_of(record).plan
        museum_id = str(record.museum or "")
        if plan is None or museum_id not in places:
            continue
        name, place = places[museum_id]
        yield Known(str(raw.id), record.title, museum_id, name, place, plan)


def is_own(context: Context, kind: str, record_id: str, museum_id: str) -> bool:
    """Tell whether a row is this museum's, and may be changed with this form."""
    form = context.forms.kind(kind)
    if form.table.key == "museums":
        return record_id == museum_id
    raw = context.mirror.record(form.table.key, record_id)
    if raw is None:
        return False
    row = _own_row(context, context.mirror.binding(), form.table.key, raw, museum_id)
    return row is not None and row.kind == kind


def _own_row(
    context: Context, binding: Binding, table: str, raw: RawRecord, museum_id: str
) -> OwnRow | None:
    link_id = binding.field_id(table, "museum")
    if link_id is None or museum_id not in (raw.cells.get(link_id) or ()):
        return None
    record = read_record(context.definitions.table(table), binding, raw).record
    if not isinstance(record, Activity | Vacancy) or record.workflow_status == "rejected":
        return None
    kind = _kind_of(context, table, record)
    if kind is None:
        return None
    return OwnRow(str(raw.id), kind, context.forms.kind(kind).title, record.title)


def _kind_of(context: Context, table: str, record: Activity | Vacancy) -> str | None:
    for form in context.forms.to_fill_in:
        if form.table.key != table:
            continue
        sets: Mapping[str, object] = form.sets
        if "kind" not in sets or getattr(record, "kind", "") == sets["kind"]:
            return form.key
    return None
