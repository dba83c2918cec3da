"""Keeps what the calendar feeds say of the year programme, from the mirror.

Read by the feeds (`webhooks.calendars`) and by whoever mails a calendar file about an item. Cheap
when nothing changed: a few small questions to the database.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Final

from backbone.calendar_items import CalendarItems, KeptEvent
from channels.feeds.ical import FeedEvent
from channels.feeds.programme import keep_cancelled, keep_event
from museum.attention import AttentionPoint
from museum.brake import Removal, judge
from museum.records import ProgrammeItem
from workflows.calendar_entries import (
    PROGRAMME,
    Entry,
    entry_of,
    is_public,
    programme_items,
    programme_site,
    staff_entries,
)
from workflows.context import Context

SOURCE: Final = "kalenders"


def kept_programme(context: Context) -> list[KeptEvent]:
    """Return what the feeds say, of staff's own entries too, as of the tables now, by last day."""
    refresh_programme(context)
    return CalendarItems(context.database).all()


def event_of(context: Context, item: ProgrammeItem) -> FeedEvent | None:
    """Return one item as an event, with the number and stamp that the feeds give it now.

    For a mail's calendar file (`channels.feeds.ical.invitation_file`). None when it has no date.
    """
    refresh_programme(context)
    kept = CalendarItems(context.database).find(item.id)
    entry = entry_of(context, item, kept, programme_site(context))
    return None if entry is None else entry.event


def refresh_programme(context: Context) -> str:
    """Bring what the feeds say up to date with the mirror, when that changed.

    Returns a mark that differs whenever what the feeds say may differ.
    """
    while True:
        mark = context.mirror.mark()
        before = CalendarItems(context.database).read_up_to()
        if before == mark or PROGRAMME not in context.mirror.binding().tables:
            return mark
        if _refresh(context, before, mark):
            return mark


def _refresh(context: Context, before: str, mark: str) -> bool:
    """Keep what the tables say now; False when another process was first."""
    present = list(programme_items(context))
    unread = context.mirror.record_ids(PROGRAMME) - {item.id for item in present}
    points: list[AttentionPoint] = []

    def decide(known: Mapping[str, KeptEvent]) -> list[KeptEvent]:
        entries = [*_entries(context, present, known)]
        points[:] = []
        return _changed(context, entries, unread, known, points)

    is_first = CalendarItems(context.database).update(before, mark, decide)
    if is_first:
        context.attention.replace(SOURCE, points, context.now())
    return is_first


def _entries(
    context: Context, items: list[ProgrammeItem], known: Mapping[str, KeptEvent]
) -> Iterator[Entry]:
    site = programme_site(context)
    for item in items:
        entry = entry_of(context, item, known.get(item.id), site)
        if entry is not None:
            yield entry
    yield from staff_entries(context, items, known, site)


def _changed(
    context: Context,
    entries: Sequence[Entry],
    unread: Collection[str],
    known: Mapping[str, KeptEvent],
    points: list[AttentionPoint],
) -> list[KeptEvent]:
    """Return the rows that differ from what is kept; a row that cannot be read keeps its own."""
    now = context.now()
    kept = [(one, known.get(one.event.record_id)) for one in entries]
    wanted = {
        str(one.event.record_id): keep_event(one.event, one.readers, row, now) for one, row in kept
    }
    left = [row for key, row in known.items() if key not in wanted and key not in unread]
    gone = [row for row in left if not row.is_gone]
    if _holds_back(context, gone, known, points):
        gone = [row for row in gone if not is_public(row.audiences)]
    changed = [row for key, row in wanted.items() if row != known.get(key)]
    return changed + [keep_cancelled(row, now) for row in gone]


def _holds_back(
    context: Context,
    gone: Sequence[KeptEvent],
    known: Mapping[str, KeptEvent],
    points: list[AttentionPoint],
) -> bool:
    """Tell whether too much of the programme would go at once, and note why."""
    standing = sum(is_public(row.audiences) and not row.is_gone for row in known.values())
    going = sum(is_public(row.audiences) for row in gone)
    removal = Removal(PROGRAMME, "onderdelen van het jaarprogramma", going, standing)
    verdict = judge([removal], {PROGRAMME: context.calendars.brake})
    points.extend(
        AttentionPoint(
            key="kalenders:rem",
            what=f"{reason} In de agenda's van de abonnees blijven ze staan.",
            remedy="Zet de rijen terug. Gaan ze echt niet door, kies dan per rij “Afgelast” "
            "bij “Datum staat vast?”.",
            table=PROGRAMME,
            subject="Agenda-abonnementen",
        )
        for reason in verdict.reasons
    )
    return verdict.is_blocked
