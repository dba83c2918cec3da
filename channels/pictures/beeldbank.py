"""The Beeldbank on our own disk: every picture that staff approved, with its rights beside it.

`media/beeldbank/RECORD.jpg` is the picture as it was made anew when it came in, `RECORD.json` what
was said of it. Airtable holds the same; this copy is ours, whatever becomes of an account.
"""

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import BinaryIO, Final

from channels.pictures.files import read_note, write_note, write_whole

_RECORD: Final = re.compile(r"rec[A-Za-z0-9]{14}")


@dataclass(frozen=True)
class BankedPicture:
    """What is known of one picture. `rights_until` is an ISO day, "" when there is no end."""

    record_id: str
    title: str
    alt: str
    maker: str
    licence: str
    people: str
    rights_until: str
    museum: str
    placed_on: str

    def is_expired(self, today: date) -> bool:
        """Tell whether it may no longer be used."""
        return bool(self.rights_until) and date.fromisoformat(self.rights_until) < today


class Beeldbank:
    """The pictures in one folder. Safe to share between processes."""

    def __init__(self, media: Path) -> None:
        self._folder = media / "beeldbank"

    def put(self, picture: BankedPicture, content: bytes) -> None:
        """Keep a picture; put again it stands as it stood. Its note, written last, shows it."""
        path = self._path(picture.record_id)
        write_whole(path, lambda file: _write(file, content))
        write_note(path.with_suffix(".json"), asdict(picture))

    def all(self) -> list[BankedPicture]:
        """Return every picture, newest first."""
        notes = (read_note(path) for path in sorted(self._folder.glob("rec*.json")))
        found = [picture for note in notes if note and (picture := _read(note)) is not None]
        return sorted(found, key=lambda one: (one.placed_on, one.record_id), reverse=True)

    def content(self, record_id: str) -> bytes | None:
        """Return the JPEG of a picture; None when there is none of that ID."""
        if not _RECORD.fullmatch(record_id):
            return None
        try:
            return self._path(record_id).read_bytes()
        except FileNotFoundError:
            return None

    def _path(self, record_id: str) -> Path:
        if not _RECORD.fullmatch(record_id):
            raise ValueError("a picture is kept under the ID of its record")
        return self._folder / f"{record_id}.jpg"


def _write(file: BinaryIO, content: bytes) -> None:
    file.write(content)


def _read(note: Mapping[str, object]) -> BankedPicture | None:
    names = BankedPicture.__dataclass_fields__
    if set(note) != set(names):
        return None  # of another version; it is written again when the picture changes
    return BankedPicture(**{name: str(note[name]) for name in names})
