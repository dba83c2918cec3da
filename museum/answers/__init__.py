"""Reading what people write in a form or a cell: exactly, or refused with a reason. No I/O.

Every reader takes an `Answer` (a form's text, or a cell as a sheet gives it unformatted) and
returns the value or a `Refusal`. None guesses: what can be read in two ways is refused.
"""

from museum.answers.dates import read_date
from museum.answers.days import read_days, read_period
from museum.answers.durations import read_minutes
from museum.answers.numbers import read_number, read_price
from museum.answers.phones import read_phone, read_phones
from museum.answers.plain import Answer
from museum.answers.postcodes import read_postcode
from museum.answers.refusal import Refusal
from museum.answers.times import read_time, read_time_span
from museum.answers.yes_no import read_yes_no

__all__ = [
    "Answer",
    "Refusal",
    "read_date",
    "read_days",
    "read_minutes",
    "read_number",
    "read_period",
    "read_phone",
    "read_phones",
    "read_postcode",
    "read_price",
    "read_time",
    "read_time_span",
    "read_yes_no",
]
