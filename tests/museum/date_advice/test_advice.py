"""The best dates: from the same rules, with the reasons, and the same answer every time."""

from dataclasses import replace
from datetime import UTC, date, datetime
from functools import partial
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backbone.calendar_settings import load_advice_settings
from museum.calendar_check import Calendar, CheckSettingsError, Source
from museum.date_advice import (
    Advice,
    AdvisedDate,
    advise,
    default_days,
    parse_advice_settings,
    read_request,
)
from museum.identity import RecordId
from museum.records import EventTemplate
from tests.museum.calendar_check.made import MADE, SETTINGS, TODAY, calendar, item, leave, partner

ADVICE = load_advice_settings()
NOW = datetime(2027, 3, 1, 12, tzinfo=UTC)
TEMPLATE = EventTemplate(RecordId("t"), MADE, "Workshop", "workshop", 6.0, 5.0, 2.0, 4)


def asked(text: str, *records: Source, today: date = TODAY) -> Advice:
    made = Calendar(SETTINGS, today)
    made.load(records, (), {}, [TEMPLATE])
    reading = read_request(text, today, partial(default_days, made))
    return advise(made, ADVICE, reading.request, NOW)


def on(advice: Advice, day: str) -> AdvisedDate:
    return next(one for one in advice.dates if one.day.isoformat() == day)


def rules(one: AdvisedDate) -> dict[str, int]:
    return {reason.rule: reason.points for reason in one.reasons}


def test_each_rule_speaks_for_or_against_a_day() -> None:
    busy = item("a", "2027-06-08 13:00", title="Depotdag")
    text = "een workshop voor vrijwilligers, dagdeel, op 8 juni"
    clash = asked(text, busy).dates[0]
    assert [reason.text for reason in clash.reasons_against] == [
        "Op dezelfde dag als “Depotdag”, ook voor vrijwilligers."
    ]
    assert rules(clash)["same_day"] == -25
    week = on(asked(text.replace("8 juni", "10 juni"), busy), "2027-06-10")
    assert rules(week)["same_week"] == -8
    other = on(asked(text, replace(busy, audiences=("board",))), "2027-06-08")
    assert "same_day" not in rules(other)
    assert rules(other)["audience_empty"] == 15

    congress = asked(text, partner("p", "2027-06-08", "congress")).dates[0]
    assert rules(congress)["partner_congress"] == -25
    near = asked(text, partner("p", "2027-06-11", "congress")).dates[0]
    assert rules(near)["partner_near"] == -8
    away = asked(text, leave("l", "2027-06-07", "2027-06-11")).dates[0]
    assert "De coördinator heeft dan verlof." in [one.text for one in away.reasons_against]


@pytest.mark.parametrize(
    ("text", "rule", "said"),
    [
        ("workshop op 27 april", "public_holiday", "Het is een feestdag: Koningsdag."),
        ("workshop op 13 juli", "school_holiday", "Het is zomervakantie in Noord."),
        ("workshop op 9 maart", "not_fixed", "over 8 dagen al"),
        ("workshop op 7 mei", "bridge_day", "tussen een feestdag en het weekend"),
        ("workshop op vrijdag 11 juni 's avonds", "evening", "vrijdagavond"),
        ("workshop op zaterdag 12 juni", "weekday", "Zaterdag komt vaak minder goed uit."),
        ("workshop op 10 juni, liefst op donderdag", "wished_day", "Donderdag noemde u zelf."),
    ],
)
def test_days_have_their_own_reasons(text: str, rule: str, said: str) -> None:
    found = asked(text).dates[0]
    told = next(reason for reason in found.reasons if reason.rule == rule)
    assert said in told.text


