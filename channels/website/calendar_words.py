"""The names of holidays beside the days of the agenda."""

from datetime import date

from channels.website.view import Language


def holiday_name(day: date, language: Language) -> str:
    """Return the name of a public or school holiday, or ""."""
    return ""
