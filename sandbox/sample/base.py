"""The sample base as `museumflow sandbox --base FILE` takes it.

Reads `config/tables.toml` and the texts beside this file; writes pictures into a folder.
"""

import tomllib
from datetime import date
from pathlib import Path
from typing import Any, Final

from museum.tables import parse_tables
from sandbox.sample.cells import CellWriter
from sandbox.sample.identity import base_id, table_id
from sandbox.sample.larger import resize
from sandbox.sample.pictures import draw_pictures
from sandbox.sample.rows import read_rows
from sandbox.sample.schema import metadata_tables

NAME: Final = "Platform Drentse Musea (voorbeeldgegevens)"
_TABLES: Final = Path(__file__).parents[2] / "config" / "tables.toml"


def sample_base(
    *,
    museums: int | None = None,
    activities: int | None = None,
    seed: int = 2027,
    today: date,
    pictures: Path | None,
) -> dict[str, Any]:
    """Return the sample: `{"id", "name", "tables", "records": {table ID: [record]}}`.

    Cells are keyed by field ID; an attachment names a local file in `pictures`, where the files
    are drawn when they are not there yet; None leaves the pictures out. `museums` and
    `activities` set how many there are (more are made up, the same for the same `seed`); without
    them it is the sample that people wrote. All dates follow from `today`, so that
    something is always on.
    """
    definitions = parse_tables(tomllib.loads(_TABLES.read_text("utf-8")))
    rows = resize(read_rows(), museums, activities, seed)
    if pictures is not None:
        draw_pictures(pictures)
    records = CellWriter(definitions, today, pictures).records(rows)
    return {
        "id": base_id(),
        "name": NAME,
        "tables": metadata_tables(definitions),
        "records": {table_id(key): part for key, part in records.items()},
    }
