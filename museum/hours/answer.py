"""What `museumflow hours` answers: what was understood, and when that is, as plain JSON."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from museum.hours.calendar import HolidaysUnknownError
from museum.hours.evaluate import OpenSpan, days_open
from museum.hours.understand import understand


def answer(text: str, on: Sequence[date]) -> dict[str, Any]:
    """Return `{"understood", "osm", "words", "days", "problem"}` for a text and some days.

    `days` maps ISO days to lists of `[opens, closes]` ("11:00"); empty when not understood. An
    evening past midnight stands whole on the day it begins: `["20:00", "02:00"]`, so that a closing
    time at or before the opening time is on the next day; midnight itself is "24:00". A day whose
    holidays are not known yet is left out, and `problem` says so.
    """
    found = understand(text)
    result: dict[str, Any] = {
        "understood": found.understood,
        "osm": found.osm,
        "words": found.words,
        "days": {},
        "problem": found.problem,
    }
    if not found.understood:
        return result
    for day in on:
        try:
            spans = days_open(found.osm, [day])[day]
        except HolidaysUnknownError as error:
            result["problem"] = str(error)
            continue
        result["days"][day.isoformat()] = [_pair(span) for span in spans]
    return result


def _pair(span: OpenSpan) -> list[str]:
    closes = f"{span.closes:%H:%M}"
    return [f"{span.opens:%H:%M}", "24:00" if closes == "00:00" else closes]
