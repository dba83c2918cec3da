"""Where a thing stands: on which days of the agenda, and in which lists. Pure.

A list is a facet: a name such as `kind:exhibition` or `museums:place:assen`, with a text to sort
by. What a change touches follows from where the thing stood and where it stands now.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, Final

from channels.website.addresses import slug_of
from channels.website.things import Thing
from museum.date_plan import DatePlan, agenda_span_days
from museum.occurrences import Occurrence, last_day, next_occurrence, occurrences
from museum.publishing import FAR_AHEAD
from museum.records import Activity, Museum, NewsItem, ProgrammeItem, Vacancy

DAYS_BACK: Final = 31
DAYS_AHEAD: Final = 400
"""The agenda shows a year ahead; a month more, so that a new day seldom asks for more."""
WINDOW_AHEAD: Final = 365
LONG_DAYS: Final = 7
"""A period of more days runs; a shorter one stands under each of its days."""
RUNNING: Final = "1"
COMING: Final = "2"
UNDATED: Final = "9"
PROGRAMME: Final = "programme"
"""The list of the year programme."""
POSITIONS: Final = "positions"
"""The list of where museums lie: what it sorts by is "latitude longitude"."""


@dataclass(frozen=True)
class Placement:
    """Where it stands. `days` are (day, clock) as ISO texts; `first_day`, `last_day` likewise.

    `is_running`: a long period, which days list apart from what happens on one day.
    `review_on` is the first day on which any of this differs by itself.
    """

    days: frozenset[tuple[str, str]] = frozenset()
    facets: dict[str, str] = field(default_factory=dict)
    first_day: str = ""
    last_day: str = ""
    is_running: bool = False
    review_on: date | None = None


NOWHERE: Final = Placement()


def placement_of(thing: Thing[Any], museum: Museum | None, today: date) -> Placement:
    """Return where a published thing stands; `museum` is the one it belongs to."""
    record = thing.record
    if isinstance(record, Museum):
        return Placement(facets=_museum_facets(record))
    if isinstance(record, Activity) and thing.plan is not None:
        return _activity(thing, record, thing.plan, museum, today)
    if isinstance(record, Vacancy):
        return Placement(facets=_vacancy_facets(record))
    if isinstance(record, NewsItem):
        return Placement(facets=_news_facets(record))
    if isinstance(record, ProgrammeItem):
        return _programme(thing, record, today)
    return NOWHERE


def touched_days(one: Placement, other: Placement) -> Iterator[str]:
    """Yield the keys of days and months on which the two differ."""
    for day, _ in one.days ^ other.days:
        yield f"on:{day}"
        yield f"month:{day[:7]}"
    spans = {(item.first_day, item.last_day) for item in (one, other) if item.is_running}
    if len(spans) > 1 or one.is_running != other.is_running:
        yield "running"
        for first, last in spans:
            yield f"running:{first}:{last}"


def touched_facets(one: Placement, other: Placement) -> Iterator[str]:
    """Yield the keys of lists in which the two stand differently."""
    for facet in one.facets.keys() | other.facets.keys():
        if one.facets.get(facet) != other.facets.get(facet):
            yield f"list:{facet}"


def _museum_facets(museum: Museum) -> dict[str, str]:
    sort = slug_of(museum.name)
    facets = {"museums": sort, f"museums:place:{slug_of(museum.place)}": sort}
    facets |= {f"museums:theme:{key}": sort for key in museum.themes}
    facets |= {f"museums:facility:{key}": sort for key in museum.facilities}
    if museum.latitude and museum.longitude:
        facets[POSITIONS] = f"{museum.latitude} {museum.longitude}"
    return facets


def _activity(
    thing: Thing[Any], activity: Activity, plan: DatePlan, museum: Museum | None, today: date
) -> Placement:
    end = last_day(plan, FAR_AHEAD)
    is_long = plan.kind == "period" and (
        plan.last_day is None or agenda_span_days(plan) >= LONG_DAYS
    )
    upcoming = next_occurrence(plan, today)
    facets: dict[str, str] = {}
    if upcoming is not None:
        sort = _sort(upcoming, is_long, today, end)
        facets = dict.fromkeys(_activity_facets(activity, museum), sort)
        facets["new"] = f"{thing.first_published}:{thing.id}"
    since, until = today - timedelta(DAYS_BACK), today + timedelta(DAYS_AHEAD)
    return Placement(
        days=frozenset() if is_long else frozenset(_days(plan, since, until)),
        facets=facets,
        first_day=plan.first_day.isoformat(),
        last_day=end.isoformat(),
        is_running=is_long,
        review_on=_review_on(upcoming, is_long, end, today),
    )


def _activity_facets(activity: Activity, museum: Museum | None) -> Iterator[str]:
    yield f"kind:{activity.kind}"
    yield f"of:{activity.museum}"
    yield f"of:{activity.museum}:{activity.kind}"
    place = activity.location_place or (museum.place if museum else "")
    if place:
        yield f"place:{slug_of(place)}"
    for key in activity.visitors:
        yield f"visitors:{key}"
    if activity.kind == "education":
        for key in activity.age_groups:
            yield f"age:{key}"


def _sort(upcoming: Occurrence, is_long: bool, today: date, end: date) -> str:
    if is_long and upcoming.first_day <= today:
        return f"{RUNNING}{end.isoformat()}"
    clock = f"{upcoming.starts:%H:%M}" if upcoming.starts else "00:00"
    return f"{COMING}{upcoming.first_day.isoformat()}T{clock}"


def _days(plan: DatePlan, since: date, until: date) -> Iterator[tuple[str, str]]:
    for each in occurrences(plan, since, until):
        clock = f"{each.starts:%H:%M}" if each.starts else ""
        span = ((each.last_day or each.first_day) - each.first_day).days
        for offset in range(span + 1):
            day = each.first_day + timedelta(offset)
            if since <= day <= until:
                yield day.isoformat(), clock if offset == 0 else ""


def _review_on(upcoming: Occurrence | None, is_long: bool, end: date, today: date) -> date | None:
    if upcoming is None:
        return None
    if is_long and upcoming.first_day > today:
        return upcoming.first_day
    if is_long and end == FAR_AHEAD:
        return None
    passes = (upcoming.last_day or upcoming.first_day) + timedelta(1)
    if end > today + timedelta(DAYS_AHEAD):
        return min(passes, today + timedelta(DAYS_AHEAD - WINDOW_AHEAD))
    return passes


def _programme(thing: Thing[Any], item: ProgrammeItem, today: date) -> Placement:
    """Return where an item of the year programme stands: in one list, without a date last."""
    plan = thing.plan if item.date_status != "unknown" else None
    upcoming = next_occurrence(plan, today) if plan else None
    if plan is None or upcoming is None:
        return Placement(facets={PROGRAMME: f"{UNDATED}{item.title}"})
    end = last_day(plan, FAR_AHEAD)
    passes = (upcoming.last_day or upcoming.first_day) + timedelta(1)
    return Placement(
        facets={PROGRAMME: _sort(upcoming, False, today, end)},
        first_day=plan.first_day.isoformat(),
        last_day=end.isoformat(),
        review_on=passes,
    )


def _vacancy_facets(vacancy: Vacancy) -> dict[str, str]:
    day = vacancy.published_on or vacancy.created.date()
    sort = f"{day.isoformat()}:{vacancy.id}"
    facets = {"vacancies": sort, f"vacancies:of:{vacancy.museum}": sort}
    if vacancy.from_home:
        facets["vacancies:home"] = sort
    if vacancy.is_bounded:
        facets["vacancies:bounded"] = sort
    return facets


def _news_facets(item: NewsItem) -> dict[str, str]:
    sort = f"{item.published_on}:{item.id}"
    return {"news": sort} | {f"news:of:{museum}": sort for museum in item.museums}
