"""Date advice: a sentence or some fields in, the best dates out, each with its reasons. No I/O.

The reasons come from the rules that check the calendar (`museum.calendar_check`) and from the hours
of staff (`museum.workload`): every day is looked at as the programme item that it would become.
"""

from museum.date_advice.advice import Advice, AdvisedDate, advise, default_days
from museum.date_advice.fields import Fields, FieldsError, read_fields
from museum.date_advice.reading import read_request
from museum.date_advice.reasons import Reason
from museum.date_advice.request import PARTS, Part, Reading, Request, Span
from museum.date_advice.settings import AdviceSettings, parse_advice_settings

__all__ = [
    "PARTS",
    "Advice",
    "AdviceSettings",
    "AdvisedDate",
    "Fields",
    "FieldsError",
    "Part",
    "Reading",
    "Reason",
    "Request",
    "Span",
    "advise",
    "default_days",
    "parse_advice_settings",
    "read_fields",
    "read_request",
]
