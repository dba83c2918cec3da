"""What goes into the calendar feeds and for whom: the year programme, and the days of staff.

Readers are audiences ("board"); of staff, whose entries no public feed shows, `@coordinator`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Final, TypeVar

from backbone.calendar_items import KeptEvent
from backbone.settings import ROOT
from channels.feeds.ical import FeedEvent
from channels.feeds.programme import ProgrammeSite, programme_event, programme_plan
from channels.website.site import load_identity
from museum.date_plan import DatePlan
from museum.identity import RecordId
from museum.preparation import Block, Work, preparation_blocks
from museum.reading import read_record
from museum.records import EventTemplate, Leave, PartnerDate, ProgrammeItem
from museum.workload import Templates
from workflows.context import Context

PAGE: Final = "/kalenders/"
PROGRAMME: Final = "programme"
_TEMPLATES: Final = "event_templates"
_Row = TypeVar("_Row", ProgrammeItem, Leave, PartnerDate, EventTemplate)


@dataclass(frozen=True)
class Entry:
    """One event of the feeds, and who reads it."""

    event: FeedEvent
    readers: tuple[str, ...]


def staff_reader(person: str) -> str:
    """Return how a member of staff is named among readers."""
    return f"@{person}"


def is_public(readers: tuple[str, ...]) -> bool:
    """Whether an entry is for everybody, and not for staff alone."""
    return not any(reader.startswith("@") for reader in readers)


def programme_site(context: Context) -> ProgrammeSite:
    """Return under which name the programme's events are known, and where they are told of."""
    return ProgrammeSite(_identity(), context.settings.site_url + PAGE)


@lru_cache(maxsize=1)
def _identity() -> str:
    """Read it once: another one holds after a restart, as all of config/ does."""
    return load_identity(ROOT)


def programme_items(context: Context) -> Iterator[ProgrammeItem]:
    """Yield the items of the year programme that can be read, in the order of their IDs."""
    return _rows(context, PROGRAMME, ProgrammeItem)


def entry_of(
    context: Context, item: ProgrammeItem, kept: KeptEvent | None, site: ProgrammeSite
) -> Entry | None:
    """Return the entry of a programme item, `kept` as it last was; None when it has no date."""
    options = context.definitions.table(PROGRAMME).field("kind").options
    categories = [options[item.kind]] if item.kind else []
    event = programme_event(item, site, categories, kept)
    return None if event is None else Entry(event, item.audiences)


def staff_entries(
    context: Context,
    items: list[ProgrammeItem],
    known: Mapping[str, KeptEvent],
    site: ProgrammeSite,
) -> Iterator[Entry]:
    """Yield what stands in the calendars of staff alone: preparation, leave, others' dates."""
    people = context.definitions.table(PROGRAMME).field("staff").options
    made = {str(item.id): item.created for item in items}
    leave = list(_rows(context, "leave", Leave))
    templates = Templates(_rows(context, _TEMPLATES, EventTemplate))
    works = [work for item in items if (work := _work(item, templates)) is not None]
    for block in preparation_blocks(works, leave, context.calendars.preparation):
        yield _block_entry(site, block, made[block.record_id], known)
    for row in leave:
        readers = (staff_reader(row.person),) if row.person else _all_staff(people)
        yield from _days_entry(site, row, readers, known)
    for dates in _rows(context, "partner_dates", PartnerDate):
        yield from _days_entry(site, dates, _all_staff(people), known)


def _all_staff(people: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(staff_reader(person) for person in people)


def _work(item: ProgrammeItem, templates: Templates) -> Work | None:
    """Return what there is to prepare; hours that are left empty are those of the template."""
    plan, hours = programme_plan(item), templates.cost(item, weeks_before=1).before
    if plan is None or not hours or not item.staff or item.date_status == "cancelled":
        return None
    return Work(str(item.id), item.title, hours, item.staff, plan.first_day)


def _block_entry(
    site: ProgrammeSite, block: Block, created: datetime, known: Mapping[str, KeptEvent]
) -> Entry:
    begins = datetime.combine(block.day, block.begins)
    ends = begins + timedelta(hours=block.hours)
    plan = DatePlan(block.day, ends.date(), begins.time(), ends.time())
    key = f"{block.record_id}-{block.person}-{block.number}"
    title = f"Voorbereiden: {block.title}"
    event = _staff_event(site, key, title, plan, created, known)
    return Entry(event, (staff_reader(block.person),))


def _days_entry(
    site: ProgrammeSite,
    row: Leave | PartnerDate,
    readers: tuple[str, ...],
    known: Mapping[str, KeptEvent],
) -> Iterator[Entry]:
    if row.first_day is None:
        return
    last: date = row.last_day or row.first_day
    plan = DatePlan(row.first_day, max(row.first_day, last))
    yield Entry(_staff_event(site, str(row.id), row.title, plan, row.created, known), readers)


def _staff_event(
    site: ProgrammeSite,
    key: str,
    title: str,
    plan: DatePlan,
    created: datetime,
    known: Mapping[str, KeptEvent],
) -> FeedEvent:
    kept = known.get(key)
    return FeedEvent(
        record_id=RecordId(key),
        identity=site.identity,
        title=title,
        plan=plan,
        sequence=kept.sequence if kept else 0,
        stamp=kept.stamp if kept else created,
        created=created,
        url=site.url,
    )


def _rows(context: Context, table: str, kind: type[_Row]) -> Iterator[_Row]:
    binding, definition = context.mirror.binding(), context.definitions.table(table)
    for raw in context.mirror.records(table):
        record = read_record(definition, binding, raw).record
        if isinstance(record, kind):
            yield record
