"""`/kalenders/`: the page of the year programme, its feeds, and staff's own by secret address."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from flask import Blueprint, abort, request
from flask import render_template as render
from werkzeug.wrappers import Response

from backbone.calendar_addresses import CalendarAddresses
from channels.feeds.programme import programme_plan
from channels.feeds.subscribing import SubscribeLinks, subscribe_links
from museum.date_plan import ZONE
from museum.occurrences import next_occurrence, when_text
from museum.records import ProgrammeItem
from webhooks.calendars.feeds import ALARMS, Feeds, Wanted
from webhooks.calendars.sheets import PAPERS, Sheets
from workflows.calendar_entries import PROGRAMME, programme_items
from workflows.context import Context
from workflows.signups.items import why_closed

CALENDAR_TYPE: Final = "text/calendar; charset=utf-8"
MAX_AGE_S: Final = 300
EVERYTHING: Final = "alles"
WHOLE_PROGRAMME: Final = "jaarprogramma"


def calendars_blueprint(context: Context, public: Path) -> Blueprint:
    """Return the blueprint of the calendars; `public` is the website's folder."""
    blueprint = Blueprint("calendars", __name__, url_prefix="/kalenders")
    feeds = Feeds(context, public)
    sheets = Sheets(context)

    @blueprint.get("/")
    def start() -> str:
        alarm = _alarm()
        return render(
            "forms/calendars.html",
            items=list(_coming(context)),
            feeds=[_links(one) for one in public_feeds(context, alarm)],
            alarm=alarm,
            years=sheets.years(),
        )

    @blueprint.get("/jaarprogramma-<int:year>-<paper>.pdf")
    def sheet(year: int, paper: str) -> Response:
        chosen = next((one for one in PAPERS if one == paper), None)
        if chosen is None or year not in sheets.years():
            abort(404)
        made = sheets.sheet(year, chosen)
        answer = Response(made.body, content_type="application/pdf")
        answer.set_etag(made.etag)
        answer.cache_control.public = True
        answer.cache_control.max_age = MAX_AGE_S
        return answer.make_conditional(request)

    @blueprint.get("/<name>.ics")
    def feed(name: str) -> Response:
        wanted = {_name_of(one): one for one in public_feeds(context, _alarm())}
        if name not in wanted:
            abort(404)
        return _answer(feeds, wanted[name], is_private=False)

    @blueprint.get("/eigen/<address_id>.ics")
    def own(address_id: str) -> Response:
        addresses = CalendarAddresses(context.database)
        found = addresses.find(address_id)
        if found is None:
            abort(404)
        if found.revoked:
            abort(410)
        addresses.note_used(found, context.now())
        return _answer(feeds, own_feed(context, found.id, found.person, found.alarm), True)

    return blueprint


def public_feeds(context: Context, alarm: str = "") -> list[Wanted]:
    """Return the feeds that everybody may take, with a reminder when one is asked for."""
    audiences = context.definitions.table(PROGRAMME).field("audiences").options
    found = [Wanted("Jaarprogramma van het platform", _url(context, WHOLE_PROGRAMME))]
    found += [
        Wanted(f"Jaarprogramma: {label.lower()}", _url(context, label.lower()), audience=key)
        for key, label in audiences.items()
    ]
    everything = "Jaarprogramma en alle activiteiten van de musea"
    found.append(Wanted(everything, _url(context, EVERYTHING), with_visitors=True))
    if not alarm:
        return found
    return [replace(one, url=f"{one.url}?herinnering={alarm}", alarm=alarm) for one in found]


def own_feed(context: Context, address_id: str, person: str, alarm: str) -> Wanted:
    """Return the feed of a member of staff."""
    label = context.definitions.table(PROGRAMME).field("staff").options.get(person, person)
    url = f"{context.settings.site_url}/kalenders/eigen/{address_id}.ics"
    return Wanted(f"Mijn werk: {label.lower()}", url, person=person, alarm=alarm)


def _url(context: Context, name: str) -> str:
    return f"{context.settings.site_url}/kalenders/{name}.ics"


def _name_of(wanted: Wanted) -> str:
    return wanted.url.partition("?")[0].rpartition("/")[2].removesuffix(".ics")


def _alarm() -> str:
    alarm = request.args.get("herinnering", "")
    if alarm and alarm not in ALARMS:
        abort(404)
    return alarm


def _links(wanted: Wanted) -> SubscribeLinks:
    return subscribe_links(wanted.name, wanted.url)


def _answer(feeds: Feeds, wanted: Wanted, is_private: bool) -> Response:
    made = feeds.feed(wanted)
    answer = Response(made.body, content_type=CALENDAR_TYPE)
    answer.set_etag(made.etag)
    answer.last_modified = made.modified
    answer.headers["X-Robots-Tag"] = "noindex"
    if is_private:
        answer.cache_control.private = True
        answer.cache_control.no_cache = True
    else:
        answer.cache_control.public = True
        answer.cache_control.max_age = MAX_AGE_S
    return answer.make_conditional(request)


def _coming(context: Context) -> Iterator[dict[str, Any]]:
    """Yield what is still to come, the first first; what has no date yet comes last."""
    today = context.now().astimezone(ZONE).date()
    dated: list[tuple[Any, dict[str, Any]]] = []
    undated: list[dict[str, Any]] = []
    for item in programme_items(context):
        plan = programme_plan(item)
        coming = next_occurrence(plan, today) if plan else None
        view = _view(context, item)
        if plan is None and item.date_status != "cancelled":
            undated.append({**view, "when": "datum volgt", "month": ""})
        elif plan is not None and coming is not None:
            view["when"] = when_text(plan, today, "nl", short=False)
            dated.append(((coming.first_day, item.title), view))
    dated.sort(key=lambda one: one[0])
    yield from (view for _, view in dated)
    yield from sorted(undated, key=lambda view: str(view["title"]))


def _view(context: Context, item: ProgrammeItem) -> dict[str, Any]:
    table = context.definitions.table(PROGRAMME)
    kinds, audiences = table.field("kind").options, table.field("audiences").options
    return {
        "title": item.title,
        "kind": kinds.get(item.kind, ""),
        "audiences": ", ".join(audiences[one].lower() for one in item.audiences),
        "where": ", ".join(part for part in (item.room, item.place) if part),
        "is_provisional": item.date_status == "provisional",
        "is_cancelled": item.date_status == "cancelled",
        "sign_up": "" if why_closed(context, item) else item.id,
    }
