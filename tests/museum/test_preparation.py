"""Blocks of preparation: one a week, at fixed times, around leave, holidays and each other."""

from datetime import UTC, date, datetime, time

from museum.identity import RecordId
from museum.preparation import Block, PreparationRules, Work, preparation_blocks
from museum.records import Leave

TUESDAY, THURSDAY = (1, time(9)), (3, time(9))
RULES = PreparationRules(3, 4, {"coordinator": [TUESDAY, THURSDAY], "assistant": [THURSDAY]})
# Monday 12 April 2027; the Thursdays before: 8 April, 1 April, 25 March, 18 March.
WORKSHOP = Work("recA", "Workshop", 8.0, ("coordinator",), date(2027, 4, 12))


def told(blocks: list[Block]) -> list[tuple[str, int, date, float]]:
    return [(one.title, one.number, one.day, one.hours) for one in blocks]


def leave(first: date, last: date) -> Leave:
    made = datetime(2027, 1, 1, tzinfo=UTC)
    return Leave(RecordId("recL"), made, "Vakantie", "coordinator", first, last)


def test_the_hours_are_cut_into_weekly_blocks_before_it() -> None:
    assert told(preparation_blocks([WORKSHOP], [], RULES)) == [
        ("Workshop", 1, date(2027, 4, 8), 3.0),
        ("Workshop", 2, date(2027, 4, 1), 3.0),
        ("Workshop", 3, date(2027, 3, 25), 2.0),
    ]


def test_two_people_share_the_hours() -> None:
    both = Work("recA", "Workshop", 4.0, ("coordinator", "assistant"), date(2027, 4, 14))
    found = preparation_blocks([both], [], RULES)
    assert [(one.person, one.hours) for one in found] == [("coordinator", 2.0), ("assistant", 2.0)]


def test_leave_and_holidays_are_passed_over() -> None:
    # Away on Thursday 8 April and in the week of 29 March; Good Friday is no slot.
    away = [leave(date(2027, 4, 8), date(2027, 4, 8)), leave(date(2027, 3, 29), date(2027, 4, 2))]
    assert told(preparation_blocks([WORKSHOP], away, RULES)) == [
        ("Workshop", 1, date(2027, 4, 6), 3.0),
        ("Workshop", 2, date(2027, 3, 25), 3.0),
        ("Workshop", 3, date(2027, 3, 18), 2.0),
    ]
    # Ascension Day 2027 is Thursday 6 May.
    may = Work("recB", "Lezing", 1.0, ("assistant",), date(2027, 5, 12))
    assert told(preparation_blocks([may], [], RULES)) == [("Lezing", 1, date(2027, 4, 29), 1.0)]


def test_two_items_do_not_share_a_time() -> None:
    other = Work("recB", "Lezing", 3.0, ("coordinator",), date(2027, 4, 13))
    found = told(preparation_blocks([other, WORKSHOP], [], RULES))
    assert found[-1] == ("Lezing", 1, date(2027, 4, 6), 3.0)


def test_what_does_not_fit_in_the_weeks_before_gets_no_block() -> None:
    huge = Work("recA", "Congres", 100.0, ("assistant",), date(2027, 4, 12))
    assert sum(one.hours for one in preparation_blocks([huge], [], RULES)) == 12.0