def test_hours_of_that_week_and_those_before_count() -> None:
    text = "een workshop voor vrijwilligers, dagdeel, op 8 juni"
    assert rules(asked(text).dates[0])["hours"] == 6
    full: dict[str, Any] = {"hours_before": 180, "staff": ("coordinator",), "kind": "congress"}
    crowded = asked(text, item("a", "2027-06-15 10:00", audiences=("board",), **full)).dates[0]
    assert "Te weinig uren: de week van maandag" in crowded.reasons_against[0].text
    assert rules(crowded)["overload"] == -25
    unknown = asked("een webinar op 8 juni").dates[0]
    assert rules(unknown)["hours_unknown"] == 0


def test_the_best_comes_first_and_weeks_are_spread() -> None:
    text = "een workshop van een dagdeel voor vrijwilligers, in mei of juni, niet op maandag"
    found = asked(text, item("a", "2027-05-25 13:00"))
    scores = [one.score for one in found.dates]
    assert scores == sorted(scores, reverse=True)
    assert len({one.day.isocalendar()[:2] for one in found.dates}) == len(found.dates) == 6
    assert {one.day.weekday() for one in found.dates} <= {1, 3}
    assert found == asked(text, item("a", "2027-05-25 13:00")), "the same answer every time"
    assert found.considered == 52
    best = found.dates[0].record
    assert (best.date_status, best.kind, best.audiences) == (
        *("provisional", "workshop"),
        ("volunteer",),
    )
    assert best.starts is not None
    assert best.starts.isoformat() == f"{found.dates[0].day}T11:30:00+00:00"


def test_several_times_and_days_are_looked_at_whole() -> None:
    thrice = asked("cursus van drie ochtenden, vanaf 1 juni, op 1 juni, op dinsdag").dates[0]
    assert (thrice.day, thrice.last_day) == (date(2027, 6, 1), date(2027, 6, 15))
    clash = asked(
        "cursus van drie ochtenden voor vrijwilligers op 1 juni", item("a", "2027-06-15 10:00")
    ).dates[0]
    assert rules(clash)["same_day"] == -25
    two = asked("congres van twee dagen op 8 juni").dates[0]
    assert (two.record.first_day, two.record.last_day) == (date(2027, 6, 8), date(2027, 6, 9))


def test_what_cannot_be_judged_is_said() -> None:
    none = asked("workshop op 8 juni, niet op dinsdag")
    assert (none.dates, none.considered) == ((), 0)
    assert "geen enkele dag over" in none.notes[0]
    far = asked("workshop in maart 2030")
    assert "Verder dan woensdag 28 februari 2029 kijkt museumflow niet vooruit." in far.notes
    unknown = asked("workshop in maart", today=date(2044, 1, 10))
    assert unknown.notes == (
        "De schoolvakanties van 2044 zijn nog niet bekend. Daar is dus niet op gelet.",
    )


@settings(max_examples=15, deadline=None)
@given(
    st.lists(st.dates(date(2027, 5, 1), date(2027, 7, 30)), max_size=8),
    st.sampled_from(["niet op maandag", "op dinsdag", "niet in de schoolvakantie", ""]),
)
def test_what_the_check_would_say_is_said_beforehand(days: list[date], wish: str) -> None:
    others = [item(f"o{number}", f"{day} 10:00") for number, day in enumerate(days)]
    for one in asked(f"workshop voor vrijwilligers in mei, juni of juli, {wish}", *others).dates:
        made = calendar(*others, one.record)
        said = {found.rule for found in made.findings() if "voorstel" in found.key}
        clashing = {reason.rule for reason in one.reasons_against}
        assert said - {"same_event", "overload"} == {rule for rule in clashing if rule in said}
        assert clashing & {"same_day", "same_week", "public_holiday", "school_holiday"} <= said


def test_the_configuration_says_what_is_wrong_with_it() -> None:
    with pytest.raises(CheckSettingsError, match="ontbreekt"):
        parse_advice_settings({"advice": {"against": {"fout": 1}}})
    with pytest.raises(CheckSettingsError, match="bestaat niet"):
        parse_advice_settings({"advice": {"against": {"erg": 1}}})
