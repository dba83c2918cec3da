"""When people are reminded, and the words of the letters: whatever staff make of them."""

from collections.abc import Mapping
from datetime import date, time, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backbone.config_files import load_letter_words
from museum.date_plan import DatePlan, Rule
from museum.recurrence import begin_days
from museum.signups import LetterWordsError, parse_letter_words
from museum.signups.reminders import plan_of_date, reminders_due

FIRST = date(2027, 3, 16)


def weekly(times: int, **parts: Any) -> DatePlan:
    until = FIRST + timedelta(weeks=times - 1)
    return DatePlan(FIRST, FIRST, time(19), time(21), Rule("weekly", until), **parts)


def reminders(plan: DatePlan, days: tuple[int, ...], since: date) -> list[tuple[date, int, date]]:
    """Return every reminder of half a year, as a job finds them that runs each day."""
    every = (since + timedelta(days=number) for number in range(180))
    found: dict[tuple[int, date], date] = {}
    for today in every:
        for one in reminders_due(plan, today, days):
            found.setdefault(one, today)
    return [(today, *one) for one, today in found.items()]


def test_each_date_has_its_reminders() -> None:
    lent = weekly(3, exceptions=(FIRST + timedelta(weeks=1),))
    assert reminders(lent, (7, 1), date(2027, 1, 1)) == [
        (date(2027, 3, 9), 7, FIRST),
        (date(2027, 3, 15), 1, FIRST),
        (date(2027, 3, 23), 7, date(2027, 3, 30)),
        (date(2027, 3, 29), 1, date(2027, 3, 30)),
    ]
    assert reminders(weekly(2), (7, 1), date(2027, 1, 1))[2:] == [
        (date(2027, 3, 22), 1, date(2027, 3, 23))
    ]
    assert reminders(weekly(2), (), date(2027, 1, 1)) == []
    # The week before was missed: made up for until the next reminder's time.
    assert reminders(weekly(1), (7, 1), date(2027, 3, 12))[0] == (date(2027, 3, 12), 7, FIRST)


@settings(deadline=None, max_examples=40)
@given(
    st.sampled_from(["daily", "weekly", "fortnightly", "monthly_date", "monthly_weekday"]),
    st.integers(0, 120),
    st.lists(st.integers(1, 20), unique=True, max_size=3),
)
def test_no_date_passes_in_silence_and_none_is_told_twice(
    repeats: Any, lasts: int, days: list[int]
) -> None:
    plan = DatePlan(FIRST, FIRST, rule=Rule(repeats, FIRST + timedelta(days=lasts)))
    ahead = tuple(sorted(days, reverse=True))
    found = reminders(plan, ahead, date(2027, 2, 1))
    assert len(found) == len({one[1:] for one in found})
    begins = list(begin_days(plan))
    for before, begin in zip([date.min, *begins], begins, strict=False):
        expected = [one for one in ahead if (begin - before).days > one]
        assert [one[1] for one in found if one[2] == begin] == expected


def test_one_date_of_a_course_is_told_by_itself() -> None:
    week = timedelta(weeks=1)
    assert plan_of_date(weekly(3), FIRST + week) == DatePlan(
        FIRST + week, FIRST + week, time(19), time(21)
    )
    assert plan_of_date(weekly(3), FIRST + timedelta(days=1)) is None
    assert plan_of_date(weekly(3), FIRST + 3 * week) is None


def test_every_letter_can_be_written_in_every_language() -> None:
    words = load_letter_words()
    said = words.say("offered", "de", {"title": "Reis", "offer_until": "Montag"})
    assert said["subject"] == "Ein Platz ist frei: Reis"
    assert said["until"].startswith("Kommen Sie? Sagen Sie bis Montag zu.")
    assert said["no_mail"] == "Keine E-Mails mehr dazu"


@pytest.mark.parametrize(
    ("texts", "problem"),
    [
        ({"nl": "Hallo", "de": "Hallo"}, "[placed] subject (en) is leeg"),
        ({"nl": "{naam}", "de": "x", "en": "x"}, "[placed] subject (nl): {naam} kent"),
        ({"nl": "x", "de": "{title.__class__}", "en": "x"}, "{title.__class__} kent museumflow"),
        (
            {"nl": "x", "de": "x", "en": "{title"},
            "(en): er staat een accolade te veel of te weinig",
        ),
    ],
)
def test_words_that_cannot_be_filled_in_are_named(texts: Mapping[str, str], problem: str) -> None:
    with pytest.raises(LetterWordsError) as found:
        parse_letter_words({"shared": {}, "placed": {"subject": texts}})
    assert problem in str(found.value)
