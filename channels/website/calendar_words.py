"""The names of public and school holidays, beside the days of the agenda."""

from datetime import date

from channels.website.addresses import plain_slug
from channels.website.words import Words
from museum.hours import HolidaysUnknownError
from museum.hours import holiday_name as dutch_name


def holiday_name(day: date, words: Words) -> str:
    """Return the name of a public or school holiday in Drenthe, or ""."""
    try:
        dutch = dutch_name(day)
    except HolidaysUnknownError:
        return ""
    return words.choice("holidays", plain_slug(dutch), dutch) if dutch else ""
