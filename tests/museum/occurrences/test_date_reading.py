"""From an activity's cells to a plan, or to what must be mended."""

from datetime import UTC, date, datetime, time
from typing import Any

import pytest

from museum.identity import RecordId
from museum.occurrences import ZONE, DatePlan, Rule, plan_of
from museum.records import Activity
from museum.typed_dates import TypedDateError, read_days

SATURDAY = date(2027, 4, 3)


def activity(**cells: Any) -> Activity:
    created = datetime(2026, 1, 1, tzinfo=UTC)
    return Activity(id=RecordId("recA"), created=created, title="Proeverij", **cells)


def moment(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZONE).astimezone(UTC)


def test_a_moment_becomes_the_time_on_the_wall() -> None:
    reading = plan_of(
        activity(starts=datetime(2027, 4, 3, 12, tzinfo=UTC), ends=moment("2027-04-03T16:30"))
    )
    assert reading.plan == DatePlan(SATURDAY, SATURDAY, time(14), time(16, 30))
    assert reading.problems == ()
    assert reading.plan.kind == "single"


def test_only_a_single_occurrence_keeps_the_second_of_two_equal_times() -> None:
    second = datetime(2027, 10, 31, 1, 30, tzinfo=UTC)
    single = plan_of(activity(starts=second)).plan
    weekly = plan_of(activity(starts=second, repeats="weekly")).plan
    assert single is not None
    assert single.opens is not None
    assert (single.opens.replace(fold=0), single.opens.fold) == (time(2, 30), 1)
    assert weekly is not None
    assert weekly.opens is not None
    assert (weekly.opens, weekly.opens.fold) == (time(2, 30), 0)


@pytest.mark.parametrize(
    ("kind", "expected_last"), [("exhibition", None), ("offer", None), ("activity", SATURDAY)]
)
def test_without_a_last_day_an_exhibition_is_open_and_an_activity_takes_a_day(
    kind: str, expected_last: date | None
) -> None:
    plan = plan_of(activity(kind=kind, first_day=SATURDAY)).plan
    assert plan == DatePlan(SATURDAY, expected_last)


def test_a_repeated_plan_with_exceptions_and_extras() -> None:
    plan = plan_of(
        activity(
            starts=moment("2027-04-03T14:00"),
            repeats="weekly",
            repeats_until=date(2027, 5, 1),
            except_dates="za 17 april 2027",
            extra_dates="02-05-2027 en 5/5/27",
        )
    ).plan
    assert plan == DatePlan(
        SATURDAY,
        SATURDAY,
        time(14),
        None,
        Rule("weekly", date(2027, 5, 1)),
        (date(2027, 4, 17),),
        (date(2027, 5, 2), date(2027, 5, 5)),
    )


REFUSED: list[tuple[dict[str, Any], str, str]] = [
    ({}, "starts", "Er is geen datum ingevuld."),
    (
        {"starts": moment("2027-04-03T14:00"), "first_day": SATURDAY},
        "starts",
        "“Begint” of “Eindigt” en ook “Eerste dag” of “Laatste dag” zijn ingevuld.",
    ),
    ({"ends": moment("2027-04-03T14:00")}, "starts", "“Eindigt” is ingevuld, maar “Begint” niet."),
    (
        {"last_day": SATURDAY},
        "first_day",
        "“Laatste dag” is ingevuld, maar “Eerste dag” niet.",
    ),
    (
        {"starts": moment("2027-04-03T14:00"), "ends": moment("2027-04-03T14:00")},
        "ends",
        "Het einde ligt niet na het begin.",
    ),
    (
        {"first_day": SATURDAY, "last_day": date(2027, 4, 2)},
        "last_day",
        "De laatste dag ligt voor de eerste dag.",
    ),
    (
        {"first_day": SATURDAY, "repeats": "weekly", "repeats_until": date(2027, 4, 2)},
        "repeats_until",
        "“Herhalen tot en met” ligt voor de eerste keer.",
    ),
    (
        {"first_day": SATURDAY, "repeats": "weekly", "except_dates": "volgende week"},
        "except_dates",
        "“volgende week” is niet als datum met een jaar te lezen.",
    ),
    (
        {"first_day": SATURDAY, "except_dates": "3-4-2027"},
        "except_dates",
        "Door “Niet op” blijft er geen enkele dag over.",
    ),
    (
        {"first_day": SATURDAY, "extra_dates": "2-4-2027"},
        "extra_dates",
        "Bij “Ook op” staat een dag voor de eerste keer (02-04-2027).",
    ),
    (
        {
            "starts": moment("2027-04-03T14:00"),
            "ends": moment("2027-10-30T16:00"),
            "repeats": "weekly",
        },
        "ends",
        "Eén keer duurt langer dan de tijd tot de volgende keer.",
    ),
]


@pytest.mark.parametrize(("cells", "field", "what"), REFUSED, ids=[row[2] for row in REFUSED])
def test_what_cannot_be_a_plan_is_refused(cells: dict[str, Any], field: str, what: str) -> None:
    reading = plan_of(activity(**cells))
    assert reading.plan is None
    assert [(point.field, point.what, point.severity) for point in reading.problems] == [
        (field, what, "error")
    ]
    assert reading.problems[0].key == f"dates:activities:recA:{field}"
    assert reading.problems[0].subject == "Proeverij"
    assert reading.problems[0].remedy


@pytest.mark.parametrize(
    ("cells", "what"),
    [
        (
            {"repeats_until": date(2027, 5, 1)},
            "“Herhalen tot en met” is ingevuld, maar “Herhaling” niet: het staat er één keer.",
        ),
        (
            {"repeats": "weekly", "except_dates": "04-04-2027"},
            "Op 04-04-2027 begint er niets, dus “Niet op” doet daar niets.",
        ),
    ],
)
def test_what_changes_nothing_is_published_and_said(cells: dict[str, Any], what: str) -> None:
    reading = plan_of(activity(first_day=SATURDAY, **cells))
    assert reading.plan is not None
    assert [(point.what, point.severity) for point in reading.problems] == [(what, "warning")]


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("", []),
        ("27-04-2027, 03-05-2027", ["2027-04-27", "2027-05-03"]),
        ("27/4/2027; 27.4.27", ["2027-04-27"]),
        ("2027-04-27", ["2027-04-27"]),
        ("Dinsdag 27 april 2027 en 3 mei 2027", ["2027-04-27", "2027-05-03"]),
        ("30 dec. 2027 t/m 1-1-2028", ["2027-12-30", "2027-12-31", "2028-01-01"]),
        ("3 mei 2027\n27 apr 2027", ["2027-04-27", "2027-05-03"]),
    ],
)
def test_days_as_people_type_them(text: str, days: list[str]) -> None:
    assert read_days(text) == tuple(date.fromisoformat(day) for day in days)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("27 april", "“27 april” is niet als datum met een jaar te lezen."),
        ("31-02-2027", "De dag “31-02-2027” bestaat niet."),
        ("4 foo 2027", "De dag “4 foo 2027” bestaat niet."),
        ("ma 27-04-2027", "“ma 27-04-2027” klopt niet: die dag valt op een andere weekdag."),
        (
            "3-5-2027 t/m 1-5-2027",
            "“3-5-2027 t/m 1-5-2027” begint na het einde, of duurt langer dan een jaar.",
        ),
    ],
)
def test_days_that_cannot_be_read(text: str, message: str) -> None:
    with pytest.raises(TypedDateError) as caught:
        read_days(text)
    assert str(caught.value) == message
