"""The same event twice: likely when titles and days are alike. No I/O.

Likeness is Jaccard's: of all different words in two titles, the share that both have. Two titles
that are alike must share one of the first few of their words in a fixed order (prefix filtering,
Bayardo, Ma and Srikant 2007), so that only those are compared.
"""

from typing import Final

from museum.calendar_check.items import CalendarItem
from museum.records import Activity, ProgrammeItem

ALIKE: Final = 0.75
_PROGRAMME: Final = "programme"
_ALL: Final = "all"


def tokens_of(item: CalendarItem) -> list[tuple[str, str]]:
    """Return the keys under which an item is found by one that may be the same."""
    words = _first_words(item)
    if isinstance(item.record, ProgrammeItem):
        return [(_PROGRAMME, word) for word in words]
    if isinstance(item.record, Activity) and item.record.museum:
        return [(where, word) for where in (item.record.museum, _ALL) for word in words]
    return []


def asks_for(item: CalendarItem) -> list[tuple[str, str]]:
    """Return the keys at which those stand that may be the same as an item."""
    words = _first_words(item)
    if isinstance(item.record, ProgrammeItem):
        return [(where, word) for where in (_PROGRAMME, _ALL) for word in words]
    if isinstance(item.record, Activity) and item.record.museum:
        return [(where, word) for where in (item.record.museum, _PROGRAMME) for word in words]
    return []


def is_same(one: CalendarItem, other: CalendarItem) -> bool:
    """Tell whether two items are probably one event."""
    at_one_time = one.opens is None or other.opens is None or one.opens == other.opens
    if one.numbers != other.numbers or not (at_one_time or one.source != other.source):
        return False
    shared = len(one.words & other.words)
    if not shared or shared < ALIKE * (len(one.words) + len(other.words) - shared):
        return False
    return _overlaps(one, other)


def _first_words(item: CalendarItem) -> list[str]:
    if not item.begins:
        return []
    count = len(item.words)
    needed = -int(-ALIKE * count // 1)
    # Long words first: they are rare, so that few items share them.
    return sorted(item.words, key=lambda word: (-len(word), word))[: count - needed + 1]


def _overlaps(one: CalendarItem, other: CalendarItem) -> bool:
    """Tell whether they begin on one day; what takes long only has to overlap."""
    if one.span_days and other.span_days and one.begins and other.begins:
        first, second = sorted((one, other), key=lambda item: item.begins[0])
        return second.begins[0] <= first.begins[-1] + first.span_days
    return not set(one.begins).isdisjoint(other.begins)
