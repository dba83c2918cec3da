"""What stands around a day and does not change it: "zondagmiddag", "'s avonds", "14.00-16.00 uur".

"Dit jaar" and "volgend jaar" become the year that they mean.
"""

import re
from datetime import date
from typing import Final

from museum.answers.date_vocabulary import MONTHS, WEEKDAY_NAMES

_PART: Final = r"(?:ochtend|morgen|middag|namiddag|avond)"
_GLUED: Final = re.compile(rf"\b(?P<day>{'|'.join(WEEKDAY_NAMES)}){_PART}\b")
_PART_BEHIND: Final = re.compile(rf",? (?:(?:'?s ?'? ?|des ){_PART}s|in de {_PART}|{_PART})$")
_COMING_BEHIND: Final = re.compile(r"(?<=[a-z0-9.]),? (?:a\.s|as|aanstaande|eerstkomend)\.?$")
_YEAR_SAID: Final = re.compile(
    r"^(?P<before>dit|volgend) jaar,? (?:op )?(?P<rest>.+)$"
    r"|^(?P<first>.+?),? (?:van )?(?P<behind>dit|volgend) jaar$"
)
_CLOCK: Final = r"[0-9]{1,2}(?:[.:u][0-9]{2})?"
_HOUR: Final = r"(?: ?(?:uur|u|h)\.?)?"
_SPAN_BEHIND: Final = re.compile(
    rf",? ?(?:van |vanaf |om )?{_CLOCK}{_HOUR} ?(?:-|tot|tot en met|t/m) ?{_CLOCK}{_HOUR}$"
)
_SINCE_BEHIND: Final = re.compile(rf",? (?:vanaf|van) {_CLOCK} ?(?:uur|u|h)\.?$")
_TODAY_OVER: Final = re.compile(r"^(?:vandaag|heden) (?=over [a-z0-9]+ (?:dagen|weken|week)$)")
_WHOLE_DATE: Final = re.compile(rf"(?:{'|'.join(MONTHS)})\b|[0-9]{{4}}")


def without_additions(text: str, today: date) -> str:
    """Return a text of lower case without what stands around its day."""
    text = _GLUED.sub(lambda found: found["day"], _TODAY_OVER.sub("", text))
    text = _without_clock(text)
    if re.search(r"[0-9]", text):
        text = _PART_BEHIND.sub("", text)
        text = _COMING_BEHIND.sub("", text) if not re.search(r"[0-9]{4}", text) else text
    return _with_year(text, today)


def _without_clock(text: str) -> str:
    """Drop from when until when it lasts, where that cannot be read as days."""
    for behind in (_SPAN_BEHIND, _SINCE_BEHIND):
        match = behind.search(text)
        if match is None:
            continue
        is_clock = re.search(r"[.:u]", match[0]) is not None
        if is_clock and _WHOLE_DATE.search(text[: match.start()]):
            return text[: match.start()]
    return text


def _with_year(text: str, today: date) -> str:
    match = _YEAR_SAID.match(text)
    if match is None or re.search(r"[0-9]{4}", text):
        return text
    said = match["before"] or match["behind"]
    year = today.year + (said == "volgend")
    return f"{match['rest'] or match['first']} {year}"
