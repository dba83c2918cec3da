"""How much work a foreign calendar may ask: one line can mean millions of times, or none for ever.

Only rules that are sure to come to something, and to little enough, are worked out. No I/O.
"""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any, Final

MOST_TIMES: Final = 3_000
"""So often one event may be: every day for eight years."""
MOST_TIMES_TOGETHER: Final = 20_000
MOST_IN_A_LIST: Final = 366
_UNIT_DAYS: Final = {"DAILY": 1, "WEEKLY": 7, "MONTHLY": 28, "YEARLY": 365}
_PLAIN: Final = frozenset({"FREQ", "INTERVAL", "COUNT", "UNTIL", "WKST"})
_CLOCKS: Final = frozenset({"BYHOUR", "BYMINUTE", "BYSECOND"})
_NUMBER: Final = re.compile(r"([+-]?\d+)")


class Budget:
    """What may still be worked out of one file."""

    def __init__(self) -> None:
        self.times = MOST_TIMES_TOGETHER

    def allows(self, times: int) -> bool:
        """Take so many times from what is left, when that is enough."""
        if times > min(self.times, MOST_TIMES):
            return False
        self.times -= times
        return True


def most_times(rule: Any, added: Any, first: date, last: date) -> int | None:
    """Return how often an event is at most, by its RRULE and RDATE; None when nobody can say."""
    more = _length(added)
    if rule is None:
        return 1 + more
    if isinstance(rule, list) or not _is_sure(rule):
        return None
    days, unit = (last - first).days + 1, _UNIT_DAYS[_frequency(rule)]
    turns = days // (unit * _number(rule, "INTERVAL", 1)) + 1
    return min(turns * _in_a_turn(rule, unit), _number(rule, "COUNT", days)) + more


def _in_a_turn(rule: Any, unit: int) -> int:
    """Return how many days of one week, month or year a rule can be on."""
    if unit == 1 or not any(name in rule for name in ("BYDAY", "BYMONTHDAY", "BYMONTH")):
        return 1
    return 31 if unit == _UNIT_DAYS["MONTHLY"] else min(unit, 366)


def _is_sure(rule: Any) -> bool:
    """Tell whether a rule is of a kind that comes to a day within every few years.

    Of one that never does, the library looks for a day up to the year 9999.
    """
    frequency, interval = _frequency(rule), _number(rule, "INTERVAL", 1)
    parts = {name.upper(): values for name, values in rule.items()}
    if frequency not in _UNIT_DAYS or interval < 1:
        return False
    if any(not isinstance(one, list) or len(one) > MOST_IN_A_LIST for one in parts.values()):
        return False
    if interval > 1 and ("BYMONTH" in parts or (frequency == "DAILY" and "BYDAY" in parts)):
        return False  # every 7 days from a Tuesday is never on a Monday
    return all(_is_sure_part(name, parts, frequency) for name in parts)


def _is_sure_part(name: str, parts: Mapping[str, list[Any]], frequency: str) -> bool:
    values = parts[name]
    if name in _CLOCKS:
        return len(values) == 1
    if name == "BYMONTH":
        return all(1 <= int(one) <= 12 for one in values)
    if name == "BYDAY":
        most = 52 if frequency == "YEARLY" and "BYMONTH" not in parts else 5
        numbers = [_week_number(str(one)) for one in values]
        return max(numbers) <= most and not (any(numbers) and "BYMONTHDAY" in parts)
    if name == "BYMONTHDAY":
        # The 31st is in every other month; in a month that is named it may never be.
        most = 31 if frequency == "MONTHLY" and "BYMONTH" not in parts else 28
        return all(1 <= abs(int(one)) <= most for one in values)
    if name == "BYSETPOS":
        # Of each weekday a month has at least four.
        is_of_days = frequency == "MONTHLY" and "BYDAY" in parts and "BYMONTHDAY" not in parts
        return is_of_days and all(1 <= abs(int(one)) <= 4 for one in values)
    return name in _PLAIN


def _week_number(day: str) -> int:
    """Return the number in "2FR" or "-1MO"; 0 for "FR"."""
    found = _NUMBER.match(day)
    return abs(int(found[1])) if found else 0


def _frequency(rule: Any) -> str:
    return str(rule.get("FREQ", [""])[0]).upper()


def _number(rule: Any, name: str, otherwise: int) -> int:
    return int(rule.get(name, [otherwise])[0])


def _length(added: Any) -> int:
    """Return how many days an RDATE holds: of one line, or of several."""
    if added is None:
        return 0
    lines = added if isinstance(added, list) else [added]
    return sum(len(getattr(one, "dts", (one,))) for one in lines)
