"""Invented people who signed up, so that the demo has something to show. Their addresses reach
nobody; a second start adds none.
"""

from collections.abc import Iterator
from itertools import cycle, islice
from typing import Final

from museum.records import ProgrammeItem
from museum.signups import Person, SignUpRequest
from workflows.context import Context
from workflows.signups.items import open_items, room_of

_FULL_AND_MORE: Final = 3
"""So many wait for the first item that has an end to its places."""
_SHARE: Final = 3
"""Of the others, one in so many places is taken."""
_NO_END: Final = 12
_ROOM_FOR_ALL: Final = 50
"""So many places are more than there are invented people for."""
_FIRST: Final = ("Aaltje", "Berend", "Coba", "Dirk", "Eefje", "Fokke", "Geertje", "Hendrik")
_LAST: Final = ("Aalders", "Boer", "Coelingh", "Dijkstra", "Eising", "Fidom", "Greving")
_NEEDS: Final = ("", "", "Vegetarisch", "", "Ringleiding, als het kan", "", "Rolstoel")


def sign_up_sample(context: Context) -> int:
    """Sign invented people up for what is open; returns how many, 0 when there are sign-ups."""
    if context.signups.newest_change():
        return 0
    museums = [str(one) for one in sorted(context.mirror.record_ids("museums"))]
    count, has_full = 0, False
    for number, item in enumerate(open_items(context)):
        places = item.capacity or _NO_END
        fills = not has_full and item.capacity is not None and places < _ROOM_FOR_ALL
        has_full = has_full or fills
        wanted = places + _FULL_AND_MORE if fills else places // _SHARE
        for request in islice(_requests(item, number, museums), wanted):
            context.signups.take(request, room_of(context, item), context.now())
            count += 1
    return count


def _requests(item: ProgrammeItem, item_number: int, museums: list[str]) -> Iterator[SignUpRequest]:
    audiences = cycle(item.audiences)
    for number in range(len(_FIRST) * len(_LAST)):
        place = number + 5 * item_number
        name = f"{_FIRST[place % len(_FIRST)]} {_LAST[place % len(_LAST)]}"
        yield SignUpRequest(
            key=f"voorbeeld-{item.id}-{number}",
            item_id=str(item.id),
            reader=f"{name.lower().replace(' ', '.')}@museum.example",
            people=(Person(name, _NEEDS[place % len(_NEEDS)]),),
            museum_id=museums[place % len(museums)] if museums else "",
            audience=next(audiences),
            link_id="voorbeeld",
        )
