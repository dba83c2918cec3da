"""The canary's own page and calendar: to see whether a change in the table reaches them."""

from collections.abc import Iterator

from channels.feeds.ical import FeedEvent, calendar_text, event_fragment
from channels.website.desk import Desk, File, Output, Page, meta
from channels.website.view import LANGUAGES, CanaryView
from museum.canary import FEED_PATH, PAGE_PATH, TITLE
from museum.date_plan import DatePlan
from museum.identity import RecordId


def canary(desk: Desk) -> Iterator[Output]:
    """Yield both; nothing when no canary was ever sent. Nothing links here, and no list has it."""
    found = desk.shelf.canary()
    if found is None:
        return
    paths = dict.fromkeys(LANGUAGES, PAGE_PATH)
    about = meta(desk, "nl", "Kanarie", TITLE, paths, is_indexed=False)
    yield Page("canary.html", about, CanaryView(found.token, FEED_PATH))
    day = found.changed_at.date()
    event = FeedEvent(
        record_id=RecordId("kanarie"),
        identity=desk.site.identity,
        title="Kanarie",
        plan=DatePlan(day, day),
        sequence=0,
        stamp=found.changed_at,
        created=found.changed_at,
        url=desk.absolute(PAGE_PATH),
        description=found.token,
    )
    yield File(
        FEED_PATH,
        calendar_text("Kanarie", desk.absolute(FEED_PATH), [event_fragment(event).encode()]),
    )
