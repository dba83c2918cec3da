"""A change gives what reading anew gives; days and clashes agree with the exact occurrences."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from itertools import islice
from random import Random

from hypothesis import event, given, settings
from hypothesis import strategies as st

from bench.consistency import TODAY as BENCH_TODAY
from bench.consistency import made_museums, made_records
from museum.calendar_check import Calendar, Source, Window
from museum.calendar_check.items import clash_day, item_of
from museum.date_plan import ZONE
from museum.hours import days_open
from museum.hours.stretch import minutes_open
from museum.occurrences import occurrences, plan_of
from museum.records import Activity
from tests.museum.calendar_check.made import SETTINGS, TODAY, activity

MUSEUMS = list(islice(made_museums(), 5))
WINDOW = Window.two_years(TODAY)
CLOCK_DAYS = [date(2027, 3, 28), date(2027, 10, 31), date(2028, 3, 26), date(2028, 10, 29)]


@settings(max_examples=12, deadline=None)
@given(st.integers(0, 10_000))
def test_after_any_changes_it_says_what_a_calendar_read_anew_says(seed: int) -> None:
    random = Random(seed)
    records = {one.id: one for one in made_records(random, 190)}
    kept = Calendar(SETTINGS, BENCH_TODAY)
    kept.load(list(records.values())[:150], MUSEUMS, {})
    for record in list(records.values())[150:]:
        kept.change(record.id, record)
    for record_id in random.sample(sorted(records), 20):
        if random.random() < 0.4:
            del records[record_id]
            kept.change(record_id, None)
        else:
            records[record_id] = _earlier(records[record_id], random)
            kept.change(record_id, records[record_id])
    anew = Calendar(SETTINGS, BENCH_TODAY)
    anew.load(records.values(), MUSEUMS, {})
    assert kept.findings() == anew.findings()


def _earlier(record: Source, random: Random) -> Source:
    shift = timedelta(days=random.randint(-20, 20))
    if isinstance(record, Activity) and record.starts and record.ends:
        return replace(record, starts=record.starts + shift, ends=record.ends + shift)
    return replace(record, title=record.title + " weer")


moments = st.builds(
    lambda day, shift, hour, minute: datetime.combine(
        day + timedelta(days=shift), time(hour, minute), tzinfo=ZONE
    ),
    st.sampled_from(CLOCK_DAYS[:2]),
    st.sampled_from([-14, -7, -1, 0]),
    st.sampled_from([0, 1, 2, 3, 4, 23]),
    st.sampled_from([0, 15, 30, 45]),
)
events = st.builds(
    lambda starts, minutes, repeats: activity(
        "a",
        starts=f"{starts:%Y-%m-%d %H:%M}",
        ends=f"{starts + timedelta(minutes=minutes):%Y-%m-%d %H:%M}",
        repeats=repeats,
        repeats_until=(starts + timedelta(days=20)).date() if repeats else None,
    ),
    moments,
    st.integers(15, 300),
    st.sampled_from(["", "daily", "weekly"]),
)


@settings(deadline=None)
@given(events)
def test_its_days_are_those_of_the_occurrences(record: Activity) -> None:
    item, plan = item_of(record, WINDOW), plan_of(record).plan
    if item is None or plan is None:
        return
    wanted = occurrences(plan, WINDOW.first, WINDOW.last)
    assert [date.fromordinal(day) for day in item.begins] == [one.first_day for one in wanted]


@settings(deadline=None)
@given(events, events)
def test_two_clash_when_their_moments_do_also_when_the_clock_changes(
    one: Activity, other: Activity
) -> None:
    first, second = item_of(one, WINDOW), item_of(replace(other, id="b"), WINDOW)  # type: ignore[arg-type]
    if first is None or second is None or first.plan is None or second.plan is None:
        return
    pairs = [
        (begin, begin_other)
        for begin in first.begins
        for begin_other in second.begins
        if abs(begin - begin_other) <= 1
    ]
    try:
        clash_day(first, second, pairs)
        clashes = True
    except LookupError:
        clashes = False
    event(f"clashes: {clashes}")
    spans = [
        [(each.starts, each.ends) for each in occurrences(plan, WINDOW.first, WINDOW.last)]
        for plan in (first.plan, second.plan)
    ]
    wanted = any(
        a[0].timestamp() < max(b[1].timestamp(), b[0].timestamp() + 60)
        and b[0].timestamp() < max(a[1].timestamp(), a[0].timestamp() + 60)
        for a in spans[0]
        for b in spans[1]
        if a[0] and a[1] and b[0] and b[1]
    )
    assert clashes == wanted


def test_hours_over_a_stretch_are_those_of_day_by_day() -> None:
    first, days = date(2026, 10, 1), 800
    wanted = [first + timedelta(days=number) for number in range(days)]
    for osm in (
        "Tu-Su 11:00-17:00; PH off",
        "Apr-Oct Tu-Su 11:00-17:00; Nov-Mar Sa-Su 13:30-17:00; SH Mo 13:00-17:00; Dec 25 off",
        "24/7",
        "Fr-Sa 20:00-02:00; Su 12:00-17:00",
        "PH 10:00-12:00",
    ):
        long = minutes_open(osm, first, days)
        for day, spans in days_open(osm, wanted).items():
            told = [
                (
                    one.opens.hour * 60 + one.opens.minute,
                    (one.closes.hour * 60 + one.closes.minute) or 1440,
                )
                for one in spans
            ]
            mine = [
                (begin, end if end <= 1440 else end - 1440)
                for begin, end in long[(day - first).days]
            ]
            assert mine == told, (osm, day)
