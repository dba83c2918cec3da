"""What page functions yield: pages to be set, files that are ready, and parts of feeds."""

from dataclasses import dataclass

from channels.website.view import PageMeta, View


@dataclass(frozen=True)
class Page:
    """A page to be set by a template."""

    template: str
    meta: PageMeta
    view: View


@dataclass(frozen=True)
class File:
    """A file that is ready: a feed, a picture, an index."""

    path: str
    body: bytes


@dataclass(frozen=True)
class Fragment:
    """What the unit of an activity leaves for the feeds. `until` is the last day it is in them."""

    record_id: str
    kind: str
    museum_id: str
    until: str
    calendar: str
    open_data: str


Output = Page | File | Fragment
