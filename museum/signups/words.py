"""Sign-ups in words: people, prices, moments."""

from datetime import datetime
from typing import Final

from babel.dates import format_datetime

from museum.date_plan import ZONE
from museum.date_words import Language


def people_words(size: int) -> str:
    """Say for how many people: "1 persoon", "3 personen"."""
    return "1 persoon" if size == 1 else f"{size} personen"


def euro_words(cents: int) -> str:
    """Write an amount: "€ 75" or "€ 7,50"."""
    euros, left = divmod(cents, 100)
    return f"€ {euros},{left:02}" if left else f"€ {euros}"


def price_words(cents: int, size: int) -> str:
    """Say what it costs together; "" when there is nothing to pay."""
    if not cents:
        return ""
    if size == 1:
        return euro_words(cents)
    return f"{euro_words(cents * size)} ({size} × {euro_words(cents)})"


_MOMENTS: Final = {
    "nl": "EEEE d MMMM, HH.mm 'uur'",
    "de": "EEEE, d. MMMM, HH:mm 'Uhr'",
    "en": "EEEE d MMMM, HH:mm",
}


def until_words(moment: datetime, language: Language = "nl") -> str:
    """Write the end of an offer: "woensdag 3 maart, 14.30 uur"."""
    pattern = _MOMENTS[language]
    return str(format_datetime(moment.astimezone(ZONE), pattern, locale=language))


def places_words(free: int | None, capacity: int | None, waiting: int) -> str:
    """Say how many places there are left, as whoever signs up reads it."""
    if free is None:
        return "Er is plaats."
    if free == 0:
        if waiting:
            return f"Vol. Er {_wait(waiting)} op de wachtlijst."
        return "Vol. U kunt op de wachtlijst."
    left = "Nog 1 plaats vrij" if free == 1 else f"Nog {free} plaatsen vrij"
    return f"{left} van de {capacity}."


def _wait(waiting: int) -> str:
    return "staat 1 persoon" if waiting == 1 else f"staan {waiting} personen"
