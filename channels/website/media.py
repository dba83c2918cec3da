"""Pictures in `public/media/`: put there before the pages, taken away long after.

A page that somebody still has open, or that a search engine keeps, may ask for a picture for a
while; so one that nothing shows any more stays for as many days as `config/rules.toml` says.
"""

import json
import os
import shutil
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Final

import sqlalchemy as sa

from channels.website import catalogue_tables as t

_DRAWN: Final = "og-"
"""Pictures that we draw ourselves: few, small, and shown by pages of any kind."""


def link_media(renditions: Path, public: Path, names: Iterable[str]) -> None:
    """Put renditions in the website; their names are of their content, so none ever changes."""
    folder = public / "media"
    folder.mkdir(parents=True, exist_ok=True)
    for name in names:
        target = folder / name
        if not target.exists():
            aside = folder / f".{name}.{os.getpid()}"
            aside.unlink(missing_ok=True)
            try:
                aside.hardlink_to(renditions / name)
            except OSError:  # another file system, or one without hard links
                shutil.copyfile(renditions / name, aside)
            aside.replace(target)


def media_names(extra: Mapping[str, Any]) -> Iterator[str]:
    """Yield the files of a picture."""
    made = extra.get("renditions")
    if made:
        yield from (each["name"] for each in made["webp"])
        yield made["fallback"]["name"]
        yield extra["social"]


def shown_media(connection: sa.Connection, *, pending_only: bool = False) -> set[str]:
    """Return the files of all published pictures, or of those that changed."""
    query = sa.select(t.things.c.extra).where(
        t.things.c.kind == "image", t.things.c.state == "published"
    )
    if pending_only:
        query = query.where(t.things.c.is_pending)
    found = connection.scalars(query)
    return {name for extra in found for name in media_names(json.loads(extra))}


def prune_media(
    public: Path, shown: set[str], unused: Mapping[str, str], today: date, keep_days: int
) -> dict[str, str]:
    """Remove what nothing shows any more for longer than `keep_days`.

    `unused` tells since which day ("2027-03-01") each file is not shown; returns it anew.
    """
    folder = public / "media"
    since: dict[str, str] = {}
    for path in sorted(folder.glob("*")) if folder.exists() else ():
        if path.name in shown or path.name.startswith(_DRAWN):
            continue
        first = unused.get(path.name, today.isoformat())
        if date.fromisoformat(first) + timedelta(keep_days) < today:
            path.unlink(missing_ok=True)
        else:
            since[path.name] = first
    return since
