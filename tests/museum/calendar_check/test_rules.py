"""Each rule finds what it must, and leaves alone what fits."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from museum.calendar_check import CheckSettingsError, Source, parse_check_settings
from museum.records import Activity, ProgrammeItem
from tests.museum.calendar_check.made import (
    SETTINGS,
    TODAY,
    activity,
    at,
    calendar,
    found,
    item,
    leave,
    partner,
)

Records = tuple[Source, ...]
TUESDAY = ("2027-04-06 13:00", "2027-04-06 16:00")
INE = {"speakers": "Ine Til"}
ROOM = {"room": "De Kolk", "place": "Assen"}
WEEKLY: dict[str, Any] = {"repeats": "weekly", "repeats_until": date(2028, 2, 28)}
HOURS = {"coordinator": 24, "assistant": 8}
WINTER = "apr t/m okt: di t/m zo 11-17 u"
LONG_AGO = datetime(2026, 10, 1, tzinfo=UTC)
EXHIBITION: dict[str, Any] = {"kind": "exhibition", "first_day": date(2026, 9, 1)}

CASES: list[tuple[str, Records, Records, str]] = [
    # rule, what does not fit, what does, what the first sentence says
    (
        "same_day",
        (item("a", *TUESDAY), item("b", "2027-04-06 19:00", "2027-04-06 21:00")),
        (item("a", *TUESDAY), item("b", "2027-04-06 19:00", audiences=("board",))),
        "“Onderdeel b” en “Onderdeel a” zijn op dezelfde dag (dinsdag 6 april 2027), allebei voor "
        "vrijwilligers.",
    ),
    (
        "same_week",
        (item("a", *TUESDAY), item("b", "2027-04-11 13:00")),
        (item("a", *TUESDAY), item("b", "2027-04-12 13:00")),
        "in één week (die van maandag 5 april 2027)",
    ),
    (
        "partner_congress",
        (item("a", *TUESDAY), partner("p", "2027-04-06", "congress")),
        (item("a", *TUESDAY), partner("p", "2027-04-07", "congress")),
        "“Onderdeel a” valt samen met “Dag p”: dinsdag 6 april 2027.",
    ),
    (
        "partner_sector",
        (item("a", *TUESDAY), partner("p", "2027-04-05", last_day=date(2027, 4, 11))),
        (item("a", *TUESDAY, date_status="cancelled"), partner("p", "2027-04-06")),
        "valt samen met",
    ),
    (
        "public_holiday",
        (item("a", "2027-04-27 13:00"),),
        (item("a", *TUESDAY),),
        "is op dinsdag 27 april 2027: Koningsdag.",
    ),
    (
        "school_holiday",
        (item("a", "2027-07-13 13:00"),),
        (item("a", *TUESDAY),),
        "zomervakantie in Noord",
    ),
    (
        "room_twice",
        (item("a", *TUESDAY, **ROOM), item("b", "2027-04-06 15:00", audiences=("board",), **ROOM)),
        (item("a", *TUESDAY, **ROOM), item("b", "2027-04-06 16:00", audiences=("board",), **ROOM)),
        "De zaal “De Kolk” staat op dinsdag 6 april 2027 op twee plaatsen tegelijk",
    ),
    (
        "room_twice",
        (
            item("a", *TUESDAY, **ROOM),
            activity("b", *TUESDAY, location_name="de kolk", location_place="Assen"),
        ),
        (
            item("a", *TUESDAY, room="Online", place="Online"),
            item("b", *TUESDAY, room="Online", place="Online"),
        ),
        "De zaal",
    ),
    (
        "speaker_twice",
        (
            item("a", *TUESDAY, speakers="Jan Bos en Ine Til"),
            item("b", *TUESDAY, speakers="Ine Til"),
        ),
        (item("a", *TUESDAY, speakers="Jan Bos"), item("b", *TUESDAY, speakers="Ine Til")),
        "Een spreker (Ine Til)",
    ),
    (
        "staff_twice",
        (item("a", *TUESDAY, staff=("assistant",)), item("b", *TUESDAY, staff=("assistant",))),
        (item("a", *TUESDAY, staff=("assistant",)), item("b", *TUESDAY, staff=("coordinator",))),
        "De assistent staat op",
    ),
    (
        "staff_on_leave",
        (item("a", *TUESDAY, staff=("coordinator",)), leave("l", "2027-04-05", "2027-04-09")),
        (item("a", *TUESDAY, staff=("assistant",)), leave("l", "2027-04-05", "2027-04-09")),
        "staat de coördinator, maar die heeft dan verlof",
    ),
    (
        "date_unclear",
        (item("a", "2027-04-06 13:00", "2027-04-06 12:00"),),
        (item("a", *TUESDAY),),
        "het einde ligt niet na het begin",
    ),
    (
        "not_fixed",
        (item("a", *TUESDAY, date_status="provisional"),),
        (item("a", "2027-06-06 13:00", date_status="provisional"),),
        "staat nog niet vast; het is al op dinsdag 6 april 2027",
    ),
    (
        "no_date",
        (item("a", created=LONG_AGO),),
        (item("a"),),
        "heeft nog geen datum",
    ),
    (
        "deadline_after_start",
        (item("a", *TUESDAY, register_before=date(2027, 4, 7)),),
        (item("a", *TUESDAY, register_before=date(2027, 4, 6)),),
        "maar het begint al op dinsdag 6 april 2027",
    ),
    (
        "deadline_passed",
        (item("a", *TUESDAY, register_before=date(2027, 2, 28)),),
        (item("a", *TUESDAY, register_before=date(2027, 3, 1)),),
        "kon tot en met zondag 28 februari 2027",
    ),
    (
        "outside_hours",
        (activity("a", "2027-04-06 19:00", "2027-04-06 21:00"),),
        (activity("a", *TUESDAY),),
        "buiten de openingstijd",
    ),
    (
        "special_day",
        (activity("a", "2027-04-05 13:00", "2027-04-05 14:00"),),
        (activity("a", "2027-04-05 13:00", location_name="De Brink", location_place="Borger"),),
        "het museum is dan dicht",
    ),
    (
        "offer_endless",
        (activity("a", kind="offer", first_day=date(2027, 4, 1)),),
        (activity("a", kind="offer", first_day=date(2027, 4, 1), last_day=date(2027, 5, 1)),),
        "heeft geen einde",
    ),
    (
        "ended_first",
        (activity("a", **EXHIBITION, last_day=date(2027, 2, 1)),),
        (
            activity("a", **EXHIBITION, last_day=date(2027, 2, 1)),
            activity("b", kind="exhibition", first_day=date(2027, 5, 1)),
        ),
        "was voorbij op maandag 1 februari 2027",
    ),
    (
        "same_event",
        (
            activity("a", *TUESDAY, title="Lezing over turf en veen"),
            activity(
                "b", "2027-04-06 14:00", title="Lezing: over turf & veen", external_id="ics:7"
            ),
        ),
        (
            activity("a", *TUESDAY, title="Lezing over turf en veen 1"),
            activity("b", *TUESDAY, title="Lezing over turf en veen 2"),
        ),
        "lijkt hetzelfde als",
    ),
    (
        "partner_source",
        (partner("p", "2027-09-11", source=""),),
        (partner("p", "2027-09-11"),),
        "staat niet waar de datum vandaan komt",
    ),
    (
        "partner_not_yet",
        (partner("p", "2026-04-05", title="Museumweek 2026"),),
        (
            partner("p", "2026-04-05", title="Museumweek 2026"),
            partner("q", "2027-04-05", title="Museumweek 2027"),
        ),
        "voor 2027 staat het er nog niet",
    ),
]


@pytest.mark.parametrize(
    ("rule", "wrong", "right", "says"), CASES, ids=[f"{i}-{c[0]}" for i, c in enumerate(CASES)]
)
def test_a_rule_finds_what_does_not_fit_and_only_that(
    rule: str, wrong: Records, right: Records, says: str
) -> None:
    one = found(rule, calendar(*wrong))
    assert len(one) == 1
    assert says in one[0].what
    assert one[0].remedy.endswith(".")
    assert {place.id for place in one[0].places} <= {record.id for record in wrong}
    assert found(rule, calendar(*right)) == []


def test_more_sign_ups_than_places() -> None:
    assert found("over_capacity", calendar(item("a", *TUESDAY, capacity=2), taken={"a": 2})) == []
    full = calendar(item("a", *TUESDAY, capacity=2), taken={"a": 3})
    assert "3 inschrijvingen voor 2 plaatsen" in found("over_capacity", full)[0].what
    full.change_taken({"a": 1})
    assert found("over_capacity", full) == []


def test_a_recurrence_that_runs_into_the_closed_season() -> None:
    made = calendar(activity("a", *TUESDAY, **WEEKLY), hours=WINTER)
    assert "vanaf dinsdag 2 november 2027 17 keer" in found("closed_season", made)[0].what
    until = {**WEEKLY, "repeats_until": date(2027, 10, 31)}
    assert found("closed_season", calendar(activity("a", *TUESDAY, **until), hours=WINTER)) == []


def test_an_audience_with_nothing_in_a_quarter() -> None:
    made = calendar(item("a", "2027-02-01 13:00"), item("b", "2027-07-06 13:00"))
    empty = [one.key for one in found("audience_empty", made) if "volunteer" in one.key]
    assert empty == ["agenda:audience_empty:volunteer:2027-04-01"]


def test_a_year_without_data_is_an_error_and_never_a_year_without_clashes() -> None:
    unknown = found("holidays_unknown", calendar(today=date(2044, 3, 1)))
    assert [one.severity for one in unknown] == ["error"] * 3
    assert "schoolvakanties van 2044" in unknown[0].what
    assert found("holidays_unknown", calendar()) == []
    assert [one.severity for one in found("partner_year_empty", calendar())] == ["error"]
    assert found("partner_year_empty", calendar(partner("p", "2027-09-11"))) == []


def test_a_week_with_more_work_than_there_are_hours_until_something_moves() -> None:
    busy: dict[str, Any] = {"staff": ("assistant",), "hours_before": 1, "hours_on_the_day": 6}
    made = calendar(item("a", *TUESDAY, **busy), item("b", "2027-04-08 19:00", **busy))
    one = found("overload", made)
    assert [place.id for place in one[0].places] == ["a", "b"]
    assert one[0].what == (
        "In de week van maandag 5 april 2027 vraagt het jaarprogramma 12 uur van de assistent, en "
        "er is 8 uur. Het meeste kost “Onderdeel a” (6 uur) en “Onderdeel b” (6 uur)."
    )
    made.change("b", item("b", "2027-04-15 19:00", **busy))
    assert found("overload", made) == []
    made.change("l", leave("l", "2027-04-12", "2027-04-16", "assistant"))
    assert [each.key for each in found("overload", made)] == [
        "agenda:overload:assistant:2027-04-12"
    ]
    made.change_templates([])
    made.change_taken({"b": 1})
    assert len(found("overload", made)) == 1


def test_what_was_accepted_stays_quiet_until_the_facts_change() -> None:
    pair = [item("a", *TUESDAY), item("b", "2027-04-06 19:00")]
    first = found("same_day", calendar(*pair))[0]
    later = found("same_day", calendar(*pair, today=date(2027, 3, 20)))[0]
    assert (later.key, later.fingerprint) == (first.key, first.fingerprint)
    assert isinstance(pair[1], ProgrammeItem)
    pair[1] = replace(pair[1], starts=at("2027-04-06 20:00"))
    moved = found("same_day", calendar(*pair))[0]
    assert moved.key == first.key
    assert moved.fingerprint != first.fingerprint


def test_the_fingerprint_of_an_endless_recurrence_does_not_slide_with_the_day() -> None:
    endless: Activity = activity("a", "2027-04-05 13:00", "2027-04-05 14:00", repeats="weekly")
    prints = {
        found("museum_closed", calendar(endless, today=day))[0].fingerprint
        for day in (TODAY, date(2027, 6, 1), date(2028, 1, 9))
    }
    assert len(prints) == 1


def test_a_rule_that_is_off_finds_nothing() -> None:
    quiet = {rule: one for rule, one in SETTINGS.severities.items() if rule != "same_day"}
    made = calendar(
        item("a", *TUESDAY), item("b", *TUESDAY), settings=replace(SETTINGS, severities=quiet)
    )
    assert found("same_day", made) == []


def test_the_configuration_says_what_is_wrong_with_it() -> None:
    with pytest.raises(CheckSettingsError, match="ontbreekt"):
        parse_check_settings({"rules": {}, "dates": {}, "hours": HOURS})
    with pytest.raises(CheckSettingsError, match="bestaat niet"):
        parse_check_settings({"rules": {"same_moon": "fout"}, "dates": {}, "hours": HOURS})
