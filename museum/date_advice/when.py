"""Says when an advised date is: "dinsdag 9 maart 2027, 13.30 tot 16.30 uur"."""

from datetime import timedelta
from typing import Final

from museum.date_advice.advice import AdvisedDate
from museum.date_plan import ZONE
from museum.date_words import DateStyle, clock

_STYLE: Final = DateStyle("nl", "long", 0)


def when_words(one: AdvisedDate) -> str:
    """Return the day, the time, and how often."""
    starts, ends = one.record.starts, one.record.ends
    if starts is None or ends is None:
        return f"{_STYLE.day(one.day)} t/m {_STYLE.day(one.last_day)}"
    begin, end = starts.astimezone(ZONE).time(), ends.astimezone(ZONE).time()
    told = f"{_STYLE.day(one.day)}, {clock(begin, 'nl')} tot {clock(end, 'nl')} uur"
    weeks = (one.last_day - one.day) // timedelta(weeks=1)
    return f"{told}, en dan elke week tot en met {_STYLE.day(one.last_day)}" if weeks else told
