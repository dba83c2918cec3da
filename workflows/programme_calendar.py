"""Keeps what the calendar feeds say of the year programme, from the mirror.

Read by the feeds (`webhooks.calendars`) and by whoever mails a calendar file about an item. Cheap
when nothing changed: two small questions to the database.
"""

from collections.abc import Collection, Iterator, Mapping
from typing import Final

from backbone.calendar_items import CalendarItems, KeptEvent
from channels.feeds.ical import FeedEvent
from channels.feeds.programme import (
    ProgrammeSite,
    keep_cancelled,
    keep_event,
    programme_event,
)
from museum.attention import AttentionPoint
from museum.brake import Removal, judge
from museum.reading import read_record
from museum.records import ProgrammeItem
from workflows.context import Context

SOURCE: Final = "kalenders"
PAGE: Final = "/kalenders/"
_TABLE: Final = "programme"


def programme_site(context: Context) -> ProgrammeSite:
    """Return where the programme's events are said to live."""
    url = context.settings.site_url
    return ProgrammeSite(url.partition("://")[2].partition("/")[0], url + PAGE)


def programme_items(context: Context) -> Iterator[ProgrammeItem]:
    """Yield the items of the year programme that can be read, in the order of their IDs."""
    binding, table = context.mirror.binding(), context.definitions.table(_TABLE)
    for raw in context.mirror.records(_TABLE):
        record = read_record(table, binding, raw).record
        if isinstance(record, ProgrammeItem):
            yield record


def kept_programme(context: Context) -> list[KeptEvent]:
    """Return what the feeds say of every item, as of the tables now, by their last day."""
    refresh_programme(context)
    return CalendarItems(context.database).all()


def event_of(context: Context, item: ProgrammeItem) -> FeedEvent | None:
    """Return one item as an event, with the number and stamp that the feeds give it now.

    For a mail's calendar file (`channels.feeds.ical.invitation_file`). None when it has no date.
    """
    kept = {row.record_id: row for row in kept_programme(context)}
    return _event(context, item, kept.get(item.id))


def refresh_programme(context: Context) -> None:
    """Bring what the feeds say up to date with the mirror, when that changed."""
    mirror, items = context.mirror, CalendarItems(context.database)
    mark = f"{mirror.sequence()}:{mirror.bound_at_sequence()}"
    if items.read_up_to() == mark or _TABLE not in mirror.binding().tables:
        return
    present = list(programme_items(context))
    ids = mirror.record_ids(_TABLE)
    points: list[AttentionPoint] = []

    def decide(known: Mapping[str, KeptEvent]) -> list[KeptEvent]:
        points.clear()
        return _changed(context, present, ids, known, points)

    items.update(mark, decide)
    context.attention.replace(SOURCE, points, context.now())


def _changed(
    context: Context,
    present: list[ProgrammeItem],
    ids: Collection[str],
    known: Mapping[str, KeptEvent],
    points: list[AttentionPoint],
) -> list[KeptEvent]:
    """Return the rows that differ from what is kept; a row that cannot be read keeps its own."""
    now = context.now()
    wanted: dict[str, KeptEvent] = {}
    undated: set[str] = set()
    for item in present:
        kept = known.get(item.id)
        event = _event(context, item, kept)
        if event is not None:
            wanted[item.id] = keep_event(event, item.audiences, kept, now)
        else:
            undated.add(item.id)
    gone = [row for key, row in known.items() if key not in ids or key in undated]
    gone = [row for row in gone if not row.is_gone]
    if _holds_back(context, gone, known, points):
        gone = []
    changed = [row for key, row in wanted.items() if row != known.get(key)]
    return changed + [keep_cancelled(row, now) for row in gone]


def _holds_back(
    context: Context,
    gone: list[KeptEvent],
    known: Mapping[str, KeptEvent],
    points: list[AttentionPoint],
) -> bool:
    standing = sum(not row.is_gone for row in known.values())
    removal = Removal(_TABLE, "onderdelen van het jaarprogramma", len(gone), standing)
    verdict = judge([removal], {_TABLE: context.calendars.brake})
    for reason in verdict.reasons:
        points.append(
            AttentionPoint(
                key="kalenders:rem",
                what=f"{reason} In de agenda's van de abonnees blijven ze staan.",
                remedy="Zet de rijen terug. Gaan ze echt niet door, kies dan per rij “Afgelast” "
                "bij “Datum staat vast?”.",
                table=_TABLE,
                subject="Agenda-abonnementen",
            )
        )
    return verdict.is_blocked


def _event(context: Context, item: ProgrammeItem, kept: KeptEvent | None) -> FeedEvent | None:
    options = context.definitions.table(_TABLE).field("kind").options
    categories = [options[item.kind]] if item.kind else []
    return programme_event(item, programme_site(context), categories, kept)
