"""The facets that lists are narrowed by: their values in words, and in addresses."""

from typing import Final

from channels.website.addresses import plain_slug
from channels.website.desk import Desk
from channels.website.view import Language

_SECTIONS: Final = {
    "kind": "kinds_many",
    "visitors": "visitors",
    "theme": "themes",
    "facility": "facilities",
}


def facet_label(desk: Desk, facet: str, value: str, language: Language) -> str:
    """Return a value of a facet in words: a place by its name, an option by its label."""
    if facet == "place":
        return place_name(desk, value)
    return desk.words[language].choice(_SECTIONS[facet], value)


def facet_slug(desk: Desk, facet: str, value: str) -> str:
    """Return the part of an address for a value of a facet: its Dutch name."""
    return value if facet == "place" else plain_slug(facet_label(desk, facet, value, "nl"))


def place_name(desk: Desk, value: str) -> str:
    """Return a place as it is written, from its part of an address."""
    for one in desk.shelf.listed(f"museums:place:{value}", 1):
        thing = desk.shelf.museum(one)
        if thing is not None:
            return thing.record.place
    for one in desk.shelf.listed(f"place:{value}", 1):
        found = desk.shelf.activity(one)
        if found is not None:
            museum = desk.shelf.museum(found.record.museum)
            return found.record.location_place or (museum.record.place if museum else value)
    return value
