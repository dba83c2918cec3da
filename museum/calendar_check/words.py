"""Days, audiences and titles in the sentences of the findings."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final

from museum.calendar_check.items import CalendarItem
from museum.date_words import DateStyle

_STYLE: Final = DateStyle("nl", "long", 0)
AUDIENCE_WORDS: Final = {
    "board": "besturen",
    "professional": "vakinhoudelijke medewerkers",
    "volunteer": "vrijwilligers",
}
STAFF_WORDS: Final = {"coordinator": "de coördinator", "assistant": "de assistent"}
QUARTERS: Final = ("eerste", "tweede", "derde", "vierde")


def day_words(day: date | int) -> str:
    """Return "zaterdag 3 april 2027", of a day or its ordinal."""
    return _STYLE.day(date.fromordinal(day) if isinstance(day, int) else day)


def days_words(days: Sequence[int]) -> str:
    """Return "zaterdag 3 april 2027", "… en nog 2 keer" when there are more."""
    more = len(days) - 1
    return day_words(days[0]) + (f" en nog {more} keer" if more else "")


def quoted(item: CalendarItem) -> str:
    """Return a title between quotes."""
    return f"“{item.title}”"


def audience_words(audiences: Iterable[str]) -> str:
    """Return "besturen en vrijwilligers"."""
    return listed([AUDIENCE_WORDS.get(one, one) for one in sorted(audiences)])


def listed(words: Sequence[str]) -> str:
    """Return "a, b en c"."""
    return " en ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else list(words))


def hours_words(hours: float) -> str:
    """Return "3 uur", "2,5 uur"."""
    rounded = round(hours, 1)
    return f"{rounded:g} uur".replace(".", ",")
