"""A press on loopback: a newsroom whose letters are really composed, from a small website.

The tables hold something for every section, in three towns, and what must stay out.
"""

import html
import re
import struct
import tomllib
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import requests

from museum.letters import Letter
from museum.records import Newsletter
from tests.bases import BASE_ID, base_of, field_id, record_id, table_id
from tests.newsroom import STAFF, STAFF_ADDRESS, Newsroom, open_newsroom
from workflows.context import Context
from workflows.fetch import fetch
from workflows.mirrored import record_of, records_of
from workflows.newsletter_composing import Composition, compose, compose_edition
from workflows.website import refresh_catalogue
from workflows.website_job import website_context

NOW: Final = datetime(2027, 2, 24, 9, tzinfo=UTC)
"""A Wednesday; the edition is for the Monday after."""
MORE_READERS: Final = {
    "eva": ("nl", ("Bestuur", "Vrijwilliger"), "noord"),
    "fien": ("nl", ("Publiek",), "noord"),
    "guus": ("de", ("Publiek",), "zuidoost"),
    "hans": ("en", ("Publiek",), ""),
}
"""Language, groups and region; beside those of the newsroom, whose region is not known."""
_TITLE: Final = re.compile(r"<h3[^>]*>(?:<a[^>]*>)?([^<]+)")


class Press(Newsroom):
    """A newsroom with real letters."""

    def compose(self, context: Context, edition: Newsletter) -> list[Letter]:
        return compose_edition(context, edition)

    def edition(self, name: str = "maand") -> Newsletter:
        """Return an edition as the mirror has it."""
        found = record_of(self.context, "newsletters", record_id(name))
        assert isinstance(found, Newsletter)
        return found

    def editions(self) -> list[Newsletter]:
        """Return every edition that the mirror has."""
        found = records_of(self.context, "newsletters")
        return [one for one in found if isinstance(one, Newsletter)]

    def composed(self, edition: Newsletter | None = None) -> Composition:
        """Compose an edition, as it stands."""
        return compose(self.context, edition or self.edition())

    def follow(self) -> None:
        """Let the website's catalogue follow the tables."""
        refresh_catalogue(website_context(self.context))

    def add(self, table: str, **cells: Any) -> str:
        """Add a record as staff do, and read it; returns its ID."""
        made = base_of({table: [{"id": "nieuw", **cells}]})["records"][table_id(table)][0]
        url = f"{self.url}/v0/{BASE_ID}/{table_id(table)}"
        reply = requests.post(url, json={"fields": made["fields"]}, headers=STAFF, timeout=10)
        reply.raise_for_status()
        fetch(self.context, always=True)
        self.follow()
        return str(reply.json()["id"])

    def read(self, name: str) -> list[str]:
        """Return the titles in a reader's only mail, in their order, of HTML and text alike."""
        (mail,) = self.mails(name)
        found = titles_in(mail["html"])
        lines = mail["text"].splitlines()
        assert [one[2:] for one in lines if one.startswith("- ")] == found
        assert [one for one in ("*|", "|*") if one in mail["html"] + mail["text"]] == []
        return found

    def titles(self, edition: Newsletter | None = None) -> dict[str, list[str]]:
        """Return the titles in each section of an edition."""
        return {
            one.section.key: [item.candidate.title for item in one.items]
            for one in self.composed(edition).choice.sections
        }


@contextmanager
def open_press(folder: Path, **settings: Any) -> Iterator[Press]:
    """Open a press, its picture in its place and the website's catalogue made."""
    with open_newsroom(
        folder, records(), Press, NOW, **{"newsletter_to": STAFF_ADDRESS, **settings}
    ) as room:
        assert isinstance(room, Press)
        image = (record_id("foto"), field_id("images", "file"), "foto.png", "image/png")
        room.context.airtable().attach(*image, grey_picture(1200, 800))
        fetch(room.context, always=True)
        room.follow()
        _add_readers(room)
        yield room


def _add_readers(room: Press) -> None:
    fields = f"/lists/{room.list_id}/merge-fields"
    tags = {one["tag"] for one in room.call("GET", f"{fields}?count=100")["merge_fields"]}
    if "STREEK" not in tags:
        room.call("POST", fields, {"tag": "STREEK", "name": "Streek", "type": "text"})
    groups = f"/lists/{room.list_id}/interest-categories"
    category = room.call("GET", groups)["categories"][0]["id"]
    found = room.call("GET", f"{groups}/{category}/interests?count=100")["interests"]
    ids = {one["name"]: one["id"] for one in found}
    for name, (language, wanted, region) in MORE_READERS.items():
        member = {
            "email_address": f"{name}@lezers.example",
            "status": "subscribed",
            "language": language,
            "interests": {ids[one]: True for one in wanted},
            "merge_fields": {"FNAME": name.title(), "STREEK": region},
        }
        room.call("POST", f"/lists/{room.list_id}/members", member)


def titles_in(page: str) -> list[str]:
    """Return the titles of a letter's items, in their order."""
    return [html.unescape(one) for one in _TITLE.findall(page)]


def grey_picture(width: int, height: int) -> bytes:
    """Return a PNG of one grey, the same bytes with every version of every library."""

    def part(name: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        )

    head = struct.pack(">IIBBBBB", width, height, 1, 3, 0, 0, 0)
    rows = (b"\x00" + bytes((width + 7) // 8)) * height
    parts = (
        (b"IHDR", head),
        (b"PLTE", b"\x80\x7a\x70"),
        (b"IDAT", zlib.compress(rows, 0)),
        (b"IEND", b""),
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(part(*one) for one in parts)


def records() -> dict[str, list[dict[str, Any]]]:
    """Return the tables."""
    return tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
