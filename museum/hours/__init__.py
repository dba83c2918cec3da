"""Opening hours: a museum's own wording, understood or left as it is. Nothing is guessed.

`understand` turns Dutch wording into OpenStreetMap's `opening_hours`; `days_open` and
`weeks_ahead` say when that is; `words` says back what was understood.
"""

from museum.hours.answer import answer
from museum.hours.calendar import HolidaysUnknownError, holiday_name
from museum.hours.evaluate import OpenDay, OpenSpan, days_open, weeks_ahead
from museum.hours.understand import Understanding, understand, words

__all__ = [
    "HolidaysUnknownError",
    "OpenDay",
    "OpenSpan",
    "Understanding",
    "answer",
    "days_open",
    "holiday_name",
    "understand",
    "weeks_ahead",
    "words",
]
